"""Reading a draft: only one's own, only while it is kept."""

from __future__ import annotations

from datetime import datetime

from cases.access.actor import Actor
from cases.drafts.models import Draft


def draft_of(actor: Actor, place: str, *, at: datetime) -> Draft | None:
    """What the actor typed in the form at this place and did not send yet; None when nothing is kept."""
    return Draft.objects.filter(user_id=actor.user_id, place=place, expires_at__gt=at).first()
