"""Letting a copy go that was held back: by a second person, for what she or he looked at, not for long."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

# Choice made here: until the end of a shift and the next; after that the situation may be another one.
RELEASED_FOR: Final = timedelta(hours=24)
SHORTEST_REASON: Final = 10
LONGEST_REASON: Final = 300


class Release(StrEnum):
    """What the second person decides."""

    RELEASED = "released"
    REFUSED = "refused"


RELEASE_LABELS: Final[dict[Release, str]] = {
    Release.RELEASED: "vrijgegeven",
    Release.REFUSED: "niet vrijgegeven",
}


def fingerprint(texts: Iterable[tuple[str, str]]) -> str:
    """SHA-256 of every text with where it stands: another word is another document."""
    return hashlib.sha256(json.dumps(list(texts), ensure_ascii=False).encode()).hexdigest()


def still_released(decided_at: datetime, at: datetime) -> bool:
    """Whether a release still holds."""
    return at - decided_at < RELEASED_FOR
