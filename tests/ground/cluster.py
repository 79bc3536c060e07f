"""One throw-away PostgreSQL cluster for a whole test run.

With parallel workers the controller starts it and names it to them by an environment variable; a single
process starts it when the first test asks for a database, so that tests of pure rules do not pay for it.
"""

from __future__ import annotations

import os
import shutil
import tempfile
import time
from contextlib import suppress
from pathlib import Path

import pytest

from veiligheid.supervisor.parts import Running
from veiligheid.supervisor.postgres import FOR_TESTS, Server, cluster_in
from veiligheid.supervisor.roles import ensure_roles_and_database

SOCKETS_VARIABLE = "VEILIGHEID_TEST_SOCKETS"
READY_SECONDS = 30.0


PREFIX = "veiligheid-test-"


def remove_remains() -> None:
    """Remove what test runs left behind that were killed; their servers ended with them."""
    for folder in Path(tempfile.gettempdir()).glob(f"{PREFIX}*"):
        with suppress(OSError, ValueError):
            if not Path("/proc", str(int((folder / "pid").read_text()))).exists():
                shutil.rmtree(folder, ignore_errors=True)


class ThrowAwayCluster:
    """A cluster in a new directory below /tmp; speed instead of durability."""

    def __init__(self) -> None:
        remove_remains()
        self.folder = Path(tempfile.mkdtemp(prefix=PREFIX))
        (self.folder / "pid").write_text(str(os.getpid()))
        # The server's own account has to pass through it when root runs the tests.
        self.folder.chmod(0o711)
        cluster = cluster_in(self.folder / "postgres", self.folder / "sockets")
        cluster.ensure()
        self.server = cluster.server
        self.running = Running(cluster.part(settings=FOR_TESTS), self.folder / "postgres.log")
        self._wait()
        ensure_roles_and_database(self.server)

    def _wait(self) -> None:
        while not self.server.answers():
            if self.running.exit_code() is not None or self.running.age() > READY_SECONDS:
                said = "\n".join(self.running.last_lines())
                self.stop()
                raise RuntimeError(f"The test database did not start:\n{said}")
            time.sleep(0.02)

    def stop(self) -> None:
        """Stop the server and remove everything it wrote."""
        self.running.stop()
        shutil.rmtree(self.folder, ignore_errors=True)


_own: list[ThrowAwayCluster] = []


def running_server() -> Server:
    """Return the run's database server; the first caller of a run without parallel workers starts it."""
    sockets = os.environ.get(SOCKETS_VARIABLE)
    if sockets is None:
        _own.append(ThrowAwayCluster())
        sockets = os.environ[SOCKETS_VARIABLE] = str(_own[0].server.sockets)
    return Server(Path(sockets))


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_setupnodes() -> None:
    """Start the cluster on the controller, before the workers that inherit its name."""
    running_server()


def pytest_unconfigure() -> None:
    """Stop the cluster in the process that started it."""
    while _own:
        _own.pop().stop()
        os.environ.pop(SOCKETS_VARIABLE, None)


@pytest.fixture(scope="session")
def database_server() -> Server:
    """Return the run's database server, for tests that work on the level of roles and databases."""
    return running_server()
