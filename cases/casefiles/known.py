"""Who may be known already: persons seen in other cases, to be confirmed or refused by hand."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from cases.access.actor import Actor
from cases.access.disclosure import marks_by_case
from cases.access.models import Participation
from cases.access.rules.levels import Level
from cases.casefiles.models import CaseRole
from cases.casefiles.queries import CaseAccess, disclosure_of, participations_of, sees_role
from cases.persons.models import Person
from cases.persons.queries import equal_identifiers, identity_of, possible_matches
from cases.persons.rules.matching import Identity, Match


@dataclass(frozen=True, slots=True)
class KnownPerson:
    """A person whom the actor already sees and who may be the one of this arrest.

    `identifiers`: what is equal and may join the two, empty when they only look alike. `known_as`: in which
    cases of the actor, and as what.
    """

    person: Person
    match: Match
    identifiers: str
    known_as: tuple[str, ...]


def known_people(actor: Actor, identity: Identity, at: datetime) -> list[KnownPerson]:
    """The persons whom the actor already sees and who may be this human being, the strongest match first.

    Nothing is shown of anybody whom the disclosure table hides in every case that the actor shares.
    """
    matches = possible_matches(actor, identity)
    roles = seen_roles(actor, [found.person.pk for found in matches], at)
    return [
        KnownPerson(
            person=found.person,
            match=found.match,
            identifiers=equal_identifiers(identity, identity_of(found.person)),
            known_as=tuple(
                f"{seen.role.case.number}, {seen.role.get_role_display()}" for seen in roles[found.person.pk]
            ),
        )
        for found in matches
        if found.person.pk in roles
    ]


@dataclass(frozen=True, slots=True)
class SeenRole:
    """What a person is in a case of the actor, with that case as the actor may know it."""

    role: CaseRole
    access: CaseAccess


def seen_roles(actor: Actor, persons: Iterable[int], at: datetime) -> dict[int, list[SeenRole]]:
    """By person, the roles that the actor may know, those in the newest case first; four queries."""
    own = participations_of(actor).filter(level__gte=Level.VIEW)
    rows = (
        CaseRole.objects.filter(person__in=list(persons), case__in=own.values("case"))
        .select_related("case", "person")
        .order_by("-case__opened_at", "pk")
    )
    cases = {row.case_id: row.case for row in rows}
    levels = _levels(own.filter(case__in=cases))
    marks = marks_by_case(actor, cases)
    seen: dict[int, list[SeenRole]] = defaultdict(list)
    for row in rows:
        level = levels[row.case_id]
        disclosure = disclosure_of(actor, row.case, level, at, marks[row.case_id])
        access = CaseAccess(actor, row.case, level, disclosure)
        if sees_role(access, row):
            seen[row.person_id].append(SeenRole(row, access))
    return seen


def _levels(rows: Iterable[Participation]) -> dict[int, Level]:
    levels: dict[int, Level] = {}
    for row in rows:
        levels[row.case_id] = max(Level(row.level), levels.get(row.case_id, Level.THAT))
    return levels
