"""Mail to a victim, from fixed texts at the moment of sending, and the word that it did not leave."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from django.urls import reverse

from cases.casefiles.models import CaseLead, VictimContactPerson
from cases.organisations.models import User
from cases.outbox.messages import InAppNotice, Mail, neutral_mail, plain_mail, register_message
from cases.outbox.models import OutboxMessage
from cases.outbox.rules import Channel, MessageStatus
from cases.outbox.services import queue_message
from cases.outbox.topics import Topic
from cases.victims.models import VictimLetter
from cases.victims.queries import breach_phone_of, safe_email_now, topics_of
from cases.victims.rules.letter import SUBJECT, LetterStatus, letter_lines

SAFE_LETTER: Final = "safe_letter"
LETTER_STOPPED: Final = "letter_stopped"
NEUTRAL_SUBJECT: Final = "Een zaak vraagt aandacht"

_BECAME: Final[dict[MessageStatus, LetterStatus]] = {
    MessageStatus.SENT: LetterStatus.SENT,
    MessageStatus.CANCELLED: LetterStatus.STOPPED,
    MessageStatus.FAILED: LetterStatus.FAILED,
}


def _letter(message: OutboxMessage) -> VictimLetter:
    rows = VictimLetter.objects.select_related("contact", "case", "organisation", "recorded_by")
    return rows.get(pk=message.payload["letter"])


class SafeLetterRenderer:
    """The safe e-mail of an informer: it leaves only for the address under which it was queued (S1, S4)."""

    def mail(self, message: OutboxMessage, at: datetime) -> Mail | None:
        """The fixed texts; None when the address is not safe any more, or is another one by now."""
        letter = _letter(message)
        address = safe_email_now(letter)
        if not address:
            return None
        lines = letter_lines(topics_of(letter), breach_phone=breach_phone_of(letter.case_id))
        return plain_mail(SUBJECT, lines, to=address)

    def in_app(self, message: OutboxMessage, at: datetime) -> InAppNotice | None:
        """A victim has no list of messages here."""
        return None

    def answers_for(self, message: OutboxMessage) -> tuple[int, list[User]]:
        """The fixed contact person of the victim, else who wrote it, else who has the case there."""
        letter = _letter(message)
        contacts = VictimContactPerson.objects.filter(
            case=letter.case_id, victim=letter.victim_id, until__isnull=True
        )
        fixed = [row.user for row in contacts.select_related("user")]
        return letter.organisation_id, [*fixed, letter.recorded_by, *_informers(letter)]

    def settled(self, message: OutboxMessage, status: MessageStatus, at: datetime) -> None:
        """Write down what became of the letter; who informs is warned when it did not arrive."""
        letter = _letter(message)
        became = _BECAME[status]
        VictimLetter.objects.filter(pk=letter.pk).update(status=became.value, settled_at=at)
        if became is LetterStatus.SENT:
            return
        # What was given up is told to who sees to it by the task itself; she or he gets no second notice.
        sees_to_it = self.answers_for(message)[1][:1] if became is LetterStatus.FAILED else []
        informers = _informers(letter)
        told: tuple[tuple[Channel, list[User]], ...] = (
            (Channel.IN_APP, [user for user in informers if user not in sees_to_it]),
            (Channel.EMAIL, informers),
        )
        for channel, recipients in told:
            queue_message(
                kind=LETTER_STOPPED,
                occasion=f"letter_stopped:{letter.pk}",
                recipients=recipients,
                channels=[channel],
                at=at,
                case_id=letter.case_id,
                payload={"letter": letter.pk},
            )


def _informers(letter: VictimLetter) -> list[User]:
    """Who wrote it, and who has the case there now."""
    leads = CaseLead.objects.filter(
        case=letter.case_id, organisation=letter.organisation_id, until__isnull=True
    )
    keys = {letter.recorded_by_id, *leads.values_list("user_id", flat=True)}
    return list(User.objects.filter(pk__in=keys, is_active=True).order_by("pk"))


class LetterStoppedRenderer:
    """Tells the informer that the e-mail did not reach the victim, so that a person calls."""

    def mail(self, message: OutboxMessage, at: datetime) -> Mail | None:
        """A neutral line and a link."""
        return neutral_mail(NEUTRAL_SUBJECT, (f"Zaak {_number(message)} vraagt aandacht.",), _path(message))

    def in_app(self, message: OutboxMessage, at: datetime) -> InAppNotice | None:
        """What happened, and what to do."""
        text = (
            f"Zaak {_number(message)}: de e-mail aan het slachtoffer is niet aangekomen of tegengehouden. "
            "Bel het slachtoffer en vraag hoe zij of hij veilig te bereiken is."
        )
        return InAppNotice(text=text, path=_path(message), is_urgent=True)


def _number(message: OutboxMessage) -> str:
    return message.case.number if message.case else ""


def _path(message: OutboxMessage) -> str:
    return reverse("cases:victim", kwargs={"zaak": message.case.public_id}) if message.case else ""


SAFE_LETTER_RENDERER = SafeLetterRenderer()
LETTER_STOPPED_RENDERER = LetterStoppedRenderer()


def register_victim_messages() -> None:
    """Register what this concept sends; called in `AppConfig.ready()`."""
    register_message(SAFE_LETTER, SAFE_LETTER_RENDERER)
    register_message(LETTER_STOPPED, LETTER_STOPPED_RENDERER, Topic.SAFETY)
