"""Under which heading a due moment stands, in My work and in the mail of the night."""

from __future__ import annotations

import pytest

from cases.terms.rules.headings import Heading, heading_of, under_headings
from tests.cases.terms.rules.moments import ams


@pytest.mark.parametrize(
    ("at", "due", "heading"),
    [
        ("2026-03-10 10:00", "2026-03-10 10:00", "late"),
        ("2026-03-10 10:00", "2026-03-10 10:01", "today"),
        ("2026-03-10 10:00", "2026-03-10 09:59", "late"),
        # The end of today is 24:00, which the clock writes as 0:00 of tomorrow.
        ("2026-03-10 10:00", "2026-03-11 00:00", "today"),
        ("2026-03-10 10:00", "2026-03-11 00:01", "tomorrow"),
        ("2026-03-10 10:00", "2026-03-12 00:00", "tomorrow"),
        ("2026-03-10 10:00", "2026-03-12 00:01", "week"),
        # Tuesday: the week ends on Sunday at 24:00.
        ("2026-03-10 10:00", "2026-03-16 00:00", "week"),
        ("2026-03-10 10:00", "2026-03-16 00:01", "later"),
        # Just before and at midnight.
        ("2026-03-10 23:59", "2026-03-11 00:00", "today"),
        ("2026-03-11 00:00", "2026-03-11 00:00", "late"),
        ("2026-03-11 00:00", "2026-03-11 23:00", "today"),
        # On Sunday, Monday is tomorrow and Tuesday is no longer this week.
        ("2026-03-15 10:00", "2026-03-16 12:00", "tomorrow"),
        ("2026-03-15 10:00", "2026-03-17 12:00", "later"),
        # The night in which the clock goes forward.
        ("2026-03-28 23:30", "2026-03-29 03:30", "tomorrow"),
        ("2026-12-31 12:00", "2027-01-01 12:00", "tomorrow"),
    ],
)
def test_a_due_moment_falls_under_the_day_that_it_closes(at: str, due: str, heading: str) -> None:
    assert heading_of(ams(due), ams(at)) == heading


def test_what_has_no_moment_stands_apart() -> None:
    assert heading_of(None, ams("2026-03-10 10:00")) is Heading.NO_MOMENT


def test_headings_without_anything_are_left_out_and_the_order_is_kept() -> None:
    at, late, soon = ams("2026-03-10 10:00"), ams("2026-03-09 10:00"), ams("2026-03-10 11:00")
    items = [("b", soon), ("a", late), ("c", soon)]
    assert under_headings(items, lambda item: item[1], at) == [
        (Heading.LATE, [("a", late)]),
        (Heading.TODAY, [("b", soon), ("c", soon)]),
    ]
