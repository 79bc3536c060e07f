"""Until when a klacht can be made and withdrawn (art. 66 and 67 Sr)."""

from __future__ import annotations

import calendar
from datetime import date, timedelta
from typing import Final

KLACHT_MONTHS: Final = 3
WITHDRAWAL_DAYS: Final = 8


def klacht_deadline(knowledge_on: date) -> date:
    """The last day on which the klacht can be made: three months after the day of knowledge (art. 66 Sr).

    `knowledge_on` is the day on which the victim learned of the offence. Where the month of the last day is
    shorter, its last day counts. The day never moves for a weekend: the earlier reading is the careful one.
    """
    month_index = knowledge_on.month - 1 + KLACHT_MONTHS
    year, month = knowledge_on.year + month_index // 12, month_index % 12 + 1
    return date(year, month, min(knowledge_on.day, calendar.monthrange(year, month)[1]))


def klacht_in_time(knowledge_on: date, made_on: date) -> bool:
    """Whether a klacht made on a day is within the three months."""
    return made_on <= klacht_deadline(knowledge_on)


def withdrawal_deadline(made_on: date) -> date:
    """The last day on which the klacht can be withdrawn: eight days after it was made (art. 67 Sr)."""
    return made_on + timedelta(days=WITHDRAWAL_DAYS)


def may_withdraw(made_on: date, on: date) -> bool:
    """Whether the klacht can still be withdrawn on a day."""
    return made_on <= on <= withdrawal_deadline(made_on)
