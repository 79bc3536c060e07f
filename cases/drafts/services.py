"""Keeping and throwing away what was typed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from cases.access.actor import Actor
from cases.access.errors import InvalidInput
from cases.access.writing import one_write
from cases.drafts.models import Draft
from cases.drafts.rules import KEPT_FOR, LONGEST_PLACE, TooLarge, kept_fields


@one_write
def save_draft(*, place: str, typed: Mapping[str, Iterable[str]], actor: Actor, at: datetime) -> Draft:
    """Keep what stands in a form; the newest contents replace the older ones.

    `place`: the path that the form is sent to, with its name. Raises InvalidInput when it
    is too much to keep.
    """
    if not place or len(place) > LONGEST_PLACE:
        raise InvalidInput({"plaats": ["Dit formulier kan niet worden bewaard."]})
    try:
        fields = kept_fields(typed)
    except TooLarge:
        raise InvalidInput({"velden": ["Dit is te veel om als concept te bewaren."]}) from None
    kept, _ = Draft.objects.update_or_create(
        user_id=actor.user_id,
        place=place,
        defaults={"fields": fields, "saved_at": at, "expires_at": at + KEPT_FOR},
    )
    return kept


@one_write
def discard_draft(*, place: str, actor: Actor) -> None:
    """Throw away what was kept for a form: it was sent, or the user does not want it any more."""
    Draft.objects.filter(user_id=actor.user_id, place=place).delete()


@one_write
def remove_expired(*, at: datetime) -> int:
    """Remove what was kept for long enough; the number of drafts removed."""
    removed, _ = Draft.objects.filter(expires_at__lte=at).delete()
    return removed
