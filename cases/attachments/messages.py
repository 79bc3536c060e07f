"""What is said of an attachment: that it is held back, since somebody was protected."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from django.urls import reverse

from cases.attachments.models import Attachment
from cases.attachments.rules.states import State
from cases.outbox.messages import InAppNotice, Mail, register_message
from cases.outbox.models import OutboxMessage

ATTACHMENT_HELD: Final = "attachment_held"


class HeldRenderer:
    """A free attachment was held back; nothing once a colleague has looked at it."""

    def mail(self, message: OutboxMessage, at: datetime) -> Mail | None:
        """Never by mail."""
        return None

    def in_app(self, message: OutboxMessage, at: datetime) -> InAppNotice | None:
        """Which case, and what is asked of the organisation that gave it."""
        row = Attachment.objects.filter(public_id=message.payload["attachment"]).first()
        if message.case is None or row is None or row.state != State.HELD.value:
            return None
        text = (
            f"Zaak {message.case.number}: een bijlage van uw organisatie wordt tegengehouden, want sinds zij "
            "is gegeven is iemand beschermd. Een collega van de gever kijkt haar na."
        )
        path = reverse("cases:documents", kwargs={"zaak": message.case.public_id})
        return InAppNotice(text=text, path=path)


HELD_RENDERER: Final = HeldRenderer()


def register_attachment_messages() -> None:
    """Register what there is to say; called in `AppConfig.ready()`."""
    register_message(ATTACHMENT_HELD, HELD_RENDERER)
