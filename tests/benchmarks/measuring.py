"""How long things take, as ratios of a floor measured in the same run."""

from __future__ import annotations

import gc
import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cases.terms.rules.wording import AMSTERDAM

WARM_UP = 5
# Noon of the day before: no rule asks why something of yesterday comes after midnight.
NOON = (datetime.now(AMSTERDAM) - timedelta(days=1)).replace(hour=12, minute=0, second=0, microsecond=0)


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the report: the ratio, what it must not exceed (or must reach), and how it came about."""

    goal: str
    what: str
    value: float
    limit: float | None = None
    at_least: bool = False
    note: str = ""

    @property
    def verdict(self) -> str:
        """Whether the goal is reached; empty when there is none."""
        if self.limit is None:
            return ""
        reached = self.value >= self.limit if self.at_least else self.value <= self.limit
        return "reached" if reached else "NOT reached"

    def __str__(self) -> str:
        sign = ">=" if self.at_least else "<="
        wanted = f"{sign} {self.limit:g}" if self.limit is not None else ""
        shown = f"{self.goal:>3}  {self.what:58}{self.value:>9.2f}  {wanted:>8}"
        return f"{shown}  {self.verdict:12}{self.note}".rstrip()


@dataclass
class Measured:
    """One page: what is asked for, how it is answered, and how long that took, in seconds."""

    name: str
    path: str
    status: int = 200
    goal: float | None = None
    headers: dict[str, str] = field(default_factory=dict)
    queries: int = 0
    seconds: list[float] = field(default_factory=list)

    def ask(self, client: Client) -> None:
        """Ask for it once. Raises AssertionError for another status than the one that belongs to it."""
        begun = time.perf_counter()
        response = client.get(self.path, headers=self.headers)
        self.seconds.append(time.perf_counter() - begun)
        assert response.status_code == self.status, f"{self.path}: {response.status_code}"

    def count(self, client: Client) -> None:
        """Count the queries, without the begin and commit of the transaction."""
        with CaptureQueriesContext(connection) as captured:
            client.get(self.path, headers=self.headers)
        kept = [row for row in captured.captured_queries if row["sql"] not in {"BEGIN", "COMMIT"}]
        self.queries = len(kept)

    @property
    def median(self) -> float:
        """The middle, in milliseconds."""
        return statistics.median(self.seconds) * 1000

    @property
    def p95(self) -> float:
        """The 95th percentile, in milliseconds."""
        return statistics.quantiles(self.seconds, n=20)[-1] * 1000


def medians(works: Sequence[Callable[[], object]], rounds: int) -> list[float]:
    """The median seconds of each, done in turn so that what else the machine does falls on all alike."""
    taken: list[list[float]] = [[] for _ in works]
    for number in range(WARM_UP + rounds):
        if number == WARM_UP:
            # As the web server does when it has started.
            gc.collect()
            gc.freeze()
        for place, work in enumerate(works):
            begun = time.perf_counter()
            work()
            if number >= WARM_UP:
                taken[place].append(time.perf_counter() - begun)
    return [statistics.median(seconds) for seconds in taken]
