"""Attachments in a family's case."""

from __future__ import annotations

from datetime import datetime, timedelta

from cases.access.rules.categories import Category
from cases.access.wall import acting_as
from cases.attachments.models import Attachment
from cases.attachments.services import NewAttachment, decide_look, give_attachment, hand_out
from cases.casefiles.models import Case
from cases.casefiles.queries import open_case
from cases.casefiles.services.addresses import NewAddress, protect_address
from cases.documents.rules.release import Release
from cases.persons.models import Person
from cases.persons.rules.addresses import AddressKind
from tests.factories.cast import Cast
from tests.factories.family import OPENED
from tests.factories.files import pdf

AT = OPENED + timedelta(hours=1)
STREET = "Rietkraag 417"
HIDING = NewAddress(kind=AddressKind.HOME, street=STREET, postcode="1234AB")
TITLE = "Proces-verbaal van bevindingen"
BECAUSE = "Bekeken, er staat niemand op."


def give(
    cast: Cast,
    case: Case,
    contents: bytes | None = None,
    who: str = "politie",
    *,
    category: Category = Category.INCIDENTS,
    title: str = TITLE,
    at: datetime = AT,
) -> Attachment:
    """Somebody gives a file."""
    actor = cast.actor(who)
    file = pdf("Verdachte stond voor de deur.") if contents is None else contents
    with acting_as(actor):
        return give_attachment(case=case, new=NewAttachment(title, category, file), actor=actor, at=at)


def looked_at(
    cast: Cast,
    row: Attachment,
    who: str = "politie.lead",
    outcome: Release = Release.RELEASED,
    reason: str = BECAUSE,
) -> Attachment:
    """A colleague looks at it."""
    actor = cast.actor(who)
    with acting_as(actor):
        return decide_look(attachment=row, outcome=outcome, reason=reason, actor=actor, at=AT)


def got(cast: Cast, row: Attachment, who: str = "om", at: datetime = AT) -> bytes | None:
    """What somebody gets who downloads it; None when it was held back for it."""
    actor = cast.actor(who)
    with acting_as(actor):
        access = open_case(actor, row.case.public_id, at=at)
        return hand_out(access=access, attachment=row, at=at).contents


def hide(cast: Cast, case: Case, person: Person, address: NewAddress = HIDING) -> None:
    """Police protects an address."""
    actor = cast.actor("politie")
    with acting_as(actor):
        protect_address(case=case, person=person, address=address, actor=actor, at=AT)
