"""Who must not receive anything: a tie with a person of a case, or a decision (security, A9)."""

from __future__ import annotations

from enum import StrEnum
from typing import Final


class Tie(StrEnum):
    """How a member of staff is tied to a person of a case."""

    SELF = "self"
    RELATIVE = "relative"
    ACQUAINTANCE = "acquaintance"


TIE_LABELS: Final[dict[Tie, str]] = {
    Tie.SELF: "ikzelf",
    Tie.RELATIVE: "familie, partner of huisgenoot",
    Tie.ACQUAINTANCE: "bekende, buur of collega",
}
