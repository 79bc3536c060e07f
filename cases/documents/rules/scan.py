"""What may never reach the suspect: looks for it in text, however it is written (security, S3).

Everything is compared without capitals, accents, spaces and punctuation, so that "06-12 34 56 78" and
"+31 6 12345678" are one number and "1234 ab" is the postcode 1234AB.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class Secret(StrEnum):
    """What kind of thing a protected value is."""

    PHONE = "phone"
    EMAIL = "email"
    POSTCODE = "postcode"
    ADDRESS = "address"
    SCHOOL = "school"


SECRET_LABELS: Final[dict[Secret, str]] = {
    Secret.PHONE: "een telefoonnummer",
    Secret.EMAIL: "een e-mailadres",
    Secret.POSTCODE: "een postcode",
    Secret.ADDRESS: "een adres",
    Secret.SCHOOL: "een school",
}

# The last nine digits are the same in every way of writing a Dutch number.
SIGNIFICANT_DIGITS: Final = 9
# Shorter values turn up in any text by chance.
SHORTEST_NUMBER: Final = 6
SHORTEST_WORD: Final = 4

_NUMBER: Final = re.compile(r"\d(?:[\s().\-/‑–]*\d)+")
_POSTCODE: Final = re.compile(r"\b[1-9]\d{3}[\s-]?[A-Za-z]{2}\b")
_STREET_AND_NUMBER: Final = re.compile(
    r"(?P<street>[^\W\d_a-zß-ÿ][^\W\d_]*(?:[ '’.\-][^\W\d_]+){0,4}?)\s+(?P<number>\d+(?:\s?[A-Za-z]\b)?)"
)
_AT: Final = re.compile(r"\s*[(\[]\s*(?:at|apenstaart)\s*[)\]]\s*")


@dataclass(frozen=True, slots=True)
class Protected:
    """A value that belongs to somebody whom the suspect must not find."""

    secret: Secret
    value: str


@dataclass(frozen=True, slots=True)
class Finding:
    """Where something protected stands: the field, and what kind of thing it is; never the value itself."""

    where: str
    secret: Secret


def findings(texts: Iterable[tuple[str, str]], protected: Iterable[Protected]) -> tuple[Finding, ...]:
    """Everything protected that stands in the texts, each a pair of where and what is written there."""
    wanted = list(protected)
    found = [
        Finding(where, entry.secret)
        for where, text in texts
        for entry in wanted
        if text and stands_in(entry, text)
    ]
    return tuple(dict.fromkeys(found))


def stands_in(entry: Protected, text: str) -> bool:
    """Whether a protected value stands in a text, in any way of writing it."""
    match entry.secret:
        case Secret.PHONE:
            return _number_stands_in(entry.value, text)
        case Secret.EMAIL:
            return len(entry.value) >= SHORTEST_WORD and _mail_form(entry.value) in _mail_form(text)
        case Secret.ADDRESS:
            wanted = compact(entry.value)
            # Number 14 is not number 141.
            tail = r"(?!\d)" if wanted[-1:].isdigit() else ""
            return len(wanted) >= SHORTEST_WORD and bool(re.search(re.escape(wanted) + tail, compact(text)))
        case _:
            wanted = compact(entry.value)
            return len(wanted) >= SHORTEST_WORD and wanted in compact(text)


def compact(text: str) -> str:
    """Letters and digits only, without accents and capitals."""
    plain = unicodedata.normalize("NFKD", text).casefold()
    return "".join(sign for sign in plain if sign.isalnum())


def addresses_in(text: str) -> tuple[Protected, ...]:
    """Streets with a number and postcodes that a text such as the area of a ban holds."""
    streets = [
        Protected(Secret.ADDRESS, f"{match['street']} {match['number']}")
        for match in _STREET_AND_NUMBER.finditer(text)
    ]
    return (*streets, *(Protected(Secret.POSTCODE, code) for code in _POSTCODE.findall(text)))


def _number_stands_in(number: str, text: str) -> bool:
    digits = re.sub(r"\D", "", number)
    if len(digits) < SHORTEST_NUMBER:
        return False
    wanted = digits[-SIGNIFICANT_DIGITS:]
    return any(wanted in re.sub(r"\D", "", run) for run in _NUMBER.findall(text))


def _mail_form(text: str) -> str:
    return re.sub(r"\s", "", _AT.sub("@", text)).casefold()
