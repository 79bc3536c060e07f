"""Issue a credential for a partner system; it is printed once and can never be read again."""

from __future__ import annotations

from argparse import ArgumentParser
from datetime import timedelta
from typing import Any, Final

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from cases.organisations.models import Organisation
from cases.organisations.rules import Scope
from cases.organisations.services import ensure_system, issue_token

LONGEST_DAYS: Final = 366


class Command(BaseCommand):
    """Makes the system when it is new, and issues one more token; a former one stays until it is revoked."""

    help = "Geeft een toegangssleutel uit voor een systeem van een ketenpartner."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Which organisation, which system, what it may do and for how long."""
        parser.add_argument("organisatie", help="de naam of korte naam van de organisatie")
        parser.add_argument("systeem", help="de naam van het systeem, zoals die in het logboek komt")
        parser.add_argument("--dagen", type=int, default=90, help="geldig zo veel dagen (90, hoogstens 366)")
        parser.add_argument("--alleen-lezen", action="store_true", help="niets laten vastleggen")

    def handle(self, *args: Any, **options: Any) -> None:
        """Print the token. Raises CommandError for an unknown organisation or a wrong number of days."""
        name = options["organisatie"]
        organisation = (
            Organisation.objects.filter(short_name=name).first()
            or Organisation.objects.filter(name=name).first()
        )
        if organisation is None:
            raise CommandError(f"Er is geen organisatie met de naam {name}.")
        if not 1 <= options["dagen"] <= LONGEST_DAYS:
            raise CommandError(f"Kies 1 tot en met {LONGEST_DAYS} dagen.")
        at = timezone.now()
        scopes = {Scope.READ} if options["alleen_lezen"] else {Scope.READ, Scope.WRITE}
        system = ensure_system(organisation=organisation, name=options["systeem"], at=at)
        token, whole = issue_token(
            system=system, scopes=scopes, expires_at=at + timedelta(days=options["dagen"]), at=at
        )
        self.stderr.write(
            f"Sleutel {token.prefix} voor {system.name} van {organisation.name}, "
            f"geldig tot {token.expires_at:%d-%m-%Y}. Hij wordt nu één keer getoond:"
        )
        self.stdout.write(whole)
