"""The loop is a trigger of its own: it outlives a database that is away, and no mail keeps it waiting."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Iterator
from types import SimpleNamespace

import pytest
from django.core.management import CommandError, call_command
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

    monkeypatch.setattr(Command, "other_work", lambda command: None)

    def a_round(command: Command, source: str) -> None:
        rounds.append(source)
        if len(rounds) == 1:
            raise OperationalError("server closed the connection unexpectedly")
        if len(rounds) == 3:
            os.kill(os.getpid(), signal.SIGTERM)

    monkeypatch.setattr(Command, "sweep", a_round)
    hung_up: list[bool] = []
    session = SimpleNamespace(close=lambda: hung_up.append(True))
    monkeypatch.setattr("cases.management.commands.sweep_terms.connection", session)
    call_command("sweep_terms", "--loop", "--interval", "0.01")
    assert rounds == ["loop"] * 3
    assert hung_up
    assert "trying again" in caplog.text


@pytest.mark.usefixtures("own_signals")
def test_a_mail_server_that_hangs_keeps_no_sweep_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    answered = threading.Event()
    rounds: list[str] = []

    def sweep(command: Command, source: str) -> None:
        rounds.append(source)
        if len(rounds) == 3:
            answered.set()
            os.kill(os.getpid(), signal.SIGTERM)

    monkeypatch.setattr(Command, "sweep", sweep)
    monkeypatch.setattr(Command, "other_work", lambda command: void(answered.wait(30)))
    monkeypatch.setattr(
        "cases.management.commands.sweep_terms.connection", SimpleNamespace(close=lambda: None)
    )
    call_command("sweep_terms", "--loop", "--interval", "0.01")
    assert rounds == ["loop"] * 3


@pytest.mark.usefixtures("own_signals")
def test_a_fault_beside_the_sweep_ends_the_loop_so_that_it_is_started_anew(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(command: Command) -> None:
        raise ValueError("a fault of ours")

    monkeypatch.setattr(Command, "sweep", lambda command, source: None)
    monkeypatch.setattr(Command, "other_work", broken)
    monkeypatch.setattr(
        "cases.management.commands.sweep_terms.connection", SimpleNamespace(close=lambda: None)
    )
    with pytest.raises(CommandError, match="ended by a fault"):
        call_command("sweep_terms", "--loop", "--interval", "0.01")
    assert "the loop ends too" in caplog.text


def void(result: object) -> None:
    """Nothing: the waiting counts, not its answer."""
