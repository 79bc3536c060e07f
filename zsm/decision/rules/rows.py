"""The eleven rows of the national flowchart as data (domain guide, section 4).

A row is a way through the questions. All rows that begin alike ask the same question next, so the rows are
the drawing as well: see `chart.py`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from cases.access.rules.refusal import Missing
from cases.organisations.rules import OrganisationKind
from zsm.decision.rules import shortages
from zsm.decision.rules.facts import (
    ANSWER_LABELS,
    CUSTODY_LABELS,
    EVIDENCE_LABELS,
    Answer,
    CaseFacts,
    Custody,
    Evidence,
)


class Question(StrEnum):
    """The questions of the flowchart, in the order in which the missing ones are named."""

    SUSPICION = "suspicion"
    ACUTE = "acute"
    CUSTODY = "custody"
    REMAND = "remand"
    EVIDENCE = "evidence"
    OBJECTIONS = "serious_objections"
    STRUCTURAL = "structural"


@dataclass(frozen=True, slots=True)
class Asked:
    """How a question reads: its Dutch text, who answers it, its answers and what is missing without one."""

    text: str
    by: OrganisationKind
    answer: Callable[[CaseFacts], str]
    labels: dict[str, str]
    shortage: Callable[[CaseFacts], Missing]


UNKNOWN: Final = "unknown"

_YES_NO: Final[dict[str, str]] = {str(answer): label for answer, label in ANSWER_LABELS.items()}
_EVIDENCE: Final[dict[str, str]] = {str(answer): label for answer, label in EVIDENCE_LABELS.items()}
_CUSTODY: Final[dict[str, str]] = {str(answer): label for answer, label in CUSTODY_LABELS.items()}

QUESTIONS: Final[dict[Question, Asked]] = {
    Question.SUSPICION: Asked(
        "Vermoeden van een bewijsbaar strafbaar feit?",
        OrganisationKind.OM,
        lambda facts: facts.suspicion,
        _YES_NO,
        lambda facts: shortages.SUSPICION,
    ),
    Question.ACUTE: Asked(
        "Acuut onveilig?",
        OrganisationKind.VT,
        lambda facts: facts.acute_now,
        _YES_NO,
        shortages.part_a,
    ),
    Question.CUSTODY: Asked(
        "Zit de verdachte vast?",
        OrganisationKind.POLITIE,
        lambda facts: facts.custody,
        _CUSTODY,
        lambda facts: shortages.CUSTODY,
    ),
    Question.REMAND: Asked(
        "Laat het feit voorlopige hechtenis toe?",
        OrganisationKind.POLITIE,
        lambda facts: facts.remand_allowed,
        _YES_NO,
        lambda facts: shortages.REMAND,
    ),
    Question.EVIDENCE: Asked(
        "Voldoende bewijs voor een veroordeling?",
        OrganisationKind.OM,
        lambda facts: facts.evidence,
        _EVIDENCE,
        lambda facts: shortages.EVIDENCE,
    ),
    Question.OBJECTIONS: Asked(
        "Ernstige bezwaren?",
        OrganisationKind.OM,
        lambda facts: facts.objections,
        _YES_NO,
        lambda facts: shortages.OBJECTIONS,
    ),
    Question.STRUCTURAL: Asked(
        "Structureel onveilig?",
        OrganisationKind.VT,
        lambda facts: facts.structural_now,
        _YES_NO,
        shortages.part_b,
    ),
}


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its number and the answers that lead to it, in the order in which they are asked."""

    number: int
    conditions: tuple[tuple[Question, str], ...]

    def matches(self, facts: CaseFacts) -> bool:
        """Tell whether every condition of the row is met."""
        return all(QUESTIONS[question].answer(facts) == wanted for question, wanted in self.conditions)

    def open_questions(self, facts: CaseFacts) -> tuple[Question, ...] | None:
        """List the open questions that the row waits for; None when an answer rules the row out."""
        waiting = []
        for question, wanted in self.conditions:
            given = QUESTIONS[question].answer(facts)
            if given == wanted:
                continue
            if given != UNKNOWN:
                return None
            waiting.append(question)
        return tuple(waiting)


_SUSPECTED: Final = (Question.SUSPICION, Answer.YES)
_ACUTE: Final = (_SUSPECTED, (Question.ACUTE, Answer.YES))
_NOT_ACUTE: Final = (_SUSPECTED, (Question.ACUTE, Answer.NO))
_SUFFICIENT: Final = (Question.EVIDENCE, Evidence.SUFFICIENT)
_INVESTIGABLE: Final = (Question.EVIDENCE, Evidence.INVESTIGABLE)
_INSUFFICIENT: Final = (Question.EVIDENCE, Evidence.INSUFFICIENT)

ROWS: Final[tuple[Row, ...]] = (
    Row(1, ((Question.SUSPICION, Answer.NO),)),
    Row(
        2,
        (
            _SUSPECTED,
            (Question.ACUTE, Answer.UNKNOWN),
            (Question.CUSTODY, Custody.HELD),
            (Question.REMAND, Answer.YES),
            (Question.OBJECTIONS, Answer.YES),
        ),
    ),
    Row(3, (*_ACUTE, _SUFFICIENT)),
    Row(4, (*_ACUTE, _INVESTIGABLE, (Question.OBJECTIONS, Answer.YES))),
    Row(5, (*_ACUTE, _INVESTIGABLE, (Question.OBJECTIONS, Answer.NO))),
    Row(6, (*_ACUTE, _INSUFFICIENT)),
    Row(7, (*_NOT_ACUTE, _INVESTIGABLE, (Question.STRUCTURAL, Answer.NO))),
    Row(8, (*_NOT_ACUTE, _INVESTIGABLE, (Question.STRUCTURAL, Answer.YES))),
    Row(9, (*_NOT_ACUTE, _SUFFICIENT, (Question.STRUCTURAL, Answer.YES))),
    Row(10, (*_NOT_ACUTE, _SUFFICIENT, (Question.STRUCTURAL, Answer.NO))),
    Row(11, (*_NOT_ACUTE, _INSUFFICIENT)),
)


def first_match(facts: CaseFacts) -> Row | None:
    """Find the first row that matches, None when a fact that decides is still missing."""
    return next((row for row in ROWS if row.matches(facts)), None)


def node_key(conditions: tuple[tuple[Question, str], ...]) -> str:
    """Name the place in the drawing that is reached by these answers."""
    return "/".join(f"{question}={answer}" for question, answer in conditions) or "start"


def outcome_key(row: Row) -> str:
    """Name the outcome of a row in the drawing."""
    return f"row-{row.number}"


def question_after(conditions: tuple[tuple[Question, str], ...]) -> Question | None:
    """Tell which question follows these answers, None when no row goes on from there."""
    length = len(conditions)
    following = (
        row for row in ROWS if row.conditions[:length] == conditions and len(row.conditions) > length
    )
    row = next(following, None)
    return None if row is None else row.conditions[length][0]
