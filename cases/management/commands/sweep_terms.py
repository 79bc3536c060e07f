"""The second trigger of the sweep, independent of Celery, its beat and its broker."""

from __future__ import annotations

import logging
import signal
import threading
from argparse import ArgumentParser
from collections.abc import Callable
from types import FrameType
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError, InterfaceError, connection
from django.utils import timezone

from cases.audit.services import seal_log
from cases.casefiles.recounting import recount_decreed
from cases.documents.standing import make_due_lists
from cases.outbox.delivery import deliver_due
from cases.terms.deadman import signal_life
from cases.terms.digest import queue_digests
from cases.terms.queries import database_clock
from cases.terms.sweep import sweep_due
from cases.terms.watching import look_around

logger = logging.getLogger(__name__)

SECONDS_BETWEEN = 10.0
# What hangs on a mail server gets so long to end; the outbox sends again what it did not finish.
SECONDS_TO_STOP = 5.0


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
        """Run; a loop outlives a database that is away, a single round reports it.

        Raises CommandError when one half of the loop ends by a fault, so that whoever watches starts it anew.
        """
        if not loop:
            self.sweep("once")
            self.other_work()
            return
        stop, broken = threading.Event(), threading.Event()

        def ask_to_stop(signum: int, frame: FrameType | None) -> None:
            stop.set()

        signal.signal(signal.SIGTERM, ask_to_stop)
        signal.signal(signal.SIGINT, ask_to_stop)

        def work() -> None:
            try:
                keep_doing(self.other_work, interval, stop)
            except Exception:
                # A thread that dies unseen would leave the mail where it is.
                logger.exception("sending mail and making lists ended; the loop ends too")
                broken.set()
                stop.set()

        # Beside the sweep: a mail server that takes its time keeps no term from its alarm.
        beside = threading.Thread(target=work, name="other work", daemon=True)
        beside.start()
        try:
            keep_doing(lambda: self.sweep("loop"), interval, stop)
        finally:
            stop.set()
            beside.join(SECONDS_TO_STOP)
        if broken.is_set():
            raise CommandError("The loop ended by a fault; its log says which.")

    def sweep(self, source: str) -> None:
        """Give what is due, seal the log, give the sign of life, look at the other trigger."""
        swept = sweep_due(at=database_clock(), source=source)
        seal_log(at=database_clock())
        signal_life(database_clock())
        look_around(at=database_clock(), here=timezone.now(), source=source)
        if swept.fired or swept.failing:
            self.stdout.write(f"{swept.fired} gegeven, {swept.failing} mislukt")

    def other_work(self) -> None:
        """Deliver, count again after a decree, make lists, queue the nightly mail."""
        delivered = deliver_due(clock=database_clock)
        recount_decreed(at=database_clock())
        make_due_lists(at=database_clock())
        queue_digests(at=database_clock())
        if delivered.sent or delivered.failed:
            self.stdout.write(f"{delivered.sent} verzonden, {delivered.failed} niet afgeleverd")


def keep_doing(work: Callable[[], None], interval: float, stop: threading.Event) -> None:
    """Do it again and again, `interval` seconds apart; a database that is away is asked again."""
    while not stop.is_set():
        try:
            work()
        except (DatabaseError, InterfaceError):
            logger.exception("the database did not answer; trying again")
            connection.close()
        stop.wait(interval)
    connection.close()
