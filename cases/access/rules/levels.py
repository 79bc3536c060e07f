"""The four levels at which an organisation takes part in a case (tables, section 1)."""

from __future__ import annotations

from enum import IntEnum
from typing import Final


class Level(IntEnum):
    """How far an organisation takes part; a higher level includes the lower ones.

    The numbers stand in the database and leave room between them; compare them, never count on the distance.
    """

    THAT = 10
    VIEW = 20
    CONTRIBUTE = 30
    DECIDE = 40


LEVEL_LABELS: Final[dict[Level, str]] = {
    Level.THAT: "weet dat",
    Level.VIEW: "leest mee",
    Level.CONTRIBUTE: "draagt bij",
    Level.DECIDE: "beslist",
}

LEVEL_TEXTS: Final[dict[Level, str]] = {
    Level.THAT: "Weet dat de zaak er is, het nummer en het contactpunt.",
    Level.VIEW: "Leest wat volgens de verstrekkingentabel mag.",
    Level.CONTRIBUTE: "Legt eigen gegevens vast en leest mee.",
    Level.DECIDE: "Neemt de eigen wettelijke stappen, legt vast en leest mee.",
}
