"""From what is on the table to the components that show it, by what the actor may see."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.urls import reverse

from cases.access.errors import GuardRefusal
from cases.access.rules.categories import Category
from cases.casefiles.models import CaseRole
from cases.casefiles.queries import CaseAccess
from cases.organisations.rules import ORGANISATION_ABBREVIATIONS, ORGANISATION_LABELS, OrganisationKind
from cases.terms.rules.wording import count_text
from cases.web.casefile import held_back_text
from cases.web.components import (
    CheckItem,
    CheckState,
    DecisionPath,
    Fact,
    LinkItem,
    PathNode,
    PathState,
    Refusal,
    RefusalItem,
    SourceLine,
)
from zsm.decision.permissions import can_state_facts
from zsm.decision.queries import Line, OnTheTable
from zsm.decision.rules.checklist import GuardItem, GuardReport, GuardState
from zsm.decision.rules.flowchart import PathStep, Proposal
from zsm.decision.rules.not_yet import NotYet
from zsm.decision.rules.rows import QUESTIONS, UNKNOWN, Question

# Where a missing fact is supplied: the page, and which kind of organisation can do something there.
PAGES: Final[dict[str, tuple[str, OrganisationKind]]] = {
    "suspicion": ("zsm:facts", OrganisationKind.OM),
    "evidence": ("zsm:facts", OrganisationKind.OM),
    "serious_objections": ("zsm:facts", OrganisationKind.OM),
    "criminal_measures_needed": ("zsm:facts", OrganisationKind.OM),
    "known": ("zsm:known", OrganisationKind.VT),
    "advice": ("zsm:advice", OrganisationKind.RECLASSERING),
    "part_a": ("cases:part-a", OrganisationKind.VT),
    "unsafe_persons": ("cases:part-a", OrganisationKind.VT),
    "acuteness_lifted": ("cases:safety", OrganisationKind.VT),
    "conditions": ("cases:plan", OrganisationKind.VT),
    "way_to_safety": ("cases:plan", OrganisationKind.VT),
    "measure_does_not_count": ("cases:plan", OrganisationKind.OM),
    "uncovered": ("cases:plan", OrganisationKind.OM),
}
# A page that the others may open as well, to see how it stands.
OPEN_TO_ALL: Final = frozenset({"cases:plan", "cases:safety"})

# Under which category the answer to a question of the flowchart is known, and whose record holds it.
_ANSWERED_UNDER: Final[dict[Question, Category]] = {
    Question.SUSPICION: Category.INVESTIGATION,
    Question.EVIDENCE: Category.INVESTIGATION,
    Question.OBJECTIONS: Category.INVESTIGATION,
    Question.ACUTE: Category.ASSESSMENT_CONCLUSION,
    Question.STRUCTURAL: Category.ASSESSMENT_CONCLUSION,
    Question.CUSTODY: Category.DECISION,
    Question.REMAND: Category.IDENTITY,
}


@dataclass(frozen=True, slots=True)
class TableFacts:
    """The lines that the actor may see, under which categories, and what is said about the others."""

    facts: tuple[Fact, ...]
    held_back: str
    categories: frozenset[Category]


def link_for(access: CaseAccess, code: str) -> str:
    """The page on which a missing fact is supplied, for who can do so there; empty for everybody else."""
    name, kind = PAGES.get(code, ("", OrganisationKind.OM))
    if not name or (access.actor.organisation_kind is not kind and name not in OPEN_TO_ALL):
        return ""
    if name == "zsm:facts" and not can_state_facts(access.actor, access.case.pk):
        return ""
    return reverse(name, kwargs={"zaak": access.case.public_id})


def table_facts(access: CaseAccess, lines: Iterable[Line]) -> TableFacts:
    """The lines on the table, each with its source; unknown ones with who supplies them."""
    rows = list(lines)
    shown = [line for line in rows if line.visible_to(access)]
    return TableFacts(
        facts=tuple(_fact(access, line) for line in shown),
        held_back=held_back_text(len(rows) - len(shown)),
        categories=frozenset(line.category for line in shown if line.given is not None),
    )


def _fact(access: CaseAccess, line: Line) -> Fact:
    source = SourceLine(organisation=line.given.short_name, at=line.at) if line.given else None
    return Fact(
        label=line.label,
        value=line.value,
        source=source,
        unknown=line.unknown,
        supplier=ORGANISATION_LABELS[line.supplier] if line.supplier and line.unknown else "",
        url=link_for(access, line.code) if line.unknown else "",
    )


def categories_of(roles: Iterable[CaseRole]) -> set[Category]:
    """Under which categories these persons are shown; a child has one of its own."""
    return {Category.CHILDREN if role.role == "child" else Category.IDENTITY for role in roles}


def frozen_facts(access: CaseAccess, frozen: Mapping[str, Any]) -> TableFacts:
    """The lines as they were frozen with a decision, by what the actor may see now."""
    rows = frozen.get("lines", [])
    shown = [
        row for row in rows if row["given"] is None or access.may_see(Category(row["category"]), row["given"])
    ]
    facts = tuple(
        Fact(
            label=row["label"],
            value=row["value"],
            source=SourceLine(organisation=row["by"]) if row["by"] else None,
            unknown=row["unknown"],
        )
        for row in shown
    )
    categories = frozenset(Category(row["category"]) for row in shown if row["given"] is not None)
    return TableFacts(facts, held_back_text(len(rows) - len(shown)), categories)


def sees_path(access: CaseAccess, table: OnTheTable) -> bool:
    """Whether the actor may see every answer of the flowchart; one that is hidden would show through."""
    givers: dict[Question, int | None] = {
        Question.SUSPICION: table.stated.organisation_id if table.stated else None,
        Question.ACUTE: table.part_a.organisation_id if table.part_a else None,
        Question.STRUCTURAL: table.part_b.organisation_id if table.part_b else None,
        Question.CUSTODY: table.custody.organisation_id if table.custody else None,
        Question.REMAND: table.charges[0].organisation_id if table.charges else None,
    }
    return all(
        giver is None or access.may_see(_ANSWERED_UNDER[question], giver)
        for question, giver in givers.items()
    )


def path_of(access: CaseAccess, proposal: Proposal) -> DecisionPath:
    """The flowchart with the way of this case lit, what it proposes, and what may not be done yet."""
    return DecisionPath(
        nodes=tuple(_node(access, step) for step in proposal.path),
        row=str(proposal.row) if proposal.row else "",
        route=proposal.route,
        steps=tuple(f"{ORGANISATION_ABBREVIATIONS[step.by]}: {step.text}" for step in proposal.steps),
        forbidden=tuple(_forbidden(entry) for entry in proposal.may_not_yet),
        missing=tuple(entry.text for entry in proposal.missing),
        notes=proposal.notes,
    )


def _node(access: CaseAccess, step: PathStep) -> PathNode:
    asked = QUESTIONS[step.question]
    # A known answer from which no row goes on is not a missing one: what is missing stands before it.
    known = step.answer != UNKNOWN
    return PathNode(
        question=asked.text,
        options=tuple(label for answer, label in asked.labels.items() if answer != "unknown"),
        taken=step.label if known else "",
        state=PathState.LIT if known else PathState.MISSING,
        supplier="" if known else ORGANISATION_LABELS[asked.by],
        url="" if known else link_for(access, step.question.value),
    )


def _forbidden(entry: NotYet) -> str:
    """What may not be done, and who still has to supply how much for it."""
    counted = Counter(missing.supplier for missing in entry.missing)
    owing = [
        f"{ORGANISATION_LABELS[kind]} ({count_text(number, 'punt', 'punten')})"
        for kind, number in counted.items()
        if kind
    ]
    return f"{entry.text}: nog nodig van {', '.join(owing)}." if owing else f"{entry.text}."


_STATES: Final = {
    GuardState.OK: CheckState.MET,
    GuardState.MISSING: CheckState.MISSING,
    GuardState.OVERRIDDEN: CheckState.OVERRIDDEN,
}


@dataclass(frozen=True, slots=True)
class GuardLine:
    """One guard as shown: the sign and word of its state, and below it everything that is missing."""

    check: CheckItem
    missing: tuple[LinkItem, ...]


def guards_of(access: CaseAccess, report: GuardReport, motivation: str) -> tuple[GuardLine, ...]:
    """The guards that apply, each with what is missing; the texts say who supplies it."""
    return tuple(
        _guard(access, item, motivation)
        for item in report.items
        if item.state is not GuardState.NOT_APPLICABLE
    )


def _guard(access: CaseAccess, item: GuardItem, motivation: str) -> GuardLine:
    overridden = item.state is GuardState.OVERRIDDEN
    check = CheckItem(text=item.label, state=_STATES[item.state], motivation=motivation if overridden else "")
    stops = item.missing if item.state is GuardState.MISSING else ()
    return GuardLine(check, tuple(LinkItem(text=row.text, url=link_for(access, row.code)) for row in stops))


def refusal_of(access: CaseAccess, refusal: GuardRefusal) -> Refusal:
    """A refusal that teaches: every missing item, whose text says who supplies it, with the page for it."""
    items = tuple(RefusalItem(text=item.text, url=link_for(access, item.code)) for item in refusal.missing)
    return Refusal(
        title=refusal.message, items=items, text="Er is niets opgeslagen. Wat u invulde, staat er nog."
    )
