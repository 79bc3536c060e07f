"""What an attempt to inform a victim is, and what it can lead to (domain guide, section 8)."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Final

from cases.access.rules.refusal import Missing
from cases.persons.rules.contact import ContactInstructions, hours_text, within_hours


class Outcome(StrEnum):
    """What came of an attempt; only REACHED ends the duty to inform."""

    REACHED = "reached"
    NOT_REACHED = "not_reached"
    CALL_BACK = "call_back"


OUTCOME_LABELS: Final[dict[Outcome, str]] = {
    Outcome.REACHED: "gesproken en geïnformeerd",
    Outcome.NOT_REACHED: "niet bereikt",
    Outcome.CALL_BACK: "wil op een ander moment gebeld worden",
}


class Manner(StrEnum):
    """How the victim was approached."""

    PHONE = "phone"
    IN_PERSON = "in_person"


MANNER_LABELS: Final[dict[Manner, str]] = {
    Manner.PHONE: "gebeld op het veilige nummer",
    Manner.IN_PERSON: "persoonlijk gesproken",
}

NO_SAFE_PHONE: Final = Missing(
    "safe_phone",
    "Er is geen telefoonnummer dat veilig is. Bel niet. Vraag wie het slachtoffer kent om een veilig nummer "
    "vast te leggen, of spreek het slachtoffer persoonlijk.",
)


def contact_refusal(*, manner: Manner, phone_safe: bool) -> tuple[Missing, ...]:
    """What forbids recording an attempt: a call needs a number marked safe (security, S1)."""
    if manner is Manner.PHONE and not phone_safe:
        return (NO_SAFE_PHONE,)
    return ()


def attempt_errors(
    *, outcome: Outcome, attempted_at: datetime, required_at: datetime, at: datetime, note: str
) -> dict[str, list[str]]:
    """What is wrong with an attempt as typed, per field; empty when all is well.

    `required_at`: since when the victim had to be told; `at`: now. Both aware.
    """
    errors: dict[str, list[str]] = {}
    if attempted_at > at:
        errors["attempted_at"] = ["Dit moment ligt in de toekomst."]
    # A typed moment has no seconds.
    elif attempted_at < required_at.replace(second=0, microsecond=0):
        errors["attempted_at"] = ["Dit moment ligt voor de beslissing."]
    if outcome is Outcome.CALL_BACK and not note.strip():
        errors["note"] = ["Noteer wanneer het slachtoffer gebeld wil worden."]
    return errors


def next_errors(
    instructions: ContactInstructions | None, next_at: datetime | None, at: datetime
) -> dict[str, list[str]]:
    """What is wrong with the planned next attempt: it lies ahead and inside the hours that are safe."""
    if next_at is None:
        return {}
    if next_at <= at:
        return {"next_at": ["De volgende poging ligt in de toekomst."]}
    if instructions is not None and not within_hours(instructions, next_at):
        return {"next_at": [f"Bellen is alleen veilig {hours_text(instructions)}."]}
    return {}
