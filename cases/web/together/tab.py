"""The tab "Samenwerking": who takes part and who leads, the fixed contact person, handovers and actions."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from cases.access.errors import NotAllowed
from cases.access.rules.categories import Category
from cases.access.rules.levels import LEVEL_LABELS
from cases.casefiles.collaboration import (
    handovers_of,
    moves_of,
    offers_in,
    safety_actions_of,
    victim_contacts,
)
from cases.casefiles.permissions import (
    check_can_act_for_safety,
    check_can_move,
    check_can_name_contact,
    check_can_offer_handover,
    check_can_offer_lead,
)
from cases.casefiles.queries import CaseAccess, leads_of
from cases.sharing.exclusion import check_can_exclude
from cases.sharing.permissions import check_can_record_consent, check_can_share
from cases.web.casefile import CAPACITY_LABELS, held_back_text
from cases.web.casepage import frame
from cases.web.components import Action, Fact, SourceLine
from cases.web.moments import moment_text
from cases.web.policy import case_page
from cases.web.requests import ActorRequest
from cases.web.summaries import CaseSummary
from cases.web.tabs import must_read_along
from cases.web.together.shared import given_cards, received_cards
from cases.web.together.sharing import ASKED_OF_SUSPECT, consent_facts


@dataclass(frozen=True, slots=True)
class Partner:
    """An organisation that takes part, at which level, and who leads for it."""

    name: str
    level: str
    capacity: str
    phone: str
    lead: str


@dataclass(frozen=True, slots=True)
class Offer:
    """A case on offer to a colleague, with the note that the own organisation alone reads."""

    text: str
    note: str
    answer: str


@case_page(may=must_read_along)
@require_safe
def collaboration(request: ActorRequest, access: CaseAccess) -> HttpResponse:
    """Everything about who does what, with the steps that the actor may take."""
    actions, held_back = _safety_actions(request, access)
    contacts = _contacts(request, access)
    context = frame(request, access, "samenwerking")
    summary: CaseSummary = context["summary"]
    leads = leads_of(access)
    context |= {
        "partners": [
            Partner(
                name=row.organisation.name,
                level=LEVEL_LABELS[row.level],
                capacity=CAPACITY_LABELS[row.capacity],
                phone=row.organisation.phone,
                lead=leads.get(row.organisation.pk, ""),
            )
            for row in sorted(summary.partners, key=lambda row: (-row.level, row.organisation.name))
        ],
        "offers": _offers(request, access),
        "contacts": contacts,
        "handovers": _handovers(access),
        "moves": _moves(request, access),
        "safety_actions": actions,
        "shared_given": given_cards(request, access),
        "shared_received": received_cards(request, access),
        "consents": _consents(request, access),
        "held_back": held_back,
        "steps": _steps(access),
    }
    return render(request, "cases/together/page.html", context)


def _consents(request: ActorRequest, access: CaseAccess) -> tuple[Fact, ...]:
    facts = consent_facts(access)
    if facts:
        request.trail.shows(categories=[Category.WISHES])
    return facts


def _offers(request: ActorRequest, access: CaseAccess) -> list[Offer]:
    offers = offers_in(access.case, access.actor)
    if offers:
        request.trail.shows(categories=[Category.PLAN])
    return [
        Offer(
            text=f"{moment_text(row.proposed_at, request.at)}: {row.proposed_by.display_name} bood de zaak "
            f"aan {row.user.display_name} aan ({row.get_status_display()}).",
            note=row.note,
            answer=row.answer_note,
        )
        for row in offers
    ]


def _contacts(request: ActorRequest, access: CaseAccess) -> tuple[Fact, ...]:
    seen = [
        row for row in victim_contacts(access.case) if access.may_see(Category.IDENTITY, row.organisation_id)
    ]
    if seen:
        request.trail.shows(persons=[row.victim_id for row in seen], categories=[Category.IDENTITY])
    return tuple(
        Fact(
            label=row.victim.full_name,
            value=f"{row.user.display_name}, {row.organisation.name}, {row.organisation.phone}",
            source=SourceLine(organisation=row.organisation.short_name, at=row.since),
        )
        for row in seen
    )


def _handovers(access: CaseAccess) -> tuple[Fact, ...]:
    facts = []
    for row in handovers_of(access.case):
        text = row.get_status_display()
        if row.refusal_reason and access.may_see(Category.PLAN, row.receiver_id):
            text = f"{text}: {row.refusal_reason}"
        source = SourceLine(organisation=row.organisation.short_name, at=row.answered_at or row.offered_at)
        facts.append(Fact(label=row.receiver.name, value=text, source=source))
    return tuple(facts)


def _moves(request: ActorRequest, access: CaseAccess) -> tuple[Fact, ...]:
    """Who took whose place; why, and where the victim lived before, for who may know that."""
    facts = []
    for row in moves_of(access.case):
        said = ["Reden: niet voor uw organisatie."]
        if access.may_see(Category.CONTACT, row.organisation_id):
            said = [f"Reden: {row.reason}"]
            request.trail.shows(categories=[Category.CONTACT])
        if row.municipality_before and access.may_see(Category.IDENTITY, access.case.organisation_id):
            said.append(f"Gemeente van het slachtoffer tot dan: {row.municipality_before.name}")
            request.trail.shows(categories=[Category.IDENTITY])
        facts.append(
            Fact(
                label=f"{row.successor.name} in de plaats van {row.former.name}",
                value="\n".join(said),
                source=SourceLine(organisation=row.organisation.short_name, at=row.moved_at),
            )
        )
    return tuple(facts)


def _safety_actions(request: ActorRequest, access: CaseAccess) -> tuple[tuple[Fact, ...], str]:
    rows = safety_actions_of(access.case)
    seen = [row for row in rows if access.may_see(Category.PLAN, row.organisation_id)]
    if seen:
        request.trail.shows(categories=[Category.PLAN])
    facts = tuple(
        Fact(
            label=row.organisation.name,
            value=row.text,
            source=SourceLine(organisation=row.organisation.short_name, at=row.done_at),
        )
        for row in seen
    )
    return facts, held_back_text(len(rows) - len(seen))


def _steps(access: CaseAccess) -> tuple[Action, ...]:
    """What the actor may do here, each a page of its own."""
    actor, case = access.actor, access.case
    possible: tuple[tuple[str, str, Callable[[], None]], ...] = (
        ("Zaak aan collega aanbieden", "lead-offer", lambda: check_can_offer_lead(actor, case)),
        ("Contactpersoon aanwijzen", "victim-contact", lambda: check_can_name_contact(actor, case.pk)),
        ("Overdragen en monitoring", "handover", lambda: check_can_offer_handover(actor, case.pk)),
        (
            "Deelname verplaatsen",
            "move-participation",
            lambda: check_can_move(actor, case.pk, actor.organisation_id),
        ),
        ("Uitsluiten van deze zaak", "exclude", lambda: check_can_exclude(actor)),
        ("Onderdeel delen", "sharing", lambda: check_can_share(actor, case.pk)),
        (
            "Toestemming van de verdachte",
            "section-consent",
            lambda: check_can_record_consent(actor, case.pk, ASKED_OF_SUSPECT),
        ),
        ("Veiligheidsactie vastleggen", "safety-action", lambda: check_can_act_for_safety(actor, case.pk)),
    )
    actions = []
    for label, route, check in possible:
        try:
            check()
        except NotAllowed:
            continue
        url = reverse(f"cases:{route}", kwargs={"zaak": case.public_id})
        actions.append(Action(label=label, url=url))
    return tuple(actions)
