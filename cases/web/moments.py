"""Moments, remaining time and ages in the words of the screen.

All functions are pure: the present moment is an argument. Screens show Europe/Amsterdam, whatever
zone a moment was stored in. `static/js/clock.js` repeats `remaining_text` for the ticking clock.
"""

from datetime import UTC, date, datetime, timedelta
from typing import Final

from cases.terms.rules.wording import MONTHS, WEEKDAYS, local

WEEKDAYS_LONG: Final = ("maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag")
MONTHS_LONG: Final = (
    "januari", "februari", "maart", "april", "mei", "juni",
    "juli", "augustus", "september", "oktober", "november", "december",
)  # fmt: skip

MINUTE: Final = timedelta(minutes=1)
# From two days on, minutes no longer help anyone: the text goes over to days and hours.
DAYS_FROM: Final = timedelta(hours=48)


def moment_text(value: datetime, at: datetime | None = None) -> str:
    """Gives "di 10 mrt 19:00"; with the year when `at` is given and lies in another year."""
    here = local(value)
    year = f" {here.year}" if at is not None and local(at).year != here.year else ""
    return f"{WEEKDAYS[here.weekday()]} {here.day} {MONTHS[here.month - 1]}{year} {here:%H:%M}"


def due_text(value: datetime, at: datetime | None = None) -> str:
    """A due moment: as `moment_text`, but midnight is the end of the day before ("vr 13 mrt 24:00").

    A term in days ends at the end (24:00) of its last day; "za 14 mrt 00:00" would be read as Saturday.
    """
    here = local(value)
    if (here.hour, here.minute, here.second) != (0, 0, 0):
        return moment_text(value, at)
    eve = here - timedelta(days=1)
    return moment_text(eve, at).removesuffix("00:00") + "24:00"


def day_text(value: date | datetime) -> str:
    """Gives "10 maart 2026"."""
    day = local(value).date() if isinstance(value, datetime) else value
    return f"{day.day} {MONTHS_LONG[day.month - 1]} {day.year}"


def weekday_text(value: date | datetime) -> str:
    """Gives "dinsdag 10 maart": the heading above the events of one day."""
    day = local(value).date() if isinstance(value, datetime) else value
    return f"{WEEKDAYS_LONG[day.weekday()]} {day.day} {MONTHS_LONG[day.month - 1]}"


def short_moment_text(value: datetime) -> str:
    """Gives "10 mrt 14:02": the moment in a source line."""
    here = local(value)
    return f"{here.day} {MONTHS[here.month - 1]} {here:%H:%M}"


def time_text(value: datetime) -> str:
    """Gives "14:02"."""
    return f"{local(value):%H:%M}"


def _span_text(span: timedelta) -> str:
    minutes = span // MINUTE
    hours, minutes = divmod(minutes, 60)
    if span >= DAYS_FROM:
        days, hours = divmod(hours, 24)
        return f"{days} dgn {hours} u" if hours else f"{days} dgn"
    if not hours:
        return f"{minutes} min"
    return f"{hours} u {minutes} min"


def time_left(due_at: datetime, at: datetime) -> timedelta:
    """Real time from `at` to the due moment, negative when it has passed.

    In UTC: Python subtracts two moments of one zone by the wall clock, an hour wrong when it changes.
    """
    return due_at.astimezone(UTC) - at.astimezone(UTC)


def remaining_text(due_at: datetime | None, at: datetime) -> str:
    """Gives "nog 3 u 12 min", "12 min te laat"; under a minute "nog geen minuut" or "zojuist verlopen".

    Whole minutes are rounded towards the due moment on both sides: never more time than there is.
    """
    if due_at is None:
        return "geen moment"
    left = time_left(due_at, at)
    if left > timedelta(0):
        return "nog geen minuut" if left < MINUTE else f"nog {_span_text(left)}"
    return "zojuist verlopen" if -left < MINUTE else f"{_span_text(-left)} te laat"


def years_on(born: date, on: date) -> int:
    """Age in whole years on a day; born on 29 February, a year is full on 1 March of a common year."""
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))


def age_text(born: date | None, on: date) -> str:
    """Gives "34 jaar", "14 mnd" below two years, "5 wk" below three months; empty when unknown."""
    if born is None or born > on:
        return ""
    months = (on.year - born.year) * 12 + on.month - born.month - (on.day < born.day)
    if months < 3:
        return f"{(on - born).days // 7} wk"
    if months < 24:
        return f"{months} mnd"
    return f"{years_on(born, on)} jaar"
