"""Telling people about a decision, in the transaction of the decision."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Final

from cases.access.models import Participation
from cases.access.rules.levels import Level
from cases.casefiles.models import Case, CaseLead
from cases.casefiles.services import Subject
from cases.organisations.models import User
from cases.organisations.rules import OrganisationKind, Role
from cases.outbox.rules import Channel
from cases.outbox.services import queue_message
from zsm.decision.messages import DECISION_TAKEN, GUARD_OVERRIDDEN
from zsm.decision.models import Decision

DUTY_ROLES: Final = [Role.CASE_HANDLER.value, Role.HOVJ.value]


def tell_partners(decision: Decision, kinds: Iterable[OrganisationKind], at: datetime) -> None:
    """Give the partners word of a decision: who has the case there, in the application."""
    queue_message(
        kind=DECISION_TAKEN,
        occasion=f"decision:{decision.public_id}",
        recipients=_people(decision.case, kinds, team_leads=False),
        channels=[Channel.IN_APP],
        at=at,
        case_id=decision.case_id,
    )


def alert_override(case: Case, act: Subject, kinds: Iterable[OrganisationKind], at: datetime) -> None:
    """Alert at once, in the application and by mail, who has the case there and the team leads.

    `act`: the decision or the release with which the guard was set aside.
    """
    queue_message(
        kind=GUARD_OVERRIDDEN,
        occasion=f"override:{act.public_id}",
        recipients=_people(case, kinds, team_leads=True),
        channels=[Channel.IN_APP, Channel.EMAIL],
        at=at,
        case_id=case.pk,
    )


def tell_course(
    kind: str, case: Case, subject: Subject, at: datetime, *, kinds: Iterable[OrganisationKind], urgent: bool
) -> None:
    """Give partners word of what happened with the suspect; `urgent`: by mail and to the team leads too."""
    queue_message(
        kind=kind,
        occasion=f"{kind}:{subject.public_id}",
        recipients=_people(case, kinds, team_leads=urgent),
        channels=[Channel.IN_APP, Channel.EMAIL] if urgent else [Channel.IN_APP],
        at=at,
        case_id=case.pk,
    )


def _people(case: Case, kinds: Iterable[OrganisationKind], *, team_leads: bool) -> list[User]:
    """Of each participating organisation of these kinds its lead in the case; without one, who is on duty."""
    rows = Participation.objects.filter(
        case=case,
        ended_at__isnull=True,
        level__gte=Level.VIEW,
        organisation__kind__in=[kind.value for kind in kinds],
    )
    organisations = list(dict.fromkeys(rows.order_by("pk").values_list("organisation_id", flat=True)))
    leads = CaseLead.objects.filter(case=case, until__isnull=True, user__is_active=True)
    lead_of = dict(leads.values_list("organisation_id", "user_id"))
    without = [key for key in organisations if key not in lead_of]
    active = User.objects.filter(is_active=True, organisation__in=organisations)
    chosen = active.filter(pk__in=lead_of.values())
    chosen |= active.filter(organisation__in=without, roles__overlap=DUTY_ROLES)
    if team_leads:
        chosen |= active.filter(roles__contains=[Role.TEAM_LEAD.value])
    return list(chosen.order_by("pk").distinct())
