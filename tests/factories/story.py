"""The stalking case of the practice cases as a test begins with it: registered by police, clocks running."""

from __future__ import annotations

from datetime import datetime, timedelta

from cases.access.wall import acting_as
from cases.casefiles.models import Case
from cases.terms.rules.wording import local
from tests.cases.terms.rules.moments import ams
from tests.factories.cast import Cast
from veiligheid.demo.people import People
from veiligheid.demo.stalking import stalking_despite_an_order
from veiligheid.demo.stories import Scene, Story, threat_at_home
from zsm.intake.services import ArrestIntake, register_arrest

ARRIVED = ams("2026-03-10 10:00")
REGISTERED = ARRIVED + timedelta(minutes=10)


def stalking_intake(cast: Cast, arrived_at: datetime = ARRIVED) -> ArrestIntake:
    """What police registers: 285b and 184a, an order of art. 509hh in force, two children, a report."""
    scene = Scene(
        people=People(0, local(arrived_at).date()),
        municipality=cast.municipality(),
        arrived_at=arrived_at,
        hovj=cast.user("politie").display_name,
    )
    return stalking_despite_an_order(scene)


def on_the_day_of_the_arrest(at: datetime) -> datetime:
    """The moment itself; in the first hour of a day the last one of the day before.

    A browser works by the real clock, and what is owed on the day of the arrest is late just after midnight.
    """
    begun = at.replace(hour=0, minute=0, second=0, microsecond=0)
    return at if at - begun > timedelta(hours=1) else begun - timedelta(minutes=1)


def register_stalking_case(cast: Cast, at: datetime = REGISTERED) -> Case:
    """The case at its start; the suspect arrived ten minutes before `at`."""
    police = cast.actor("politie")
    at = on_the_day_of_the_arrest(local(at))
    with acting_as(police):
        intake = stalking_intake(cast, at - timedelta(minutes=10))
        return register_arrest(intake=intake, actor=police, at=at)


def register_case(
    cast: Cast,
    number: int,
    at: datetime = REGISTERED,
    story: Story = threat_at_home,
    *,
    by: str = "politie",
    municipality: str = "Duinstede",
) -> Case:
    """One more case with people of its own, by `number`; the suspect arrived ten minutes before `at`."""
    police = cast.actor(by)
    at = on_the_day_of_the_arrest(local(at))
    arrived_at = at - timedelta(minutes=10)
    scene = Scene(
        people=People(number, local(arrived_at).date()),
        municipality=cast.municipality(municipality),
        arrived_at=arrived_at,
        hovj=police.display_name,
    )
    with acting_as(police):
        return register_arrest(intake=story(scene), actor=police, at=at)
