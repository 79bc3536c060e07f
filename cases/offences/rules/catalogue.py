"""The offence catalogue: looking up, searching (offences and measures by law, section 1).

Every row holds the law as read on 1 July 2026. Offences committed before `CATALOGUE_START` are not covered:
their articles had other numbers.
"""

from __future__ import annotations

import unicodedata
from datetime import date
from typing import Final

from cases.offences.rules.offence import OFFENCE_KIND_LABELS, Offence
from cases.offences.rules.rows_other import REMAINING_ROWS
from cases.offences.rules.rows_persons import PERSON_ROWS
from cases.offences.rules.rows_sexual import SEXUAL_ROWS

CATALOGUE: Final[tuple[Offence, ...]] = (*PERSON_ROWS, *SEXUAL_ROWS, *REMAINING_ROWS)

_BY_VERSION: Final[dict[tuple[str, str], Offence]] = {
    (entry.code, entry.version): entry for entry in CATALOGUE
}


class UnknownOffence(LookupError):
    """The catalogue has no such offence (or not on that day, or not in that version)."""


def offence(code: str, on: date) -> Offence:
    """The catalogue row for a code as it read on the day of the offence.

    Raises `UnknownOffence` when no version of the code was in force that day.
    """
    for entry in CATALOGUE:
        if entry.code == code and entry.in_force(on):
            return entry
    raise UnknownOffence(f"Feit {code} staat op {on:%d-%m-%Y} niet in de feitencatalogus.")


def offence_version(code: str, version: str) -> Offence:
    """The catalogue row in the version that a charge remembers. Raises `UnknownOffence`."""
    try:
        return _BY_VERSION[code, version]
    except KeyError:
        raise UnknownOffence(f"Feit {code} versie {version} staat niet in de feitencatalogus.") from None


def offences_in_force(on: date) -> tuple[Offence, ...]:
    """All rows in force on a day, in the order of the catalogue."""
    return tuple(entry for entry in CATALOGUE if entry.in_force(on))


def search(text: str, on: date | None = None) -> tuple[Offence, ...]:
    """Rows that contain every word of the text in code, article, name or kind; best match first.

    With `on`, only rows in force that day. An empty text gives nothing.
    """
    words = _fold(text).split()
    if not words:
        return ()
    candidates = CATALOGUE if on is None else offences_in_force(on)
    found = [entry for entry in candidates if all(word in _haystack(entry) for word in words)]
    return tuple(sorted(found, key=lambda entry: _rank(entry, words[0])))


def _haystack(entry: Offence) -> str:
    return _fold(f"{entry.code} {entry.article} {entry.name} {OFFENCE_KIND_LABELS[entry.kind]}")


def _rank(entry: Offence, word: str) -> int:
    """0 for the code itself, 1 for another paragraph of it, 2 for the start of the name, 3 for the rest."""
    code = _fold(entry.code)
    if code == word:
        return 0
    if code.startswith(f"{word}-"):
        return 1
    return 2 if _fold(entry.name).startswith(word) else 3


def _fold(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))
