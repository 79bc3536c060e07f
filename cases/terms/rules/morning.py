"""When the mail of the night goes out: at a time of the day, after an outage still that morning."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Final

from cases.terms.rules.wording import AMSTERDAM, local, utc

# After an outage the mail of today is still worth something; in the evening My work tells it better.
STILL_MORNING: Final = timedelta(hours=6)
DAYS_AHEAD: Final = 5


def mail_day(at: datetime, mail_at: time) -> date | None:
    """The day whose mail is due at a moment; None when it is not time.

    `mail_at` is a time on the Amsterdam clock. One that the clock skips in spring comes an hour later, of one
    that comes twice in autumn the first counts. A day ends at midnight, also for a mail that is set late.
    """
    today = local(at).date()
    due = utc(datetime.combine(today, mail_at, AMSTERDAM))
    return today if due <= utc(at) < due + STILL_MORNING else None


def horizon(at: datetime) -> datetime:
    """The end of the fifth day after today, up to which terms are named."""
    end = local(at).date() + timedelta(days=DAYS_AHEAD + 1)
    return utc(datetime.combine(end, time(), AMSTERDAM))
