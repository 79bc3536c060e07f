"""What the intake says to who takes part: a corrected clock, a new arrest, a label to judge."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from django.urls import reverse

from cases.outbox.messages import InAppNotice, Mail, register_message
from cases.outbox.models import OutboxMessage

START_CORRECTED: Final = "start_corrected"
ARRESTED_AGAIN: Final = "arrested_again"
LABEL_PROPOSED: Final = "label_proposed"

# Everybody who reads along sees the terms; what was corrected and why stands on the page, by category.
TEXTS: Final = {
    START_CORRECTED: "de klok van de eerste beslissing is gecorrigeerd. Kijk na welk moment voor u geldt.",
    ARRESTED_AGAIN: "er loopt opnieuw een klok voor een eerste beslissing. Kijk na wat u levert.",
    LABEL_PROPOSED: "het HG-label is voorgesteld. Aanvaard of wijs het af.",
}
URGENT: Final = frozenset({START_CORRECTED, ARRESTED_AGAIN})


class IntakeNoticeRenderer:
    """One sentence with the case number, in the application only."""

    def mail(self, message: OutboxMessage, at: datetime) -> Mail | None:
        """Never by mail."""
        return None

    def in_app(self, message: OutboxMessage, at: datetime) -> InAppNotice | None:
        """What happened to which case; None when the case may not be seen any more."""
        case = message.case
        if case is None:
            return None
        return InAppNotice(
            text=f"Zaak {case.number}: {TEXTS[message.kind]}",
            path=reverse("cases:case", kwargs={"zaak": case.public_id}),
            is_urgent=message.kind in URGENT,
        )


INTAKE_RENDERER: Final = IntakeNoticeRenderer()


def register_intake_messages() -> None:
    """Register what the intake has to say; called in `AppConfig.ready()`."""
    for kind in TEXTS:
        register_message(kind, INTAKE_RENDERER)
