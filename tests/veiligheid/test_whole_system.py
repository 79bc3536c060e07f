"""The system as `make run` starts it: every real part, on data of its own."""

from __future__ import annotations

import http.client
import os
import re
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import pytest

from veiligheid.supervisor.application import HOST, free_port
from veiligheid.supervisor.commands import PROJECT

START_SECONDS = 240.0
PARTS = ["PostgreSQL", "Valkey", "mail", "web", "worker", "beat", "sweep"]


@dataclass
class Started:
    """A running system: its process, what it printed so far, its state and its port."""

    process: subprocess.Popen[bytes]
    output: Path
    state: Path
    port: int

    def printed(self) -> str:
        """Everything that it wrote to the terminal."""
        return self.output.read_text(encoding="utf-8")

    def log(self, part: str) -> str:
        """The log of one part."""
        return (self.state / "logs" / f"{part}.log").read_text(encoding="utf-8")

    def status(self, path: str) -> int:
        """The HTTP status of a page, 0 when nothing answers."""
        connection = http.client.HTTPConnection(HOST, self.port, timeout=10)
        try:
            connection.request("GET", path)
            return connection.getresponse().status
        except OSError:
            return 0
        finally:
            connection.close()

    def wait_until(self, what: str, seconds: float, condition: str) -> None:
        """Wait until the terminal shows `condition`."""
        end = time.monotonic() + seconds
        while condition not in self.printed():
            assert self.process.poll() is None, f"It stopped before {what}:\n{self.printed()}"
            assert time.monotonic() < end, f"No {what} in {seconds:.0f} s:\n{self.printed()}"
            time.sleep(0.2)


@pytest.fixture
def system() -> Iterator[Started]:
    # Not below pytest's own folder: the database server's account may not enter that one.
    with tempfile.TemporaryDirectory(prefix="veiligheid-whole-") as folder:
        Path(folder).chmod(0o711)
        state, output, port = Path(folder) / "state", Path(folder) / "output", free_port(8200)
        environment = {**os.environ, "VEILIGHEID_STATE": str(state), "PORT": str(port)}
        with output.open("wb") as written:
            process = subprocess.Popen(
                [sys.executable, "-m", "veiligheid.supervisor", "run"],
                cwd=PROJECT,
                env=environment,
                stdout=written,
                stderr=subprocess.STDOUT,
            )
        started = Started(process, output, state, port)
        try:
            started.wait_until("first page", START_SECONDS, "Stop with Ctrl-C.")
            yield started
        finally:
            process.send_signal(signal.SIGINT)
            process.wait(60)


def assert_every_part_is_told_ready_with_the_address_and_the_demo_logins(system: Started) -> None:
    ready = re.findall(r"^  (\S+) +ready ", system.printed(), re.MULTILINE)
    assert sorted(ready) == sorted(PARTS)
    assert f"http://{HOST}:{system.port}" in system.printed()
    assert "Wachtwoord" in system.printed()
    assert system.status("/aanmelden") == 200


def assert_beat_and_loop_sweep_and_the_system_is_ready(system: Started) -> None:
    end = time.monotonic() + 60
    while not (system.status("/health/ready") == 200 and "succeeded" in system.log("worker")):
        assert time.monotonic() < end, (system.log("worker") + system.log("sweep"))[-3000:]
        time.sleep(0.5)


def assert_no_part_reports_an_error(system: Started) -> None:
    for log in (system.state / "logs").glob("*.log"):
        found = re.search(r"^.*(Traceback|\bERROR\b|\bCRITICAL\b).*$", log.read_text(), re.MULTILINE)
        assert found is None, f"{log.name}: {log.read_text()[-3000:]}"


def assert_ctrl_c_stops_every_part_in_reverse_order_and_leaves_no_process(system: Started) -> None:
    system.process.send_signal(signal.SIGINT)
    assert system.process.wait(60) == 0
    stopped = re.findall(r"^  (\S+) +stopped$", system.printed(), re.MULTILINE)
    assert sorted(stopped[:3]) == ["beat", "sweep", "worker"]
    assert stopped[3:] == ["web", "mail", "Valkey", "PostgreSQL"]
    assert commands_that_name(system.state) == []


def commands_that_name(state: Path) -> list[str]:
    """The command lines of running processes in which the state directory occurs."""
    found = []
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        with suppress(OSError):
            command = path.read_bytes().replace(b"\0", b" ").decode(errors="replace")
            if str(state) in command:
                found.append(command)
    return found


def test_the_system_starts_every_part_works_without_an_error_and_stops_in_order(system: Started) -> None:
    assert_every_part_is_told_ready_with_the_address_and_the_demo_logins(system)
    assert_beat_and_loop_sweep_and_the_system_is_ready(system)
    assert_no_part_reports_an_error(system)
    assert_ctrl_c_stops_every_part_in_reverse_order_and_leaves_no_process(system)
