"""What the application says about working together: neutral, with a link to where it can be done."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from django.urls import reverse

from cases.access.models import Participation
from cases.outbox.messages import InAppNotice, Mail, neutral_mail, register_message
from cases.outbox.models import OutboxMessage
from cases.outbox.topics import Topic

# A constant without number, name, organisation or subject matter (security, S2).
SUBJECT: Final = "Er is nieuws in een zaak"

LEAD_OFFERED: Final = "lead_offered"
LEAD_ANSWERED: Final = "lead_answered"
HANDOVER_OFFERED: Final = "handover_offered"
HANDOVER_ANSWERED: Final = "handover_answered"
MOVED_IN: Final = "participation_moved_in"
MOVED_TO_VIEW: Final = "participation_moved_to_view"
MOVED_OUT: Final = "participation_moved_out"

TEXTS: Final[dict[str, tuple[str, str]]] = {
    LEAD_OFFERED: ("Zaak {number} is aan u aangeboden. Aanvaard de zaak of geef haar terug.", "cases:shift"),
    LEAD_ANSWERED: ("Zaak {number}: uw collega heeft geantwoord op de overdracht.", "cases:shift"),
    HANDOVER_OFFERED: ("Zaak {number} is aan uw organisatie aangeboden.", "cases:handover"),
    HANDOVER_ANSWERED: ("Zaak {number}: er is geantwoord op de overdracht.", "cases:handover"),
    MOVED_IN: (
        "Zaak {number} is naar uw organisatie verplaatst, met haar termijnen. Neem haar vandaag over.",
        "cases:collaboration",
    ),
    MOVED_TO_VIEW: (
        "Zaak {number} is naar een andere organisatie verplaatst. Uw organisatie leest nog mee.",
        "cases:collaboration",
    ),
}


class TogetherRenderer:
    """One sentence with the number of the case and the page to go to."""

    def __init__(self, text: str, route: str) -> None:
        self.text, self.route = text, route

    def mail(self, message: OutboxMessage, at: datetime) -> Mail | None:
        """Case number and link only; None when the recipient's organisation no longer takes part."""
        case = message.case
        if case is None or not _takes_part(message):
            return None
        return neutral_mail(SUBJECT, (f"Zaak {case.number}: er is nieuws.",), self._path(message))

    def in_app(self, message: OutboxMessage, at: datetime) -> InAppNotice | None:
        """What is asked or happened; None when the case may not be seen any more."""
        if message.case is None:
            return None
        return InAppNotice(text=self.text.format(number=message.case.number), path=self._path(message))

    def _path(self, message: OutboxMessage) -> str:
        if message.case is None:
            return ""
        if self.route == "cases:shift":
            return reverse(self.route)
        return reverse(self.route, kwargs={"zaak": message.case.public_id})


class MovedOutRenderer:
    """To an organisation that takes no part any more: by mail only, since the case is gone from its pages."""

    def mail(self, message: OutboxMessage, at: datetime) -> Mail | None:
        """Case number only; None when the organisation takes part again."""
        if message.case is None or _takes_part(message):
            return None
        line = f"Zaak {message.case.number}: uw organisatie neemt geen deel meer."
        return neutral_mail(SUBJECT, (line,), reverse("cases:my-work"))

    def in_app(self, message: OutboxMessage, at: datetime) -> InAppNotice | None:
        """Nothing: the case may not be seen any more."""
        return None


def _takes_part(message: OutboxMessage) -> bool:
    return Participation.objects.filter(
        case=message.case_id, organisation=message.addressee.organisation_id, ended_at__isnull=True
    ).exists()


MOVED_OUT_RENDERER: Final = MovedOutRenderer()
RENDERERS: Final = {kind: TogetherRenderer(*text) for kind, text in TEXTS.items()}


def register_together_messages() -> None:
    """Register what working together has to say; called in `AppConfig.ready()`."""
    for kind, renderer in RENDERERS.items():
        register_message(kind, renderer, Topic.CASE_MOVES)
    register_message(MOVED_OUT, MOVED_OUT_RENDERER, Topic.CASE_MOVES)
