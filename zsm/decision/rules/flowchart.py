"""The decision aid: the national flowchart over the facts of one case. It proposes, the prosecutor decides.

The first row that matches wins; when none matches, the missing facts are named with who supplies them.
Whatever the row, the aid lists what may not be done meanwhile (domain guide, section 4).
"""

from __future__ import annotations

from dataclasses import dataclass

from cases.access.rules.refusal import Missing
from zsm.decision.rules.facts import Answer, CaseFacts
from zsm.decision.rules.kinds import DISMISSAL, DecisionKind
from zsm.decision.rules.not_yet import NotYet, not_yet
from zsm.decision.rules.route import Branch, Route, RouteStep
from zsm.decision.rules.routes import general_notes, route_of
from zsm.decision.rules.rows import (
    QUESTIONS,
    ROWS,
    Question,
    first_match,
    node_key,
    outcome_key,
    question_after,
)


@dataclass(frozen=True, slots=True)
class PathStep:
    """One question on the way of this case: its place in the drawing, the answer, and where that leads.

    `target` is the next place; None where the way stops because the answer is missing.
    """

    node: str
    question: Question
    text: str
    answer: str
    label: str
    target: str | None


@dataclass(frozen=True, slots=True)
class Proposal:
    """What the aid says about a case.

    `row`: the row that matches, None while a deciding fact is missing. `kinds`: the decisions that fit now.
    `missing`: the facts that are still needed, the next one first. `may_not_yet`: what the guards stop
    meanwhile.
    """

    row: int | None
    route: str
    steps: tuple[RouteStep, ...]
    kinds: tuple[DecisionKind, ...]
    branches: tuple[Branch, ...]
    path: tuple[PathStep, ...]
    notes: tuple[str, ...]
    missing: tuple[Missing, ...]
    may_not_yet: tuple[NotYet, ...]


def propose(facts: CaseFacts) -> Proposal:
    """Give the row that matches with its route, or the missing facts; always what may not be done yet."""
    row = first_match(facts)
    if row is None:
        route = Route(text="Er ontbreekt nog een feit dat de route bepaalt.", steps=(), kinds=())
        missing = missing_facts(facts)
    else:
        route = route_of(row.number, facts)
        missing = route.missing
    return Proposal(
        row=None if row is None else row.number,
        route=route.text,
        steps=route.steps,
        kinds=route.kinds,
        branches=route.branches,
        path=path(facts),
        notes=(*route.notes, *general_notes(facts)),
        missing=missing,
        may_not_yet=_with_open_fork(not_yet(facts), route),
    )


def missing_facts(facts: CaseFacts) -> tuple[Missing, ...]:
    """Name the unanswered questions of every row that is still possible, in the order of the questions."""
    waiting: set[Question] = set()
    for row in ROWS:
        waiting.update(row.open_questions(facts) or ())
    return tuple(QUESTIONS[question].shortage(facts) for question in Question if question in waiting)


def path(facts: CaseFacts) -> tuple[PathStep, ...]:
    """Follow the drawing from the start as far as the answers go, for lighting the way of this case."""
    steps: list[PathStep] = []
    walked: tuple[tuple[Question, str], ...] = ()
    while (question := question_after(walked)) is not None:
        asked = QUESTIONS[question]
        answer = asked.answer(facts)
        reached = (*walked, (question, answer))
        target = _target(reached)
        steps.append(
            PathStep(node_key(walked), question, asked.text, answer, asked.labels.get(answer, answer), target)
        )
        if target is None:
            break
        walked = reached
    return tuple(steps)


def _target(reached: tuple[tuple[Question, str], ...]) -> str | None:
    if question_after(reached) is not None:
        return node_key(reached)
    row = next((row for row in ROWS if row.conditions == reached), None)
    return None if row is None else outcome_key(row)


def _with_open_fork(found: tuple[NotYet, ...], route: Route) -> tuple[NotYet, ...]:
    """Rows 7, 8 and 10: no dismissal as long as the fact that could lead to prosecution is missing."""
    if not any(branch.holds is Answer.UNKNOWN for branch in route.branches):
        return found
    earlier = next((entry.missing for entry in found if entry.kinds == DISMISSAL), ())
    others = tuple(entry for entry in found if entry.kinds != DISMISSAL)
    return (*others, NotYet("Seponeren", DISMISSAL, (*earlier, *route.missing)))
