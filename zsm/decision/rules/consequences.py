"""What one decision causes: terms that end and start, a measure, who is told.

The service carries out exactly this, the confirm step says exactly this (interface brief, "Decision").
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Final

from cases.organisations.rules import OrganisationKind
from cases.plans.rules.measure import MeasureKind
from cases.terms.rules.kinds import TermKind
from cases.terms.rules.owed import OwedEvent, owed_after
from zsm.decision.rules import kinds
from zsm.decision.rules.checklist import GuardReport
from zsm.decision.rules.conditions import is_release
from zsm.decision.rules.draft import DecisionDraft
from zsm.decision.rules.facts import CaseFacts, Custody
from zsm.decision.rules.kinds import DecisionKind


class Outcome(StrEnum):
    """How a running term ends by the decision."""

    MET = "met"
    MET_LATE = "met_late"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class TermEnd:
    """A term that ends if it runs; `reason` is filled for a late or cancelled one."""

    kind: TermKind
    outcome: Outcome
    reason: str = ""


@dataclass(frozen=True, slots=True)
class TermStart:
    """A term that starts.

    `starts_at`: the moment from which it counts (aware); None when that moment is not recorded yet. `on`:
    the agreed day of a plan date. `days`: the length that the order decides. `once`: not when one of this
    kind runs already.
    """

    kind: TermKind
    organisation: OrganisationKind | None
    starts_at: datetime | None
    on: date | None = None
    days: int | None = None
    once: bool = False


@dataclass(frozen=True, slots=True)
class Consequences:
    """Everything that follows from one decision.

    `events` are what the decision means for who owes what (`cases.terms.rules.owed`); `starts` already
    holds the terms of those events. `custody`: where the suspect is afterwards, None when that does not
    change. `told`: who gets word of the decision, `alerted`: who is alerted at once because a guard was
    overridden.
    """

    ends: tuple[TermEnd, ...]
    starts: tuple[TermStart, ...]
    events: tuple[OwedEvent, ...]
    measure: MeasureKind | None
    custody: Custody | None
    informer: OrganisationKind | None
    told: tuple[OrganisationKind, ...]
    alerted: tuple[OrganisationKind, ...]


RELEASED_REASON: Final = "De verdachte is in vrijheid gesteld."

_MEASURES: Final[dict[DecisionKind, MeasureKind]] = {
    DecisionKind.HOLD_CUSTODY: MeasureKind.POLICE_CUSTODY,
    DecisionKind.BEHAVIOURAL_ORDER: MeasureKind.BEHAVIOURAL_ORDER,
    DecisionKind.PENAL_ORDER: MeasureKind.PENAL_ORDER,
    DecisionKind.CONDITIONAL_DISMISSAL: MeasureKind.CONDITIONAL_DISMISSAL,
}
# These are a measure for somebody's safety only when they come with conditions.
_ONLY_WITH_CONDITIONS: Final = frozenset({DecisionKind.PENAL_ORDER, DecisionKind.CONDITIONAL_DISMISSAL})
# Who serves an order when the case names nobody else: the police at the release (tables, section 3).
_OWES_BY_DEFAULT: Final = {TermKind.SERVE_MEASURE: OrganisationKind.POLITIE}


def consequences(
    facts: CaseFacts,
    draft: DecisionDraft,
    report: GuardReport,
    *,
    values: Mapping[str, object],
    decided_at: datetime,
    arrested_at: datetime | None,
) -> Consequences:
    """Derive what a decision causes; the decision itself must be allowed by the report.

    `values`: the filled-in fields (`fields.py`). `decided_at`, `arrested_at`: aware; the term for the RC
    counts from the arrest (art. 59a Sv), police custody from its order (art. 57 Sv).
    """
    measure = _measure(draft.kind, values)
    events = tuple(_events(draft.kind, report, measure))
    own = tuple(_own_starts(facts, draft.kind, values, decided_at, arrested_at))
    return Consequences(
        ends=tuple(_ends(facts, draft)),
        starts=(*own, *_owed_starts(events, draft.informer, decided_at)),
        events=events,
        measure=measure,
        custody=_custody(facts, draft.kind),
        informer=draft.informer,
        told=_told(facts),
        alerted=(OrganisationKind.VT, OrganisationKind.POLITIE) if report.overridden else (),
    )


def _measure(kind: DecisionKind, values: Mapping[str, object]) -> MeasureKind | None:
    conditions = values.get("conditions")
    without_conditions = not isinstance(conditions, Collection) or not conditions
    if kind in _ONLY_WITH_CONDITIONS and without_conditions:
        return None
    return _MEASURES.get(kind)


def _events(kind: DecisionKind, report: GuardReport, measure: MeasureKind | None) -> Iterator[OwedEvent]:
    yield OwedEvent.DECISION_OR_MEASURE
    if measure is not None and measure is not MeasureKind.POLICE_CUSTODY:
        yield OwedEvent.ORDER_GIVEN
    if kind in kinds.FINAL:
        yield OwedEvent.FINAL_DECISION
    if report.overridden:
        yield OwedEvent.GUARD_OVERRIDDEN


def _ends(facts: CaseFacts, draft: DecisionDraft) -> Iterator[TermEnd]:
    if draft.kind in kinds.ENDS_FIRST_DECISION_TERM and facts.first_decision_open:
        if facts.first_decision_late:
            yield TermEnd(TermKind.FIRST_DECISION, Outcome.MET_LATE, draft.overrun_reason)
        else:
            yield TermEnd(TermKind.FIRST_DECISION, Outcome.MET)
    if is_release(draft.kind, facts):
        yield TermEnd(TermKind.POLICE_CUSTODY, Outcome.MET)
        yield TermEnd(TermKind.BEFORE_RC, Outcome.CANCELLED, RELEASED_REASON)
    if draft.kind in kinds.FINAL | kinds.PROCESS:
        yield TermEnd(TermKind.PLAN_DATE, Outcome.MET)
    if draft.kind in kinds.FINAL:
        yield TermEnd(TermKind.SPREEKUUR, Outcome.MET)


def _own_starts(
    facts: CaseFacts,
    kind: DecisionKind,
    values: Mapping[str, object],
    decided_at: datetime,
    arrested_at: datetime | None,
) -> Iterator[TermStart]:
    om = OrganisationKind.OM
    if kind is DecisionKind.HOLD_CUSTODY:
        ordered = values.get("order_moment")
        yield TermStart(TermKind.POLICE_CUSTODY, om, ordered if isinstance(ordered, datetime) else decided_at)
    if kind is DecisionKind.HOLD_CUSTODY or kind in kinds.BEFORE_RC:
        yield TermStart(TermKind.BEFORE_RC, om, arrested_at, once=True)
    if kind is DecisionKind.BEHAVIOURAL_ORDER:
        days = values.get("days")
        length = days if isinstance(days, int) else None
        yield TermStart(TermKind.BEHAVIOURAL_ORDER, om, decided_at, days=length)
    if kind is DecisionKind.PLAN_DATE:
        day = values.get("plan_date")
        yield TermStart(TermKind.PLAN_DATE, om, decided_at, on=day if isinstance(day, date) else None)
    if kind is DecisionKind.ON_HOLD:
        yield TermStart(TermKind.SPREEKUUR, OrganisationKind.RECLASSERING, decided_at)
    if is_release(kind, facts) and not facts.part_a_present:
        yield TermStart(TermKind.PART_A, OrganisationKind.VT, decided_at)


def _owed_starts(
    events: tuple[OwedEvent, ...], informer: OrganisationKind | None, decided_at: datetime
) -> Iterator[TermStart]:
    for event in events:
        for owed in owed_after(event):
            named = informer if owed.kind is TermKind.INFORM_VICTIM else _OWES_BY_DEFAULT.get(owed.kind)
            yield TermStart(owed.kind, owed.organisation or named or OrganisationKind.OM, decided_at)


def _custody(facts: CaseFacts, kind: DecisionKind) -> Custody | None:
    if is_release(kind, facts):
        return Custody.RELEASED
    return Custody.HELD if kind in kinds.HOLD | kinds.BEFORE_RC else None


def _told(facts: CaseFacts) -> tuple[OrganisationKind, ...]:
    """OM tells the ZSM organisations and Veilig Thuis about every decision (working process, step 6)."""
    partners = (OrganisationKind.VT, OrganisationKind.POLITIE, facts.adviser, OrganisationKind.SHN)
    return tuple(partner for partner in partners if partner is not None)
