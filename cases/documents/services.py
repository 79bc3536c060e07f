"""Making a document: permission, content for this recipient, release, file, log."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from cases.access.actor import Actor
from cases.access.errors import GuardRefusal, InvalidInput
from cases.access.rules.categories import Category
from cases.access.rules.refusal import Missing
from cases.access.writing import one_write
from cases.casefiles.models import Case
from cases.casefiles.queries import CaseAccess
from cases.casefiles.services import lock_case, record_event
from cases.documents.models import AreaWording, Document
from cases.documents.paper import Paper, document_type
from cases.documents.permissions import check_can_make_copies
from cases.documents.queries import protected_values
from cases.documents.releasing import Wanted, release
from cases.documents.render import render
from cases.documents.rules.kinds import (
    KIND_LABELS,
    RECIPIENTS,
    Channel,
    DocumentKind,
    Recipient,
    file_name,
)
from cases.documents.rules.moments import dated_text
from cases.documents.rules.scan import SECRET_LABELS, findings
from cases.persons.models import SafeContact
from cases.terms.rules.wording import day_text, local

NOT_PASSED_ON = " · bevat gedeelde gegevens: niet doorgeven"


@dataclass(frozen=True, slots=True)
class MadeDocument:
    """A finished file with its row in the log, and what it shows."""

    pdf: bytes
    file_name: str
    document: Document
    paper: Paper


@one_write
def make_document(
    *,
    access: CaseAccess,
    kind: DocumentKind,
    subject: UUID | None = None,
    channel: Channel = Channel.NONE,
    actor: Actor,
    at: datetime,
) -> MadeDocument:
    """Make one document for its recipient and log it.

    Raises NotAllowed, LookupError for a subject of another case, GuardRefusal when something is missing or
    the scan finds what the suspect must not learn, InvalidInput without a safe way to hand a victim's copy
    over.
    """
    builder = document_type(kind)
    builder.check(access)
    recipient = RECIPIENTS[kind]
    if recipient is not Recipient.PROFESSIONAL:
        lock_case(access.case.pk)
    paper = builder.build(access, subject, at)
    released = release(access, paper, Wanted(kind, subject), at)
    if recipient is Recipient.VICTIM:
        _check_channel(paper, channel)
    made = render(
        template=paper.template,
        title=paper.title,
        content=paper.content,
        footer=_footer(access, recipient, paper, actor, at),
    )
    document = Document.objects.create(
        case=access.case,
        kind=kind.value,
        recipient=recipient.value,
        recipient_person_id=paper.recipient_person,
        channel=channel.value if recipient is Recipient.VICTIM else "",
        subject_public_id=subject,
        organisation_id=actor.organisation_id,
        made_by_id=actor.user_id,
        made_at=at,
        sha256=made.sha256,
        pages=made.pages,
        persons=sorted(paper.persons),
        categories=sorted(category.value for category in paper.categories),
        released_by=released,
    )
    if recipient is not Recipient.PROFESSIONAL:
        record_event(
            case=access.case,
            kind="document_made",
            category=Category.PLAN,
            summary=f"Gemaakt: {KIND_LABELS[kind].lower()}.",
            actor=actor,
            at=at,
            subject=document,
        )
    return MadeDocument(made.pdf, file_name(kind, access.case.number), document, paper)


def _check_channel(paper: Paper, channel: Channel) -> None:
    """A victim's copy goes from hand to hand, or to the address that is marked safe now."""
    if channel is Channel.NONE:
        raise InvalidInput({"channel": ["Kies hoe het slachtoffer dit veilig krijgt."]})
    if channel is Channel.IN_PERSON:
        return
    safe = SafeContact.objects.filter(valid_to__isnull=True, email_safe=True)
    if paper.recipient_person is None or not safe.filter(person=paper.recipient_person).exists():
        text = "Er is geen e-mailadres dat veilig is. Geef het exemplaar persoonlijk."
        raise GuardRefusal([Missing("safe_email", text)], "Dit kan niet veilig.")


def _footer(access: CaseAccess, recipient: Recipient, paper: Paper, actor: Actor, at: datetime) -> str:
    """What stands at the foot of every page; a copy for suspect or victim tells no more than needed.

    With what a partner shared beyond the table and may not be passed on, it says so on every page.
    """
    if recipient is Recipient.PROFESSIONAL:
        shared = any(
            one.barred and one.attachment_id is None and one.category in paper.categories
            for one in access.disclosure.shared
        )
        return (
            f"Zaak {access.case.number} · vertrouwelijk · {actor.organisation_name}, "
            f"{actor.display_name}, {dated_text(at)}{NOT_PASSED_ON if shared else ''}"
        )
    return f"Kenmerk {access.case.number} · {day_text(local(at).date())}"


@one_write
def word_area(*, case: Case, measure_id: int, text: str, actor: Actor, at: datetime) -> AreaWording:
    """Say the area of a measure in the words agreed for who is bound by it; the last wording counts.

    Raises NotAllowed, and InvalidInput for no text, or one in which the suspect could find somebody.
    """
    check_can_make_copies(actor, case.pk)
    lock_case(case.pk)
    text = text.strip()
    if not text:
        raise InvalidInput({"text": ["Omschrijf het gebied."]})
    if hits := findings([("", text)], protected_values(case)):
        named = ", ".join(dict.fromkeys(SECRET_LABELS[hit.secret] for hit in hits))
        raise InvalidInput(
            {"text": [f"Hierin staat {named} van een beschermd persoon. Omschrijf het anders."]}
        )
    wording = AreaWording.objects.create(
        measure_id=measure_id,
        text=text,
        organisation_id=actor.organisation_id,
        recorded_by_id=actor.user_id,
        recorded_at=at,
    )
    record_event(
        case=case,
        kind="area_worded",
        category=Category.DECISION,
        summary="Het gebied van een maatregel is in woorden voor de verdachte vastgelegd.",
        actor=actor,
        at=at,
        subject=wording,
    )
    return wording
