"""What happens with a measure after it was imposed: extended, ended, suspended, and what its end asks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from cases.access.actor import Actor
from cases.access.errors import Conflict, GuardRefusal, InvalidInput
from cases.access.rules.categories import Category
from cases.access.rules.refusal import Missing
from cases.access.writing import one_write
from cases.assessments.queries import PART_A, current
from cases.assessments.rules.acute import Trigger
from cases.assessments.services import mark_outdated
from cases.casefiles.models import CaseEvent
from cases.casefiles.services import lock_case, record_event
from cases.organisations.models import Organisation
from cases.organisations.rules import OrganisationKind
from cases.plans.models import MeasureChange, SafetyMeasure
from cases.plans.permissions import check_can_change, check_can_judge_end, check_can_tell_end
from cases.plans.queries import has_ended
from cases.plans.rules.changes import CHANGE_LABELS, Change
from cases.plans.rules.measure import MeasureKind
from cases.plans.rules.period import OWN_TERM, PeriodRefused, period_of
from cases.plans.services.ends import cancel_end_terms, move_end_terms
from cases.plans.services.notices import check_informer, tell_victims
from cases.terms.queries import open_terms_of
from cases.terms.rules.kinds import TermKind
from cases.terms.rules.parameters import ExtensionOrder
from cases.terms.rules.vocabulary import Length
from cases.terms.rules.wording import due_text, local
from cases.terms.services import extend_term, meet_if_open, meet_term

LONGEST_REASON: Final = 500
LONGEST_ENDED_REASON: Final = 200
NO_PROSECUTION: Final = "Het strafspoor is beëindigd: verlengen kan alleen als de verdachte wordt vervolgd."
NEW_JUDGEMENT: Final = Missing(
    "part_a",
    "Er is geen actuele veiligheidsbeoordeling. Veilig Thuis beoordeelt onderdeel A opnieuw.",
    OrganisationKind.VT,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeOrder:
    """An order about a measure. `informer`: who tells the victim (guard 6), needed for every order.

    `ordered_by`: who decided, such as the mayor. `late_reason`: only for what was owed before the end.
    """

    reason: str
    ordered_by: str = ""
    informer: Organisation | None = None


@one_write
def extend_measure(
    *,
    measure: SafetyMeasure,
    ends_at: datetime,
    order: ChangeOrder,
    condition_met: bool,
    actor: Actor,
    at: datetime,
) -> MeasureChange:
    """Extend a measure to a new end within what the law allows; everything owed before the end moves along.

    `condition_met`: the giver states that the condition of the law holds (prosecution; the mayor decides).
    Raises NotAllowed, GuardRefusal without informer, InvalidInput per field, Conflict when it has ended.
    """
    measure = _open_measure(measure, actor, at)
    errors = _order_errors(order)
    if measure.ends_at is None:
        errors["ends_at"] = ["Deze maatregel heeft geen einde: verlengen is niet nodig."]
    elif ends_at <= measure.ends_at:
        errors["ends_at"] = ["Het nieuwe einde ligt niet na het huidige."]
    if errors or measure.ends_at is None:
        raise InvalidInput(errors)
    check_informer(measure.case, order.informer)
    new_end = _extended(measure, measure.ends_at, ends_at, order, condition_met, actor=actor, at=at)
    change, event = _save(measure, Change.EXTENDED, order, at, actor=actor, at=at, ends_at=new_end)
    move_end_terms(measure, event=event, actor=actor, at=at)
    _tell(measure, change, order, f"is verlengd tot {due_text(new_end)}", actor=actor, at=at)
    return change


def _extended(
    measure: SafetyMeasure,
    now_ends: datetime,
    ends_at: datetime,
    order: ChangeOrder,
    condition_met: bool,
    *,
    actor: Actor,
    at: datetime,
) -> datetime:
    """The new end by law; the own term of the measure is extended with it."""
    row, kind = measure.row, MeasureKind(measure.kind)
    if kind is MeasureKind.BEHAVIOURAL_ORDER and measure.case.criminal_ended_at is not None:
        raise InvalidInput({"": [NO_PROSECUTION]})
    if kind in OWN_TERM:
        days = (local(ends_at).date() - local(now_ends).date()).days
        extension = ExtensionOrder(Length(days=days), order.reason, condition_met)
        term = open_terms_of(measure.case, OWN_TERM[kind], subject=measure).first()
        if term is None:
            raise Conflict("De termijn van deze maatregel loopt niet (meer): verlengen kan niet.")
        try:
            due_at = extend_term(term=term, order=extension, actor=actor, at=at).due_at
        except InvalidInput as refused:
            raise InvalidInput({"ends_at": refused.errors["length"]}) from refused
        return due_at or ends_at
    if row.maximum is not None and not row.extension:
        raise InvalidInput({"ends_at": [f"Een {row.label} kan niet worden verlengd."]})
    # Without a total each order has the length of the law again (such as a supervision order).
    starts_at = now_ends if row.maximum is not None and row.total is None else measure.starts_at
    try:
        return period_of(row, starts_at, ends_at).ends_at or ends_at
    except PeriodRefused as refused:
        raise InvalidInput({"ends_at": [str(refused)]}) from refused


@one_write
def end_measure(
    *, measure: SafetyMeasure, ended_at: datetime, order: ChangeOrder, actor: Actor, at: datetime
) -> MeasureChange:
    """End a measure before its time; the assessment goes out of date (domain guide, section 5).

    Raises NotAllowed, GuardRefusal without informer, InvalidInput per field, Conflict when it has ended.
    """
    measure = _open_measure(measure, actor, at)
    errors = _order_errors(order)
    if ended_at > at:
        errors["ended_at"] = ["Dit moment ligt in de toekomst."]
    elif ended_at <= measure.starts_at:
        errors["ended_at"] = ["De maatregel was op dit moment nog niet van kracht."]
    if errors:
        raise InvalidInput(errors)
    check_informer(measure.case, order.informer)
    measure.ended_reason = order.reason.strip()[:LONGEST_ENDED_REASON]
    change, event = _save(measure, Change.ENDED, order, ended_at, actor=actor, at=at, ends_at=ended_at)
    cancel_end_terms(measure, event=event, actor=actor, at=at)
    mark_outdated(case=measure.case, trigger=Trigger.MEASURE_ENDS, actor=actor, at=at)
    _tell(measure, change, order, "is beëindigd", actor=actor, at=at)
    return change


@one_write
def suspend_measure(
    *, measure: SafetyMeasure, order: ChangeOrder, actor: Actor, at: datetime
) -> MeasureChange:
    """Put a measure out of force for the time being: it no longer protects, and safety is judged again.

    Raises NotAllowed, GuardRefusal without informer, InvalidInput per field, Conflict when it is suspended.
    """
    measure = _open_measure(measure, actor, at)
    if measure.suspended_at is not None:
        raise Conflict("Deze maatregel is intussen al geschorst. Vernieuw de pagina.")
    if errors := _order_errors(order):
        raise InvalidInput(errors)
    check_informer(measure.case, order.informer)
    measure.suspended_at = at
    change, _ = _save(measure, Change.SUSPENDED, order, at, actor=actor, at=at, ends_at=measure.ends_at)
    mark_outdated(case=measure.case, trigger=Trigger.MEASURE_SUSPENDED, actor=actor, at=at)
    _tell(measure, change, order, "is geschorst en geldt nu niet", actor=actor, at=at)
    return change


@one_write
def resume_measure(
    *, measure: SafetyMeasure, order: ChangeOrder, actor: Actor, at: datetime
) -> MeasureChange:
    """Put a suspended measure back in force; its end stays where it was.

    Raises NotAllowed, GuardRefusal without informer, InvalidInput per field, Conflict when it is in force.
    """
    measure = _open_measure(measure, actor, at)
    if measure.suspended_at is None:
        raise Conflict("Deze maatregel is niet geschorst. Vernieuw de pagina.")
    if errors := _order_errors(order):
        raise InvalidInput(errors)
    check_informer(measure.case, order.informer)
    measure.suspended_at = None
    change, _ = _save(measure, Change.RESUMED, order, at, actor=actor, at=at, ends_at=measure.ends_at)
    _tell(measure, change, order, "is weer van kracht", actor=actor, at=at)
    return change


@one_write
def judge_end(
    *, measure: SafetyMeasure, note: str, actor: Actor, at: datetime, late_reason: str = ""
) -> MeasureChange:
    """Record what was judged before the measure ends: Veilig Thuis, who supervises it, and who gave it.

    Who gave it decides with this that it runs out; extending is an order of its own. Veilig Thuis needs an
    assessment that still holds. Raises NotAllowed, GuardRefusal, InvalidInput, and Conflict when this
    organisation owes no judgement.
    """
    lock_case(measure.case_id)
    measure = SafetyMeasure.objects.select_related("case", "supervisor").get(pk=measure.pk)
    check_can_judge_end(actor, measure)
    organisation = Organisation.objects.get(pk=actor.organisation_id)
    own = OWN_TERM.get(MeasureKind(measure.kind))
    kinds = (TermKind.MEASURE_ENDS, *((own,) if own else ()))
    owed = [
        term
        for kind in kinds
        for term in open_terms_of(measure.case, kind, organisation=organisation, subject=measure)
    ]
    if not owed:
        raise Conflict("Uw organisatie heeft dit al beoordeeld.")
    order = ChangeOrder(reason=note)
    if errors := _order_errors(order):
        raise InvalidInput({"note": errors.get("reason", [])})
    assessment = current(measure.case, PART_A)
    if actor.organisation_kind is OrganisationKind.VT and (
        assessment is None or assessment.outdated_at is not None
    ):
        raise GuardRefusal([NEW_JUDGEMENT])
    change, event = _save(measure, Change.END_JUDGED, order, at, actor=actor, at=at, ends_at=measure.ends_at)
    for term in owed:
        meet_term(term=term, late_reason=late_reason, event=event, actor=actor, at=at)
    return change


@one_write
def start_telling_end(
    *, measure: SafetyMeasure, actor: Actor, at: datetime, late_reason: str = ""
) -> MeasureChange:
    """Let the victim be told that the measure ends; from here on the notice itself is owed.

    Raises NotAllowed for another organisation, Conflict when it was done, InvalidInput when it is late
    without reason.
    """
    lock_case(measure.case_id)
    measure = SafetyMeasure.objects.select_related("case").get(pk=measure.pk)
    check_can_tell_end(actor, measure)
    organisation = Organisation.objects.get(pk=actor.organisation_id)
    owed = open_terms_of(measure.case, TermKind.TELL_MEASURE_ENDS, organisation=organisation, subject=measure)
    if not owed.exists() or measure.ends_at is None:
        raise Conflict("Uw organisatie hoeft dit het slachtoffer niet (meer) te vertellen.")
    order = ChangeOrder(reason="Voor het einde van de maatregel", informer=organisation)
    change, event = _save(measure, Change.END_TOLD, order, at, actor=actor, at=at, ends_at=measure.ends_at)
    meet_if_open(
        case=measure.case,
        kind=TermKind.TELL_MEASURE_ENDS,
        organisation=organisation,
        subject=measure,
        late_reason=late_reason,
        event=event,
        actor=actor,
        at=at,
    )
    _tell(measure, change, order, f"eindigt op {due_text(measure.ends_at)}", actor=actor, at=at)
    return change


def _open_measure(measure: SafetyMeasure, actor: Actor, at: datetime) -> SafetyMeasure:
    """The measure under the lock of its case, when the actor may change it and it has not ended."""
    lock_case(measure.case_id)
    found = SafetyMeasure.objects.select_related("case", "supervisor").get(pk=measure.pk)
    check_can_change(actor, found)
    if has_ended(found, at):
        raise Conflict("Deze maatregel is afgelopen.")
    return found


def _order_errors(order: ChangeOrder) -> dict[str, list[str]]:
    if not order.reason.strip():
        return {"reason": ["Geef de reden."]}
    if len(order.reason.strip()) > LONGEST_REASON:
        return {"reason": [f"Gebruik ten hoogste {LONGEST_REASON} tekens."]}
    return {}


def _save(
    measure: SafetyMeasure,
    kind: Change,
    order: ChangeOrder,
    effective_at: datetime,
    *,
    actor: Actor,
    at: datetime,
    ends_at: datetime | None,
) -> tuple[MeasureChange, CaseEvent]:
    change = MeasureChange.objects.create(
        measure=measure,
        kind=kind.value,
        effective_at=effective_at,
        ends_before=measure.ends_at,
        ends_at=ends_at,
        ordered_by=order.ordered_by.strip(),
        reason=order.reason.strip(),
        organisation_id=actor.organisation_id,
        recorded_by_id=actor.user_id,
        recorded_at=at,
    )
    measure.ends_at = ends_at
    measure.save(update_fields=["ends_at", "ended_reason", "suspended_at"])
    row = measure.row
    until = f" tot {due_text(ends_at)}" if kind is Change.EXTENDED and ends_at else ""
    event = record_event(
        case=measure.case,
        kind=f"measure_{kind.value}",
        category=Category.DECISION,
        summary=f"Maatregel {row.label} ({row.basis}): {CHANGE_LABELS[kind]}{until}.",
        actor=actor,
        at=at,
        happened_at=effective_at,
        subject=change,
    )
    return change, event


def _tell(
    measure: SafetyMeasure,
    change: MeasureChange,
    order: ChangeOrder,
    what: str,
    *,
    actor: Actor,
    at: datetime,
) -> None:
    if order.informer is not None:
        about = f"De {measure.row.label} {what}."
        tell_victims(measure.case, about, change, order.informer, actor=actor, at=at)
