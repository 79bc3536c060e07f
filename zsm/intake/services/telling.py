"""Warning who takes part, in the application, in the transaction of what happened."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Final

from cases.access.actor import Actor
from cases.casefiles.models import Case
from cases.casefiles.workers import reading_along, workers_of
from cases.organisations.rules import OrganisationKind, Role
from cases.outbox.rules import Channel
from cases.outbox.services import queue_message

ON_DUTY: Final = (Role.CASE_HANDLER, Role.HOVJ, Role.PROSECUTOR)


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
    people = workers_of(case.pk, reading_along(case.pk, kinds), on_duty=ON_DUTY)
    queue_message(
        kind=kind,
        occasion=occasion,
        recipients=[user for user in people if user.pk != actor.user_id],
        channels=[Channel.IN_APP],
        at=at,
        case_id=case.pk,
    )
