"""What does 5×8 or 7×14 presence of Veilig Thuis at ZSM give? A year against the real rules."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any, Final
from xml.sax.saxutils import escape

from django.core.management.base import BaseCommand

from cases.terms.rules.simulation import CASES_A_YEAR, Outcome, simulate

HEAD: Final = (
    "aanwezigheid",
    "zaken",
    "onderdeel A vóór de eerste beslissing",
    "onderdeel A 2 uur ervoor",
    "eerste beslissing op tijd",
    "alarmen",
    "alarmen buiten dienst",
    "stappen",
    "drukste minuut",
)
BARS: Final = (("onderdeel A op tijd", "part_a_in_time"), ("eerste beslissing op tijd", "decided_in_time"))
WIDTH, ROW, LEFT, SCALE = 720, 34, 300, 3.6


class Command(BaseCommand):
    """Prints a table and, if asked, writes a picture; the same seed gives the same year."""

    help = "Speel een jaar landelijke instroom na: wat geeft aanwezigheid 5×8 of 7×14?"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Year, seed, size and where the picture goes."""
        parser.add_argument("--jaar", type=int, default=2026)
        parser.add_argument("--seed", type=int, default=1)
        parser.add_argument(
            "--zaken", type=int, default=CASES_A_YEAR, help="Eerste beslissingen in het jaar."
        )
        parser.add_argument("--svg", type=Path, default=None, help="Bestand voor de afbeelding.")

    def handle(self, *args: Any, jaar: int, seed: int, zaken: int, svg: Path | None, **options: Any) -> None:
        """Play and report."""
        outcomes = simulate(year=jaar, seed=seed, cases=zaken)
        self.stdout.write("| " + " | ".join(HEAD) + " |")
        self.stdout.write("|" + "---|" * len(HEAD))
        for outcome in outcomes:
            self.stdout.write("| " + " | ".join(row_of(outcome)) + " |")
        if svg is not None:
            svg.write_text(picture(outcomes, jaar), encoding="utf-8")
            self.stdout.write("De afbeelding is geschreven.")


def row_of(outcome: Outcome) -> tuple[str, ...]:
    """One line of the table."""
    return (
        outcome.name,
        str(outcome.cases),
        f"{outcome.share(outcome.part_a_in_time):.1f}%",
        f"{outcome.share(outcome.before_its_own_moment):.1f}%",
        f"{outcome.share(outcome.decided_in_time):.1f}%",
        str(outcome.alarms),
        str(outcome.alarms_outside_duty),
        str(outcome.stages),
        str(outcome.busiest_minute),
    )


def picture(outcomes: list[Outcome], year: int) -> str:
    """Bars with their figures; readable in greyscale, with a title for who cannot see it."""
    rows = [
        (f"{outcome.name}: {label}", outcome.share(getattr(outcome, name)))
        for label, name in BARS
        for outcome in outcomes
    ]
    height = ROW * len(rows) + 50
    said = "; ".join(f"{label} {share:.1f}%" for label, share in rows)
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" role="img">',
        '<g font-family="sans-serif">',
        f"<title>{escape(f'Aanwezigheid van Veilig Thuis op ZSM, {year}: {said}')}</title>",
        f'<text x="8" y="24" font-size="17">Aanwezigheid van Veilig Thuis op ZSM, {year} (simulatie)</text>',
    ]
    for number, (label, share) in enumerate(rows):
        y = 44 + ROW * number
        lines += [
            f'<text x="8" y="{y + 18}" font-size="14">{escape(label)}</text>',
            f'<rect x="{LEFT}" y="{y}" width="{share * SCALE:.1f}" height="24" fill="#0b5f73"/>',
            f'<text x="{LEFT + share * SCALE + 6:.1f}" y="{y + 18}" font-size="14">{share:.1f}%</text>',
        ]
    return "\n".join((*lines, "</g></svg>", ""))
