"""The inquiry by Veilig Thuis after a report: decided, started within five days, ended within ten weeks."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from cases.access.actor import Actor
from cases.access.errors import Conflict, InvalidInput
from cases.access.rules.categories import Category
from cases.access.writing import one_write
from cases.casefiles.models import CaseEvent
from cases.casefiles.services import lock_case, record_event
from cases.reports.models import Inquiry, Report
from cases.reports.permissions import check_can_handle
from cases.terms.rules.kinds import TermKind
from cases.terms.services import NewTerm, meet_if_open, start_terms

LONGEST_REASON: Final = 1000
LONGEST_CONCLUSION: Final = 5000


@one_write
def decide_inquiry(*, report: Report, reason: str, actor: Actor, at: datetime) -> Inquiry:
    """Decide that Veilig Thuis makes an inquiry itself (Uitvoeringsbesluit Wmo 2015 art. 4.1.7).

    It starts within five days after the report and ends within ten weeks after this decision. Raises
    NotAllowed, InvalidInput ("reason"), Conflict when it was decided already.
    """
    case = lock_case(report.case_id)
    check_can_handle(actor, report)
    if Inquiry.objects.filter(report=report).exists():
        raise Conflict("Over een onderzoek na deze melding is al besloten.")
    inquiry = Inquiry.objects.create(
        case=case,
        report=report,
        reason=_text("reason", reason, LONGEST_REASON, "Motiveer waarom u onderzoek doet."),
        decided_at=at,
        organisation_id=actor.organisation_id,
        recorded_by_id=actor.user_id,
    )
    starts = NewTerm(
        kind=TermKind.VT_INQUIRY_STARTS,
        organisation=report.receiver,
        start=report.received_at,
        subject=inquiry,
    )
    ends = NewTerm(kind=TermKind.VT_INQUIRY_ENDS, organisation=report.receiver, subject=inquiry)
    start_terms(case=case, terms=[starts, ends], actor=actor, at=at)
    _tell(inquiry, "inquiry_decided", "Veilig Thuis doet onderzoek.", actor, at)
    return inquiry


@one_write
def start_inquiry(*, inquiry: Inquiry, actor: Actor, at: datetime, late_reason: str = "") -> Inquiry:
    """Record that the inquiry began. Raises NotAllowed, InvalidInput ("late_reason"), Conflict."""
    inquiry = _locked(inquiry, actor)
    if inquiry.started_at is not None:
        raise Conflict("Dit onderzoek is al gestart.")
    inquiry.started_at = at
    inquiry.save(update_fields=["started_at"])
    event = _tell(inquiry, "inquiry_started", "Het onderzoek van Veilig Thuis is gestart.", actor, at)
    _meet(inquiry, TermKind.VT_INQUIRY_STARTS, event, late_reason, actor=actor, at=at)
    return inquiry


@one_write
def end_inquiry(
    *, inquiry: Inquiry, conclusion: str, actor: Actor, at: datetime, late_reason: str = ""
) -> Inquiry:
    """Record what came of the inquiry. Raises NotAllowed, InvalidInput ("conclusion"…), Conflict."""
    inquiry = _locked(inquiry, actor)
    if inquiry.started_at is None:
        raise Conflict("Dit onderzoek is nog niet gestart.")
    if inquiry.ended_at is not None:
        raise Conflict("Dit onderzoek is al afgerond.")
    inquiry.conclusion = _text(
        "conclusion", conclusion, LONGEST_CONCLUSION, "Beschrijf de uitkomst van het onderzoek."
    )
    inquiry.ended_at = at
    inquiry.save(update_fields=["conclusion", "ended_at"])
    event = _tell(inquiry, "inquiry_ended", "Het onderzoek van Veilig Thuis is afgerond.", actor, at)
    _meet(inquiry, TermKind.VT_INQUIRY_ENDS, event, late_reason, actor=actor, at=at)
    return inquiry


def _locked(inquiry: Inquiry, actor: Actor) -> Inquiry:
    lock_case(inquiry.case_id)
    inquiry = Inquiry.objects.select_related("report__receiver", "case").get(pk=inquiry.pk)
    check_can_handle(actor, inquiry.report)
    return inquiry


def _tell(inquiry: Inquiry, kind: str, summary: str, actor: Actor, at: datetime) -> CaseEvent:
    return record_event(
        case=inquiry.case,
        kind=kind,
        category=Category.ASSESSMENT_CONCLUSION,
        summary=summary,
        actor=actor,
        at=at,
        subject=inquiry,
    )


def _meet(
    inquiry: Inquiry, kind: TermKind, event: CaseEvent, late_reason: str, *, actor: Actor, at: datetime
) -> None:
    meet_if_open(
        case=inquiry.case,
        kind=kind,
        subject=inquiry,
        late_reason=late_reason,
        event=event,
        actor=actor,
        at=at,
    )


def _text(field: str, given: str, limit: int, ask: str) -> str:
    text = given.strip()
    if not text:
        raise InvalidInput({field: [ask]})
    if len(text) > limit:
        raise InvalidInput({field: [f"Gebruik ten hoogste {limit} tekens."]})
    return text
