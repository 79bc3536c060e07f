"""The words in which a rule is written down: lengths, ways of counting, situations, extensions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from cases.terms.rules.kinds import KIND_LABELS, NEUTRAL_LABELS, TermKind
from cases.terms.rules.wording import count_text


class Counting(StrEnum):
    """The ways of counting (tables, section 6); `counting.py` holds one function for each."""

    DAYTIME_HOURS = "daytime_hours"
    ELAPSED = "elapsed"
    EARLIER_READING = "earlier_reading"
    CALENDAR_DAYS = "calendar_days"
    END_OF_DAY = "end_of_day"
    WORKING_DAYS = "working_days"
    MONTHS = "months"
    SAME_DAY = "same_day"
    ON_DAY = "on_day"
    BEFORE_MOMENT = "before_moment"
    NO_MOMENT = "no_moment"


COUNTING_TEXTS: Final[dict[Counting, str]] = {
    Counting.DAYTIME_HOURS: "uren; van 00:00 tot 09:00 staat de klok stil",
    Counting.ELAPSED: "verstreken tijd",
    Counting.EARLIER_READING: "dagen van 24 uur; rond de klokwissel telt de vroegste lezing",
    Counting.CALENDAR_DAYS: "kalenderdagen, tot het tijdstip waarop de termijn begon",
    Counting.END_OF_DAY: "kalenderdagen, tot het einde van de laatste dag",
    Counting.WORKING_DAYS: "werkdagen, tot het einde van de laatste dag",
    Counting.MONTHS: "maanden, tot het einde van de laatste dag",
    Counting.SAME_DAY: "tot het einde van dezelfde dag",
    Counting.ON_DAY: "een afgesproken dag, tot het einde van die dag",
    Counting.BEFORE_MOMENT: "teruggerekend vanaf een ander moment",
    Counting.NO_MOMENT: "nodig, zonder vast moment",
}


class Situation(StrEnum):
    """The circumstance that decides which way of counting of a kind applies."""

    STANDARD = "standard"
    ACUTE = "acute"
    HELD = "held"


class StartEvent(StrEnum):
    """What starts the first-decision term; a setting per ZSM location."""

    ARRIVAL = "arrival"
    ORDER = "order"


START_EVENT_LABELS: Final[dict[StartEvent, str]] = {
    StartEvent.ARRIVAL: "aankomst op de plaats van verhoor",
    StartEvent.ORDER: "bevel van de (hulp)officier van justitie",
}


@dataclass(frozen=True, slots=True)
class Length:
    """How long a term is. Days and hours may be combined; the other units stand alone."""

    hours: int = 0
    days: int = 0
    weeks: int = 0
    working_days: int = 0
    months: int = 0

    @property
    def span(self) -> timedelta:
        """Weeks, days (of 24 hours) and hours together."""
        return timedelta(weeks=self.weeks, days=self.days, hours=self.hours)

    @property
    def text(self) -> str:
        """The length in words: "3 dagen en 18 uur"."""
        units = (
            (self.months, "maand", "maanden"),
            (self.weeks, "week", "weken"),
            (self.working_days, "werkdag", "werkdagen"),
            (self.days, "dag", "dagen"),
            (self.hours, "uur", "uur"),
        )
        return " en ".join(count_text(*unit) for unit in units if unit[0]) or "0 uur"

    def __add__(self, other: Length) -> Length:
        return Length(
            hours=self.hours + other.hours,
            days=self.days + other.days,
            weeks=self.weeks + other.weeks,
            working_days=self.working_days + other.working_days,
            months=self.months + other.months,
        )


@dataclass(frozen=True, slots=True)
class Choice:
    """A length that the order or a setting decides: in which unit, and which numbers are allowed."""

    unit: str
    allowed: range | tuple[int, ...]
    required: bool = False


@dataclass(frozen=True, slots=True)
class Way:
    """How a term of one kind counts in one situation.

    `length`: the (default) length; `choice`: which other length may be given; `moves`: Algemene termijnenwet
    art. 1 and 2 apply; `pauses`: the law lets the term stand still; `required`: the agreed day, or the moment
    to count back from, must be known (else the term may wait for it without a due moment); `stages`: the name
    of its profile of warnings in `stages.py`.
    """

    counting: Counting
    length: Length = field(default_factory=Length)
    choice: Choice | None = None
    moves: bool = False
    pauses: bool = False
    required: bool = False
    stages: str = "hours"


@dataclass(frozen=True, slots=True)
class Extension:
    """What the law allows by way of extension.

    `step`: the most that one order can add; `times`: how many orders (None: no fixed number); `total`: the
    most that term and orders may last together; `condition`: what has to be so, in words; `only_base`:
    only a term of this length can be extended.
    """

    step: Length
    basis: str
    condition: str
    times: int | None = None
    total: Length | None = None
    only_base: Length | None = None


@dataclass(frozen=True, slots=True)
class TermRule:
    """One kind of term as the law or the agreement reads in a period.

    `valid_from` / `valid_to` (exclusive): for terms that start in it. `starts_at`: the event in words.
    `late_reason_required`: ending late asks a reason of the person who ends it. `to_confirm`: what a
    jurist has yet to confirm before production.
    """

    kind: TermKind
    version: int
    valid_from: date
    basis: str
    starts_at: str
    ways: Mapping[Situation, Way]
    valid_to: date | None = None
    extension: Extension | None = None
    late_reason_required: bool = True
    to_confirm: str = ""

    @property
    def label(self) -> str:
        """The Dutch name on the screen."""
        return KIND_LABELS[self.kind]

    @property
    def neutral_label(self) -> str:
        """The Dutch name in mail, which gives nothing away."""
        return NEUTRAL_LABELS[self.kind]

    def in_force(self, day: date) -> bool:
        """Whether the rule applies to a term that starts on this day."""
        return self.valid_from <= day and (self.valid_to is None or day < self.valid_to)
