"""All figures of the goals on a national amount of cases; what `make bench` runs.

    make bench                     100,000 cases
    make bench CASES=1000000       as many as ten years bring, in about a quarter of an hour

Prints each ratio beside its goal (performance, "Goals"). Everything is measured in this run, against a floor
of the same run; on a machine with other work the ratios hold, the milliseconds do not.
"""

from __future__ import annotations

import argparse
import os
import sys

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "veiligheid.settings.test")
django.setup()

from django.db import transaction
from django.urls import reverse

from cases.access.wall import GUARD_ROLE, set_context
from cases.casefiles.models import Case
from tests.benchmarks import auditing, papers, remembering, serving, sweeping, writing
from tests.benchmarks.dataset import National, Sizes
from tests.benchmarks.ground import DATABASE, own_database
from tests.benchmarks.measuring import Line

SMALL_OFFICE = "om-rk"


def say(line: object) -> None:
    """Print at once: a run takes minutes."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def say_sizes(sizes: Sizes) -> None:
    """What there is now."""
    say(
        f"\n{sizes.cases:,} cases ({sizes.running:,} running), {sizes.participations:,} participations, "
        f"{sizes.terms:,} terms ({sizes.running_terms:,} running); {sizes.seconds:.0f} s\n"
    )


def case_of_small_office() -> Case:
    """A running case of the office whose board is looked at."""
    with transaction.atomic():
        set_context(GUARD_ROLE)
        return Case.objects.filter(
            participations__organisation__users__username=SMALL_OFFICE, participations__case_open=True
        ).latest("opened_at")


def main() -> None:
    """Build, measure, print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--cases", type=int, default=100_000, help="how many cases there are")
    parser.add_argument("--rounds", type=int, default=30, help="how often each thing is done")
    parser.add_argument("--events", type=int, default=100_000, help="alarms over which memory is measured")
    chosen = parser.parse_args()
    with own_database() as server:
        national = National(server, DATABASE, chosen.cases)
        say_sizes(national.grow_to(chosen.cases // 10))
        few = sweeping.seconds_of_a_sweep()
        say_sizes(national.grow_to(chosen.cases))
        many = sweeping.seconds_of_a_sweep()
        loop = sweeping.seconds_in_a_loop()
        note = f"{many * 1000:.0f} ms for {sweeping.DUE} due"
        say(Line("5", "sweep, x the same among a tenth of the terms", many / few, 1.3, note=note))
        say(
            Line(
                "5",
                "sweep, times faster than a loop",
                loop / many,
                50,
                at_least=True,
                note=f"loop {loop:.1f} s",
            )
        )
        for line in (*sweeping.idle_lines(chosen.rounds), *writing.lines(chosen.rounds)):
            say(line)
        case = case_of_small_office()
        for line in papers.lines(case, SMALL_OFFICE, chosen.rounds):
            say(line)
        keys = {"zaak": case.public_id}
        shown = {
            "board of 60 cases": (reverse("zsm:board"), f"{reverse('zsm:board')}?since=x"),
            "case page": (reverse("cases:case", kwargs=keys), reverse("cases:story", kwargs=keys)),
        }
        for line in auditing.lines(server, case, SMALL_OFFICE, chosen.rounds):
            say(line)
        for line in serving.lines(server, listed="/api/v1/zaken", shown=shown, username=SMALL_OFFICE):
            say(line)
        for line in remembering.lines(server, chosen.events):
            say(line)


if __name__ == "__main__":
    main()
