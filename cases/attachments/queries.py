"""Reading attachments: by the same answer as everything else of the case, and only what is free."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from cases.access.errors import NotAllowed
from cases.access.rules.categories import Category
from cases.attachments.models import Attachment, AttachmentLook
from cases.casefiles.queries import CaseAccess


@dataclass(frozen=True, slots=True)
class Listing:
    """The attachments that the actor may see, newest first, and how many others are held back aloud."""

    seen: tuple[Attachment, ...]
    held_back: int


def attachments_of(access: CaseAccess) -> Listing:
    """The attachments of a case; those of others as far as they are free and the disclosure opens them."""
    seen: list[Attachment] = []
    held_back = 0
    for row in _rows(access):
        if sees(access, row):
            seen.append(row)
        elif _knows_of(access, row):
            held_back += 1
    return Listing(tuple(seen), held_back)


def find(access: CaseAccess, public_id: UUID) -> Attachment:
    """One attachment for one actor.

    Raises Attachment.DoesNotExist when there is none that the actor may know of, NotAllowed with the reason
    when its content is not for her or him.
    """
    row = next((row for row in _rows(access, public_id) if _knows_of(access, row)), None)
    if row is None:
        raise Attachment.DoesNotExist
    if not sees(access, row):
        category = Category(row.category)
        raise NotAllowed(access.disclosure.answer(category, row.organisation_id).reason)
    return row


def own_attachment(access: CaseAccess, public_id: UUID) -> Attachment:
    """An attachment that the actor's organisation gave.

    Raises NotAllowed for any other key: whether there is such an attachment of somebody else is not told.
    """
    row = next(iter(_rows(access, public_id)), None)
    if row is None or row.organisation_id != access.actor.organisation_id:
        raise NotAllowed("Alleen de organisatie die een bijlage gaf, kijkt haar na.")
    return row


def sees(access: CaseAccess, row: Attachment) -> bool:
    """Whether the actor may see the attachment; its own organisation always does."""
    if row.organisation_id == access.actor.organisation_id:
        return True
    if row.freed_at is None:
        return False
    return access.may_see(Category(row.category), row.organisation_id, attachment_id=row.pk)


def looks_at(row: Attachment) -> list[AttachmentLook]:
    """What second persons decided about an attachment of the own organisation, the newest first."""
    return list(AttachmentLook.objects.filter(attachment=row).select_related("decided_by").order_by("-pk"))


def _rows(access: CaseAccess, public_id: UUID | None = None) -> list[Attachment]:
    rows = Attachment.objects.filter(case=access.case)
    if public_id is not None:
        rows = rows.filter(public_id=public_id)
    return list(rows.select_related("organisation", "given_by").order_by("-given_at", "-pk"))


def _knows_of(access: CaseAccess, row: Attachment) -> bool:
    if sees(access, row):
        return True
    return row.freed_at is not None and access.may_know_of(
        Category(row.category), row.organisation_id, attachment_id=row.pk
    )
