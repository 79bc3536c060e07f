"""An SMTP server that delivers nothing: it keeps every message as a file, the envelope first.

python -m veiligheid.supervisor.mailcatcher --port 8025 --directory /path/to/mail
"""

from __future__ import annotations

import argparse
import asyncio
import itertools
import os
import signal
import smtplib
import sys
import time
from pathlib import Path

from aiosmtpd.smtp import SMTP, Envelope, Session

from veiligheid.supervisor.parts import Part, Running

HOST = "127.0.0.1"


class KeepMessages:
    """Writes each received message into `directory`; the names sort in the order of receipt."""

    def __init__(self, directory: Path) -> None:
        self.directory = directory
        self._numbers = itertools.count(1)

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802 - aiosmtpd's
        """Keep one message; it is on disk before the sender hears that it was accepted."""
        name = f"{time.time_ns()}-{next(self._numbers):04}.eml"
        lines = [f"X-Envelope-From: {envelope.mail_from}"]
        lines += [f"X-Envelope-To: {recipient}" for recipient in envelope.rcpt_tos]
        head = "".join(f"{line}\r\n" for line in lines).encode()
        unfinished = self.directory / f".{name}"
        with os.fdopen(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(head + (envelope.original_content or b""))
        # A reader of the folder never sees half a message.
        unfinished.rename(self.directory / name)
        print(f"kept {name}", flush=True)
        return "250 Message kept"


async def serve(port: int, directory: Path) -> None:
    """Receive messages until SIGTERM or SIGINT."""
    loop = asyncio.get_running_loop()
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    handler = KeepMessages(directory)
    server = await loop.create_server(lambda: SMTP(handler, enable_SMTPUTF8=True), HOST, port)
    async with server:
        await stop.wait()


def mailcatcher_part(port: int, directory: Path) -> Part:
    """Return the mail catcher as a supervised part that listens on `port` of this machine only."""
    module = "veiligheid.supervisor.mailcatcher"
    return Part(
        name="mail",
        command=[sys.executable, "-m", module, "--port", str(port), "--directory", str(directory)],
        environment={"PATH": os.defpath},
        ready=lambda running: _greets(port, running),
        directory=Path(__file__).resolve().parents[2],
        stop_seconds=5.0,
    )


def _greets(port: int, running: Running) -> bool:
    try:
        with smtplib.SMTP(HOST, port, timeout=1.0) as connection:
            return connection.noop()[0] == 250
    except OSError:
        return False


def main() -> None:
    """Serve as the command line says."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--directory", type=Path, required=True)
    options = parser.parse_args()
    asyncio.run(serve(options.port, options.directory))


if __name__ == "__main__":
    main()
