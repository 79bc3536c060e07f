"""What privacy officers are told of emergency access: at once, and again when it was not judged in time."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from django.urls import reverse

from cases.access.emergency_models import EmergencyAccess
from cases.outbox.messages import InAppNotice, Mail, Renderer, neutral_mail, register_message
from cases.outbox.models import OutboxMessage
from cases.outbox.topics import Topic
from cases.terms.rules.wording import moment_text

EMERGENCY_OPENED: Final = "emergency_opened"
EMERGENCY_UNJUDGED: Final = "emergency_unjudged"
# A constant without name, organisation or subject matter (security, S2).
SUBJECT: Final = "Er is iets te beoordelen"


class EmergencyRenderer:
    """Who opened it and until when it is judged; nothing once it was."""

    def __init__(self, mailed: str, shown: str) -> None:
        self.mailed, self.shown = mailed, shown

    def mail(self, message: OutboxMessage, at: datetime) -> Mail | None:
        """That there is something to judge, and a link."""
        access = _access(message)
        if access is None or access.reviewed_at is not None:
            return None
        return neutral_mail(
            SUBJECT, (self.mailed.format(due=moment_text(access.review_due_at)),), _path(access)
        )

    def in_app(self, message: OutboxMessage, at: datetime) -> InAppNotice | None:
        """Who opened a case, when, and until when it is judged."""
        access = _access(message)
        if access is None:
            return None
        text = self.shown.format(
            name=access.user.display_name,
            organisation=access.organisation.short_name,
            opened=moment_text(access.opened_at),
            due=moment_text(access.review_due_at),
        )
        return InAppNotice(text=text, path=_path(access), is_urgent=access.reviewed_at is None)


def _access(message: OutboxMessage) -> EmergencyAccess | None:
    rows = EmergencyAccess.objects.select_related("user", "organisation")
    return rows.filter(public_id=message.payload["access"]).first()


def _path(access: EmergencyAccess) -> str:
    return reverse("cases:emergency-review", kwargs={"noodtoegang": access.public_id})


RENDERERS: Final[dict[str, Renderer]] = {
    EMERGENCY_OPENED: EmergencyRenderer(
        "Er is iets te beoordelen voor {due}.",
        "Noodtoegang: {name} ({organisation}) opende {opened} een zaak. Beoordeel dit voor {due}.",
    ),
    EMERGENCY_UNJUDGED: EmergencyRenderer(
        "Er was iets te beoordelen voor {due}. Doe het vandaag.",
        "Nog niet beoordeeld: de noodtoegang van {name} ({organisation}) van {opened}. Doe het vandaag.",
    ),
}


def register_emergency_messages() -> None:
    """Register what there is to say; called in `AppConfig.ready()`."""
    for kind, renderer in RENDERERS.items():
        register_message(kind, renderer, Topic.EMERGENCY)
