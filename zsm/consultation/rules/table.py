"""The ZSM table in session: the part of the day, the order of the cases, and what may stand on the wall."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from cases.access.rules.categories import Category
from cases.access.rules.disclosure import DisclosureTable, Phase, decide
from cases.access.rules.levels import Level
from cases.organisations.rules import OrganisationKind

NOON, EVENING = 12, 17


class DayPart(StrEnum):
    """A ZSM table sits up to three times a day."""

    MORNING = "morning"
    AFTERNOON = "afternoon"
    EVENING = "evening"


class ItemState(StrEnum):
    """Where a case stands on the list of a session."""

    WAITING = "waiting"
    CURRENT = "current"
    DISCUSSED = "discussed"
    PUT_BACK = "put_back"


DAY_PART_LABELS: Final[dict[DayPart, str]] = {
    DayPart.MORNING: "ochtend",
    DayPart.AFTERNOON: "middag",
    DayPart.EVENING: "avond",
}
ITEM_STATE_LABELS: Final[dict[ItemState, str]] = {
    ItemState.WAITING: "wacht",
    ItemState.CURRENT: "nu aan de orde",
    ItemState.DISCUSSED: "besproken",
    ItemState.PUT_BACK: "teruggelegd",
}
# Who sits at a ZSM table (domain guide, section 3).
AT_THE_TABLE: Final = (
    OrganisationKind.POLITIE,
    OrganisationKind.VT,
    OrganisationKind.OM,
    OrganisationKind.RECLASSERING,
    OrganisationKind.RVDK,
    OrganisationKind.SHN,
    OrganisationKind.HALT,
)


def part_of_day(hour: int) -> DayPart:
    """The part of the day in which an hour (0-23, Amsterdam) lies."""
    if hour < NOON:
        return DayPart.MORNING
    return DayPart.AFTERNOON if hour < EVENING else DayPart.EVENING


def in_order_of_due(rows: Iterable[tuple[int, datetime | None, datetime | None]]) -> list[int]:
    """Cases (key, due moment of the first decision, first due moment of anything) by what runs out first.

    The clock of the first decision goes before any other; what has no moment comes last, by key.
    """

    def place(row: tuple[int, datetime | None, datetime | None]) -> tuple[bool, bool, float, int]:
        key, decision, other = row
        due = decision or other
        return (due is None, decision is None, due.timestamp() if due else 0.0, key)

    return [key for key, _, _ in sorted(rows, key=place)]


def moved(order: Sequence[int], key: int, step: int) -> list[int]:
    """The order with one entry moved; never past the ends. Raises ValueError when the entry is not there."""
    rest = list(order)
    place = rest.index(key)
    rest.remove(key)
    rest.insert(min(max(place + step, 0), len(rest)), key)
    return rest


@dataclass(frozen=True, slots=True)
class Reader:
    """An organisation that can read the wall: its kind, key, level in the case (None: no part), its marks."""

    kind: OrganisationKind
    key: int
    level: Level | None
    marks: frozenset[tuple[int, Category]] = frozenset()


def may_stand_on_the_wall(
    readers: Iterable[Reader],
    category: Category,
    giver: int,
    *,
    phase: Phase,
    table: DisclosureTable,
) -> bool:
    """Whether everybody who can read the wall may see this; with nobody to read it, nothing stands there."""
    known = list(readers)
    return bool(known) and all(
        reader.level is not None
        and reader.level >= Level.VIEW
        and decide(
            reader.kind,
            category,
            is_giver=reader.key == giver,
            marked=(giver, category) in reader.marks,
            consent=False,
            phase=phase,
            running_task=reader.level >= Level.CONTRIBUTE,
            table=table,
        ).allowed
        for reader in known
    )
