"""Encrypt protected addresses under the newest key; how keys are changed stands in docs/operations.md."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from cases.access.rotating import rotate_keys


class Command(BaseCommand):
    """May be repeated. Run as the owner of the database."""

    help = "Versleutelt beschermde adressen opnieuw met de nieuwste sleutel."

    def handle(self, *args: Any, **options: Any) -> None:
        """Say how many. Raises CommandError when something can be opened by no key."""
        rotated = rotate_keys()
        self.stdout.write(f"{rotated.rows} rijen staan onder de nieuwste sleutel.")
        if rotated.unreadable:
            named = ", ".join(rotated.unreadable)
            raise CommandError(f"Geen sleutel opent: {named}. Zie docs/operations.md.")
