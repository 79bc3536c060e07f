"""Warning who takes part, in the application, in the transaction of what happened."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Final

from cases.access.actor import Actor
from cases.access.models import Participation
from cases.access.rules.levels import Level
from cases.casefiles.models import Case, CaseLead
from cases.organisations.models import User
from cases.organisations.rules import OrganisationKind, Role
from cases.outbox.rules import Channel
from cases.outbox.services import queue_message

DUTY_ROLES: Final = [Role.CASE_HANDLER.value, Role.HOVJ.value, Role.PROSECUTOR.value]


def tell_participants(
    *,
    case: Case,
    kind: str,
    occasion: str,
    actor: Actor,
    at: datetime,
    kinds: Collection[OrganisationKind] | None = None,
) -> None:
    """Tell the lead of every participating organisation (or of some kinds); without a lead who is on duty.

    The actor knows already and is left out. `occasion` names the event, so that nobody is told twice.
    """
    queue_message(
        kind=kind,
        occasion=occasion,
        recipients=[user for user in _people(case, kinds) if user.pk != actor.user_id],
        channels=[Channel.IN_APP],
        at=at,
        case_id=case.pk,
    )


def _people(case: Case, kinds: Collection[OrganisationKind] | None) -> list[User]:
    rows = Participation.objects.filter(case=case, ended_at__isnull=True, level__gte=Level.VIEW)
    if kinds is not None:
        rows = rows.filter(organisation__kind__in=[kind.value for kind in kinds])
    organisations = list(dict.fromkeys(rows.order_by("pk").values_list("organisation_id", flat=True)))
    leads = CaseLead.objects.filter(
        case=case, until__isnull=True, user__is_active=True, organisation__in=organisations
    )
    lead_of = dict(leads.values_list("organisation_id", "user_id"))
    without = [key for key in organisations if key not in lead_of]
    active = User.objects.filter(is_active=True)
    chosen = active.filter(pk__in=lead_of.values())
    chosen |= active.filter(organisation__in=without, roles__overlap=DUTY_ROLES)
    return list(chosen.order_by("pk").distinct())
