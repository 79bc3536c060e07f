"""The kinds of document, for whom each is, and the constant part of its file name."""

from __future__ import annotations

from enum import StrEnum
from typing import Final


class DocumentKind(StrEnum):
    """Everything that can be made of a case."""

    CASE_OVERVIEW = "zaakoverzicht"
    DECISION_SHEET = "besluitblad"
    SAFETY_PLAN = "veiligheidsplan"
    SUSPECT_COPY = "exemplaar-verdachte"
    VICTIM_COPY = "exemplaar-slachtoffer"


class Recipient(StrEnum):
    """Who will hold the paper; what may stand in it follows from that."""

    PROFESSIONAL = "professional"
    SUSPECT = "suspect"
    VICTIM = "victim"


class Channel(StrEnum):
    """How a copy reaches a victim; nothing else is ever used (security, S1)."""

    NONE = ""
    IN_PERSON = "in_person"
    SAFE_EMAIL = "safe_email"


KIND_LABELS: Final[dict[DocumentKind, str]] = {
    DocumentKind.CASE_OVERVIEW: "Zaakoverzicht voor de tafel",
    DocumentKind.DECISION_SHEET: "Besluitblad",
    DocumentKind.SAFETY_PLAN: "Veiligheidsplan",
    DocumentKind.SUSPECT_COPY: "Exemplaar voor de verdachte",
    DocumentKind.VICTIM_COPY: "Exemplaar voor het slachtoffer",
}

# Who holds a file on a phone or desk must not be able to read from its name what it is about.
FILE_STEMS: Final[dict[DocumentKind, str]] = {
    DocumentKind.CASE_OVERVIEW: "zaakoverzicht",
    DocumentKind.DECISION_SHEET: "besluitblad",
    DocumentKind.SAFETY_PLAN: "veiligheidsplan",
    DocumentKind.SUSPECT_COPY: "overzicht-a",
    DocumentKind.VICTIM_COPY: "overzicht-b",
}

RECIPIENTS: Final[dict[DocumentKind, Recipient]] = {
    DocumentKind.CASE_OVERVIEW: Recipient.PROFESSIONAL,
    DocumentKind.DECISION_SHEET: Recipient.PROFESSIONAL,
    DocumentKind.SAFETY_PLAN: Recipient.PROFESSIONAL,
    DocumentKind.SUSPECT_COPY: Recipient.SUSPECT,
    DocumentKind.VICTIM_COPY: Recipient.VICTIM,
}

RECIPIENT_LABELS: Final[dict[Recipient, str]] = {
    Recipient.PROFESSIONAL: "professional",
    Recipient.SUSPECT: "verdachte",
    Recipient.VICTIM: "slachtoffer",
}

CHANNEL_LABELS: Final[dict[Channel, str]] = {
    Channel.NONE: "",
    Channel.IN_PERSON: "persoonlijk overhandigd",
    Channel.SAFE_EMAIL: "veilig e-mailadres",
}


def file_name(kind: DocumentKind, case_number: str) -> str:
    """The name of the file: a constant and the case number, never a name of a person."""
    return f"{FILE_STEMS[kind]}-{case_number}.pdf"
