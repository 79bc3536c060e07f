"""Starts parts in order, restarts one that dies with a limit, stops all in reverse order."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from veiligheid.supervisor.parts import Part, Running, describe_exit


def write_line(stream: TextIO, text: str) -> None:
    """Write a line at once; a terminal that was closed must not keep the parts from being stopped."""
    with suppress(OSError):
        print(text, file=stream, flush=True)


class SupervisorError(Exception):
    """The system cannot start or go on; the text names the part and what it said last."""


class StopRequested(Exception):
    """A signal asked to stop while the system was still starting."""


@dataclass(frozen=True)
class RestartLimit:
    """How often a part may die: at most `deaths` times within `seconds`, with growing pauses."""

    deaths: int = 5
    seconds: float = 60.0
    first_pause: float = 0.5
    longest_pause: float = 8.0

    def pause_after(self, death: int) -> float:
        """Return the seconds to wait after the `death`-th death within the window, counted from 1."""
        return float(min(self.first_pause * 2 ** (death - 1), self.longest_pause))


class Watched:
    """A part with its present process and when it died before."""

    def __init__(self, running: Running) -> None:
        self.running = running
        self.deaths: list[float] = []
        self.restart_at: float | None = None
        self.confirmed = True


class Supervisor:
    """Runs a set of parts. `say` gets progress lines, `warn` gets what went wrong."""

    def __init__(
        self,
        logs: Path,
        *,
        limit: RestartLimit | None = None,
        say: Callable[[str], None] | None = None,
        warn: Callable[[str], None] | None = None,
        tick: float = 0.1,
    ) -> None:
        self.logs = logs
        self.limit = limit or RestartLimit()
        self.say = say or (lambda text: write_line(sys.stdout, text))
        self.warn = warn or (lambda text: write_line(sys.stderr, text))
        self.tick = tick
        self.stop_requested = False
        self._watched: list[Watched] = []
        self._steps: list[Running] = []
        self._begun = time.monotonic()

    def seconds(self) -> float:
        """Return the seconds since the supervisor was made."""
        return time.monotonic() - self._begun

    def request_stop(self) -> None:
        """Have the system stop at the next moment; safe to call from a signal handler."""
        self.stop_requested = True

    # --- starting ---------------------------------------------------------------------------------

    def start(self, *parts: Part) -> None:
        """Start `parts` together and wait until each is ready.

        Raises SupervisorError when one dies or is not ready in time, StopRequested when a signal came.
        """
        begun = time.monotonic()
        fresh = [Watched(Running(part, self._new_log(part.name))) for part in parts]
        self._watched += fresh
        waiting = fresh
        while waiting:
            waiting = [watched for watched in waiting if not self._is_up(watched.running, begun)]
            self._pause()

    def _is_up(self, running: Running, begun: float) -> bool:
        part = running.part
        code = running.exit_code()
        if code is not None:
            raise SupervisorError(self._obituary(running, code))
        if part.ready(running):
            self.say(f"  {part.name:<14} ready   {time.monotonic() - begun:5.1f} s")
            return True
        if running.age() > part.ready_seconds:
            raise SupervisorError(
                f"{part.name} was not ready in {part.ready_seconds:.0f} s.{self._evidence(running)}"
            )
        return False

    def begin_step(
        self, name: str, command: Sequence[str], environment: Mapping[str, str], directory: Path
    ) -> Running:
        """Begin a command that ends by itself; `finish_step` waits for it."""
        step = Running(Part(name, command, environment, directory=directory), self._new_log(name))
        self._steps.append(step)
        return step

    def finish_step(self, step: Running, *, silent: bool = False) -> str:
        """Wait for a step and return what it wrote. Raises SupervisorError when it failed."""
        while (code := step.exit_code()) is None:
            self._pause()
        self._steps.remove(step)
        if code:
            raise SupervisorError(self._obituary(step, code))
        if not silent:
            self.say(f"  {step.part.name:<14} done    {step.age():5.1f} s")
        return step.written()

    def _pause(self) -> None:
        if self.stop_requested:
            raise StopRequested
        time.sleep(self.tick)

    def _new_log(self, name: str) -> Path:
        path = self.logs / f"{name.lower().replace(' ', '-')}.log"
        if path.exists():
            path.replace(path.with_suffix(".log.1"))
        return path

    # --- watching ---------------------------------------------------------------------------------

    def watch(self) -> int:
        """Watch until a stop is requested (0) or a part died too often (1); the caller stops the parts
        after it.
        """
        while not self.stop_requested:
            for watched in self._watched:
                if not self._attend(watched):
                    return 1
            time.sleep(self.tick)
        return 0

    def _attend(self, watched: Watched) -> bool:
        """Do what one part needs now; return False when it may not be restarted once more."""
        running = watched.running
        if watched.restart_at is not None:
            if time.monotonic() >= watched.restart_at:
                watched.restart_at = None
                watched.confirmed = False
                watched.running = Running(running.part, running.log)
            return True
        code = running.exit_code()
        if code is not None:
            return self._plan_restart(watched, self._obituary(running, code))
        if not watched.confirmed:
            if running.part.ready(running):
                watched.confirmed = True
                self.warn(f"{running.part.name} runs again.")
            elif running.age() > running.part.ready_seconds:
                return self._plan_restart(
                    watched, f"{running.part.name} does not get ready.{self._evidence(running)}"
                )
        return True

    def _plan_restart(self, watched: Watched, obituary: str) -> bool:
        now = time.monotonic()
        watched.running.end_group()
        watched.deaths = [moment for moment in watched.deaths if now - moment < self.limit.seconds] + [now]
        count = len(watched.deaths)
        self.warn(obituary)
        if count > self.limit.deaths:
            self.warn(
                f"{watched.running.part.name} died {count} times in {self.limit.seconds:.0f} s: "
                "everything stops now."
            )
            return False
        pause = self.limit.pause_after(count)
        self.warn(f"Restart {count} of at most {self.limit.deaths} in {pause:g} s.")
        watched.restart_at = now + pause
        return True

    def _obituary(self, running: Running, code: int) -> str:
        return f"{running.part.name} {describe_exit(code)}.{self._evidence(running)}"

    def _evidence(self, running: Running) -> str:
        lines = "".join(f"\n    | {line}" for line in running.last_lines())
        return (
            f" It wrote last:{lines}\n  Its log: {running.log}"
            if lines
            else f" It wrote nothing to {running.log}."
        )

    # --- stopping ---------------------------------------------------------------------------------

    def stop(self) -> None:
        """Stop unfinished steps, then the parts in reverse order, each within its own time."""
        while self._steps:
            self._steps.pop().end_group()
        while self._watched:
            watched = self._watched.pop()
            watched.running.stop()
            self.say(f"  {watched.running.part.name:<14} stopped")
