"""Saving one report and starting the term of its assessment, whichever way it came in."""

from __future__ import annotations

from datetime import datetime

from cases.access.actor import Actor
from cases.access.errors import Conflict, InvalidInput
from cases.access.rules.categories import Category
from cases.casefiles.models import Case
from cases.casefiles.rules.owed import owed_on
from cases.casefiles.services import record_event
from cases.organisations.models import Organisation
from cases.organisations.rules import OrganisationKind
from cases.reports.models import Report
from cases.reports.rules.report import NewReport, report_text_errors
from cases.terms.rules.kinds import TermKind
from cases.terms.rules.owed import OwedEvent
from cases.terms.services import meet_if_open, start_term


def report_errors(report: NewReport, receiver: Organisation | None, at: datetime) -> dict[str, list[str]]:
    """What is wrong with a report, per field of NewReport."""
    errors = report_text_errors(report, at)
    if receiver is None or receiver.kind != OrganisationKind.VT.value:
        errors["receiver"] = ["Een melding gaat naar Veilig Thuis."]
    return errors


def save_report(
    *,
    case: Case,
    report: NewReport,
    receiver: Organisation,
    actor: Actor,
    at: datetime,
    joined: bool = False,
) -> Report:
    """Save a report in a locked case, start the term of its assessment and tell the story.

    Each report has a term of its own: an earlier one is never reset. A report by police meets what police
    owed. Raises InvalidInput per field of NewReport, Conflict for a message that came in before.
    """
    if errors := report_errors(report, receiver, at):
        raise InvalidInput(errors)
    _check_came_in_once(case, report, actor)
    saved = _create(case, report, receiver, actor, at, joined=joined)
    event = OwedEvent.ACUTE_REPORT_RECEIVED if report.acute else OwedEvent.REPORT_RECEIVED
    for owed in owed_on(event):
        start_term(
            case=case,
            kind=owed.kind,
            organisation=receiver,
            subject=saved,
            parameters=owed.parameters,
            actor=actor,
            at=at,
        )
    if actor.works_for(OrganisationKind.POLITIE):
        meet_if_open(
            case=case, kind=TermKind.REPORT_TO_VT, actor=actor, at=at, late_reason=report.late_reason
        )
    own = receiver.pk == actor.organisation_id
    told = "ontvangen en vastgelegd" if own else f"aan {receiver.short_name} gedaan"
    record_event(
        case=case,
        kind="report_received" if own else "report_sent",
        category=Category.THAT,
        summary=f"Melding {saved.number} {told}.",
        actor=actor,
        at=at,
        subject=saved,
    )
    return saved


def _check_came_in_once(case: Case, report: NewReport, actor: Actor) -> None:
    reference = report.reference.strip()
    known = Report.objects.filter(case=case, organisation=actor.organisation_id, reference=reference)
    if reference and known.exists():
        raise Conflict(f"Een melding met registratienummer {reference} is al ontvangen.")


def _create(
    case: Case, report: NewReport, receiver: Organisation, actor: Actor, at: datetime, *, joined: bool
) -> Report:
    number = Report.objects.filter(case=case).count() + 1
    reporter, incident = report.reporter, report.incident
    return Report.objects.create(
        case=case,
        number=f"{case.number}-M{number}",
        kind=report.kind.value,
        reference=report.reference.strip(),
        reported_at=report.reported_at,
        situation=report.situation.strip(),
        explanation=report.explanation.strip(),
        further_information=report.further_information.strip(),
        request=report.request.strip(),
        incident_at=incident.happened_at,
        incident_place=incident.place.strip(),
        incident_text=incident.description.strip(),
        incident_since=incident.since,
        incident_until=incident.until,
        existing_care=report.existing_care.value,
        existing_care_note=report.existing_care_note.strip(),
        restraining_order=report.restraining_order.value,
        restraining_order_note=report.restraining_order_note.strip(),
        acute_at_report=report.acute,
        feedback_wanted=report.feedback_wanted,
        reporter_kind=reporter.kind.value,
        reporter_anonymous=reporter.anonymous,
        reporter_name=reporter.name.strip(),
        reporter_contact=reporter.contact.strip(),
        joined_open_case=joined,
        organisation_id=actor.organisation_id,
        receiver=receiver,
        recorded_by_id=actor.user_id,
        received_at=at,
    )
