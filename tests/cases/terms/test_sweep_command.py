"""The loop is a trigger of its own: it goes on when the database is away and stops when it is asked to."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from types import SimpleNamespace

import pytest
from django.core.management import call_command
from django.db import OperationalError

from cases.management.commands.sweep_terms import Command


@pytest.fixture
def own_signals() -> Iterator[None]:
    before = {number: signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGINT)}
    yield
    for number, handler in before.items():
        signal.signal(number, handler)


@pytest.mark.usefixtures("own_signals")
def test_loop_outlives_a_database_that_is_away_and_ends_on_sigterm(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    rounds: list[str] = []

    def a_round(command: Command, source: str) -> None:
        rounds.append(source)
        if len(rounds) == 1:
            raise OperationalError("server closed the connection unexpectedly")
        if len(rounds) == 3:
            os.kill(os.getpid(), signal.SIGTERM)

    monkeypatch.setattr(Command, "round", a_round)
    hung_up: list[bool] = []
    session = SimpleNamespace(close=lambda: hung_up.append(True))
    monkeypatch.setattr("cases.management.commands.sweep_terms.connection", session)
    call_command("sweep_terms", "--loop", "--interval", "0.01")
    assert rounds == ["loop"] * 3
    assert hung_up == [True]
    assert "trying again" in caplog.text
