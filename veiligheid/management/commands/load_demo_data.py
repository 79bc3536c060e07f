"""Fill the demo, and top up its running clocks at every start."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from veiligheid.demo.load import load_demo


class Command(BaseCommand):
    """Registers invented cases until every region has enough running clocks; may be repeated."""

    help = "Vul de demo met verzonnen zaken en houd de klokken lopend."

    def handle(self, *args: Any, **options: Any) -> None:
        """Load relative to now. Raises CommandError outside the demo settings."""
        if not settings.DEMO:
            raise CommandError("Demogegevens horen alleen in de demo-instellingen.")
        registered = load_demo(timezone.now())
        self.stdout.write(f"Demogegevens: {registered} zaken toegevoegd.")
