"""When a term warns, alarms and escalates, whom it tells and how: data (domain guide, section 10)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import StrEnum
from fractions import Fraction
from typing import Final

from cases.outbox.rules import Channel
from cases.terms.rules.calendar import WorkCalendar, wall_clock
from cases.terms.rules.wording import count_text, local, span_text, utc


class Nature(StrEnum):
    """What a stage is: something to know, something to do now, or somebody else's turn."""

    WARNING = "warning"
    ALARM = "alarm"
    ESCALATION = "escalation"


NATURE_LABELS: Final[dict[Nature, str]] = {
    Nature.WARNING: "loopt bijna af",
    Nature.ALARM: "is verlopen",
    Nature.ESCALATION: "is verlopen en nog niet opgepakt",
}


class Audience(StrEnum):
    """Who is told.

    HANDLER: the person of the term, else the lead of the organisation, else all who do the work there;
    WORKERS: all who do the work; TEAM_LEAD: of the organisation; ZSM_COORDINATOR: of every partner in the
    case; PARTICIPANTS: leads and team leads of every partner.
    """

    HANDLER = "handler"
    WORKERS = "workers"
    TEAM_LEAD = "team_lead"
    ZSM_COORDINATOR = "zsm_coordinator"
    PARTICIPANTS = "participants"


AUDIENCE_LABELS: Final[dict[Audience, str]] = {
    Audience.HANDLER: "wie het doet",
    Audience.WORKERS: "wie er werkt",
    Audience.TEAM_LEAD: "teamleider",
    Audience.ZSM_COORDINATOR: "coördinator op ZSM",
    Audience.PARTICIPANTS: "de andere deelnemers",
}

STAGE_LABELS: Final[dict[Nature, str]] = {
    Nature.WARNING: "waarschuwing",
    Nature.ALARM: "alarm",
    Nature.ESCALATION: "opschaling",
}


@dataclass(frozen=True, slots=True)
class Before:
    """A fixed time before the due moment, but never more than this part of the whole term."""

    span: timedelta
    at_most: Fraction = Fraction(1)


@dataclass(frozen=True, slots=True)
class PartGone:
    """When this part of the whole term has gone by."""

    part: Fraction


@dataclass(frozen=True, slots=True)
class WorkingDayBefore:
    """At nine in the morning, this many ordinary days before the last day; 0 is the last day itself."""

    number: int


@dataclass(frozen=True, slots=True)
class After:
    """A fixed time after the due moment; zero is the due moment itself."""

    span: timedelta = timedelta(0)


Timing = Before | PartGone | WorkingDayBefore | After

MORNING: Final = time(9)


@dataclass(frozen=True, slots=True)
class Stage:
    """One moment in the life of a term. `code` is stable: it stands in the database and in messages.

    `every`: said again after each such span, until somebody takes the term over or it ends.
    """

    code: str
    nature: Nature
    timing: Timing
    audiences: tuple[Audience, ...]
    channels: tuple[Channel, ...]
    every: timedelta | None = None


@dataclass(frozen=True, slots=True)
class StageMoment:
    """A stage with the moment (UTC) at which it fires."""

    stage: Stage
    fires_at: datetime


_APP: Final = (Channel.IN_APP,)
_APP_AND_MAIL: Final = (Channel.IN_APP, Channel.EMAIL)

_HANDLER: Final = (Audience.HANDLER,)
# At the ZSM table people work in shifts: who is there now is not always who is named.
_TABLE: Final = (Audience.HANDLER, Audience.WORKERS, Audience.ZSM_COORDINATOR)
_ALARMED: Final = (Audience.HANDLER, Audience.TEAM_LEAD)
_LEADS: Final = (Audience.HANDLER, Audience.TEAM_LEAD, Audience.ZSM_COORDINATOR)
_EVERYBODY: Final = (*_LEADS, Audience.PARTICIPANTS)


def _warn(code: str, timing: Timing, *, mail: bool = False, table: bool = False) -> Stage:
    audiences = _TABLE if table else _HANDLER
    return Stage(code, Nature.WARNING, timing, audiences, _APP_AND_MAIL if mail else _APP)


def _late(first: timedelta, second: timedelta, *, every: timedelta, table: bool = False) -> tuple[Stage, ...]:
    """The alarm at the due moment and two steps up after it; the last is said again until taken over."""
    alarmed = (*_TABLE, Audience.TEAM_LEAD) if table else _ALARMED
    return (
        Stage("due", Nature.ALARM, After(), alarmed, _APP_AND_MAIL),
        Stage("late_first", Nature.ESCALATION, After(first), _LEADS, _APP_AND_MAIL),
        Stage("late_second", Nature.ESCALATION, After(second), _EVERYBODY, _APP_AND_MAIL, every),
    )


def _minutes(number: int) -> timedelta:
    return timedelta(minutes=number)


def _hours(number: int) -> timedelta:
    return timedelta(hours=number)


def _days(number: int) -> timedelta:
    return timedelta(days=number)


MEASURE_WARNING: Final = "before_end"
HALF: Final = Fraction(1, 2)
QUARTER: Final = Fraction(1, 4)

PROFILES: Final[Mapping[str, tuple[Stage, ...]]] = {
    "first_decision": (
        _warn("half", PartGone(HALF)),
        _warn("before_2h", Before(_hours(2), QUARTER), table=True),
        _warn("before_1h", Before(_hours(1), Fraction(1, 8)), mail=True, table=True),
        *_late(_minutes(15), _minutes(60), every=_minutes(30), table=True),
    ),
    "custody": (
        _warn("before_24h", Before(_hours(24), HALF)),
        _warn("before_6h", Before(_hours(6), QUARTER), mail=True),
        _warn("before_2h", Before(_hours(2), Fraction(1, 8)), mail=True, table=True),
        *_late(_minutes(15), _minutes(60), every=_minutes(30), table=True),
    ),
    "order": (
        _warn("before_14d", Before(_days(14), HALF)),
        _warn("before_3d", Before(_days(3), QUARTER), mail=True),
        _warn("before_24h", Before(_hours(24), Fraction(1, 8)), mail=True),
        *_late(_minutes(60), _hours(24), every=_hours(24)),
    ),
    "hours": (
        _warn("half", PartGone(HALF)),
        _warn("before_30m", Before(_minutes(30), QUARTER), mail=True),
        *_late(_minutes(30), _hours(2), every=_hours(2)),
    ),
    "at_once": _late(_minutes(30), _hours(2), every=_hours(1)),
    "same_day": (
        _warn("half", PartGone(HALF)),
        _warn("before_2h", Before(_hours(2), QUARTER), mail=True),
        *_late(_minutes(60), _hours(9), every=_hours(12)),
    ),
    "days": (
        _warn("working_days_2", WorkingDayBefore(2)),
        _warn("working_day_1", WorkingDayBefore(1)),
        _warn("last_day", WorkingDayBefore(0), mail=True),
        *_late(_hours(9), _hours(33), every=_hours(24)),
    ),
    "weeks": (
        _warn("half", PartGone(HALF)),
        _warn("working_days_5", WorkingDayBefore(5)),
        _warn("last_day", WorkingDayBefore(0), mail=True),
        *_late(_hours(9), _hours(33), every=_hours(24)),
    ),
    # Agreed terms do not move, but warn on the last working day before (tables, section 6).
    "agreed": (
        _warn("working_day_1", WorkingDayBefore(1), mail=True),
        _warn("last_day", WorkingDayBefore(0)),
        *_late(_hours(9), _hours(33), every=_hours(24)),
    ),
    # Early enough for a new judgement: 14 days, a short measure half its length (legal facts, section 1).
    "measure": (
        _warn(MEASURE_WARNING, Before(_days(14), HALF), mail=True),
        _warn("before_3d", Before(_days(3), QUARTER), mail=True),
        _warn("before_24h", Before(_hours(24), Fraction(1, 8)), mail=True),
        *_late(_minutes(60), _hours(24), every=_hours(24)),
    ),
}

STAGES: Final[Mapping[str, Stage]] = {stage.code: stage for profile in PROFILES.values() for stage in profile}


def timing_text(timing: Timing) -> str:
    """A timing in words, for the page that shows the table."""
    match timing:
        case Before(span=span, at_most=at_most):
            limit = "" if at_most == 1 else f", hoogstens {at_most} van de termijn"
            return f"{span_text(span)} vóór het moment{limit}"
        case PartGone(part=part):
            return f"na {part} van de termijn"
        case WorkingDayBefore(number=number):
            return (
                f"09:00, {count_text(number, 'werkdag', 'werkdagen')} ervoor"
                if number
                else "09:00, laatste dag"
            )
        case After(span=span):
            return f"{span_text(span)} erna" if span else "op het moment"


def stage_moments(
    profile: str,
    start: datetime,
    due_at: datetime | None,
    *,
    calendar: WorkCalendar,
    warn_days: int | None = None,
) -> tuple[StageMoment, ...]:
    """The stages of a term with their moments, in order; none when it has no due moment.

    `profile`: one of `PROFILES`, as the way of counting names it (`Way.stages`). A warning that would come at
    or before the start is left out. `warn_days` replaces the 14 days before the end of a measure.
    """
    if due_at is None:
        return ()
    start, due_at = utc(start), utc(due_at)
    moments = []
    for stage in PROFILES[profile]:
        timing = stage.timing
        if warn_days is not None and stage.code == MEASURE_WARNING and isinstance(timing, Before):
            timing = Before(timedelta(days=warn_days), timing.at_most)
        fires_at = _fires_at(timing, start, due_at, calendar)
        if stage.nature is not Nature.WARNING or start < fires_at < due_at:
            moments.append(StageMoment(stage, fires_at))
    return tuple(sorted(moments, key=lambda moment: moment.fires_at))


@dataclass(frozen=True, slots=True)
class WarningSpans:
    """The time left at which a clock turns to soon and to alarm: the first and the last warning."""

    soon: timedelta
    alarm: timedelta


def warning_spans(moments: tuple[StageMoment, ...], due_at: datetime) -> WarningSpans:
    """From how much time left a term draws attention; zero when it never warns beforehand."""
    warnings = [moment.fires_at for moment in moments if moment.stage.nature is Nature.WARNING]
    if not warnings:
        return WarningSpans(timedelta(0), timedelta(0))
    return WarningSpans(soon=due_at - warnings[0], alarm=due_at - warnings[-1])


def _fires_at(timing: Timing, start: datetime, due_at: datetime, calendar: WorkCalendar) -> datetime:
    whole = due_at - start
    match timing:
        case Before(span=span, at_most=at_most):
            return due_at - min(span, _part(whole, at_most))
        case PartGone(part=part):
            return start + _part(whole, part)
        case WorkingDayBefore(number=number):
            last = local(due_at - timedelta(microseconds=1)).date()
            return wall_clock(calendar.ordinary_before(last, number), MORNING)
        case After(span=span):
            return due_at + span


def _part(whole: timedelta, part: Fraction) -> timedelta:
    return whole * part.numerator / part.denominator
