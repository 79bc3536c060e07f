"""The people of an arrest: who is known already, which family it is, and recording them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from cases.access.actor import Actor
from cases.access.errors import InvalidInput
from cases.casefiles.known import KnownPerson, known_people
from cases.casefiles.models import Case, CaseRole
from cases.casefiles.rules.known import SamePerson
from cases.casefiles.services import add_person, add_role
from cases.persons.models import FamilySystem, Person
from cases.persons.services import NewRelation, checked_person, complete_person, link_persons, relate_all
from zsm.intake.rules import (
    BROKEN_OFF,
    SUSPECT,
    VICTIM,
    WARDS,
    ChildOf,
    Confirmed,
    family_of_case,
)
from zsm.intake.services.arrest import Intake, Involved, InvolvedChild, InvolvedGuardian, LinkTo
from zsm.intake.services.checks import Errors, victim_relation_kind

# Under this key of a person stands what still has to be confirmed by hand.
MATCH: Final = "match"
KNOWN_FAMILY: Final = "family"
SPELLING: Final = (
    "Is het dezelfde persoon? Neem dan de schrijfwijze van de naam over of vul het BSN in. "
    "Kies anders: iemand anders."
)


@dataclass(frozen=True, slots=True)
class Resolved:
    """The family system of the new case (None: a new one), and per place who was confirmed as known."""

    family: FamilySystem | None
    known: Mapping[str, tuple[Person, ...]]


def resolve_people(intake: Intake, *, actor: Actor, at: datetime) -> Resolved:
    """Apply the answers given by hand to every possible match.

    Nothing is joined by itself (security, S5): raises InvalidInput for each match without an answer, and for
    an answer that two rows are one person without two equal identifiers.
    """
    link = intake.linked_to
    return resolve_slots(
        intake.slots(), link=link, family=link.case.family_system_id if link else None, actor=actor, at=at
    )


def resolve_slots(
    slots: Iterable[tuple[str, Involved]],
    *,
    link: LinkTo | None = None,
    family: int | None = None,
    actor: Actor,
    at: datetime,
) -> Resolved:
    """As `resolve_people`, for some places only; `family`: the family system that is known to be the one."""
    errors: Errors = defaultdict(list)
    known: dict[str, tuple[Person, ...]] = {}
    confirmed: list[Confirmed] = [] if family is None else [Confirmed(KNOWN_FAMILY, family, same_family=True)]
    for slot, involved in slots:
        if involved.carried is not None:
            known[slot] = _carried(
                involved.carried, link, involved.person.full_name, errors[f"{slot}.{MATCH}"]
            )
            continue
        candidates = known_people(actor, checked_person(involved.person, at).identity, at)
        same = _same_persons(involved, candidates, errors[f"{slot}.{MATCH}"])
        known[slot] = tuple(person for person, _ in same)
        confirmed += [
            Confirmed(slot, person.family_system_id, answer is SamePerson.SAME_FAMILY)
            for person, answer in same
        ]
    _check_no_person_twice(known, errors)
    joined = None
    try:
        joined = family_of_case(confirmed)
    except ValueError as problem:
        errors[f"{SUSPECT}.{MATCH}"].append(str(problem))
    if told := {key: messages for key, messages in errors.items() if messages}:
        raise InvalidInput(told)
    return Resolved(FamilySystem.objects.get(pk=joined) if joined is not None else None, known)


def _carried(key: UUID, link: LinkTo | None, name: str, problems: list[str]) -> tuple[Person, ...]:
    """The row of somebody of the linked case, whom the user takes along by name."""
    roles = (
        CaseRole.objects.filter(case=link.case).select_related("person") if link else CaseRole.objects.none()
    )
    found = roles.filter(person__public_id=key).order_by("pk").first()
    if found is None:
        problems.append(f"{name} hoort niet bij de gekoppelde zaak.")
        return ()
    return (found.person,)


def _same_persons(
    involved: Involved, candidates: Sequence[KnownPerson], problems: list[str]
) -> list[tuple[Person, SamePerson]]:
    same: list[tuple[Person, SamePerson]] = []
    for candidate in candidates:
        person = candidate.person
        answer = involved.answers.get(person.public_id)
        if answer is None:
            problems.append(f"{involved.person.full_name} is misschien al bekend. Is dit dezelfde persoon?")
        elif answer is SamePerson.SOMEBODY_ELSE:
            continue
        elif not candidate.identifiers:
            alike = f"{person.full_name} lijkt op {involved.person.full_name}, maar de naam is niet gelijk."
            problems.append(f"{alike} {SPELLING}")
        else:
            same.append((person, answer))
    found: set[UUID] = {candidate.person.public_id for candidate in candidates}
    stale = [key for key, answer in involved.answers.items() if key not in found]
    if any(involved.answers[key] is not SamePerson.SOMEBODY_ELSE for key in stale):
        problems.append(
            f"De gegevens van {involved.person.full_name} zijn gewijzigd. Bevestig opnieuw wie het is."
        )
    return same


def _check_no_person_twice(known: Mapping[str, tuple[Person, ...]], errors: Errors) -> None:
    places: dict[int, str] = {}
    for slot, persons in known.items():
        for person in persons:
            if person.pk in places:
                errors[f"{slot}.{MATCH}"].append(
                    f"{person.full_name} is al bevestigd op een andere plaats in deze aanhouding."
                )
            places[person.pk] = slot


def record_people(
    case: Case, slots: Iterable[tuple[str, Involved]], resolved: Resolved, *, actor: Actor, at: datetime
) -> dict[str, Person]:
    """Record everybody with a role in the case, or use the row of the same family; gives them by place.

    A confirmed person of another family system gets a row of her or his own, joined by a reversible link.
    """
    people: dict[str, Person] = {}
    for slot, involved in slots:
        role = _role_of(slot, involved)
        known = resolved.known[slot]
        here = next((row for row in known if row.family_system_id == case.family_system_id), None)
        if here is None:
            person = add_person(case=case, new=involved.person, role=role, actor=actor, at=at)
        else:
            add_role(case=case, person=here, role=role, actor=actor, at=at)
            person = complete_person(person=here, new=involved.person, at=at)
        for other in known:
            if other.pk != person.pk:
                link_persons(person=person, other=other, actor=actor, at=at)
        people[slot] = person
    return people


def _role_of(slot: str, involved: Involved) -> str:
    if isinstance(involved, InvolvedChild):
        return "child"
    return "network" if isinstance(involved, InvolvedGuardian) else slot


def relate_people(people: Mapping[str, Person], intake: Intake, *, actor: Actor, at: datetime) -> None:
    """Record what the victim is to the suspect, and whose children the children are."""
    suspect, victim = people[SUSPECT], people[VICTIM]
    ended_on = intake.relation_ended_on if intake.victim_is in BROKEN_OFF else None
    relations = [NewRelation(victim, suspect, victim_relation_kind(intake), ended_on)]
    for number, guardian in enumerate(intake.guardians):
        row = people[f"guardian-{number}"]
        relations += [
            NewRelation(row, people[ward], guardian.guardian_is.value) for ward in WARDS[guardian.guardian_of]
        ]
    relations += _relations_of_children(people, intake.children, suspect=suspect, victim=victim)
    relate_all(relations=relations, actor=actor, at=at)


def relate_children(
    people: Mapping[str, Person],
    children: Sequence[InvolvedChild],
    *,
    suspect: Person,
    victim: Person,
    actor: Actor,
    at: datetime,
) -> None:
    """Record whose children the children are; of those of a linked case that is on record."""
    relations = _relations_of_children(people, children, suspect=suspect, victim=victim)
    relate_all(relations=relations, actor=actor, at=at)


def _relations_of_children(
    people: Mapping[str, Person], children: Sequence[InvolvedChild], *, suspect: Person, victim: Person
) -> list[NewRelation]:
    parents = {
        ChildOf.BOTH: (suspect, victim),
        ChildOf.SUSPECT: (suspect,),
        ChildOf.VICTIM: (victim,),
        ChildOf.NEITHER: (),
    }
    relations = []
    for number, child in enumerate(children):
        if child.carried is not None:
            continue
        row = people[f"child-{number}"]
        relations += [NewRelation(row, parent, "child") for parent in parents[child.child_of]]
        if child.child_of is ChildOf.NEITHER:
            relations.append(NewRelation(row, victim, "household"))
    return relations
