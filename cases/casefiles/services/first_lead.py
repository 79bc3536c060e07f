"""Who becomes the named lead of an organisation in a case when nobody was named yet."""

from __future__ import annotations

from datetime import datetime
from itertools import chain
from typing import Final

from cases.access.actor import Actor
from cases.access.exclusion import closed_to
from cases.casefiles.models import Case, CaseLead
from cases.organisations.models import User
from cases.organisations.rules import CASEWORK_ROLES, Role

# The coordinator leads the table of all partners and no case of the own organisation.
LEADING_ROLES: Final = CASEWORK_ROLES - {Role.ZSM_COORDINATOR}


def ensure_lead(*, case: Case, actor: Actor, at: datetime) -> None:
    """Name a lead for the actor's organisation when it has none in this case.

    The actor, when she or he works there and leads cases; else a team lead, else a colleague who works on
    cases. A coordinator is named only where there is nobody else, who stands in for another never.
    """
    here = CaseLead.objects.filter(case=case, organisation_id=actor.organisation_id, until__isnull=True)
    if here.exists():
        return
    user_id = _first_lead(case.pk, actor)
    if user_id is not None:
        # Two may write at once: then the other one's lead stands.
        CaseLead.objects.get_or_create(
            case=case,
            organisation_id=actor.organisation_id,
            until=None,
            defaults={"user_id": user_id, "since": at},
        )


def _first_lead(case_id: int, actor: Actor) -> int | None:
    if not actor.acts_for_another and actor.has(*LEADING_ROLES):
        return actor.user_id
    named = lead_besides(case_id, actor.organisation_id)
    if named is not None:
        return named.pk
    return None if actor.acts_for_another else actor.user_id


def lead_besides(case_id: int, organisation_id: int, *, user_id: int = 0) -> User | None:
    """Who can lead a case for an organisation: a team lead, else a colleague; nobody who is excluded."""
    colleagues = (
        User.objects.filter(
            organisation=organisation_id,
            is_active=True,
            roles__overlap=[role.value for role in LEADING_ROLES],
        )
        .exclude(pk=user_id)
        .select_related("organisation")
        .order_by("pk")
    )
    leads = colleagues.filter(roles__contains=[Role.TEAM_LEAD.value])
    others = colleagues.exclude(roles__contains=[Role.TEAM_LEAD.value])
    return next(
        (user for user in chain(leads, others) if case_id not in closed_to(user.pk, organisation_id)), None
    )
