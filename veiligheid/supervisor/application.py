"""The parts of this project and how they are wired to each other by their environment."""

from __future__ import annotations

import http.client
import os
import socket
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from veiligheid.supervisor.commands import (
    PROJECT,
    beat_command,
    manage,
    sweep_command,
    web_command,
    worker_command,
)
from veiligheid.supervisor.mailcatcher import mailcatcher_part
from veiligheid.supervisor.parts import Part, Running, alive_for, has_written
from veiligheid.supervisor.postgres import Server, cluster_in
from veiligheid.supervisor.roles import DATABASE, OWNER, WEB, WORKER, ensure_roles_and_database
from veiligheid.supervisor.state import State
from veiligheid.supervisor.valkey import broker_url, valkey_part
from veiligheid.supervisor.watch import Supervisor

HOST: Final = "127.0.0.1"
FIRST_WEB_PORT: Final = 8000
FIRST_MAIL_PORT: Final = 8025
# Variables of the caller that would lead a part to another database or other settings.
NOT_INHERITED: Final = ("PG", "DJANGO_", "DATABASE_", "CELERY_", "BROKER_", "EMAIL_")


class PortTaken(Exception):
    """The chosen port is in use; the text says so."""


def is_free(port: int) -> bool:
    """Whether `port` of this machine can be listened on."""
    with socket.socket() as attempt:
        attempt.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            attempt.bind((HOST, port))
        except OSError:
            return False
    return True


def free_port(first: int) -> int:
    """Return the first free port from `first` on."""
    return next(port for port in range(first, 65536) if is_free(port))


def web_port(environment: Mapping[str, str]) -> int:
    """Return the port of the web server: PORT, else the first free one.

    Raises PortTaken when PORT is in use.
    """
    chosen = environment.get("PORT")
    if not chosen:
        return free_port(FIRST_WEB_PORT)
    if not chosen.isdigit() or not is_free(int(chosen)):
        raise PortTaken(f"PORT={chosen} is in use or not a port. Choose another one or leave it out.")
    return int(chosen)


@dataclass(frozen=True)
class Wiring:
    """Where everything answers in this run; the only source of the parts' environment."""

    state: State
    server: Server
    web_port: int
    mail_port: int

    @property
    def broker_socket(self) -> Path:
        """The broker's unix socket."""
        return self.state.sockets / "valkey.sock"

    @property
    def address(self) -> str:
        """The address of the application in a browser."""
        return f"http://{HOST}:{self.web_port}"

    def environment(self, role: str) -> dict[str, str]:
        """Return the environment of a part that works in the database as `role`."""
        inherited = {name: value for name, value in os.environ.items() if not name.startswith(NOT_INHERITED)}
        return {
            **inherited,
            "DJANGO_SETTINGS_MODULE": "veiligheid.settings.dev",
            "PYTHONUNBUFFERED": "1",
            "SECRET_KEY": self.state.secret("SECRET_KEY"),
            "ADDRESS_KEYS": self.state.secret("ADDRESS_KEYS"),
            "DATABASE_URL": self.server.url(role, DATABASE),
            "BROKER_URL": broker_url(self.broker_socket),
            "EMAIL_HOST": HOST,
            "EMAIL_PORT": str(self.mail_port),
            "STATE_DIR": str(self.state.root),
            "ALLOWED_HOSTS": f"{HOST},localhost",
            "SITE_URL": self.address,
        }


def answers_page(port: int, path: str) -> Callable[[Running], bool]:
    """Return the readiness check that asks the web server for `path` and wants a page, redirects followed."""

    def ready(running: Running) -> bool:
        target = path
        for _ in range(4):
            connection = http.client.HTTPConnection(HOST, port, timeout=5.0)
            try:
                connection.request("GET", target, headers={"Host": f"{HOST}:{port}"})
                response = connection.getresponse()
                target = response.getheader("Location") or ""
                if not 300 <= response.status < 400:
                    return response.status == http.HTTPStatus.OK
            except (OSError, http.client.HTTPException):
                return False
            finally:
                connection.close()
        return False

    return ready


def web_part(wiring: Wiring) -> Part:
    """Return the web server; it is ready when a visitor gets the first page."""
    return Part(
        name="web",
        command=web_command(f"{HOST}:{wiring.web_port}"),
        environment=wiring.environment(WEB),
        ready=answers_page(wiring.web_port, "/"),
        directory=PROJECT,
    )


def background_parts(wiring: Wiring) -> list[Part]:
    """Return the Celery worker, Celery beat and the sweep loop that does not depend on either."""
    schedule = wiring.state.folder("beat") / "schedule"
    environment = wiring.environment(WORKER)
    return [
        Part(
            name="worker",
            command=worker_command(),
            environment=environment,
            ready=has_written(" ready"),
            directory=PROJECT,
        ),
        Part(
            name="beat",
            command=beat_command(schedule),
            environment=environment,
            ready=alive_for(2.0),
            directory=PROJECT,
        ),
        Part(
            name="sweep",
            command=sweep_command(),
            environment=environment,
            ready=alive_for(2.0),
            directory=PROJECT,
        ),
    ]


def start(supervisor: Supervisor, state: State) -> Wiring:
    """Start everything in order and return where it answers. Raises what a part or step raises."""
    cluster = cluster_in(state.postgres, state.sockets / "postgres")
    cluster.ensure()
    ports = (web_port(os.environ), free_port(FIRST_MAIL_PORT))
    wiring = Wiring(state, cluster.server, *ports)
    owner = wiring.environment(OWNER)
    # Static files need no database: they are collected while it starts and migrates.
    static = supervisor.begin_step("static files", manage("collectstatic", "--noinput"), owner, PROJECT)
    supervisor.start(cluster.part())
    supervisor.start(valkey_part(wiring.broker_socket, state.folder("broker")))
    ensure_roles_and_database(cluster.server)
    for name, command in (("migrations", "migrate"), ("demo data", "load_demo_data")):
        arguments = (command, "--noinput") if command == "migrate" else (command,)
        supervisor.finish_step(supervisor.begin_step(name, manage(*arguments), owner, PROJECT))
    supervisor.finish_step(static)
    supervisor.start(mailcatcher_part(wiring.mail_port, state.mail))
    supervisor.start(web_part(wiring))
    supervisor.say(f"\nVeiligheid runs: {wiring.address}  (first page after {supervisor.seconds():.1f} s)\n")
    state.note_address(wiring.address)
    logins = supervisor.begin_step("demo logins", manage("demo_logins"), owner, PROJECT)
    supervisor.start(*background_parts(wiring))
    supervisor.say("\n" + supervisor.finish_step(logins, silent=True))
    return wiring
