"""The test database, and clones of it for tests that really commit.

The migrations run once per test run, into a database that no test ever connects to. Each worker works in a
clone of it, inside a transaction per test (`db`). A test that needs real commits (browser, jobs,
concurrency) gets a clone of its own (`committed_db`, 0.1 s). Nothing is ever flushed: the access log
refuses TRUNCATE.

What is dear to make, a module makes once: its fixture takes `module_db`, every test of that module takes
`rolled_back` and gets the rows `afresh`.
"""

from __future__ import annotations

import fcntl
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from typing import Protocol, TypeVar

import pytest
from django.conf import settings
from django.db import connection, connections, transaction
from django.db.models import Model
from psycopg import sql
from pytest_django import DjangoDbBlocker

from cases.access.schedule import disclosure_table
from cases.access.wall import GUARD_ROLE, set_context
from tests.factories.cast import make_cast
from veiligheid.supervisor.postgres import PORT, Server
from veiligheid.supervisor.roles import OWNER
from zsm.web import board
from zsm.web.drawn import DrawnRows

Row = TypeVar("Row", bound=Model)

TEMPLATE = "veiligheid_migrated"
# A worker fills one template at a time; another worker may fill another one meanwhile.
UNFINISHED = f"veiligheid_unfinished_{os.environ.get('PYTEST_XDIST_WORKER', 'single')}"
FLUSHING = {"transactional_db", "live_server", "django_db_reset_sequences", "django_db_serialized_rollback"}
CLOSING = {"db", "committed_db"}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Refuse tests that would flush tables, and modules whose one transaction another test would end."""
    together = {item.path for item in items if "rolled_back" in getattr(item, "fixturenames", ())}
    for item in items:
        marker = item.get_closest_marker("django_db")
        flushes = marker is not None and (marker.kwargs.get("transaction") or any(marker.args))
        if flushes or FLUSHING & set(getattr(item, "fixturenames", ())):
            raise pytest.UsageError(
                f"{item.nodeid}: use the fixture committed_db; flushing tables is impossible here."
            )
        closes = marker is not None or CLOSING & set(getattr(item, "fixturenames", ()))
        if closes and item.path in together:
            raise pytest.UsageError(f"{item.nodeid}: this module shares one transaction; take rolled_back.")


def database_exists(server: Server, name: str) -> bool:
    """Whether the cluster holds database `name`."""
    with server.connect(OWNER, "postgres") as connection:
        return (
            connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone() is not None
        )


def clone_database(server: Server, source: str, name: str) -> None:
    """Make database `name` a copy of `source`, to which nothing may be connected."""
    with server.connect(OWNER, "postgres") as connection:
        drop = sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name))
        copy = sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(sql.Identifier(name), sql.Identifier(source))
        connection.execute(drop)
        connection.execute(copy)


def drop_database(server: Server, name: str) -> None:
    """Remove database `name`, ending whatever is still connected to it."""
    with server.connect(OWNER, "postgres") as connection:
        connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


@contextmanager
def connected_to(name: str) -> Iterator[None]:
    """Let Django's default connection, of every thread, work in database `name`."""
    used = connections["default"].settings_dict
    before = used["NAME"]
    connections.close_all()
    used["NAME"] = name
    try:
        yield
    finally:
        connections.close_all()
        used["NAME"] = before


def worker_name() -> str:
    """Return the name of this parallel worker."""
    return os.environ.get("PYTEST_XDIST_WORKER", "single")


def ensure_template(server: Server, name: str, make: Callable[[], None]) -> None:
    """Let `make` fill the database UNFINISHED and name it `name`, unless another worker has done so."""
    with open(server.sockets.parent / f"{name}.lock", "w", encoding="utf-8") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if database_exists(server, name):
            return
        make()
        connections.close_all()
        with server.connect(OWNER, "postgres") as owner:
            names = (sql.Identifier(UNFINISHED), sql.Identifier(name))
            owner.execute(sql.SQL("ALTER DATABASE {} RENAME TO {}").format(*names))


def migrate() -> None:
    """Run the migrations into UNFINISHED and let the cast join."""
    connection = connections["default"]
    connection.settings_dict["TEST"]["NAME"] = UNFINISHED
    connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
    make_cast()


@pytest.fixture(scope="session")
def django_db_setup(
    django_test_environment: None, django_db_blocker: DjangoDbBlocker, database_server: Server
) -> Iterator[None]:
    """Replace pytest-django's set-up: work as owner in this worker's clone of the migrated database."""
    settings.DATABASES["default"].update(
        {
            "USER": OWNER,
            "PASSWORD": "",
            "HOST": str(database_server.sockets),
            "PORT": str(PORT),
            "OPTIONS": {},
        }
    )
    with django_db_blocker.unblock():
        ensure_template(database_server, TEMPLATE, migrate)
        name = f"veiligheid_{worker_name()}"
        clone_database(database_server, TEMPLATE, name)
    with connected_to(name):
        with django_db_blocker.unblock():
            # The table in force is kept per process: read now, it costs no test a query.
            disclosure_table(date(2026, 3, 10))
        yield


@pytest.fixture(scope="module")
def module_db(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """One transaction for a whole module: what its fixtures of that scope make is there for every test.

    The tests take `rolled_back` in place of the mark django_db, which would close the connection.
    """
    with django_db_blocker.unblock(), transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.fixture
def rolled_back(module_db: None) -> Iterator[None]:
    """Undoes what one test of such a module changed, after the check of foreign keys that `db` makes too."""
    # What the fixtures of the module made: checked here, it is not checked again for every test.
    connection.check_constraints()
    with pytest.MonkeyPatch.context() as patch, transaction.atomic():
        # Rows of the board are kept by the version of their case, which comes back with the roll back.
        patch.setattr(board, "_DRAWN", DrawnRows())
        yield
        if connection.is_usable() and not connection.needs_rollback:
            connection.check_constraints()
        transaction.set_rollback(True)


def afresh(row: Row) -> Row:
    """A row that the module made, as the database holds it: what a test sets on it reaches no other test."""
    with transaction.atomic():
        set_context(GUARD_ROLE)
        found = type(row)._default_manager.get(pk=row.pk)
        set_context("none")
    return found


class FilledTemplate(Protocol):
    """Keeps a database that is dear to fill, for tests that each get a clone of it."""

    def __call__(self, name: str, fill: Callable[[], object]) -> str:
        """Let `fill` work in a clone of the migrated database, once per run; returns the name to clone."""


@pytest.fixture
def filled_template(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, database_server: Server
) -> FilledTemplate:
    """What a module overrides `database_template` with, to begin its tests with more than the cast."""

    def fill_once(name: str, fill: Callable[[], object]) -> str:
        def make() -> None:
            clone_database(database_server, TEMPLATE, UNFINISHED)
            with connected_to(UNFINISHED):
                fill()

        with django_db_blocker.unblock():
            ensure_template(database_server, f"veiligheid_{name}", make)
        return f"veiligheid_{name}"

    return fill_once


@pytest.fixture
def database_template() -> str:
    """What `committed_db` is a clone of."""
    return TEMPLATE


@pytest.fixture
def committed_db(
    request: pytest.FixtureRequest,
    django_db_setup: None,
    django_db_blocker: DjangoDbBlocker,
    database_server: Server,
    database_template: str,
) -> Iterator[str]:
    """A database of this test alone in which commits are real, for all threads; returns its name.

    It holds what the migrations put in it, and the fixed cast. Do not combine with `db`.
    """
    if "db" in request.fixturenames or request.node.get_closest_marker("django_db"):
        raise pytest.UsageError(
            "committed_db takes the place of db and of the mark django_db; do not use both."
        )
    name = f"veiligheid_{worker_name()}_committed"
    clone_database(database_server, database_template, name)
    with django_db_blocker.unblock(), connected_to(name):
        yield name
    drop_database(database_server, name)
