"""How long a measure holds, at the exact boundaries of the law."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from cases.plans.rules.catalogue import measure
from cases.plans.rules.measure import MeasureKind
from cases.plans.rules.period import PeriodRefused, period_of
from tests.cases.terms.rules.moments import ams

ON = date(2026, 3, 10)
ORDER, HOME = MeasureKind.BEHAVIOURAL_ORDER, MeasureKind.TEMPORARY_RESTRAINING_ORDER


@pytest.mark.parametrize(
    ("kind", "starts_at", "until", "ends_at"),
    [
        # Without an end the law decides; the clock goes forward on 29 March, the time of day stays.
        (ORDER, "2026-03-10 14:02", None, "2026-06-08 14:02"),
        (HOME, "2026-03-10 14:02", None, "2026-03-20 14:02"),
        # The last day that the order names, at the time of day at which it began.
        (ORDER, "2026-03-10 14:02", "2026-03-24 23:59", "2026-03-24 14:02"),
        (ORDER, "2026-03-10 14:02", "2026-06-08 14:02", "2026-06-08 14:02"),
        # Extended by the mayor to four weeks in all.
        (HOME, "2026-03-10 14:02", "2026-04-07 12:00", "2026-04-07 14:02"),
        # A sentence keeps the end that the court gave it.
        (MeasureKind.LIBERTY_RESTRICTING, "2026-03-10 14:02", "2027-03-10 00:00", "2027-03-10 00:00"),
        (MeasureKind.LIBERTY_RESTRICTING, "2026-03-10 14:02", "2031-03-11 00:00", "2031-03-11 00:00"),
    ],
)
def test_a_measure_ends_when_the_order_says_at_the_time_at_which_it_began(
    kind: MeasureKind, starts_at: str, until: str | None, ends_at: str
) -> None:
    period = period_of(measure(kind, ON), ams(starts_at), ams(until) if until else None)
    assert period.ends_at == ams(ends_at)


@pytest.mark.parametrize(
    ("kind", "until"),
    [
        (ORDER, "2026-03-10 14:02"),
        (ORDER, "2026-06-09 14:02"),
        (HOME, "2026-03-19 14:02"),
        (HOME, "2026-04-08 14:02"),
        (MeasureKind.LIBERTY_RESTRICTING, "2031-03-11 00:01"),
        (MeasureKind.POLICE_CUSTODY, "2026-03-16 14:03"),
    ],
)
def test_an_end_that_the_law_does_not_know_is_refused(kind: MeasureKind, until: str) -> None:
    with pytest.raises(PeriodRefused):
        period_of(measure(kind, ON), ams("2026-03-10 14:02"), ams(until))


def test_conditions_of_a_suspension_have_no_end_of_their_own() -> None:
    begins: datetime = ams("2026-03-10 14:02")
    assert period_of(measure(MeasureKind.SUSPENSION_OF_REMAND, ON), begins, None).ends_at is None
