"""Searching persons: which questions may be asked outside one's own cases, and how often.

Outside one's cases a search is exact (BSN, or name and birth date), has a purpose, and answers no more than
known or not known with a contact point (domain guide, section 11; security, A6).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Final

# A duty officer looks up the persons of some ten cases in a shift; who asks more often is not working a case.
SEARCHES_PER_DAY: Final = 60
SHORTEST_PURPOSE: Final = 10

_CASE_NUMBER: Final = re.compile(r"\d{2}-\d{4,}")
_PHONE: Final = re.compile(r"\+?[\d\s().\-/]{8,}")


@dataclass(frozen=True, slots=True)
class Question:
    """Whom one asks about: a BSN, or a family name with a birth date; a first name tells namesakes apart."""

    bsn: str = ""
    last_name: str = ""
    birth_date: date | None = None
    first_names: str = ""


def question_errors(question: Question, purpose: str) -> dict[str, list[str]]:
    """What is wrong with a question outside one's own cases, per field; empty when it may be asked."""
    errors: dict[str, list[str]] = {}
    by_name = question.last_name.strip() or question.birth_date
    if not question.bsn and not by_name:
        errors["bsn"] = ["Vul een BSN in, of een achternaam met geboortedatum."]
    elif question.bsn and by_name:
        errors["bsn"] = ["Zoek op BSN, of op achternaam met geboortedatum: niet op allebei."]
    elif not question.bsn:
        if not question.last_name.strip():
            errors["last_name"] = ["Vul de achternaam in: zoeken op alleen een geboortedatum kan niet."]
        if question.birth_date is None:
            errors["birth_date"] = ["Vul de geboortedatum in: zoeken op alleen een naam kan niet."]
    if len(purpose.strip()) < SHORTEST_PURPOSE:
        errors["purpose"] = ["Schrijf waarvoor u dit moet weten; dit komt in het toegangslogboek."]
    return errors


def looks_like_case_number(words: str) -> bool:
    """Whether somebody typed a case number, such as 26-0312."""
    return _CASE_NUMBER.fullmatch(words.strip()) is not None


def looks_like_phone(words: str) -> bool:
    """Whether somebody typed a telephone number."""
    return _PHONE.fullmatch(words.strip()) is not None and not looks_like_case_number(words)
