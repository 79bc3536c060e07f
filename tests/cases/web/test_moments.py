"""Moments, remaining time and ages as people read them."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from cases.templatetags.veiligheid_ui import age
from cases.terms.rules.wording import AMSTERDAM
from cases.web.moments import age_text, due_text, moment_text, remaining_text

AT = datetime(2026, 3, 10, 15, 48, tzinfo=AMSTERDAM)


def test_a_moment_is_shown_on_the_amsterdam_clock_whatever_zone_it_was_stored_in() -> None:
    assert moment_text(datetime(2026, 3, 10, 18, 0, tzinfo=UTC)) == "di 10 mrt 19:00"
    assert moment_text(datetime(2026, 7, 10, 18, 0, tzinfo=UTC)) == "vr 10 jul 20:00"


def test_a_moment_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        moment_text(datetime(2026, 3, 10, 18, 0))  # noqa: DTZ001 - the naive moment is the point


def test_the_year_is_said_only_when_it_is_another_one() -> None:
    stored = datetime(2025, 12, 31, 23, 30, tzinfo=UTC)
    assert moment_text(stored, AT) == "do 1 jan 00:30"
    assert moment_text(stored - timedelta(hours=1), AT) == "wo 31 dec 2025 23:30"


def test_a_term_that_ends_at_midnight_is_due_at_the_end_of_the_day_before() -> None:
    assert due_text(datetime(2026, 3, 14, 0, 0, tzinfo=AMSTERDAM), AT) == "vr 13 mrt 24:00"
    assert due_text(datetime(2027, 1, 1, 0, 0, tzinfo=AMSTERDAM), AT) == "do 31 dec 24:00"
    assert due_text(datetime(2026, 3, 14, 0, 1, tzinfo=AMSTERDAM), AT) == "za 14 mrt 00:01"


@pytest.mark.parametrize(
    ("left", "text"),
    [
        (timedelta(hours=3, minutes=12), "nog 3 u 12 min"),
        (timedelta(hours=3, minutes=12, seconds=59), "nog 3 u 12 min"),
        (timedelta(minutes=48), "nog 48 min"),
        (timedelta(hours=1), "nog 1 u 0 min"),
        (timedelta(hours=47, minutes=59), "nog 47 u 59 min"),
        (timedelta(hours=48), "nog 2 dgn"),
        (timedelta(days=3, hours=5), "nog 3 dgn 5 u"),
        (timedelta(seconds=59), "nog geen minuut"),
        (timedelta(0), "zojuist verlopen"),
        (timedelta(seconds=-59), "zojuist verlopen"),
        (timedelta(minutes=-12), "12 min te laat"),
        (timedelta(hours=-3, minutes=-12, seconds=-30), "3 u 12 min te laat"),
        (timedelta(days=-5), "5 dgn te laat"),
    ],
)
def test_remaining_time_never_promises_more_than_there_is(left: timedelta, text: str) -> None:
    assert remaining_text(AT + left, AT) == text


def test_remaining_time_is_real_time_when_the_clock_goes_forward() -> None:
    start = datetime(2026, 3, 28, 20, 0, tzinfo=AMSTERDAM)
    assert remaining_text(
        datetime(2026, 3, 29, 14, 0, tzinfo=AMSTERDAM).astimezone(UTC), start.astimezone(UTC)
    ) == ("nog 17 u 0 min")


def test_remaining_time_is_real_time_for_moments_on_the_amsterdam_clock_too() -> None:
    start = datetime(2026, 10, 24, 20, 0, tzinfo=AMSTERDAM)
    assert remaining_text(datetime(2026, 10, 25, 14, 0, tzinfo=AMSTERDAM), start) == "nog 19 u 0 min"


def test_what_is_owed_without_a_moment_says_so() -> None:
    assert remaining_text(None, AT) == "geen moment"


@pytest.mark.parametrize(
    ("born", "text"),
    [
        (date(2026, 2, 3), "5 wk"),
        (date(2026, 3, 10), "0 wk"),
        (date(2025, 12, 11), "12 wk"),
        (date(2025, 12, 10), "3 mnd"),
        (date(2024, 3, 11), "23 mnd"),
        (date(2024, 3, 10), "2 jaar"),
        (date(2008, 3, 11), "17 jaar"),
        (date(2008, 3, 10), "18 jaar"),
        (date(2008, 2, 29), "18 jaar"),
    ],
)
def test_age_is_said_in_weeks_months_or_years(born: date, text: str) -> None:
    assert age_text(born, AT.date()) == text


def test_an_unknown_birth_date_gives_no_age() -> None:
    assert age_text(None, AT.date()) == ""


def test_age_turns_at_midnight_in_amsterdam() -> None:
    born = date(2008, 3, 11)
    assert age(born, datetime(2026, 3, 10, 22, 59, tzinfo=UTC)) == "17 jaar"
    assert age(born, datetime(2026, 3, 10, 23, 0, tzinfo=UTC)) == "18 jaar"
