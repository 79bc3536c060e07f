"""The messages that wait for a user in the application."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet

from cases.access.actor import Actor
from cases.access.models import Participation
from cases.access.rules.levels import Level
from cases.outbox.messages import InAppNotice, renderer_of
from cases.outbox.models import OutboxMessage
from cases.outbox.rules import Channel

COUNTED_AT_MOST = 100
SHOWN_AT_MOST = 50


@dataclass(frozen=True, slots=True)
class InboxItem:
    """One message of the list, with what it says at this moment."""

    message: OutboxMessage
    notice: InAppNotice

    @property
    def is_read(self) -> bool:
        """Whether the user has marked it as read."""
        return self.message.read_at is not None


def unread_count(actor: Actor) -> int:
    """How many messages the actor has not read yet; 100 stands for 100 or more."""
    return _inbox(actor).filter(read_at__isnull=True)[:COUNTED_AT_MOST].count()


def inbox(
    actor: Actor, at: datetime, *, most: int = SHOWN_AT_MOST, before: tuple[datetime, int] | None = None
) -> list[InboxItem]:
    """The newest messages of the actor; `before` (created, key) continues after the last one shown.

    A message about a case that the actor may not see any more is left out.
    """
    messages = _inbox(actor).select_related("case", "term", "recipient").order_by("-created_at", "-pk")
    if before is not None:
        created, key = before
        messages = messages.filter(created_at__lte=created).exclude(created_at=created, pk__gte=key)
    items = ((message, renderer_of(message.kind).in_app(message, at)) for message in messages[:most])
    return [InboxItem(message, notice) for message, notice in items if notice is not None]


def _inbox(actor: Actor) -> QuerySet[OutboxMessage]:
    """One's own messages, without those about a case that one's organisation may no longer read (A10)."""
    readable = Participation.objects.filter(
        organisation=actor.organisation_id, level__gte=Level.VIEW, ended_at__isnull=True
    )
    own = OutboxMessage.objects.filter(recipient=actor.user_id, channel=Channel.IN_APP.value)
    return own.filter(Q(case__isnull=True) | Q(case__in=readable.values("case")))
