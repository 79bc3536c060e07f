"""The victim's copy: what protects her or him, how a breach is reported, whom to call; nothing else."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from cases.access.rules.categories import Category
from cases.casefiles.collaboration import victim_contacts
from cases.casefiles.queries import CaseAccess, leads_of, participants
from cases.documents.paper import Offer, Paper
from cases.documents.people import people_of
from cases.documents.permissions import check_can_make_copies
from cases.documents.rules.kinds import DocumentKind
from cases.documents.rules.moments import dated_due_text, dated_text
from cases.organisations.rules import OrganisationKind
from cases.persons.models import Person
from cases.plans.models import SafetyMeasure
from cases.plans.queries import conditions_of, measures_of, partner
from cases.plans.rules.explained import meaning
from cases.plans.rules.measure import Part

TITLE: Final = "Overzicht van afspraken"
# National numbers for everybody; what stands with an organisation is for partners.
PUBLIC_NUMBERS: Final[dict[OrganisationKind, str]] = {
    OrganisationKind.VT: "0800 2000",
    OrganisationKind.SHN: "0900 0101",
}


@dataclass(frozen=True, slots=True)
class ProtectingMeasure:
    """One measure in words to who is protected by it."""

    title: str
    period: str
    meaning: tuple[str, ...]
    warning: str


@dataclass(frozen=True, slots=True)
class ContactPerson:
    """Who can be called: organisation, name, number for everybody."""

    organisation: str
    name: str
    phone: str


@dataclass(frozen=True, slots=True)
class VictimCopy:
    """Everything that this paper may hold."""

    title: str
    date: str
    measures: tuple[ProtectingMeasure, ...]
    conditions: tuple[str, ...]
    reporting: tuple[str, ...]
    contacts: tuple[ContactPerson, ...]


class VictimCopyDocument:
    """The copy for one victim."""

    kind = DocumentKind.VICTIM_COPY

    def check(self, access: CaseAccess) -> None:
        """Veilig Thuis, OM and police hand it over."""
        check_can_make_copies(access.actor, access.case.pk)

    def offers(self, access: CaseAccess, at: datetime) -> tuple[Offer, ...]:
        """One per victim."""
        people = people_of(access)
        victims = people.with_role("victim")
        return tuple(Offer(f"Voor {people.name(person)}", person.public_id) for person in victims)

    def build(self, access: CaseAccess, subject: UUID | None, at: datetime) -> Paper:
        """What protects this victim. Raises LookupError for who is no victim of this case."""
        people = people_of(access)
        victims = {person.public_id: person for person in people.with_role("victim")}
        if subject is None or subject not in victims:
            raise LookupError("no victim of this case")
        victim = victims[subject]
        measures = [row for row in measures_of(access, at) if _protects(row, victim)]
        conditions = [row for row in conditions_of(access, at) if row.binds_id != victim.pk]
        content = VictimCopy(
            title=TITLE,
            date=dated_text(at),
            measures=tuple(_measure(row, at) for row in measures),
            conditions=tuple(row.text for row in conditions),
            reporting=_reporting(access, measures),
            contacts=_contacts(access, victim),
        )
        categories = {Category.THAT, Category.IDENTITY}
        categories |= {Category.DECISION} if measures else set()
        categories |= {Category.PLAN} if conditions else set()
        return Paper(
            template="documents/victim_copy.html",
            title=TITLE,
            content=content,
            persons=frozenset({victim.pk}),
            categories=frozenset(categories),
            recipient_person=victim.pk,
        )


def _protects(row: SafetyMeasure, victim: Person) -> bool:
    return any(entry.person_id == victim.pk for entry in row.protections.all())


def _measure(row: SafetyMeasure, at: datetime) -> ProtectingMeasure:
    until = f"tot {dated_due_text(row.ends_at)}" if row.ends_at else "tot u anders hoort"
    return ProtectingMeasure(
        title=row.label.capitalize(),
        period=f"Van {dated_text(row.starts_at)} {until}.",
        meaning=meaning([Part(part) for part in row.parts], row.area),
        warning=_warning(row, at),
    )


def _warning(row: SafetyMeasure, at: datetime) -> str:
    """What keeps a measure from protecting now."""
    if row.suspended_at is not None:
        return "Let op: deze maatregel is geschorst en beschermt u nu niet. Bel bij gevaar 112."
    if row.row.needs_serving and (row.served_at is None or row.served_at > at):
        return "Let op: dit is nog niet aan de verdachte uitgereikt."
    return ""


def _reporting(access: CaseAccess, measures: list[SafetyMeasure]) -> tuple[str, ...]:
    lines = ["Bij gevaar: bel 112."]
    lines += dict.fromkeys(f"Een overtreding melden: {row.breach_reporting}." for row in measures)
    police = partner(access.case, OrganisationKind.POLITIE)
    if police is not None and police.breach_phone:
        lines.append(f"Geen spoed, wel politie: {police.name}, {police.breach_phone}.")
    lines.append("Reageer niet op berichten, bewaar ze en meld ze.")
    return tuple(lines)


def _contacts(access: CaseAccess, victim: Person) -> tuple[ContactPerson, ...]:
    """The named persons of the organisations that a victim can call, with the number for everybody.

    Her or his own contact person at the police stands there instead of the lead.
    """
    leads = leads_of(access)
    for named in victim_contacts(access.case):
        if named.victim_id == victim.pk and access.may_see(Category.IDENTITY, named.organisation_id):
            leads = {**leads, named.organisation_id: f"{named.user.display_name}, uw vaste contactpersoon"}
    found: dict[int, ContactPerson] = {}
    for row in participants(access):
        organisation = row.organisation
        kind = OrganisationKind(organisation.kind)
        phone = PUBLIC_NUMBERS.get(kind) or (
            organisation.breach_phone if kind is OrganisationKind.POLITIE else ""
        )
        if phone:
            name = leads.get(organisation.pk, "")
            found.setdefault(organisation.pk, ContactPerson(organisation.name, name, phone))
    return tuple(sorted(found.values(), key=lambda contact: contact.organisation))


VICTIM_COPY: Final = VictimCopyDocument()
