"""Who stands in for Veilig Thuis Duinrand in the demo: a colleague at ZSM, and the crisis service to come."""

from __future__ import annotations

from datetime import datetime, timedelta

from cases.access.actor import Actor
from cases.access.wall import acting_as
from cases.organisations.duty_models import DutyGrant
from cases.organisations.models import User
from cases.staff.duty import NewDuty, grant_duty, withdraw_duty


def keep_duties(at: datetime) -> None:
    """One running, one to come and one withdrawn; given anew at the start after they ended."""
    people = User.objects.select_related("organisation")
    lead = Actor.of(people.get(username="vt.lead"))
    at_zsm, crisis = people.get(username="vt-rk"), people.get(username="gi")
    with acting_as(lead, at=at):
        ours = DutyGrant.objects.filter(organisation=lead.organisation_id)
        if not ours.exists():
            mistaken = NewDuty(
                user=people.get(username="vt.lead-rk"), starts_at=at, ends_at=at + timedelta(hours=9)
            )
            duty = grant_duty(new=mistaken, actor=lead, at=at)
            withdraw_duty(duty=duty, reason="Verkeerde collega gekozen.", actor=lead, at=at)
        if not ours.running_at(at).filter(user=at_zsm).exists():
            new = NewDuty(
                user=at_zsm, starts_at=at, ends_at=at + timedelta(days=6), note="Weekdienst aan de ZSM-tafel"
            )
            grant_duty(new=new, actor=lead, at=at)
        if not ours.filter(user=crisis, ends_at__gt=at).exists():
            starts = at + timedelta(days=2)
            new = NewDuty(
                user=crisis, starts_at=starts, ends_at=starts + timedelta(days=14), note="Avond en nacht"
            )
            grant_duty(new=new, actor=lead, at=at)
