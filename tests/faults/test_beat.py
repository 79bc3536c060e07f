"""The real schedule of beat through the nights that the clock changes, and when somebody moves the clock."""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
import time_machine
from celery.beat import ScheduleEntry

from veiligheid.beat import SteadyScheduler
from veiligheid.celery import app

pytestmark = pytest.mark.faults

SECOND = timedelta(seconds=1)
# The hour before and after the change of both nights; in Amsterdam 2:00 does not exist, or exists twice.
NIGHTS = (datetime(2026, 3, 29, 0, tzinfo=UTC), datetime(2026, 10, 25, 0, tzinfo=UTC))
OFTEN = {"sweep-terms": 10, "recount-terms": 10, "seal-log": 5, "deliver-outbox": 10, "make-table-lists": 60}
Calls = dict[str, list[datetime]]


class Recorder(SteadyScheduler):
    """The scheduler of production, which notes what it would have called instead of calling it."""

    calls: Calls

    @property
    def producer(self) -> Any:
        """There is no broker here."""

    def apply_entry(self, entry: ScheduleEntry, producer: object = None) -> None:
        self.calls[str(entry.name)].append(self.app.now())


@pytest.fixture
def amsterdam(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The machine's own clock shows the time of Amsterdam."""
    monkeypatch.setenv("TZ", "Europe/Amsterdam")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


def scheduler_in(folder: Path) -> Recorder:
    made = Recorder(app, schedule_filename=str(folder / "schedule"), lazy=False)
    made.calls = defaultdict(list)
    return made


def run(made: Recorder, clock: time_machine.Traveller, until: datetime) -> None:
    """Live as beat does: tick, sleep for as long as it says, tick."""
    while app.now() < until:
        clock.shift(max(made.tick(), 0.001))


def longest_gaps(calls: Calls) -> dict[str, float]:
    return {
        name: max((b - a).total_seconds() for a, b in pairwise(moments))
        for name, moments in calls.items()
        if len(moments) > 1
    }


@pytest.mark.parametrize("night", NIGHTS)
@pytest.mark.usefixtures("amsterdam")
def test_beat_calls_as_often_as_ever_on_the_nights_that_the_clock_changes(
    night: datetime, tmp_path: Path
) -> None:
    with time_machine.travel(night, tick=False) as clock:
        made = scheduler_in(tmp_path)
        run(made, clock, night + timedelta(hours=2))
        made.close()
    gaps = longest_gaps(made.calls)
    assert {name: gaps[name] <= seconds + 1 for name, seconds in OFTEN.items()} == dict.fromkeys(OFTEN, True)
    assert len(made.calls["sweep-terms"]) >= 2 * 3600 / 10 - 2


@pytest.mark.parametrize("restarted", [False, True])
def test_a_clock_that_is_put_back_silences_nothing(
    restarted: bool, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    start = datetime(2026, 3, 10, 12, tzinfo=UTC)
    with time_machine.travel(start, tick=False) as clock:
        made = scheduler_in(tmp_path)
        run(made, clock, start + timedelta(minutes=3))
        back = start - timedelta(hours=2)
        if restarted:
            made.close()
            made = scheduler_in(tmp_path)
        made.calls.clear()
        clock.move_to(back)
        run(made, clock, back + timedelta(minutes=3))
        made.close()
    for name, seconds in OFTEN.items():
        assert made.calls[name][0] <= back + timedelta(seconds=seconds) + SECOND, name
        assert len(made.calls[name]) >= 180 // seconds - 1, name
    assert "the clock was put back" in caplog.text
