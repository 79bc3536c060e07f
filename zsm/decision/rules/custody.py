"""Which deprivation of liberty can be extended outside a judge, by whom, and how long (legal facts, 1)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from cases.terms.rules.kinds import TermKind
from cases.terms.rules.vocabulary import Length


@dataclass(frozen=True, slots=True)
class Extendable:
    """One term: the words, the longest extension, whether police may order it, whether the victim is told."""

    label: str
    most: Length
    unit: str
    by_police: bool
    tells_victim: bool
    told: str = ""


EXTENDABLE: Final[dict[TermKind, Extendable]] = {
    TermKind.FIRST_DECISION: Extendable(
        label="Ophouden om de identiteit vast te stellen (art. 56b Sv)",
        most=Length(hours=6),
        unit="hours",
        by_police=True,
        tells_victim=False,
    ),
    TermKind.POLICE_CUSTODY: Extendable(
        label="Inverzekeringstelling bij dringende noodzaak (art. 58 lid 2 Sv)",
        most=Length(days=3),
        unit="days",
        by_police=False,
        tells_victim=True,
        told="De verdachte blijft langer vastzitten bij de politie, ten hoogste drie dagen extra.",
    ),
}
