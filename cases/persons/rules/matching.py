"""Could these be the same human being? A grade with reasons; nothing is ever joined by itself.

A search is exact on BSN, or on name and birth date (domain guide, section 11); at intake names that sound
alike with the same birth date are shown as well, to be confirmed or refused by hand.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import IntEnum
from typing import Final, TypeVar

from cases.persons.rules.names import family_name_words, part_keys, sound_key, written_form

Key = TypeVar("Key")


class Grade(IntEnum):
    """How strong a possible match is; a higher number is stronger."""

    SOUND_AND_BIRTH_DATE = 1
    NAME_AND_BIRTH_DATE = 2
    BSN = 3


GRADE_LABELS: Final[dict[Grade, str]] = {
    Grade.SOUND_AND_BIRTH_DATE: "naam lijkt erop, geboortedatum gelijk",
    Grade.NAME_AND_BIRTH_DATE: "naam en geboortedatum gelijk",
    Grade.BSN: "BSN gelijk",
}


@dataclass(frozen=True, slots=True)
class Identity:
    """What is known of a person to compare by; an unknown text is empty, an unknown date None."""

    last_name: str
    first_names: str = ""
    birth_date: date | None = None
    bsn: str = ""


@dataclass(frozen=True, slots=True)
class Match:
    """A possible match: its grade, the Dutch reasons for it, and what differs nevertheless."""

    grade: Grade
    reasons: tuple[str, ...]
    differences: tuple[str, ...] = ()


def possible_match(one: Identity, other: Identity) -> Match | None:
    """Compare two persons; None when nothing points at the same human being.

    Two different BSNs always mean two persons. Without an equal BSN the birth date must be known and equal.
    """
    differences = _differences(one, other)
    if one.bsn and other.bsn:
        return Match(Grade.BSN, ("Het BSN is gelijk.",), differences) if one.bsn == other.bsn else None
    if one.birth_date is None or one.birth_date != other.birth_date:
        return None
    if family_name_words(one.last_name) == family_name_words(other.last_name):
        same_person = first_names_agree(one.first_names, other.first_names)
        grade = Grade.NAME_AND_BIRTH_DATE if same_person else Grade.SOUND_AND_BIRTH_DATE
        return Match(grade, ("De achternaam en de geboortedatum zijn gelijk.",), differences)
    if _sounds_alike(one.last_name, other.last_name):
        reason = "De achternaam klinkt hetzelfde of komt deels overeen en de geboortedatum is gelijk."
        return Match(Grade.SOUND_AND_BIRTH_DATE, (reason,), differences)
    return None


def possible_matches(
    person: Identity, candidates: Iterable[tuple[Key, Identity]]
) -> tuple[tuple[Key, Match], ...]:
    """All candidates that may be the person, the strongest first; each keeps the key it came with."""
    found = []
    for key, candidate in candidates:
        match = possible_match(person, candidate)
        if match is not None:
            found.append((key, match))
    return tuple(sorted(found, key=lambda item: -item[1].grade))


def _sounds_alike(one: str, other: str) -> bool:
    return sound_key(one) == sound_key(other) or not part_keys(one).isdisjoint(part_keys(other))


def first_names_agree(one: str, other: str) -> bool:
    """Whether the first given names can be of one person: equal, an initial, sounding alike or unknown."""
    mine, theirs = written_form(one).split(), written_form(other).split()
    if not mine or not theirs:
        return True
    first, second = mine[0], theirs[0]
    if len(first) == 1 or len(second) == 1:
        return first[0] == second[0]
    return first == second or sound_key(first) == sound_key(second)


def _differences(one: Identity, other: Identity) -> tuple[str, ...]:
    differences = []
    if family_name_words(one.last_name) != family_name_words(other.last_name):
        differences.append("De achternaam is anders geschreven.")
    if not first_names_agree(one.first_names, other.first_names):
        differences.append("De voornaam verschilt: een tweeling, of een roepnaam?")
    if one.birth_date is not None and other.birth_date is not None and one.birth_date != other.birth_date:
        differences.append("De geboortedatum verschilt.")
    return tuple(differences)
