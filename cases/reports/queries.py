"""Reading the reports to Veilig Thuis of a case, and how far each of them is."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Prefetch

from cases.casefiles.models import Case
from cases.reports.models import Inquiry, Report, ReportedPerson, ReportOutcome
from cases.reports.rules.outcome import OutcomeStatus, Stage
from cases.terms.queries import open_terms_of
from cases.terms.rules.kinds import TermKind


def reports_of(case: Case) -> list[Report]:
    """The reports of the case, oldest first."""
    return list(
        Report.objects.filter(case=case)
        .select_related("organisation", "receiver")
        .order_by("received_at", "pk")
    )


def report_files(case: Case) -> list[Report]:
    """The reports of the case, newest first, with their persons, inquiry, outcomes and feedback."""
    outcomes = ReportOutcome.objects.select_related("feedback", "organisation").order_by("decided_at", "pk")
    persons = ReportedPerson.objects.select_related("person").order_by("pk")
    return list(
        Report.objects.filter(case=case)
        .select_related("organisation", "receiver", "inquiry")
        .prefetch_related(Prefetch("outcomes", outcomes), Prefetch("persons", persons))
        .order_by("-received_at", "-pk")
    )


def report_of(case: Case, public_id: UUID) -> Report:
    """One report of the case. Raises Report.DoesNotExist for one of another case."""
    return Report.objects.select_related("receiver", "organisation", "case").get(
        case=case, public_id=public_id
    )


def reported_person_of(case: Case, public_id: UUID) -> ReportedPerson:
    """One person of a report of the case. Raises ReportedPerson.DoesNotExist for one of another case."""
    return ReportedPerson.objects.select_related("report__receiver", "person").get(
        case=case, public_id=public_id
    )


def outcome_of(case: Case, public_id: UUID) -> ReportOutcome:
    """One outcome of a report of the case. Raises ReportOutcome.DoesNotExist for one of another case."""
    return ReportOutcome.objects.select_related("report").get(case=case, public_id=public_id)


def inquiry_of(report: Report) -> Inquiry | None:
    """The inquiry after a report; None when none was decided on."""
    return Inquiry.objects.select_related("case").filter(report=report).first()


@dataclass(frozen=True, slots=True)
class OutcomeFacts:
    """What decides which outcome is possible now."""

    assessment_owed: bool
    first: OutcomeStatus | None
    inquiry_running: bool

    @property
    def stage(self) -> Stage:
        """The outcome that comes next."""
        return Stage.ASSESSMENT if self.first is None else Stage.FOLLOW_UP


def outcome_facts(report: Report) -> OutcomeFacts:
    """How far a report is."""
    first = ReportOutcome.objects.filter(report=report, stage=Stage.ASSESSMENT.value).first()
    owed = open_terms_of(report.case, TermKind.VT_ASSESSMENT, subject=report)
    return OutcomeFacts(
        assessment_owed=owed.exists(),
        first=OutcomeStatus(first.status) if first else None,
        inquiry_running=Inquiry.objects.filter(report=report, ended_at__isnull=True).exists(),
    )
