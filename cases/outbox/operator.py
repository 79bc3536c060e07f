"""What an operator sees of the outbox: how much waits, what could not be delivered, sending it again.

The wall shows a user her or his own messages only. These figures hold no content; the list of what failed
holds the kind of message, the colleague it was for, and the error.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection

from cases.access.actor import Actor
from cases.access.errors import Conflict
from cases.outbox.gate import check_can_operate


@dataclass(frozen=True, slots=True)
class OutboxFigures:
    """How many messages wait, are being sent and failed, and since when the oldest one waits."""

    queued: int
    sending: int
    failed: int
    oldest_at: datetime | None


@dataclass(frozen=True, slots=True)
class FailedMessage:
    """A mail to a colleague of the own organisation that could not be delivered."""

    public_id: UUID
    kind: str
    recipient: str
    created_at: datetime
    attempts: int
    error: str


def outbox_figures() -> OutboxFigures:
    """The figures of all organisations together."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT queued, sending, failed, oldest_at FROM outbox_figures()")
        return OutboxFigures(*cursor.fetchone())


def failed_messages(actor: Actor) -> list[FailedMessage]:
    """What did not reach staff of the actor's organisation, the newest first. Raises NotAllowed."""
    check_can_operate(actor)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT public_id, kind, recipient, created_at, attempts, last_error FROM wall_failed_messages()"
        )
        return [FailedMessage(*row) for row in cursor.fetchall()]


def send_again(*, public_id: UUID, actor: Actor, at: datetime) -> None:
    """Put a failed mail back into the queue, as if it were new.

    Raises NotAllowed, and Conflict when it is not one of the own organisation that failed.
    """
    check_can_operate(actor)
    with connection.cursor() as cursor:
        cursor.execute("SELECT wall_send_again(%s, %s)", [public_id, at])
        if not cursor.fetchone()[0]:
            raise Conflict("Dit bericht staat niet meer bij de mislukte berichten.")
