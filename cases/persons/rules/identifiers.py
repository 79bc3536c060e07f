"""BSN, postcode and telephone number: checked and brought into one form."""

from __future__ import annotations

import re
from typing import Final

from stdnum.exceptions import ValidationError
from stdnum.nl import bsn, postcode

BSN_LENGTH: Final = 9

_COUNTRY: Final = "+31"
_SEPARATORS: Final = re.compile(r"[\s().\-/]")
_FOREIGN: Final = re.compile(r"\+[1-9]\d{7,14}")
_SUBSCRIBER: Final = re.compile(r"[1-9]\d{8}")
_SERVICE: Final = re.compile(r"(?:800|90[069])(?:\d{4}|\d{7})")
_MOBILE: Final = re.compile(r"\+316\d{8}")


def clean_bsn(text: str) -> str:
    """A BSN as nine digits. Raises ValueError with a Dutch message when it fails the check."""
    digits = bsn.compact(text)
    if len(digits) != BSN_LENGTH:
        raise ValueError("Een BSN heeft negen cijfers.")
    try:
        return bsn.validate(digits)
    except ValidationError:
        raise ValueError("Dit is geen geldig BSN. Controleer de cijfers.") from None


def clean_postcode(text: str) -> str:
    """A Dutch postcode as "1234 AB". Raises ValueError with a Dutch message."""
    try:
        return postcode.validate(text.strip())
    except ValidationError:
        raise ValueError("Dit is geen Nederlandse postcode, zoals 1234 AB.") from None


def clean_phone(text: str) -> str:
    """A telephone number as "+31612345678"; a number without country code is Dutch.

    Service numbers (0800, 0900, 0906, 0909) keep their own length. Raises ValueError with a Dutch message.
    """
    number = _SEPARATORS.sub("", text.replace("(0)", ""))
    if number.startswith("00"):
        number = f"+{number[2:]}"
    if number.startswith("+") and not number.startswith(_COUNTRY):
        if _FOREIGN.fullmatch(number):
            return number
        raise ValueError("Dit is geen geldig telefoonnummer.")
    national = number.removeprefix(_COUNTRY) if number.startswith(_COUNTRY) else number.removeprefix("0")
    is_dutch = number.startswith((_COUNTRY, "0"))
    if is_dutch and (_SUBSCRIBER.fullmatch(national) or _SERVICE.fullmatch(national)):
        return f"{_COUNTRY}{national}"
    raise ValueError("Dit is geen geldig telefoonnummer, zoals 06 12345678.")


def phone_text(number: str) -> str:
    """A cleaned number as people read it, for instance "06 12345678"; a foreign number stays as it is."""
    if _MOBILE.fullmatch(number):
        return f"06 {number.removeprefix(_COUNTRY)[1:]}"
    if number.startswith(_COUNTRY):
        return f"0{number.removeprefix(_COUNTRY)}"
    return number
