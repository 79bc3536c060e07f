"""A copy of the test run's database cluster, made while others work in it, as a base backup is made.

It holds the migrated database with the cast; nobody has to migrate again to get a server of her or his own.
"""

from __future__ import annotations

import shutil
from contextlib import suppress
from pathlib import Path

from psycopg import sql

from tests.ground.database import TEMPLATE
from veiligheid.supervisor.postgres import SUPERUSER, Server, server_account
from veiligheid.supervisor.roles import DATABASE

# What a server writes anew when it starts, or must not take over from another one.
LEFT_OUT = {"pg_wal", "postmaster.pid", "postmaster.opts", "backup_label"}
EMPTIED = {
    "pg_replslot",
    "pg_dynshmem",
    "pg_notify",
    "pg_serial",
    "pg_snapshots",
    "pg_stat_tmp",
    "pg_subtrans",
}


def data_of(source: Server) -> Path:
    """The data directory of the test run's cluster."""
    return source.sockets.parent / "postgres" / "data"


def size_of(folder: Path) -> int:
    """How many bytes the files below a folder take."""
    found = 0
    for path in folder.rglob("*"):
        with suppress(OSError):
            found += path.stat().st_size
    return found


def copy_cluster(source: Server, target: Path) -> None:
    """Copy the running cluster into the new directory `target`, which the server's account will own."""
    data = data_of(source)
    with source.connect(SUPERUSER, "postgres") as session:
        # The slot keeps every segment of the log that is written meanwhile.
        session.execute("SELECT pg_create_physical_replication_slot('copying', true, true)")
        session.execute("SELECT pg_backup_start('copying', true)")
        target.mkdir(mode=0o700)
        for entry in data.iterdir():
            if entry.name not in LEFT_OUT:
                _copy(entry, target / entry.name)
        row = session.execute("SELECT labelfile FROM pg_backup_stop(false)").fetchone()
        assert row is not None
        _copy(data / "pg_wal", target / "pg_wal")
        (target / "backup_label").write_text(row[0])
    account = server_account()
    for path in (target, *target.rglob("*")):
        account.give(path)


def _copy(source: Path, target: Path) -> None:
    """Copy a file or folder; what disappears meanwhile is made anew from the log of the database."""
    with suppress(FileNotFoundError):
        if not source.is_dir():
            shutil.copy2(source, target)
            return
        target.mkdir(mode=0o700, exist_ok=True)
        if target.name in EMPTIED:
            return
        for entry in source.iterdir():
            _copy(entry, target / entry.name)


def name_database(server: Server) -> None:
    """Let the migrated database be the one in which the parts work; the other copies go."""
    with server.connect(SUPERUSER, "postgres") as session:
        others = session.execute(
            "SELECT datname FROM pg_database WHERE datname NOT IN (%s, 'postgres', 'template0', 'template1')",
            [TEMPLATE],
        ).fetchall()
        for (name,) in others:
            session.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))
        names = (sql.Identifier(TEMPLATE), sql.Identifier(DATABASE))
        session.execute(sql.SQL("ALTER DATABASE {} RENAME TO {}").format(*names))
