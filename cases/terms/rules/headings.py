"""Under what a due moment stands, in My work and in the mail of the night: one rule for both."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final, TypeVar

from cases.terms.rules.wording import local

Item = TypeVar("Item")


class Heading(StrEnum):
    """A heading, in the order in which they are shown."""

    LATE = "late"
    TODAY = "today"
    TOMORROW = "tomorrow"
    WEEK = "week"
    LATER = "later"
    NO_MOMENT = "no-moment"


HEADING_LABELS: Final[dict[Heading, str]] = {
    Heading.LATE: "Te laat",
    Heading.TODAY: "Vandaag",
    Heading.TOMORROW: "Morgen",
    Heading.WEEK: "Deze week",
    Heading.LATER: "Later",
    Heading.NO_MOMENT: "Zonder moment",
}


def heading_of(due_at: datetime | None, at: datetime) -> Heading:
    """The heading for a due moment; one at midnight belongs to the day that it closes."""
    if due_at is None:
        return Heading.NO_MOMENT
    if due_at <= at:
        return Heading.LATE
    today = local(at).date()
    days = (local(due_at - timedelta(microseconds=1)).date() - today).days
    if days <= 1:
        return Heading.TOMORROW if days else Heading.TODAY
    return Heading.WEEK if days <= 6 - today.weekday() else Heading.LATER


def under_headings(
    items: Iterable[Item], due_at: Callable[[Item], datetime | None], at: datetime
) -> list[tuple[Heading, list[Item]]]:
    """The items under their headings in the order given, without empty headings."""
    found: dict[Heading, list[Item]] = {heading: [] for heading in Heading}
    for item in items:
        found[heading_of(due_at(item), at)].append(item)
    return [(heading, under) for heading, under in found.items() if under]
