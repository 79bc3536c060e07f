"""One supervised process: how it starts, when it is ready, where its log is, how it stops."""

from __future__ import annotations

import ctypes
import os
import pwd
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, TypedDict


class PopenAccount(TypedDict):
    """The arguments of subprocess that choose an account."""

    user: str | None
    group: int | None
    extra_groups: list[int] | None


PR_SET_PDEATHSIG: Final = 1
_libc: Final = ctypes.CDLL(None, use_errno=True)


@dataclass(frozen=True)
class Account:
    """The account that a process runs under; `name` None is the one of the supervisor itself."""

    name: str | None = None

    def for_popen(self) -> PopenAccount:
        """Return the arguments of subprocess; a dropped account keeps no group of root."""
        if self.name is None:
            return {"user": None, "group": None, "extra_groups": None}
        return {"user": self.name, "group": pwd.getpwnam(self.name).pw_gid, "extra_groups": []}

    def give(self, path: Path) -> None:
        """Make `path` belong to this account."""
        if self.name is not None:
            entry = pwd.getpwnam(self.name)
            os.chown(path, entry.pw_uid, entry.pw_gid)


OWN_ACCOUNT: Final = Account()


@dataclass(frozen=True)
class Part:
    """What is started and watched. Durations are in seconds."""

    name: str
    command: Sequence[str]
    environment: Mapping[str, str] = field(default_factory=dict)
    ready: Callable[[Running], bool] = lambda running: True
    account: Account = OWN_ACCOUNT
    directory: Path = Path("/")
    stop_signal: signal.Signals = signal.SIGTERM
    stop_seconds: float = 10.0
    ready_seconds: float = 120.0


def die_with_parent(stop_signal: signal.Signals) -> Callable[[], None]:
    """Return what a new child does first: have the kernel send it `stop_signal` when its parent is killed.

    So a supervisor that ends by SIGKILL leaves no orphans. Only Linux knows this.
    """
    parent = os.getpid()

    def ask_kernel() -> None:
        if sys.platform == "linux":
            _libc.prctl(PR_SET_PDEATHSIG, int(stop_signal))
            if os.getppid() != parent:
                os._exit(1)

    return ask_kernel


def start_process(part: Part, output: int) -> subprocess.Popen[bytes]:
    """Start `part`, its output going to `output`; in its own session, so that Ctrl-C does not reach it."""
    return subprocess.Popen(
        part.command,
        env=dict(part.environment),
        cwd=part.directory,
        stdin=subprocess.DEVNULL,
        stdout=output,
        stderr=subprocess.STDOUT,
        start_new_session=True,
        # The supervisor has no threads, which makes code between fork and exec safe.
        preexec_fn=die_with_parent(part.stop_signal),  # noqa: PLW1509
        **part.account.for_popen(),
    )


class Running:
    """A started part, with its log."""

    def __init__(self, part: Part, log: Path) -> None:
        self.part = part
        self.log = log
        with open(log, "ab") as output:
            log.chmod(0o600)
            self._log_start = output.tell()
            self.process = start_process(part, output.fileno())
        self.started = time.monotonic()

    def exit_code(self) -> int | None:
        """Return the exit code, negative for a signal, or None while it runs."""
        return self.process.poll()

    def age(self) -> float:
        """Return how many seconds ago it was started."""
        return time.monotonic() - self.started

    def written(self) -> str:
        """Return what it wrote since this start."""
        with open(self.log, "rb") as file:
            file.seek(self._log_start)
            return file.read().decode(errors="replace")

    def last_lines(self, count: int = 12) -> list[str]:
        """Return the last lines that it wrote since this start."""
        return self.written().splitlines()[-count:]

    def stop(self) -> None:
        """Ask it to stop, wait its time, then end whatever is left of its process group."""
        if self.exit_code() is None:
            self.process.send_signal(self.part.stop_signal)
            with suppress(subprocess.TimeoutExpired):
                self.process.wait(self.part.stop_seconds)
        self.end_group()

    def end_group(self) -> None:
        """Kill what is left of the process group, children of a part that died included."""
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()


def describe_exit(code: int) -> str:
    """Return an exit code in words."""
    if code < 0:
        return f"was ended by {signal.Signals(-code).name}"
    return f"ended with code {code}"


def alive_for(seconds: float) -> Callable[[Running], bool]:
    """Return the readiness check of a part that says nothing: it has run for `seconds`."""
    return lambda running: running.age() >= seconds


def has_written(text: str) -> Callable[[Running], bool]:
    """Return the readiness check of a part that says in its log when it is ready."""
    return lambda running: text in running.written()
