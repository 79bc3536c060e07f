"""For whom a user acts: the duties that were given to her or him, looked at again at every request."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from cases.access.actor import Actor
from cases.access.rules.duty import CAN_STAND_IN
from cases.organisations.duty_models import DutyGrant, DutyGrantQuerySet
from cases.organisations.models import User


def can_stand_in(actor: Actor) -> bool:
    """Whether staff like this can be given a duty; looks at no table, so that every page may ask."""
    return actor.in_person and (actor.acts_for_another or actor.works_for(*CAN_STAND_IN))


def duties_of(user_id: int) -> DutyGrantQuerySet:
    """What was ever given to a user, the newest first."""
    return (
        DutyGrant.objects.filter(user=user_id)
        .select_related("organisation", "employer", "granted_by", "withdrawn_by")
        .order_by("-starts_at", "-pk")
    )


def duty_of(user_id: int, public_id: UUID) -> DutyGrant | None:
    """One duty of a user, also when it does not hold any more; None for somebody else's."""
    return duties_of(user_id).filter(public_id=public_id).first()


def running_duty(user: User, public_id: UUID, *, at: datetime) -> DutyGrant | None:
    """The duty with this key, when it holds at this moment."""
    return duties_of(user.pk).running_at(at).filter(public_id=public_id).first()


def stands_in_for(public_id: UUID, organisation_id: int, *, at: datetime) -> DutyGrant | None:
    """The duty that a user holds at this moment for an organisation that does not employ her or him."""
    return (
        DutyGrant.objects.running_at(at)
        .filter(user__public_id=public_id, organisation=organisation_id)
        .select_related("user", "organisation", "employer")
        .order_by("-ends_at")
        .first()
    )
