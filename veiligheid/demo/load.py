"""Filling the demo and keeping it alive: running clocks at every start, each case played by the services."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from cases.access.wall import acting_as
from cases.casefiles.models import Case
from cases.organisations.models import Organisation
from cases.organisations.rules import OrganisationKind
from cases.terms.models import Term
from cases.terms.rules.kinds import TermKind
from cases.terms.rules.states import TermStatus
from cases.terms.rules.wording import local
from veiligheid.demo import stories
from veiligheid.demo.cast import REGIONS, ensure_cast
from veiligheid.demo.course import investigation_running, remand_ordered
from veiligheid.demo.crew import Crew
from veiligheid.demo.decreed_day import equate_a_day
from veiligheid.demo.disclosure import propose_changes, shared_by_the_meldcode
from veiligheid.demo.duty import keep_duties
from veiligheid.demo.duty_hours import keep_duty_hours
from veiligheid.demo.emergencies import keep_an_emergency
from veiligheid.demo.exclusions import keep_exclusions
from veiligheid.demo.files import files_given
from veiligheid.demo.heard import (
    HearingStory,
    a_friend_who_helped,
    brothers_in_a_fight,
    called_for_interview,
    the_other_brother,
)
from veiligheid.demo.looks import looked_around
from veiligheid.demo.moments import counted_back, registered_at
from veiligheid.demo.people import People
from veiligheid.demo.reports import open_reported_cases
from veiligheid.demo.screenings import (
    sash_enriched,
    sash_handed_in,
    stalking_checklist_taken,
    victim_assessed,
)
from veiligheid.demo.staff import keep_staff
from veiligheid.demo.stalking import stalking_despite_an_order
from veiligheid.demo.steps import (
    Step,
    acute_with_conditions,
    custody_ordered,
    known_with_open_file,
    not_known,
    structural_with_a_pattern,
)
from veiligheid.demo.stories import Scene, Story
from veiligheid.demo.table import (
    advice_handed_in,
    advice_in_draft,
    brought_to_the_table,
    keep_a_table_open,
    triaged_with_consequence,
)
from veiligheid.demo.victims import (
    first_call_agreed,
    not_reached,
    victim_hidden,
    wishes_not_shared,
    wishes_shared,
)
from zsm.intake.services import ArrestIntake, HearingIntake, register_arrest, register_hearing


@dataclass(frozen=True, slots=True)
class Played:
    """A case as it stands when the demo opens.

    `used`: how much of the clock of the first decision is used. `steps`: what was done since, each with how
    long ago, in counted time.
    """

    story: Story | HearingStory
    used: timedelta
    steps: tuple[tuple[timedelta, Step], ...] = ()


def minutes(number: int) -> timedelta:
    """So many minutes."""
    return timedelta(minutes=number)


# How the board stands when a region opens for the first time.
OPENING: Final[dict[str, tuple[Played, ...]]] = {
    "Duinrand": (
        Played(
            stories.son_reports_his_father,
            minutes(8 * 60 + 15),
            (
                (minutes(390), known_with_open_file),
                (minutes(300), acute_with_conditions),
                (minutes(280), first_call_agreed),
                (minutes(240), structural_with_a_pattern),
                (minutes(235), wishes_shared),
                (minutes(120), brought_to_the_table),
                (minutes(90), triaged_with_consequence),
                (minutes(60), advice_in_draft),
            ),
        ),
        Played(
            stories.baby_in_the_car,
            minutes(7 * 60),
            (
                (minutes(360), known_with_open_file),
                (minutes(95), custody_ordered),
                (minutes(80), investigation_running),
                (minutes(60), not_reached),
                (minutes(25), not_reached),
                (minutes(20), remand_ordered),
            ),
        ),
        Played(
            stories.minor_son_hits_his_mother,
            minutes(4 * 60 + 25),
            ((minutes(200), known_with_open_file), (minutes(90), wishes_not_shared)),
        ),
        Played(
            stories.messages_after_the_break,
            minutes(2 * 60 + 40),
            (
                (minutes(120), stalking_checklist_taken),
                (minutes(105), sash_handed_in),
                (minutes(90), victim_assessed),
                (minutes(60), sash_enriched),
            ),
        ),
        Played(
            stalking_despite_an_order,
            minutes(35),
            (
                (minutes(15), files_given),
                (minutes(12), victim_hidden),
                (minutes(10), advice_handed_in),
                (minutes(5), shared_by_the_meldcode),
            ),
        ),
        Played(called_for_interview, minutes(3 * 60)),
        Played(
            brothers_in_a_fight,
            minutes(5 * 60),
            ((minutes(240), the_other_brother), (minutes(180), a_friend_who_helped)),
        ),
    ),
    "Rivierkwartier": (
        Played(stories.daughter_at_her_fathers_door, minutes(5 * 60 + 48), ((minutes(300), not_known),)),
    ),
}

# So many clocks of a first decision run at every start.
RUNNING_WANTED: Final = {"Duinrand": 4, "Rivierkwartier": 1}
# A fresh case has used between a quarter of an hour and four hours of its clock.
FRESH_FROM, FRESH_STEP, FRESH_SPREAD = 15, 65, 225


def load_demo(at: datetime) -> int:
    """Make the cast, open every region that has no case yet, and top up its running clocks.

    Answers how many cases were registered. May be repeated at every start.
    """
    ensure_cast(at)
    propose_changes(at)
    registered = 0
    for place, region in enumerate(REGIONS):
        crew = Crew.of(region)
        known, running = _standing(crew, at)
        keep_duty_hours(crew, at)
        equate_a_day(crew, at)
        opening = () if known else OPENING[region.name]
        for played in opening:
            _play(played, crew, number=place * 500 + known + registered, at=at)
            registered += 1
        if opening:
            _mail_as_the_demo_opens(region.name, at)
            open_reported_cases(crew, number=place * 500 + 400, at=at)
            looked_around(crew, at)
            known, running = _standing(crew, at)
        for extra in range(RUNNING_WANTED[region.name] - running):
            _play(_fresh(known + extra), crew, number=place * 500 + known + extra, at=at)
            registered += 1
        if place == 0:
            keep_a_table_open(crew, at)
    keep_staff(at)
    keep_an_emergency(at)
    keep_duties(at)
    keep_exclusions(at)
    return registered


def _mail_as_the_demo_opens(region: str, at: datetime) -> None:
    """Veilig Thuis gets its mail of the night at once, at whatever hour somebody looks at the demo."""
    organisation = Organisation.objects.filter(region__name=region, kind=OrganisationKind.VT.value)
    organisation.update(nightly_mail_at=local(at).time().replace(second=0, microsecond=0))


def _standing(crew: Crew, at: datetime) -> tuple[int, int]:
    """How many cases the police of the region sees, and in how many of them a first decision is still due."""
    with acting_as(crew.police):
        running = Term.objects.filter(
            kind=TermKind.FIRST_DECISION.value, status=TermStatus.OPEN.value, due_at__gt=at
        )
        return Case.objects.count(), running.count()


def _fresh(number: int) -> Played:
    """The story that comes next, with an arrival between a quarter of an hour and four hours ago."""
    used = FRESH_FROM + number * FRESH_STEP % FRESH_SPREAD
    return Played(stories.FRESH[number % len(stories.FRESH)], minutes(used))


def _play(played: Played, crew: Crew, *, number: int, at: datetime) -> None:
    """Register the arrest as police did, and take the steps that were taken since."""
    arrived_at = counted_back(at, played.used)
    scene = Scene(
        people=People(number, local(at).date()),
        municipality=crew.municipalities[number % len(crew.municipalities)],
        arrived_at=arrived_at,
        hovj=crew.police.display_name,
    )
    with acting_as(crew.police):
        case = _register(played.story(scene), crew, registered_at(arrived_at))
    for ago, step in played.steps:
        step(case, crew, counted_back(at, ago))


def _register(intake: ArrestIntake | HearingIntake, crew: Crew, at: datetime) -> Case:
    if isinstance(intake, HearingIntake):
        return register_hearing(intake=intake, actor=crew.police, at=at)
    return register_arrest(intake=intake, actor=crew.police, at=at)
