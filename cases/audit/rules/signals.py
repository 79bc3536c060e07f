"""Which looks ask for a question of the privacy officer (security, L5). All numbers are choices."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import time
from enum import StrEnum
from typing import Final

from cases.organisations.rules import OrganisationKind


class Signal(StrEnum):
    """Why a day of a member of staff stands on the list of the privacy officer."""

    VOLUME = "volume"
    OWN_SURNAME = "achternaam"
    COLLEAGUE = "collega"
    OUTSIDE_HOURS = "buiten-werktijd"
    EXPORTS = "uitvoer"
    SEARCHES = "zoeken"
    REFUSALS = "weigeringen"
    SAMPLE = "steekproef"


SIGNAL_LABELS: Final[dict[Signal, str]] = {
    Signal.VOLUME: "Veel zaken op één dag",
    Signal.OWN_SURNAME: "Zelfde achternaam als een betrokkene",
    Signal.COLLEAGUE: "Zaak met een collega als betrokkene",
    Signal.OUTSIDE_HOURS: "Inzage buiten werktijd",
    Signal.EXPORTS: "Veel documenten of afdrukken",
    Signal.SEARCHES: "Veel zoekopdrachten",
    Signal.REFUSALS: "Vaak geweigerd",
    Signal.SAMPLE: "Steekproef",
}

# More than so many on one day is unusual.
LIMITS: Final[dict[Signal, int]] = {
    Signal.VOLUME: 40,
    Signal.OUTSIDE_HOURS: 0,
    Signal.EXPORTS: 15,
    Signal.SEARCHES: 30,
    Signal.REFUSALS: 5,
}

COUNTED: Final[dict[Signal, str]] = {
    Signal.VOLUME: "{} verschillende zaken geopend",
    Signal.OUTSIDE_HOURS: "{} keer gegevens van een zaak gezien",
    Signal.EXPORTS: "{} documenten gemaakt of afgedrukt",
    Signal.SEARCHES: "{} keer gezocht",
    Signal.REFUSALS: "{} keer geweigerd",
    Signal.OWN_SURNAME: "{} betrokkenen met dezelfde achternaam",
    Signal.COLLEAGUE: "{} betrokkenen met de naam van een collega",
}

# From when until when work is usual, on the Amsterdam clock; police and Veilig Thuis have night shifts.
USUAL_HOURS: Final = (time(7, 0), time(22, 0))
SHIFT_HOURS: Final = (time(6, 0), time(23, 59))
WORKS_SHIFTS: Final = frozenset({OrganisationKind.POLITIE, OrganisationKind.VT})

SAMPLE_SIZE: Final = 10


class ReviewOutcome(StrEnum):
    """What the privacy officer found."""

    IN_ORDER = "in_order"
    EXPLAINED = "explained"
    DISCUSSED = "discussed"
    UNLAWFUL = "unlawful"


OUTCOME_LABELS: Final[dict[ReviewOutcome, str]] = {
    ReviewOutcome.IN_ORDER: "in orde: hoort bij het werk",
    ReviewOutcome.EXPLAINED: "verklaard door de medewerker",
    ReviewOutcome.DISCUSSED: "besproken met de leidinggevende",
    ReviewOutcome.UNLAWFUL: "onrechtmatig: gemeld als datalek",
}

# These say more than a click can: the note tells what was done.
NEEDS_NOTE: Final = frozenset(ReviewOutcome) - {ReviewOutcome.IN_ORDER}


@dataclass(frozen=True, slots=True, kw_only=True)
class DayCounts:
    """What one member of staff did on one Dutch day."""

    cases: int = 0
    outside_hours: int = 0
    exports: int = 0
    searches: int = 0
    refusals: int = 0
    same_surname: int = 0
    colleagues: int = 0

    def of(self, signal: Signal) -> int:
        """The number that a signal looks at."""
        return {
            Signal.VOLUME: self.cases,
            Signal.OUTSIDE_HOURS: self.outside_hours,
            Signal.EXPORTS: self.exports,
            Signal.SEARCHES: self.searches,
            Signal.REFUSALS: self.refusals,
            Signal.OWN_SURNAME: self.same_surname,
            Signal.COLLEAGUE: self.colleagues,
        }[signal]


def signals_of(counts: DayCounts) -> Iterator[tuple[Signal, str]]:
    """Every signal that a day gives, with the number in words."""
    for signal, words in COUNTED.items():
        number = counts.of(signal)
        if number > LIMITS.get(signal, 0):
            yield signal, words.format(number)


def usual_hours(kind: OrganisationKind) -> tuple[time, time]:
    """From when until when the staff of such an organisation usually works."""
    return SHIFT_HOURS if kind in WORKS_SHIFTS else USUAL_HOURS


def same_surname(display_name: str, last_name: str) -> bool:
    """Whether somebody's name ends on the last name of a person, or on a part of a double name."""
    own = _plain(display_name).split()
    if len(own) < 2:
        return False
    parts = {_plain(last_name), *_plain(last_name.replace("-", " - ")).split(" - ")}
    tails = {" ".join(own[start:]) for start in range(1, len(own))}
    tails |= {part for part in own[-1].split("-") if part}
    return any(part and part in tails for part in parts)


def same_person(display_name: str, first_names: str, infix: str, last_name: str) -> bool:
    """Whether a member of staff is called as a person: one of the first names, and the last name."""
    own = _plain(display_name).split()
    first = _plain(first_names).split()
    if len(own) < 2 or not first or own[0] not in first:
        return False
    rest = " ".join(own[1:])
    return rest in {_plain(last_name), _plain(f"{infix} {last_name}")}


def _plain(text: str) -> str:
    bare = unicodedata.normalize("NFKD", text).casefold()
    return re.sub(r"\s+", " ", "".join(sign for sign in bare if not unicodedata.combining(sign))).strip()
