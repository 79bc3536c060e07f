"""Who in another family system may be the same human being as a person of this case, side by side.

Only what the actor sees on both sides already: being one human being shows no case, role or field more.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from cases.access.actor import Actor
from cases.access.rules.categories import Category
from cases.casefiles.known import SeenRole, seen_roles
from cases.persons.models import Person, PersonLink, SafeContact
from cases.persons.queries import (
    identity_of,
    links_of,
    possible_matches,
    safe_contacts_of,
    undone_links_of,
    visible_to,
)
from cases.persons.rules.comparing import Agreement, Identifier, Known, compare


@dataclass(frozen=True, slots=True)
class Counterpart:
    """A person elsewhere beside a person of the case: both as the actor may know them, and how they compare.

    `link`: the running link, None when nobody confirmed that they are one. `undone`: former links, with why.
    """

    person: Person
    mine: Known
    theirs: Known
    roles: tuple[SeenRole, ...]
    link: PersonLink | None
    undone: tuple[PersonLink, ...] = ()

    @property
    def fields(self) -> dict[Identifier, Agreement]:
        """How each identifier compares."""
        return compare(self.mine, self.theirs)


def counterparts(actor: Actor, person: Person, at: datetime) -> list[Counterpart]:
    """Who may be, or was confirmed to be, this person: the linked first, then the strongest match.

    Empty when the actor may not know the person her- or himself.
    """
    links = {_other(link, person): link for link in links_of([person.pk])}
    wanted = dict.fromkeys((*links, *_alike(actor, person)))
    roles = seen_roles(actor, [person.pk, *wanted], at)
    if person.pk not in roles:
        return []
    known = known_of(roles)
    undone: dict[int, list[PersonLink]] = defaultdict(list)
    for link in undone_links_of(person):
        undone[_other(link, person)].append(link)
    return [
        Counterpart(
            roles[pk][0].role.person,
            known[person.pk],
            known[pk],
            tuple(roles[pk]),
            links.get(pk),
            tuple(undone[pk]),
        )
        for pk in wanted
        if pk in roles
        and roles[pk][0].role.person.family_system_id != person.family_system_id
        and (pk in links or _may_be_one(known[person.pk], known[pk]))
    ]


def _other(link: PersonLink, person: Person) -> int:
    return link.other_id if link.person_id == person.pk else link.person_id


def _alike(actor: Actor, person: Person) -> list[int]:
    """By BSN, name and birth date, sound and birth date; then by telephone number."""
    by_identity = [found.person.pk for found in possible_matches(actor, identity_of(person))]
    contact = safe_contacts_of([person.pk]).get(person.pk)
    by_phone: Iterable[int] = ()
    if contact is not None and contact.phone:
        rows = SafeContact.objects.filter(phone=contact.phone, valid_to__isnull=True)
        by_phone = (
            rows.filter(person__in=visible_to(actor))
            .order_by("person_id")
            .values_list("person_id", flat=True)
        )
    return [pk for pk in (*by_identity, *by_phone) if pk != person.pk]


def _may_be_one(mine: Known, theirs: Known) -> bool:
    """Whether something that the actor sees points at one human being, and no BSN at two."""
    found = compare(mine, theirs)
    if found[Identifier.BSN] is Agreement.DIFFERENT:
        return False
    told = (Identifier.BSN, Identifier.BIRTH_DATE, Identifier.PHONE)
    return any(found[row] is Agreement.EQUAL for row in told)


def known_of(roles: Mapping[int, Sequence[SeenRole]]) -> dict[int, Known]:
    """What the actor may know of each row, to compare it by."""
    contacts = safe_contacts_of(roles)
    return {
        pk: Known(identity_of(seen[0].role.person), _phone(contacts.get(pk), seen))
        for pk, seen in roles.items()
    }


def _phone(contact: SafeContact | None, seen: Sequence[SeenRole]) -> str:
    """The number, when safe contact is open to the actor in a case in which she or he sees the person."""
    if contact is None:
        return ""
    opened = any(
        row.access.may_see(Category.CONTACT, contact.organisation_id, contact.person_id) for row in seen
    )
    return contact.phone if opened else ""
