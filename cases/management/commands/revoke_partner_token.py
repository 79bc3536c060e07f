"""End the credential of a partner system at once."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from cases.organisations.models import PartnerToken
from cases.organisations.services import revoke_token


class Command(BaseCommand):
    """The next request with the token is refused."""

    help = "Trekt een toegangssleutel van een ketenpartner in."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Which one: the part between the first two underscores of the token."""
        parser.add_argument("begin", help="het kenmerk van de sleutel: de twaalf tekens na vlg_")

    def handle(self, *args: Any, **options: Any) -> None:
        """Revoke it. Raises CommandError when there is none."""
        token = PartnerToken.objects.select_related("system").filter(prefix=options["begin"]).first()
        if token is None:
            raise CommandError("Er is geen sleutel met dit kenmerk.")
        token = revoke_token(token=token, at=timezone.now())
        self.stdout.write(f"Ingetrokken op {token.revoked_at:%d-%m-%Y %H:%M:%S} (UTC).")
