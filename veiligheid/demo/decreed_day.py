"""A day that a decree equates with a holiday, so that the work calendar of the demo is not empty."""

from __future__ import annotations

from datetime import datetime, timedelta

from cases.access.actor import Actor
from cases.access.wall import acting_as
from cases.organisations.models import User
from cases.terms.decreeing import decreed_days, equate_day
from cases.terms.rules.ordinary import why_no_decree
from cases.terms.rules.wording import local
from veiligheid.demo.crew import Crew

# Beyond every term of the demo, the ten weeks of an inquiry too.
DAYS_AHEAD = 120


def equate_a_day(crew: Crew, at: datetime) -> None:
    """Let the administrator equate one ordinary day; what is there already is left alone."""
    username = f"vt.beheer{crew.region.mark}"
    keeper = Actor.of(User.objects.select_related("organisation").get(username=username))
    with acting_as(keeper):
        if decreed_days():
            return
        day = local(at).date() + timedelta(days=DAYS_AHEAD)
        while why_no_decree(day):
            day += timedelta(days=1)
        equate_day(day=day, ground="Besluit gelijkgestelde dagen (voorbeeld)", actor=keeper, at=at)
