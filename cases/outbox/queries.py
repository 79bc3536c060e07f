"""The messages that wait for a user in the application."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db import connection
from django.db.models import BooleanField, QuerySet
from django.db.models.expressions import RawSQL

from cases.access.actor import Actor
from cases.access.rules.levels import Level
from cases.outbox.messages import InAppNotice, renderer_of
from cases.outbox.models import OutboxMessage
from cases.outbox.rules import Channel

COUNTED_AT_MOST = 100
SHOWN_AT_MOST = 50
# Without the messages about a case that one's organisation may no longer read (security, A10).
_READABLE: Final = """(cases_outboxmessage.case_id IS NULL OR cases_outboxmessage.case_id IN (
    SELECT taking_part.case_id
      FROM cases_participation AS taking_part
     WHERE taking_part.organisation_id = %s AND taking_part.level >= %s AND taking_part.ended_at IS NULL))"""
# Written out, because every page asks it: composing it from the models took 1.6 ms of each page.
_UNREAD: Final = f"""
    SELECT count(*)
      FROM (SELECT 1
              FROM cases_outboxmessage
             WHERE recipient_id = %s AND channel = %s AND read_at IS NULL AND {_READABLE}
             LIMIT %s) AS unread
"""  # noqa: S608 - only our own words


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
    who: list[int | str] = [actor.user_id, Channel.IN_APP.value]
    which: list[int | str] = [actor.organisation_id, int(Level.VIEW), COUNTED_AT_MOST]
    with connection.cursor() as cursor:
        cursor.execute(_UNREAD, who + which)
        (unread,) = cursor.fetchone()
    return int(unread)


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
    own = OutboxMessage.objects.filter(recipient=actor.user_id, channel=Channel.IN_APP.value)
    asked = [actor.organisation_id, int(Level.VIEW)]
    return own.filter(RawSQL(_READABLE, asked, output_field=BooleanField()))  # noqa: S611 - only our own words
