"""A report that Veilig Thuis takes in on a case that runs already, with everything that came of it."""

from __future__ import annotations

from datetime import datetime

from cases.access.wall import acting_as
from cases.casefiles.models import Case, CaseRole
from cases.casefiles.rules.known import SamePerson
from cases.persons.services import NewPerson
from cases.reports.models import Report, ReportedPerson, ReportOutcome
from cases.reports.rules.outcome import OutcomeStatus, Stage
from cases.reports.rules.report import DescribedAs, NewReport, Reporter, ReporterKind
from cases.reports.services import Named, NewOutcome, ReportIntake, open_reported_case, record_outcome
from tests.factories.cast import Cast

CITIZEN = Reporter(kind=ReporterKind.CITIZEN, name="De buurvrouw", contact="belt zelf terug")


def report_on_victim(
    cast: Cast, case: Case, at: datetime, *, address: str = "", report: NewReport | None = None
) -> Report:
    """A neighbour reports about the victim of the case, who is confirmed by hand."""
    vt = cast.actor("vt")
    with acting_as(vt):
        victim = CaseRole.objects.select_related("person").filter(case=case, role="victim")[0].person
        named = Named(
            person=NewPerson(
                first_names=victim.first_names,
                infix=victim.infix,
                last_name=victim.last_name,
                birth_date=victim.birth_date,
                bsn=victim.bsn,
            ),
            described_as=DescribedAs.VICTIM,
            address=address,
            answers={victim.public_id: SamePerson.SAME_FAMILY},
        )
        intake = ReportIntake(
            report=report or NewReport(situation="Opnieuw geschreeuw.", reporter=CITIZEN),
            municipality=cast.municipality(),
            persons=(named,),
        )
        return open_reported_case(intake=intake, actor=vt, at=at)


def person_in(report: Report) -> ReportedPerson:
    """The one person of the report."""
    return ReportedPerson.objects.select_related("report", "person").get(report=report)


def wrong_addressee(cast: Cast, report: Report, at: datetime) -> ReportOutcome:
    """The outcome that needs no assessment."""
    vt = cast.actor("vt")
    outcome = NewOutcome(
        stage=Stage.ASSESSMENT, status=OutcomeStatus.WRONG_ADDRESSEE, explanation="Andere regio."
    )
    with acting_as(vt):
        return record_outcome(report=report, outcome=outcome, actor=vt, at=at)
