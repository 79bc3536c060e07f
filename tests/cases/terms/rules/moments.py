"""Amsterdam moments for tests, written as "2026-03-10 19:00"."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from hypothesis import strategies as st

from cases.terms.rules.calendar import day_ends
from cases.terms.rules.wording import AMSTERDAM


def ams(text: str, *, fold: int = 0) -> datetime:
    """The moment (UTC) at which the Amsterdam clock shows this; `fold=1`: the second of two equal hours."""
    return datetime.fromisoformat(text).replace(tzinfo=AMSTERDAM, fold=fold).astimezone(UTC)


def end_of(text: str) -> datetime:
    """24:00 of a day."""
    return day_ends(date.fromisoformat(text))


CLOCK_CHANGES = ("2026-03-29", "2026-10-25", "2027-03-28", "2028-10-29")
TELLING_DAYS = (
    *CLOCK_CHANGES,
    "2026-12-31",
    "2027-01-01",
    "2028-02-28",
    "2028-02-29",
    "2026-04-03",
    "2026-05-05",
)
TELLING_TIMES = ("23:59", "00:00", "00:01", "02:30", "08:59", "09:00", "09:01", "14:59", "15:00", "15:01")

FIRST = int(ams("2020-01-01 00:00").timestamp())
LAST = int(ams("2035-12-31 23:59").timestamp())


@st.composite
def starts(draw: st.DrawFn) -> datetime:
    """Any start from 2020 to 2035, with the days and times at which counting goes wrong drawn often."""
    if draw(st.booleans()):
        return datetime.fromtimestamp(draw(st.integers(FIRST, LAST)), UTC)
    day = date.fromisoformat(draw(st.sampled_from(TELLING_DAYS))) + timedelta(days=draw(st.integers(-3, 1)))
    return ams(f"{day} {draw(st.sampled_from(TELLING_TIMES))}", fold=draw(st.integers(0, 1)))
