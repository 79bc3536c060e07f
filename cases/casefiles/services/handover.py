"""Handing a case over to the local team, monitoring afterwards, and acting for safety the same day."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from django.db import connection

from cases.access.actor import Actor
from cases.access.errors import Conflict, InvalidInput
from cases.access.models import Participation
from cases.access.rules.categories import Category
from cases.access.rules.levels import Level
from cases.access.writing import one_write
from cases.casefiles.messages import HANDOVER_ANSWERED, HANDOVER_OFFERED
from cases.casefiles.models import (
    Case,
    CaseLead,
    Handover,
    HandoverNote,
    MonitoringContact,
    SafetyAction,
)
from cases.casefiles.permissions import (
    check_can_act_for_safety,
    check_can_answer_handover,
    check_can_offer_handover,
)
from cases.casefiles.recipients import people_for
from cases.casefiles.rules.participation import JOINING_TEXTS, JoiningEvent
from cases.casefiles.rules.states import CaseState, StateEvent, events_in
from cases.casefiles.services import Joining, join, lock_case, record_event
from cases.casefiles.services.moving import move_case
from cases.organisations.models import Organisation
from cases.organisations.rules import OrganisationKind
from cases.outbox.rules import Channel
from cases.outbox.services import queue_message
from cases.terms.queries import open_terms_of
from cases.terms.rules.care import MONITORING_MONTHS
from cases.terms.rules.kinds import TermKind
from cases.terms.rules.parameters import Parameters
from cases.terms.services import NewTerm, meet_if_open, start_term, start_terms

OFFERED_GROUND: Final = "Veilig Thuis biedt de zaak ter overdracht aan."
CHANNELS: Final = (Channel.IN_APP, Channel.EMAIL)
LONGEST_NOTE: Final = 5000
LONGEST_REASON: Final = 500
LONGEST_CONTACT: Final = 1000


@one_write
def offer_handover(*, case: Case, receiver: Organisation, note: str, actor: Actor, at: datetime) -> Handover:
    """Offer a case to the local team, which from now knows *that* there is a case, and nothing of what.

    After acceptance it reads conclusion, conditions and measures by the disclosure table. Raises
    NotAllowed for who is not Veilig Thuis, InvalidInput ("receiver", "note"), Conflict when the case is
    in no state for it or on offer already.
    """
    locked = lock_case(case.pk)
    check_can_offer_handover(actor, case.pk)
    if StateEvent.HANDOVER_ACCEPTED not in events_in(CaseState(locked.state)):
        raise Conflict("Overdragen kan na de eindbeslissing, of als er alleen een melding is.")
    if Handover.objects.filter(case=locked, status="offered").exists():
        raise Conflict("Deze zaak is al ter overdracht aangeboden.")
    errors: dict[str, list[str]] = {}
    if receiver.kind != OrganisationKind.LOKAAL.value:
        errors["receiver"] = ["Kies een lokaal team."]
    if said := _problem(note, LONGEST_NOTE, "Schrijf wat het lokale team moet weten."):
        errors["note"] = said
    if errors:
        raise InvalidInput(errors)
    join(case=locked, joining=[Joining(receiver, Level.THAT, OFFERED_GROUND)], actor=actor, at=at)
    handover = Handover.objects.create(
        case=locked,
        organisation_id=actor.organisation_id,
        receiver=receiver,
        offered_by_id=actor.user_id,
        offered_at=at,
    )
    HandoverNote.objects.create(
        case=locked, handover=handover, organisation_id=actor.organisation_id, text=note.strip()
    )
    if not open_terms_of(locked, TermKind.HANDOVER).exists():
        own = Organisation.objects.get(pk=actor.organisation_id)
        start_term(case=locked, kind=TermKind.HANDOVER, organisation=own, actor=actor, at=at)
    record_event(
        case=locked,
        kind="handover_offered",
        category=Category.THAT,
        summary=f"Overdracht aangeboden aan {receiver.short_name}.",
        actor=actor,
        at=at,
        subject=handover,
    )
    _tell(handover, HANDOVER_OFFERED, receiver.pk, at)
    return handover


@one_write
def accept_handover(*, handover: Handover, actor: Actor, at: datetime) -> Handover:
    """The local team takes the case: it contributes from now on, and Veilig Thuis follows the family.

    Raises NotAllowed for another organisation, Conflict when the offer was answered already.
    """
    handover = _taken_up(handover, actor)
    case = handover.case
    Participation.objects.filter(case=case, organisation=handover.receiver).update(
        ground=JOINING_TEXTS[JoiningEvent.HANDOVER_ACCEPTED]
    )
    _answer(handover, "accepted", actor, at)
    event = record_event(
        case=case,
        kind="handover_accepted",
        category=Category.THAT,
        summary=f"{handover.receiver.short_name} heeft de overdracht aanvaard.",
        actor=actor,
        at=at,
        subject=handover,
    )
    if StateEvent.HANDOVER_ACCEPTED in events_in(CaseState(case.state)):
        move_case(case=case, event=StateEvent.HANDOVER_ACCEPTED, actor=actor, at=at, subject=handover)
    meet_if_open(case=case, kind=TermKind.HANDOVER, event=event, actor=actor, at=at)
    _follow(handover, actor, at)
    _tell(handover, HANDOVER_ANSWERED, handover.organisation_id, at)
    return handover


def _follow(handover: Handover, actor: Actor, at: datetime) -> None:
    """Start the series of contacts with which Veilig Thuis follows the family."""
    terms = []
    for months in MONITORING_MONTHS:
        contact = MonitoringContact.objects.create(
            case=handover.case, handover=handover, organisation=handover.organisation, months=months
        )
        terms.append(
            NewTerm(
                kind=TermKind.MONITORING_CONTACT,
                organisation=handover.organisation,
                parameters=Parameters(months=months),
                subject=contact,
            )
        )
    start_terms(case=handover.case, terms=terms, actor=actor, at=at)


@one_write
def refuse_handover(*, handover: Handover, reason: str, actor: Actor, at: datetime) -> Handover:
    """The local team does not take the case: it goes back to Veilig Thuis, whose term runs on.

    The local team takes no part any more. Raises NotAllowed, InvalidInput ("reason"), Conflict.
    """
    check_can_answer_handover(actor, handover)
    if said := _problem(reason, LONGEST_REASON, "Geef de reden; Veilig Thuis zoekt dan een andere weg."):
        raise InvalidInput({"reason": said})
    handover = _taken_up(handover, actor)
    handover.refusal_reason = reason.strip()
    _answer(handover, "refused", actor, at)
    record_event(
        case=handover.case,
        kind="handover_refused",
        category=Category.THAT,
        summary=f"{handover.receiver.short_name} heeft de overdracht geweigerd: terug bij Veilig Thuis.",
        actor=actor,
        at=at,
        subject=handover,
    )
    _tell(handover, HANDOVER_ANSWERED, handover.organisation_id, at)
    receiver = handover.receiver_id
    CaseLead.objects.filter(case=handover.case, organisation=receiver, until__isnull=True).update(until=at)
    Participation.objects.filter(case=handover.case, organisation=receiver).update(
        ended_at=at, end_reason="Overdracht geweigerd."
    )
    return handover


def _taken_up(handover: Handover, actor: Actor) -> Handover:
    """The offer, locked, with the receiver at the level at which it can answer (the wall sees to that)."""
    check_can_answer_handover(actor, handover)
    with connection.cursor() as cursor:
        cursor.execute("SELECT wall_take_up_handover(%s)", [handover.public_id])
        (is_open,) = cursor.fetchone()
    if not is_open:
        raise Conflict("Op deze overdracht is al geantwoord.")
    lock_case(handover.case_id)
    return Handover.objects.select_related("case", "receiver", "organisation").get(pk=handover.pk)


def _answer(handover: Handover, status: str, actor: Actor, at: datetime) -> None:
    handover.status, handover.answered_by_id, handover.answered_at = status, actor.user_id, at
    handover.save(update_fields=["status", "answered_by", "answered_at", "refusal_reason"])


def _tell(handover: Handover, kind: str, organisation_id: int, at: datetime) -> None:
    queue_message(
        kind=kind,
        occasion=f"{kind}:{handover.public_id}",
        recipients=people_for(handover.case, [organisation_id], team_leads=True),
        channels=CHANNELS,
        at=at,
        case_id=handover.case_id,
    )


@one_write
def record_monitoring(
    *,
    contact: MonitoringContact,
    is_safe: bool,
    note: str,
    actor: Actor,
    at: datetime,
    late_reason: str = "",
) -> MonitoringContact:
    """Record one contact of the series. Raises NotAllowed, InvalidInput ("note", "late_reason"), Conflict."""
    case = lock_case(contact.case_id)
    check_can_offer_handover(actor, case.pk)
    contact = MonitoringContact.objects.get(pk=contact.pk)
    if contact.done_at is not None:
        raise Conflict("Dit contact is al vastgelegd.")
    if said := _problem(note, LONGEST_CONTACT, "Beschrijf wat het contact opleverde."):
        raise InvalidInput({"note": said})
    contact.is_safe, contact.note = is_safe, note.strip()
    contact.done_at, contact.recorded_by_id = at, actor.user_id
    contact.save(update_fields=["is_safe", "note", "done_at", "recorded_by"])
    event = record_event(
        case=case,
        kind="monitoring_contact",
        category=Category.PLAN,
        summary=f"Monitoringcontact na {contact.months} maanden: {'veilig' if is_safe else 'niet veilig'}.",
        actor=actor,
        at=at,
        subject=contact,
    )
    meet_if_open(
        case=case,
        kind=TermKind.MONITORING_CONTACT,
        subject=contact,
        late_reason=late_reason,
        event=event,
        actor=actor,
        at=at,
    )
    return contact


@one_write
def record_safety_action(*, case: Case, text: str, actor: Actor, at: datetime) -> SafetyAction:
    """Record what was done today for safety after a guard was set aside (tables, section 3).

    Veilig Thuis and police each owe their own. Raises NotAllowed, InvalidInput ("text").
    """
    lock_case(case.pk)
    check_can_act_for_safety(actor, case.pk)
    if said := _problem(text, LONGEST_CONTACT, "Beschrijf wat u vandaag voor de veiligheid hebt gedaan."):
        raise InvalidInput({"text": said})
    action = SafetyAction.objects.create(
        case=case,
        organisation_id=actor.organisation_id,
        text=text.strip(),
        done_at=at,
        recorded_by_id=actor.user_id,
    )
    event = record_event(
        case=case,
        kind="safety_action",
        category=Category.PLAN,
        summary=f"{actor.organisation_name} heeft een veiligheidsactie gedaan.",
        actor=actor,
        at=at,
        subject=action,
    )
    meet_if_open(
        case=case,
        kind=TermKind.SAME_DAY_SAFETY,
        organisation=Organisation.objects.get(pk=actor.organisation_id),
        late_reason="Na het einde van de dag vastgelegd.",
        event=event,
        actor=actor,
        at=at,
    )
    return action


def _problem(text: str, limit: int, ask: str) -> list[str]:
    if not text.strip():
        return [ask]
    return [f"Gebruik ten hoogste {limit} tekens."] if len(text.strip()) > limit else []
