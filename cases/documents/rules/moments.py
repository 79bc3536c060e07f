"""Moments on paper: always with the year, because paper lasts longer than a screen."""

from __future__ import annotations

from datetime import datetime, timedelta

from cases.terms.rules.wording import day_text, local


def dated_text(moment: datetime) -> str:
    """Gives "di 10 mrt 2026 19:00"."""
    here = local(moment)
    return f"{day_text(here.date())} {here:%H:%M}"


def dated_due_text(moment: datetime) -> str:
    """As `dated_text`, but midnight is the end of the day before: "vr 13 mrt 2026 24:00"."""
    here = local(moment)
    if (here.hour, here.minute, here.second) != (0, 0, 0):
        return dated_text(moment)
    return f"{day_text(here.date() - timedelta(days=1))} 24:00"
