"""The persons tab: who is who, what the suspect is suspected of, how to reach the victim safely."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from cases.access.rules.categories import Category
from cases.casefiles.known import seen_roles
from cases.casefiles.models import CaseRole
from cases.casefiles.queries import CaseAccess, roles_in
from cases.casefiles.services import set_safe_contact
from cases.offences.models import Charge
from cases.offences.queries import as_rule, charges_of, complaint_of
from cases.offences.rules.charges import charges_needing_klacht
from cases.persons.models import PersonRelation
from cases.persons.permissions import can_link_persons, can_set_safe_contact, check_can_set_safe_contact
from cases.persons.queries import links_of, relations_among, safe_contact_of
from cases.persons.rules.age import age_on, is_minor_on
from cases.persons.rules.contact import hours_text, needs_interpreter
from cases.persons.rules.identifiers import phone_text
from cases.terms.rules.wording import local
from cases.victims.permissions import may_see_contact
from cases.victims.queries import ContactCard, contact_cards, instructions_of, notices, told_with
from cases.web.addresses import address_panels
from cases.web.casefile import held_back_text
from cases.web.casepage import frame
from cases.web.components import Fact, PersonChip, SourceLine
from cases.web.moments import age_text, day_text
from cases.web.policy import case_page
from cases.web.requests import ActorRequest
from cases.web.safe_contact_form import SafeContactForm
from cases.web.submission import NOT_SENT, submit
from cases.web.tabs import must_read_along

CATEGORY_OF_ROLE = {"child": Category.CHILDREN}
UNKNOWN_BIRTH = Fact(label="Geboren", unknown=True, supplier="Politie")


@dataclass(frozen=True, slots=True)
class PersonCard:
    """A person as shown, with what she or he is to the others."""

    chip: PersonChip
    facts: tuple[Fact, ...]
    relations: tuple[str, ...]
    known_url: str
    compare_url: str


@dataclass(frozen=True, slots=True)
class ContactPanel:
    """How one victim can be reached, whether calling is safe now, and whether the actor may change it."""

    name: str
    public_id: UUID
    facts: tuple[Fact, ...]
    call: str
    call_allowed: bool
    hidden: bool
    may_change: bool


@case_page(may=must_read_along)
@require_safe
def persons(request: ActorRequest, access: CaseAccess) -> HttpResponse:
    """The people of the case and the charges, as far as the actor may know them."""
    roles = roles_in(access)
    ids = [role.person_id for role in roles]
    relations = relations_among(ids)
    contacts = _contacts(access, roles, request.at)
    charges = charges_of(access.case)
    shown = [row for row in charges if access.may_see(Category.IDENTITY, row.organisation_id)]
    klacht, klacht_hidden = _klacht(access)
    hidden = _hidden_roles(access, roles) + len(charges) - len(shown) + klacht_hidden
    request.trail.shows(persons=ids, categories=_categories(roles, contacts, klacht))
    context = frame(
        request,
        access,
        "personen",
        cards=[_card(access, role, relations, request.at) for role in roles],
        links=_links(access, ids, request.at),
        contacts=contacts,
        addresses=address_panels(access, roles),
        charges=[(as_rule(row), row, _age_then(roles, row)) for row in shown],
        klacht=klacht,
        held_back=held_back_text(hidden),
    )
    return render(request, "cases/persons/page.html", context)


def _links(access: CaseAccess, ids: Sequence[int], at: datetime) -> list[str]:
    """Who stands in another family system too, for who may know both rows; the name is that of this case."""
    rows = links_of(ids)
    both = [key for row in rows for key in (row.person_id, row.other_id)]
    seen = seen_roles(access.actor, both, at) if rows else {}
    return [
        f"{(row.person if row.person_id in ids else row.other).full_name}: {row.identifiers} gelijk"
        for row in rows
        if row.person_id in seen and row.other_id in seen
    ]


def _age_then(roles: Sequence[CaseRole], charge: Charge) -> str:
    """How old the suspect was on the day of the offence, which decides if the rules for minors apply."""
    born = next((role.person.birth_date for role in roles if role.role == "suspect"), None)
    if born is None or charge.committed_on < born:
        return ""
    minor = ", minderjarig" if is_minor_on(born, charge.committed_on) else ""
    return f"verdachte was {age_on(born, charge.committed_on)} jaar{minor}"


def _hidden_roles(access: CaseAccess, shown: Sequence[CaseRole]) -> int:
    return CaseRole.objects.filter(case=access.case).count() - len(shown)


def _categories(
    roles: Sequence[CaseRole], contacts: Sequence[ContactPanel], klacht: tuple[Fact, ...]
) -> set[Category]:
    categories = {CATEGORY_OF_ROLE.get(role.role, Category.IDENTITY) for role in roles}
    if any(panel.facts for panel in contacts):
        categories.add(Category.CONTACT)
    if any(not fact.unknown for fact in klacht):
        categories.add(Category.INVESTIGATION)
    return categories


def _card(
    access: CaseAccess, role: CaseRole, relations: Sequence[PersonRelation], at: datetime
) -> PersonCard:
    person = role.person
    path = {"zaak": access.case.public_id, "persoon": person.public_id}
    compares = can_link_persons(access.actor, access.case.pk)
    born = person.birth_date
    facts = [
        Fact(label="Geboren", value=day_text(born)) if born else UNKNOWN_BIRTH,
        Fact(label="Geslacht", value=person.get_gender_display()),
    ]
    if person.bsn:
        facts.append(Fact(label="BSN", value=person.bsn))
    return PersonCard(
        chip=PersonChip(
            name=person.full_name,
            role=role.role,
            role_label=role.get_role_display(),
            age=age_text(born, local(at).date()),
        ),
        facts=tuple(facts),
        relations=tuple(_relation_text(row) for row in relations if row.person_id == role.person_id),
        known_url=reverse("cases:known-person", kwargs=path),
        compare_url=reverse("cases:counterparts", kwargs=path) if compares else "",
    )


def _relation_text(relation: PersonRelation) -> str:
    ended = f", verbroken op {day_text(relation.ended_on)}" if relation.ended_on else ""
    return f"{relation.get_kind_display()} van {relation.other.full_name}{ended}"


def _contacts(access: CaseAccess, roles: Sequence[CaseRole], at: datetime) -> list[ContactPanel]:
    """One panel per victim and per guardian of a minor one.

    Who has to inform a victim sees how, whatever the table says.
    """
    victims = [role.person for role in roles if role.role == "victim"]
    informs = {view.notice.victim_id for view in notices(access) if view.mine and view.open}
    for victim in tuple(victims):
        guardians = [row for row in told_with(access.case, victim, at) if row not in victims]
        informs |= {row.pk for row in guardians} if victim.pk in informs else set()
        victims += guardians
    may_change = can_set_safe_contact(access.actor, access.case.pk)
    cards = contact_cards(access, victims, informs=informs, at=at)
    return [_contact_panel(card, may_change=may_change) for card in cards]


def _contact_panel(card: ContactCard, *, may_change: bool) -> ContactPanel:
    return ContactPanel(
        name=card.person.full_name,
        public_id=card.person.public_id,
        facts=contact_facts(card),
        call=card.call.reason,
        call_allowed=card.call.allowed,
        hidden=card.hidden,
        may_change=may_change,
    )


def contact_facts(card: ContactCard) -> tuple[Fact, ...]:
    """The instructions of one victim, each channel with its word on safety; empty without any to show."""
    contact, instructions = card.contact, instructions_of(card.contact)
    if contact is None or instructions is None:
        return ()
    source = SourceLine(organisation=contact.organisation.short_name, at=contact.valid_from)
    phone = "niet bekend"
    if contact.phone:
        phone = f"{phone_text(contact.phone)}: {'veilig' if contact.phone_safe else 'NIET veilig'}"
    email = "niet bekend"
    if contact.email:
        email = f"{contact.email}: {'veilig' if contact.email_safe else 'NIET veilig'}"
    language = f"{contact.language} (tolk nodig)" if needs_interpreter(instructions) else contact.language
    facts = [
        Fact(label="Telefoon", value=phone, source=source),
        Fact(label="Uren", value=hours_text(instructions)),
        Fact(label="Voicemail", value="mag" if contact.voicemail_allowed else "niet inspreken"),
        Fact(label="E-mail", value=email),
        Fact(label="Taal", value=language),
    ]
    return (*facts, Fact(label="Let op", value=contact.note)) if contact.note else tuple(facts)


def _klacht(access: CaseAccess) -> tuple[tuple[Fact, ...], int]:
    """What is known of the klacht as facts, and 1 when it is there but not for this organisation."""
    complaint = complaint_of(access.case)
    if complaint is None:
        rules = [as_rule(row) for row in charges_of(access.case)]
        needed = bool(charges_needing_klacht(rules))
        return ((Fact(label="Klacht", unknown=True, supplier="Politie"),) if needed else ()), 0
    if not access.may_see(Category.INVESTIGATION, complaint.organisation_id):
        return (), 1
    source = SourceLine(organisation=complaint.organisation.short_name, at=complaint.recorded_at)
    if complaint.answer == "unknown":
        return (Fact(label="Klacht", unknown=True, supplier="Politie", source=source),), 0
    value = complaint.get_answer_display()
    if complaint.made_on:
        by = f" door {complaint.made_by.full_name}" if complaint.made_by else ""
        value = f"ja, op {day_text(complaint.made_on)}{by}, opgenomen door {complaint.received_by}"
    return (Fact(label="Klacht", value=value, source=source),), 0


def _may_set_contact(access: CaseAccess) -> None:
    check_can_set_safe_contact(access.actor, access.case.pk)


@case_page(may=_may_set_contact)
def safe_contact(request: ActorRequest, access: CaseAccess, persoon: UUID) -> HttpResponse:
    """Record new instructions for a person of the case; the former ones are kept."""
    role = next((row for row in roles_in(access) if row.person.public_id == persoon), None)
    if role is None:
        raise Http404
    person = role.person
    running = safe_contact_of(person)
    visible = running is not None and may_see_contact(access, running, informs=False)
    form = SafeContactForm(
        request.POST if request.method == "POST" else None,
        initial=SafeContactForm.initial_of(running if visible else None),
    )
    sent = NOT_SENT
    if request.method == "POST":
        sent = submit(
            form,
            lambda: set_safe_contact(
                case=access.case, person=person, contact=form.contact(), actor=request.actor, at=request.at
            ),
        )
        if sent.done:
            messages.success(request, f"Veilig contact voor {person.full_name} is vastgelegd.")
            return redirect("cases:persons", zaak=access.case.public_id)
    categories = {CATEGORY_OF_ROLE.get(role.role, Category.IDENTITY)}
    request.trail.shows(
        persons=[person.pk], categories=categories | {Category.CONTACT} if visible else categories
    )
    context = frame(request, access, "personen", form=form, person=person, refusal=sent.refusal)
    return render(request, "cases/persons/safe_contact.html", context, status=sent.status)
