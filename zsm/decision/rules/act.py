"""One act of the prosecutor with one or more orders in it, such as custody and bringing before the RC.

What may go together, the guards over the whole act, and everything that it causes.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from cases.access.rules.refusal import Missing
from cases.casefiles.rules.states import StateEvent
from cases.organisations.rules import OrganisationKind
from cases.plans.rules.catalogue import OrderGround
from cases.terms.rules.kinds import TermKind
from zsm.decision.rules import kinds
from zsm.decision.rules.checklist import GuardItem, GuardReport, GuardState, Override, check
from zsm.decision.rules.consequences import Consequences, TermEnd, TermStart, consequences
from zsm.decision.rules.draft import DecisionDraft
from zsm.decision.rules.facts import CaseFacts, Custody
from zsm.decision.rules.fields import COMMON
from zsm.decision.rules.kinds import DECISION_LABELS, DecisionKind
from zsm.decision.rules.validation import validate

# Frozen with every decision: by which edition of guards and flowchart it was taken.
RULES_VERSION: Final = "2026-07"

# These terms are started where a measure is recorded and where the informer is named, not by the act itself.
STARTED_ELSEWHERE: Final = frozenset(
    {TermKind.SERVE_MEASURE, TermKind.REGISTER_MEASURE, TermKind.BEHAVIOURAL_ORDER, TermKind.INFORM_VICTIM}
)


@dataclass(frozen=True, slots=True)
class Order:
    """One thing that is ordered, with the Python values of its own fields (`fields.py`)."""

    kind: DecisionKind
    values: Mapping[str, object]


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """What the prosecutor is about to decide; motivation, informer and late reason are of the whole act.

    `told_before`: who knew of the release before it, where the order has no field of its own for that.
    """

    orders: tuple[Order, ...]
    motivation: str = ""
    informer: OrganisationKind | None = None
    late_reason: str = ""
    told_before: frozenset[OrganisationKind] = frozenset()

    @property
    def kinds(self) -> tuple[DecisionKind, ...]:
        """The kinds of the orders, in the order in which they were chosen."""
        return tuple(order.kind for order in self.orders)

    @property
    def told(self) -> frozenset[OrganisationKind]:
        """Who was told of the release beforehand, in whichever field that was filled in."""
        known = {kind.value for kind in OrganisationKind}
        named = (code for order in self.orders for code in _codes(order.values.get("notices_before")))
        return self.told_before | {OrganisationKind(code) for code in named if code in known}

    def release_at(self, at: datetime) -> datetime:
        """The moment from which measures have to protect: that of the release when it was filled in."""
        moments = (order.values.get("released_at") for order in self.orders)
        return next((moment for moment in moments if isinstance(moment, datetime) and moment.tzinfo), at)

    def draft(self, order: Order) -> DecisionDraft:
        """One order as the guards look at it."""
        known = {ground.value for ground in OrderGround}
        chosen = _codes(order.values.get("order_grounds"))
        return DecisionDraft(
            kind=order.kind,
            informer=self.informer,
            overrun_reason=self.late_reason,
            order_grounds=frozenset(OrderGround(ground) for ground in chosen if ground in known),
        )


def _codes(value: object) -> tuple[str, ...]:
    many = isinstance(value, Collection) and not isinstance(value, str)
    return tuple(str(entry) for entry in value) if many and isinstance(value, Collection) else ()


@dataclass(frozen=True, slots=True)
class Effects:
    """Everything that follows from the whole act; see `Consequences`."""

    ends: tuple[TermEnd, ...]
    starts: tuple[TermStart, ...]
    custody: Custody | None
    told: tuple[OrganisationKind, ...]
    alerted: tuple[OrganisationKind, ...]


# Out of each group at most one order; the text says why.
_AT_MOST_ONE: Final[tuple[tuple[frozenset[DecisionKind], str], ...]] = (
    (kinds.RELEASE, "Kies één vorm van invrijheidstelling."),
    (kinds.FINAL, "Kies één afdoening."),
    (kinds.BEFORE_RC, "Voorgeleiden staat er twee keer."),
    (
        frozenset({DecisionKind.PLAN_DATE, DecisionKind.ON_HOLD}),
        "Kies een plandatum of het HG-spreekuur, niet allebei.",
    ),
)
# Never out of both groups together.
_EXCLUDE: Final[tuple[tuple[frozenset[DecisionKind], frozenset[DecisionKind], str], ...]] = (
    (
        kinds.HOLD | kinds.BEFORE_RC,
        kinds.ENDS_CUSTODY,
        "Vasthouden en vrijlaten gaan niet samen: dit besluit laat de verdachte vrij.",
    ),
    (
        kinds.FINAL,
        frozenset({DecisionKind.PLAN_DATE, DecisionKind.ON_HOLD}),
        "Een afdoening en uitstel van de afdoening gaan niet samen.",
    ),
)


def combination_errors(chosen: Iterable[DecisionKind]) -> list[str]:
    """Say in Dutch which orders do not go together in one act; empty when they do."""
    listed = list(chosen)
    if not listed:
        return ["Kies wat u besluit."]
    errors = []
    if len(set(listed)) < len(listed):
        errors.append("Een onderdeel staat er twee keer.")
    for group, text in _AT_MOST_ONE:
        if len(group & set(listed)) > 1:
            errors.append(text)
    for one, other, text in _EXCLUDE:
        if one & set(listed) and other & set(listed):
            errors.append(text)
    return errors


def together(proposed: Iterable[DecisionKind]) -> tuple[DecisionKind, ...]:
    """Of the kinds that the flowchart names, those that make one act: the first, and what goes with it.

    Next to holding, the chart names a behavioural order as the other way (rows 3 and 4), not as an addition.
    """
    chosen: list[DecisionKind] = []
    for kind in proposed:
        is_other_way = kind is DecisionKind.BEHAVIOURAL_ORDER and bool(kinds.HOLD & set(chosen))
        if not is_other_way and not combination_errors([*chosen, kind]):
            chosen.append(kind)
    return tuple(chosen)


def field_key(kind: DecisionKind, name: str) -> str:
    """The name of a field of one order in forms, errors and REST, unique within the act."""
    return f"{kind.value}-{name}"


def act_errors(act: Act, *, at: datetime) -> dict[str, list[str]]:
    """Check all that was filled in: the combination, the fields of each order, motivation and informer.

    Keys: `field_key` for a field of an order, "motivation", "informer", "" for the whole act.
    """
    errors: dict[str, list[str]] = {}
    if wrong := combination_errors(act.kinds):
        errors[""] = wrong
    common: dict[str, object] = {"motivation": act.motivation}
    if act.informer is not None:
        common["informer"] = act.informer.value
    shared = {field.name for field in COMMON}
    for order in act.orders:
        for name, messages in validate(order.kind, {**order.values, **common}, at=at).items():
            key = name if name in shared or not name else field_key(order.kind, name)
            errors[key] = list(dict.fromkeys([*errors.get(key, []), *messages]))
    if not act.orders and not act.motivation.strip():
        errors["motivation"] = ["Vul dit in."]
    return errors


_WORST_FIRST: Final = (GuardState.MISSING, GuardState.OVERRIDDEN, GuardState.OK, GuardState.NOT_APPLICABLE)


def check_act(facts: CaseFacts, act: Act, override: Override | None = None) -> GuardReport:
    """Check every guard for every order; a guard is in order only when it is for all of them."""
    reports = [check(facts, act.draft(order), override) for order in act.orders]
    if not reports:
        return GuardReport(items=())
    items = tuple(_merged(found) for found in zip(*(report.items for report in reports), strict=True))
    return GuardReport(items=items, override_problems=reports[0].override_problems)


def _merged(found: tuple[GuardItem, ...]) -> GuardItem:
    states = {item.state for item in found}
    stopping = [item for item in found if item.missing]
    missing: dict[Missing, None] = dict.fromkeys(entry for item in stopping for entry in item.missing)
    return GuardItem(
        guard=found[0].guard,
        state=next(state for state in _WORST_FIRST if state in states),
        missing=tuple(missing),
        overridable=bool(stopping) and all(item.overridable for item in stopping),
    )


def effects(
    facts: CaseFacts, act: Act, report: GuardReport, *, decided_at: datetime, arrested_at: datetime | None
) -> Effects:
    """Derive everything that the act causes; each term ends and starts once.

    `decided_at`, `arrested_at`: aware; None when no arrest is on record.
    """
    caused = [
        consequences(
            facts,
            act.draft(order),
            report,
            values=order.values,
            decided_at=decided_at,
            arrested_at=arrested_at,
        )
        for order in act.orders
    ]
    custodies = {entry.custody for entry in caused}
    return Effects(
        ends=_once(end for entry in caused for end in entry.ends),
        starts=tuple(_starts(caused)),
        custody=next((state for state in (Custody.RELEASED, Custody.HELD) if state in custodies), None),
        told=tuple(dict.fromkeys(kind for entry in caused for kind in entry.told)),
        alerted=tuple(dict.fromkeys(kind for entry in caused for kind in entry.alerted)),
    )


def _once(ends: Iterable[TermEnd]) -> tuple[TermEnd, ...]:
    by_kind: dict[TermKind, TermEnd] = {}
    for end in ends:
        by_kind.setdefault(end.kind, end)
    return tuple(by_kind.values())


def _starts(caused: Iterable[Consequences]) -> Iterator[TermStart]:
    seen: set[tuple[TermKind, OrganisationKind | None]] = set()
    for entry in caused:
        for start in entry.starts:
            if (start.kind, start.organisation) in seen:
                continue
            seen.add((start.kind, start.organisation))
            yield start


_AWAITING: Final = kinds.PROCESS | kinds.BEFORE_RC | {DecisionKind.SUMMONS, DecisionKind.OM_HEARING}
_ENDS_CRIMINAL_TRACK: Final = frozenset(
    {DecisionKind.DISMISSAL_01, DecisionKind.DISMISSAL_02, DecisionKind.DISMISSAL_POLICY}
)


def state_event(chosen: Iterable[DecisionKind]) -> StateEvent | None:
    """What the act means for the state of the case (tables, section 2); None when it stays where it is.

    A summons, a hearing, the RC, a plan date, the spreekuur and another department keep the case waiting; a
    decision that ends it takes it past ZSM.
    """
    listed = set(chosen)
    if listed & _AWAITING:
        return StateEvent.DECISION_AWAITED
    return StateEvent.FINAL_DECISION if listed & kinds.FINAL else None


def ends_criminal_track(chosen: Iterable[DecisionKind]) -> bool:
    """Whether the act closes the criminal track: a dismissal does, never the case (tables, section 2)."""
    return bool(set(chosen) & _ENDS_CRIMINAL_TRACK)


def kinds_text(chosen: Iterable[DecisionKind]) -> str:
    """The orders in words: "Inverzekeringstelling (IVS) en Voorgeleiding …"."""
    names = [DECISION_LABELS[kind] for kind in chosen]
    return " en ".join([", ".join(names[:-1]), names[-1]]) if len(names) > 1 else "".join(names)
