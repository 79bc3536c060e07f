"""A whole running system to break: every part of `make run` in processes of its own, under load.

`System` starts and ends it, finds its processes, reads what an operator would see. `Load` lets terms come due
every second, as a busy night does. What became of each is read from the database (`outcomes`): its stage, the
message in the application and the mail, with the moments.
"""

from __future__ import annotations

import http.client
import json
import os
import random
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Final, Self

import psycopg
from django.db import connections

from tests.faults.copying import copy_cluster, data_of, name_database, size_of
from tests.faults.system import CATCHER_PORT, CLOCK, METRICS_TOKEN, WEB_PORT
from tests.faults.wire import Wire
from veiligheid.supervisor.application import HOST
from veiligheid.supervisor.commands import PROJECT
from veiligheid.supervisor.parts import Running
from veiligheid.supervisor.postgres import FOR_TESTS, SUPERUSER, Server, cluster_in, server_account
from veiligheid.supervisor.roles import DATABASE, GUARD, OWNER
from veiligheid.supervisor.state import State

START_SECONDS: Final = 120.0
# By which word of its command line each part is known.
WORDS: Final = {
    "PostgreSQL": "-D",
    "Valkey": "valkey-server",
    "web": "veiligheid.wsgi",
    "worker": "worker",
    "beat": "beat",
    "sweep": "sweep_terms",
}
TRIGGERS: Final = ("worker", "beat", "sweep")
# On a small file system of its own: the disk that can be full.
ROOM: Final = 700 * 2**20
# A busy night: alarms a minute.
ALARMS_A_MINUTE: Final = 200
SUBJECT: Final = "faults"
BLOCK: Final = bytes(64 * 2**10)


class System:
    """The running system, with the wire between its senders and its mail catcher."""

    def __init__(self, source: Server) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="veiligheid-faults-"))
        # The database server's own account has to pass through it when root runs the tests.
        self.folder.chmod(0o711)
        self.state = State(self.folder / "state")
        self.state.prepare()
        self.wire = Wire()
        self.clock_is_off = False
        self.disk_is_small = self._small_disk(size_of(data_of(source)) + ROOM)
        self.server = self._database(source)
        self.output = self.folder / "output"
        command = [sys.executable, "-m", "tests.faults.system", str(self.state.root)]
        with self.output.open("wb") as written:
            self.process = subprocess.Popen(
                [*command, "--mail-port", str(self.wire.port)],
                cwd=PROJECT,
                env={**os.environ, "TZ": "Europe/Amsterdam"},
                stdout=written,
                stderr=subprocess.STDOUT,
            )

    def _small_disk(self, size: int) -> bool:
        """Give the database a disk that can be filled; only root can."""
        self.state.postgres.mkdir(mode=0o700)
        mount = ["mount", "-t", "tmpfs", "-o", f"size={size}", "none", str(self.state.postgres)]
        mounted = (
            os.geteuid() == 0 and subprocess.run(mount, capture_output=True, check=False).returncode == 0
        )
        server_account().give(self.state.postgres)
        self.state.postgres.chmod(0o700)
        return mounted

    def _database(self, source: Server) -> Server:
        """A copy of the test run's cluster, in which the migrated database has the name that parts expect."""
        copy_cluster(source, self.state.postgres / "data")
        cluster = cluster_in(self.state.postgres, self.state.sockets / "postgres")
        cluster.ensure()
        once = Running(cluster.part(settings=FOR_TESTS), self.folder / "first-start.log")
        try:
            until(cluster.server.answers, 60.0, lambda: "\n".join(once.last_lines()))
            name_database(cluster.server)
        finally:
            once.stop()
        return cluster.server

    def wait_until_it_runs(self) -> None:
        """Wait until every part is ready."""
        until(lambda: "everything runs" in self.printed(), START_SECONDS, self.printed)
        self.wire.onward = int(self.state.folder(CATCHER_PORT).read_text())

    def stop(self) -> None:
        """Stop every part and remove everything."""
        self.process.send_signal(signal.SIGINT)
        with suppress(subprocess.TimeoutExpired):
            self.process.wait(60.0)
        self.process.kill()
        self.process.wait()
        self.wire.close()
        if self.disk_is_small:
            subprocess.run(["umount", "-l", str(self.state.postgres)], check=False)  # noqa: S607
        shutil.rmtree(self.folder, ignore_errors=True)
        shutil.rmtree(self.state.sockets, ignore_errors=True)

    # --- what an operator sees --------------------------------------------------------------------

    def printed(self) -> str:
        """What the supervisor said."""
        return self.output.read_text(encoding="utf-8", errors="replace")

    def marks(self) -> dict[str, int]:
        """How long every log is now."""
        return {path.name: path.stat().st_size for path in self._logs()}

    def said_since(self, marks: dict[str, int]) -> str:
        """What all parts and the supervisor wrote after the marks."""
        found = []
        for path in self._logs():
            with path.open("rb") as file:
                file.seek(marks.get(path.name, 0))
                found.append(file.read().decode(errors="replace"))
        return "\n".join(found)

    def _logs(self) -> list[Path]:
        return [self.output, *sorted(self.state.logs.glob("*.log"))]

    def _ask(self, path: str) -> tuple[int, str]:
        port = int(self.state.folder(WEB_PORT).read_text())
        connection = http.client.HTTPConnection(HOST, port, timeout=10.0)
        try:
            connection.request("GET", path, headers={"Authorization": f"Bearer {METRICS_TOKEN}"})
            response = connection.getresponse()
            return response.status, response.read().decode()
        except (OSError, http.client.HTTPException):
            return 0, ""
        finally:
            connection.close()

    def problems(self) -> list[str]:
        """What readiness names; "silent" when the web server does not answer."""
        status, body = self._ask("/health/ready")
        if status not in (200, 503):
            return ["silent"]
        found: list[str] = json.loads(body)["problems"]
        return found

    def figure(self, name: str) -> float:
        """One figure of the metrics; 0 when they are not given out at the moment."""
        found = re.search(
            rf"^veiligheid_{re.escape(name)} (\S+)$", self._ask("/health/metrics")[1], re.MULTILINE
        )
        return float(found[1]) if found else 0.0

    # --- processes --------------------------------------------------------------------------------

    def pid(self, part: str) -> int | None:
        """The process of a part, None while there is none."""
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text().split()
        for child in children:
            with suppress(OSError):
                words = Path(f"/proc/{child}/cmdline").read_bytes().decode().split("\0")
                if WORDS[part] in {*words, Path(words[0].split(" ")[0]).name}:
                    return int(child)
        return None

    def signal(self, part: str, number: signal.Signals, *, group: bool = False) -> None:
        """Send a signal to the process of a part, as soon as there is one; or to all of its processes."""
        until(lambda: self.pid(part) is not None, 60.0, self.printed)
        with suppress(ProcessLookupError):
            (os.killpg if group else os.kill)(self.pid(part) or 0, number)

    def kill(self, *parts: str) -> None:
        """End parts as a power cut does, and wait until the supervisor has them running again."""
        before = {part: self._restarts(part) for part in parts}
        for part in parts:
            self.signal(part, signal.SIGKILL)
        self.wait_for_restart(before)

    def wait_for_restart(self, before: dict[str, int]) -> None:
        """Wait until each part was started once more than before."""
        until(lambda: all(self._restarts(part) > n for part, n in before.items()), 90.0, self.printed)

    def restarts(self, *parts: str) -> dict[str, int]:
        """How often each part was started again so far."""
        return {part: self._restarts(part) for part in parts}

    def _restarts(self, part: str) -> int:
        return self.printed().count(f"{part} runs again.")

    def move_clock(self, seconds: int) -> None:
        """Move the clock of web, worker, beat and loop; the database keeps its own."""
        self.state.folder(CLOCK).write_text(str(seconds))
        self.clock_is_off = seconds != 0
        self.kill("web", *TRIGGERS)

    def broker(self, command: str) -> None:
        """Say something to the broker."""
        with socket.socket(socket.AF_UNIX) as connection:
            connection.settimeout(5.0)
            connection.connect(str(self.state.sockets / "valkey.sock"))
            connection.sendall(f"{command}\r\n".encode())
            answer = connection.recv(64)
        assert answer[:1] in (b"+", b":"), answer

    # --- the database -----------------------------------------------------------------------------

    @contextmanager
    def database(self, role: str = OWNER) -> Iterator[psycopg.Connection[Any]]:
        """A session that commits every statement and sees everything."""
        with self.server.connect(role, DATABASE) as session:
            if role == OWNER:
                session.execute(f"SET ROLE {GUARD}")
            yield session

    @contextmanager
    def django(self) -> Iterator[None]:
        """Let the services of the application work in this database, in the test's own process."""
        used = connections["default"].settings_dict
        before = {name: used[name] for name in ("HOST", "NAME", "USER")}
        connections.close_all()
        used.update(HOST=str(self.server.sockets), NAME=DATABASE, USER=OWNER)
        try:
            yield
        finally:
            connections.close_all()
            used.update(before)

    def pulses(self) -> dict[str, float]:
        """How many seconds ago each trigger swept."""
        with self.database() as session:
            rows = session.execute(
                "SELECT source, extract(epoch FROM clock_timestamp() - swept_at)::float"
                " FROM cases_sweepheartbeat"
            ).fetchall()
        return dict(rows)

    # --- the disk ---------------------------------------------------------------------------------

    def fill_disk(self) -> None:
        """Leave no room on the disk of the database."""
        with (self.state.postgres / "ballast").open("wb", buffering=0) as file, suppress(OSError):
            while True:
                file.write(BLOCK)

    def free_disk(self) -> None:
        """Give the room back."""
        (self.state.postgres / "ballast").unlink(missing_ok=True)


def until(condition: Callable[[], bool], seconds: float, evidence: Callable[[], str]) -> None:
    """Wait for something. Raises AssertionError with the evidence when it does not come in time."""
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, f"not within {seconds:.0f} s:\n{evidence()[-6000:]}"
        time.sleep(0.05)


# --- load -----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Model:
    """A term that the services made, with the stage that is its alarm; the load is copies of it."""

    term_id: int
    columns: tuple[str, ...]


def model_of(session: psycopg.Connection[Any], term_id: int) -> Model:
    """What a copy takes over: every column that the table has by now, but for those that make it another."""
    rows = session.execute(
        "SELECT attname FROM pg_attribute WHERE attrelid = 'cases_term'::regclass AND attnum > 0"
        " AND NOT attisdropped ORDER BY attnum"
    ).fetchall()
    own = {"id", "public_id", "subject_type", "subject_public_id", "started_at", "due_at", "recorded_at"}
    return Model(term_id, tuple(name for (name,) in rows if name not in own))


def let_fall_due(
    session: psycopg.Connection[Any], model: Model, number: int, *, earliest: float, latest: float
) -> None:
    """Make that many terms whose alarm comes at random moments between so many seconds from now."""
    columns = ", ".join(model.columns)
    session.execute(
        f"""
        WITH moment AS MATERIALIZED (
            SELECT clock_timestamp() + make_interval(secs => %(earliest)s + random() * %(span)s) AS due
            FROM generate_series(1, %(number)s)
        ), term AS (
            INSERT INTO cases_term (
                public_id, subject_type, subject_public_id, started_at, due_at, recorded_at, {columns})
            SELECT gen_random_uuid(), '{SUBJECT}', gen_random_uuid(), due - interval '1 hour', due,
                   least(due, clock_timestamp()), {columns}
            FROM moment CROSS JOIN cases_term model WHERE model.id = %(model)s
            RETURNING id, due_at
        )
        INSERT INTO cases_termstage (
            term_id, stage, round, nature, audiences, channels, fires_at, next_try_at, status, failures,
            last_error)
        SELECT term.id, s.stage, 0, s.nature, s.audiences, s.channels, term.due_at, term.due_at, 'pending',
               0, ''
        FROM term CROSS JOIN cases_termstage s
        WHERE s.term_id = %(model)s AND s.nature = 'alarm' AND s.round = 0
        """,
        {"number": number, "earliest": earliest, "span": latest - earliest, "model": model.term_id},
    )


class Load:
    """Lets terms come due at random moments, all the time; a database that is away is asked again."""

    def __init__(self, system: System, model: Model, a_minute: int, seed: int) -> None:
        self.system, self.model, self.a_minute = system, model, a_minute
        self._random = random.Random(seed)  # noqa: S311 - load, nothing to guard
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *fault: object) -> None:
        self._over.set()
        self._thread.join(30.0)

    def _run(self) -> None:
        owed = 0.0
        while not self._over.wait(1.0):
            owed += self.a_minute / 60 * self._random.uniform(0.5, 1.5)
            with suppress(psycopg.Error), self.system.database() as session:
                let_fall_due(session, self.model, int(owed), earliest=0.5, latest=2.0)
                owed -= int(owed)


# --- what became of it ----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one alarm. `in_app`, `mails`: rows; `unsent`: mails that have not left."""

    term_id: int
    due: datetime
    fired: datetime | None
    in_app: int
    mails: int
    unsent: int
    last_sent: datetime | None
    twice: int

    @property
    def lag(self) -> float | None:
        """Seconds between its moment and the alarm."""
        return (self.fired - self.due).total_seconds() if self.fired else None

    @property
    def is_lost(self) -> bool:
        """Whether it was not given, or reached nobody in the application or by mail."""
        return self.fired is None or not self.in_app or not self.mails or self.unsent > 0


_OUTCOMES: Final = f"""
SELECT t.id, s.fires_at, s.fired_at,
       count(m.id) FILTER (WHERE m.channel = 'in_app' AND m.status = 'sent'),
       count(m.id) FILTER (WHERE m.channel = 'email'),
       count(m.id) FILTER (WHERE m.channel = 'email' AND m.status <> 'sent'),
       max(m.sent_at) FILTER (WHERE m.channel = 'email'),
       count(m.id) - count(DISTINCT (m.recipient_id, m.channel))
FROM cases_term t JOIN cases_termstage s ON s.term_id = t.id
LEFT JOIN cases_outboxmessage m ON m.term_id = t.id AND m.kind = 'term_stage'
WHERE t.subject_type = '{SUBJECT}' GROUP BY t.id, s.id ORDER BY s.fires_at
"""


def outcomes(system: System) -> list[Outcome]:
    """What became of every alarm of the load."""
    with system.database() as session:
        return [Outcome(*row) for row in session.execute(_OUTCOMES).fetchall()]


def received(system: System) -> Counter[str]:
    """How often each letter arrived, by its Message-ID."""
    found: Counter[str] = Counter()
    for path in system.state.mail.glob("*.eml"):
        match = re.search(rb"^Message-ID: (\S+)", path.read_bytes(), re.MULTILINE)
        found[match[1].decode() if match else path.name] += 1
    return found


def sent_letters(system: System) -> set[str]:
    """The Message-IDs of what the outbox says has left."""
    with system.database() as session:
        rows = session.execute(
            "SELECT message_id FROM cases_outboxmessage WHERE channel = 'email' AND status = 'sent'"
        ).fetchall()
    return {row[0] for row in rows}


@contextmanager
def as_superuser(system: System) -> Iterator[psycopg.Connection[Any]]:
    """A session that may make triggers."""
    with system.database(SUPERUSER) as session:
        yield session
