"""One function per way of counting (tables, section 6); each also tells in Dutch how it counted.

All moments go in and come out in UTC.
"""

from __future__ import annotations

import calendar as gregorian
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final

from cases.terms.rules.calendar import DAY, WorkCalendar, clock_change, day_ends, wall_clock
from cases.terms.rules.vocabulary import Length
from cases.terms.rules.wording import day_text, due_text, local, moment_text, span_text, utc

NIGHT_ENDS: Final = time(9)
# Algemene termijnenwet art. 2: a term of three days or more holds at least two ordinary days.
SHORTEST_PROTECTED: Final = 3
ORDINARY_DAYS_IN_TERM: Final = 2


@dataclass(frozen=True, slots=True)
class Step:
    """One line of the explanation; `moment` is where the count stands after it, when that says something."""

    text: str
    moment: datetime | None = None


@dataclass(frozen=True, slots=True)
class Interruption:
    """A period in which the law lets a term stand still; without `until` it still does."""

    since: datetime
    until: datetime | None
    reason: str

    def __post_init__(self) -> None:
        object.__setattr__(self, "since", utc(self.since))
        object.__setattr__(self, "until", utc(self.until) if self.until else None)


@dataclass(frozen=True, slots=True)
class Counted:
    """When a count ends (None: not known yet), and how it went."""

    due_at: datetime | None
    steps: tuple[Step, ...] = ()


def daytime_hours(start: datetime, length: Length) -> Counted:
    """Hours of which those between 00:00 and 09:00 do not count (art. 56a, 56b Sv).

    The clock changes at night, so a change never touches an hour that counts.
    """
    left = length.span
    moment = start
    steps: list[Step] = []
    while True:
        day = local(moment).date()
        opens, closes = wall_clock(day, NIGHT_ENDS), day_ends(day)
        if moment < opens:
            steps.append(
                Step(f"{moment_text(moment)} – 09:00: nacht, telt niet mee{_jump_text(day)}.", opens)
            )
            moment = opens
        counted = min(left, closes - moment)
        left -= counted
        text = f"{moment_text(moment)} – {due_text(moment + counted)[-5:]}: {span_text(counted)} geteld"
        moment += counted
        if not left:
            return Counted(moment, (*steps, Step(f"{text}.", moment)))
        steps.append(Step(f"{text}, nog {span_text(left)}.", moment))


def elapsed(start: datetime, length: Length) -> Counted:
    """Time as it passes, whatever the clock shows."""
    due_at = start + length.span
    return Counted(due_at, tuple(_change_steps(start, due_at, "de verstreken tijd telt")))


def earlier_reading(start: datetime, length: Length, interruptions: Sequence[Interruption] = ()) -> Counted:
    """Days of 24 hours (art. 136 Sv): the earlier of the elapsed and the wall-clock reading.

    Periods in which the term stands still (art. 64 Sv) come after it; while one lasts the end is unknown.
    """
    passed = start + length.span
    here = local(start)
    shown_end = here.replace(tzinfo=None) + length.span
    shown = wall_clock(shown_end.date(), shown_end.time())
    due_at = min(passed, shown)
    steps: list[Step] = []
    if passed != shown:
        text = f"Klokwissel: naar verstreken tijd {moment_text(passed)}, op de klok {moment_text(shown)}."
        steps.append(Step(f"{text} De vroegste telt.", due_at))
    stood_until = start
    for interruption in sorted(interruptions, key=lambda period: period.since):
        if interruption.since >= due_at:
            break
        since = moment_text(interruption.since)
        if interruption.until is None:
            steps.append(Step(f"Staat stil sinds {since}: {interruption.reason}."))
            return Counted(None, tuple(steps))
        # What two periods have in common counts once.
        pause = interruption.until - max(interruption.since, stood_until)
        if pause > timedelta(0):
            due_at += pause
            stood_until = interruption.until
            until = moment_text(interruption.until)
            steps.append(Step(f"Stond stil van {since} tot {until}: {interruption.reason}.", due_at))
    return Counted(due_at, tuple(steps))


def calendar_days(start: datetime, length: Length) -> Counted:
    """Calendar days that end at the time of day at which they began (huisverbod, 509hh)."""
    end = local(start).replace(tzinfo=None) + length.span
    due_at = wall_clock(end.date(), end.time())
    return Counted(due_at, tuple(_change_steps(start, due_at, "het tijdstip op de klok telt")))


def end_of_day(start: datetime, length: Length, calendar: WorkCalendar, *, moves: bool = False) -> Counted:
    """Days, the first one not counted, to the end (24:00) of the last.

    With `moves` the Algemene termijnenwet applies: a last day that is no ordinary day moves on (art. 1), and
    a term of three days or more holds at least two ordinary days (art. 2).
    """
    first = local(start).date()
    last = first + length.span
    steps = [Step(f"De dag van het begin telt niet mee; de laatste dag is {day_text(last)}.", day_ends(last))]
    if not moves:
        return Counted(day_ends(last), tuple(steps))
    ordinary = calendar.next_ordinary(last)
    if ordinary != last:
        why = _why_not_ordinary(last, calendar)
        text = (
            f"{day_text(last)} is {why}: schuift op naar {day_text(ordinary)} (Algemene termijnenwet art. 1)."
        )
        steps.append(Step(text, day_ends(ordinary)))
    if length.span >= DAY * SHORTEST_PROTECTED:
        moved = ordinary
        while calendar.ordinary_between(first, ordinary) < ORDINARY_DAYS_IN_TERM:
            ordinary = calendar.next_ordinary(ordinary + DAY)
        if moved != ordinary:
            text = f"Minder dan twee gewone dagen: verlengd tot {day_text(ordinary)}"
            steps.append(Step(f"{text} (Algemene termijnenwet art. 2).", day_ends(ordinary)))
    return Counted(day_ends(ordinary), tuple(steps))


def working_days(start: datetime, length: Length, calendar: WorkCalendar) -> Counted:
    """Ordinary days after the day of the start, to the end (24:00) of the last."""
    first = local(start).date()
    day, counted = first, 0
    skipped: list[str] = []
    steps = [Step(f"De dag van het begin ({day_text(first)}) telt niet mee.")]
    while counted < length.working_days:
        day += DAY
        if calendar.is_ordinary(day):
            counted += 1
            steps.append(Step(f"Werkdag {counted}: {day_text(day)}.", day_ends(day)))
        else:
            holiday = calendar.holiday_name(day)
            skipped.append(f"{day_text(day)} ({holiday})" if holiday else day_text(day))
    if skipped:
        steps.insert(1, Step(f"Tellen niet mee: {', '.join(skipped)}."))
    return Counted(day_ends(day), tuple(steps))


def months(start: datetime, length: Length) -> Counted:
    """Months, to the end (24:00) of the day with the same number; of a shorter month the last day."""
    first = local(start).date()
    year, index = divmod(first.year * 12 + first.month - 1 + length.months, 12)
    month = index + 1
    last = date(year, month, min(first.day, gregorian.monthrange(year, month)[1]))
    return Counted(day_ends(last), (Step(f"De laatste dag is {day_text(last)}.", day_ends(last)),))


def on_day(day: date) -> Counted:
    """The end (24:00) of one day."""
    return Counted(day_ends(day), (Step(f"Loopt tot het einde van {day_text(day)}.", day_ends(day)),))


def before_moment(start: datetime, length: Length, reference: datetime | None) -> Counted:
    """A length before another moment, never before the start; without that moment there is no due moment."""
    if reference is None:
        return Counted(None, (Step("Er is nog geen moment vanaf waar wordt teruggerekend."),))
    due_at = max(reference - length.span, start)
    if not length.span:
        return Counted(due_at, (Step(f"Uiterlijk op {due_text(reference)}.", due_at),))
    text = f"{length.text} voor {due_text(reference)}"
    if due_at > reference - length.span:
        text += "; dat moment was bij het begin al voorbij"
    return Counted(due_at, (Step(f"{text}.", due_at),))


def _why_not_ordinary(day: date, calendar: WorkCalendar) -> str:
    return calendar.holiday_name(day) or ("zaterdag" if day.weekday() == 5 else "zondag")


def _jump_text(day: date) -> str:
    change = clock_change(day)
    if not change:
        return ""
    return f"; de klok gaat een uur {'vooruit' if change > timedelta(0) else 'terug'}"


def _change_steps(start: datetime, due_at: datetime, rule: str) -> list[Step]:
    """A line when the clock changed between start and end."""
    change = (local(due_at).utcoffset() or timedelta()) - (local(start).utcoffset() or timedelta())
    if not change:
        return []
    direction = "vooruit" if change > timedelta(0) else "terug"
    return [Step(f"Onderweg gaat de klok een uur {direction}: {rule}.")]
