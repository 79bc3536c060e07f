"""Writing: who calls first, every call of SHN and VT, and what the victim knows of the prosecution."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from cases.access.actor import Actor
from cases.access.errors import Conflict, GuardRefusal, InvalidInput, NotAllowed
from cases.access.rules.categories import Category
from cases.access.writing import one_write
from cases.casefiles.models import Case, CaseRole
from cases.casefiles.services import lock_case, record_event
from cases.organisations.rules import ORGANISATION_LABELS, OrganisationKind
from cases.persons.models import Person
from cases.persons.queries import safe_contact_of
from cases.terms.rules.kinds import TermKind
from cases.terms.services import meet_if_open
from cases.victims.models import CallAgreement, CrimeReport, ProsecutionTold, VictimCall
from cases.victims.permissions import (
    check_can_call,
    check_can_record_crime_report,
)
from cases.victims.queries import (
    call_refusal_of,
    call_warning_for,
    instructions_of,
    wishes_task_is_done,
)
from cases.victims.rules.calls import CALLERS, AgreementStatus, YesNoUnknown
from cases.victims.rules.contact import Manner, Outcome, attempt_errors, contact_refusal, next_errors

LONGEST_MOMENT: Final = 200
LONGEST_NOTE: Final = 500
LONGEST_STATEMENT: Final = 4000


@dataclass(frozen=True, slots=True, kw_only=True)
class CallProposal:
    """Who calls first; whether VT is in touch already; a good moment; what each tells of the other."""

    first: OrganisationKind
    vt_has_contact: YesNoUnknown
    good_moment: str
    anonymous_told: bool = False
    roles_told: bool = False


@one_write
def propose_first_call(
    *, case: Case, victim: Person, proposal: CallProposal, actor: Actor, at: datetime
) -> CallAgreement:
    """Propose who of SHN and VT calls this victim first; a running proposal or agreement is replaced.

    Raises NotAllowed for another organisation, Conflict when she or he is no victim of this case,
    InvalidInput per field of `CallProposal`.
    """
    case = lock_case(case.pk)
    check_can_call(actor, case.pk)
    check_victim(case, victim)
    _check_proposal(proposal)
    running = CallAgreement.objects.filter(
        case=case, victim=victim, status__in=(AgreementStatus.PROPOSED.value, AgreementStatus.AGREED.value)
    )
    running.update(status=AgreementStatus.REPLACED.value)
    saved = CallAgreement.objects.create(
        case=case,
        victim=victim,
        first=proposal.first.value,
        vt_has_contact=proposal.vt_has_contact.value,
        good_moment=proposal.good_moment.strip(),
        anonymous_told=proposal.anonymous_told,
        roles_told=proposal.roles_told,
        organisation_id=actor.organisation_id,
        recorded_by_id=actor.user_id,
        proposed_at=at,
    )
    record_event(
        case=case,
        kind="first_call_proposed",
        category=Category.CONTACT,
        summary=f"Voorstel: {ORGANISATION_LABELS[proposal.first]} belt het slachtoffer als eerste.",
        actor=actor,
        at=at,
        subject=saved,
    )
    return saved


def _check_proposal(proposal: CallProposal) -> None:
    errors: dict[str, list[str]] = {}
    if proposal.first not in CALLERS:
        errors["first"] = ["Slachtofferhulp of Veilig Thuis belt als eerste."]
    moment = proposal.good_moment.strip()
    if not moment:
        errors["good_moment"] = ["Vul in wat een goed moment is."]
    elif len(moment) > LONGEST_MOMENT:
        errors["good_moment"] = [f"Gebruik ten hoogste {LONGEST_MOMENT} tekens."]
    if not proposal.anonymous_told:
        errors["anonymous_told"] = ["Spreek af wie het slachtoffer vertelt dat Slachtofferhulp anoniem belt."]
    if not proposal.roles_told:
        errors["roles_told"] = ["Spreek af dat elk de rol van de ander uitlegt."]
    if errors:
        raise InvalidInput(errors)


@one_write
def agree_first_call(*, agreement: CallAgreement, actor: Actor, at: datetime) -> CallAgreement:
    """Agree to what the other proposed.

    Raises NotAllowed for who proposed it or is neither SHN nor VT, Conflict when it does not stand any more.
    """
    case = lock_case(agreement.case_id)
    check_can_call(actor, case.pk)
    agreement = CallAgreement.objects.select_related("organisation").get(pk=agreement.pk)
    if agreement.organisation.kind == actor.organisation_kind.value:
        raise NotAllowed("Uw eigen voorstel neemt de andere organisatie aan.")
    if agreement.status != AgreementStatus.PROPOSED.value:
        raise Conflict("Dit voorstel geldt niet meer. Vernieuw de pagina.")
    agreement.status = AgreementStatus.AGREED.value
    agreement.agreed_by_id, agreement.agreed_at = actor.user_id, at
    agreement.save(update_fields=["status", "agreed_by", "agreed_at"])
    first = ORGANISATION_LABELS[OrganisationKind(agreement.first)]
    record_event(
        case=case,
        kind="first_call_agreed",
        category=Category.CONTACT,
        summary=f"Afgesproken: {first} belt het slachtoffer als eerste.",
        actor=actor,
        at=at,
        subject=agreement,
    )
    return agreement


@dataclass(frozen=True, slots=True, kw_only=True)
class NewCall:
    """One call of SHN or VT as it was made; `next_at`: when it is tried again, inside the safe hours."""

    outcome: Outcome
    manner: Manner
    called_at: datetime
    note: str = ""
    next_at: datetime | None = None


@one_write
def record_call(*, case: Case, victim: Person, call: NewCall, actor: Actor, at: datetime) -> VictimCall:
    """Record a call of SHN or VT; a call without or against the agreement is recorded and marked as such.

    Enough attempts of SHN meet its task of the wishes (tables, section 3). Raises NotAllowed, GuardRefusal
    without a safe number, and for SHN in an ex officio case of which the victim was not told, InvalidInput
    per field of `NewCall`.
    """
    case = lock_case(case.pk)
    check_can_call(actor, case.pk)
    check_victim(case, victim)
    check_call_is_open(case, victim, actor)
    _check_call(victim, call, case.opened_at, at)
    warning = call_warning_for(case, victim, actor.organisation_kind)
    saved = VictimCall.objects.create(
        case=case,
        victim=victim,
        called_at=call.called_at,
        manner=call.manner.value,
        outcome=call.outcome.value,
        note=call.note.strip(),
        next_at=call.next_at,
        against_agreement=bool(warning),
        organisation_id=actor.organisation_id,
        recorded_by_id=actor.user_id,
        recorded_at=at,
    )
    reached = "gesproken" if call.outcome is Outcome.REACHED else "nog niet gesproken"
    marked = " Dat was zonder of tegen de afspraak over het eerste gesprek." if warning else ""
    event = record_event(
        case=case,
        kind="victim_called",
        category=Category.CONTACT,
        summary=f"{actor.organisation_name} heeft het slachtoffer {reached}.{marked}",
        actor=actor,
        at=at,
        happened_at=call.called_at,
        subject=saved,
    )
    if actor.works_for(OrganisationKind.SHN) and wishes_task_is_done(case):
        meet_if_open(case=case, kind=TermKind.WISHES, event=event, actor=actor, at=at)
    return saved


def check_victim(case: Case, victim: Person) -> None:
    """Raise Conflict unless the person is a victim in this case."""
    if not CaseRole.objects.filter(case=case, person=victim, role="victim").exists():
        raise Conflict("Deze persoon is geen slachtoffer in deze zaak.")


def check_call_is_open(case: Case, victim: Person, actor: Actor) -> None:
    """Raise GuardRefusal for SHN while the victim does not know of an ex officio prosecution."""
    if actor.works_for(OrganisationKind.SHN) and (missing := call_refusal_of(case, victim)):
        raise GuardRefusal(missing)


def _check_call(victim: Person, call: NewCall, opened_at: datetime, at: datetime) -> None:
    contact = safe_contact_of(victim)
    if missing := contact_refusal(manner=call.manner, phone_safe=contact is not None and contact.phone_safe):
        raise GuardRefusal(missing)
    errors = attempt_errors(
        outcome=call.outcome,
        attempted_at=call.called_at,
        required_at=opened_at,
        at=at,
        note=call.note,
    )
    errors |= next_errors(instructions_of(contact), call.next_at, at)
    if len(call.note.strip()) > LONGEST_NOTE:
        errors["note"] = [f"Gebruik ten hoogste {LONGEST_NOTE} tekens."]
    if "attempted_at" in errors:
        errors["called_at"] = errors.pop("attempted_at")
    if errors:
        raise InvalidInput(errors)


@one_write
def record_crime_report(
    *,
    case: Case,
    victim: Person,
    made: YesNoUnknown,
    actor: Actor,
    at: datetime,
    statement: str = "",
) -> CrimeReport:
    """Record whether the victim reported the offence, with her or his statement if there is one.

    A new version; without a report and without a klacht needed the case is ex officio. Raises NotAllowed,
    Conflict for who is no victim, InvalidInput for a statement that is too long.
    """
    case = lock_case(case.pk)
    check_can_record_crime_report(actor, case.pk)
    check_victim(case, victim)
    text = statement.strip()
    if len(text) > LONGEST_STATEMENT:
        raise InvalidInput({"statement": [f"Gebruik ten hoogste {LONGEST_STATEMENT} tekens."]})
    last = CrimeReport.objects.filter(case=case, victim=victim).order_by("-version").first()
    saved = CrimeReport.objects.create(
        case=case,
        victim=victim,
        version=last.version + 1 if last else 1,
        made=made.value,
        statement=text,
        organisation_id=actor.organisation_id,
        recorded_by_id=actor.user_id,
        recorded_at=at,
    )
    answers = {"yes": "deed aangifte", "no": "deed geen aangifte", "unknown": "nog niet bekend"}
    record_event(
        case=case,
        kind="crime_report_recorded",
        category=Category.WISHES,
        summary=f"Aangifte van het slachtoffer: {answers[made.value]}.",
        actor=actor,
        at=at,
        subject=saved,
    )
    return saved


@one_write
def tell_of_prosecution(
    *, case: Case, victim: Person, told_at: datetime, actor: Actor, at: datetime
) -> ProsecutionTold:
    """Record that the victim was told of an ex officio prosecution: SHN may call from now on.

    Raises NotAllowed for who is not police or OM, Conflict when it was recorded already, InvalidInput for a
    moment to come or before the case.
    """
    case = lock_case(case.pk)
    check_can_record_crime_report(actor, case.pk)
    check_victim(case, victim)
    if ProsecutionTold.objects.filter(case=case, victim=victim).exists():
        raise Conflict("Dit is al vastgelegd. Vernieuw de pagina.")
    if told_at > at:
        raise InvalidInput({"told_at": ["Dit moment ligt in de toekomst."]})
    if told_at < case.opened_at.replace(second=0, microsecond=0):
        raise InvalidInput({"told_at": ["Dit moment ligt voor het begin van de zaak."]})
    saved = ProsecutionTold.objects.create(
        case=case,
        victim=victim,
        told_at=told_at,
        organisation_id=actor.organisation_id,
        recorded_by_id=actor.user_id,
        recorded_at=at,
    )
    record_event(
        case=case,
        kind="prosecution_told",
        category=Category.DECISION,
        summary="Het slachtoffer weet dat de zaak ambtshalve wordt vervolgd. Slachtofferhulp kan bellen.",
        actor=actor,
        at=at,
        happened_at=told_at,
        subject=saved,
    )
    return saved
