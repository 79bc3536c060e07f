"""What stands between the senders and the mail catcher, and can refuse, hang or cut after DATA."""

from __future__ import annotations

import socket
import threading
from contextlib import suppress
from enum import Enum

HOST = "127.0.0.1"
SECONDS = 60.0


class Mood(Enum):
    """How the mail server behaves at the moment."""

    WELL = "passes everything on"
    REFUSES = "greets with a refusal"
    HANGS = "accepts the connection and says nothing"
    DRIPS = "answers each command after nine seconds"
    DIES = "has the letter, but hangs up instead of saying so"


class Wire:
    """A TCP server that passes a conversation on to the mail catcher, or does not.

    `mood` holds until another one is set; `turns` come first, each for one conversation. `met`: how many
    conversations began in each mood.
    """

    def __init__(self) -> None:
        self.mood = Mood.WELL
        self.turns: list[Mood] = []
        self.met = dict.fromkeys(Mood, 0)
        self.onward = 0
        self._listener = socket.create_server((HOST, 0))
        self.port: int = self._listener.getsockname()[1]
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._accept, daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Answer nobody any more."""
        self._over.set()
        # An accept that waits is not woken by a close.
        with suppress(OSError):
            socket.create_connection((HOST, self.port), 1.0).close()
        self._thread.join(5.0)
        self._listener.close()

    def _accept(self) -> None:
        while True:
            client, _ = self._listener.accept()
            if self._over.is_set():
                client.close()
                return
            mood = self.turns.pop(0) if self.turns else self.mood
            self.met[mood] += 1
            threading.Thread(target=self._converse, args=(client, mood), daemon=True).start()

    def _converse(self, client: socket.socket, mood: Mood) -> None:
        client.settimeout(SECONDS)
        with client, suppress(OSError):
            if mood is Mood.REFUSES:
                client.sendall(b"554 No service today\r\n")
            elif mood is Mood.HANGS:
                client.recv(1)
            else:
                self._pass_on(client, mood)

    def _pass_on(self, client: socket.socket, mood: Mood) -> None:
        with socket.create_connection((HOST, self.onward), SECONDS) as server:
            asking = threading.Thread(target=_pump, args=(client, server), daemon=True)
            asking.start()
            while answer := server.recv(65536):
                if mood is Mood.DIES and b"Message kept" in answer:
                    break
                if mood is Mood.DRIPS and self._over.wait(9.0):
                    break
                client.sendall(answer)
            for end in (client, server):
                with suppress(OSError):
                    end.shutdown(socket.SHUT_RDWR)
            asking.join(5.0)


def _pump(source: socket.socket, target: socket.socket) -> None:
    with suppress(OSError):
        while heard := source.recv(65536):
            target.sendall(heard)
        target.shutdown(socket.SHUT_WR)
