"""What came of a report, and telling its reporter: after the assessment and after what followed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from cases.access.actor import Actor
from cases.access.errors import Conflict, GuardRefusal, InvalidInput
from cases.access.rules.categories import Category
from cases.access.writing import one_write
from cases.casefiles.models import Case, CaseEvent
from cases.casefiles.rules.owed import owed_on
from cases.casefiles.services import lock_case, record_event
from cases.persons.models import SafeContact
from cases.reports.models import Report, ReportedPerson, ReporterFeedback, ReportOutcome
from cases.reports.permissions import check_can_handle
from cases.reports.queries import outcome_facts
from cases.reports.rules.outcome import (
    WITHOUT_ASSESSMENT,
    FeedbackManner,
    OutcomeStatus,
    Stage,
    gives_away,
    outcome_refusals,
)
from cases.terms.rules.kinds import TermKind
from cases.terms.rules.owed import OwedEvent
from cases.terms.services import cancel_if_open, meet_if_open, start_term

LONGEST: Final = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class NewOutcome:
    """An outcome in the code of the national message; `explanation` is for the file, not for the reporter."""

    stage: Stage
    status: OutcomeStatus
    explanation: str


@one_write
def record_outcome(*, report: Report, outcome: NewOutcome, actor: Actor, at: datetime) -> ReportOutcome:
    """Record what came of a report; when the reporter wants to hear it, telling is owed from now.

    Raises NotAllowed for who is not the receiving Veilig Thuis, InvalidInput ("explanation"), Conflict when
    this outcome is known already, GuardRefusal with everything that must come before.
    """
    case = lock_case(report.case_id)
    check_can_handle(actor, report)
    if ReportOutcome.objects.filter(report=report, stage=outcome.stage.value).exists():
        raise Conflict("Deze uitkomst is al vastgelegd.")
    facts = outcome_facts(report)
    missing = outcome_refusals(
        stage=outcome.stage,
        status=outcome.status,
        assessment_owed=facts.assessment_owed,
        first=facts.first,
        inquiry_running=facts.inquiry_running,
    )
    if missing:
        raise GuardRefusal(missing)
    saved = ReportOutcome.objects.create(
        case=case,
        report=report,
        stage=outcome.stage.value,
        status=outcome.status.value,
        explanation=_text("explanation", outcome.explanation, "Licht de uitkomst toe voor het dossier."),
        decided_at=at,
        organisation_id=actor.organisation_id,
        recorded_by_id=actor.user_id,
    )
    event = record_event(
        case=case,
        kind="report_outcome",
        category=Category.ASSESSMENT_CONCLUSION,
        summary=f"Melding {report.number}: {saved.get_status_display()}.",
        actor=actor,
        at=at,
        subject=saved,
    )
    if outcome.status in WITHOUT_ASSESSMENT:
        _drop_assessment(case, report, saved, event, actor=actor, at=at)
    if report.feedback_wanted:
        _owe_feedback(case, report, saved, actor=actor, at=at)
    return saved


def _drop_assessment(
    case: Case, report: Report, saved: ReportOutcome, event: CaseEvent, *, actor: Actor, at: datetime
) -> None:
    cancel_if_open(
        case=case,
        kind=TermKind.VT_ASSESSMENT,
        subject=report,
        reason=f"{saved.get_status_display()}: {saved.explanation}"[:LONGEST],
        event=event,
        actor=actor,
        at=at,
    )


def _owe_feedback(case: Case, report: Report, saved: ReportOutcome, *, actor: Actor, at: datetime) -> None:
    for owed in owed_on(OwedEvent.REPORT_OUTCOME):
        start_term(
            case=case,
            kind=owed.kind,
            organisation=report.receiver,
            parameters=owed.parameters,
            subject=saved,
            actor=actor,
            at=at,
        )


@one_write
def send_feedback(
    *,
    outcome: ReportOutcome,
    text: str,
    manner: FeedbackManner,
    actor: Actor,
    at: datetime,
    late_reason: str = "",
) -> ReporterFeedback:
    """Record what the reporter was told about one outcome (Wmo 2015 art. 4.1.1); it meets the term.

    A text that tells where somebody lives or how she or he can be reached is refused. Raises NotAllowed,
    InvalidInput ("text", "late_reason"), Conflict when the reporter was told already.
    """
    case = lock_case(outcome.case_id)
    outcome = ReportOutcome.objects.select_related("report").get(pk=outcome.pk)
    check_can_handle(actor, outcome.report)
    if ReporterFeedback.objects.filter(outcome=outcome).exists():
        raise Conflict("De melder heeft deze terugkoppeling al gekregen.")
    told = _text("text", text, "Schrijf wat de melder hoort.")
    if found := gives_away(told, protected_texts(case)):
        raise InvalidInput({"text": list(found)})
    saved = ReporterFeedback.objects.create(
        case=case,
        outcome=outcome,
        text=told,
        manner=manner.value,
        sent_at=at,
        organisation_id=actor.organisation_id,
        recorded_by_id=actor.user_id,
    )
    event = record_event(
        case=case,
        kind="reporter_told",
        category=Category.THAT,
        summary=f"Melder van {outcome.report.number} heeft een terugkoppeling gekregen.",
        actor=actor,
        at=at,
        subject=saved,
    )
    meet_if_open(
        case=case,
        kind=TermKind.FEEDBACK_TO_REPORTER,
        subject=outcome,
        late_reason=late_reason,
        event=event,
        actor=actor,
        at=at,
    )
    return saved


def protected_texts(case: Case) -> list[str]:
    """Every address, number and mail address on record that a reporter may not hear."""
    addresses = ReportedPerson.objects.filter(case=case).exclude(address="")
    contacts = SafeContact.objects.filter(person__case_roles__case=case).values_list("phone", "email")
    channels = [text for row in contacts for text in row if text]
    streets = [line.split(",")[0] for line in addresses.values_list("address", flat=True)]
    return [*streets, *channels]


def _text(field: str, given: str, ask: str) -> str:
    text = given.strip()
    if not text:
        raise InvalidInput({field: [ask]})
    if len(text) > LONGEST:
        raise InvalidInput({field: [f"Gebruik ten hoogste {LONGEST} tekens."]})
    return text
