"""What users are told about a duty that was given to them or taken from them."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from django.urls import reverse

from cases.organisations.duty_models import DutyGrant
from cases.outbox.messages import InAppNotice, Mail, neutral_mail, register_message
from cases.outbox.models import OutboxMessage
from cases.terms.rules.wording import moment_text

DUTY_GRANTED: Final = "duty_granted"
DUTY_WITHDRAWN: Final = "duty_withdrawn"
PAGE: Final = "cases:duty"

# A constant without name, organisation or subject matter (security, S2).
SUBJECT: Final = "Er is nieuws over uw dienst"


class DutyRenderer:
    """A duty was given or withdrawn; nothing is said any more about one that is over."""

    def __init__(self, mailed: str, shown: str) -> None:
        self.mailed, self.shown = mailed, shown

    def mail(self, message: OutboxMessage, at: datetime) -> Mail | None:
        """The period and a link; for whom is read in the application."""
        duty = _duty(message)
        if duty is None or duty.ends_at <= at or not self._still_so(message, duty):
            return None
        return neutral_mail(SUBJECT, (self.mailed.format(**_words(duty)),), reverse(PAGE))

    def in_app(self, message: OutboxMessage, at: datetime) -> InAppNotice | None:
        """For whom and when."""
        duty = _duty(message)
        if duty is None or not self._still_so(message, duty):
            return None
        return InAppNotice(text=self.shown.format(**_words(duty)), path=reverse(PAGE))

    @staticmethod
    def _still_so(message: OutboxMessage, duty: DutyGrant) -> bool:
        return (message.kind == DUTY_WITHDRAWN) == (duty.withdrawn_at is not None)


def _duty(message: OutboxMessage) -> DutyGrant | None:
    rows = DutyGrant.objects.select_related("organisation")
    return rows.filter(public_id=message.payload["duty"]).first()


def _words(duty: DutyGrant) -> dict[str, str]:
    return {
        "organisation": duty.organisation.short_name,
        "starts": moment_text(duty.starts_at),
        "ends": moment_text(duty.ends_at),
    }


RENDERERS: Final = {
    DUTY_GRANTED: DutyRenderer(
        "U hebt dienst van {starts} tot {ends}.",
        "U kunt van {starts} tot {ends} namens {organisation} werken. Kies dat zelf als uw dienst begint.",
    ),
    DUTY_WITHDRAWN: DutyRenderer(
        "Uw dienst van {starts} tot {ends} is ingetrokken.",
        "Uw dienst namens {organisation} van {starts} tot {ends} is ingetrokken.",
    ),
}


def register_duty_messages() -> None:
    """Register what there is to say about duties; called in `AppConfig.ready()`."""
    for kind, renderer in RENDERERS.items():
        register_message(kind, renderer)
