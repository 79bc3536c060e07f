"""What the judge decided, as OM records it: terms, conditions with their own terms, the victim told."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from cases.access.actor import Actor
from cases.access.errors import Conflict, InvalidInput
from cases.access.rules.categories import Category
from cases.access.writing import one_write
from cases.assessments.rules.acute import Trigger
from cases.assessments.services import mark_outdated
from cases.casefiles.models import Case, CaseEvent
from cases.casefiles.rules.states import CaseState, NoTransition, StateEvent, next_state
from cases.casefiles.services import lock_case, record_event
from cases.organisations.models import Organisation
from cases.organisations.rules import OrganisationKind
from cases.persons.models import Person
from cases.plans.models import SafetyMeasure
from cases.plans.rules.measure import Part
from cases.plans.services import NewMeasure, record_measure
from cases.plans.services.notices import check_informer
from cases.terms.queries import open_terms_of
from cases.terms.rules.counting import Interruption
from cases.terms.rules.kinds import TermKind
from cases.terms.rules.parameters import ExtensionOrder, Parameters
from cases.terms.rules.vocabulary import Length
from cases.terms.services import extend_term, meet_if_open, start_term
from cases.victims.services import require_notices, require_release_notices
from zsm.decision.messages import COURT_DECIDED
from zsm.decision.models import JudicialOutcome
from zsm.decision.permissions import check_can_record_outcome
from zsm.decision.rules.court import OUTCOMES, CourtOutcome, OutcomeRow, outcome_errors
from zsm.decision.services.alerts import tell_course
from zsm.decision.services.standstill import interruptions_of
from zsm.intake.queries import current_custody

TOLD: Final = (
    OrganisationKind.VT,
    OrganisationKind.POLITIE,
    OrganisationKind.RECLASSERING,
    OrganisationKind.RVDK,
    OrganisationKind.SHN,
)
# The field of the outcome by that of the measure that its conditions are.
_FIELD_OF: Final = {"protects": "persons", "parts": "parts", "ends_at": "ends_at", "area": "area"}


@dataclass(frozen=True, slots=True, kw_only=True)
class NewJudicialOutcome:
    """An outcome as the judge gave it.

    `executed_at`: when the order was carried out, from which remand counts (None: when it was given). `days`:
    of detention. `parts`, `persons`, `area`, `ends_at`, `electronic_monitoring`, `supervisor`: the conditions
    of a suspension. `informer`: who tells the victim (guard 6). `late_reason`: when a term had run out.
    """

    outcome: CourtOutcome
    decided_at: datetime
    informer: Organisation | None
    executed_at: datetime | None = None
    days: int | None = None
    content: str = ""
    parts: frozenset[Part] = frozenset()
    persons: tuple[Person, ...] = ()
    area: str = ""
    ends_at: datetime | None = None
    electronic_monitoring: bool = False
    supervisor: Organisation | None = None
    late_reason: str = ""


@one_write
def record_judicial_outcome(
    *, case: Case, new: NewJudicialOutcome, actor: Actor, at: datetime
) -> JudicialOutcome:
    """Record what the judge decided; it ends and starts terms and is told to the victim like a decision.

    An outcome that frees the suspect does not open the door: the release is recorded by itself. Raises
    NotAllowed, Conflict when nothing lies before the judge, GuardRefusal without informer, InvalidInput per
    field of `NewJudicialOutcome`.
    """
    check_can_record_outcome(actor, case.pk)
    case = lock_case(case.pk)
    row = OUTCOMES[new.outcome]
    _check(case, row, new, at)
    informer = check_informer(case, new.informer)
    measure = _conditions(case, row, new, actor=actor, at=at)
    saved = JudicialOutcome.objects.create(
        case=case,
        kind=new.outcome.value,
        decided_at=new.decided_at,
        executed_at=new.executed_at,
        days=new.days,
        content=new.content.strip(),
        measure=measure,
        informer=informer,
        organisation_id=actor.organisation_id,
        recorded_by_id=actor.user_id,
        recorded_at=at,
    )
    event = record_event(
        case=case,
        kind="judge_decided",
        category=Category.DECISION,
        summary=f"Uitkomst bij de rechter: {row.label}.",
        actor=actor,
        at=at,
        happened_at=new.decided_at,
        subject=saved,
    )
    _terms(case, row, new, event=event, actor=actor, at=at)
    if row.frees:
        require_release_notices(case=case, subject=saved, informer=informer, actor=actor, at=at)
        mark_outdated(case=case, trigger=Trigger.RELEASE_CONSIDERED, actor=actor, at=at)
    require_notices(case=case, about=row.told, subject=saved, informer=informer, actor=actor, at=at)
    if new.outcome is CourtOutcome.JUDGMENT:
        _judged(case)
    tell_course(COURT_DECIDED, case, saved, at, kinds=TOLD, urgent=False)
    return saved


def _check(case: Case, row: OutcomeRow, new: NewJudicialOutcome, at: datetime) -> None:
    errors = outcome_errors(
        new.outcome,
        decided_at=new.decided_at,
        executed_at=new.executed_at,
        days=new.days,
        content=new.content,
        parts=new.parts,
        has_persons=bool(new.persons),
        at=at,
    )
    if errors:
        raise InvalidInput(errors)
    if row.asks and not any(open_terms_of(case, kind).exists() for kind in row.asks):
        raise Conflict(f"“{row.label}” kan nu niet: daarvoor ligt er niets bij de {row.by}.")
    custody = current_custody(case)
    if row.asks and (custody is None or custody.status != "held"):
        raise Conflict("De verdachte zit niet vast.")


def _conditions(
    case: Case, row: OutcomeRow, new: NewJudicialOutcome, *, actor: Actor, at: datetime
) -> SafetyMeasure | None:
    """The conditions of a suspension as a measure of their own, served at the release at the latest."""
    if row.measure is None:
        return None
    measure = NewMeasure(
        kind=row.measure,
        imposed_by=row.by,
        imposed_at=new.decided_at,
        protects=new.persons,
        parts=new.parts,
        ends_at=new.ends_at,
        area=new.area,
        electronic_monitoring=new.electronic_monitoring,
        supervisor=new.supervisor,
        informer=new.informer,
        serve_before=at,
    )
    try:
        return record_measure(case=case, measure=measure, actor=actor, at=at)
    except InvalidInput as refused:
        raise InvalidInput(
            {_FIELD_OF.get(name, name): texts for name, texts in refused.errors.items()}
        ) from refused


def _terms(
    case: Case, row: OutcomeRow, new: NewJudicialOutcome, *, event: CaseEvent, actor: Actor, at: datetime
) -> None:
    for kind in row.ends:
        meet_if_open(case=case, kind=kind, late_reason=new.late_reason, event=event, actor=actor, at=at)
    if row.starts is not None:
        start_term(
            case=case,
            kind=row.starts,
            organisation=Organisation.objects.get(pk=actor.organisation_id),
            start=new.executed_at or new.decided_at,
            parameters=Parameters(days=new.days, interruptions=_pauses(case, row)),
            actor=actor,
            at=at,
        )
    if row.extends is not None and new.days:
        term = open_terms_of(case, row.extends).get()
        order = ExtensionOrder(Length(days=new.days), row.label, condition_met=True)
        try:
            extend_term(term=term, order=order, actor=actor, at=at, event=event)
        except InvalidInput as refused:
            raise InvalidInput({"days": refused.errors["length"]}) from refused


def _pauses(case: Case, row: OutcomeRow) -> tuple[Interruption, ...]:
    """What the remand that begins stands still for: whoever is held on another title serves that first."""
    return interruptions_of(case) if row.starts is TermKind.REMAND else ()


def _judged(case: Case) -> None:
    """After the judgment the plan is carried out (tables, section 2); a case past ZSM stays where it is."""
    with suppress(NoTransition):
        state = next_state(CaseState(case.state), StateEvent.FINAL_DECISION)
        Case.objects.filter(pk=case.pk).update(state=state.value)
