"""Writing reports to Veilig Thuis: receiving one, what comes of it, and who has to hear of it."""

from cases.reports.rules.report import NewReport
from cases.reports.services.informing import inform_person, postpone_informing
from cases.reports.services.inquiry import decide_inquiry, end_inquiry, start_inquiry
from cases.reports.services.opening import ReportIntake, open_reported_case
from cases.reports.services.outcome import NewOutcome, record_outcome, send_feedback
from cases.reports.services.people import Named
from cases.reports.services.sending import report_errors, send_report

__all__ = [
    "Named",
    "NewOutcome",
    "NewReport",
    "ReportIntake",
    "decide_inquiry",
    "end_inquiry",
    "inform_person",
    "open_reported_case",
    "postpone_informing",
    "record_outcome",
    "report_errors",
    "send_feedback",
    "send_report",
    "start_inquiry",
]
