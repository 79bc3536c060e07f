"""What the application says about a decision: to the partners, and at once to Veilig Thuis and police."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from django.urls import reverse

from cases.access.models import Participation
from cases.access.rules.levels import Level
from cases.outbox.messages import InAppNotice, Mail, neutral_mail, register_message
from cases.outbox.models import OutboxMessage
from cases.outbox.topics import Topic

DECISION_TAKEN: Final = "decision_taken"
GUARD_OVERRIDDEN: Final = "guard_overridden"
COURT_DECIDED: Final = "court_decided"
SUSPECT_RELEASED: Final = "suspect_released"
SUSPECT_ESCAPED: Final = "suspect_escaped"
REMAND_STANDS_STILL: Final = "remand_stands_still"
REMAND_RUNS_AGAIN: Final = "remand_runs_again"

# A constant without number, name, organisation or subject matter (security, S2).
SUBJECT: Final = "Een zaak vraagt vandaag uw aandacht"


class DecisionTakenRenderer:
    """A decision was taken; only in the application, the story of the case tells the rest."""

    def mail(self, message: OutboxMessage, at: datetime) -> Mail | None:
        """Never by mail."""
        return None

    def in_app(self, message: OutboxMessage, at: datetime) -> InAppNotice | None:
        """That there is a decision, and where to read it; None when the case may not be seen any more."""
        if message.case is None:
            return None
        text = f"Zaak {message.case.number}: het OM heeft een besluit genomen."
        return InAppNotice(text=text, path=_path(message))


class GuardOverriddenRenderer:
    """A prosecutor set a guard aside: the recipient has to see to safety today (domain guide, section 7)."""

    def mail(self, message: OutboxMessage, at: datetime) -> Mail | None:
        """Case number and link only; None when the recipient's organisation no longer takes part."""
        if message.case is None or not _takes_part(message):
            return None
        lines = (f"Zaak {message.case.number}: doe vandaag wat nodig is.",)
        return neutral_mail(SUBJECT, lines, _path(message))

    def in_app(self, message: OutboxMessage, at: datetime) -> InAppNotice | None:
        """What happened, and what is asked; None when the case may not be seen any more."""
        if message.case is None:
            return None
        text = (
            f"Zaak {message.case.number}: de officier van justitie heeft een waarborg opzijgezet. "
            "Neem vandaag een veiligheidsactie en leg die vast."
        )
        return InAppNotice(text=text, path=_path(message), is_urgent=True)


class CourseRenderer:
    """What happened with the suspect after the decision: the judge, the release, an escape."""

    def __init__(self, text: str, *, is_urgent: bool) -> None:
        self._text = text
        self._is_urgent = is_urgent

    def mail(self, message: OutboxMessage, at: datetime) -> Mail | None:
        """Case number and link only; None when the recipient's organisation no longer takes part."""
        if message.case is None or not _takes_part(message):
            return None
        lines = (f"Zaak {message.case.number}: kijk vandaag wat er is veranderd.",)
        return neutral_mail(SUBJECT, lines, _path(message))

    def in_app(self, message: OutboxMessage, at: datetime) -> InAppNotice | None:
        """What happened; None when the case may not be seen any more."""
        if message.case is None:
            return None
        text = f"Zaak {message.case.number}: {self._text}"
        return InAppNotice(text=text, path=_path(message), is_urgent=self._is_urgent)


def _path(message: OutboxMessage) -> str:
    return reverse("cases:case", kwargs={"zaak": message.case.public_id}) if message.case else ""


def _takes_part(message: OutboxMessage) -> bool:
    """Whether the recipient's organisation may still know of the decision at this moment (security, A10).

    For mail; the list in the application leaves such messages out by itself.
    """
    return Participation.objects.filter(
        case=message.case_id,
        organisation=message.addressee.organisation_id,
        level__gte=Level.VIEW,
        ended_at__isnull=True,
    ).exists()


DECISION_TAKEN_RENDERER: Final = DecisionTakenRenderer()
GUARD_OVERRIDDEN_RENDERER: Final = GuardOverriddenRenderer()
COURSE_RENDERERS: Final = {
    COURT_DECIDED: CourseRenderer("de rechter heeft beslist over de verdachte.", is_urgent=False),
    SUSPECT_RELEASED: CourseRenderer("de verdachte is vrij.", is_urgent=True),
    SUSPECT_ESCAPED: CourseRenderer("de verdachte is ontsnapt. Zorg nu voor veiligheid.", is_urgent=True),
    REMAND_STANDS_STILL: CourseRenderer(
        "de bewaring staat stil: de verdachte zit vast op een andere titel.", is_urgent=False
    ),
    REMAND_RUNS_AGAIN: CourseRenderer(
        "de bewaring loopt weer: de verdachte zit niet meer vast op een andere titel.", is_urgent=False
    ),
}


def register_decision_messages() -> None:
    """Register what a decision has to say; called in `AppConfig.ready()`."""
    register_message(DECISION_TAKEN, DECISION_TAKEN_RENDERER)
    register_message(GUARD_OVERRIDDEN, GUARD_OVERRIDDEN_RENDERER, Topic.SAFETY)
    for kind, renderer in COURSE_RENDERERS.items():
        register_message(kind, renderer, Topic.SAFETY)
