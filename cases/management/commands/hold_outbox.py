"""Hold the outgoing mail until an administrator releases it; for the script that restores a backup."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from cases.outbox.gate import PUT_BACK, hold
from cases.terms.queries import database_clock


class Command(BaseCommand):
    """Closes the gate before the outgoing mail."""

    help = "Houd alle uitgaande e-mail vast tot een functioneel beheerder haar vrijgeeft."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The reason is shown on the operator page."""
        parser.add_argument("--reden", default=PUT_BACK, help="Waarom, voor de pagina Bewaking.")

    def handle(self, *args: Any, reden: str, **options: Any) -> None:
        """Hold."""
        hold(reason=reden, at=database_clock())
        self.stdout.write("De uitgaande post wordt vastgehouden.")
