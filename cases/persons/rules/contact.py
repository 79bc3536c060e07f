"""Safe contact: nothing is ever sent to a channel that is not marked safe (domain guide, section 8)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time
from enum import StrEnum
from typing import Final
from zoneinfo import ZoneInfo

AMSTERDAM: Final = ZoneInfo("Europe/Amsterdam")
DUTCH: Final = "Nederlands"


class Channel(StrEnum):
    """A way to reach a person."""

    PHONE = "phone"
    VOICEMAIL = "voicemail"
    EMAIL = "email"


CHANNEL_LABELS: Final[dict[Channel, str]] = {
    Channel.PHONE: "bellen",
    Channel.VOICEMAIL: "voicemail inspreken",
    Channel.EMAIL: "e-mailen",
}


@dataclass(frozen=True, slots=True)
class ContactInstructions:
    """The victim's instructions as they hold now.

    `hours_from` and `hours_until` are wall-clock times in the Netherlands between which calling is safe; both
    None means that the victim named no hours. Hours may run past midnight (22:00 to 02:00).
    """

    phone: str = ""
    phone_safe: bool = False
    hours_from: time | None = None
    hours_until: time | None = None
    voicemail_allowed: bool = False
    email: str = ""
    email_safe: bool = False
    language: str = DUTCH


@dataclass(frozen=True, slots=True)
class Use:
    """Whether a channel may be used, and the Dutch reason."""

    allowed: bool
    reason: str


def may_use(instructions: ContactInstructions | None, channel: Channel, at: datetime) -> Use:
    """Whether a person may be reached by a channel at a moment.

    `instructions` None means that none are recorded: then every channel is refused. Calling and voicemail
    need a number marked safe and a moment inside its hours, voicemail also leave to speak; mail needs an
    address marked safe. Raises ValueError for a moment without time zone.
    """
    if at.tzinfo is None:
        raise ValueError("Een moment heeft een tijdzone nodig.")
    if instructions is None:
        return Use(False, "Er zijn geen instructies voor veilig contact vastgelegd.")
    if channel is Channel.EMAIL:
        safe = instructions.email_safe and bool(instructions.email)
        return Use(safe, "Dit e-mailadres is veilig." if safe else "Er is geen e-mailadres dat veilig is.")
    if not (instructions.phone_safe and instructions.phone):
        return Use(False, "Er is geen telefoonnummer dat veilig is.")
    if not within_hours(instructions, at):
        return Use(False, f"Bellen is alleen veilig {hours_text(instructions)}.")
    if channel is Channel.VOICEMAIL and not instructions.voicemail_allowed:
        return Use(False, "Spreek geen voicemail in.")
    return Use(True, f"Bellen is veilig {hours_text(instructions)}.")


def within_hours(instructions: ContactInstructions, at: datetime) -> bool:
    """Whether a moment falls inside the hours for calling; the end itself is outside.

    One side left open runs to midnight; the same time twice means no hours at all, so never.
    """
    start, end = instructions.hours_from, instructions.hours_until
    if start is None and end is None:
        return True
    now = at.astimezone(AMSTERDAM).time().replace(tzinfo=None)
    if start is None or end is None:
        return (start is None or now >= start) and (end is None or now < end)
    if start <= end:
        return start <= now < end
    return now >= start or now < end


def hours_text(instructions: ContactInstructions) -> str:
    """The hours for calling in Dutch, for instance "van 09:00 tot 15:00"."""
    start, end = instructions.hours_from, instructions.hours_until
    if start is None and end is None:
        return "op elk moment"
    parts = [f"van {start:%H:%M}" if start is not None else "", f"tot {end:%H:%M}" if end is not None else ""]
    return " ".join(part for part in parts if part)


def needs_interpreter(instructions: ContactInstructions | None) -> bool:
    """Whether the person is to be spoken to in another language than Dutch."""
    return instructions is not None and instructions.language.strip().casefold() not in ("", DUTCH.casefold())
