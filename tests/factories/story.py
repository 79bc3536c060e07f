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


def register_stalking_case(cast: Cast, at: datetime = REGISTERED) -> Case:
    """The case at its start; the suspect arrived ten minutes before `at`."""
    police = cast.actor("politie")
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
    arrived_at = at - timedelta(minutes=10)
    scene = Scene(
        people=People(number, local(arrived_at).date()),
        municipality=cast.municipality(municipality),
        arrived_at=arrived_at,
        hovj=police.display_name,
    )
    with acting_as(police):
        return register_arrest(intake=story(scene), actor=police, at=at)
