"""When the mail of the night goes out, and how far it looks."""

from __future__ import annotations

from datetime import UTC, date, datetime, time

import pytest

from cases.terms.rules.morning import horizon, mail_day
from tests.cases.terms.rules.moments import ams

SIX, HALF_TWO = time(6, 0), time(2, 30)
SPRING, AUTUMN = date(2026, 3, 29), date(2026, 10, 25)


@pytest.mark.parametrize(
    ("at", "mail_at", "day"),
    [
        ("2026-03-10 05:59", SIX, None),
        ("2026-03-10 06:00", SIX, date(2026, 3, 10)),
        ("2026-03-10 11:59", SIX, date(2026, 3, 10)),
        ("2026-03-10 12:00", SIX, None),
        ("2026-03-10 23:00", SIX, None),
        ("2026-03-10 00:00", time(0, 0), date(2026, 3, 10)),
        ("2026-03-10 23:59", time(22, 0), date(2026, 3, 10)),
        # The day ends at midnight.
        ("2026-03-11 00:30", time(22, 0), None),
        # Summer begins: 6:00 is an hour earlier, and so is the end of the morning.
        ("2026-03-29 05:59", SIX, None),
        ("2026-03-29 06:00", SIX, SPRING),
        ("2026-03-29 11:59", SIX, SPRING),
        ("2026-03-29 12:00", SIX, None),
        # Winter begins.
        ("2026-10-25 05:59", SIX, None),
        ("2026-10-25 06:00", SIX, AUTUMN),
        ("2026-10-25 12:00", SIX, None),
    ],
)
def test_the_mail_is_due_in_the_morning_of_its_own_day(at: str, mail_at: time, day: date | None) -> None:
    assert mail_day(ams(at), mail_at) == day


@pytest.mark.parametrize(
    ("at", "day"),
    [
        # 2:30 does not exist: it comes at 3:30 (1:30 UTC), six hours long.
        ((2026, 3, 29, 1, 29), None),
        ((2026, 3, 29, 1, 30), SPRING),
        ((2026, 3, 29, 7, 29), SPRING),
        ((2026, 3, 29, 7, 30), None),
        # 2:30 comes twice, at 0:30 and at 1:30 UTC: the first counts, the second is the same day.
        ((2026, 10, 25, 0, 29), None),
        ((2026, 10, 25, 0, 30), AUTUMN),
        ((2026, 10, 25, 1, 15), AUTUMN),
        ((2026, 10, 25, 1, 30), AUTUMN),
        ((2026, 10, 25, 6, 29), AUTUMN),
        ((2026, 10, 25, 6, 30), None),
    ],
)
def test_a_time_that_is_skipped_or_comes_twice(at: tuple[int, int, int, int, int], day: date | None) -> None:
    assert mail_day(datetime(*at, tzinfo=UTC), HALF_TWO) == day


@pytest.mark.parametrize(
    ("at", "end"),
    [
        ("2026-03-10 06:00", "2026-03-16 00:00"),
        ("2026-03-10 23:59", "2026-03-16 00:00"),
        # Five whole days, over a change of the clock too.
        ("2026-03-27 06:00", "2026-04-02 00:00"),
        ("2026-10-23 06:00", "2026-10-29 00:00"),
    ],
)
def test_it_looks_five_whole_days_ahead(at: str, end: str) -> None:
    assert horizon(ams(at)) == ams(end)
