"""Age on a day; the flow switches on the suspect's age on the day of the offence."""

from __future__ import annotations

from datetime import date
from typing import Final

AGE_OF_MAJORITY: Final = 18


def age_on(birth_date: date, day: date) -> int:
    """Age in whole years on a day; somebody born on 29 February is a year older on 1 March in other years.

    Raises ValueError for a day before birth.
    """
    if day < birth_date:
        raise ValueError("De dag ligt voor de geboortedatum.")
    had_birthday = (day.month, day.day) >= (birth_date.month, birth_date.day)
    return day.year - birth_date.year - (0 if had_birthday else 1)


def is_minor_on(birth_date: date, day: date) -> bool:
    """Whether the person is under 18 on the day."""
    return age_on(birth_date, day) < AGE_OF_MAJORITY


def is_child_on(birth_date: date | None, day: date) -> bool:
    """Whether somebody is known to be under 18 on the day; who is born after it is a child too."""
    return birth_date is not None and (birth_date > day or is_minor_on(birth_date, day))
