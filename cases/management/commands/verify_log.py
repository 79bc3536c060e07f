"""Hold the access log against its seals; what to do with a finding stands in docs/operations.md."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from cases.audit.rules.verification import KeptSeal
from cases.audit.verifying import verify_log
from cases.terms.queries import database_clock
from cases.terms.rules.wording import local


class Command(BaseCommand):
    """Ends with an error when anything does not agree. Run as the owner of the database."""

    help = "Controleert het toegangslogboek tegen zijn zegels."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Seals that were kept outside, to hold the chain against."""
        parser.add_argument(
            "--zegel",
            action="append",
            type=Path,
            default=[],
            help="bestand van export_seal; mag vaker",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Print the verdict. Raises CommandError when something was changed, or a file is no seal."""
        at = database_clock()
        verdict = verify_log(at=at, kept=[_read(path) for path in options["zegel"]])
        for finding in verdict.findings:
            self.stdout.write(str(finding))
        if verdict.waiting_since is not None:
            since = local(verdict.waiting_since)
            self.stdout.write(
                f"{verdict.waiting} regels wachten op hun zegel, sinds {since:%d-%m-%Y %H:%M:%S}."
            )
        if verdict.findings:
            raise CommandError("Het toegangslogboek klopt niet met zijn zegels. Zie docs/operations.md.")
        gone = f" ({verdict.pruned} na vijf jaar verwijderd)" if verdict.pruned else ""
        self.stdout.write(f"In orde: {verdict.batches} batches, {verdict.rows} regels{gone}.")


def _read(path: Path) -> KeptSeal:
    try:
        kept = json.loads(path.read_text(encoding="utf-8"))
        return KeptSeal(int(kept["batch"]), str(kept["zegel"]))
    except (OSError, ValueError, KeyError, TypeError) as fault:
        raise CommandError(f"{path} is geen bestand van export_seal.") from fault
