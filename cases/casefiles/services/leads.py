"""The named lead of an organisation: offered and accepted; never a gap."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Final

from cases.access.actor import Actor
from cases.access.errors import Conflict, InvalidInput
from cases.access.exclusion import closed_to
from cases.access.rules.categories import Category
from cases.access.writing import one_write
from cases.casefiles.messages import LEAD_ANSWERED, LEAD_OFFERED
from cases.casefiles.models import Case, CaseLead, CaseRole, LeadHandover, VictimContactPerson
from cases.casefiles.permissions import (
    check_can_name_contact,
    check_can_offer_lead,
    check_offered_to,
)
from cases.casefiles.services import appoint_lead, lock_case, record_event
from cases.organisations.models import User
from cases.organisations.rules import CASEWORK_ROLES, Role
from cases.outbox.rules import Channel
from cases.outbox.services import queue_message
from cases.persons.models import Person

LONGEST_NOTE: Final = 500


@one_write
def offer_lead(*, case: Case, to: User, note: str, actor: Actor, at: datetime) -> LeadHandover:
    """Offer a case to a colleague, with a note; the old lead stays until the new one accepts.

    Raises NotAllowed for who neither leads the case nor the team, InvalidInput ("to", "note"), Conflict
    when the case is on offer already.
    """
    lock_case(case.pk)
    check_can_offer_lead(actor, case)
    _check(case, to, note, actor)
    if LeadHandover.objects.filter(case=case, organisation=actor.organisation_id, status="offered").exists():
        raise Conflict(f"Zaak {case.number} is al aangeboden aan een collega. Trek dat eerst in.")
    offer = LeadHandover.objects.create(
        case=case,
        organisation_id=actor.organisation_id,
        user=to,
        note=note.strip(),
        proposed_by_id=actor.user_id,
        proposed_at=at,
    )
    _tell(offer, LEAD_OFFERED, to, at)
    return offer


def _check(case: Case, to: User, note: str, actor: Actor) -> None:
    errors: dict[str, list[str]] = {}
    works = not CASEWORK_ROLES.isdisjoint(Role(role) for role in to.roles)
    if to.organisation_id != actor.organisation_id or not to.is_active or not works:
        errors["to"] = ["Kies een collega die zaken behandelt."]
    elif case.pk in closed_to(to.pk, to.organisation_id):
        errors["to"] = ["Deze collega kan deze zaak niet aannemen. Kies een andere."]
    elif CaseLead.objects.filter(case=case, user=to, until__isnull=True).exists():
        errors["to"] = [f"{to.display_name} is al aanspreekpunt van zaak {case.number}."]
    if not note.strip():
        errors["note"] = ["Schrijf wat uw collega moet weten."]
    elif len(note.strip()) > LONGEST_NOTE:
        errors["note"] = [f"Gebruik ten hoogste {LONGEST_NOTE} tekens."]
    if errors:
        raise InvalidInput(errors)


@one_write
def hand_over_shift(*, notes: Mapping[Case, str], to: User, actor: Actor, at: datetime) -> list[LeadHandover]:
    """Offer all these cases to the next one in one act, each with its own note; all or none.

    Raises as `offer_lead`, with "note-<case number>" for a note, and InvalidInput ("cases") without any case.
    """
    if not notes:
        raise InvalidInput({"cases": ["Kies ten minste één zaak om over te dragen."]})
    offers: list[LeadHandover] = []
    errors: dict[str, list[str]] = {}
    for case, note in sorted(notes.items(), key=lambda row: row[0].pk):
        try:
            offers.append(offer_lead(case=case, to=to, note=note, actor=actor, at=at))
        except InvalidInput as refusal:
            for name, said in refusal.errors.items():
                errors[f"note-{case.number}" if name == "note" else name] = said
    if errors:
        raise InvalidInput(errors)
    return offers


@one_write
def accept_lead(*, offer: LeadHandover, actor: Actor, at: datetime) -> CaseLead:
    """Take a case over; the former lead ends at the same moment. Raises NotAllowed, Conflict."""
    offer = _locked_offer(offer, actor)
    lead = appoint_lead(case=offer.case, user=offer.user, actor=actor, at=at)
    _answer(offer, "accepted", "", at)
    record_event(
        case=offer.case,
        kind="lead_changed",
        category=Category.THAT,
        summary=f"{offer.user.display_name} is nu aanspreekpunt bij {offer.organisation.short_name}.",
        actor=actor,
        at=at,
        subject=offer,
    )
    _tell(offer, LEAD_ANSWERED, offer.proposed_by, at)
    return lead


@one_write
def accept_shift(*, offers: Iterable[LeadHandover], actor: Actor, at: datetime) -> list[CaseLead]:
    """Take all these cases over in one act; all or none."""
    return [accept_lead(offer=offer, actor=actor, at=at) for offer in offers]


@one_write
def refuse_lead(*, offer: LeadHandover, reason: str, actor: Actor, at: datetime) -> LeadHandover:
    """Give an offered case back with a reason. Raises NotAllowed, Conflict, InvalidInput ("reason")."""
    offer = _locked_offer(offer, actor)
    if not reason.strip():
        raise InvalidInput({"reason": ["Geef aan waarom u de zaak niet overneemt."]})
    _answer(offer, "refused", reason.strip()[:LONGEST_NOTE], at)
    _tell(offer, LEAD_ANSWERED, offer.proposed_by, at)
    return offer


def _locked_offer(offer: LeadHandover, actor: Actor) -> LeadHandover:
    lock_case(offer.case_id)
    offer = LeadHandover.objects.select_related("case", "user", "organisation", "proposed_by").get(
        pk=offer.pk
    )
    check_offered_to(actor, offer.user_id)
    if offer.status != "offered":
        raise Conflict("Op dit aanbod is al geantwoord.")
    return offer


def _answer(offer: LeadHandover, status: str, note: str, at: datetime) -> None:
    offer.status, offer.answer_note, offer.answered_at = status, note, at
    offer.save(update_fields=["status", "answer_note", "answered_at"])


def _tell(offer: LeadHandover, kind: str, user: User, at: datetime) -> None:
    queue_message(
        kind=kind,
        occasion=f"{kind}:{offer.public_id}",
        recipients=[user],
        channels=[Channel.IN_APP],
        at=at,
        case_id=offer.case_id,
    )


@one_write
def name_victim_contact(
    *, case: Case, victim: Person, user: User, actor: Actor, at: datetime
) -> VictimContactPerson:
    """Name the fixed contact person of a victim at the police; the former one ends at the same moment.

    Raises NotAllowed for who is not police, InvalidInput ("victim", "user").
    """
    lock_case(case.pk)
    check_can_name_contact(actor, case.pk)
    errors: dict[str, list[str]] = {}
    if not CaseRole.objects.filter(case=case, person=victim, role="victim").exists():
        errors["victim"] = ["Kies een slachtoffer van deze zaak."]
    if user.organisation_id != actor.organisation_id or not user.is_active:
        errors["user"] = ["Kies een collega van de politie."]
    if errors:
        raise InvalidInput(errors)
    VictimContactPerson.objects.filter(case=case, victim=victim, until__isnull=True).update(until=at)
    named = VictimContactPerson.objects.create(
        case=case,
        victim=victim,
        user=user,
        organisation_id=actor.organisation_id,
        since=at,
        recorded_by_id=actor.user_id,
    )
    record_event(
        case=case,
        kind="victim_contact_named",
        category=Category.IDENTITY,
        summary=f"{user.display_name} is de vaste contactpersoon van het slachtoffer bij de politie.",
        actor=actor,
        at=at,
        subject=named,
    )
    return named
