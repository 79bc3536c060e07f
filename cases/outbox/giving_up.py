"""A mail that was given up becomes the task of a named person, until it is settled or arrives (security, J6).

In a case the team lead of the organisation that should have had it; outside cases its functional
administrator; for a mail to a victim whom the concept names. Never who is excluded from the case.
"""

from __future__ import annotations

import logging
from datetime import datetime
from typing import Final

from cases.access.exclusion import closed_to
from cases.organisations.models import User
from cases.organisations.rules import Role
from cases.outbox.messages import UNDELIVERED, person_renderer_of
from cases.outbox.models import OutboxMessage
from cases.outbox.rules import ByItself, Channel, MessageStatus
from cases.outbox.services import queue_message
from cases.outbox.task_models import DeliveryTask

logger = logging.getLogger(__name__)

KEEPERS_IN_CASE: Final = (Role.TEAM_LEAD, Role.FUNCTIONAL_ADMINISTRATOR)
KEEPERS_OUTSIDE: Final = (Role.FUNCTIONAL_ADMINISTRATOR, Role.TEAM_LEAD)


def give_to_a_person(message: OutboxMessage, at: datetime) -> None:
    """Make a mail that was given up somebody's task, or say that sending it again was in vain."""
    task = DeliveryTask.objects.filter(message=message, ended_at__isnull=True).first()
    if task is None:
        task = _made(message, at)
    else:
        task.again_at = task.again_by = None
        task.save(update_fields=["again_at", "again_by"])
    if task.responsible is None:
        logger.error("nobody can be told that outbox message %s was not delivered", message.pk)
        return
    queue_message(
        kind=UNDELIVERED,
        occasion=f"undelivered:{message.pk}:{at.isoformat()}",
        recipients=[task.responsible],
        channels=[Channel.IN_APP],
        at=at,
        case_id=message.case_id,
        payload={"task": str(task.public_id), "recipient": message.recipient_id},
    )


def end_by_itself(message: OutboxMessage, status: MessageStatus, at: datetime) -> None:
    """End the task when the mail arrived after all, or need not leave any more.

    For a person of a case a newer mail of the same kind that arrived ends it too: the former one is not sent
    again, since what it says may be out of date.
    """
    running = DeliveryTask.objects.filter(ended_at__isnull=True)
    outcome = ByItself.ARRIVED if status is MessageStatus.SENT else ByItself.MOOT
    if message.person_id is not None and status is MessageStatus.SENT:
        running = running.filter(person=message.person_id, case=message.case_id, kind=message.kind)
    else:
        running = running.filter(message=message)
    running.update(ended_at=at, outcome=outcome.value)


def _made(message: OutboxMessage, at: datetime) -> DeliveryTask:
    organisation_id, responsible = _whose(message)
    return DeliveryTask.objects.create(
        message=message,
        kind=message.kind,
        organisation_id=organisation_id,
        responsible=responsible,
        recipient=message.recipient,
        person_id=message.person_id,
        case_id=message.case_id,
        since=at,
    )


def _whose(message: OutboxMessage) -> tuple[int, User | None]:
    """The organisation that sees to it, and who does in person."""
    if message.recipient is not None:
        organisation_id = message.recipient.organisation_id
        return organisation_id, _keeper(organisation_id, message)
    organisation_id, named = person_renderer_of(message.kind).answers_for(message)
    for user in named:
        if user.is_active and _may_know(user, message):
            return user.organisation_id, user
    return organisation_id, _keeper(organisation_id, message)


def _keeper(organisation_id: int, message: OutboxMessage) -> User | None:
    """Who sees to it in an organisation: somebody else than whom the mail was for, if there is anybody."""
    roles = KEEPERS_IN_CASE if message.case_id is not None else KEEPERS_OUTSIDE
    colleagues = User.objects.filter(organisation=organisation_id, is_active=True)
    found = [
        user
        for role in roles
        for user in colleagues.filter(roles__contains=[role.value]).order_by("pk")
        if _may_know(user, message)
    ]
    others = [user for user in found if user.pk != message.recipient_id]
    return next(iter(others or found), None)


def _may_know(user: User, message: OutboxMessage) -> bool:
    return message.case_id is None or message.case_id not in closed_to(user.pk, user.organisation_id)
