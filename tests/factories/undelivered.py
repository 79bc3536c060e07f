"""A mail that a colleague did not get."""

from __future__ import annotations

from datetime import datetime

from cases.access.wall import worker_transaction
from cases.casefiles.models import Case
from cases.outbox.giving_up import give_to_a_person
from cases.outbox.models import OutboxMessage
from cases.outbox.task_models import DeliveryTask
from tests.factories.cast import Cast


def a_task(cast: Cast, case: Case, at: datetime) -> DeliveryTask:
    """What the team lead of Veilig Thuis has to see to: an alarm that did not reach a colleague by mail."""
    with worker_transaction():
        message = OutboxMessage.objects.create(
            dedup_key="given-up",
            kind="term_stage",
            channel="email",
            recipient=cast.user("vt"),
            case=case,
            status="failed",
            message_id="<given-up@veiligheid.invalid>",
            next_attempt_at=at,
            created_at=at,
        )
        give_to_a_person(message, at)
        return DeliveryTask.objects.get(message=message)
