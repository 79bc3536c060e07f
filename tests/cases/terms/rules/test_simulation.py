"""The simulation plays the real rules: the same seed the same year, and more presence never gives less."""

from __future__ import annotations

from datetime import time
from io import StringIO
from pathlib import Path

from django.core.management import call_command

from cases.terms.rules.calendar import WorkCalendar
from cases.terms.rules.simulation import VARIANTS, Presence, arrivals, simulate
from tests.cases.terms.rules.moments import ams

CALENDAR = WorkCalendar()
OFFICE = Presence("5×8", time(9), time(17), ordinary_days_only=True)


def test_same_seed_gives_the_same_year_and_another_seed_another() -> None:
    assert arrivals(2026, 200, 1) == arrivals(2026, 200, 1) != arrivals(2026, 200, 2)
    assert [outcome.stages for outcome in simulate(year=2026, seed=1, cases=200)] == [
        outcome.stages for outcome in simulate(year=2026, seed=1, cases=200)
    ]


def test_work_waits_for_the_next_ordinary_day_and_goes_on_there() -> None:
    # Thursday before Good Friday, half an hour before the end of office hours.
    start = ams("2026-04-02 16:30")
    assert OFFICE.done_at(start, 30, CALENDAR) == ams("2026-04-02 17:00")
    assert OFFICE.done_at(start, 45, CALENDAR) == ams("2026-04-07 09:15")
    assert OFFICE.done_at(ams("2026-03-10 07:00"), 60, CALENDAR) == ams("2026-03-10 10:00")


def test_seven_days_of_fourteen_hours_give_more_than_five_of_eight() -> None:
    few, many = simulate(year=2026, seed=7, cases=800)
    assert (few.name, many.name) == tuple(variant.name for variant in VARIANTS)
    assert few.cases == many.cases == 800
    assert many.part_a_in_time > few.part_a_in_time
    assert many.decided_in_time > few.decided_in_time
    assert many.alarms < few.alarms
    assert few.part_a_in_time >= few.before_its_own_moment
    assert few.alarms_outside_duty <= few.alarms <= few.stages


def test_the_command_prints_a_table_and_draws_a_picture(tmp_path: Path) -> None:
    out, drawn = StringIO(), tmp_path / "aanwezigheid.svg"
    call_command("simulate_terms", zaken=100, seed=3, svg=drawn, stdout=out)
    assert "| 5×8 | 100 |" in out.getvalue()
    assert "| 7×14 | 100 |" in out.getvalue()
    text = drawn.read_text(encoding="utf-8")
    assert text.startswith("<svg")
    assert "7×14: onderdeel A op tijd" in text
