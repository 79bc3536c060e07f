"""The supervisor of `make run`, with small commands in the place of the real parts."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import textwrap
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from veiligheid.supervisor.parts import Part, alive_for, has_written
from veiligheid.supervisor.watch import RestartLimit, StopRequested, Supervisor, SupervisorError

QUICK = RestartLimit(deaths=2, seconds=60.0, first_pause=0.01, longest_pause=0.02)


class Console:
    """What the supervisor said and what it warned of."""

    def __init__(self) -> None:
        self.said: list[str] = []
        self.warned: list[str] = []

    @property
    def warnings(self) -> str:
        return "\n".join(self.warned)

    def stop_when(self, supervisor: Supervisor, reached: Callable[[str], bool]) -> None:
        """Have the supervisor stop as soon as it warns of something of which `reached` is true."""

        def warn(text: str) -> None:
            self.warned.append(text)
            if reached(text):
                supervisor.request_stop()

        supervisor.warn = warn


@pytest.fixture
def console() -> Console:
    return Console()


@pytest.fixture
def supervisor(tmp_path: Path, console: Console) -> Iterator[Supervisor]:
    made = Supervisor(tmp_path, limit=QUICK, say=console.said.append, warn=console.warned.append, tick=0.01)
    yield made
    made.stop()


def shell(name: str, script: str, **options: object) -> Part:
    """A part that runs a shell script and is ready when it says so, or at once."""
    ready = has_written("ready") if "echo ready" in script else alive_for(0)
    chosen: dict[str, object] = {"ready": ready, "ready_seconds": 5.0, **options}
    return Part(name, ["/bin/sh", "-c", script], {"PATH": os.defpath}, **chosen)  # type: ignore[arg-type]


def steady(name: str, journal: Path, **options: object) -> Part:
    """A part that runs until it is asked to stop and writes both moments in a journal."""
    script = f"""
        trap 'echo {name} stops >> {journal}; exit 0' TERM
        echo {name} starts >> {journal}; echo ready
        while :; do sleep 0.02; done
    """
    return shell(name, script, **options)


def is_alive(pid: int) -> bool:
    """Whether a process runs; one that ended and was not yet collected does not."""
    try:
        state = Path("/proc", str(pid), "stat").read_text().rsplit(")", 1)[1].split()[0]
    except FileNotFoundError:
        return False
    return state != "Z"


def eventually(condition: Callable[[], bool], seconds: float = 10.0) -> bool:
    """Whether the condition comes true within the time."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if condition():
            return True
        time.sleep(0.02)
    return condition()


def test_parts_start_in_order_and_stop_in_reverse_order(supervisor: Supervisor, tmp_path: Path) -> None:
    journal = tmp_path / "journal"
    for name in ("database", "broker", "web"):
        supervisor.start(steady(name, journal))
    supervisor.stop()
    assert journal.read_text().split("\n")[:-1] == [
        *("database starts", "broker starts", "web starts"),
        *("web stops", "broker stops", "database stops"),
    ]


def test_a_next_part_waits_until_the_one_before_is_ready(supervisor: Supervisor, tmp_path: Path) -> None:
    journal = tmp_path / "journal"
    late = f"sleep 0.3; echo late is ready >> {journal}; echo ready; sleep 60"
    supervisor.start(shell("late", late))
    supervisor.start(steady("next", journal))
    assert journal.read_text().splitlines() == ["late is ready", "next starts"]


def test_every_part_that_started_is_told_with_its_name(supervisor: Supervisor, console: Console) -> None:
    supervisor.start(shell("broker", "echo ready; sleep 60"), shell("mail", "echo ready; sleep 60"))
    assert sorted(line.split()[0] for line in console.said) == ["broker", "mail"]


def test_a_part_that_dies_is_named_with_its_last_lines_and_started_again(
    supervisor: Supervisor, console: Console, tmp_path: Path
) -> None:
    mark = tmp_path / "second"
    script = f"""
        if [ -e {mark} ]; then echo ready; exec sleep 60; fi
        touch {mark}; echo ready; sleep 0.1; echo 'connection refused' >&2; exit 3
    """
    supervisor.start(shell("worker", script))
    console.stop_when(supervisor, lambda text: "runs again" in text)
    assert supervisor.watch() == 0
    assert "worker ended with code 3" in console.warnings
    assert "| connection refused" in console.warnings
    assert "Restart 1 of at most 2" in console.warnings
    assert console.warned[-1] == "worker runs again."


def test_a_part_that_keeps_dying_ends_the_whole_system_with_code_1(
    supervisor: Supervisor, console: Console, tmp_path: Path
) -> None:
    journal = tmp_path / "journal"
    supervisor.start(steady("database", journal))
    supervisor.start(shell("beat", f"echo beat starts >> {journal}; echo ready; sleep 0.05; exit 1"))
    assert supervisor.watch() == 1
    assert journal.read_text().count("beat starts") == 1 + QUICK.deaths
    assert "beat died 3 times in 60 s: everything stops now." in console.warnings


def test_deaths_longer_ago_than_the_window_do_not_count(
    supervisor: Supervisor, console: Console, tmp_path: Path
) -> None:
    supervisor.limit = RestartLimit(deaths=1, seconds=0.05, first_pause=0.1, longest_pause=0.1)
    counter = tmp_path / "counter"
    supervisor.start(shell("web", f"echo x >> {counter}; echo ready; sleep 0.05; exit 1"))
    console.stop_when(supervisor, lambda text: counter.read_text().count("x") >= 4)
    assert supervisor.watch() == 0


def test_the_pause_before_a_restart_grows_up_to_its_longest() -> None:
    limit = RestartLimit(first_pause=0.5, longest_pause=8.0)
    assert [limit.pause_after(death) for death in (1, 2, 3, 5, 9)] == [0.5, 1.0, 2.0, 8.0, 8.0]


def test_a_part_that_dies_while_starting_stops_the_start_and_says_why(supervisor: Supervisor) -> None:
    with pytest.raises(SupervisorError, match=r"(?s)web was ended by SIGKILL.*address in use"):
        supervisor.start(shell("web", "echo 'address in use'; kill -9 $$", ready=lambda running: False))


def test_a_part_that_is_never_ready_stops_the_start(supervisor: Supervisor) -> None:
    with pytest.raises(SupervisorError, match="web was not ready in 0 s"):
        supervisor.start(shell("web", "sleep 60", ready=lambda running: False, ready_seconds=0.1))


def test_a_failed_step_is_named_with_what_it_wrote(supervisor: Supervisor, tmp_path: Path) -> None:
    step = supervisor.begin_step(
        "migrations", ["/bin/sh", "-c", "echo 'no such table'; exit 2"], {}, tmp_path
    )
    with pytest.raises(SupervisorError, match=r"(?s)migrations ended with code 2.*no such table"):
        supervisor.finish_step(step)


def test_a_step_that_runs_beside_the_start_is_ended_when_the_start_fails(
    supervisor: Supervisor, tmp_path: Path
) -> None:
    step = supervisor.begin_step("static files", ["/bin/sleep", "60"], {}, tmp_path)
    supervisor.stop()
    assert not is_alive(step.process.pid)


def test_a_signal_while_starting_stops_the_start(supervisor: Supervisor) -> None:
    supervisor.request_stop()
    with pytest.raises(StopRequested):
        supervisor.start(shell("web", "sleep 60", ready=lambda running: False))


def test_a_part_that_does_not_listen_is_ended_after_its_time_with_its_children(
    supervisor: Supervisor, tmp_path: Path
) -> None:
    child = tmp_path / "child"
    script = f"trap '' TERM; sleep 60 & echo $! > {child}; echo ready; while :; do sleep 0.02; done"
    supervisor.start(shell("stubborn", script, stop_seconds=0.2))
    begun = time.monotonic()
    supervisor.stop()
    assert time.monotonic() - begun < 5
    assert eventually(lambda: not is_alive(int(child.read_text())))


def test_children_of_a_part_that_died_do_not_stay_behind(
    supervisor: Supervisor, console: Console, tmp_path: Path
) -> None:
    child = tmp_path / "child"
    script = f"sleep 60 & echo $! >> {child}; echo ready; sleep 0.05; kill -9 $$"
    supervisor.start(shell("worker", script))
    assert supervisor.watch() == 1
    children = [int(line) for line in child.read_text().split()]
    assert eventually(lambda: not any(map(is_alive, children)))


def test_a_log_of_the_run_before_is_kept_beside_the_new_one(supervisor: Supervisor, tmp_path: Path) -> None:
    for word in ("first", "second"):
        supervisor.finish_step(supervisor.begin_step("demo data", ["/bin/echo", word], {}, tmp_path))
    assert (tmp_path / "demo-data.log").read_text() == "second\n"
    assert (tmp_path / "demo-data.log.1").read_text() == "first\n"
    assert (tmp_path / "demo-data.log").stat().st_mode & 0o777 == 0o600


def test_no_part_outlives_a_supervisor_that_was_killed(tmp_path: Path) -> None:
    pid_file = tmp_path / "pid"
    script = textwrap.dedent(f"""
        import pathlib, time
        from veiligheid.supervisor.parts import Part
        from veiligheid.supervisor.watch import Supervisor
        supervisor = Supervisor(pathlib.Path({str(tmp_path)!r}))
        supervisor.start(Part("broker", ["/bin/sleep", "60"]))
        pathlib.Path({str(pid_file)!r}).write_text(str(supervisor._watched[0].running.process.pid))
        time.sleep(60)
    """)
    killed = subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.DEVNULL)
    assert eventually(lambda: pid_file.exists() and pid_file.read_text() != "")
    part = int(pid_file.read_text())
    assert is_alive(part)
    killed.send_signal(signal.SIGKILL)
    killed.wait()
    assert eventually(lambda: not is_alive(part))
