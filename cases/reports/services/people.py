"""The people of a report: who is known already, which family it is, and recording them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final
from uuid import UUID

from cases.access.actor import Actor
from cases.access.errors import InvalidInput
from cases.casefiles.known import KnownPerson, known_people
from cases.casefiles.models import Case, CaseRole
from cases.casefiles.rules.known import SamePerson
from cases.casefiles.services import add_person, add_role, set_safe_contact
from cases.persons.models import FamilySystem, Person
from cases.persons.queries import safe_contact_of
from cases.persons.services import (
    NewPerson,
    NewSafeContact,
    checked_contact,
    checked_person,
    complete_person,
    link_persons,
)
from cases.reports.models import Report, ReportedPerson
from cases.reports.rules.report import ROLE_OF, DescribedAs
from cases.sharing.exclusion import release_closed_leads

MATCH: Final = "match"
LONGEST_ADDRESS: Final = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """Somebody whom the report is about.

    `answers`: per recorded person who may be the same, the answer given by hand; `address`: as the reporter
    wrote it, protected until somebody says that it is not secret.
    """

    person: NewPerson
    described_as: DescribedAs
    address: str = ""
    contact: NewSafeContact | None = None
    answers: Mapping[UUID, SamePerson] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Resolved:
    """The family system (None: a new one), and per person the recorded rows confirmed as the same."""

    family: FamilySystem | None
    known: tuple[tuple[Person, ...], ...]


def slot_of(number: int) -> str:
    """The name of a person's place in the report, for messages and forms."""
    return f"person-{number}"


def resolve_people(persons: Sequence[Named], *, actor: Actor, at: datetime) -> Resolved:
    """Check everybody and apply the answers given by hand to every possible match.

    Nothing is joined by itself (security, S5). Raises InvalidInput, per person ("person-0.bsn").
    """
    errors: dict[str, list[str]] = defaultdict(list)
    if not persons:
        errors["persons"].append("Vul ten minste één persoon in over wie de melding gaat.")
    known: list[tuple[Person, ...]] = []
    families: set[int] = set()
    for number, named in enumerate(persons):
        slot = slot_of(number)
        identity = _checked(named, slot, errors, at)
        candidates = known_people(actor, identity.identity, at) if identity else []
        same = _same(named, candidates, errors[f"{slot}.{MATCH}"])
        families |= {person.family_system_id for person, answer in same if answer is SamePerson.SAME_FAMILY}
        known.append(tuple(person for person, _ in same))
    _check_nobody_twice(known, errors)
    if len(families) > 1:
        errors["persons"].append(
            "U wijst meer dan één gezin aan. Kies het gezin waar deze melding over gaat."
        )
    if told := {key: messages for key, messages in errors.items() if messages}:
        raise InvalidInput(told)
    family = next(iter(families), None)
    return Resolved(FamilySystem.objects.get(pk=family) if family else None, tuple(known))


def _checked(named: Named, slot: str, errors: dict[str, list[str]], at: datetime) -> NewPerson | None:
    if len(named.address) > LONGEST_ADDRESS:
        errors[f"{slot}.address"].append(f"Gebruik ten hoogste {LONGEST_ADDRESS} tekens.")
    try:
        if named.contact is not None:
            checked_contact(named.contact)
        return checked_person(named.person, at)
    except InvalidInput as refusal:
        for name, messages in refusal.errors.items():
            errors[f"{slot}.{name}"] += messages
        return None


def _same(
    named: Named, candidates: Sequence[KnownPerson], problems: list[str]
) -> list[tuple[Person, SamePerson]]:
    same: list[tuple[Person, SamePerson]] = []
    for candidate in candidates:
        answer = named.answers.get(candidate.person.public_id)
        if answer is None:
            problems.append(f"{named.person.full_name} is misschien al bekend. Is dit dezelfde persoon?")
        elif answer is SamePerson.SOMEBODY_ELSE:
            continue
        elif not candidate.identifiers:
            problems.append(
                f"{candidate.person.full_name} lijkt op {named.person.full_name}, maar is niet gelijk. Neem "
                "de schrijfwijze over of vul het BSN in, of kies: iemand anders."
            )
        else:
            same.append((candidate.person, answer))
    return same


def _check_nobody_twice(known: Sequence[tuple[Person, ...]], errors: dict[str, list[str]]) -> None:
    seen: set[int] = set()
    for number, persons in enumerate(known):
        for person in persons:
            if person.pk in seen:
                errors[f"{slot_of(number)}.{MATCH}"].append(
                    f"{person.full_name} is al bevestigd op een andere plaats in deze melding."
                )
            seen.add(person.pk)


def record_people(
    report: Report, persons: Sequence[Named], resolved: Resolved, *, actor: Actor, at: datetime
) -> list[ReportedPerson]:
    """Give everybody a role in the case, as far as there is none yet, and note who the report is about."""
    case = report.case
    rows = [
        ReportedPerson.objects.create(
            case=case,
            report=report,
            person=_person_in_case(case, named, known, actor=actor, at=at),
            described_as=named.described_as.value,
            address=" ".join(named.address.split()),
            organisation_id=actor.organisation_id,
        )
        for named, known in zip(persons, resolved.known, strict=True)
    ]
    release_closed_leads(case=case, actor=actor, at=at)
    return rows


def _person_in_case(
    case: Case, named: Named, known: Sequence[Person], *, actor: Actor, at: datetime
) -> Person:
    role = ROLE_OF[named.described_as]
    here = next((row for row in known if row.family_system_id == case.family_system_id), None)
    if here is None:
        person = add_person(case=case, new=named.person, role=role, actor=actor, at=at)
    else:
        # Who has a role in the case keeps it: a report makes no suspect of a victim, nor the other way round.
        if not CaseRole.objects.filter(case=case, person=here).exists():
            add_role(case=case, person=here, role=role, actor=actor, at=at)
        person = complete_person(person=here, new=named.person, at=at)
    for other in known:
        if other.pk != person.pk:
            link_persons(person=person, other=other, actor=actor, at=at)
    if named.contact is not None and safe_contact_of(person) is None:
        set_safe_contact(case=case, person=person, contact=named.contact, actor=actor, at=at)
    return person
