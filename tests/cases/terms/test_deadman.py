"""The dead-man signal: given while the engine works, withheld when it stands still, never in its way."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from django.test import override_settings

from cases.terms.deadman import Signal, signal_life
from cases.terms.models import SweepHeartbeat
from cases.terms.sweep import sweep_due
from tests.cases.terms.making import DUE, START
from tests.zsm.decision.making import past_the_wall

pytestmark = pytest.mark.django_db


class _Watcher(HTTPServer):
    """Counts the signals that it gets."""

    signals = 0


class _Counting(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.server.signals += 1  # type: ignore[attr-defined]  # our own server
        self.send_response(204)
        self.end_headers()

    def log_message(self, *args: object) -> None:
        """Say nothing."""


@pytest.fixture
def watcher() -> Iterator[_Watcher]:
    server = _Watcher(("127.0.0.1", 0), _Counting)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    with override_settings(DEADMAN_URL=f"http://127.0.0.1:{server.server_port}/leeft"):
        yield server
    server.shutdown()
    thread.join()
    server.server_close()


def test_it_is_given_at_most_once_a_minute_while_the_engine_works(watcher: _Watcher) -> None:
    state = Signal()
    for seconds in (0, 10, 59, 60):
        at = START + timedelta(seconds=seconds)
        sweep_due(at=at, source="loop")
        signal_life(at, state=state)
    assert watcher.signals == 2


def test_it_stays_away_when_no_sweep_runs_or_something_due_waits(watcher: _Watcher) -> None:
    state = Signal()
    assert not signal_life(START, state=state)
    sweep_due(at=START, source="loop")
    assert not signal_life(START + timedelta(seconds=121), state=state)
    with past_the_wall():
        SweepHeartbeat.objects.update(swept_at=DUE, oldest_unfired_at=DUE - timedelta(seconds=121))
    assert not signal_life(DUE, state=state)
    assert watcher.signals == 0


def test_address_that_does_not_answer_is_tried_again_and_stops_nothing(
    caplog: pytest.LogCaptureFixture,
) -> None:
    state = Signal()
    sweep_due(at=START, source="loop")
    with override_settings(DEADMAN_URL="http://127.0.0.1:9/"):
        assert not signal_life(START, state=state)
    assert "was not received" in caplog.text
    assert state.sent_at is None


def test_without_an_address_nothing_is_sent() -> None:
    with override_settings(DEADMAN_URL=""):
        assert not signal_life(START, state=Signal())
