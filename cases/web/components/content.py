"""The substance of a case: persons, facts, what is owed, contributions, the story, the decision path."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Final

from cases.web.components.status import (
    PARTNER_WORDS,
    Action,
    Clock,
    PartnerStatus,
    SourceLine,
    Tone,
)

ROLE_ICONS: Final = {
    "suspect": "user-exclamation",
    "victim": "user-heart",
    "child": "mood-kid",
    "witness": "eye",
    "network": "users",
}
ANSWER_WORDS: Final = {"present": "aanwezig", "absent": "afwezig", "unknown": "onbekend"}


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonChip:
    """A person in this case: `person_chip.html` with `person`.

    `role` is a key for the shape: suspect, victim, child, witness or network; `age` from `moments.age_text`.
    `protected`: the address is secret. `note`: e.g. "minderjarig op pleegdatum".
    """

    name: str
    role: str
    role_label: str
    age: str = ""
    url: str = ""
    protected: bool = False
    note: str = ""

    @property
    def icon(self) -> str:
        """The icon of the role; a role that is not in the table gets a plain person."""
        return ROLE_ICONS.get(self.role, "user")


@dataclass(frozen=True, slots=True, kw_only=True)
class OwedItem:
    """Something owed: `owed_list.html` with `items`, in one line: `owed_line.html` with `items`.

    `supplier` the short name of who owes it; `mine`: my organisation; `action` only for who may do it.
    `take`: "Ik pak dit op", when its moment has passed and nobody acts on it.
    """

    text: str
    supplier: str = ""
    clock: Clock | None = None
    url: str = ""
    mine: bool = False
    action: Action | None = None
    take: Action | None = None
    case_number: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """A label with its value and source: `facts.html` with `facts` (tuple).

    `unknown`: not known yet, shown outlined with a question mark; then `supplier` says who must tell.
    """

    label: str
    value: str = ""
    source: SourceLine | None = None
    unknown: bool = False
    supplier: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Contribution:
    """What one organisation brings to the table: `contribution.html` with `contribution`, `csrf_token`."""

    organisation: str
    status: PartnerStatus
    facts: tuple[Fact, ...] = ()
    view: str = ""
    offer: str = ""
    dissent: str = ""
    source: SourceLine | None = None
    held_back: str = ""
    action: Action | None = None

    @property
    def word(self) -> str:
        """The status in words."""
        return PARTNER_WORDS[self.status]


@dataclass(frozen=True, slots=True, kw_only=True)
class CriterionResult:
    """A judged criterion: `criterion_result.html` with `result`.

    `answer`: present, absent or unknown; `said`: how a question puts that, such as "ja".
    """

    number: int
    text: str
    answer: str
    note: str = ""
    source: SourceLine | None = None
    supplier: str = ""
    said: str = ""

    @property
    def word(self) -> str:
        """The answer in words."""
        return self.said or ANSWER_WORDS[self.answer]


@dataclass(frozen=True, slots=True, kw_only=True)
class TimelineEntry:
    """One event of the story. `recorded_at` only when it was recorded later than it happened."""

    at: datetime
    organisation: str
    text: str
    by: str = ""
    category: str = ""
    recorded_at: datetime | None = None
    url: str = ""
    tone: Tone = Tone.NEUTRAL


@dataclass(frozen=True, slots=True, kw_only=True)
class TimelineDay:
    """The events of one day; made by `build.timeline_days`: `timeline.html` with `days`, `held_back`."""

    day: date
    entries: tuple[TimelineEntry, ...]


class PathState(StrEnum):
    """Place of a question on the decision path."""

    LIT = "lit"
    MISSING = "missing"
    DIM = "dim"


@dataclass(frozen=True, slots=True, kw_only=True)
class PathNode:
    """A question of the flowchart: `options` all answers, `taken` the one that holds (empty when none)."""

    question: str
    options: tuple[str, ...]
    taken: str = ""
    state: PathState = PathState.DIM
    source: SourceLine | None = None
    supplier: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionPath:
    """The lit path through the flowchart: `decision_path.html` with `path`.

    `row` is the row of the national flowchart; `missing` says which facts it still waits for and who supplies
    them, `notes` what else holds whatever the row.
    """

    nodes: tuple[PathNode, ...]
    row: str = ""
    route: str = ""
    steps: tuple[str, ...] = ()
    forbidden: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
