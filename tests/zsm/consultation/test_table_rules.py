"""The order of the table, the part of the day, and what may stand on the wall."""

from __future__ import annotations

from datetime import datetime

import pytest

from cases.access.rules.categories import Category
from cases.access.rules.disclosure import DEFAULT_TABLE, Phase
from cases.access.rules.levels import Level
from cases.organisations.rules import OrganisationKind
from tests.cases.terms.rules.moments import ams
from zsm.consultation.rules.table import (
    DayPart,
    Reader,
    in_order_of_due,
    may_stand_on_the_wall,
    moved,
    part_of_day,
)

K, C = OrganisationKind, Category
EARLY, LATE = ams("2026-03-10 14:00"), ams("2026-03-10 19:00")


@pytest.mark.parametrize(
    ("hour", "part"),
    [
        (0, DayPart.MORNING),
        (11, DayPart.MORNING),
        (12, DayPart.AFTERNOON),
        (16, DayPart.AFTERNOON),
        (17, DayPart.EVENING),
        (23, DayPart.EVENING),
    ],
)
def test_the_part_of_the_day(hour: int, part: DayPart) -> None:
    assert part_of_day(hour) is part


ORDERS: list[tuple[list[tuple[int, datetime | None, datetime | None]], list[int]]] = [
    ([], []),
    ([(1, LATE, EARLY), (2, EARLY, EARLY)], [2, 1]),
    # The clock of the first decision goes before anything else that is due earlier.
    ([(1, None, EARLY), (2, LATE, LATE)], [2, 1]),
    ([(1, None, None), (2, None, LATE)], [2, 1]),
    ([(2, LATE, None), (1, LATE, None)], [1, 2]),
]


@pytest.mark.parametrize(("rows", "order"), ORDERS)
def test_what_runs_out_first_stands_on_top(
    rows: list[tuple[int, datetime | None, datetime | None]], order: list[int]
) -> None:
    assert in_order_of_due(rows) == order


@pytest.mark.parametrize(
    ("key", "step", "order"),
    [(2, -1, [2, 1, 3]), (2, 1, [1, 3, 2]), (1, -1, [1, 2, 3]), (3, 1, [1, 2, 3]), (3, -2, [3, 1, 2])],
)
def test_a_case_is_moved_and_never_past_the_ends(key: int, step: int, order: list[int]) -> None:
    assert moved([1, 2, 3], key, step) == order


OM = Reader(K.OM, 1, Level.DECIDE)
VT = Reader(K.VT, 2, Level.CONTRIBUTE)
SHN = Reader(K.SHN, 3, Level.CONTRIBUTE)
HALT = Reader(K.HALT, 4, None)
ZVH = Reader(K.ZVH, 5, Level.THAT)
SHN_OPENED = Reader(K.SHN, 3, Level.CONTRIBUTE, frozenset({(2, C.ASSESSMENT_CONCLUSION)}))

WALL: list[tuple[tuple[Reader, ...], Category, int, bool]] = [
    ((), C.IDENTITY, 1, False),
    ((OM, VT), C.IDENTITY, 9, True),
    ((OM, VT), C.ASSESSMENT_CONCLUSION, 2, True),
    # Slachtofferhulp sees the conclusion only when Veilig Thuis opened it.
    ((OM, VT, SHN), C.ASSESSMENT_CONCLUSION, 2, False),
    ((OM, VT, SHN_OPENED), C.ASSESSMENT_CONCLUSION, 2, True),
    ((OM, VT, SHN), C.DECISION, 1, True),
    # Who sits at the table and has no part in the case, or only knows of it, keeps it from the wall.
    ((OM, HALT), C.IDENTITY, 9, False),
    ((OM, ZVH), C.IDENTITY, 9, False),
]


@pytest.mark.parametrize(("readers", "category", "giver", "shown"), WALL)
def test_on_the_wall_stands_only_what_everybody_there_may_see(
    readers: tuple[Reader, ...], category: Category, giver: int, shown: bool
) -> None:
    found = may_stand_on_the_wall(readers, category, giver, phase=Phase.TOGETHER, table=DEFAULT_TABLE)
    assert found is shown
