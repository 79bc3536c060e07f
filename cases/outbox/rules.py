"""States, channels and retry times of messages; pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Final


class Channel(StrEnum):
    """How a message reaches its recipient."""

    IN_APP = "in_app"
    EMAIL = "email"


CHANNEL_LABELS: Final[dict[Channel, str]] = {
    Channel.IN_APP: "melding",
    Channel.EMAIL: "e-mail",
}


class MessageStatus(StrEnum):
    """Where a message stands; SENT and CANCELLED are final, FAILED until an operator sends it again."""

    QUEUED = "queued"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"
    CANCELLED = "cancelled"


STATUS_LABELS: Final[dict[MessageStatus, str]] = {
    MessageStatus.QUEUED: "in de wachtrij",
    MessageStatus.SENDING: "wordt verzonden",
    MessageStatus.SENT: "verzonden",
    MessageStatus.FAILED: "niet afgeleverd",
    MessageStatus.CANCELLED: "vervallen",
}


class ByHand(StrEnum):
    """How a person ends the task of a mail that could not be delivered."""

    REACHED = "reached"
    SETTLED = "settled"


class ByItself(StrEnum):
    """How such a task ends without anybody: the mail arrived after all, or need not leave any more."""

    ARRIVED = "arrived"
    MOOT = "moot"


BY_HAND_LABELS: Final[dict[ByHand, str]] = {
    ByHand.REACHED: "zelf bereikt, bijvoorbeeld gebeld",
    ByHand.SETTLED: "afgedaan zonder bericht, met reden",
}
OUTCOME_LABELS: Final[dict[ByHand | ByItself, str]] = {
    ByHand.REACHED: BY_HAND_LABELS[ByHand.REACHED],
    ByHand.SETTLED: BY_HAND_LABELS[ByHand.SETTLED],
    ByItself.ARRIVED: "alsnog aangekomen",
    ByItself.MOOT: "vervallen: het bericht hoeft niet meer",
}
# What a mail was, in words that tell nothing of the case.
MESSAGE_LABELS: Final[dict[str, str]] = {
    "term_stage": "waarschuwing of alarm van een termijn",
    "nightly_digest": "overzichtsmail",
    "nightly_totals": "totalen van de teamleider",
    "guard_overridden": "besluit tegen een waarborg in",
    "access_link": "link om aan te melden",
}
OTHER_MESSAGE: Final = "bericht over een zaak"
MESSAGE_OUTSIDE_CASES: Final = "bericht van de toepassing"


def message_label(kind: str, *, in_case: bool) -> str:
    """What kind of message it was, neutrally."""
    return MESSAGE_LABELS.get(kind, OTHER_MESSAGE if in_case else MESSAGE_OUTSIDE_CASES)


# A sender that has not reported back after this time is taken for dead (security, J6: within 2 minutes).
LEASE: Final = timedelta(seconds=90)

# About two hours of trying; after that a person has to act.
MOST_ATTEMPTS: Final = 10
FIRST_DELAY: Final = timedelta(seconds=15)
LONGEST_DELAY: Final = timedelta(minutes=30)
JITTER: Final = 0.2


def retry_delay(attempts: int, spread: float) -> timedelta:
    """How long to wait after this many failed attempts (1 or more).

    Doubles from 15 seconds to half an hour; `spread` (0 to 1) moves it by up to a fifth either way, so that
    messages that failed together do not come back together.
    """
    doublings: int = 2 ** (attempts - 1)
    delay = min(FIRST_DELAY * doublings, LONGEST_DELAY)
    return delay * (1 - JITTER + 2 * JITTER * spread)


def exhausted(attempts: int) -> bool:
    """Whether after this many attempts the message is given to a person."""
    return attempts >= MOST_ATTEMPTS


@dataclass(frozen=True, slots=True)
class Move:
    """One row: from a state (None: not there yet) by an event to a state."""

    source: MessageStatus | None
    event: str
    target: MessageStatus


QUEUED, SENDING, SENT, FAILED, CANCELLED = MessageStatus
MOVES: Final[tuple[Move, ...]] = (
    Move(None, "melding in de applicatie geschreven", SENT),
    Move(None, "e-mail klaargezet in dezelfde transactie", QUEUED),
    Move(QUEUED, "geclaimd, als de poort open is", SENDING),
    Move(SENDING, "verzender meldt zich 90 seconden niet: opnieuw geclaimd", SENDING),
    Move(SENDING, "door de mailserver aangenomen", SENT),
    Move(SENDING, "geweigerd of geen antwoord: later opnieuw, pauze verdubbelt", QUEUED),
    Move(SENDING, "stille uren van de ontvanger: later, zonder poging te tellen", QUEUED),
    Move(SENDING, "ontvanger wil dit niet per e-mail, en dat mag", CANCELLED),
    Move(SENDING, "mag niet meer: termijn klaar, kanaal niet meer veilig, later bericht al weg", CANCELLED),
    Move(SENDING, f"{MOST_ATTEMPTS} pogingen mislukt: een mens krijgt het als taak", FAILED),
    Move(FAILED, "opnieuw versturen door beheerder of wie de taak heeft", QUEUED),
)


def diagram() -> str:
    """The states as a Mermaid diagram, for docs/states/message.md."""
    lines = ["stateDiagram-v2"]
    lines += [f"    {status.value}: {label}" for status, label in STATUS_LABELS.items()]
    lines += [f"    {move.source or '[*]'} --> {move.target}: {move.event}" for move in MOVES]
    lines += [f"    {status} --> [*]" for status in (SENT, CANCELLED)]
    return "\n".join(lines) + "\n"
