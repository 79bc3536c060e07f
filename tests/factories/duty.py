"""A duty for another organisation, given through the service by its team lead."""

from __future__ import annotations

from datetime import datetime, timedelta

from cases.access.wall import acting_as
from cases.organisations.duty_models import DutyGrant
from cases.staff.duty import NewDuty, grant_duty
from tests.factories.cast import Cast

HOURS = timedelta(hours=8)


def give_duty(
    cast: Cast, at: datetime, *, to: str = "vt-rk", by: str = "vt.lead", lasts: timedelta = HOURS
) -> DutyGrant:
    """From `at` on, `to` acts for the organisation of `by`; read anew, with what an actor needs."""
    lead = cast.actor(by)
    with acting_as(lead):
        new = NewDuty(user=cast.user(to), starts_at=at, ends_at=at + lasts, note="avonddienst")
        duty = grant_duty(new=new, actor=lead, at=at)
        return DutyGrant.objects.select_related("user", "organisation", "employer").get(pk=duty.pk)
