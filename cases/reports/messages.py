"""What the application says about a report: *that* there is one, never what it says."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from django.urls import reverse

from cases.access.models import Participation
from cases.outbox.messages import InAppNotice, Mail, neutral_mail, register_message
from cases.outbox.models import OutboxMessage
from cases.outbox.topics import Topic

REPORT_JOINED: Final = "report_joined"
REPORT_RECEIVED: Final = "report_received"

# A constant without number, name, organisation or subject matter (security, S2).
SUBJECT: Final = "Er is nieuws in een zaak"


class ReportRenderer:
    """There is a new report in a case; who may know its content reads it there."""

    def __init__(self, text: str) -> None:
        self.text = text

    def mail(self, message: OutboxMessage, at: datetime) -> Mail | None:
        """Case number and link only; None when the recipient's organisation no longer takes part."""
        case = message.case
        if case is None or not _takes_part(message):
            return None
        return neutral_mail(SUBJECT, (f"Zaak {case.number}: er is nieuws.",), _path(message))

    def in_app(self, message: OutboxMessage, at: datetime) -> InAppNotice | None:
        """That there is a report; None when the case may not be seen any more."""
        if message.case is None:
            return None
        text = self.text.format(number=message.case.number)
        return InAppNotice(text=text, path=_path(message), is_urgent=bool(message.payload.get("acute")))


def _path(message: OutboxMessage) -> str:
    return reverse("cases:case", kwargs={"zaak": message.case.public_id}) if message.case else ""


def _takes_part(message: OutboxMessage) -> bool:
    return Participation.objects.filter(
        case=message.case_id, organisation=message.addressee.organisation_id, ended_at__isnull=True
    ).exists()


JOINED_RENDERER: Final = ReportRenderer("Zaak {number}: er is een nieuwe melding over dit gezin.")
RECEIVED_RENDERER: Final = ReportRenderer("Zaak {number}: er is een melding voor u binnengekomen.")


def register_report_messages() -> None:
    """Register what reports have to say; called in `AppConfig.ready()`."""
    register_message(REPORT_JOINED, JOINED_RENDERER, Topic.REPORTS)
    register_message(REPORT_RECEIVED, RECEIVED_RENDERER, Topic.REPORTS)
