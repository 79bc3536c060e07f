"""Reading persons: whom an actor already sees, who is related to whom, and how a person can be reached."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db import connection
from django.db.models import Q, QuerySet

from cases.access.actor import Actor
from cases.access.models import Participation
from cases.access.rules.levels import Level
from cases.persons.address_models import ProtectedAddress
from cases.persons.models import Person, PersonLink, PersonRelation, SafeContact
from cases.persons.rules import matching
from cases.persons.rules.matching import Grade, Identity, possible_match

# What may join two rows of one human being (security, S5): identifiers that are equal, never a likeness.
IDENTIFIERS: Final = {Grade.BSN: "BSN", Grade.NAME_AND_BIRTH_DATE: "naam en geboortedatum"}


@dataclass(frozen=True, slots=True)
class PossibleMatch:
    """A recorded person who may be the same human being, with grade and reasons."""

    person: Person
    match: matching.Match


def visible_to(actor: Actor) -> QuerySet[Person]:
    """The persons in the cases that the actor's organisation reads."""
    cases = Participation.objects.filter(
        organisation_id=actor.organisation_id, ended_at__isnull=True, level__gte=Level.VIEW
    )
    return Person.objects.filter(case_roles__case__in=cases.values("case")).distinct()


def identity_of(person: Person) -> Identity:
    """What a recorded person is compared by."""
    return Identity(
        last_name=person.last_name,
        first_names=person.first_names,
        birth_date=person.birth_date,
        bsn=person.bsn,
    )


def possible_matches(actor: Actor, identity: Identity) -> list[PossibleMatch]:
    """The persons visible to the actor who may be this human being, the strongest match first.

    Candidates are found by BSN or birth date, through an index; names are compared afterwards, because
    a match without either is none (matching rules).
    """
    wanted = Q(pk__in=())
    if identity.bsn:
        wanted |= Q(bsn=identity.bsn)
    if identity.birth_date:
        wanted |= Q(birth_date=identity.birth_date)
    candidates = visible_to(actor).filter(wanted).order_by("pk")
    found = matching.possible_matches(identity, [(person, identity_of(person)) for person in candidates])
    return [PossibleMatch(person, match) for person, match in found]


def equal_identifiers(one: Identity, other: Identity) -> str:
    """The identifiers by which two may be taken for one human being; empty when they only look alike."""
    match = possible_match(one, other)
    return IDENTIFIERS.get(match.grade, "") if match else ""


def relations_among(persons: Iterable[int]) -> list[PersonRelation]:
    """How persons are related to each other, in the order in which it was recorded."""
    ids = list(persons)
    return list(
        PersonRelation.objects.filter(person__in=ids, other__in=ids)
        .select_related("person", "other", "organisation")
        .order_by("recorded_at", "pk")
    )


def undone_links_of(person: Person) -> list[PersonLink]:
    """The links of a person that were undone, the last first."""
    rows = PersonLink.objects.filter(Q(person=person) | Q(other=person), undone_at__isnull=False)
    return list(rows.select_related("undone_by").order_by("-undone_at", "-pk"))


def links_of(persons: Iterable[int]) -> list[PersonLink]:
    """The running links of persons to the same human being in another family system, whichever came first."""
    ids = list(persons)
    return list(
        PersonLink.objects.filter(Q(person__in=ids) | Q(other__in=ids), undone_at__isnull=True)
        .select_related("person", "other", "organisation", "confirmed_by")
        .order_by("confirmed_at", "pk")
    )


def safe_contact_of(person: Person) -> SafeContact | None:
    """The instructions that hold now; None means: no contact at all (security, S1)."""
    return (
        SafeContact.objects.select_related("organisation")
        .filter(person=person, valid_to__isnull=True)
        .first()
    )


def protected_addresses_of(persons: Iterable[int]) -> list[ProtectedAddress]:
    """The running protected addresses of persons; their words stay closed."""
    rows = ProtectedAddress.objects.filter(person__in=list(persons), valid_to__isnull=True)
    return list(rows.select_related("organisation", "person").order_by("person_id", "kind"))


def address_changed_at(person: Person) -> datetime | None:
    """When a protected address of a person, or of her or his other self, last began or ended (security, S4).

    The other self can stand in a case of others: the database tells the moment alone.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT wall_address_changed_at(%s)", [person.pk])
        (moment,) = cursor.fetchone()
    return moment if isinstance(moment, datetime) else None


def safe_contacts_of(persons: Iterable[int]) -> dict[int, SafeContact]:
    """The instructions that hold now, by key of the person; who is absent may not be contacted."""
    rows = SafeContact.objects.select_related("organisation").filter(
        person__in=list(persons), valid_to__isnull=True
    )
    return {row.person_id: row for row in rows}
