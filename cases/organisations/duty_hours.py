"""Who is there at which hours (VT 5×8 or 7×14 at ZSM, 7×24 crisis service); pure.

The sweep asks the same question in its one statement; a test holds both against each other.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

WEEKDAY_LABELS: Final = (
    (0, "maandag"),
    (1, "dinsdag"),
    (2, "woensdag"),
    (3, "donderdag"),
    (4, "vrijdag"),
    (5, "zaterdag"),
    (6, "zondag"),
)
AMSTERDAM: Final = ZoneInfo("Europe/Amsterdam")


def covers(weekdays: Collection[int], begins: time, ends: time, at: datetime) -> bool:
    """Whether hours that begin on these weekdays (Monday is 0) hold at a moment, on the Amsterdam clock.

    The end itself is outside. An end at or before the begin lies on the next day; the same time is 24 hours.
    """
    here = at.astimezone(AMSTERDAM)
    today, now = here.weekday(), here.time().replace(tzinfo=None)
    if begins < ends:
        return today in weekdays and begins <= now < ends
    yesterday = (here.date() - timedelta(days=1)).weekday()
    return (today in weekdays and now >= begins) or (yesterday in weekdays and now < ends)


def hours_text(weekdays: Collection[int], begins: time, ends: time) -> str:
    """The hours in words: "ma, di, wo, do, vr 08:30–17:00", "elke dag, dag en nacht"."""
    short = [label[:2] for number, label in WEEKDAY_LABELS if number in weekdays]
    days = "elke dag" if len(short) == len(WEEKDAY_LABELS) else ", ".join(short)
    if begins == ends == time():
        return f"{days}, dag en nacht"
    next_day = " (volgende dag)" if ends <= begins else ""
    return f"{days} {begins:%H:%M}–{ends:%H:%M}{next_day}"
