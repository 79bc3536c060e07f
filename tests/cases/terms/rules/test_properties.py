"""What holds for every start: order, counted hours, ordinary days."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cases.terms.rules.calendar import DAY, WorkCalendar, day_ends, day_starts, wall_clock
from cases.terms.rules.catalogue import rule_for
from cases.terms.rules.computation import due_moment
from cases.terms.rules.kinds import TermKind
from cases.terms.rules.parameters import Parameters
from cases.terms.rules.stages import Nature, stage_moments
from cases.terms.rules.vocabulary import Counting, Situation
from cases.terms.rules.wording import AMSTERDAM, local
from tests.cases.terms.rules.moments import ams, starts

CALENDAR = WorkCalendar()
BIG = settings(max_examples=300, deadline=None)

HOURS = {TermKind.FIRST_DECISION: Parameters(hours=9)}
WALL_CLOCK = {Counting.CALENDAR_DAYS}
WITHOUT_OWN_LENGTH = {Counting.NO_MOMENT, Counting.ON_DAY, Counting.BEFORE_MOMENT}
MOVING = (TermKind.VT_INQUIRY_STARTS, TermKind.VT_INQUIRY_ENDS, TermKind.INFORM_PERSON_ON_RECORD)


def own_length(kind: TermKind) -> bool:
    rule = rule_for(kind, date(2026, 3, 10))
    way = rule.ways.get(Situation.STANDARD)
    return way is not None and way.counting not in WITHOUT_OWN_LENGTH


COUNTED_KINDS = [kind for kind in TermKind if own_length(kind)]


def due(kind: TermKind, start: datetime) -> datetime:
    outcome = due_moment(kind, start, parameters=HOURS.get(kind)).due_at
    assert outcome is not None
    return outcome


def counted_daytime(start: datetime, end: datetime) -> timedelta:
    """The time between two moments outside 00:00-09:00, counted minute by hour the slow way."""
    total, day = timedelta(0), local(start).date()
    while day_starts(day) < end:
        opens, closes = wall_clock(day, time(9)), day_ends(day)
        total += max(min(closes, end) - max(opens, start), timedelta(0))
        day += DAY
    return total


@pytest.mark.parametrize("hours", [6, 9])
@BIG
@given(start=starts())
def test_exactly_the_hours_of_the_law_are_counted_outside_the_night(hours: int, start: datetime) -> None:
    outcome = due_moment(TermKind.FIRST_DECISION, start, parameters=Parameters(hours=hours)).due_at
    assert outcome is not None
    assert counted_daytime(start, outcome) == timedelta(hours=hours)
    shown = local(outcome)
    assert shown.hour >= 9 or (shown.hour, shown.minute, shown.second) == (0, 0, 0)


@pytest.mark.parametrize("kind", COUNTED_KINDS)
@settings(max_examples=60, deadline=None)
@given(start=starts(), later=st.timedeltas(timedelta(seconds=1), timedelta(days=4)))
def test_later_start_never_gives_an_earlier_due_moment(
    kind: TermKind, start: datetime, later: timedelta
) -> None:
    rule = rule_for(kind, local(start).date())
    if rule.ways[Situation.STANDARD].counting in WALL_CLOCK:
        # Within the hour that comes twice the clock itself runs back.
        later += timedelta(hours=1)
    second = start + later
    assert due(kind, start) <= due(kind, second)


@pytest.mark.parametrize("kind", COUNTED_KINDS)
@settings(max_examples=60, deadline=None)
@given(start=starts())
def test_due_moment_never_lies_before_the_start(kind: TermKind, start: datetime) -> None:
    outcome = due(kind, start)
    assert outcome.tzinfo is UTC
    assert outcome >= start


@pytest.mark.parametrize("kind", [*MOVING, TermKind.VT_ASSESSMENT, TermKind.FEEDBACK_TO_REPORTER])
@BIG
@given(start=starts())
def test_term_never_ends_on_a_day_that_is_not_ordinary(kind: TermKind, start: datetime) -> None:
    outcome = due(kind, start)
    last = local(outcome - timedelta(seconds=1)).date()
    assert CALENDAR.is_ordinary(last)
    assert outcome == day_ends(last)


@BIG
@given(start=starts())
def test_five_working_days_hold_exactly_five_ordinary_days(start: datetime) -> None:
    last = local(due(TermKind.VT_ASSESSMENT, start) - timedelta(seconds=1)).date()
    assert CALENDAR.ordinary_between(local(start).date(), last) == 5


@BIG
@given(start=starts())
def test_term_under_the_termijnenwet_holds_two_ordinary_days(start: datetime) -> None:
    last = local(due(TermKind.VT_INQUIRY_STARTS, start) - timedelta(seconds=1)).date()
    assert CALENDAR.ordinary_between(local(start).date(), last) >= 2


@pytest.mark.parametrize("kind", [TermKind.POLICE_CUSTODY, TermKind.BEFORE_RC, TermKind.REMAND])
@BIG
@given(start=starts())
def test_nobody_is_held_longer_than_either_reading_allows(kind: TermKind, start: datetime) -> None:
    length = rule_for(kind, local(start).date()).ways[Situation.STANDARD].length.span
    outcome = due(kind, start)
    assert timedelta(0) <= length - (outcome - start) <= timedelta(hours=1)
    wall = local(outcome).replace(tzinfo=None) - local(start).replace(tzinfo=None)
    # In a skipped hour the clock jumps past the reading at the very moment the term ends.
    assert wall <= length or local(outcome - timedelta(seconds=1)).utcoffset() != local(outcome).utcoffset()


@BIG
@given(start=starts())
def test_huisverbod_ends_at_the_time_of_day_at_which_it_began(start: datetime) -> None:
    outcome = local(due(TermKind.TEMPORARY_RESTRAINING_ORDER, start))
    shown = local(start).replace(tzinfo=None) + timedelta(days=10)
    skipped_hour = wall_clock(shown.date(), shown.time()) != shown.replace(tzinfo=outcome.tzinfo).astimezone(
        UTC
    )
    assert outcome.replace(tzinfo=None) == shown or skipped_hour


@pytest.mark.parametrize("kind", COUNTED_KINDS)
@settings(max_examples=60, deadline=None)
@given(start=starts())
def test_stages_come_in_order_with_the_alarm_exactly_at_the_due_moment(
    kind: TermKind, start: datetime
) -> None:
    computed = due_moment(kind, start, parameters=HOURS.get(kind))
    assert computed.due_at is not None
    moments = stage_moments(computed.profile, start, computed.due_at, calendar=CALENDAR)
    fires = [moment.fires_at for moment in moments]
    assert fires == sorted(fires)
    for moment in moments:
        if moment.stage.nature is Nature.WARNING:
            assert start < moment.fires_at < computed.due_at
        elif moment.stage.nature is Nature.ALARM:
            assert moment.fires_at == computed.due_at
        else:
            assert moment.fires_at > computed.due_at
    assert len({moment.stage.code for moment in moments}) == len(moments)


@BIG
@given(day=st.dates(date(2020, 1, 1), date(2060, 12, 31)), at=st.times())
def test_wall_clock_is_the_first_moment_at_which_the_clock_has_come_that_far(day: date, at: time) -> None:
    moment = wall_clock(day, at)
    naive = datetime.combine(day, at).replace(fold=0)
    assert local(moment).replace(tzinfo=None) >= naive
    assert local(moment - timedelta(microseconds=1)).replace(tzinfo=None) < naive


@pytest.mark.parametrize(
    ("day", "name"),
    [
        ("2026-01-01", "Nieuwjaarsdag"),
        ("2026-04-03", "Goede vrijdag"),
        ("2026-04-06", "Tweede paasdag"),
        ("2026-04-27", "Koningsdag"),
        ("2025-04-26", "Koningsdag"),
        ("2025-04-27", None),
        ("2026-05-05", "Bevrijdingsdag"),
        ("2027-05-05", "Bevrijdingsdag"),
        ("2026-05-14", "Hemelvaartsdag"),
        ("2026-05-25", "Tweede pinksterdag"),
        ("2026-12-25", "Eerste kerstdag"),
        ("2026-12-26", "Tweede kerstdag"),
        ("2026-12-24", None),
        ("2026-12-31", None),
    ],
)
def test_holiday_of_the_termijnenwet(day: str, name: str | None) -> None:
    assert CALENDAR.holiday_name(date.fromisoformat(day)) == name


def test_moments_on_the_amsterdam_clock_are_reckoned_as_time_that_passes() -> None:
    start, end = (
        moment.astimezone(AMSTERDAM) for moment in (ams("2026-03-29 00:00"), ams("2026-03-29 13:00"))
    )
    moments = stage_moments("hours", start, end, calendar=CALENDAR)
    assert moments[0].fires_at == ams("2026-03-29 07:00")
    reference = Parameters(Situation.HELD, reference=ams("2026-03-29 04:00").astimezone(AMSTERDAM))
    assert due_moment(TermKind.PART_A, start, parameters=reference).due_at == ams("2026-03-29 01:00")


def test_start_in_the_second_of_two_equal_hours_is_later_than_in_the_first() -> None:
    first, second = ams("2026-10-25 02:30", fold=0), ams("2026-10-25 02:30", fold=1)
    assert due(TermKind.VT_ON_SCENE, second) - due(TermKind.VT_ON_SCENE, first) == timedelta(hours=1)
