"""Moments and lengths in plain Dutch, for the explanation behind every term."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

AMSTERDAM: Final = ZoneInfo("Europe/Amsterdam")

WEEKDAYS: Final = ("ma", "di", "wo", "do", "vr", "za", "zo")
MONTHS: Final = ("jan", "feb", "mrt", "apr", "mei", "jun", "jul", "aug", "sep", "okt", "nov", "dec")


def local(moment: datetime) -> datetime:
    """The moment on the Amsterdam clock. Raises ValueError for a moment without a time zone."""
    if moment.tzinfo is None:
        raise ValueError("a moment needs a time zone")
    return moment.astimezone(AMSTERDAM)


def utc(moment: datetime) -> datetime:
    """The moment in UTC, for reckoning: Python adds to Amsterdam times as if the clock never changed.

    Raises ValueError for a moment without a time zone.
    """
    if moment.tzinfo is None:
        raise ValueError("a moment needs a time zone")
    return moment.astimezone(UTC)


def day_text(day: date) -> str:
    """A day as "di 10 mrt 2026"."""
    return f"{WEEKDAYS[day.weekday()]} {day.day} {MONTHS[day.month - 1]} {day.year}"


def moment_text(moment: datetime) -> str:
    """A moment as "di 10 mrt 19:00"."""
    here = local(moment)
    return f"{WEEKDAYS[here.weekday()]} {here.day} {MONTHS[here.month - 1]} {here:%H:%M}"


def due_text(moment: datetime) -> str:
    """A due moment: as `moment_text`, but midnight is the end of the day before ("vr 13 mrt 24:00")."""
    here = local(moment)
    if (here.hour, here.minute, here.second) != (0, 0, 0):
        return moment_text(moment)
    eve = here.date() - timedelta(days=1)
    return f"{WEEKDAYS[eve.weekday()]} {eve.day} {MONTHS[eve.month - 1]} 24:00"


def count_text(number: int, one: str, more: str) -> str:
    """A number with its noun: "1 dag", "3 dagen"."""
    return f"{number} {one if number == 1 else more}"


def span_text(span: timedelta) -> str:
    """A length of time as "7 uur", "5 uur 30 minuten" or "40 minuten"; seconds only when there are any."""
    minutes, seconds = divmod(int(span.total_seconds()), 60)
    hours, minutes = divmod(minutes, 60)
    parts = [f"{hours} uur"] if hours else []
    if minutes:
        parts.append(count_text(minutes, "minuut", "minuten"))
    if seconds or not parts:
        parts.append(count_text(seconds, "seconde", "seconden"))
    return " ".join(parts)


def each_once(texts: Iterable[str]) -> list[str]:
    """Each text once, with how often it stands there: sixty orders that end are one thing to say."""
    return [f"{text} ({number}×)" if number > 1 else text for text, number in Counter(texts).items()]
