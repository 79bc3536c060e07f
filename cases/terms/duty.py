"""The duty hours of the own organisation: kept by its administrator or team lead, read by the sweep."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time
from uuid import UUID

from django.db.models import QuerySet

from cases.access.actor import Actor
from cases.access.errors import Conflict, InvalidInput
from cases.access.permissions import check_role
from cases.access.writing import one_write
from cases.organisations.duty_hours import WEEKDAY_LABELS, covers
from cases.organisations.duty_hours_models import DutyHours, DutyMember
from cases.organisations.models import User
from cases.organisations.rules import CASEWORK_ROLES, Role

KEEPERS = (Role.FUNCTIONAL_ADMINISTRATOR, Role.TEAM_LEAD)
ALL_DAYS = frozenset(number for number, _ in WEEKDAY_LABELS)


@dataclass(frozen=True, slots=True, kw_only=True)
class NewHours:
    """Hours at which somebody is there; without members everybody who does the work.

    `weekdays`: on which they begin, Monday is 0; `ends` at or before `begins`: the next day.
    """

    name: str
    weekdays: Sequence[int]
    begins: time
    ends: time
    members: Sequence[User] = ()


def keeps_duty_hours(actor: Actor) -> bool:
    """Whether the actor keeps the duty hours of her or his own organisation."""
    return actor.has(*KEEPERS)


def check_can_keep_duty_hours(actor: Actor) -> None:
    """Raise NotAllowed for everybody but an administrator or team lead."""
    check_role(actor, *KEEPERS, task="De diensturen instellen")


def duty_hours_of(actor: Actor) -> list[DutyHours]:
    """The running duty hours of the actor's organisation with who is in them."""
    rows = DutyHours.objects.filter(organisation=actor.organisation_id, ended_at__isnull=True)
    return list(rows.prefetch_related("members__user").order_by("begins", "pk"))


def there_now(hours: Sequence[DutyHours], at: datetime) -> list[DutyHours]:
    """The hours that hold at a moment."""
    return [row for row in hours if covers(row.weekdays, row.begins, row.ends, at)]


def staff_for_duty(actor: Actor) -> QuerySet[User]:
    """Who can be on duty in the actor's organisation, by name."""
    roles = [role.value for role in CASEWORK_ROLES]
    staff = User.objects.filter(organisation=actor.organisation_id, is_active=True, roles__overlap=roles)
    return staff.order_by("display_name")


@one_write
def add_duty_hours(*, hours: NewHours, actor: Actor, at: datetime) -> DutyHours:
    """Add hours to those of the own organisation.

    Raises NotAllowed, InvalidInput ("name", "weekdays", "members").
    """
    check_can_keep_duty_hours(actor)
    errors: dict[str, list[str]] = {}
    days = sorted(set(hours.weekdays))
    if not hours.name.strip():
        errors["name"] = ["Geef de dienst een naam."]
    if not days or not ALL_DAYS.issuperset(days):
        errors["weekdays"] = ["Kies ten minste één dag."]
    if any(member.organisation_id != actor.organisation_id for member in hours.members):
        errors["members"] = ["Kies collega's van uw eigen organisatie."]
    if errors:
        raise InvalidInput(errors)
    row = DutyHours.objects.create(
        organisation_id=actor.organisation_id,
        name=hours.name.strip(),
        weekdays=days,
        begins=hours.begins,
        ends=hours.ends,
        recorded_by_id=actor.user_id,
        recorded_at=at,
    )
    DutyMember.objects.bulk_create([DutyMember(hours=row, user=member) for member in hours.members])
    return row


@one_write
def end_duty_hours(*, public_id: UUID, actor: Actor, at: datetime) -> DutyHours:
    """End hours of the own organisation; the row stays. Raises NotAllowed, Conflict when they ended."""
    check_can_keep_duty_hours(actor)
    row = DutyHours.objects.filter(
        organisation=actor.organisation_id, public_id=public_id, ended_at__isnull=True
    ).first()
    if row is None:
        raise Conflict("Deze diensturen zijn al beëindigd.")
    row.ended_at = at
    row.save(update_fields=["ended_at"])
    return row
