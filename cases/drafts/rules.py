"""What of a form is kept as a draft, how much and for how long (interface brief, principle 6)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import Final

# Long enough for a shift that ended in the middle and the days off after it.
KEPT_FOR: Final = timedelta(days=7)
LARGEST: Final = 100_000
LONGEST_PLACE: Final = 300

# What belongs to the sending and not to what was typed.
NOT_KEPT: Final = frozenset({"csrfmiddlewaretoken", "concept", "stap", "plaats"})
SECRET_PARTS: Final = ("password", "wachtwoord", "token")

Fields = dict[str, list[str]]


class TooLarge(ValueError):
    """More was typed than a draft can hold."""


def kept_fields(typed: Mapping[str, Iterable[str]]) -> Fields:
    """The fields of a form that are kept, each with all its values. Raises TooLarge over LARGEST characters.

    Passwords and one-time codes are never kept, whatever the form.
    """
    fields = {name: list(values) for name, values in typed.items() if _is_kept(name)}
    size = sum(len(name) + sum(map(len, values)) for name, values in fields.items())
    if size > LARGEST:
        raise TooLarge(f"a draft of {size} characters")
    return fields


def _is_kept(name: str) -> bool:
    return name not in NOT_KEPT and not any(part in name.lower() for part in SECRET_PARTS)
