"""Who works on a case in each organisation: the people who are told what happens in it."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Final

from django.db.models import BooleanField
from django.db.models.expressions import RawSQL

from cases.access.models import Participation
from cases.access.rules.levels import Level
from cases.casefiles.models import CaseLead
from cases.organisations.models import User
from cases.organisations.rules import OrganisationKind, Role

ON_DUTY: Final = (Role.CASE_HANDLER, Role.HOVJ)
# Exclusion wins over everything: what a message says is of the case (security, A9).
_SHUT_OUT: Final = "%s = ANY (wall_excluded_cases(cases_user.id, cases_user.organisation_id))"


def reading_along(case_id: int, kinds: Iterable[OrganisationKind] | None = None) -> list[int]:
    """The organisations that take part and may read the case, of all kinds or some, the first first."""
    rows = Participation.objects.filter(case=case_id, ended_at__isnull=True, level__gte=Level.VIEW)
    if kinds is not None:
        rows = rows.filter(organisation__kind__in=[kind.value for kind in kinds])
    return list(dict.fromkeys(rows.order_by("pk").values_list("organisation_id", flat=True)))


def workers_of(
    case_id: int,
    organisations: Collection[int],
    *,
    team_leads: bool = False,
    on_duty: Collection[Role] = ON_DUTY,
    also: Collection[int] = (),
) -> list[User]:
    """Of each organisation its lead in the case; without one, everybody who is on duty there.

    `team_leads`: the team leads besides. `on_duty`: the roles that stand in for a lead. `also`: these users
    besides, as long as they work there. Never who is shut out of the case.
    """
    leads = CaseLead.objects.filter(
        case=case_id, until__isnull=True, user__is_active=True, organisation__in=organisations
    )
    lead_of = dict(leads.values_list("organisation_id", "user_id"))
    without = [key for key in organisations if key not in lead_of]
    active = User.objects.filter(is_active=True)
    chosen = active.filter(pk__in=lead_of.values())
    chosen |= active.filter(organisation__in=without, roles__overlap=[role.value for role in on_duty])
    if team_leads:
        chosen |= active.filter(organisation__in=organisations, roles__contains=[Role.TEAM_LEAD.value])
    if also:
        chosen |= active.filter(organisation__in=organisations, pk__in=also)
    shut_out = RawSQL(_SHUT_OUT, [case_id], output_field=BooleanField())  # noqa: S611 - only our own words
    return list(chosen.exclude(shut_out).order_by("pk").distinct())
