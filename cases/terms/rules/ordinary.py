"""Which terms look at ordinary days, and what a day equated with a holiday changes in one of them.

Source: Algemene termijnenwet art. 1, 2 and 3 lid 3 (legal facts, section 1).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from cases.terms.rules.calendar import WorkCalendar, legal_holidays
from cases.terms.rules.catalogue import RULES, rule_for
from cases.terms.rules.computation import Computation, due_moment, way_for
from cases.terms.rules.kinds import TermKind
from cases.terms.rules.parameters import Parameters
from cases.terms.rules.stages import PROFILES, Nature, StageMoment, WorkingDayBefore, stage_moments
from cases.terms.rules.vocabulary import Counting, Way
from cases.terms.rules.wording import local

SATURDAY: Final = 5


def counts_ordinary_days(way: Way) -> bool:
    """Whether the due moment of this way of counting depends on which days are ordinary."""
    return way.counting is Counting.WORKING_DAYS or (way.counting is Counting.END_OF_DAY and way.moves)


def warns_on_ordinary_days(way: Way) -> bool:
    """Whether one of its warnings comes a number of ordinary days before the last day."""
    return any(isinstance(stage.timing, WorkingDayBefore) for stage in PROFILES[way.stages])


# In at least one situation.
KINDS_IN_ORDINARY_DAYS: Final = frozenset(
    rule.kind for rule in RULES for way in rule.ways.values() if counts_ordinary_days(way)
)


def needs_calendar(kind: TermKind, start: datetime, parameters: Parameters | None) -> bool:
    """Whether a term looks at ordinary days, for its due moment or for its warnings.

    Raises ValueError and LookupError as `due_moment`.
    """
    way = _way(kind, start, parameters or Parameters())
    return counts_ordinary_days(way) or warns_on_ordinary_days(way)


def _way(kind: TermKind, start: datetime, parameters: Parameters) -> Way:
    return way_for(rule_for(kind, local(start).date()), parameters.situation)


@dataclass(frozen=True, slots=True)
class Running:
    """What a running term is counted from: kind, start and due moment as they stand, and its parameters."""

    kind: TermKind
    started_at: datetime
    due_at: datetime
    parameters: Parameters


@dataclass(frozen=True, slots=True)
class Recount:
    """A running term counted again: `computed` with `warnings` as they would be now.

    `moves`: it ends at another moment; `warns_elsewhen`: it ends at the same moment and warns at another.
    """

    computed: Computation
    warnings: tuple[StageMoment, ...]
    moves: bool
    warns_elsewhen: bool


def counted_again(term: Running, *, was: WorkCalendar, becomes: WorkCalendar) -> Recount | None:
    """The term under another calendar; None when it does not count ordinary days.

    `was`: the calendar under which its warnings were set.
    """
    way = _way(term.kind, term.started_at, term.parameters)
    if not counts_ordinary_days(way):
        return None
    computed = due_moment(term.kind, term.started_at, parameters=term.parameters, calendar=becomes)
    moves = computed.due_at != term.due_at
    warnings, before = _warnings(term, computed, becomes), _warnings(term, computed, was)
    return Recount(computed, warnings, moves, not moves and warnings != before)


def _warnings(term: Running, computed: Computation, calendar: WorkCalendar) -> tuple[StageMoment, ...]:
    moments = stage_moments(
        computed.profile,
        term.started_at,
        computed.due_at,
        calendar=calendar,
        warn_days=term.parameters.warn_days,
    )
    return tuple(moment for moment in moments if moment.stage.nature is Nature.WARNING)


def why_no_decree(day: date) -> str:
    """Why a day cannot be equated with a holiday: it is none of the ordinary days; empty when it can."""
    if day.weekday() >= SATURDAY:
        return "Deze dag is al een zaterdag of zondag."
    name = legal_holidays(day.year).get(day)
    return f"Deze dag is al een feestdag: {name}." if name else ""
