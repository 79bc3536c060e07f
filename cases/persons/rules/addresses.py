"""Protected addresses: what kinds there are, and what one may hold."""

from __future__ import annotations

import re
from enum import StrEnum
from typing import Final

_POSTCODE: Final = re.compile(r"([1-9]\d{3})\s*([A-Za-z]{2})")
# Combinations of letters that no Dutch postcode has.
_NEVER: Final = frozenset({"SA", "SD", "SS"})


class AddressKind(StrEnum):
    """What somebody does at a place where the suspect must not find her or him."""

    HOME = "home"
    STAY = "stay"
    SHELTER = "shelter"
    WORK = "work"
    SCHOOL = "school"


ADDRESS_KIND_LABELS: Final[dict[AddressKind, str]] = {
    AddressKind.HOME: "woonadres",
    AddressKind.STAY: "verblijf bij anderen",
    AddressKind.SHELTER: "opvang",
    AddressKind.WORK: "werk",
    AddressKind.SCHOOL: "school of kinderopvang",
}


def clean_postcode(typed: str) -> str:
    """A Dutch postcode in one written form, such as "1234 AB"; empty stays empty.

    Raises ValueError with a Dutch sentence for anything else.
    """
    text = typed.strip()
    if not text:
        return ""
    match = _POSTCODE.fullmatch(text)
    if match is None or match[2].upper() in _NEVER:
        raise ValueError("Dit is geen postcode. Voorbeeld: 1234 AB.")
    return f"{match[1]} {match[2].upper()}"
