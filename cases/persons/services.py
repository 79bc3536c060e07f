"""Writing persons: recording one, relating and linking them, and how they can be reached safely.

A person is visible through a role in a case: `casefiles.services.add_person` records both together.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db.models import Q

from cases.access.actor import Actor
from cases.access.errors import Conflict, InvalidInput
from cases.access.keys import reserve_id
from cases.access.writing import one_write
from cases.persons.models import FamilySystem, Person, PersonLink, PersonRelation, SafeContact
from cases.persons.queries import equal_identifiers, identity_of
from cases.persons.rules.contact import DUTCH
from cases.persons.rules.identifiers import clean_bsn, clean_phone
from cases.persons.rules.matching import Identity
from cases.persons.rules.names import sound_key


@dataclass(frozen=True, slots=True, kw_only=True)
class NewPerson:
    """A person as she or he is recorded; an unknown text is empty, an unknown day None."""

    last_name: str
    first_names: str = ""
    infix: str = ""
    birth_date: date | None = None
    gender: str = "x"
    bsn: str = ""

    @property
    def identity(self) -> Identity:
        """What this person is compared by."""
        return Identity(self.last_name, self.first_names, self.birth_date, self.bsn)

    @property
    def full_name(self) -> str:
        """First names, infix and last name."""
        return " ".join(part for part in (self.first_names, self.infix, self.last_name) if part)


@dataclass(frozen=True, slots=True, kw_only=True)
class NewSafeContact:
    """Instructions of a person: which channel is safe, when, and in which language.

    `hours_from` and `hours_until` are wall-clock times in the Netherlands; both None means any moment.
    """

    phone: str = ""
    phone_safe: bool = False
    hours_from: time | None = None
    hours_until: time | None = None
    voicemail_allowed: bool = False
    email: str = ""
    email_safe: bool = False
    language: str = DUTCH
    note: str = ""


def checked_person(new: NewPerson, at: datetime) -> NewPerson:
    """The person in one written form. Raises InvalidInput for an invalid BSN, no name or a birth to come."""
    errors: dict[str, list[str]] = {}
    if not new.last_name.strip():
        errors["last_name"] = ["Vul de achternaam in. Onbekend? Schrijf dan: onbekend."]
    if new.birth_date is not None and new.birth_date > at.date():
        errors["birth_date"] = ["De geboortedatum ligt in de toekomst."]
    bsn = ""
    if new.bsn:
        try:
            bsn = clean_bsn(new.bsn)
        except ValueError as problem:
            errors["bsn"] = [str(problem)]
    if errors:
        raise InvalidInput(errors)
    return NewPerson(
        last_name=" ".join(new.last_name.split()),
        first_names=" ".join(new.first_names.split()),
        infix=" ".join(new.infix.split()),
        birth_date=new.birth_date,
        gender=new.gender,
        bsn=bsn,
    )


@one_write
def record_person(
    *, new: NewPerson, family: FamilySystem, actor: Actor, at: datetime, person_id: int | None = None
) -> Person:
    """Record a person in a family system, under a key reserved for her or his role in a case.

    Behind row-level security the role goes in first: it is what makes the person visible. Raises
    InvalidInput.
    """
    checked = checked_person(new, at)
    return Person.objects.create(
        pk=reserve_id(Person) if person_id is None else person_id,
        family_system=family,
        first_names=checked.first_names,
        infix=checked.infix,
        last_name=checked.last_name,
        birth_date=checked.birth_date,
        gender=checked.gender,
        bsn=checked.bsn,
        name_key=sound_key(checked.last_name)[:80],
        organisation_id=actor.organisation_id,
        recorded_by_id=actor.user_id,
        recorded_at=at,
    )


@one_write
def complete_person(*, person: Person, new: NewPerson, at: datetime) -> Person:
    """Fill in what was not yet known of a person; what is recorded already stays as it is."""
    checked = checked_person(new, at)
    filled = []
    for name in ("first_names", "infix", "birth_date", "bsn"):
        value = getattr(checked, name)
        if value and not getattr(person, name):
            setattr(person, name, value)
            filled.append(name)
    if filled:
        person.save(update_fields=filled)
    return person


@dataclass(frozen=True, slots=True)
class NewRelation:
    """That `person` is the `kind` of `other`; `ended_on`: of a former partner, when known."""

    person: Person
    other: Person
    kind: str
    ended_on: date | None = None


def relate(
    *, person: Person, other: Person, kind: str, actor: Actor, at: datetime, ended_on: date | None = None
) -> None:
    """Record that `person` is the `kind` of `other`; what was recorded before stays."""
    relate_all(relations=[NewRelation(person, other, kind, ended_on)], actor=actor, at=at)


@one_write
def relate_all(*, relations: Sequence[NewRelation], actor: Actor, at: datetime) -> None:
    """Record relations at once; what was recorded before stays."""
    rows = PersonRelation.objects.filter(person__in={row.person.pk for row in relations})
    recorded = set(rows.values_list("person_id", "other_id", "kind"))
    wanted = {(row.person.pk, row.other.pk, row.kind): row for row in relations}
    PersonRelation.objects.bulk_create(
        PersonRelation(
            person=row.person,
            other=row.other,
            kind=row.kind,
            ended_on=row.ended_on,
            organisation_id=actor.organisation_id,
            recorded_by_id=actor.user_id,
            recorded_at=at,
        )
        for key, row in wanted.items()
        if key not in recorded
    )


@one_write
def link_persons(*, person: Person, other: Person, actor: Actor, at: datetime) -> PersonLink:
    """Record that two rows are one human being, as the actor has confirmed; reversible.

    Raises Conflict when the two do not share two identifiers (security, S5).
    """
    identifiers = equal_identifiers(identity_of(person), identity_of(other))
    if not identifiers:
        raise Conflict("Deze personen komen niet op twee kenmerken overeen en kunnen niet worden gekoppeld.")
    both_ways = Q(person=person, other=other) | Q(person=other, other=person)
    link = PersonLink.objects.filter(both_ways, undone_at__isnull=True).first()
    return link or PersonLink.objects.create(
        person=person,
        other=other,
        identifiers=identifiers,
        organisation_id=actor.organisation_id,
        confirmed_by_id=actor.user_id,
        confirmed_at=at,
    )


def checked_contact(contact: NewSafeContact) -> NewSafeContact:
    """The instructions in one written form. Raises InvalidInput for what is no number or address."""
    errors: dict[str, list[str]] = {}
    phone = contact.phone.strip()
    if phone:
        try:
            phone = clean_phone(phone)
        except ValueError as problem:
            errors["phone"] = [str(problem)]
    elif contact.phone_safe:
        errors["phone"] = ["Vul het nummer in dat veilig is."]
    if contact.voicemail_allowed and not contact.phone_safe:
        errors["voicemail_allowed"] = ["Voicemail kan alleen op een nummer dat veilig is."]
    errors.update(_email_errors(contact))
    if contact.hours_from is not None and contact.hours_from == contact.hours_until:
        errors["hours_until"] = ["Het begin en het einde van de uren zijn gelijk."]
    if errors:
        raise InvalidInput(errors)
    return NewSafeContact(
        phone=phone,
        phone_safe=contact.phone_safe,
        hours_from=contact.hours_from,
        hours_until=contact.hours_until,
        voicemail_allowed=contact.voicemail_allowed,
        email=contact.email.strip(),
        email_safe=contact.email_safe,
        language=contact.language.strip() or DUTCH,
        note=contact.note.strip(),
    )


def _email_errors(contact: NewSafeContact) -> dict[str, list[str]]:
    email = contact.email.strip()
    if not email:
        return {"email": ["Vul het e-mailadres in dat veilig is."]} if contact.email_safe else {}
    try:
        validate_email(email)
    except ValidationError:
        return {"email": ["Dit is geen geldig e-mailadres."]}
    return {}


@one_write
def replace_safe_contact(
    *, person: Person, contact: NewSafeContact, actor: Actor, at: datetime
) -> SafeContact:
    """Let new instructions take the place of the running ones, which are kept. Raises InvalidInput."""
    checked = checked_contact(contact)
    Person.objects.select_for_update(of=("self",)).get(pk=person.pk)
    SafeContact.objects.filter(person=person, valid_to__isnull=True).update(valid_to=at)
    return SafeContact.objects.create(
        person=person,
        phone=checked.phone,
        phone_safe=checked.phone_safe,
        hours_from=checked.hours_from,
        hours_until=checked.hours_until,
        voicemail_allowed=checked.voicemail_allowed,
        email=checked.email,
        email_safe=checked.email_safe,
        language=checked.language,
        note=checked.note,
        organisation_id=actor.organisation_id,
        recorded_by_id=actor.user_id,
        valid_from=at,
    )
