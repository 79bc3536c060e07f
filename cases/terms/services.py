"""Starting and ending what is owed, for the services of the concepts, which add the event to the story."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from cases.access.actor import Actor
from cases.access.errors import Conflict, InvalidInput
from cases.access.writing import first_come, one_write
from cases.organisations.models import Organisation, User
from cases.terms.calendar import current_calendar, within_the_rules
from cases.terms.models import Term, TermStage
from cases.terms.queries import HasKey, Subject, open_terms_of, subject_type
from cases.terms.rules.calendar import WorkCalendar
from cases.terms.rules.computation import STANDARD_CALENDAR, Computation, agreed_moment, due_moment
from cases.terms.rules.extensions import ExtensionRefused
from cases.terms.rules.kinds import KIND_LABELS, TermKind
from cases.terms.rules.ordinary import needs_calendar
from cases.terms.rules.parameters import ExtensionOrder, Parameters
from cases.terms.rules.stages import Nature, stage_moments
from cases.terms.rules.states import StageStatus, TermStatus, may_become
from cases.terms.rules.wording import due_text, moment_text

LATE_REASON = "late_reason"
LONGEST_REASON = 1000
# For agreements of this application that pass unnoticed by law; the moment and the person are on record.
LATE_WITHOUT_REASON = "Na het afgesproken moment vastgelegd; er hoefde geen reden bij."


@dataclass(frozen=True, slots=True, kw_only=True)
class NewTerm:
    """One thing to be owed.

    `start`: when it began (default: the moment of recording); `due_at`: only for kinds whose moment is
    agreed; `subject`: what it is about, so that several of a kind can run side by side.
    """

    kind: TermKind
    organisation: Organisation
    start: datetime | None = None
    due_at: datetime | None = None
    parameters: Parameters | None = None
    subject: Subject | None = None
    person: User | None = None


@one_write
@within_the_rules()
def start_terms(
    *,
    case: HasKey,
    terms: Sequence[NewTerm],
    actor: Actor,
    at: datetime,
    calendar: WorkCalendar | None = None,
) -> list[Term]:
    """Make organisations owe things in a case, each with its due moment, its explanation and its stages.

    `calendar`: which days are ordinary (None: as the table of decreed days stands now). What is owed already
    with the same due moment is answered, not made twice. Raises Conflict when it is owed
    with another moment, InvalidInput for a start before every rule, ValueError as `due_moment`.
    """
    counting = calendar or _calendar_for(terms, at)
    running = _running(case, terms)
    rows: list[Term] = []
    new: list[tuple[Term, Computation]] = []
    for wanted in terms:
        computed = _compute(wanted, at, counting)
        row = _row(case, wanted, computed, actor, at)
        known = running.setdefault(_identity(row), row)
        if known is row:
            new.append((row, computed))
        elif known.due_at != row.due_at:
            raise Conflict(f"De termijn '{KIND_LABELS[wanted.kind]}' loopt al, met een ander moment.")
        rows.append(known)
    with first_come("term_owed_once", "Een van de termijnen is intussen al gestart. Vernieuw de pagina."):
        Term.objects.bulk_create([row for row, _ in new])
    stages = [stage for entry in new for stage in stages_from(*entry, at=at, calendar=counting)]
    TermStage.objects.bulk_create(stages)
    return rows


def start_term(
    *,
    case: HasKey,
    kind: TermKind,
    organisation: Organisation,
    actor: Actor,
    at: datetime,
    start: datetime | None = None,
    due_at: datetime | None = None,
    parameters: Parameters | None = None,
    subject: Subject | None = None,
    person: User | None = None,
    calendar: WorkCalendar | None = None,
) -> Term:
    """Make one organisation owe one thing; arguments and errors as `NewTerm` and `start_terms`."""
    wanted = NewTerm(
        kind=kind,
        organisation=organisation,
        start=start,
        due_at=due_at,
        parameters=parameters,
        subject=subject,
        person=person,
    )
    return start_terms(case=case, terms=[wanted], actor=actor, at=at, calendar=calendar)[0]


@one_write
def meet_term(
    *, term: Term, actor: Actor, at: datetime, late_reason: str = "", event: HasKey | None = None
) -> Term:
    """End a term as met, or as met late with the reason (domain guide, section 7, guard 7, and section 10).

    `event`: the row of the story by which it was met. Raises Conflict when it has ended already, InvalidInput
    under "late_reason" when it is too late and its rule asks the reason.
    """
    term = _locked_open(term)
    status, reason = TermStatus.MET, ""
    if term.is_late(at):
        status, reason = TermStatus.MET_LATE, _late_reason(term, late_reason)
    return _end(term, status, reason, actor=actor, at=at, event=event)


@one_write
def meet_if_open(
    *,
    case: HasKey,
    kind: TermKind,
    actor: Actor,
    at: datetime,
    organisation: Organisation | None = None,
    subject: Subject | None = None,
    late_reason: str = "",
    event: HasKey | None = None,
) -> list[Term]:
    """Meet what is still owed of one kind, if anything; without `organisation` or `subject` whoever owes it.

    Raises InvalidInput as `meet_term`.
    """
    running = open_terms_of(case, kind, organisation=organisation, subject=subject)
    return [
        meet_term(term=term, actor=actor, at=at, late_reason=late_reason, event=event)
        for term in list(running)
    ]


@one_write
def cancel_term(*, term: Term, reason: str, actor: Actor, at: datetime, event: HasKey | None = None) -> Term:
    """End a term that lost its sense. Raises InvalidInput without a reason, Conflict when it has ended."""
    return _end(
        _locked_open(term), TermStatus.CANCELLED, _reason("reason", reason), actor=actor, at=at, event=event
    )


@one_write
def cancel_if_open(
    *,
    case: HasKey,
    kind: TermKind,
    reason: str,
    actor: Actor,
    at: datetime,
    organisation: Organisation | None = None,
    subject: Subject | None = None,
    event: HasKey | None = None,
) -> list[Term]:
    """Cancel what is still owed of one kind, if anything. Raises InvalidInput without a reason."""
    running = open_terms_of(case, kind, organisation=organisation, subject=subject)
    return [cancel_term(term=term, reason=reason, actor=actor, at=at, event=event) for term in list(running)]


@one_write
@within_the_rules()
def recompute_term(
    *,
    term: Term,
    parameters: Parameters,
    reason: str,
    actor: Actor,
    at: datetime,
    event: HasKey | None = None,
    start: datetime | None = None,
    calendar: WorkCalendar | None = None,
) -> Term:
    """Let a running term count again with other parameters; answers the row that now runs.

    `start`: from another start (None: from its own); then its explanation begins with what was counted
    before. The former row stays on the record, cancelled with the reason, and the warnings are armed anew.
    Raises Conflict when it has ended already, InvalidInput without a reason and for a start before every
    rule, ValueError and ExtensionRefused as `due_moment`.
    """
    term = _locked_open(term)
    wanted = NewTerm(
        kind=TermKind(term.kind),
        organisation=term.organisation,
        start=start or term.started_at,
        parameters=parameters,
        person=term.person,
    )
    counting = calendar or _calendar_for([wanted], at)
    computed = due_moment(wanted.kind, start or term.started_at, parameters=parameters, calendar=counting)
    _end(term, TermStatus.CANCELLED, _reason("reason", reason), actor=actor, at=at, event=event)
    row = _row(term.case, wanted, computed, actor, at)
    row.subject_type, row.subject_public_id = term.subject_type, term.subject_public_id
    if start is not None:
        due = due_text(term.due_at) if term.due_at else "zonder moment"
        former = f"Eerder: begin {moment_text(term.started_at)}, loopt af {due}."
        row.steps = [f"Gecorrigeerd {moment_text(at)}. {former}", *row.steps]
    row.save()
    TermStage.objects.bulk_create(stages_from(row, computed, at=at, calendar=counting))
    return row


@one_write
def extend_term(
    *, term: Term, order: ExtensionOrder, actor: Actor, at: datetime, event: HasKey | None = None
) -> Term:
    """Extend a running term by one order, as far as the law lets it (`rules.extensions`).

    Raises Conflict when it has ended or run out, InvalidInput under "length" for what the law refuses.
    """
    if term.is_late(at) and term.due_at is not None:
        raise Conflict(f"De termijn liep af op {due_text(term.due_at)}: verlengen kan niet meer.")
    facts = Parameters.from_json(term.parameters)
    try:
        return recompute_term(
            term=term,
            parameters=replace(facts, extensions=(*facts.extensions, order)),
            reason=f"Verlengd: {order.reason.strip()}"[:LONGEST_REASON],
            actor=actor,
            at=at,
            event=event,
        )
    except ExtensionRefused as refused:
        raise InvalidInput({"length": [str(refused)]}) from refused


@dataclass(frozen=True, slots=True, kw_only=True)
class Corrected:
    """A running term that began at another moment, or has other parameters, than was recorded."""

    term: Term
    start: datetime
    parameters: Parameters


@one_write
def correct_start(
    *,
    corrections: Sequence[Corrected],
    reason: str,
    actor: Actor,
    at: datetime,
    event: HasKey | None = None,
) -> dict[int, Term]:
    """Count running terms again from another start; answers the new row by the key of the former one.

    A term that comes out the same is left as it is. Raises as `recompute_term`.
    """
    said = f"Begin gecorrigeerd: {_reason('reason', reason)}"[:LONGEST_REASON]
    replaced: dict[int, Term] = {}
    for wanted in corrections:
        former = wanted.term
        if former.started_at == wanted.start and former.parameters == wanted.parameters.to_json():
            continue
        replaced[former.pk] = recompute_term(
            term=former,
            parameters=wanted.parameters,
            reason=said,
            start=wanted.start,
            actor=actor,
            at=at,
            event=event,
        )
    return replaced


Identity = tuple[str, int, str, UUID | None]


def _identity(term: Term) -> Identity:
    return (term.kind, term.organisation_id, term.subject_type, term.subject_public_id)


def _running(case: HasKey, terms: Iterable[NewTerm]) -> dict[Identity, Term]:
    """What of these kinds is owed already in the case, locked."""
    kinds = {term.kind.value for term in terms}
    owed = Term.objects.select_for_update(no_key=True).filter(
        case=case.pk, kind__in=kinds, status=TermStatus.OPEN.value
    )
    return {_identity(term): term for term in owed.order_by("pk")}


def _compute(wanted: NewTerm, at: datetime, calendar: WorkCalendar) -> Computation:
    start = wanted.start or at
    if wanted.due_at is not None:
        return agreed_moment(wanted.kind, start, wanted.due_at, parameters=wanted.parameters)
    return due_moment(wanted.kind, start, parameters=wanted.parameters, calendar=calendar)


def _row(case: HasKey, wanted: NewTerm, computed: Computation, actor: Actor, at: datetime) -> Term:
    subject = wanted.subject
    return Term(
        case_id=case.pk,
        kind=wanted.kind.value,
        organisation=wanted.organisation,
        person=wanted.person,
        subject_type=subject_type(subject) if subject else "",
        subject_public_id=subject.public_id if subject else None,
        started_at=wanted.start or at,
        due_at=computed.due_at,
        rule_version=computed.rule_version,
        parameters=(wanted.parameters or Parameters()).to_json(),
        steps=[step.text for step in computed.steps],
        recorded_by_id=actor.user_id,
        recorded_at=at,
    )


def _calendar_for(terms: Iterable[NewTerm], at: datetime) -> WorkCalendar:
    """The calendar of today; the table is asked only when one of the terms looks at ordinary days."""
    if any(needs_calendar(term.kind, term.start or at, term.parameters) for term in terms):
        return current_calendar()
    return STANDARD_CALENDAR


def stages_from(
    term: Term, computed: Computation, *, at: datetime, calendar: WorkCalendar
) -> list[TermStage]:
    """The moments at which the term speaks up, without warnings that were past when it was recorded."""
    warn_days = Parameters.from_json(term.parameters).warn_days
    moments = stage_moments(
        computed.profile, term.started_at, computed.due_at, calendar=calendar, warn_days=warn_days
    )
    return [
        TermStage(
            term=term,
            stage=moment.stage.code,
            nature=moment.stage.nature.value,
            audiences=[audience.value for audience in moment.stage.audiences],
            channels=[channel.value for channel in moment.stage.channels],
            repeat_every=moment.stage.every,
            fires_at=moment.fires_at,
            next_try_at=moment.fires_at,
        )
        for moment in moments
        if moment.stage.nature is not Nature.WARNING or moment.fires_at > at
    ]


def _locked_open(term: Term) -> Term:
    locked = Term.objects.select_for_update(no_key=True).get(pk=term.pk)
    if not locked.is_open:
        raise Conflict(f"De termijn '{locked.get_kind_display()}' is intussen al beëindigd.")
    return locked


def _late_reason(term: Term, given: str) -> str:
    if not given.strip() and not term.rule.late_reason_required:
        return LATE_WITHOUT_REASON
    if not given.strip() and term.due_at is not None:
        text = f"De termijn '{term.get_kind_display()}' liep af op {due_text(term.due_at)}."
        raise InvalidInput({LATE_REASON: [f"{text} Geef de reden van de overschrijding."]})
    return _reason(LATE_REASON, given)


def _reason(field: str, given: str) -> str:
    reason = given.strip()
    if not reason:
        raise InvalidInput({field: ["Geef de reden."]})
    if len(reason) > LONGEST_REASON:
        raise InvalidInput({field: [f"Hoogstens {LONGEST_REASON} tekens."]})
    return reason


def _end(
    term: Term, status: TermStatus, reason: str, *, actor: Actor, at: datetime, event: HasKey | None
) -> Term:
    if not may_become(TermStatus(term.status), status):
        raise Conflict(f"De termijn '{term.get_kind_display()}' is intussen al beëindigd.")
    term.status, term.end_reason = status.value, reason
    term.ended_at, term.ended_by_id = at, actor.user_id
    term.met_by_id = event.pk if event else None
    term.save(update_fields=["status", "end_reason", "ended_at", "ended_by", "met_by"])
    pending = TermStage.objects.filter(term=term, status=StageStatus.PENDING.value)
    pending.update(status=StageStatus.CANCELLED.value)
    return term
