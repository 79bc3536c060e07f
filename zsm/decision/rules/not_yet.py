"""What may not be done yet with the facts as they are, whatever row of the flowchart applies."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from cases.access.rules.refusal import Missing
from cases.plans.rules.catalogue import OrderGround
from zsm.decision.rules import guards, kinds
from zsm.decision.rules.conditions import unmet
from zsm.decision.rules.draft import DecisionDraft
from zsm.decision.rules.facts import CaseFacts, Custody
from zsm.decision.rules.kinds import DecisionKind


@dataclass(frozen=True, slots=True)
class NotYet:
    """Something that may not be done: in words, for which kinds of decision, and what is missing for it."""

    text: str
    kinds: frozenset[DecisionKind]
    missing: tuple[Missing, ...]


_FACT_GUARDS: Final = (
    guards.guard_release_while_acute,
    guards.guard_way_to_safety,
    guards.guard_await_part_a,
    guards.guard_advice,
    guards.guard_advice_considerations,
    guards.guard_behavioural_order,
    guards.guard_prosecution_complaint,
)

# The steps that the aid watches, each with one kind that stands for all of them before these guards.
_WATCHED: Final[tuple[tuple[str, frozenset[DecisionKind], DecisionKind], ...]] = (
    ("Vrijlaten", kinds.RELEASE, DecisionKind.RELEASE_WITHOUT_MEASURES),
    ("In verzekering stellen", frozenset({DecisionKind.HOLD_CUSTODY}), DecisionKind.HOLD_CUSTODY),
    (
        "Voorgeleiden aan de rechter-commissaris",
        kinds.BEFORE_RC,
        DecisionKind.BRING_BEFORE_RC,
    ),
    (
        "Een gedragsaanwijzing (509hh) geven",
        frozenset({DecisionKind.BEHAVIOURAL_ORDER}),
        DecisionKind.BEHAVIOURAL_ORDER,
    ),
    ("Dagvaarden of een strafbeschikking opleggen", kinds.PROSECUTION, DecisionKind.SUMMONS),
    ("Seponeren", kinds.DISMISSAL, DecisionKind.DISMISSAL_02),
)
_HELD_ONLY: Final = kinds.FIRST | kinds.BEFORE_RC


def not_yet(facts: CaseFacts) -> tuple[NotYet, ...]:
    """List what may not be done meanwhile, with everything that is missing for it.

    Who informs the victim and the grounds of an order belong to the decision itself and are not looked at
    here.
    """
    found = []
    for text, group, example in _WATCHED:
        if example in _HELD_ONLY and facts.custody in (Custody.HEARD, Custody.RELEASED):
            continue
        draft = DecisionDraft(kind=example, order_grounds=frozenset(OrderGround))
        missing = [*unmet(example, facts)]
        for guard in _FACT_GUARDS:
            missing.extend(guard(facts, draft) or ())
        if missing:
            found.append(NotYet(text, group, tuple(dict.fromkeys(missing))))
    return tuple(found)
