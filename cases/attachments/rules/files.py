"""What may be given as a file, how large, and how each refusal is said."""

from __future__ import annotations

from enum import StrEnum
from typing import Final
from uuid import UUID


class MediaType(StrEnum):
    """What a file is by its content, whatever it was called."""

    PDF = "application/pdf"
    JPEG = "image/jpeg"
    PNG = "image/png"


MEDIA_LABELS: Final[dict[MediaType, str]] = {
    MediaType.PDF: "PDF",
    MediaType.JPEG: "JPEG-afbeelding",
    MediaType.PNG: "PNG-afbeelding",
}
ENDINGS: Final[dict[MediaType, str]] = {
    MediaType.PDF: "pdf",
    MediaType.JPEG: "jpg",
    MediaType.PNG: "png",
}
# Choices made here: a scan of some fifty pages, and what a page of the list can show.
LARGEST: Final = 10 * 1024 * 1024
LONGEST_TITLE: Final = 120
ACCEPTED: Final = "PDF, JPEG of PNG, ten hoogste 10 MB"
AGAIN: Final = "Kies het bestand opnieuw."


class Unfit(StrEnum):
    """Why a file is not taken."""

    EMPTY = "empty"
    TOO_LARGE = "too_large"
    TYPE = "type"
    BROKEN = "broken"
    ENCRYPTED = "encrypted"
    TOO_HEAVY = "too_heavy"
    ANNOTATED = "annotated"
    LAYERED = "layered"
    MOVING = "moving"


UNFIT_TEXTS: Final[dict[Unfit, str]] = {
    Unfit.EMPTY: "Dit bestand is leeg.",
    Unfit.TOO_LARGE: "Dit bestand is groter dan 10 MB.",
    Unfit.TYPE: "Dit is geen PDF, JPEG of PNG; er wordt naar de inhoud gekeken, niet naar de naam.",
    Unfit.BROKEN: "Dit bestand is beschadigd en niet te lezen.",
    Unfit.ENCRYPTED: "Deze PDF is met een wachtwoord beveiligd. Sla hem op zonder wachtwoord.",
    Unfit.TOO_HEAVY: "Dit bestand wordt uitgepakt te groot. Splits het, of verklein de afbeeldingen.",
    Unfit.ANNOTATED: (
        "Deze PDF heeft invulvelden of notities, die bij het opschonen zouden verdwijnen. "
        "Druk hem eerst af naar een nieuwe PDF."
    ),
    Unfit.LAYERED: (
        "Deze PDF heeft lagen, waarin iets verborgen kan zijn. Druk hem eerst af naar een nieuwe PDF."
    ),
    Unfit.MOVING: "Deze PNG bestaat uit meer dan één beeld. Geef één beeld.",
}


def unfit_text(why: Unfit) -> str:
    """The refusal as the giver reads it; a browser keeps no chosen file, so it says to choose again."""
    return f"{UNFIT_TEXTS[why]} {AGAIN}"


def file_name(public_id: UUID, media_type: MediaType) -> str:
    """The name under which everybody gets the file: a constant and the beginning of its key."""
    return f"bijlage-{public_id.hex[:8]}.{ENDINGS[media_type]}"
