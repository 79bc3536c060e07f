"""What police gave to the canary case as files, and what was thought and said of them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from cases.access.rules.categories import Category
from cases.access.wall import acting_as
from cases.attachments.models import Attachment, AttachmentContent, AttachmentLook
from cases.attachments.services import withdraw_attachment
from cases.casefiles.models import Case
from cases.organisations.rules import OrganisationKind
from tests.cases.attachments.giving import give, looked_at
from tests.factories.cast import Cast
from tests.factories.files import pdf, photo

POLICE, CATEGORY = OrganisationKind.POLITIE, Category.INVESTIGATION


def attach_files(cast: Cast, case: Case, word: Callable[..., str], at: datetime) -> dict[str, UUID]:
    """A free file, one that a colleague let go, one that waits and one that was taken back."""

    def of(model: type, field: str) -> str:
        return word(model, field, POLICE, CATEGORY)

    def given(contents: bytes) -> Attachment:
        return give(cast, case, contents, category=CATEGORY, title=of(Attachment, "title"), at=at)

    free = given(pdf(f"Gezien is {of(AttachmentContent, 'contents')}."))
    looked_at(cast, given(photo()), reason=f"Gezien: {of(AttachmentLook, 'reason')}")
    waiting, gone = given(photo()), given(pdf("Verkeerde zaak."))
    police = cast.actor("politie")
    with acting_as(police):
        reason = f"Verkeerd: {of(Attachment, 'withdrawal_reason')}"
        withdraw_attachment(attachment=gone, reason=reason, actor=police, at=at)
    return {"bijlage": free.public_id, "wachtend": waiting.public_id}
