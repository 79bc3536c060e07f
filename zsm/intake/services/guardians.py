"""A parent or guardian of a minor who becomes known after the intake: who is told in a child's place."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from cases.access.actor import Actor
from cases.access.errors import InvalidInput
from cases.access.rules.categories import Category
from cases.access.writing import one_write
from cases.casefiles.models import Case, CaseRole
from cases.casefiles.services import add_person, add_role, lock_case, record_event
from cases.persons.models import Person
from cases.persons.services import checked_person, complete_person, link_persons, relate
from zsm.intake.permissions import check_can_name_guardian
from zsm.intake.queries import adults_in
from zsm.intake.rules import SUSPECT, WARDS, GuardianOf
from zsm.intake.services.arrest import InvolvedGuardian
from zsm.intake.services.checks import Errors, errors_under
from zsm.intake.services.people import MATCH, resolve_slots

# The place of the one guardian in what is wrong ("guardian-0.birth_date"), as in the intake.
PLACE: Final = "guardian-0"
WHOSE: Final = {"suspect": "de verdachte", "victim": "het slachtoffer"}


@one_write
def add_guardian(*, case: Case, guardian: InvolvedGuardian, actor: Actor, at: datetime) -> Person:
    """Record a parent or guardian of a minor suspect or victim in a running case (domain guide, section 8).

    From then on she or he is offered as the one who is told with the child, or in its place. Somebody who has
    a role in the case already keeps it. Raises NotAllowed, and InvalidInput by place ("guardian-0.last_name",
    "guardian-0.match" while it is not answered who is known already, "guardian-0.guardian_of").
    """
    check_can_name_guardian(actor, case.pk)
    case = lock_case(case.pk)
    errors: Errors = {}
    try:
        with errors_under(PLACE):
            checked_person(guardian.person, at)
    except InvalidInput as wrong:
        errors.update({key: list(texts) for key, texts in wrong.errors.items()})
    roles = list(CaseRole.objects.filter(case=case).select_related("person").order_by("pk"))
    wards = _wards(case, roles, guardian.guardian_of, errors)
    if errors:
        raise InvalidInput(errors)
    slots = [(PLACE, guardian)]
    known = resolve_slots(slots, family=case.family_system_id, actor=actor, at=at).known[PLACE]
    _check_known(known, roles, wards)
    person = _record(case, guardian, known, roles, actor=actor, at=at)
    for ward in wards:
        relate(person=person, other=ward, kind=guardian.guardian_is.value, actor=actor, at=at)
    record_event(
        case=case,
        kind="guardian_added",
        category=Category.IDENTITY,
        summary=f"Vastgelegd: een ouder of voogd van {_named(guardian.guardian_of)}.",
        actor=actor,
        at=at,
        subject=person,
    )
    return person


def _named(of: GuardianOf) -> str:
    return " en ".join(WHOSE[ward] for ward in WARDS[of])


def _wards(case: Case, roles: list[CaseRole], of: GuardianOf, errors: Errors) -> list[Person]:
    """Over whom the authority is; an adult has no guardian, somebody of unknown age may have one."""
    adults = adults_in(case, roles)
    wards: list[Person] = []
    for name in WARDS[of]:
        found = [role.person for role in roles if role.role == name]
        minors = [person for person in found if person.pk not in adults]
        if not minors:
            whose = f"{WHOSE[name]} is meerderjarig" if found else f"{WHOSE[name]} staat niet in deze zaak"
            errors[f"{PLACE}.guardian_of"] = [f"{whose[0].upper()}{whose[1:]}: kies over wie het gezag gaat."]
        wards += minors
    return wards


def _check_known(known: tuple[Person, ...], roles: list[CaseRole], wards: list[Person]) -> None:
    """Nobody is her or his own guardian, and the suspect is never told in the place of a victim."""
    suspects = {role.person_id for role in roles if role.role == SUSPECT}
    keys = {person.pk for person in known}
    if keys & {ward.pk for ward in wards}:
        raise InvalidInput({f"{PLACE}.{MATCH}": ["Dit is de minderjarige zelf."]})
    if keys & suspects:
        text = "Dit is de verdachte: die wordt nooit in de plaats van een kind ingelicht."
        raise InvalidInput({f"{PLACE}.{MATCH}": [text]})


def _record(
    case: Case,
    guardian: InvolvedGuardian,
    known: tuple[Person, ...],
    roles: list[CaseRole],
    *,
    actor: Actor,
    at: datetime,
) -> Person:
    """The row of this family, with a role in the case; who was confirmed elsewhere is joined by a link."""
    here = next((row for row in known if row.family_system_id == case.family_system_id), None)
    if here is None:
        person = add_person(case=case, new=guardian.person, role="network", actor=actor, at=at)
    else:
        if here.pk not in {role.person_id for role in roles}:
            add_role(case=case, person=here, role="network", actor=actor, at=at)
        person = complete_person(person=here, new=guardian.person, at=at)
    for other in known:
        if other.pk != person.pk:
            link_persons(person=person, other=other, actor=actor, at=at)
    return person
