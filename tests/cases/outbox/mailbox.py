"""A real mail server for tests, which can be told to misbehave."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from django.test import override_settings


class Mailbox:
    """Keeps what arrives; `refused` addresses are unknown here, `dies_after_data` hangs up on success."""

    def __init__(self) -> None:
        self.letters: list[EmailMessage] = []
        self.refused: set[str] = set()
        self.dies_after_data = False

    async def handle_RCPT(  # noqa: N802 - the name that the server calls
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        """Refuse unknown addresses."""
        if address in self.refused:
            return "550 No such user"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802 - as above
        """Keep the letter; a dying server has it but never says so."""
        letter: Any = message_from_bytes(envelope.original_content or b"", policy=policy.default)
        self.letters.append(letter)
        if self.dies_after_data and isinstance(server.transport, asyncio.WriteTransport):
            server.transport.abort()
        return "250 Message accepted"

    def addressees(self) -> list[str]:
        """Who received, in order of arrival."""
        return [str(letter["To"]) for letter in self.letters]


@contextmanager
def mail_server() -> Iterator[Mailbox]:
    """A mail server on a free port, to which the application sends for as long as this lasts."""
    mailbox = Mailbox()
    port = free_port()
    controller = Controller(mailbox, hostname="127.0.0.1", port=port)
    controller.start()
    try:
        with override_settings(**smtp_settings(port)):
            yield mailbox
    finally:
        controller.stop()


def free_port() -> int:
    """A port on which nothing listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


def smtp_settings(port: int) -> dict[str, Any]:
    """Settings that send over a real conversation to this port."""
    return {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": "127.0.0.1",
        "EMAIL_PORT": port,
        "EMAIL_TIMEOUT": 2,
    }
