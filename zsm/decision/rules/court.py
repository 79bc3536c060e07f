"""What the examining magistrate or the court can decide about the suspect, and what each outcome causes.

Judges are no users: OM records for them. Such an outcome counts as a decision for informing the victim
(domain guide, section 8). Sources: art. 63-66, 80 Sv; legal facts, section 1.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from cases.plans.rules.measure import ACCESS_REMOVING_PARTS, MeasureKind, Part
from cases.terms.rules.kinds import TermKind


class CourtOutcome(StrEnum):
    """An outcome at the examining magistrate (RC), in chambers, or at the court."""

    REMAND_ORDERED = "remand_ordered"
    REMAND_SUSPENDED = "remand_suspended"
    REMAND_REJECTED = "remand_rejected"
    DETENTION_ORDERED = "detention_ordered"
    DETENTION_EXTENDED = "detention_extended"
    DETENTION_SUSPENDED = "detention_suspended"
    DETENTION_LIFTED = "detention_lifted"
    JUDGMENT = "judgment"


@dataclass(frozen=True, slots=True, kw_only=True)
class OutcomeRow:
    """One outcome: who gives it, which terms it ends, starts or extends, and whether the suspect comes free.

    `asks`: one of these has to run, so that the outcome can be given at all; empty: at any time. `measure`:
    the measure that its conditions are; `told`: what the victim hears.
    """

    label: str
    by: str
    asks: frozenset[TermKind] = frozenset()
    ends: tuple[TermKind, ...] = ()
    starts: TermKind | None = None
    extends: TermKind | None = None
    frees: bool = False
    measure: MeasureKind | None = None
    told: str = ""

    @property
    def takes_days(self) -> bool:
        """Whether the order says for how many days."""
        return TermKind.DETENTION in (self.starts, self.extends)


RC: Final = "rechter-commissaris"
CHAMBERS: Final = "raadkamer van de rechtbank"
COURT: Final = "rechter"
MOST_DETENTION_DAYS: Final = 90
LONGEST_CONTENT: Final = 2000

_BEFORE_RC: Final = frozenset({TermKind.BEFORE_RC})
_HELD_BY_JUDGE: Final = frozenset({TermKind.REMAND, TermKind.DETENTION})
_END_AT_RC: Final = (TermKind.BEFORE_RC, TermKind.POLICE_CUSTODY)
_END_DETENTION: Final = (TermKind.REMAND, TermKind.DETENTION)

OUTCOMES: Final[dict[CourtOutcome, OutcomeRow]] = {
    CourtOutcome.REMAND_ORDERED: OutcomeRow(
        label="Bewaring bevolen",
        by=RC,
        asks=_BEFORE_RC,
        ends=_END_AT_RC,
        starts=TermKind.REMAND,
        told="De rechter-commissaris heeft beslist: de verdachte blijft ten hoogste veertien dagen vast.",
    ),
    CourtOutcome.REMAND_SUSPENDED: OutcomeRow(
        label="Bewaring bevolen en geschorst onder voorwaarden",
        by=RC,
        asks=_BEFORE_RC | _HELD_BY_JUDGE,
        ends=(*_END_AT_RC, *_END_DETENTION),
        frees=True,
        measure=MeasureKind.SUSPENSION_OF_REMAND,
        told="De rechter-commissaris laat de verdachte vrij. De verdachte moet zich aan voorwaarden houden.",
    ),
    CourtOutcome.REMAND_REJECTED: OutcomeRow(
        label="Vordering tot bewaring afgewezen",
        by=RC,
        asks=_BEFORE_RC,
        ends=_END_AT_RC,
        frees=True,
        told="De rechter-commissaris laat de verdachte vrij.",
    ),
    CourtOutcome.DETENTION_ORDERED: OutcomeRow(
        label="Gevangenhouding bevolen",
        by=CHAMBERS,
        asks=frozenset({TermKind.REMAND}),
        ends=(TermKind.REMAND,),
        starts=TermKind.DETENTION,
        told="De rechtbank heeft beslist: de verdachte blijft langer vastzitten.",
    ),
    CourtOutcome.DETENTION_EXTENDED: OutcomeRow(
        label="Gevangenhouding verlengd",
        by=CHAMBERS,
        asks=frozenset({TermKind.DETENTION}),
        extends=TermKind.DETENTION,
        told="De rechtbank heeft beslist: de verdachte blijft langer vastzitten.",
    ),
    CourtOutcome.DETENTION_SUSPENDED: OutcomeRow(
        label="Voorlopige hechtenis geschorst onder voorwaarden",
        by=CHAMBERS,
        asks=_HELD_BY_JUDGE,
        ends=_END_DETENTION,
        frees=True,
        measure=MeasureKind.SUSPENSION_OF_REMAND,
        told="De rechtbank laat de verdachte vrij. De verdachte moet zich aan voorwaarden houden.",
    ),
    CourtOutcome.DETENTION_LIFTED: OutcomeRow(
        label="Voorlopige hechtenis opgeheven",
        by=CHAMBERS,
        asks=_HELD_BY_JUDGE,
        ends=_END_DETENTION,
        frees=True,
        told="De rechtbank laat de verdachte vrij.",
    ),
    CourtOutcome.JUDGMENT: OutcomeRow(
        label="Vonnis",
        by=COURT,
        ends=(TermKind.PLAN_DATE,),
        told="De rechter heeft uitspraak gedaan.",
    ),
}

OUTCOME_CHOICES: Final = tuple((outcome.value, row.label) for outcome, row in OUTCOMES.items())


def outcome_errors(
    outcome: CourtOutcome,
    *,
    decided_at: datetime,
    executed_at: datetime | None,
    days: int | None,
    content: str,
    parts: Collection[Part],
    has_persons: bool,
    at: datetime,
) -> dict[str, list[str]]:
    """What is wrong with an outcome as filled in, per field; empty when all is well."""
    row = OUTCOMES[outcome]
    errors: dict[str, list[str]] = {}
    if decided_at > at:
        errors["decided_at"] = ["Dit moment ligt in de toekomst."]
    if executed_at is not None and not decided_at <= executed_at <= at:
        errors["executed_at"] = ["De tenuitvoerlegging ligt tussen de beslissing en nu."]
    if row.takes_days and not (days and 1 <= days <= MOST_DETENTION_DAYS):
        errors["days"] = [f"Vul het aantal dagen in: 1 tot en met {MOST_DETENTION_DAYS}."]
    if not row.takes_days and days is not None:
        errors["days"] = ["Deze uitkomst heeft geen aantal dagen."]
    if row.measure is not None and not parts:
        errors["parts"] = ["Kies de voorwaarden van de schorsing."]
    if row.measure is None and parts:
        errors["parts"] = ["Bij deze uitkomst horen geen voorwaarden. Leg een maatregel apart vast."]
    if ACCESS_REMOVING_PARTS & set(parts) and not has_persons:
        errors["persons"] = ["Kies wie dit verbod beschermt."]
    if outcome is CourtOutcome.JUDGMENT and not content.strip():
        errors["content"] = ["Vat de uitspraak samen."]
    if len(content) > LONGEST_CONTENT:
        errors["content"] = [f"Gebruik ten hoogste {LONGEST_CONTENT} tekens."]
    return errors
