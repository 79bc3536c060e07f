"""The sweep among many terms: as fast as among few, idle almost free, and far faster than a loop (goal 5)."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Final

from django.db import connection, transaction

from cases.access.wall import GUARD_ROLE, set_context, worker_transaction
from cases.terms.models import TermStage
from cases.terms.sweep import sweep_due
from tests.benchmarks.measuring import Line, medians

DUE: Final = 500
IN_A_LOOP: Final = 60
LONG_AGO: Final = datetime(2020, 1, 1, tzinfo=UTC)
TURNS: Final = 7


def make_due(number: int) -> None:
    """Let that many pending stages of running terms be due, and no others."""
    with transaction.atomic():
        set_context(GUARD_ROLE)
        with connection.cursor() as cursor:
            cursor.execute(
                "UPDATE cases_termstage SET next_try_at = now() + interval '1 day' WHERE status = 'pending'"
                " AND next_try_at < now() + interval '1 day'"
            )
            cursor.execute(
                "UPDATE cases_termstage SET fires_at = %s, next_try_at = %s WHERE id IN ("
                " SELECT s.id FROM cases_termstage s JOIN cases_term t ON t.id = s.term_id"
                " WHERE s.status = 'pending' AND t.status = 'open' LIMIT %s)",
                [LONG_AGO, LONG_AGO, number],
            )
            assert cursor.rowcount == number, f"only {cursor.rowcount} stages can be due"


def _undone(work: Callable[[], object]) -> float:
    """The seconds of a piece of work that is rolled back."""
    with transaction.atomic():
        begun = time.perf_counter()
        work()
        taken = time.perf_counter() - begun
        transaction.set_rollback(True)
    return taken


def seconds_of_a_sweep() -> float:
    """The median seconds of a sweep that finds `DUE` stages."""
    make_due(DUE)
    at = LONG_AGO + timedelta(minutes=1)
    _undone(lambda: sweep_due(at=at, source="bench"))
    return statistics.median(_undone(lambda: sweep_due(at=at, source="bench")) for _ in range(TURNS))


def seconds_in_a_loop() -> float:
    """The seconds that as many stages would take one by one, each in a transaction of its own."""
    at = LONG_AGO + timedelta(minutes=1)

    def one_by_one() -> None:
        for _ in range(IN_A_LOOP):
            _one(at)

    return _undone(one_by_one) * DUE / IN_A_LOOP


def _one(at: datetime) -> None:
    """One stage as an object: read, locked, marked, saved."""
    with worker_transaction():
        stage = (
            TermStage.objects.select_for_update(skip_locked=True, of=("self",))
            .select_related("term")
            .filter(status="pending", next_try_at__lte=at)
            .order_by("next_try_at")
            .first()
        )
        if stage is not None:
            stage.status, stage.fired_at, stage.lateness = "fired", at, at - stage.fires_at
            stage.save(update_fields=["status", "fired_at", "lateness"])


def idle_lines(rounds: int) -> list[Line]:
    """A sweep that finds nothing, beside the smallest question there is."""
    make_due(0)

    def smallest() -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")

    idle, floor = medians(
        [lambda: sweep_due(at=LONG_AGO, source="bench"), smallest],
        rounds,
    )
    return [Line("5", "idle sweep, x SELECT 1", idle / floor, 5, note=f"{idle * 1000:.2f} ms")]
