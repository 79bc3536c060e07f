"""Who gives an attachment, who looks at it as the second person, who takes it back."""

from __future__ import annotations

from cases.access.actor import Actor
from cases.access.errors import NotAllowed
from cases.access.permissions import check_casework, check_level
from cases.access.rules.levels import Level
from cases.attachments.models import Attachment


def check_can_give(actor: Actor, case_id: int) -> None:
    """Raise NotAllowed unless the actor's organisation contributes to the case."""
    check_casework(actor)
    check_level(actor, case_id, Level.CONTRIBUTE)


def can_give(actor: Actor, case_id: int) -> bool:
    """Whether the form to give one is shown."""
    try:
        check_can_give(actor, case_id)
    except NotAllowed:
        return False
    return True


def check_own(actor: Actor, attachment: Attachment) -> None:
    """Raise NotAllowed unless the actor works for the organisation that gave it, and contributes."""
    check_can_give(actor, attachment.case_id)
    if attachment.organisation_id != actor.organisation_id:
        raise NotAllowed("Alleen de organisatie die de bijlage gaf, kan dit.")


def check_can_look(actor: Actor, attachment: Attachment) -> None:
    """Raise NotAllowed unless the actor is a colleague of the giver, and not the giver."""
    check_own(actor, attachment)
    if attachment.given_by_id == actor.user_id:
        raise NotAllowed("Iemand anders dan wie de bijlage gaf, moet hiernaar kijken.")
