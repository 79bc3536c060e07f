"""What one actor may call the persons of a case: by name, or by no more than what she or he is in it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from cases.casefiles.models import CaseRole
from cases.casefiles.queries import CaseAccess, sees_role
from cases.casefiles.rules.naming import NAMELESS, together
from cases.persons.models import Person
from cases.web.components import PersonChip
from cases.web.moments import age_text


@dataclass(frozen=True, slots=True)
class Naming:
    """The persons of one case for one actor."""

    roles: dict[int, CaseRole]
    seen: frozenset[int]

    def name(self, person: Person) -> str:
        """The name, or the role where the name is not for the actor (a child, for most partners)."""
        if person.pk in self.seen:
            return person.full_name
        role = self.roles.get(person.pk)
        return NAMELESS[role.role] if role else "iemand"

    def names(self, persons: list[Person]) -> str:
        """Names as one says them: "A, B en C"; what is said twice is said once."""
        return together([self.name(person) for person in persons])

    def chip(self, person: Person, on: date) -> PersonChip:
        """The person as a chip, without name and age where those are not for the actor."""
        role = self.roles.get(person.pk)
        return PersonChip(
            name=self.name(person),
            role=role.role if role else "",
            role_label=role.get_role_display() if role else "",
            age=age_text(person.birth_date, on) if person.pk in self.seen else "",
        )

    def shown(self, persons: list[Person]) -> set[int]:
        """The keys of those who are shown by name, for the access log."""
        return {person.pk for person in persons if person.pk in self.seen}


def naming_for(access: CaseAccess) -> Naming:
    """How the actor may call the persons of the case; one query."""
    rows = list(CaseRole.objects.filter(case=access.case).select_related("person").order_by("pk"))
    return Naming(
        roles={row.person_id: row for row in rows},
        seen=frozenset(row.person_id for row in rows if sees_role(access, row)),
    )
