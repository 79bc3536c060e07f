"""Joining two rows of one human being, and undoing it: by hand, by two identifiers (security, S5)."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Final

from django.db.models import Q, QuerySet

from cases.access.actor import Actor
from cases.access.errors import Conflict, InvalidInput
from cases.access.rules.categories import Category
from cases.access.rules.levels import Level
from cases.access.writing import one_write
from cases.casefiles.counterparts import known_of
from cases.casefiles.known import SeenRole, seen_roles
from cases.casefiles.models import Case
from cases.casefiles.services import lock_case, record_event
from cases.persons.models import Person, PersonLink
from cases.persons.permissions import check_can_link_persons
from cases.persons.rules.comparing import Identifier, identifiers_text, objections

LONGEST_REASON: Final = 200


@one_write
def confirm_link(
    *,
    case: Case,
    person: Person,
    other: Person,
    identifiers: Collection[Identifier],
    confirmed: bool,
    actor: Actor,
    at: datetime,
) -> PersonLink:
    """Record that a person of the case and one of another family system are one human being.

    The two identifiers are compared anew on the rows as the actor may see them. The story of each case tells
    only that the identity was looked at: a link says nothing to who does not see both rows.

    Raises NotAllowed; Conflict when the actor does not see both, when they stand in one family system or are
    linked already; InvalidInput ("identifiers", "confirmed").
    """
    check_can_link_persons(actor, case.pk)
    roles = _locked(case, person, other, actor, at)
    if person.family_system_id == other.family_system_id:
        raise Conflict("Deze personen staan in hetzelfde gezinssysteem en kunnen niet worden gekoppeld.")
    if _between(person, other).exists():
        raise Conflict("Deze personen zijn al gekoppeld.")
    known = known_of(roles)
    errors: dict[str, Sequence[str]] = {}
    if reasons := objections(known[person.pk], known[other.pk], identifiers):
        errors["identifiers"] = reasons
    if not confirmed:
        errors["confirmed"] = ["Bevestig dat dit volgens u dezelfde mens is."]
    if errors:
        raise InvalidInput(errors)
    link = PersonLink.objects.create(
        person=person,
        other=other,
        identifiers=identifiers_text(identifiers),
        organisation_id=actor.organisation_id,
        confirmed_by_id=actor.user_id,
        confirmed_at=at,
    )
    _tell(case, roles, actor=actor, at=at)
    return link


@one_write
def undo_link(
    *, case: Case, person: Person, other: Person, reason: str, actor: Actor, at: datetime
) -> PersonLink:
    """Say that two linked rows are two human beings after all; the link stays on record.

    Raises NotAllowed, InvalidInput ("reason"), Conflict when the actor does not see both or no link runs.
    """
    check_can_link_persons(actor, case.pk)
    roles = _locked(case, person, other, actor, at)
    link = _between(person, other).select_for_update(of=("self",)).first()
    if link is None:
        raise Conflict("Deze personen zijn niet (meer) gekoppeld.")
    given = " ".join(reason.split())
    if not given:
        raise InvalidInput({"reason": ["Vul in waarom dit niet dezelfde mens is."]})
    if len(given) > LONGEST_REASON:
        raise InvalidInput({"reason": [f"Gebruik ten hoogste {LONGEST_REASON} tekens."]})
    link.undone_at, link.undone_by_id, link.undo_reason = at, actor.user_id, given
    link.save(update_fields=["undone_at", "undone_by", "undo_reason"])
    _tell(case, roles, actor=actor, at=at)
    return link


def _between(person: Person, other: Person) -> QuerySet[PersonLink]:
    both_ways = Q(person=person, other=other) | Q(person=other, other=person)
    return PersonLink.objects.filter(both_ways, undone_at__isnull=True)


def _locked(
    case: Case, person: Person, other: Person, actor: Actor, at: datetime
) -> Mapping[int, Sequence[SeenRole]]:
    """The roles of both as the actor may know them, with case and rows locked, always in the same order."""
    roles = seen_roles(actor, [person.pk, other.pk], at)
    here = any(row.role.case_id == case.pk for row in roles.get(person.pk, ()))
    if not here or other.pk not in roles:
        raise Conflict("U ziet deze twee personen niet allebei.")
    for pk in sorted({case.pk, *(row.role.case_id for row in _writable(roles[other.pk]))}):
        lock_case(pk)
    list(Person.objects.select_for_update(of=("self",)).filter(pk__in=roles).order_by("pk"))
    return roles


def _writable(rows: Iterable[SeenRole]) -> list[SeenRole]:
    return [row for row in rows if row.access.level >= Level.CONTRIBUTE]


def _tell(case: Case, roles: Mapping[int, Sequence[SeenRole]], *, actor: Actor, at: datetime) -> None:
    """One neutral line in each case concerned: that of the one, and those of the other that one writes in."""
    for rows in roles.values():
        for row in _writable(rows):
            role = row.role
            of_this_case = any(seen.role.case_id == case.pk for seen in rows)
            if of_this_case and role.case_id != case.pk:
                continue
            record_event(
                case=role.case,
                kind="identity_checked",
                category=Category.CHILDREN if role.role == "child" else Category.IDENTITY,
                summary=f"Identiteit nagekeken ({role.get_role_display()}).",
                actor=actor,
                at=at,
                subject=role.person,
            )
