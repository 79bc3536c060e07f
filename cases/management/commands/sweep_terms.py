"""The second trigger of the sweep, independent of Celery, its beat and its broker."""

from __future__ import annotations

import logging
import signal
import threading
from argparse import ArgumentParser
from types import FrameType
from typing import Any

from django.core.management.base import BaseCommand
from django.db import DatabaseError, InterfaceError, connection

from cases.audit.services import seal_log
from cases.casefiles.recounting import recount_decreed
from cases.documents.standing import make_due_lists
from cases.outbox.delivery import deliver_due
from cases.terms.deadman import signal_life
from cases.terms.digest import queue_digests
from cases.terms.queries import database_clock
from cases.terms.sweep import sweep_due

logger = logging.getLogger(__name__)

SECONDS_BETWEEN = 10.0


class Command(BaseCommand):
    """Sweeps the terms and sends the waiting mail, once or for as long as it runs."""

    help = "Geef waarschuwingen en alarmen van termijnen en verstuur wachtende e-mail."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """`--loop` goes on until SIGTERM or SIGINT; without it there is one round."""
        parser.add_argument("--loop", action="store_true", help="Blijf draaien.")
        parser.add_argument(
            "--interval", type=float, default=SECONDS_BETWEEN, help="Seconden tussen twee ronden."
        )

    def handle(self, *args: Any, loop: bool, interval: float, **options: Any) -> None:
        """Run; a loop outlives a database that is away, a single round reports it."""
        if not loop:
            self.round("once")
            return
        stop = threading.Event()

        def ask_to_stop(signum: int, frame: FrameType | None) -> None:
            stop.set()

        signal.signal(signal.SIGTERM, ask_to_stop)
        signal.signal(signal.SIGINT, ask_to_stop)
        while not stop.is_set():
            try:
                self.round("loop")
            except (DatabaseError, InterfaceError):
                logger.exception("the database did not answer; trying again")
                connection.close()
            stop.wait(interval)

    def round(self, source: str) -> None:
        """Sweep, seal the log, deliver, count again after a decree, make lists, queue the nightly mail."""
        swept = sweep_due(at=database_clock(), source=source)
        seal_log(at=database_clock())
        signal_life(database_clock())
        delivered = deliver_due(clock=database_clock)
        recount_decreed(at=database_clock())
        make_due_lists(at=database_clock())
        queue_digests(at=database_clock())
        if swept.fired or swept.failing or delivered.sent or delivered.failed:
            self.stdout.write(
                f"{swept.fired} gegeven, {swept.failing} mislukt, {delivered.sent} verzonden, "
                f"{delivered.failed} niet afgeleverd"
            )
