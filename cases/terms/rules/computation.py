"""From a kind, a start and parameters to a due moment with its explanation."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from cases.terms.rules import counting
from cases.terms.rules.calendar import WorkCalendar
from cases.terms.rules.catalogue import rule_for
from cases.terms.rules.counting import Counted, Step
from cases.terms.rules.extensions import extended_length
from cases.terms.rules.kinds import TermKind
from cases.terms.rules.parameters import Parameters
from cases.terms.rules.vocabulary import (
    COUNTING_TEXTS,
    START_EVENT_LABELS,
    Choice,
    Counting,
    Length,
    Situation,
    TermRule,
    Way,
)
from cases.terms.rules.wording import due_text, local, moment_text, utc

STANDARD_CALENDAR: Final = WorkCalendar()

# These have no length of their own: the moment is agreed, or follows from another one.
AGREED_COUNTINGS: Final = frozenset({Counting.NO_MOMENT, Counting.ON_DAY, Counting.BEFORE_MOMENT})


@dataclass(frozen=True, slots=True)
class Computation:
    """The outcome: `due_at` in UTC (None: owed, no moment), the version of the rule, and how it came about.

    `profile` names the warnings that belong to it (`stages.py`).
    """

    due_at: datetime | None
    rule_version: int
    steps: tuple[Step, ...]
    profile: str


def due_moment(
    kind: TermKind,
    start: datetime,
    *,
    parameters: Parameters | None = None,
    calendar: WorkCalendar = STANDARD_CALENDAR,
) -> Computation:
    """When a term that starts at `start` ends, by the rule in force on that day (legal facts, section 1).

    Raises ValueError for a start without a time zone or parameters that the kind does not take, LookupError
    when no rule was in force, and ExtensionRefused for an extension beyond the law.
    """
    start, facts = utc(start), parameters or Parameters()
    rule = rule_for(kind, local(start).date())
    way = way_for(rule, facts.situation)
    length = extended_length(rule, base_length(kind, way, facts), facts.extensions)
    counted = _count(_Question(way, start, length, facts, calendar))
    steps = (*_opening(rule, way, start, length, facts), *counted.steps, *_closing(rule, counted))
    return Computation(counted.due_at, rule.version, steps, way.stages)


def agreed_moment(
    kind: TermKind, start: datetime, due_at: datetime, *, parameters: Parameters | None = None
) -> Computation:
    """A due moment that people agreed, for a kind without a length of its own in this situation.

    Raises ValueError when the kind has a length of its own, or the moment lies before the start.
    """
    start, due_at, facts = utc(start), utc(due_at), parameters or Parameters()
    rule = rule_for(kind, local(start).date())
    way = way_for(rule, facts.situation)
    if way.counting not in AGREED_COUNTINGS:
        raise ValueError(f"{kind} has its own way of counting; a due moment cannot be given")
    if due_at < start:
        raise ValueError("a term cannot end before it starts")
    steps = (
        Step(f"Begint {moment_text(start)}: {rule.starts_at}.", start),
        Step(f"Afgesproken moment: {due_text(due_at)}.", due_at),
    )
    return Computation(due_at, rule.version, steps, way.stages)


def way_for(rule: TermRule, situation: Situation) -> Way:
    """How the kind counts in a situation; a situation that makes no difference counts as the standard one.

    Raises ValueError when the kind has no standard way and the situation is not one of its own.
    """
    way = rule.ways.get(situation) or rule.ways.get(Situation.STANDARD)
    if way is None:
        raise ValueError(f"{rule.kind} does not count in the situation {situation}")
    return way


def base_length(kind: TermKind, way: Way, facts: Parameters) -> Length:
    """The length without extensions: of the rule, or as an order or setting decides within what is allowed.

    Raises ValueError for a length that the rule does not allow, or that it needs and is not given.
    """
    units = ("hours", "days", "working_days", "months")
    given = {unit: value for unit in units if (value := getattr(facts, unit)) is not None}
    choice = way.choice or Choice(unit="", allowed=())
    if foreign := set(given) - {choice.unit}:
        raise ValueError(f"{kind} takes no {', '.join(sorted(foreign))}")
    if choice.unit not in given:
        if choice.required:
            raise ValueError(f"{kind} needs {choice.unit}")
        return way.length
    value = given[choice.unit]
    if value not in choice.allowed:
        raise ValueError(f"{kind} does not allow {value} {choice.unit}")
    return replace(Length(), **{choice.unit: value})


@dataclass(frozen=True, slots=True)
class _Question:
    """Everything that a way of counting may need."""

    way: Way
    start: datetime
    length: Length
    facts: Parameters
    calendar: WorkCalendar


def _count(question: _Question) -> Counted:
    way, facts = question.way, question.facts
    if facts.interruptions and not way.pauses:
        raise ValueError("the law does not let this term stand still")
    if way.required and facts.on is None and facts.reference is None:
        raise ValueError("the day or moment of this term must be given")
    return _COUNTERS[way.counting](question)


def _agreed_day(question: _Question) -> Counted:
    on = question.facts.on
    if on is None:
        return Counted(None, (Step("Er is nog geen dag afgesproken."),))
    if on < local(question.start).date():
        raise ValueError("a term cannot end before it starts")
    return counting.on_day(on)


_COUNTERS: Final[Mapping[Counting, Callable[[_Question], Counted]]] = {
    Counting.DAYTIME_HOURS: lambda ask: counting.daytime_hours(ask.start, ask.length),
    Counting.ELAPSED: lambda ask: counting.elapsed(ask.start, ask.length),
    Counting.EARLIER_READING: lambda ask: counting.earlier_reading(
        ask.start, ask.length, ask.facts.interruptions
    ),
    Counting.CALENDAR_DAYS: lambda ask: counting.calendar_days(ask.start, ask.length),
    Counting.END_OF_DAY: lambda ask: counting.end_of_day(
        ask.start, ask.length, ask.calendar, moves=ask.way.moves
    ),
    Counting.WORKING_DAYS: lambda ask: counting.working_days(ask.start, ask.length, ask.calendar),
    Counting.MONTHS: lambda ask: counting.months(ask.start, ask.length),
    Counting.SAME_DAY: lambda ask: counting.on_day(local(ask.start).date()),
    Counting.ON_DAY: _agreed_day,
    Counting.BEFORE_MOMENT: lambda ask: counting.before_moment(ask.start, ask.length, ask.facts.reference),
    Counting.NO_MOMENT: lambda ask: Counted(None, (Step("Nodig, maar zonder vast moment."),)),
}


def _opening(
    rule: TermRule, way: Way, start: datetime, length: Length, facts: Parameters
) -> tuple[Step, ...]:
    event = START_EVENT_LABELS[facts.start_event] if facts.start_event else rule.starts_at
    steps = [Step(f"Begint {moment_text(start)}: {event}.", start)]
    if way.counting not in AGREED_COUNTINGS | {Counting.SAME_DAY}:
        duration = f"Duurt {length.text}" if length != Length() else "Meteen nodig"
        text = f"{duration} ({rule.basis})"
        if facts.extensions and rule.extension:
            text += f", {len(facts.extensions)} keer verlengd ({rule.extension.basis})"
        steps.append(Step(f"{text}. Telt als {COUNTING_TEXTS[way.counting]}."))
    return tuple(steps)


def _closing(rule: TermRule, counted: Counted) -> tuple[Step, ...]:
    steps = []
    if counted.due_at:
        steps.append(Step(f"Loopt af: {due_text(counted.due_at)}.", counted.due_at))
    if rule.to_confirm:
        steps.append(Step(f"Nog door een jurist te bevestigen: {rule.to_confirm}."))
    return tuple(steps)
