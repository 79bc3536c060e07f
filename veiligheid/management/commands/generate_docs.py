"""Write the documentation that comes from the code, or check that it is up to date."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from veiligheid import generated_docs


class Command(BaseCommand):
    """State diagram, terms, disclosure table and field categories in `docs/`, made from code."""

    help = "Schrijft de documenten die uit de code komen; met --check alleen vergelijken."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Add --check."""
        parser.add_argument("--check", action="store_true", help="niets schrijven, falen bij verschil")

    def handle(self, *args: Any, **options: Any) -> None:
        """Write every document, or raise CommandError naming those that differ."""
        docs = Path(settings.BASE_DIR) / "docs"
        stale = []
        for name, text in generated_docs.documents().items():
            path = docs / name
            if path.exists() and path.read_text(encoding="utf-8") == text:
                continue
            stale.append(name)
            if not options["check"]:
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(text, encoding="utf-8")
        if options["check"] and stale:
            raise CommandError(f"docs/ loopt achter: {', '.join(stale)}. Draai: manage.py generate_docs")
        self.stdout.write("docs/ is bij." if not stale else f"Geschreven: {', '.join(stale)}")
