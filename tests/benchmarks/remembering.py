"""Whether worker and sweep loop keep memory: bytes per event over 100,000 alarms (security, "Legal jobs").

.venv/bin/python -m tests.benchmarks.remembering [EVENTS]     on a small database; `make bench` does the same
"""

from __future__ import annotations

import io
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import linear_regression
from typing import Final

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "veiligheid.settings.test")
django.setup()

from django.test import override_settings

from cases.organisations.rules import OrganisationKind
from cases.terms.rules.kinds import TermKind
from cases.terms.rules.parameters import Parameters
from cases.terms.rules.stages import Audience
from tests.benchmarks.ground import DATABASE, own_database
from tests.benchmarks.measuring import Line
from tests.cases.terms.making import Thing, a_case, a_term
from tests.factories.cast import Cast
from tests.faults.ground import let_fall_due, model_of
from veiligheid.supervisor.commands import PROJECT
from veiligheid.supervisor.postgres import Server
from veiligheid.supervisor.roles import GUARD, OWNER, WORKER

EVENTS: Final = 100_000
BATCH: Final = 1000
# So many of each batch are mailed too.
MAILED: Final = 50
# What imports, caches and the first large batches take is no leak.
WARM_UP: Final = 0.3
BYTES_PER_EVENT: Final = 20
KINDS: Final = {"worker": "Celery worker", "sweeper": "sweep loop"}


def lines(server: Server, events: int = EVENTS) -> Iterator[Line]:
    """The slope of the memory of each process."""
    cast = Cast()
    keys = [
        a_term(
            cast,
            a_case(cast, OrganisationKind.OM),
            TermKind.INFORM_VICTIM,
            parameters=Parameters(hours=1),
            person="om",
            subject=Thing(),
        ).pk
        for _ in range(2)
    ]
    with server.connect(OWNER, DATABASE) as session:
        session.execute(f"SET ROLE {GUARD}")
        session.execute(
            "UPDATE cases_termstage SET status = 'cancelled', audiences = %s WHERE term_id = ANY(%s)",
            [[Audience.HANDLER.value], keys],
        )
        session.execute("UPDATE cases_termstage SET channels = '{in_app}' WHERE term_id = %s", [keys[0]])
        quiet, mailed = (model_of(session, key) for key in keys)

        def make_due() -> None:
            let_fall_due(session, quiet, BATCH - MAILED, earliest=-10.0, latest=-1.0)
            let_fall_due(session, mailed, MAILED, earliest=-10.0, latest=-1.0)

        for kind, name in KINDS.items():
            sizes = _sizes(kind, server, make_due, events // BATCH)
            kept = sizes[int(len(sizes) * WARM_UP) :]
            slope, _ = linear_regression([BATCH * number for number in range(len(kept))], kept)
            note = f"{events:,} events, {kept[0] / 2**20:.1f} to {kept[-1] / 2**20:.1f} MB"
            yield Line("J", f"{name}, bytes kept per event", slope, BYTES_PER_EVENT, note=note)


def _sizes(kind: str, server: Server, make_due: Callable[[], None], rounds: int) -> list[int]:
    """The bytes that the process holds after each round."""
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "veiligheid.settings.dev",
        "SECRET_KEY": "only-for-benchmarks-" + "x" * 40,
        "ADDRESS_KEYS": "only-for-benchmarks-" + "y" * 40,
        "DATABASE_URL": server.url(WORKER, DATABASE),
    }
    found: list[int] = []
    with subprocess.Popen(
        [sys.executable, "-m", "tests.benchmarks.remembering", kind],
        cwd=PROJECT,
        env=environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        for _ in range(rounds):
            make_due()
            process.stdin.write("\n")
            process.stdin.flush()
            fired, size = map(int, process.stdout.readline().split())
            assert fired == BATCH, f"{fired} of {BATCH} were given"
            found.append(size)
        process.stdin.close()
    return found


# --- inside the measured process ------------------------------------------------------------------


class Silent(io.StringIO):
    """Keeps nothing of what is said: the answers stand on the real output."""

    def write(self, text: str, /) -> int:
        """Forget it."""
        return len(text)


def _round_of(kind: str) -> Callable[[], None]:
    """What the process does once: the same as in production, but for the mail that goes nowhere."""
    if kind == "sweeper":
        from cases.management.commands.sweep_terms import Command

        command = Command(stdout=Silent())

        def both_halves() -> None:
            command.sweep("loop")
            command.other_work()

        return both_halves
    from cases import tasks

    names = (tasks.sweep_terms, tasks.seal_log, tasks.recount_terms, tasks.deliver_outbox)

    def work() -> None:
        for task in names:
            task.apply(throw=True)

    return work


def be_measured(kind: str) -> None:
    """For each line on the input do a round; answer how many alarms it gave and how many bytes it holds."""
    from django.db import connection

    work = _round_of(kind)
    page = os.sysconf("SC_PAGE_SIZE")
    source = "loop" if kind == "sweeper" else "beat"
    with override_settings(EMAIL_BACKEND="django.core.mail.backends.dummy.EmailBackend"):
        for _ in sys.stdin:
            work()
            with connection.cursor() as cursor:
                cursor.execute("SELECT fired FROM cases_sweepheartbeat WHERE source = %s", [source])
                (fired,) = cursor.fetchone()
            held = int(Path("/proc/self/statm").read_text().split()[1]) * page
            sys.stdout.write(f"{fired} {held}\n")
            sys.stdout.flush()


def main() -> None:
    """Measure on a database of its own, or be what is measured."""
    chosen = sys.argv[1] if len(sys.argv) > 1 else str(EVENTS)
    if chosen in KINDS:
        be_measured(chosen)
        return
    with own_database() as server:
        for line in lines(server, int(chosen)):
            sys.stdout.write(f"{line}\n")
            sys.stdout.flush()


if __name__ == "__main__":
    main()
