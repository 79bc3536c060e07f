"""Ordinary days and holidays of the Algemene termijnenwet, and the Amsterdam clock.

Source: Algemene termijnenwet art. 3 (legal facts, section 1). The moving feasts come from the `holidays`
package; 5 May and Good Friday stand in its optional category, where they are there every year.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import Final

from holidays import country_holidays
from holidays.constants import OPTIONAL, PUBLIC

from cases.terms.rules.wording import AMSTERDAM, local

DAY: Final = timedelta(days=1)
SATURDAY: Final = 5
DECREED: Final = "bij besluit gelijkgestelde dag"


@lru_cache(maxsize=256)
def legal_holidays(year: int) -> dict[date, str]:
    """The days of Algemene termijnenwet art. 3 in a year, with their Dutch names.

    Easter Sunday and Whit Sunday are in it too; they are Sundays, so they change nothing.
    """
    found = country_holidays("NL", years=year, categories=(PUBLIC, OPTIONAL), language="nl")
    return dict(found)


@dataclass(frozen=True, slots=True)
class WorkCalendar:
    """Which days are ordinary working days.

    `decreed` holds days equated with a holiday (art. 3 lid 3); `grounds` says of each which decree did so.
    """

    decreed: frozenset[date] = frozenset()
    grounds: Mapping[date, str] = field(default_factory=dict, hash=False)

    def holiday_name(self, day: date) -> str | None:
        """The name of the holiday on a day, or None."""
        name = legal_holidays(day.year).get(day)
        if name is None and day in self.decreed:
            ground = self.grounds.get(day, "")
            return f"{DECREED}, {ground}" if ground else DECREED
        return name

    def with_day(self, day: date, ground: str = "") -> WorkCalendar:
        """This calendar with one more day equated with a holiday."""
        return WorkCalendar(self.decreed | {day}, {**self.grounds, day: ground})

    def without_day(self, day: date) -> WorkCalendar:
        """This calendar without a day that was equated with a holiday."""
        kept = {known: ground for known, ground in self.grounds.items() if known != day}
        return WorkCalendar(self.decreed - {day}, kept)

    def is_ordinary(self, day: date) -> bool:
        """Whether a day is no Saturday, Sunday, holiday or equated day."""
        return day.weekday() < SATURDAY and self.holiday_name(day) is None

    def next_ordinary(self, day: date) -> date:
        """The day itself when it is ordinary, else the first ordinary day after it."""
        while not self.is_ordinary(day):
            day += DAY
        return day

    def ordinary_before(self, day: date, number: int = 1) -> date:
        """The day that lies this many ordinary days before a day; for 0 the day itself, ordinary or not."""
        while number > 0:
            day -= DAY
            if self.is_ordinary(day):
                number -= 1
        return day

    def ordinary_between(self, after: date, through: date) -> int:
        """How many ordinary days lie after the first day, up to and including the last."""
        span = (through - after).days
        return sum(self.is_ordinary(after + DAY * offset) for offset in range(1, span + 1))


def wall_clock(day: date, at: time) -> datetime:
    """The first moment (UTC) at which the Amsterdam clock shows this time of this day, or has jumped past it.

    An hour that comes twice is read the first time; an hour that is skipped ends at the moment of the jump.
    """
    naive = datetime.combine(day, at).replace(fold=0)
    moment = naive.replace(tzinfo=AMSTERDAM).astimezone(UTC)
    if local(moment).replace(tzinfo=None) == naive:
        return moment
    # The skipped hour is a whole one, so its first minute is the moment of the jump.
    return naive.replace(minute=0, second=0, microsecond=0, tzinfo=AMSTERDAM).astimezone(UTC)


def day_starts(day: date) -> datetime:
    """00:00 local time of a day, in UTC."""
    return wall_clock(day, time.min)


def day_ends(day: date) -> datetime:
    """24:00 local time of a day, in UTC; the end of a term that is counted in days."""
    return day_starts(day + DAY)


def clock_change(day: date) -> timedelta:
    """How far the clock jumps on a day: +1 hour in spring, -1 hour in autumn, else 0."""
    return DAY - (day_ends(day) - day_starts(day))
