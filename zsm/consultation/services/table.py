"""Leading the table: opening it, the order of the cases, one case at a time, and closing it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Final

from django.db.models import Max

from cases.access.actor import Actor
from cases.access.errors import Conflict, InvalidInput, NotAllowed
from cases.access.rules.categories import Category
from cases.access.writing import first_come, one_write
from cases.casefiles.models import Case
from cases.casefiles.services import lock_case, record_event
from cases.organisations.models import Organisation, User, ZsmLocation
from cases.terms.rules.wording import local
from zsm.consultation.models import TableItem, TableSeat, TableSession
from zsm.consultation.permissions import check_can_lead_table
from zsm.consultation.queries import cases_for_table, seats_of, serves_location
from zsm.consultation.rules.table import DayPart, ItemState, moved

LONGEST_REASON: Final = 300
ALREADY_OPEN: Final = "Op deze locatie is al een tafel open. Sluit die eerst."


@one_write
def open_table(*, location: ZsmLocation, part: DayPart, actor: Actor, at: datetime) -> TableSession:
    """Open the table of a location for a part of the day, with what runs out first on top.

    The coordinator's own organisation sits there from the start. Raises NotAllowed, and Conflict when a
    table is open there already.
    """
    check_can_lead_table(actor)
    if not serves_location(actor.organisation_id, location.pk, at):
        raise NotAllowed(f"{actor.organisation_name} werkt niet voor {location}.")
    if TableSession.objects.filter(location=location, closed_at__isnull=True).exists():
        raise Conflict(ALREADY_OPEN)
    with first_come("one_open_table_per_location", ALREADY_OPEN):
        session = TableSession.objects.create(
            location=location,
            day=local(at).date(),
            part=part.value,
            organisation_id=actor.organisation_id,
            opened_by_id=actor.user_id,
            opened_at=at,
        )
    own = Organisation.objects.get(pk=actor.organisation_id)
    user = User.objects.get(pk=actor.user_id)
    TableSeat.objects.create(session=session, organisation=own, user=user, since=at)
    _append(session, cases_for_table(actor, location, at), actor)
    return session


@one_write
def bring_in(*, session: TableSession, actor: Actor, at: datetime) -> int:
    """Put cases that came up since on the list, behind the others; answers how many."""
    session = _led(session, actor)
    listed = set(TableItem.objects.filter(session=session).values_list("case_id", flat=True))
    new = [case for case in cases_for_table(actor, session.location, at) if case.pk not in listed]
    _append(session, new, actor)
    return len(new)


@one_write
def move_case(*, session: TableSession, item: TableItem, step: int, actor: Actor) -> None:
    """Move a waiting case up (negative) or down the list."""
    session = _led(session, actor)
    item = _fresh(session, item)
    _must(item, ItemState.WAITING)
    waiting = list(
        TableItem.objects.filter(session=session, state=ItemState.WAITING.value).order_by("place", "pk")
    )
    by_key = {row.pk: row for row in waiting}
    places = sorted(row.place for row in waiting)
    for place, key in zip(places, moved([row.pk for row in waiting], item.pk, step), strict=True):
        by_key[key].place = place
    TableItem.objects.bulk_update(waiting, ["place"])


@one_write
def call_case(*, session: TableSession, item: TableItem, actor: Actor, at: datetime) -> TableItem:
    """Take a waiting case next; the one that was discussed is done. Raises Conflict when it does not wait."""
    session = _led(session, actor)
    item = _fresh(session, item)
    _must(item, ItemState.WAITING)
    if (current := _current(session)) is not None:
        _end(current, ItemState.DISCUSSED, "", actor=actor, at=at)
    return _begin(session, item, actor=actor, at=at)


@one_write
def next_case(*, session: TableSession, actor: Actor, at: datetime) -> TableItem | None:
    """The case on the table is discussed and the next one begins; None when the list is done."""
    session = _led(session, actor)
    if (current := _current(session)) is not None:
        _end(current, ItemState.DISCUSSED, "", actor=actor, at=at)
    waiting = TableItem.objects.filter(session=session, state=ItemState.WAITING.value)
    item = waiting.select_related("case").order_by("place", "pk").first()
    return None if item is None else _begin(session, item, actor=actor, at=at)


@one_write
def finish_case(*, session: TableSession, actor: Actor, at: datetime) -> None:
    """The case on the table is discussed. Raises Conflict when there is none."""
    session = _led(session, actor)
    _end(_must_be_current(session), ItemState.DISCUSSED, "", actor=actor, at=at)


@one_write
def put_back(*, session: TableSession, reason: str, actor: Actor, at: datetime) -> TableItem:
    """Put the case on the table back at the end of the list, with the reason; answers its new turn.

    Raises InvalidInput without a reason, Conflict when no case is on the table.
    """
    session = _led(session, actor)
    current = _must_be_current(session)
    reason = reason.strip()
    if not reason:
        raise InvalidInput({"reason": ["Geef de reden van het terugleggen."]})
    if len(reason) > LONGEST_REASON:
        raise InvalidInput({"reason": [f"Gebruik ten hoogste {LONGEST_REASON} tekens."]})
    _end(current, ItemState.PUT_BACK, reason, actor=actor, at=at)
    return _append(session, [current.case], actor)[0]


@one_write
def close_table(*, session: TableSession, actor: Actor, at: datetime) -> None:
    """Close the table; the case on it is discussed, and everybody leaves."""
    session = _led(session, actor)
    if (current := _current(session)) is not None:
        _end(current, ItemState.DISCUSSED, "", actor=actor, at=at)
    TableSeat.objects.filter(session=session, until__isnull=True).update(until=at)
    session.closed_at = at
    session.save(update_fields=["closed_at"])


def _led(session: TableSession, actor: Actor) -> TableSession:
    """The table, locked, with its version raised so that open screens refresh."""
    check_can_lead_table(actor)
    try:
        locked = (
            TableSession.objects.select_for_update(of=("self",))
            .select_related("location")
            .get(pk=session.pk, organisation_id=actor.organisation_id)
        )
    except TableSession.DoesNotExist:
        raise NotAllowed("Deze tafel wordt door een andere organisatie geleid.") from None
    if locked.closed_at is not None:
        raise Conflict("Deze tafel is gesloten.")
    locked.version += 1
    locked.save(update_fields=["version"])
    return locked


def _append(session: TableSession, cases: Iterable[Case], actor: Actor) -> list[TableItem]:
    last = TableItem.objects.filter(session=session).aggregate(last=Max("place"))["last"] or 0
    rows = [
        TableItem(session=session, case=case, place=last + number, organisation_id=actor.organisation_id)
        for number, case in enumerate(cases, start=1)
    ]
    return TableItem.objects.bulk_create(rows)


def _fresh(session: TableSession, item: TableItem) -> TableItem:
    try:
        return TableItem.objects.select_related("case").get(pk=item.pk, session=session)
    except TableItem.DoesNotExist:
        raise Conflict("Deze zaak staat niet op de lijst van deze tafel.") from None


def _must(item: TableItem, state: ItemState) -> None:
    if item.state != state.value:
        raise Conflict(f"Deze zaak is intussen {item.get_state_display()}.")


def _current(session: TableSession) -> TableItem | None:
    rows = TableItem.objects.filter(session=session, state=ItemState.CURRENT.value)
    return rows.select_related("case").first()


def _must_be_current(session: TableSession) -> TableItem:
    if (current := _current(session)) is None:
        raise Conflict("Er is nu geen zaak aan de orde.")
    return current


def _begin(session: TableSession, item: TableItem, *, actor: Actor, at: datetime) -> TableItem:
    lock_case(item.case_id)
    item.state, item.started_at = ItemState.CURRENT.value, at
    item.save(update_fields=["state", "started_at"])
    present = ", ".join(seat.organisation.abbreviation for seat in seats_of(session))
    record_event(
        case=item.case,
        kind="table_started",
        category=Category.THAT,
        summary=f"Aan de orde op {session.location} ({session.get_part_display()}). Aan tafel: {present}."[
            :500
        ],
        actor=actor,
        at=at,
        subject=item,
    )
    return item


def _end(item: TableItem, state: ItemState, reason: str, *, actor: Actor, at: datetime) -> None:
    lock_case(item.case_id)
    item.state, item.reason, item.ended_at = state.value, reason, at
    item.save(update_fields=["state", "reason", "ended_at"])
    present = ", ".join(seat.organisation.abbreviation for seat in seats_of(item.session))
    what = "Besproken" if state is ItemState.DISCUSSED else "Teruggelegd"
    record_event(
        case=item.case,
        kind="table_ended",
        category=Category.THAT,
        summary=f"{what} aan de ZSM-tafel. Aan tafel: {present}."[:500],
        actor=actor,
        at=at,
        subject=item,
    )
