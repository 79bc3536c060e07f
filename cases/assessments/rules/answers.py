"""The answers of which an assessment consists."""

from __future__ import annotations

from enum import StrEnum
from typing import Final


class Presence(StrEnum):
    """Whether a criterion or event is there."""

    PRESENT = "present"
    ABSENT = "absent"
    UNKNOWN = "unknown"


PRESENCE_LABELS: Final[dict[Presence, str]] = {
    Presence.PRESENT: "aanwezig",
    Presence.ABSENT: "afwezig",
    Presence.UNKNOWN: "onbekend",
}


class YesNo(StrEnum):
    """Answer to a question of fact: access of a person, sight by third parties."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


YES_NO_LABELS: Final[dict[YesNo, str]] = {
    YesNo.YES: "ja",
    YesNo.NO: "nee",
    YesNo.UNKNOWN: "onbekend",
}


class Outcome(StrEnum):
    """The conclusion of part A (acute) or part B (structural)."""

    YES = "yes"
    NO = "no"
    NOT_YET_KNOWN = "not_yet_known"


ACUTE_LABELS: Final[dict[Outcome, str]] = {
    Outcome.YES: "acuut onveilig",
    Outcome.NO: "niet acuut onveilig",
    Outcome.NOT_YET_KNOWN: "acute onveiligheid nog niet bekend",
}

STRUCTURAL_LABELS: Final[dict[Outcome, str]] = {
    Outcome.YES: "structureel onveilig",
    Outcome.NO: "niet structureel onveilig",
    Outcome.NOT_YET_KNOWN: "structurele onveiligheid nog niet bekend",
}
