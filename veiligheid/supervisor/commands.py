"""The command lines of the parts, said once: for the embedded system and, one per container, for compose.

python -m veiligheid.supervisor part web        becomes that part; its settings come from the environment
python -m veiligheid.supervisor prepare         roles and database, migrations, static files; may be repeated
python -m veiligheid.supervisor probe           whether the web server of this machine answers
"""

from __future__ import annotations

import http.client
import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import psycopg

from veiligheid.supervisor.postgres import SUPERUSER
from veiligheid.supervisor.roles import OWNER, REPORT, WEB, WORKER, ensure_roles_and_database

PROJECT: Final = Path(__file__).resolve().parents[2]
DEFAULT_BIND: Final = "127.0.0.1:8000"
DEFAULT_WORKERS: Final = "3"
# Who logs in over the network, and the variable that holds the password.
PASSWORDS: Final[Mapping[str, str]] = {
    OWNER: "DB_OWNER_PASSWORD",
    WEB: "DB_WEB_PASSWORD",
    WORKER: "DB_WORKER_PASSWORD",
    REPORT: "DB_REPORT_PASSWORD",
}
PROBE_SECONDS: Final = 5.0


class Unset(Exception):
    """A variable that is needed is not set; the text names it."""


def manage(*arguments: str) -> list[str]:
    """The command line of a Django management command."""
    return [sys.executable, "manage.py", *arguments]


def web_command(bind: str, workers: str = DEFAULT_WORKERS) -> list[str]:
    """The web server on `bind` ("host:port")."""
    options = ["--bind", bind, "--workers", workers, "--preload"]
    limits = ["--timeout", "60", "--graceful-timeout", "5", "--keep-alive", "5", "--no-control-socket"]
    return [sys.executable, "-m", "gunicorn", *options, *limits, "veiligheid.wsgi"]


def _celery(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "celery", "-A", "veiligheid.celery", *arguments]


def worker_command() -> list[str]:
    """The Celery worker."""
    calm = ["--without-gossip", "--without-mingle", "--concurrency", "2"]
    return _celery("worker", "--loglevel", "INFO", *calm)


def beat_command(schedule: Path) -> list[str]:
    """Celery beat; `schedule` is the file in which it remembers when it last called."""
    return _celery("beat", "--loglevel", "INFO", "--schedule", str(schedule), "--pidfile", "")


def sweep_command() -> list[str]:
    """The sweep loop that depends on neither broker nor Celery."""
    return manage("sweep_terms", "--loop")


def _beat(environment: Mapping[str, str]) -> list[str]:
    folder = Path(needed(environment, "STATE_DIR")) / "beat"
    folder.mkdir(parents=True, exist_ok=True)
    return beat_command(folder / "schedule")


CONTAINER_PARTS: Final[Mapping[str, Callable[[Mapping[str, str]], list[str]]]] = {
    "web": lambda environment: web_command(
        environment.get("WEB_BIND", DEFAULT_BIND), environment.get("WEB_WORKERS", DEFAULT_WORKERS)
    ),
    "worker": lambda _: worker_command(),
    "beat": _beat,
    "sweep": lambda _: sweep_command(),
}


def needed(environment: Mapping[str, str], name: str) -> str:
    """The value of a variable. Raises Unset when it is empty."""
    value = environment.get(name, "")
    if not value:
        raise Unset(f"Set {name} in the environment.")
    return value


def become(part: str) -> None:
    """Replace this process by a part, so that signals reach it directly. Does not return."""
    command = CONTAINER_PARTS[part](os.environ)
    os.chdir(PROJECT)
    sys.stdout.flush()
    os.execv(command[0], command)  # noqa: S606 - a command line of ours, nothing from outside


@dataclass(frozen=True)
class NetworkServer:
    """A database server elsewhere, reached as its superuser at `url`."""

    url: str

    def connect(self, role: str, database: str) -> psycopg.Connection[Any]:
        """A connection of the superuser that commits every statement."""
        if role != SUPERUSER:
            raise ValueError(f"{role} does not prepare databases")
        return psycopg.connect(self.url, dbname=database, autocommit=True, connect_timeout=10)


def prepare() -> None:
    """Bring a new or used database server to the state in which the parts run. Raises Unset."""
    environment = os.environ
    server = NetworkServer(needed(environment, "SUPERUSER_URL"))
    passwords = {role: needed(environment, name) for role, name in PASSWORDS.items()}
    ensure_roles_and_database(server, passwords=passwords)
    hidden = {"SUPERUSER_URL", *PASSWORDS.values()}
    rest = {name: value for name, value in environment.items() if name not in hidden}
    for command in (manage("migrate", "--noinput"), manage("collectstatic", "--noinput")):
        subprocess.run(command, cwd=PROJECT, env=rest, check=True)


def web_answers(environment: Mapping[str, str]) -> bool:
    """Whether the web server on this machine answers."""
    host, _, port = environment.get("WEB_BIND", DEFAULT_BIND).rpartition(":")
    reached = "127.0.0.1" if host in ("", "0.0.0.0") else host  # noqa: S104 - compared, not listened on
    name = environment.get("ALLOWED_HOSTS", "localhost").split(",")[0]
    connection = http.client.HTTPConnection(reached, int(port), timeout=PROBE_SECONDS)
    try:
        connection.request("GET", "/health/live", headers={"Host": name})
        return connection.getresponse().status == http.HTTPStatus.OK
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()
