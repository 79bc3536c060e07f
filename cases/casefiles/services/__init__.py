"""Writing cases: opening one, its roles, its participants, its leads and its story."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from uuid import UUID

from django.db import connection
from django.db.models import F

from cases.access.actor import Actor
from cases.access.errors import Conflict, NotAllowed
from cases.access.keys import reserve_id
from cases.access.models import DisclosureMark, Participation
from cases.access.permissions import check_level
from cases.access.rules.categories import Category
from cases.access.rules.levels import Level
from cases.access.writing import one_write
from cases.casefiles.models import Case, CaseEvent, CaseLead, CaseRole
from cases.casefiles.rules.states import CaseState
from cases.casefiles.services.first_lead import ensure_lead
from cases.organisations.models import Municipality, Organisation, User
from cases.organisations.rules import OrganisationKind
from cases.persons.models import FamilySystem, Person, SafeContact
from cases.persons.permissions import check_can_set_safe_contact
from cases.persons.services import NewPerson, NewSafeContact, record_person, replace_safe_contact


class Subject(Protocol):
    """Anything with a public id that an event or a term can be about."""

    public_id: UUID


@dataclass(frozen=True, slots=True)
class Joining:
    """One organisation that takes part: at which level, in which capacity, by which rule."""

    organisation: Organisation
    level: Level
    ground: str
    capacity: str = Participation.CAPACITY_NONE


@dataclass(frozen=True, slots=True)
class NewCase:
    """What is known when a case is opened."""

    state: CaseState
    hg_label: str
    offence_municipality: Municipality
    victim_municipality: Municipality
    offence_place: str = ""
    family_system: FamilySystem | None = None
    at_zsm: bool = True


def next_case_number(at: datetime) -> str:
    """The next case number, such as 26-0312: year of opening and a serial number without meaning."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval('cases_case_number')")
        row = cursor.fetchone()
    return f"{at:%y}-{int(row[0]):04d}"


@one_write
def open_case(*, new: NewCase, joining: Joining, actor: Actor, at: datetime) -> Case:
    """Open a case with its first participant, the actor's own organisation.

    The participation goes in first: it is what makes the case visible behind row-level security.
    """
    case_id = reserve_id(Case)
    _participation(case_id, joining, at).save(force_insert=True)
    family = new.family_system
    family_id = family.pk if family else reserve_id(FamilySystem)
    case = Case.objects.create(
        pk=case_id,
        number=next_case_number(at),
        state=new.state.value,
        family_system_id=family_id,
        zsm_location=new.offence_municipality.zsm_location if new.at_zsm else None,
        hg_label=new.hg_label,
        offence_place=new.offence_place,
        offence_municipality=new.offence_municipality,
        victim_municipality=new.victim_municipality,
        organisation_id=actor.organisation_id,
        opened_at=at,
    )
    if family is None:
        FamilySystem.objects.create(pk=family_id, created_at=at)
    return case


@one_write
def join(*, case: Case, joining: Iterable[Joining], actor: Actor, at: datetime) -> None:
    """Let organisations take part in the case; one that already does keeps the higher level."""
    check_level(actor, case.pk, Level.CONTRIBUTE)
    known = {(row.organisation_id, row.capacity): row for row in Participation.objects.filter(case=case)}
    new: dict[tuple[int, str], Participation] = {}
    for row in joining:
        key = (row.organisation.pk, row.capacity)
        existing = known.get(key)
        if existing is None:
            if key not in new or new[key].level < row.level:
                new[key] = _participation(case.pk, row, at, opened_at=case.opened_at)
        elif existing.ended_at is not None:
            existing.level, existing.ground, existing.started_at = row.level, row.ground, at
            existing.ended_at, existing.end_reason = None, ""
            existing.save(update_fields=["level", "ground", "started_at", "ended_at", "end_reason"])
        elif existing.level < row.level:
            existing.level = row.level
            existing.ground = row.ground
            existing.save(update_fields=["level", "ground"])
    Participation.objects.bulk_create(new.values())


def _participation(
    case_id: int, row: Joining, at: datetime, opened_at: datetime | None = None
) -> Participation:
    return Participation(
        case_id=case_id,
        organisation=row.organisation,
        capacity=row.capacity,
        level=row.level,
        ground=row.ground,
        case_open=True,
        case_opened_at=opened_at or at,
        started_at=at,
    )


@one_write
def add_role(*, case: Case, person: Person, role: str, actor: Actor, at: datetime) -> CaseRole:
    """Say what a person is in this case."""
    return CaseRole.objects.create(
        case=case,
        person=person,
        role=role,
        organisation_id=actor.organisation_id,
        recorded_by_id=actor.user_id,
        recorded_at=at,
    )


@one_write
def add_person(*, case: Case, new: NewPerson, role: str, actor: Actor, at: datetime) -> Person:
    """Record a person in the family system of the case, with her or his role in it.

    The role goes in first: behind row-level security it is what makes the person visible. Raises NotAllowed
    and InvalidInput per field of NewPerson.
    """
    check_level(actor, case.pk, Level.CONTRIBUTE)
    person_id = reserve_id(Person)
    CaseRole.objects.create(
        case=case,
        person_id=person_id,
        role=role,
        organisation_id=actor.organisation_id,
        recorded_by_id=actor.user_id,
        recorded_at=at,
    )
    return record_person(new=new, family=case.family_system, actor=actor, at=at, person_id=person_id)


@one_write
def set_safe_contact(
    *, case: Case, person: Person, contact: NewSafeContact, actor: Actor, at: datetime
) -> SafeContact:
    """Record how a person of the case can be reached safely; the former instructions are kept.

    Raises NotAllowed, Conflict when she or he is no person of this case, and InvalidInput per field.
    """
    check_can_set_safe_contact(actor, case.pk)
    lock_case(case.pk)
    role = CaseRole.objects.filter(case=case, person=person).order_by("pk").first()
    if role is None:
        raise Conflict("Deze persoon hoort niet bij deze zaak.")
    saved = replace_safe_contact(person=person, contact=contact, actor=actor, at=at)
    record_event(
        case=case,
        kind="safe_contact_set",
        category=Category.CONTACT,
        # By role: who may know how to reach a child need not know its name.
        summary=f"Veilig contact vastgelegd ({role.get_role_display()}).",
        actor=actor,
        at=at,
        subject=saved,
    )
    return saved


@one_write
def appoint_lead(*, case: Case, user: User, actor: Actor, at: datetime) -> CaseLead:
    """Name the lead of the user's organisation; the former lead ends at the same moment, without a gap."""
    CaseLead.objects.filter(case=case, organisation=user.organisation, until__isnull=True).update(until=at)
    return CaseLead.objects.create(case=case, organisation=user.organisation, user=user, since=at)


@one_write
def mark_for_task(
    *,
    case: Case,
    category: Category,
    recipients: Iterable[OrganisationKind],
    purpose: str,
    actor: Actor,
    at: datetime,
) -> None:
    """Open the actor's own sections of a category to kinds of partners for their task (tables, section 5)."""
    check_level(actor, case.pk, Level.CONTRIBUTE)
    for kind in recipients:
        DisclosureMark.objects.get_or_create(
            case=case,
            organisation_id=actor.organisation_id,
            category=category.value,
            recipient_kind=kind.value,
            withdrawn_at=None,
            defaults={"purpose": purpose, "marked_by_id": actor.user_id, "marked_at": at},
        )


@one_write
def record_event(
    *,
    case: Case,
    kind: str,
    category: Category,
    summary: str,
    actor: Actor,
    at: datetime,
    happened_at: datetime | None = None,
    subject: Subject | None = None,
    person: Person | None = None,
) -> CaseEvent:
    """Add to the story of the case and raise its version, so that open screens refresh.

    Who is the first to write for an organisation becomes its named lead, so that there always is one; is it
    somebody who stands in or only coordinates, a team lead does.

    `summary` is one Dutch sentence that gives away nothing beyond `category`. `person`: whose consent shares
    it, where the category is shared by consent; without, the event stays with who may see it anyhow.
    """
    Case.objects.filter(pk=case.pk).update(version=F("version") + 1)
    ensure_lead(case=case, actor=actor, at=at)
    return CaseEvent.objects.create(
        case=case,
        kind=kind,
        category=category.value,
        summary=summary,
        happened_at=happened_at or at,
        recorded_at=at,
        organisation_id=actor.organisation_id,
        employer_id=actor.employer_id,
        recorded_by_id=actor.user_id,
        person=person,
        subject_type=type(subject).__name__.lower() if subject is not None else "",
        subject_public_id=subject.public_id if subject is not None else None,
    )


def lock_case(case_id: int) -> Case:
    """The case, locked until the end of the transaction: writes on one case go one after the other.

    Raises NotAllowed for who may not write in it: the wall gives the lock from level contribute on.
    """
    try:
        return Case.objects.select_for_update(of=("self",)).get(pk=case_id)
    except Case.DoesNotExist:
        raise NotAllowed("Uw organisatie draagt niet bij aan deze zaak.") from None
