"""Telling people that there is a report, in the transaction of the report."""

from __future__ import annotations

from datetime import datetime

from cases.access.actor import Actor
from cases.casefiles.recipients import participating_ids, people_for
from cases.outbox.rules import Channel
from cases.outbox.services import queue_message
from cases.reports.messages import REPORT_JOINED, REPORT_RECEIVED
from cases.reports.models import Report

CHANNELS = (Channel.IN_APP, Channel.EMAIL)


def alert_leads(report: Report, actor: Actor, at: datetime) -> None:
    """The radar: who has the case at each partner hears that there is a new report; not who just wrote it."""
    people = people_for(report.case, participating_ids(report.case))
    queue_message(
        kind=REPORT_JOINED,
        occasion=f"report:{report.public_id}",
        recipients=[user for user in people if user.pk != actor.user_id],
        channels=CHANNELS,
        at=at,
        case_id=report.case_id,
        payload={"acute": report.acute_at_report},
    )


def tell_receiver(report: Report, at: datetime) -> None:
    """The Veilig Thuis that has to assess it hears that a report came in."""
    queue_message(
        kind=REPORT_RECEIVED,
        occasion=f"report:{report.public_id}",
        recipients=people_for(report.case, [report.receiver_id], team_leads=True),
        channels=CHANNELS,
        at=at,
        case_id=report.case_id,
        payload={"acute": report.acute_at_report},
    )
