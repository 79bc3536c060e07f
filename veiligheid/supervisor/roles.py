"""The five database roles and the prepared database; tables and policies belong to the migrations.

    veiligheid_owner    logs in for migrations and tests; owns the tables and may become each of the others
    veiligheid_guard    nobody logs in as it; passes row-level security, owns the SECURITY DEFINER functions
    veiligheid_web      requests
    veiligheid_worker   Celery worker, beat and the sweep loop
    veiligheid_report   figures

Everything here may be repeated on every start.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, Protocol

import psycopg
from psycopg import sql

from veiligheid.supervisor.postgres import SUPERUSER

DATABASE: Final = "veiligheid"
OWNER: Final = "veiligheid_owner"
GUARD: Final = "veiligheid_guard"
WEB: Final = "veiligheid_web"
WORKER: Final = "veiligheid_worker"
REPORT: Final = "veiligheid_report"

# Every attribute is named, so that a repeated start also mends a role that was changed by hand.
_PLAIN: Final = "NOSUPERUSER NOCREATEROLE NOREPLICATION"
ATTRIBUTES: Final = {
    OWNER: f"LOGIN CREATEDB NOBYPASSRLS {_PLAIN}",
    GUARD: f"NOLOGIN NOCREATEDB BYPASSRLS {_PLAIN}",
    WEB: f"LOGIN NOCREATEDB NOBYPASSRLS {_PLAIN}",
    # It may become the web role for one organisation, to make the hourly table lists; before, it has none of
    # its rights.
    WORKER: f"LOGIN NOCREATEDB NOBYPASSRLS NOINHERIT {_PLAIN}",
    REPORT: f"LOGIN NOCREATEDB NOBYPASSRLS {_PLAIN}",
}

PREPARE_DATABASE: Final = f"""
REVOKE CREATE ON SCHEMA public FROM PUBLIC;
ALTER SCHEMA public OWNER TO {OWNER};
GRANT USAGE ON SCHEMA public TO {WEB}, {WORKER}, {REPORT}, {GUARD};
GRANT CREATE ON SCHEMA public TO {GUARD};
ALTER DEFAULT PRIVILEGES FOR ROLE {OWNER} IN SCHEMA public GRANT ALL ON TABLES TO {GUARD};
ALTER DEFAULT PRIVILEGES FOR ROLE {OWNER} IN SCHEMA public GRANT ALL ON SEQUENCES TO {GUARD};
"""


class Reachable(Protocol):
    """A database server on which a superuser can log in."""

    def connect(self, role: str, database: str) -> psycopg.Connection[Any]:
        """Return a connection that commits every statement."""


def ensure_roles(connection: psycopg.Connection[Any], passwords: Mapping[str, str] | None = None) -> None:
    """Create the five roles or set them right; `connection` is a superuser's.

    `passwords`: by role, where they log in over a network; without one a role logs in by the socket only.
    """
    with connection.transaction():
        for role, attributes in ATTRIBUTES.items():
            if connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role]).fetchone() is None:
                connection.execute(sql.SQL("CREATE ROLE {}").format(sql.Identifier(role)))
            connection.execute(sql.SQL("ALTER ROLE {} " + attributes).format(sql.Identifier(role)))
        for role, password in (passwords or {}).items():
            given = sql.SQL("ALTER ROLE {} PASSWORD {}").format(sql.Identifier(role), sql.Literal(password))
            connection.execute(given)
        connection.execute(f"GRANT {GUARD}, {WEB}, {WORKER}, {REPORT} TO {OWNER}")
        connection.execute(f"GRANT {WEB} TO {WORKER}")


def prepare_database(connection: psycopg.Connection[Any]) -> None:
    """Give the schema of the connected database to the owner and close it for everyone else."""
    with connection.transaction():
        connection.execute(PREPARE_DATABASE)


def ensure_database(server: Reachable, database: str = DATABASE) -> None:
    """Create `database` for the owner when it is missing, and prepare it."""
    with server.connect(SUPERUSER, "postgres") as connection:
        if connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [database]).fetchone() is None:
            create = sql.SQL("CREATE DATABASE {} OWNER {} ENCODING 'UTF8' TEMPLATE template0")
            connection.execute(create.format(sql.Identifier(database), sql.Identifier(OWNER)))
    with server.connect(SUPERUSER, database) as connection:
        prepare_database(connection)


def ensure_roles_and_database(
    server: Reachable, database: str = DATABASE, *, passwords: Mapping[str, str] | None = None
) -> None:
    """Bring a cluster, new or used before, to the state in which migrations can run. May be repeated."""
    with server.connect(SUPERUSER, "postgres") as connection:
        ensure_roles(connection, passwords)
    ensure_database(server, database)
    # Databases that the owner creates for tests are copies of this one.
    with server.connect(SUPERUSER, "template1") as connection:
        prepare_database(connection)
