"""What the scan holds back, and how a second person lets it go (security, S3)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from cases.access.actor import Actor
from cases.access.errors import Conflict, GuardRefusal, InvalidInput, NotAllowed
from cases.access.rules.categories import Category
from cases.access.rules.refusal import Missing
from cases.access.writing import one_write
from cases.casefiles.models import Case
from cases.casefiles.queries import CaseAccess
from cases.casefiles.services import lock_case, record_event
from cases.documents.blocked_models import BlockedDocument
from cases.documents.paper import Paper, document_type, texts_of
from cases.documents.permissions import check_can_make_copies
from cases.documents.queries import protected_addresses, protected_values
from cases.documents.rules.kinds import KIND_LABELS, RECIPIENTS, DocumentKind, Recipient
from cases.documents.rules.release import (
    LONGEST_REASON,
    RELEASE_LABELS,
    RELEASED_FOR,
    SHORTEST_REASON,
    Release,
    fingerprint,
)
from cases.documents.rules.scan import SECRET_LABELS, Finding, findings

BLOCKED: Final = (
    "Dit exemplaar is niet vrijgegeven: er staat iets in waarmee een beschermd persoon te vinden is."
)
FOUND: Final = "protected_value"


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which document is wanted, of what."""

    kind: DocumentKind
    subject: UUID | None = None


def release(access: CaseAccess, paper: Paper, wanted: Wanted, at: datetime) -> BlockedDocument | None:
    """Let the content go to its recipient; the release of a second person when it needed one.

    Raises GuardRefusal with everything by which a protected person can be found.
    """
    hits = _findings(access.case, paper, RECIPIENTS[wanted.kind])
    if not hits:
        return None
    released = BlockedDocument.objects.filter(
        **_of(access, paper, wanted), outcome=Release.RELEASED.value, decided_at__gt=at - RELEASED_FOR
    )
    if (found := released.order_by("-decided_at").first()) is not None:
        return found
    raise GuardRefusal([Missing(FOUND, f"{finding_text(hit)}.") for hit in hits], BLOCKED)


def finding_text(hit: Finding) -> str:
    """One finding as people read it: what kind of datum, and in which field; never the datum."""
    return f"{SECRET_LABELS[hit.secret].capitalize()} in: {hit.where}"


@one_write
def ask_release(
    *, access: CaseAccess, wanted: Wanted, reason: str, actor: Actor, at: datetime
) -> BlockedDocument:
    """Ask a colleague to look at a copy that was held back.

    Raises NotAllowed for who may not make it, LookupError for a subject of another case, InvalidInput
    ("reason"), Conflict when nothing holds it back any more or it was asked already.
    """
    builder = document_type(wanted.kind)
    builder.check(access)
    lock_case(access.case.pk)
    paper = builder.build(access, wanted.subject, at)
    hits = _findings(access.case, paper, RECIPIENTS[wanted.kind])
    if not hits:
        raise Conflict("Niets houdt dit exemplaar nog tegen. U kunt het maken.")
    given = _reason(reason, "Schrijf waarom dit toch veilig is")
    if BlockedDocument.objects.filter(**_of(access, paper, wanted), outcome="").exists():
        raise Conflict("Voor dit exemplaar is al om vrijgave gevraagd.")
    saved = BlockedDocument.objects.create(
        **_of(access, paper, wanted),
        findings=[{"where": hit.where, "secret": hit.secret.value} for hit in hits],
        reason=given,
        asked_by_id=actor.user_id,
        asked_at=at,
    )
    record_event(
        case=access.case,
        kind="release_asked",
        category=Category.PLAN,
        summary=f"Tegengehouden: {KIND_LABELS[wanted.kind].lower()}. Een tweede persoon is gevraagd.",
        actor=actor,
        at=at,
        subject=saved,
    )
    return saved


@one_write
def decide_release(
    *, blocked: BlockedDocument, outcome: Release, reason: str, actor: Actor, at: datetime
) -> BlockedDocument:
    """Let a copy go that was held back, or not, as a second person of the same organisation.

    Raises NotAllowed for who asked it or may not make copies, InvalidInput ("reason"), Conflict when it was
    decided already.
    """
    case = lock_case(blocked.case_id)
    check_can_decide_release(actor, case, blocked)
    blocked = BlockedDocument.objects.select_for_update(of=("self",)).get(pk=blocked.pk)
    if blocked.outcome:
        raise Conflict("Hierover is al besloten.")
    given = _reason(reason, "Schrijf waarom u dit wel of niet vrijgeeft")
    blocked.outcome, blocked.decision_reason = outcome.value, given
    blocked.decided_by_id, blocked.decided_at = actor.user_id, at
    blocked.save(update_fields=["outcome", "decision_reason", "decided_by", "decided_at"])
    record_event(
        case=case,
        kind="release_decided",
        category=Category.PLAN,
        summary=f"{blocked.get_kind_display()}: {RELEASE_LABELS[outcome]} door een tweede persoon.",
        actor=actor,
        at=at,
        subject=blocked,
    )
    return blocked


def check_can_decide_release(actor: Actor, case: Case, blocked: BlockedDocument) -> None:
    """Raise NotAllowed unless the actor makes copies for the same organisation and did not ask it."""
    check_can_make_copies(actor, case.pk)
    if blocked.organisation_id != actor.organisation_id:
        raise NotAllowed("Een collega van wie dit exemplaar maakt, beslist hierover.")
    if blocked.asked_by_id == actor.user_id:
        raise NotAllowed("Iemand anders dan wie het vroeg, moet hiernaar kijken.")


def releases_of(access: CaseAccess) -> list[BlockedDocument]:
    """What the own organisation asked a second look for, the newest first."""
    rows = BlockedDocument.objects.filter(case=access.case, organisation_id=access.actor.organisation_id)
    return list(rows.select_related("asked_by", "decided_by").order_by("-asked_at")[:20])


def _findings(case: Case, paper: Paper, recipient: Recipient) -> tuple[Finding, ...]:
    """A professional may read it all; a victim's copy can fall into the hands of the suspect."""
    if recipient is Recipient.PROFESSIONAL:
        return ()
    values = protected_addresses(case, without=paper.recipient_person)
    if recipient is Recipient.SUSPECT:
        values = (*values, *protected_values(case))
    return findings(texts_of(paper.content), values)


def _of(access: CaseAccess, paper: Paper, wanted: Wanted) -> dict[str, object]:
    return {
        "case": access.case,
        "kind": wanted.kind.value,
        "subject_public_id": wanted.subject,
        "organisation_id": access.actor.organisation_id,
        "fingerprint": fingerprint(texts_of(paper.content)),
    }


def _reason(typed: str, wanted: str) -> str:
    given = " ".join(typed.split())
    if not SHORTEST_REASON <= len(given) <= LONGEST_REASON:
        raise InvalidInput({"reason": [f"{wanted}, in {SHORTEST_REASON} tot {LONGEST_REASON} tekens."]})
    return given
