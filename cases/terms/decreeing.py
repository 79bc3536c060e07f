"""Equating a day with a holiday and taking that back; what then runs is counted again by the worker."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Final
from uuid import UUID

from django.db import transaction

from cases.access.actor import Actor
from cases.access.errors import Conflict, InvalidInput
from cases.access.permissions import check_role
from cases.access.writing import first_come, one_write
from cases.organisations.rules import Role
from cases.terms.calendar import forget_calendar
from cases.terms.decreed_models import DecreedDay
from cases.terms.rules.ordinary import why_no_decree
from cases.terms.rules.wording import day_text, local

# A decree that is entered late still counts for terms that run over its day.
EARLIEST: Final = timedelta(days=92)
LATEST: Final = timedelta(days=5 * 366)
CHANGED: Final = (
    *("withdrawn_by", "withdrawn_at", "withdrawal_reason"),
    *("changed_at", "rounds", "looked_through", "counted_again"),
)
ALREADY: Final = "Deze dag staat al in de werkkalender."


def keeps_calendar(actor: Actor) -> bool:
    """Whether the actor keeps the days that are equated with a holiday."""
    return actor.has(Role.FUNCTIONAL_ADMINISTRATOR)


def check_can_keep_calendar(actor: Actor) -> None:
    """Raise NotAllowed for everybody but a functional administrator."""
    check_role(actor, Role.FUNCTIONAL_ADMINISTRATOR, task="De werkkalender bijhouden")


def decreed_days() -> list[DecreedDay]:
    """All days that are or were equated with a holiday, the latest day first."""
    return list(DecreedDay.objects.select_related("added_by", "withdrawn_by").order_by("-day", "-pk"))


def running_day(public_id: UUID) -> DecreedDay:
    """A day that is equated with a holiday. Raises Conflict when it is not any more, or never was."""
    row = DecreedDay.objects.filter(public_id=public_id, withdrawn_at__isnull=True).first()
    if row is None:
        raise Conflict("Deze dag is al ingetrokken.")
    return row


def check_decree(*, day: date, ground: str, at: datetime) -> None:
    """Raise InvalidInput ("day", "ground") for a day that cannot be equated with a holiday."""
    errors: dict[str, list[str]] = {}
    today = local(at).date()
    if not today - EARLIEST <= day <= today + LATEST:
        errors["day"] = ["Kies een dag tussen drie maanden geleden en vijf jaar vooruit."]
    elif why := why_no_decree(day):
        errors["day"] = [why]
    elif DecreedDay.objects.filter(day=day, withdrawn_at__isnull=True).exists():
        errors["day"] = [ALREADY]
    if not ground.strip():
        errors["ground"] = ["Noem het besluit."]
    if errors:
        raise InvalidInput(errors)


@one_write
def equate_day(*, day: date, ground: str, actor: Actor, at: datetime) -> DecreedDay:
    """Equate a day with a holiday (Algemene termijnenwet art. 3 lid 3), from now on.

    `ground`: the decree and where it stands. Terms that run over it are counted again by `recount_decreed`.
    Raises NotAllowed, InvalidInput as `check_decree`, Conflict when somebody was first.
    """
    check_can_keep_calendar(actor)
    check_decree(day=day, ground=ground, at=at)
    with first_come("decreed_day_once", ALREADY):
        row = DecreedDay.objects.create(
            day=day, ground=ground.strip(), added_by_id=actor.user_id, added_at=at, changed_at=at
        )
    transaction.on_commit(forget_calendar)
    return row


@one_write
def withdraw_day(*, public_id: UUID, reason: str, actor: Actor, at: datetime) -> DecreedDay:
    """Make a day an ordinary one again; the row stays, with who did it and why.

    Raises NotAllowed, InvalidInput ("reason"), Conflict when it was withdrawn already.
    """
    check_can_keep_calendar(actor)
    if not reason.strip():
        raise InvalidInput({"reason": ["Geef de reden."]})
    row = DecreedDay.objects.select_for_update(no_key=True).filter(pk=running_day(public_id).pk).get()
    if row.is_withdrawn:
        raise Conflict("Deze dag is al ingetrokken.")
    row.withdrawn_by_id, row.withdrawn_at, row.withdrawal_reason = actor.user_id, at, reason.strip()
    row.changed_at, row.rounds, row.looked_through, row.counted_again = at, 0, 0, 0
    row.save(update_fields=CHANGED)
    transaction.on_commit(forget_calendar)
    return row


def said_of(day: DecreedDay) -> str:
    """What the decree or its withdrawal made of the day, in words."""
    if day.is_withdrawn:
        return f"{day_text(day.day)} is weer een gewone dag ({day.withdrawal_reason})"
    return f"{day_text(day.day)} is met een feestdag gelijkgesteld ({day.ground})"
