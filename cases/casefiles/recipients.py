"""Whom to tell in an organisation about a case: its lead; without one, who is on duty and the team leads."""

from __future__ import annotations

from collections.abc import Iterable

from cases.access.models import Participation
from cases.access.rules.levels import Level
from cases.casefiles.models import Case, CaseLead
from cases.organisations.models import User
from cases.organisations.rules import Role


def participating_ids(case: Case, at_least: Level = Level.VIEW) -> list[int]:
    """The organisations that take part at this level or a higher one."""
    rows = Participation.objects.filter(case=case, ended_at__isnull=True, level__gte=at_least)
    return list(dict.fromkeys(rows.order_by("pk").values_list("organisation_id", flat=True)))


def people_for(case: Case, organisation_ids: Iterable[int], *, team_leads: bool = False) -> list[User]:
    """Of each organisation its lead in the case; where there is none, its handlers and team leads.

    `team_leads`: the team leads too where there is a lead.
    """
    wanted = list(organisation_ids)
    leads = CaseLead.objects.filter(
        case=case, until__isnull=True, user__is_active=True, organisation__in=wanted
    )
    lead_of = dict(leads.values_list("organisation_id", "user_id"))
    without = [key for key in wanted if key not in lead_of]
    active = User.objects.filter(is_active=True)
    chosen = active.filter(pk__in=lead_of.values())
    for role in (Role.CASE_HANDLER, Role.TEAM_LEAD):
        chosen |= active.filter(organisation__in=without, roles__contains=[role.value])
    if team_leads:
        chosen |= active.filter(organisation__in=wanted, roles__contains=[Role.TEAM_LEAD.value])
    return list(chosen.order_by("pk").distinct())
