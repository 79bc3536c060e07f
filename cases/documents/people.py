"""The persons of a case as the maker of a document may call them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from cases.access.rules.categories import Category
from cases.casefiles.models import CaseRole
from cases.casefiles.queries import CaseAccess, sees_role
from cases.casefiles.rules.naming import NAMELESS, together
from cases.persons.models import Person

UNNAMED = "iemand die niet voor uw organisatie is"


@dataclass(frozen=True, slots=True)
class People:
    """The roles of one case for one maker; `seen` holds the keys of whom she or he may know by name."""

    roles: dict[int, CaseRole]
    seen: frozenset[int]

    def name(self, person: Person) -> str:
        """The name, or no more than what the person is in the case."""
        if person.pk in self.seen:
            return person.full_name
        role = self.roles.get(person.pk)
        return NAMELESS[role.role] if role else "iemand"

    def names(self, persons: Iterable[Person]) -> str:
        """Names as one says them: "A, B en C"."""
        return together([self.name(person) for person in persons])

    def with_role(self, role: str) -> list[Person]:
        """The persons with a role, whether their names may be known or not."""
        return [row.person for row in self.roles.values() if row.role == role]

    def role_of(self, person: Person) -> str:
        """The key of what a person is in the case; empty when she or he has no role."""
        row = self.roles.get(person.pk)
        return row.role if row else ""

    def shown(self, persons: Iterable[Person]) -> frozenset[int]:
        """The keys of those who are shown by name."""
        return frozenset(person.pk for person in persons if person.pk in self.seen)

    def categories(self, persons: Iterable[Person]) -> frozenset[Category]:
        """Under which categories those are shown by name; a child has one of its own."""
        return frozenset(
            Category.CHILDREN if self.role_of(person) == "child" else Category.IDENTITY
            for person in persons
            if person.pk in self.seen
        )


def people_of(access: CaseAccess) -> People:
    """How the maker may call the persons of the case."""
    rows = list(CaseRole.objects.filter(case=access.case).select_related("person").order_by("pk"))
    return People(
        roles={row.person_id: row for row in rows},
        seen=frozenset(row.person_id for row in rows if sees_role(access, row)),
    )
