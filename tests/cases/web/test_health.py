"""The probes: a dead engine must not look healthy (security, J5)."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.test import Client

from cases.terms.models import SweepHeartbeat
from cases.terms.queries import database_clock
from cases.terms.sweep import sweep_due
from cases.web.health import readiness
from tests.cases.terms.rules.moments import ams

AT = ams("2026-03-10 10:00")
LIMIT = timedelta(seconds=120)
SECOND = timedelta(seconds=1)


def pulse(source: str, swept_at: datetime, oldest: datetime | None = None) -> SweepHeartbeat:
    return SweepHeartbeat(source=source, swept_at=swept_at, oldest_unfired_at=oldest)


def test_fit_while_the_sweep_beats() -> None:
    state = readiness([pulse("beat", AT - LIMIT)], AT)
    assert (state["status"], state["problems"]) == ("ok", [])


def test_unfit_when_the_sweep_was_never_seen() -> None:
    assert readiness([], AT)["problems"] == ["sweep"]


def test_unfit_when_both_triggers_are_silent_for_longer_than_two_minutes() -> None:
    late = AT - LIMIT - SECOND
    assert readiness([pulse("beat", late), pulse("loop", late)], AT)["problems"] == ["sweep"]


def test_one_living_trigger_is_enough_and_the_dead_one_shows() -> None:
    state = readiness([pulse("beat", AT - timedelta(hours=1)), pulse("loop", AT)], AT)
    assert state["problems"] == []
    assert state["triggers"] == {"beat": 3600, "loop": 0}


@pytest.mark.parametrize(("waiting", "problems"), [(LIMIT, []), (LIMIT + SECOND, ["terms"])])
def test_unfit_when_a_term_waits_too_long_to_speak(waiting: timedelta, problems: list[str]) -> None:
    state = readiness([pulse("beat", AT, oldest=AT - waiting)], AT)
    assert state["problems"] == problems
    assert state["oldestUnfiredSeconds"] == waiting.total_seconds()


@pytest.mark.django_db
def test_probe_answers_503_until_the_sweep_has_run() -> None:
    client = Client()
    assert client.get("/health/ready").status_code == 503
    sweep_due(at=database_clock(), source="loop")
    answer = client.get("/health/ready")
    assert (answer.status_code, answer.json()["status"]) == (200, "ok")


@pytest.mark.django_db
def test_living_process_says_so_without_the_sweep() -> None:
    assert Client().get("/health/live").json() == {"status": "ok"}
