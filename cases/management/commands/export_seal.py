"""Print the seal at the end of a day, to be kept where nobody who reaches the database can change it."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from datetime import date, timedelta
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from cases.audit.verifying import seal_of_day
from cases.terms.queries import database_clock
from cases.terms.rules.wording import local


class Command(BaseCommand):
    """One line of JSON without any personal data. Run as the owner of the database."""

    help = "Drukt het zegel van een dag af, om buiten de database te bewaren."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Which day; yesterday without."""
        parser.add_argument("--dag", "--day", dest="dag", type=date.fromisoformat, default=None)

    def handle(self, *args: Any, **options: Any) -> None:
        """Print it. Raises CommandError when nothing was sealed by then."""
        day = options["dag"] or local(database_clock()).date() - timedelta(days=1)
        seal = seal_of_day(day)
        if seal is None:
            raise CommandError(f"Op {day:%d-%m-%Y} was er nog geen zegel.")
        kept = {
            "dag": day.isoformat(),
            "batch": seal.number,
            "zegel": seal.hash,
            "verzegeldOp": seal.sealed_at.isoformat(),
        }
        self.stdout.write(json.dumps(kept))
