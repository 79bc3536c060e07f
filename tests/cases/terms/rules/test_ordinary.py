"""Which terms a decreed day can move, and how far."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from cases.terms.rules.calendar import WorkCalendar
from cases.terms.rules.computation import STANDARD_CALENDAR, due_moment
from cases.terms.rules.kinds import TermKind as K
from cases.terms.rules.ordinary import (
    KINDS_IN_ORDINARY_DAYS,
    Running,
    counted_again,
    needs_calendar,
    why_no_decree,
)
from cases.terms.rules.parameters import Parameters
from cases.terms.rules.vocabulary import Situation
from tests.cases.terms.rules.moments import ams, end_of

MONDAY = ams("2026-05-11 10:00")
FRIDAY = date(2026, 5, 15)
DECREED = WorkCalendar().with_day(FRIDAY, "Besluit X")


def running(kind: K, start: datetime, parameters: Parameters | None = None) -> Running:
    computed = due_moment(kind, start, parameters=parameters)
    assert computed.due_at is not None
    return Running(kind, start, computed.due_at, parameters or Parameters())


@pytest.mark.parametrize(
    ("kind", "start", "due"),
    [
        # Five working days: Ascension Day and the decreed Friday do not count.
        (K.VT_ASSESSMENT, MONDAY, end_of("2026-05-20")),
        # The start lies on the decreed day, or the end before it: nothing changes.
        (K.VT_ASSESSMENT, ams("2026-05-15 10:00"), None),
        (K.VT_ASSESSMENT, ams("2026-05-04 10:00"), None),
        # Five days of which the last is the decreed Friday: moves on over the weekend.
        (K.VT_INQUIRY_STARTS, ams("2026-05-10 10:00"), end_of("2026-05-18")),
        # The last day is a Monday anyhow; two ordinary days are left.
        (K.VT_INQUIRY_STARTS, ams("2026-05-13 10:00"), end_of("2026-05-19")),
        (K.INFORM_PERSON_ON_RECORD, ams("2026-04-17 10:00"), end_of("2026-05-18")),
        (K.INFORM_PERSON_ON_RECORD, ams("2026-04-20 10:00"), None),
    ],
)
def test_decreed_day_moves_what_counts_it(kind: K, start: datetime, due: datetime | None) -> None:
    term = running(kind, start)
    again = counted_again(term, was=STANDARD_CALENDAR, becomes=DECREED)
    assert again is not None
    assert again.computed.due_at == (due or term.due_at)
    assert again.moves is (due is not None)


def test_hours_and_moments_stay_where_they_are() -> None:
    first = running(K.FIRST_DECISION, MONDAY, Parameters(hours=9))
    assert counted_again(first, was=STANDARD_CALENDAR, becomes=DECREED) is None
    held = Parameters(Situation.HELD, reference=ams("2026-05-18 10:00"))
    asked = running(K.KLACHT_ASKED, MONDAY, held)
    assert counted_again(asked, was=STANDARD_CALENDAR, becomes=DECREED) is None
    assert K.KLACHT_ASKED in KINDS_IN_ORDINARY_DAYS
    assert K.FIRST_DECISION not in KINDS_IN_ORDINARY_DAYS
    assert not needs_calendar(K.KLACHT_ASKED, MONDAY, held)
    assert needs_calendar(K.KLACHT_ASKED, MONDAY, None)


def test_term_that_keeps_its_end_warns_on_another_day() -> None:
    # Ten weeks end on Monday 18 May; five working days before it skips the decreed Friday.
    term = running(K.VT_INQUIRY_ENDS, ams("2026-03-09 10:00"))
    assert term.due_at == end_of("2026-05-18")
    again = counted_again(term, was=STANDARD_CALENDAR, becomes=DECREED)
    assert again is not None
    assert (again.moves, again.warns_elsewhen) == (False, True)
    fires = {moment.stage.code: moment.fires_at for moment in again.warnings}
    assert fires["working_days_5"] == ams("2026-05-07 09:00")


def test_explanation_names_the_decree() -> None:
    steps = " ".join(step.text for step in due_moment(K.VT_ASSESSMENT, MONDAY, calendar=DECREED).steps)
    assert "vr 15 mei 2026 (bij besluit gelijkgestelde dag, Besluit X)" in steps
    without = DECREED.without_day(FRIDAY)
    assert without == WorkCalendar()
    assert due_moment(K.VT_ASSESSMENT, MONDAY, calendar=without).due_at == end_of("2026-05-19")


@pytest.mark.parametrize(
    ("day", "why"),
    [
        (FRIDAY, ""),
        (date(2026, 5, 14), "Deze dag is al een feestdag: Hemelvaartsdag."),
        (date(2026, 4, 3), "Deze dag is al een feestdag: Goede vrijdag."),
        (date(2026, 5, 16), "Deze dag is al een zaterdag of zondag."),
    ],
)
def test_only_an_ordinary_day_can_be_equated(day: date, why: str) -> None:
    assert why_no_decree(day) == why
