"""Remove from the access log what stood there for five years; the seals stay (ADR 18)."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from cases.audit.services import prune_log
from cases.terms.queries import database_clock


class Command(BaseCommand):
    """What the beat does every night too. Run as the worker or the owner of the database."""

    help = "Verwijdert regels van het toegangslogboek die ouder zijn dan vijf jaar."

    def handle(self, *args: Any, **options: Any) -> None:
        """Print how many rows went."""
        self.stdout.write(f"{prune_log(at=database_clock())} regels verwijderd.")
