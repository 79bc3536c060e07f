"""The flowchart as a drawing: nodes and edges made from the rows, so that picture and rule cannot differ."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from cases.organisations.rules import OrganisationKind
from zsm.decision.rules.rows import (
    QUESTIONS,
    ROWS,
    Question,
    node_key,
    outcome_key,
    question_after,
)

# What stands in the outcome boxes: the route of each row in a few words.
OUTCOMES: Final[dict[int, str]] = {
    1: "Sepot 01 of 02; Veilig Thuis gaat verder zonder strafrecht",
    2: "Vasthouden tot de beoordeling van Veilig Thuis er is",
    3: "Niet vrij zonder veiligheidsmaatregelen",
    4: "Niet vrij zonder veiligheidsmaatregelen; onderzoeksplan",
    5: "Onderzoeksplan; huisverbod beoordelen; veiligheidsplan van Veilig Thuis",
    6: "Sepot 02; Veilig Thuis gaat verder met de politie",
    7: "Sepot 01 of 02, of onderzoeksplan als het slachtoffer vervolging wil",
    8: "Onderzoeksplan en plandatum als maatregelen of vervolging nodig zijn, anders sepot",
    9: "Advies en plandatum; beslissing op onderzoeks- en veiligheidsplan",
    10: "Voorwaardelijk beleidssepot, of vervolging als het slachtoffer dat wil",
    11: "Sepot 01 of 02; Veilig Thuis gaat verder zonder strafrecht",
}


@dataclass(frozen=True, slots=True)
class ChartNode:
    """A box: a question with who answers it, or the outcome of a row (`row` is its number)."""

    key: str
    text: str
    depth: int
    question: Question | None = None
    by: OrganisationKind | None = None
    row: int | None = None


@dataclass(frozen=True, slots=True)
class ChartEdge:
    """An arrow from a question to the next box, with the answer that leads there."""

    source: str
    target: str
    answer: str
    label: str


@dataclass(frozen=True, slots=True)
class Chart:
    """The whole drawing; the first node is the start."""

    nodes: tuple[ChartNode, ...]
    edges: tuple[ChartEdge, ...]


def chart() -> Chart:
    """Build the drawing from the rows, boxes in the order of the rows, each box and arrow once."""
    nodes: dict[str, ChartNode] = {}
    edges: dict[tuple[str, str], ChartEdge] = {}
    for row in ROWS:
        for depth, (question, answer) in enumerate(row.conditions):
            asked = QUESTIONS[question]
            source = node_key(row.conditions[:depth])
            nodes.setdefault(source, ChartNode(source, asked.text, depth, question=question, by=asked.by))
            reached = row.conditions[: depth + 1]
            target = outcome_key(row) if question_after(reached) is None else node_key(reached)
            edges.setdefault(
                (source, target), ChartEdge(source, target, str(answer), asked.labels[str(answer)])
            )
        outcome = outcome_key(row)
        nodes[outcome] = ChartNode(outcome, OUTCOMES[row.number], len(row.conditions), row=row.number)
    return Chart(tuple(nodes.values()), tuple(edges.values()))
