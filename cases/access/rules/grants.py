"""What a cell of the disclosure table can say."""

from __future__ import annotations

from enum import StrEnum
from typing import Final


class Grant(StrEnum):
    """What a cell of the table says."""

    ALLOWED = "allowed"
    CONSENT = "consent"
    TASK = "task"
    ONLY_THAT = "only_that"
    FORBIDDEN = "forbidden"


GRANT_LABELS: Final[dict[Grant, str]] = {
    Grant.ALLOWED: "mag",
    Grant.CONSENT: "met toestemming van de betrokkene",
    Grant.TASK: "alleen wat de gever voor de taak heeft gemarkeerd",
    Grant.ONLY_THAT: "alleen dat-informatie",
    Grant.FORBIDDEN: "mag niet, ook niet dat het er is",
}

GRANT_SIGNS: Final[dict[Grant, str]] = {
    Grant.ALLOWED: "✓",
    Grant.CONSENT: "c",
    Grant.TASK: "t",
    Grant.ONLY_THAT: "·",
    Grant.FORBIDDEN: "✕",
}

# Where it may be said that something is held back: a person who has not consented must not even seem asked.
EXISTENCE_KNOWN: Final = frozenset({Grant.ALLOWED, Grant.TASK, Grant.ONLY_THAT})
