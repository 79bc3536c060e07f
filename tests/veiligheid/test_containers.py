"""Compose and Dockerfile start the same parts by the same commands; each is started here, one by one.

No container engine is needed: what a container runs is run on this machine, with the environment that compose
gives it, against a database server and a broker of the test's own.
"""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import pytest
import yaml

from tests.ground.cluster import ThrowAwayCluster
from veiligheid.supervisor.application import HOST, free_port
from veiligheid.supervisor.commands import CONTAINER_PARTS, PASSWORDS, PROJECT, Unset, needed, web_answers
from veiligheid.supervisor.parts import Running
from veiligheid.supervisor.postgres import SUPERUSER, Server
from veiligheid.supervisor.roles import DATABASE, OWNER, WEB, WORKER
from veiligheid.supervisor.valkey import broker_url, valkey_part

COMPOSE: Final[dict[str, Any]] = yaml.safe_load((PROJECT / "docker-compose.yml").read_text(encoding="utf-8"))
SERVICES: Final[dict[str, dict[str, Any]]] = COMPOSE["services"]
OURS: Final = sorted(name for name, service in SERVICES.items() if service.get("image") == "veiligheid")
DOCKERFILE: Final = (PROJECT / "Dockerfile").read_text(encoding="utf-8")
READ_BY: Final = ("veiligheid/settings/base.py", "veiligheid/settings/production.py", "veiligheid/supervisor")
START_SECONDS: Final = 90.0
CONTAINER_BIND: Final = "0.0.0.0:8000"
NOT_CHOSEN: Final = {"DJANGO_SETTINGS_MODULE"}
# What .env must hold, as production wants it.
ENV_FILE: Final = {
    "SECRET_KEY": "abcdefghijklmnopqrstuvwxyz" * 3,
    "ADDRESS_KEYS": "a" * 40,
    "SITE_URL": "https://veiligheid.example",
    "ALLOWED_HOSTS": "veiligheid.example",
    "PROXY_COUNT": "1",
    "SECURITY_CONTACT": "mailto:beveiliging@veiligheid.example",
    "EMAIL_HOST": "mail.example",
    "DEFAULT_FROM_EMAIL": "bericht@veiligheid.example",
    "POSTGRES_PASSWORD": "p0",
    **{name: f"p{number}" for number, name in enumerate(PASSWORDS.values(), start=1)},
}
_VARIABLE: Final = re.compile(r"\$\{(?P<name>\w+)(?::(?P<kind>[?-])(?P<rest>[^}]*))?\}")


def filled(value: str) -> str:
    """A value of the compose file with .env filled in, as compose does it."""

    def replaced(found: re.Match[str]) -> str:
        name, kind = found["name"], found["kind"]
        if name in ENV_FILE:
            return ENV_FILE[name]
        assert kind == "-", f"{name} has no default and is not in .env"
        return found["rest"]

    return _VARIABLE.sub(replaced, value)


def environment_of(service: str) -> dict[str, str]:
    return {name: filled(value) for name, value in SERVICES[service].get("environment", {}).items()}


def names_read() -> set[str]:
    """The variables that settings and supervisor read."""
    code = ""
    for place in READ_BY:
        path = PROJECT / place
        files = [path] if path.is_file() else sorted(path.rglob("*.py"))
        code += "".join(file.read_text(encoding="utf-8") for file in files)
    return set(re.findall(r'"([A-Z][A-Z0-9_]{3,})"', code))


# --- the files ------------------------------------------------------------------------------------


def test_every_part_has_its_container_and_every_container_is_a_part() -> None:
    commands = {name: SERVICES[name]["command"] for name in OURS}
    parts = {name: command for name, command in commands.items() if command[0] == "part"}
    assert parts == {name: ["part", name] for name in CONTAINER_PARTS}
    assert set(commands) - set(parts) == {"prepare"}
    assert commands["prepare"] == ["prepare"]
    assert re.search(r'^ENTRYPOINT .*"-m", "veiligheid.supervisor"\]$', DOCKERFILE, re.MULTILINE)


@pytest.mark.parametrize("service", OURS)
def test_what_compose_sets_is_read_by_the_application(service: str) -> None:
    assert set(environment_of(service)) - names_read() - NOT_CHOSEN == set()
    assert environment_of(service)["DJANGO_SETTINGS_MODULE"] == "veiligheid.settings.production"


def test_each_part_logs_in_with_its_own_database_role() -> None:
    roles = {
        name: re.match(r"postgres://(\w+):", environment_of(name)["DATABASE_URL"])[1]  # type: ignore[index]  # it has one
        for name in OURS
    }
    assert roles == {"prepare": OWNER, "web": WEB, "worker": WORKER, "beat": WORKER, "sweep": WORKER}
    assert "SUPERUSER_URL" not in set().union(*(environment_of(name) for name in CONTAINER_PARTS))


def test_nothing_is_reached_from_outside_but_the_web_on_this_machine() -> None:
    ports = {name: service["ports"] for name, service in SERVICES.items() if "ports" in service}
    assert ports == {"web": ["127.0.0.1:8000:8000"]}
    assert environment_of("web")["WEB_BIND"] == CONTAINER_BIND


def test_containers_run_without_privileges_and_images_are_pinned() -> None:
    for name in OURS:
        service = SERVICES[name]
        assert (service["read_only"], service["cap_drop"]) == (True, ["ALL"])
        assert service["security_opt"] == ["no-new-privileges:true"]
    assert "\nUSER veiligheid\n" in DOCKERFILE
    others = [service["image"] for name, service in SERVICES.items() if name not in OURS]
    assert all(re.fullmatch(r"[\w/]+:\d+-\w+", image) for image in others)
    assert re.findall(r"^FROM (\S+)", DOCKERFILE, re.MULTILINE) == ["python:3.11-slim-bookworm"] * 2


def test_the_image_is_built_by_the_same_bootstrap() -> None:
    assert "RUN python3 -I veiligheid/bootstrap.py image" in DOCKERFILE


def test_a_variable_that_is_missing_is_named() -> None:
    with pytest.raises(Unset, match="STATE_DIR"):
        needed({}, "STATE_DIR")


# --- the containers, one by one -------------------------------------------------------------------


@dataclass(frozen=True)
class Machine:
    """What compose gives the containers: a database server, a broker, a volume, a port."""

    server: Server
    broker: Path
    state: Path
    port: int

    def environment(self, service: str) -> dict[str, str]:
        """The environment of a service with this machine's addresses in the place of the network's."""
        given = environment_of(service)
        database = given["DATABASE_URL"]
        role = re.match(r"postgres://(\w+):", database)
        assert role is not None
        given |= {
            "DATABASE_URL": self.server.url(role[1], DATABASE),
            "BROKER_URL": broker_url(self.broker),
            "STATE_DIR": str(self.state),
        }
        if "SUPERUSER_URL" in given:
            sockets = str(self.server.sockets)
            given["SUPERUSER_URL"] = f"postgresql://{SUPERUSER}@/postgres?host={sockets}"
        if "WEB_BIND" in given:
            given["WEB_BIND"] = f"{HOST}:{self.port}"
        return {"PATH": os.environ["PATH"], "PYTHONUNBUFFERED": "1", **given}

    def start(self, service: str, output: Path) -> subprocess.Popen[bytes]:
        """Start what the container of a service runs."""
        command = [sys.executable, "-m", "veiligheid.supervisor", *SERVICES[service]["command"]]
        with output.open("wb") as written:
            return subprocess.Popen(
                command, cwd=PROJECT, env=self.environment(service), stdout=written, stderr=subprocess.STDOUT
            )


@pytest.fixture(scope="module")
def machine() -> Iterator[Machine]:
    """A new server and broker, prepared by the container that prepares; twice, as after an update."""
    cluster = ThrowAwayCluster()
    with tempfile.TemporaryDirectory(prefix="veiligheid-compose-") as folder:
        root = Path(folder)
        broker = Running(valkey_part(root / "valkey.sock", root), root / "valkey.log")
        found = Machine(cluster.server, root / "valkey.sock", root / "state", free_port(8300))
        found.state.mkdir()
        try:
            for _ in range(2):
                process = found.start("prepare", root / "prepare.log")
                assert process.wait(START_SECONDS) == 0, (root / "prepare.log").read_text(encoding="utf-8")
            yield found
        finally:
            broker.stop()
            cluster.stop()


def has_said(text: str) -> Callable[[Machine, str], bool]:
    return lambda _, output: text in output


def the_probe_succeeds(machine: Machine, _: str) -> bool:
    return web_answers(machine.environment("web"))


def the_loop_has_swept(machine: Machine, _: str) -> bool:
    with machine.server.connect(SUPERUSER, DATABASE) as connection:
        found = connection.execute("SELECT 1 FROM cases_sweepheartbeat WHERE source = 'loop'").fetchone()
    return found is not None


WORKS: Final[dict[str, Callable[[Machine, str], bool]]] = {
    "web": the_probe_succeeds,
    "worker": has_said(" ready"),
    "beat": has_said("Sending due task"),
    "sweep": the_loop_has_swept,
}


@pytest.mark.parametrize("service", sorted(CONTAINER_PARTS))
def test_the_command_of_a_service_works_and_stops_when_told(
    service: str, machine: Machine, tmp_path: Path
) -> None:
    output = tmp_path / "output"
    process = machine.start(service, output)
    end = time.monotonic() + START_SECONDS
    try:
        while not WORKS[service](machine, output.read_text(encoding="utf-8")):
            said = output.read_text(encoding="utf-8")
            assert process.poll() is None, f"{service} stopped:\n{said}"
            assert time.monotonic() < end, f"{service} did not work:\n{said}"
            time.sleep(0.2)
        process.send_signal(signal.SIGTERM)
        assert process.wait(20) in (0, -signal.SIGTERM)
    finally:
        process.kill()
        process.wait()
