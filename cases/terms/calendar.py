"""What every term is counted with: which days are ordinary, by the table of decreed days, and the rules."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final

from cases.access.errors import InvalidInput
from cases.terms.decreed_models import DecreedDay
from cases.terms.rules.calendar import WorkCalendar
from cases.terms.rules.catalogue import NoRule

SECONDS_TRUSTED: Final = 30.0
TOO_LONG_AGO: Final = "Een van de momenten ligt te ver terug: zo oud kent dit systeem geen termijnen."


@contextmanager
def within_the_rules() -> Iterator[None]:
    """Say it as a mistake of what was filled in when no rule was in force on the day of a start."""
    try:
        yield
    except NoRule as unknown:
        raise InvalidInput({"": [TOO_LONG_AGO]}) from unknown


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
