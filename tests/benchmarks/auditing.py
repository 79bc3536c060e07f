"""What the access log costs a page and many clients at once, and how soon its rows are sealed (issue 4).

.venv/bin/python -m tests.benchmarks.auditing        on one case; `make bench` prints the same lines
"""

from __future__ import annotations

import os
import statistics
import sys
import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Final
from unittest.mock import patch
from uuid import uuid4

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "veiligheid.settings.test")
django.setup()

from django.db import connection, transaction
from django.test import Client
from django.urls import reverse

from cases.access.trail import Trail, write_entry
from cases.access.wall import GUARD_ROLE, acting_as, set_context
from cases.audit.services import seal_log
from cases.casefiles.models import Case
from cases.terms.queries import database_clock
from tests.benchmarks import serving
from tests.benchmarks.ground import own_database
from tests.benchmarks.measuring import Line, medians
from tests.factories.cast import Cast
from tests.factories.story import register_stalking_case
from veiligheid.supervisor.postgres import Server

AT_ONCE: Final = 16
ROWS_A_SECOND: Final = 500
LASTS: Final = 20.0
# As often as beat wakes the sealer.
BETWEEN_SEALS: Final = 5.0
TURNS: Final = 2


def page_line(case: Case, username: str, rounds: int) -> Line:
    """The case page with its row, beside the same page without."""
    client = Client(SERVER_NAME="localhost")
    client.force_login(Cast().user(username))
    path = reverse("cases:case", kwargs={"zaak": case.public_id})

    def logged() -> None:
        assert client.get(path).status_code == 200

    def unlogged() -> None:
        with patch("veiligheid.middleware.write_entry"):
            assert client.get(path).status_code == 200

    with_log, without = medians([logged, unlogged], rounds)
    note = f"{with_log * 1000:.1f} ms against {without * 1000:.1f} ms"
    return Line(
        "A", "case page with its row in the access log, x without", with_log / without, 1.1, note=note
    )


def clients_line(server: Server, case: Case, username: str) -> Line:
    """Sixteen clients on the case page, with and without the log, in turns; the sealer runs beside them."""
    path = reverse("cases:case", kwargs={"zaak": case.public_id})
    session = serving.session_of(username)
    rates: dict[str, list[float]] = {"veiligheid.settings.dev": [], "tests.benchmarks.unlogged_settings": []}
    over = threading.Event()

    def seal() -> None:
        while not over.wait(BETWEEN_SEALS):
            seal_log(at=database_clock())
        connection.close()

    sealer = threading.Thread(target=seal)
    sealer.start()
    try:
        with patch.object(serving, "CLIENTS", AT_ONCE):
            for _ in range(TURNS):
                for module, found in rates.items():
                    with serving.web_server(server, module) as port:
                        serving.throughput(port, path, session)
                        found.append(serving.throughput(port, path, session)[0])
    finally:
        over.set()
        sealer.join()
    logged, unlogged = (statistics.median(found) for found in rates.values())
    note = f"{logged:.0f}/s against {unlogged:.0f}/s"
    what = f"{AT_ONCE} clients, requests per second x without access log"
    return Line("A", what, logged / unlogged, 0.8, at_least=True, note=note)


def lag_line() -> Line:
    """How long a row waits for its seal while 500 come every second."""
    actor = Cast().actor("vt")
    begun = time.monotonic()
    seals: list[float] = []
    over = threading.Event()

    def seal() -> None:
        while not over.wait(BETWEEN_SEALS):
            started = time.perf_counter()
            seal_log(at=database_clock())
            seals.append(time.perf_counter() - started)
        connection.close()

    sealer = threading.Thread(target=seal)
    sealer.start()
    written = 0
    while (passed := time.monotonic() - begun) < LASTS:
        wanted = int(passed * ROWS_A_SECOND) - written
        with acting_as(actor):
            for _ in range(wanted):
                write_entry(
                    Trail(case_ids={1}, person_ids={1, 2, 3}),
                    actor=actor,
                    at=datetime.now(UTC),
                    request_id=uuid4(),
                    route="bench",
                    outcome="shown",
                    status=200,
                    source=None,
                )
        written += wanted
        time.sleep(0.05)
    over.set()
    sealer.join()
    longest = _longest_wait()
    note = f"{written / LASTS:.0f} rows/s, a seal takes {max(seals) * 1000:.0f} ms"
    return Line("A", "longest wait of a row for its seal, seconds", longest, 10, note=note)


def _longest_wait() -> float:
    """From the moment of the request to that of the seal that holds it."""
    with transaction.atomic(), connection.cursor() as cursor:
        set_context(GUARD_ROLE)
        cursor.execute(
            "SELECT max(extract(epoch FROM s.sealed_at - e.at)) FROM cases_logseal s,"
            " unnest(s.ids::int8multirange) held JOIN cases_accesslogentry e"
            " ON e.id >= lower(held) AND e.id < upper(held) WHERE e.route = 'bench'"
        )
        return float(cursor.fetchone()[0])


def lines(server: Server, case: Case, username: str, rounds: int) -> Iterator[Line]:
    """All three, one after the other."""
    seal_log(at=database_clock())
    yield page_line(case, username, rounds)
    yield lag_line()
    yield clients_line(server, case, username)


def main() -> None:
    """Measure on one registered case, and print."""
    with own_database() as server:
        case = register_stalking_case(Cast(), datetime.now(UTC) - timedelta(minutes=5))
        for line in lines(server, case, "om", 60):
            sys.stdout.write(f"{line}\n")
            sys.stdout.flush()


if __name__ == "__main__":
    main()
