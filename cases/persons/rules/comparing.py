"""Two recorded persons side by side: what agrees, what differs, and which two identifiers may join them.

Protected addresses are no part of this: where somebody hides is never compared (security, S5).
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from cases.persons.rules.matching import Identity, first_names_agree
from cases.persons.rules.names import family_name_words

NEEDED: Final = 2


class Identifier(StrEnum):
    """What can say that two rows are one human being, when it is equal."""

    BSN = "bsn"
    NAME = "name"
    BIRTH_DATE = "birth_date"
    PHONE = "phone"


IDENTIFIER_LABELS: Final[dict[Identifier, str]] = {
    Identifier.BSN: "BSN",
    Identifier.NAME: "naam",
    Identifier.BIRTH_DATE: "geboortedatum",
    Identifier.PHONE: "telefoonnummer",
}


class Agreement(StrEnum):
    """How one field of two rows compares."""

    EQUAL = "equal"
    DIFFERENT = "different"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Known:
    """What the reader may know of one row; `phone` in its written form, empty when unknown or held back."""

    identity: Identity
    phone: str = ""


def compare(one: Known, other: Known) -> dict[Identifier, Agreement]:
    """How each identifier compares. What one side does not know is unknown, never equal.

    A name is equal when family name and first name are; a name that only sounds alike is not.
    """
    mine, theirs = one.identity, other.identity
    return {
        Identifier.BSN: _agreement(mine.bsn, theirs.bsn),
        Identifier.NAME: _names(mine, theirs),
        Identifier.BIRTH_DATE: _agreement(mine.birth_date, theirs.birth_date),
        Identifier.PHONE: _agreement(one.phone, other.phone),
    }


def objections(one: Known, other: Known, chosen: Collection[Identifier]) -> list[str]:
    """Every Dutch reason why these identifiers do not join the two rows; empty when they do.

    Two equal identifiers are needed; two different BSNs always mean two human beings (security, S5).
    """
    found = compare(one, other)
    reasons = []
    if len(set(chosen)) != NEEDED:
        reasons.append("Kies precies twee kenmerken waarop u de personen hebt vergeleken.")
    reasons += [
        f"Het kenmerk {IDENTIFIER_LABELS[row]} is niet bij beiden bekend en gelijk."
        for row in Identifier
        if row in chosen and found[row] is not Agreement.EQUAL
    ]
    if found[Identifier.BSN] is Agreement.DIFFERENT:
        reasons.append("De BSN's verschillen: dit zijn twee verschillende mensen.")
    return reasons


def identifiers_text(chosen: Collection[Identifier]) -> str:
    """The identifiers as they stand in the link, such as "naam en geboortedatum"."""
    return " en ".join(IDENTIFIER_LABELS[row] for row in Identifier if row in chosen)


def _agreement(one: object, other: object) -> Agreement:
    if not one or not other:
        return Agreement.UNKNOWN
    return Agreement.EQUAL if one == other else Agreement.DIFFERENT


def _names(one: Identity, other: Identity) -> Agreement:
    if family_name_words(one.last_name) != family_name_words(other.last_name):
        return Agreement.DIFFERENT
    if not one.first_names or not other.first_names:
        return Agreement.UNKNOWN
    agree = first_names_agree(one.first_names, other.first_names)
    return Agreement.EQUAL if agree else Agreement.DIFFERENT
