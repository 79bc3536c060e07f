"""What the application says about the safety plan: at once to OM when a measure was broken."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from django.urls import reverse

from cases.access.models import Participation
from cases.access.rules.levels import Level
from cases.outbox.messages import InAppNotice, Mail, neutral_mail, register_message
from cases.outbox.models import OutboxMessage
from cases.outbox.topics import Topic

BREACH_RECORDED: Final = "breach_recorded"
# A constant without number, name, organisation or subject matter (security, S2).
SUBJECT: Final = "Een zaak vraagt vandaag uw aandacht"


class BreachRecordedRenderer:
    """A measure was broken: OM judges it the same day (domain guide, section 6)."""

    def mail(self, message: OutboxMessage, at: datetime) -> Mail | None:
        """Case number and link only; None when the recipient's organisation no longer takes part."""
        takes_part = Participation.objects.filter(
            case=message.case_id,
            organisation=message.addressee.organisation_id,
            level__gte=Level.VIEW,
            ended_at__isnull=True,
        )
        if message.case is None or not takes_part.exists():
            return None
        lines = (f"Zaak {message.case.number}: beoordeel vandaag een nieuw feit.",)
        return neutral_mail(SUBJECT, lines, _path(message))

    def in_app(self, message: OutboxMessage, at: datetime) -> InAppNotice | None:
        """What happened and what is asked; None when the case may not be seen any more."""
        if message.case is None:
            return None
        text = f"Zaak {message.case.number}: een maatregel is overtreden. Beoordeel de overtreding vandaag."
        return InAppNotice(text=text, path=_path(message), is_urgent=True)


def _path(message: OutboxMessage) -> str:
    return reverse("cases:plan", kwargs={"zaak": message.case.public_id}) if message.case else ""


BREACH_RECORDED_RENDERER: Final = BreachRecordedRenderer()


def register_plan_messages() -> None:
    """Register what the plan has to say; called in `AppConfig.ready()`."""
    register_message(BREACH_RECORDED, BREACH_RECORDED_RENDERER, Topic.SAFETY)
