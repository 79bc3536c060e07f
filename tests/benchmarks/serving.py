"""Over HTTP: the real web server on the national database, the floor on one of its own (goal 7)."""

from __future__ import annotations

import http.client
import os
import statistics
import subprocess
import tempfile
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

from django.conf import settings
from django.test import Client

from cases.organisations.rules import Scope
from cases.organisations.services import ensure_system, issue_token
from tests.benchmarks.floor import FLOOR_PATH
from tests.benchmarks.ground import DATABASE
from tests.benchmarks.measuring import Line
from tests.factories.cast import Cast
from veiligheid.supervisor.application import HOST, free_port
from veiligheid.supervisor.commands import PROJECT, web_command
from veiligheid.supervisor.postgres import Server
from veiligheid.supervisor.roles import WEB

SECONDS: Final = 8.0
CLIENTS: Final = 4
SCREENS: Final = 50
# A screen asks for news every ten seconds.
PAUSE: Final = 10.0
STARTS_WITHIN: Final = 60.0


@dataclass
class Load:
    """What one kind of request got: how many answers, how long each took, in seconds."""

    status: int
    answers: list[float] = field(default_factory=list)
    wrong: list[int] = field(default_factory=list)

    @property
    def p95(self) -> float:
        """The 95th percentile in seconds."""
        return statistics.quantiles(self.answers, n=20)[-1]


@contextmanager
def web_server(server: Server, settings_module: str) -> Iterator[int]:
    """The web server as `make run` starts it, with other settings; gives its port."""
    port = free_port(8400)
    with tempfile.TemporaryDirectory(prefix="veiligheid-bench-") as folder:
        environment = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": settings_module,
            "DATABASE_URL": server.url(WEB, DATABASE),
            # The sessions made here must hold there.
            "SECRET_KEY": settings.SECRET_KEY,
            "ADDRESS_KEYS": ",".join(settings.ADDRESS_KEYS),
            "STATE_DIR": folder,
            "ALLOWED_HOSTS": f"{HOST},localhost",
            # A hundred requests a second are what is measured.
            "API_RATE": "1000000/min",
            "SITE_URL": f"http://{HOST}:{port}",
        }
        log = Path(folder) / "log"
        with log.open("wb") as output:
            process = subprocess.Popen(
                web_command(f"{HOST}:{port}", "2"),
                cwd=PROJECT,
                env=environment,
                stdout=output,
                stderr=subprocess.STDOUT,
            )
        try:
            end = time.monotonic() + STARTS_WITHIN
            while not _answers(port):
                assert process.poll() is None, log.read_text(encoding="utf-8")
                assert time.monotonic() < end, log.read_text(encoding="utf-8")
                time.sleep(0.1)
            yield port
        finally:
            process.terminate()
            process.wait(20)


def _answers(port: int) -> bool:
    connection = http.client.HTTPConnection(HOST, port, timeout=5)
    try:
        connection.request("GET", "/aanmelden")
        return connection.getresponse().status < http.HTTPStatus.INTERNAL_SERVER_ERROR
    except OSError:
        return False
    finally:
        connection.close()


def session_of(username: str) -> dict[str, str]:
    """A signed-in session of a user, as headers."""
    client = Client()
    client.force_login(Cast().user(username))
    return {"Cookie": f"sessionid={client.cookies['sessionid'].value}"}


def token_of(username: str) -> dict[str, str]:
    """A credential of a partner system of the user's organisation, as headers."""
    at = datetime.now(UTC)
    system = ensure_system(organisation=Cast().user(username).organisation, name="bench", at=at)
    _, whole = issue_token(system=system, scopes={Scope.READ}, expires_at=at + timedelta(days=1), at=at)
    return {"Authorization": f"Bearer {whole}"}


def fire(
    port: int, path: str, headers: Mapping[str, str], load: Load, *, until: float, pause: float = 0.0
) -> None:
    """Ask again and again over one kept connection; with a pause as a screen does."""
    connection = http.client.HTTPConnection(HOST, port, timeout=30)
    while time.monotonic() < until:
        begun = time.perf_counter()
        connection.request("GET", path, headers=dict(headers))
        response = connection.getresponse()
        response.read()
        load.answers.append(time.perf_counter() - begun)
        if response.status != load.status:
            load.wrong.append(response.status)
        if pause:
            time.sleep(max(0.0, min(pause, until - time.monotonic())))
    connection.close()


def throughput(port: int, path: str, headers: Mapping[str, str], status: int = 200) -> tuple[float, Load]:
    """Requests per second of a few clients that never pause."""
    load = Load(status)
    until = time.monotonic() + SECONDS
    threads = [
        threading.Thread(target=fire, args=(port, path, headers, load), kwargs={"until": until})
        for _ in range(CLIENTS)
    ]
    begun = time.monotonic()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not load.wrong, f"{path}: {load.wrong[:3]}"
    return len(load.answers) / (time.monotonic() - begun), load


def with_screens(port: int, path: str, news: str, headers: Mapping[str, str]) -> Load:
    """One person opens the page while fifty screens ask for news every ten seconds."""
    screens, page = Load(204), Load(200)
    until = time.monotonic() + 2 * PAUSE

    def screen(number: int) -> None:
        time.sleep(number * PAUSE / SCREENS)
        fire(port, news, {**headers, "HX-Request": "true"}, screens, until=until, pause=PAUSE)

    threads = [threading.Thread(target=screen, args=(number,)) for number in range(SCREENS)]
    for thread in threads:
        thread.start()
    fire(port, path, headers, page, until=until, pause=0.25)
    for thread in threads:
        thread.join()
    return page


def lines(server: Server, *, listed: str, shown: dict[str, tuple[str, str]], username: str) -> list[Line]:
    """`listed`: the path of the case list; `shown`: by name, a page and its question for news."""
    session = session_of(username)
    with web_server(server, "tests.benchmarks.floor_settings") as port:
        floor, floor_load = throughput(port, FLOOR_PATH, session)
        base = statistics.median(floor_load.answers) / CLIENTS * 2
    found = []
    with web_server(server, "veiligheid.settings.dev") as port:
        rate, _ = throughput(port, listed, token_of(username))
        note = f"{rate:.0f}/s against {floor:.0f}/s"
        what = "case list over HTTP, requests per second x F"
        found.append(Line("7", what, rate / floor, 0.6, at_least=True, note=note))
        for name, (page, news) in shown.items():
            load = with_screens(port, page, news, session)
            note = f"p95 {load.p95 * 1000:.0f} ms, {len(load.answers)} pages"
            found.append(Line("7", f"{name}, p95 with {SCREENS} screens, x F", load.p95 / base, 4, note=note))
    return found
