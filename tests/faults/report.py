"""What each fault did, as a row of the table that `make faults` prints."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from tests.faults.ground import Outcome, System

# Goals: from the due moment to the application and to the mail server, at 200 alarms a minute (seconds).
IN_APP, BY_MAIL = 20.0, 60.0


@dataclass
class Struck:
    """When a fault began, how long the logs were then, and what was seen of it meanwhile."""

    name: str
    since: datetime
    marks: dict[str, int]
    saw_ready: set[str] = field(default_factory=set)
    saw_figure: bool = False
    is_skipped: bool = False


class Kind(Protocol):
    """What a fault says of itself."""

    alarm: str | None
    told: str | None
    late_on_purpose: bool


@dataclass(frozen=True, slots=True)
class Row:
    """A line: how late the alarms of its time were, and whether it was noticed. None: it asks for none."""

    name: str
    lags: tuple[float, ...]
    mail_lags: tuple[float, ...]
    lost: int
    twice: int
    alarm_raised: bool | None
    is_told: bool | None
    late_on_purpose: bool
    is_skipped: bool

    @property
    def p99(self) -> float:
        """The 99th percentile of the lag, in seconds."""
        return percentile(self.lags, 99)

    @property
    def most(self) -> float:
        """The longest lag, in seconds."""
        return max(self.lags, default=0.0)


def percentile(values: Iterable[float], percent: float) -> float:
    """The smallest value that so many percent do not exceed; 0 when there is none."""
    ordered = sorted(values)
    return ordered[max(math.ceil(len(ordered) * percent / 100) - 1, 0)] if ordered else 0.0


def row_of(
    struck: Struck, end: datetime, fault: Kind | None, found: Sequence[Outcome], system: System
) -> Row:
    """The row of what was due between the beginning of a fault and `end`."""
    is_late = fault is not None and fault.late_on_purpose
    mine = [outcome for outcome in found if struck.since <= outcome.due < end]
    said = system.said_since(struck.marks)
    return Row(
        name=struck.name,
        lags=tuple(outcome.lag for outcome in mine if outcome.lag is not None),
        mail_lags=tuple(
            (outcome.last_sent - outcome.due).total_seconds() for outcome in mine if outcome.last_sent
        ),
        lost=sum(outcome.is_lost for outcome in mine),
        twice=sum(outcome.twice for outcome in mine),
        alarm_raised=_raised(struck, fault.alarm, said) if fault and fault.alarm else None,
        is_told=re.search(fault.told, said) is not None if fault and fault.told else None,
        late_on_purpose=is_late,
        is_skipped=struck.is_skipped,
    )


def _raised(struck: Struck, alarm: str, said: str) -> bool:
    where, _, what = alarm.partition(":")
    if where == "ready":
        return what in struck.saw_ready
    if where == "figure":
        return struck.saw_figure
    return re.search(alarm, said) is not None


def table(rows: Sequence[Row], caught_up: float, letters: Mapping[str, int], p99: float, most: float) -> str:
    """The table, and below it the figures beside their goals."""
    lines = [
        "",
        f"{'fault':62}{'alarms':>7}{'p50':>7}{'p99':>7}{'max':>7}{'lost':>6}{'twice':>6}  alarm  log",
    ]
    lines += [
        f"{row.name:62}{len(row.lags):>7}{percentile(row.lags, 50):>7.1f}{row.p99:>7.1f}{row.most:>7.1f}"
        f"{row.lost:>6}{row.twice:>6}  {_word(row.alarm_raised):5}  {_word(row.is_told)}"
        for row in rows
    ]
    counted = [row for row in rows if not row.late_on_purpose]
    every = [lag for row in counted for lag in row.lags]
    calm = rows[0]
    again = sum(number - 1 for number in letters.values())
    lines += [
        "",
        _beside("lag, p99 (s), all faults", percentile(every, 99), p99),
        _beside("lag, max (s), all faults", max(every, default=0.0), most),
        _beside("seconds to give what was overdue after six hours", caught_up, 300.0),
        _beside("without fault: due to in the application, p99 (s)", calm.p99, IN_APP),
        _beside("without fault: due to mail server, p99 (s)", percentile(calm.mail_lags, 99), BY_MAIL),
        f"{len(letters):,} letters arrived, {again} of them more than once under the same Message-ID",
    ]
    return "\n".join(lines)


def _word(seen: bool | None) -> str:
    return "-" if seen is None else "yes" if seen else "NO"


def _beside(what: str, value: float, goal: float) -> str:
    return f"{what:62}{value:>9.1f}  <= {goal:g}  {'reached' if value <= goal else 'NOT reached'}"
