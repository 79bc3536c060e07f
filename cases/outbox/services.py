"""Writing messages into the outbox, and marking those in the application as read."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from datetime import datetime
from email.utils import parseaddr
from typing import Any
from uuid import UUID

from django.conf import settings

from cases.access.actor import Actor
from cases.organisations.models import User
from cases.outbox.messages import has_topic, person_renderer_of, renderer_of
from cases.outbox.models import OutboxMessage
from cases.outbox.rules import Channel, MessageStatus


def queue_message(
    *,
    kind: str,
    occasion: str,
    recipients: Iterable[User],
    channels: Iterable[Channel],
    at: datetime,
    case_id: int | None = None,
    payload: dict[str, Any] | None = None,
) -> None:
    """Tell users something over one or more channels, in the transaction of the caller.

    `occasion` names the event ("override:42"): the same occasion reaches a user once per channel, however
    often this is called. `payload` holds keys only. Raises LookupError for a kind that nobody renders, and
    for mail of a kind without a topic by which users choose.
    """
    renderer_of(kind)
    channels = tuple(channels)
    if Channel.EMAIL in channels and not has_topic(kind):
        raise LookupError(f"message kind {kind!r} has no topic, so it cannot be mailed to users")
    addressed = [(user, channel) for user in recipients for channel in channels]
    OutboxMessage.objects.bulk_create(
        [
            OutboxMessage(
                dedup_key=f"{occasion}:{user.pk}:{channel.value}",
                kind=kind,
                recipient=user,
                case_id=case_id,
                payload=payload or {},
                next_attempt_at=at,
                created_at=at,
                **_as_sent(channel, at),
            )
            for user, channel in addressed
        ],
        ignore_conflicts=True,
    )


def queue_mail_to_person(
    *, kind: str, occasion: str, person_id: int, case_id: int, at: datetime, payload: dict[str, Any]
) -> None:
    """Have a mail sent to a person of a case, in the transaction of the caller; once per occasion.

    Where to is not kept here: the renderer of the kind looks at the moment of sending which channel is safe
    (security, S1). Raises LookupError for a kind that is for users only.
    """
    person_renderer_of(kind)
    message = OutboxMessage(
        dedup_key=f"{occasion}:person:{person_id}",
        kind=kind,
        person_id=person_id,
        case_id=case_id,
        payload=payload,
        next_attempt_at=at,
        created_at=at,
        **_as_sent(Channel.EMAIL, at),
    )
    OutboxMessage.objects.bulk_create([message], ignore_conflicts=True)


def mark_read(*, actor: Actor, at: datetime, messages: Iterable[UUID] | None = None) -> int:
    """Mark the actor's own messages as read, all of them when none are named; answers how many changed."""
    unread = OutboxMessage.objects.filter(
        recipient=actor.user_id, channel=Channel.IN_APP.value, read_at__isnull=True
    )
    if messages is not None:
        unread = unread.filter(public_id__in=list(messages))
    return unread.update(read_at=at)


def mail_domain() -> str:
    """The domain of the constant sender, for Message-IDs."""
    return parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2]


def _as_sent(channel: Channel, at: datetime) -> dict[str, Any]:
    """A message in the application is delivered by being there; mail waits with its Message-ID."""
    if channel is Channel.IN_APP:
        return {"channel": channel.value, "status": MessageStatus.SENT.value, "sent_at": at}
    return {
        "channel": channel.value,
        "status": MessageStatus.QUEUED.value,
        "message_id": f"<{uuid.uuid4()}@{mail_domain()}>",
    }
