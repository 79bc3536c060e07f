"""Moments of the demo's stories, counted back from now in the hours that count for the first decision."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Final

from cases.terms.rules.wording import local

# The hours 00:00-09:00 do not count (art. 56a Sv); no change of the clock falls between 09:00 and 24:00.
DAY_STARTS: Final = time(9)
A_MOMENT: Final = timedelta(microseconds=1)
# Police needs this long to register an arrest after the arrival.
REGISTERED_AFTER: Final = timedelta(minutes=10)


def counted_back(at: datetime, span: timedelta) -> datetime:
    """The whole minute that lies `span` before `at` when the night hours are left out.

    `at`: aware; `span`: more than nothing. A suspect who arrived then has used that much of the clock.
    """
    now = local(at)
    moment = now.replace(tzinfo=None, second=0, microsecond=0)
    left = span
    while True:
        opens = datetime.combine((moment - A_MOMENT).date(), DAY_STARTS)
        counted = moment - opens
        if counted >= left:
            return (moment - left).replace(tzinfo=now.tzinfo)
        if counted > timedelta(0):
            left -= counted
        moment = datetime.combine(opens.date(), time(0))


def registered_at(arrived_at: datetime, *, after: timedelta = REGISTERED_AFTER) -> datetime:
    """When police registers an arrest: soon, and before midnight, when the report to Veilig Thuis is due."""
    later = arrived_at + after
    return later if local(later).date() == local(arrived_at).date() else arrived_at
