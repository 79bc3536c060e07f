"""A measure that is imposed now: recorded with everything it brings, and told to the victim (guard 6)."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from cases.access.actor import Actor
from cases.access.errors import InvalidInput
from cases.access.writing import one_write
from cases.casefiles.models import Case
from cases.casefiles.services import lock_case
from cases.plans.models import SafetyMeasure
from cases.plans.permissions import check_can_impose
from cases.plans.rules.catalogue import UnknownMeasure
from cases.plans.rules.catalogue import measure as catalogue_measure
from cases.plans.rules.measure import PART_LABELS, Measure, MeasureKind, Part
from cases.plans.services.measures import NewMeasure, record_measure
from cases.plans.services.notices import check_informer, tell_victims
from cases.terms.rules.wording import due_text, local

# The prosecutor gives these with a decision, behind its guards; holding somebody is recorded as custody.
WITH_A_DECISION: Final = frozenset(
    {MeasureKind.BEHAVIOURAL_ORDER, MeasureKind.CONDITIONAL_DISMISSAL, MeasureKind.PENAL_ORDER}
)


def may_be_imposed(row: Measure) -> bool:
    """Whether a measure of this kind is recorded by itself: not with a decision, and nobody is held by it."""
    return row.kind not in WITH_A_DECISION and not row.detains


@one_write
def impose_measure(*, case: Case, measure: NewMeasure, actor: Actor, at: datetime) -> SafetyMeasure:
    """Record a measure of the mayor, a judge or the prosecutor, and have the victim informed of it.

    `measure.informer` is needed: every imposed measure is told by a named organisation. Raises NotAllowed by
    who imposes this kind by law, GuardRefusal without informer, InvalidInput per field of `NewMeasure`.
    """
    try:
        row = catalogue_measure(measure.kind, local(measure.imposed_at).date())
    except UnknownMeasure as error:
        raise InvalidInput({"kind": [str(error)]}) from error
    check_can_impose(actor, case.pk, row)
    if not may_be_imposed(row):
        raise InvalidInput({"kind": [f"Een {row.label} legt het OM vast met een besluit of uitkomst."]})
    case = lock_case(case.pk)
    check_informer(case, measure.informer)
    saved = record_measure(case=case, measure=measure, actor=actor, at=at)
    if measure.informer is not None:
        tell_victims(case, told(saved), saved, measure.informer, actor=actor, at=at)
    return saved


def told(measure: SafetyMeasure) -> str:
    """What the victim is told about a measure, without its area: that may be somebody's address."""
    parts = ", ".join(PART_LABELS[Part(part)] for part in measure.parts)
    until = f", tot {due_text(measure.ends_at)}" if measure.ends_at else ""
    return f"Er geldt een {measure.row.label}{f': {parts}' if parts else ''}{until}."
