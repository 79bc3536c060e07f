"""What a victim wants, as Slachtofferhulp records it, and when its task is done (domain guide, section 8)."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from enum import StrEnum
from typing import Final

from cases.victims.rules.calls import YesNoUnknown

# Tables, section 3: "wishes or attempts recorded". One missed call is not yet "attempts" (choice).
ATTEMPTS_THAT_COUNT: Final = 2
LONGEST_TEXT: Final = 2000
LONGEST_LANGUAGE: Final = 40


class ToldBy(StrEnum):
    """How the victim wants to be told of a release or escape."""

    PHONE = "phone"
    EMAIL = "email"
    OTHER = "other"
    UNKNOWN = "unknown"


TOLD_BY_LABELS: Final[dict[ToldBy, str]] = {
    ToldBy.PHONE: "bellen op het veilige nummer",
    ToldBy.EMAIL: "bellen, en daarna het veilige e-mailadres",
    ToldBy.OTHER: "via iemand die het slachtoffer vertrouwt",
    ToldBy.UNKNOWN: "nog niet bekend",
}


class Statement(StrEnum):
    """Whether the victim makes a statement of her or his own (schriftelijke slachtofferverklaring)."""

    NONE = "none"
    WANTS_TO = "wants_to"
    MADE = "made"
    UNKNOWN = "unknown"


STATEMENT_LABELS: Final[dict[Statement, str]] = {
    Statement.NONE: "wil geen verklaring maken",
    Statement.WANTS_TO: "wil een verklaring maken",
    Statement.MADE: "verklaring is er",
    Statement.UNKNOWN: "nog niet besproken",
}

# Shared with Veilig Thuis by consent only, and nothing else (domain guide, section 8).
THREE_QUESTIONS: Final[dict[str, str]] = {
    "says_of_safety": "Wat zegt zij of hij over de eigen veiligheid?",
    "wants_now": "Wat wil zij of hij nu?",
    "sees_solution": "Welke oplossing ziet zij of hij?",
}


def prosecution_of_all(answers: Collection[YesNoUnknown]) -> YesNoUnknown:
    """Whether prosecution is wanted when there are several victims: one who wants it is enough.

    No only when every victim said no; no victim or no answer is unknown.
    """
    if YesNoUnknown.YES in answers:
        return YesNoUnknown.YES
    if answers and all(answer is YesNoUnknown.NO for answer in answers):
        return YesNoUnknown.NO
    return YesNoUnknown.UNKNOWN


def is_task_done(*, has_wishes: bool, attempts: int) -> bool:
    """Whether for one victim the task of Slachtofferhulp is met: wishes, or enough recorded attempts."""
    return has_wishes or attempts >= ATTEMPTS_THAT_COUNT


def text_errors(texts: Mapping[str, str]) -> dict[str, list[str]]:
    """Which texts are too long, per field."""
    message = f"Gebruik ten hoogste {LONGEST_TEXT} tekens."
    return {name: [message] for name, text in texts.items() if len(text.strip()) > LONGEST_TEXT}
