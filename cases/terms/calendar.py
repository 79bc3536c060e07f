"""Which days are ordinary, as the table of decreed days says: what every term is counted with."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import Final

from cases.terms.decreed_models import DecreedDay
from cases.terms.rules.calendar import WorkCalendar

SECONDS_TRUSTED: Final = 30.0


def current_calendar() -> WorkCalendar:
    """The calendar as the table stands at this moment in this transaction."""
    rows = DecreedDay.objects.filter(withdrawn_at__isnull=True).order_by("day").values_list("day", "ground")
    grounds = dict(rows)
    return WorkCalendar(frozenset(grounds), grounds)


@dataclass(slots=True)
class _Known:
    calendar: WorkCalendar
    read_at: float


_known = _Known(WorkCalendar(), 0.0)


def shown_calendar() -> WorkCalendar:
    """The calendar for the colours of clocks on a page; what this process read may be half a minute old.

    No term is counted with it: a page full of clocks must not ask the table for each of them.
    """
    now = time.monotonic()
    if not _known.read_at or now - _known.read_at > SECONDS_TRUSTED:
        _known.calendar, _known.read_at = current_calendar(), now
    return _known.calendar


def forget_calendar() -> None:
    """Read the table again at the next question."""
    _known.read_at = 0.0
