"""Somebody who opened a case in an emergency in the demo, so that there is something to judge."""

from __future__ import annotations

from datetime import datetime, timedelta

from cases.access.actor import Actor
from cases.access.emergency_models import EmergencyAccess
from cases.access.rules.emergency import EmergencyOutcome
from cases.access.trail import Trail
from cases.access.wall import acting_as
from cases.casefiles.models import Case
from cases.organisations.models import User
from cases.sharing.emergency import Wanted, judge_emergency, open_in_emergency, to_judge

REASON = "Zij belde 112 uit onze regio en wij konden niemand van Duinrand bereiken."
EARLIER = "Melding van een achtervolging op de grens van beide regio's."


def keep_an_emergency(at: datetime) -> None:
    """Made once: police of the other region, twice; the first time was judged already."""
    people = User.objects.select_related("organisation")
    police = Actor.of(people.get(username="politie.lead-rk"))
    officer, vt = Actor.of(people.get(username="vt.privacy")), Actor.of(people.get(username="vt"))
    with acting_as(officer, at=at):
        if EmergencyAccess.objects.exists():
            return
    with acting_as(vt, at=at):
        number = Case.objects.order_by("pk").values_list("number", flat=True)[0]
    for reason, moment in ((EARLIER, at - timedelta(hours=3)), (REASON, at - timedelta(hours=1))):
        with acting_as(police, at=moment):
            wanted = Wanted(number=number, reason=reason)
            open_in_emergency(wanted=wanted, actor=police, at=moment, trail=Trail())
    with acting_as(officer, at=at):
        first = to_judge(officer).order_by("opened_at")[0]
        judge_emergency(access=first, outcome=EmergencyOutcome.JUSTIFIED, note="", actor=officer, at=at)
