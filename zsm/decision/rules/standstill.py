"""When the remand stands still: the suspect escaped, or is detained on another title (art. 64 Sv); pure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum
from typing import Final

ESCAPED: Final = "ontsnapt (art. 64 Sv)"
ELSEWHERE: Final = "zit vast op een andere titel (art. 64 Sv)"


class OtherTitle(StrEnum):
    """On what the suspect is held for something else."""

    SENTENCE = "sentence"
    REMAND = "remand"
    SUBSTITUTE = "substitute"
    OTHER = "other"


TITLE_LABELS: Final[dict[OtherTitle, str]] = {
    OtherTitle.SENTENCE: "gevangenisstraf",
    OtherTitle.REMAND: "voorlopige hechtenis in een andere strafzaak",
    OtherTitle.SUBSTITUTE: "vervangende hechtenis of gijzeling",
    OtherTitle.OTHER: "iets anders",
}

Period = tuple[datetime, datetime | None]


def period_errors(
    since: datetime, until: datetime | None, *, at: datetime, others: Sequence[Period]
) -> dict[str, list[str]]:
    """What is wrong with a period of detention elsewhere; by field, `others`: those on record."""
    if since > at:
        return {"since": ["Dit moment ligt in de toekomst."]}
    if until is not None and not since < until <= at:
        return {"until": ["Dit moment ligt tussen het begin en nu."]}
    for begin, end in others:
        if (end is None or since < end) and (until is None or begin < until):
            return {"since": ["In deze periode zat de verdachte al vast op een andere titel."]}
    return {}
