"""Who is there at which hours in the demo: Veilig Thuis 7×14 at ZSM with a crisis service beside it."""

from __future__ import annotations

from datetime import datetime, time

from cases.access.actor import Actor
from cases.access.wall import acting_as
from cases.organisations.models import User
from cases.terms.duty import NewHours, add_duty_hours, duty_hours_of
from veiligheid.demo.crew import Crew

EVERY_DAY = (0, 1, 2, 3, 4, 5, 6)


def keep_duty_hours(crew: Crew, at: datetime) -> None:
    """Let Veilig Thuis of the region have duty hours; what is there already is left alone."""
    lead = Actor.of(User.objects.select_related("organisation").get(username=f"vt.lead{crew.region.mark}"))
    with acting_as(lead):
        if duty_hours_of(lead):
            return
        for hours in (
            NewHours(name="ZSM-tafel", weekdays=EVERY_DAY, begins=time(8), ends=time(22)),
            NewHours(name="Crisisdienst", weekdays=EVERY_DAY, begins=time(), ends=time()),
        ):
            add_duty_hours(hours=hours, actor=lead, at=at)
