"""Queries and milliseconds of board, case page and refresh, as ratios of the floor (performance, goals 3, 7).

    .venv/bin/python -m tests.benchmarks.pages [--cases 60] [--rounds 60]

Starts a PostgreSQL of its own below /tmp with a board full of registered arrests, and asks for the pages in
turn, in this process: what the web server adds is in none of the numbers, the floor included. On a machine
that does other work too, the ratios hold and the milliseconds do not.
"""

from __future__ import annotations

import argparse
import gc
import os
import re
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "veiligheid.settings.test")
django.setup()

from django.test import Client, override_settings
from django.urls import reverse

from cases.casefiles.models import Case
from tests.benchmarks.floor import FLOOR_PATH, MIDDLEWARE
from tests.benchmarks.ground import own_database
from tests.benchmarks.measuring import WARM_UP, Measured
from tests.factories.cast import Cast
from tests.factories.story import register_case, register_stalking_case
from tests.zsm.decision.making import concluded, stated

LOOKED_AT_BY = "om"
FLOOR = "floor F"


def shown_version(client: Client, path: str) -> str:
    """The version with which the page asks for news."""
    found = re.search(r"\?since=(\w+)", client.get(path).content.decode())
    assert found, f"{path} asks for no news"
    return found[1]


def pages(client: Client, case: Case) -> list[Measured]:
    """What is measured; the goals are those of a page and of a refresh (performance, 6b and 7)."""
    board, keys = reverse("zsm:board"), {"zaak": case.public_id}
    page, part = reverse("cases:case", kwargs=keys), reverse("cases:story", kwargs=keys)
    by_htmx = {"HX-Request": "true"}
    return [
        Measured("board", board, goal=4),
        Measured("board, news", board, goal=4, headers=by_htmx),
        Measured("board, no news", f"{board}?since={shown_version(client, board)}", status=204, goal=0.5),
        Measured("case page", page, goal=4),
        Measured("case page, news", part, goal=4, headers=by_htmx),
        Measured("case page, no news", f"{part}?since={shown_version(client, page)}", status=204, goal=0.5),
        Measured("my work", reverse("cases:my-work"), goal=4),
        Measured("messages", reverse("cases:messages"), goal=4),
    ]


def fill_board(cases: int) -> Case:
    """Register that many arrests just now and bring one of them up to the decision; gives that one."""
    at = datetime.now(UTC) - timedelta(minutes=5)
    cast = Cast()
    for number in range(cases - 1):
        register_case(cast, number, at)
    case = register_stalking_case(cast, at)
    concluded(cast, case, at=at)
    stated(cast, case, at=at)
    return case


def measure(cases: int, rounds: int) -> list[Measured]:
    """Ask for everything in turn, so that what else the machine does falls on all alike."""
    case = fill_board(cases)
    user = Cast().user(LOOKED_AT_BY)
    client = Client(SERVER_NAME="localhost")
    client.force_login(user)
    everything = pages(client, case)
    floor = Measured(FLOOR, FLOOR_PATH)
    bare = Client(SERVER_NAME="localhost")
    bare.cookies = client.cookies
    for number in range(WARM_UP + rounds):
        with override_settings(ROOT_URLCONF="tests.benchmarks.floor", MIDDLEWARE=MIDDLEWARE):
            floor.ask(bare)
        for page in everything:
            page.ask(client)
        if number < WARM_UP:
            for page in (floor, *everything):
                page.seconds.clear()
            # As the web server does when it has started.
            gc.collect()
            gc.freeze()
    with override_settings(ROOT_URLCONF="tests.benchmarks.floor", MIDDLEWARE=MIDDLEWARE):
        floor.count(bare)
    for page in everything:
        page.count(client)
    return [floor, *everything]


def table(measured: list[Measured]) -> Iterator[str]:
    """The lines of the result."""
    floor = measured[0]
    yield f"{'':22}{'queries':>8}{'median ms':>11}{'p95 ms':>9}{'x F':>7}{'p95 x F':>9}{'goal':>7}"
    for page in measured:
        ratio, slow = page.median / floor.median, page.p95 / floor.median
        numbers = f"{page.queries:>8}{page.median:>11.1f}{page.p95:>9.1f}{ratio:>7.2f}{slow:>9.2f}"
        yield f"{page.name:22}{numbers} {f'{page.goal:>6g}' if page.goal else ''}".rstrip()


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--cases", type=int, default=60, help="cases on the board")
    parser.add_argument("--rounds", type=int, default=60, help="requests per page")
    chosen = parser.parse_args()
    with own_database():
        sys.stdout.write("\n".join(table(measure(chosen.cases, chosen.rounds))) + "\n")


if __name__ == "__main__":
    main()
