"""A year of national inflow against the real rules, with a virtual clock: what does presence at ZSM give?

Pure and deterministic by seed. Volumes are those of the legal facts (section 5); the pattern by hour and
weekday and the durations of work are assumptions, named here so that they can be argued with; nobody waits
for another case. Counted are first decisions of suspects who are held: whether part A of Veilig Thuis was
there before the decision had to be taken.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Final

from cases.terms.rules.calendar import DAY, WorkCalendar, wall_clock
from cases.terms.rules.computation import due_moment
from cases.terms.rules.kinds import TermKind
from cases.terms.rules.parameters import Parameters
from cases.terms.rules.stages import Nature, stage_moments
from cases.terms.rules.vocabulary import Situation, StartEvent
from cases.terms.rules.wording import local

# 8,870 domestic-violence cases at the prosecution in a year, nine in ten through ZSM (legal facts, 5).
CASES_A_YEAR: Final = 7_983
# Assumed: arrests follow the evening and the weekend.
BY_HOUR: Final = (4, 3, 3, 2, 1, 1, 1, 2, 3, 3, 4, 4, 4, 4, 5, 5, 6, 7, 8, 9, 9, 8, 7, 6)
BY_WEEKDAY: Final = (13, 12, 12, 13, 14, 18, 18)
# Assumed: minutes of work for part A once somebody is there (in one case of ten the family is hard to reach),
# and for the decision once part A is there.
PART_A_MINUTES: Final = (30, 150)
HARD_TO_REACH_MINUTES: Final = (240, 600)
HARD_TO_REACH: Final = 0.1
DECISION_MINUTES: Final = (20, 90)


@dataclass(frozen=True, slots=True)
class Presence:
    """When Veilig Thuis is there for ZSM: every day or on ordinary days only, from and until which time."""

    name: str
    begins: time
    ends: time
    ordinary_days_only: bool

    def there(self, moment: datetime, calendar: WorkCalendar) -> bool:
        """Whether somebody is there."""
        here = local(moment)
        if self.ordinary_days_only and not calendar.is_ordinary(here.date()):
            return False
        return self.begins <= here.time() < self.ends

    def next_start(self, moment: datetime, calendar: WorkCalendar) -> datetime:
        """The first moment from this one at which somebody is there."""
        if self.there(moment, calendar):
            return moment
        day = local(moment).date()
        if local(moment).time() >= self.begins:
            day += DAY
        while self.ordinary_days_only and not calendar.is_ordinary(day):
            day += DAY
        return wall_clock(day, self.begins)

    def done_at(self, start: datetime, minutes: int, calendar: WorkCalendar) -> datetime:
        """When so many minutes of work that begin at `start` are done, while somebody is there."""
        left, moment = timedelta(minutes=minutes), self.next_start(start, calendar)
        while True:
            until = wall_clock(local(moment).date(), self.ends)
            if moment + left <= until:
                return moment + left
            left -= until - moment
            moment = self.next_start(until, calendar)


VARIANTS: Final = (
    Presence("5×8", time(9), time(17), ordinary_days_only=True),
    Presence("7×14", time(8), time(22), ordinary_days_only=False),
)


@dataclass(slots=True)
class Outcome:
    """What a variant gives over the year."""

    name: str
    cases: int = 0
    part_a_in_time: int = 0
    before_its_own_moment: int = 0
    decided_in_time: int = 0
    alarms: int = 0
    alarms_outside_duty: int = 0
    stages: int = 0
    by_minute: Counter[datetime] = field(default_factory=Counter)

    @property
    def busiest_minute(self) -> int:
        """The most stages that one minute of the sweep had to give."""
        return max(self.by_minute.values(), default=0)

    def share(self, number: int) -> float:
        """Per cent of the cases."""
        return 100 * number / self.cases if self.cases else 0.0


def arrivals(year: int, cases: int, seed: int) -> list[datetime]:
    """When suspects arrive at the place of interrogation, in order."""
    chance = random.Random(seed)  # noqa: S311 - a simulation, nothing to guard
    days = [
        date(year, 1, 1) + DAY * offset for offset in range((date(year + 1, 1, 1) - date(year, 1, 1)).days)
    ]
    weights = [BY_WEEKDAY[day.weekday()] for day in days]
    found = []
    for day in chance.choices(days, weights, k=cases):
        hour = chance.choices(range(24), BY_HOUR)[0]
        found.append(wall_clock(day, time(hour, chance.randrange(60))))
    return sorted(found)


def simulate(
    *, year: int, seed: int, cases: int = CASES_A_YEAR, variants: Sequence[Presence] = VARIANTS
) -> list[Outcome]:
    """Play the same year once per variant."""
    calendar, moments = WorkCalendar(), arrivals(year, cases, seed)
    return [_play(presence, moments, calendar, seed) for presence in variants]


def _play(presence: Presence, moments: Sequence[datetime], calendar: WorkCalendar, seed: int) -> Outcome:
    # The same durations in every variant: only the presence differs.
    chance = random.Random(seed + 1)  # noqa: S311 - a simulation, nothing to guard
    outcome = Outcome(presence.name)
    facts = Parameters(hours=9, start_event=StartEvent.ARRIVAL)
    for arrival in moments:
        first = due_moment(TermKind.FIRST_DECISION, arrival, parameters=facts, calendar=calendar)
        assert first.due_at is not None  # noqa: S101 - nine hours always end
        wanted = Parameters(situation=Situation.HELD, reference=first.due_at)
        part_a = due_moment(TermKind.PART_A, arrival, parameters=wanted, calendar=calendar)
        minutes = HARD_TO_REACH_MINUTES if chance.random() < HARD_TO_REACH else PART_A_MINUTES
        ready = presence.done_at(arrival, chance.randint(*minutes), calendar)
        decided = ready + timedelta(minutes=chance.randint(*DECISION_MINUTES))
        outcome.cases += 1
        outcome.part_a_in_time += ready <= first.due_at
        outcome.before_its_own_moment += part_a.due_at is not None and ready <= part_a.due_at
        outcome.decided_in_time += decided <= first.due_at
        for profile, due_at, ended in (
            (first.profile, first.due_at, decided),
            (part_a.profile, part_a.due_at, ready),
        ):
            _speak(outcome, presence, (profile, arrival, due_at, ended), calendar)
    return outcome


def _speak(
    outcome: Outcome,
    presence: Presence,
    term: tuple[str, datetime, datetime | None, datetime],
    calendar: WorkCalendar,
) -> None:
    """Count what one term says until it ends."""
    profile, start, due_at, ended = term
    for moment in stage_moments(profile, start, due_at, calendar=calendar):
        if moment.fires_at >= ended:
            continue
        outcome.stages += 1
        outcome.by_minute[moment.fires_at.replace(second=0, microsecond=0)] += 1
        if moment.stage.nature is not Nature.WARNING:
            outcome.alarms += 1
            outcome.alarms_outside_duty += not presence.there(moment.fires_at, calendar)
