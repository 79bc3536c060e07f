"""Telling people about a decision, in the transaction of the decision."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from cases.casefiles.models import Case
from cases.casefiles.services import Subject
from cases.casefiles.workers import reading_along, workers_of
from cases.organisations.models import User
from cases.organisations.rules import OrganisationKind
from cases.outbox.rules import Channel
from cases.outbox.services import queue_message
from zsm.decision.messages import DECISION_TAKEN, GUARD_OVERRIDDEN
from zsm.decision.models import Decision


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
    return workers_of(case.pk, reading_along(case.pk, kinds), team_leads=team_leads)
