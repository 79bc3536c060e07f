"""Sending a report to Veilig Thuis from a case at hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from cases.access.actor import Actor
from cases.access.writing import one_write
from cases.casefiles.models import Case
from cases.casefiles.services import lock_case
from cases.organisations.models import Organisation
from cases.organisations.rules import OrganisationKind
from cases.reports.models import Report
from cases.reports.permissions import check_can_report
from cases.reports.rules.report import NewReport, Reporter, ReporterKind
from cases.reports.services.saving import report_errors, save_report

__all__ = ["report_errors", "send_report"]


@one_write
def send_report(
    *, case: Case, report: NewReport, receiver: Organisation, actor: Actor, at: datetime
) -> Report:
    """Send a report to Veilig Thuis; receiving it starts the term of its assessment.

    The term is five working days, or at once when the reporter calls it acute (VT protocol). Each report
    has a term of its own: an earlier one is never reset. A report by police meets what police owed. Raises
    NotAllowed and InvalidInput per field of NewReport.
    """
    check_can_report(actor, case.pk)
    lock_case(case.pk)
    return save_report(case=case, report=_by_partner(report, actor), receiver=receiver, actor=actor, at=at)


def _by_partner(report: NewReport, actor: Actor) -> NewReport:
    """A partner other than police reports as a professional who can be reached through this case."""
    if actor.works_for(OrganisationKind.POLITIE) or report.reporter != Reporter():
        return report
    phone = Organisation.objects.values_list("phone", flat=True).get(pk=actor.organisation_id)
    reporter = Reporter(kind=ReporterKind.PROFESSIONAL, name=actor.display_name, contact=phone)
    return replace(report, reporter=reporter)
