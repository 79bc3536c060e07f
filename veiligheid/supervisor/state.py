"""Where the embedded system keeps its data, sockets, logs and secrets."""

from __future__ import annotations

import fcntl
import hashlib
import os
import secrets
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

MARKER: Final = "veiligheid-state"
ROOT_STATE: Final = Path("/var/lib/veiligheid")
# The address of a unix socket holds 107 bytes; the longest socket name here takes 24 of them.
LONGEST_SOCKET_DIRECTORY: Final = 80
WIPED_BY_RESET: Final = ("postgres", "broker", "beat", "mail", "static", "secrets")


class StateError(Exception):
    """The state directory cannot be used; the text says why and what to do."""


def state_directory(environment: Mapping[str, str], user_id: int) -> Path:
    """Return where the state lives: VEILIGHEID_STATE, else by who starts it (root or a normal user)."""
    chosen = environment.get("VEILIGHEID_STATE")
    if chosen:
        return Path(chosen).absolute()
    if user_id == 0:
        return ROOT_STATE
    base = environment.get("XDG_STATE_HOME") or str(
        Path(environment.get("HOME") or Path.home()) / ".local" / "state"
    )
    return Path(base) / "veiligheid"


@dataclass(frozen=True)
class State:
    """The directories below one state directory."""

    root: Path

    @property
    def postgres(self) -> Path:
        """The database cluster; owned by the account that the server runs under."""
        return self.root / "postgres"

    @property
    def logs(self) -> Path:
        """One log per part; the previous run's beside it as `.1`."""
        return self.root / "logs"

    @property
    def mail(self) -> Path:
        """The messages that the mail catcher received."""
        return self.root / "mail"

    @property
    def sockets(self) -> Path:
        """The unix sockets; elsewhere when the path would be too long for the address of a socket."""
        usual = self.root / "sockets"
        if len(os.fsencode(usual)) <= LONGEST_SOCKET_DIRECTORY:
            return usual
        name = hashlib.sha256(os.fsencode(self.root)).hexdigest()[:12]
        return Path(tempfile.gettempdir()) / f"veiligheid-{os.geteuid()}-{name}"

    def prepare(self) -> None:
        """Create what is missing. Raises StateError when the directory is in use for something else."""
        try:
            self._prepare()
        except OSError as reason:
            raise StateError(f"The state directory {self.root} cannot be used: {reason}") from reason

    def _prepare(self) -> None:
        self.root.mkdir(mode=0o711, parents=True, exist_ok=True)
        marker = self.root / MARKER
        if not marker.exists():
            if any(self.root.iterdir()):
                raise StateError(
                    f"{self.root} holds files of something else. "
                    "Let VEILIGHEID_STATE name a new or empty directory."
                )
            marker.write_text("Data of `make run`; `make run RESET=1` wipes it.\n")
        # The database server runs under another account when root starts it: it has to pass, others may not
        # look.
        self.root.chmod(0o711)
        for directory in (
            self.logs,
            self.mail,
            self.folder("secrets"),
            self.folder("broker"),
            self.folder("beat"),
        ):
            directory.mkdir(mode=0o700, exist_ok=True)
        self.sockets.mkdir(mode=0o711, exist_ok=True)
        if self.sockets.stat().st_uid != os.geteuid():
            raise StateError(f"{self.sockets} belongs to someone else.")

    def folder(self, name: str) -> Path:
        """Return the directory `name` of the state."""
        return self.root / name

    def reset(self) -> None:
        """Wipe all data; the logs stay."""
        for name in WIPED_BY_RESET:
            shutil.rmtree(self.folder(name), ignore_errors=True)
        self.prepare()

    def secret(self, name: str) -> str:
        """Return the secret `name`, made once and readable by its owner only."""
        path = self.folder("secrets") / name
        try:
            with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
                file.write(secrets.token_urlsafe(50))
        except FileExistsError:
            pass
        return path.read_text()

    @contextmanager
    def claimed(self) -> Iterator[None]:
        """Hold the state for this process. Raises StateError, naming the other, when one runs already.

        The lock is the kernel's and ends with the process, so nothing stale can be left behind.
        """
        path = self.root / "supervisor.lock"
        with open(path, "a+", encoding="utf-8") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                file.seek(0)
                raise StateError(
                    f"It runs already ({file.read().strip() or 'starting'}). Stop that one with Ctrl-C, "
                    "or let VEILIGHEID_STATE name another directory for a second one."
                ) from None
            self._note(path, f"process {os.getpid()}")
            yield

    def note_address(self, address: str) -> None:
        """Tell a second supervisor where the first one answers."""
        self._note(self.root / "supervisor.lock", f"process {os.getpid()}, {address}")

    @staticmethod
    def _note(path: Path, text: str) -> None:
        path.write_text(text + "\n", encoding="utf-8")
