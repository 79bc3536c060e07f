"""States of a term and of its stages (domain guide, section 10: it never disappears)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class TermStatus(StrEnum):
    """A term is open until it is met, met late (with reason) or cancelled (with reason)."""

    OPEN = "open"
    MET = "met"
    MET_LATE = "met_late"
    CANCELLED = "cancelled"


TERM_STATUS_LABELS: Final[dict[TermStatus, str]] = {
    TermStatus.OPEN: "loopt",
    TermStatus.MET: "gehaald",
    TermStatus.MET_LATE: "te laat gehaald",
    TermStatus.CANCELLED: "vervallen",
}


class StageStatus(StrEnum):
    """A stage waits, was given, or lost its sense because the term ended."""

    PENDING = "pending"
    FIRED = "fired"
    CANCELLED = "cancelled"


STAGE_STATUS_LABELS: Final[dict[StageStatus, str]] = {
    StageStatus.PENDING: "wacht",
    StageStatus.FIRED: "gegeven",
    StageStatus.CANCELLED: "vervallen",
}


@dataclass(frozen=True, slots=True)
class Move:
    """One row: from a state (None: not there yet) by an event to a state, and on which condition."""

    source: TermStatus | None
    event: str
    target: TermStatus
    guard: str = ""


OPEN, MET, LATE, CANCELLED = TermStatus
TERM_MOVES: Final[tuple[Move, ...]] = (
    Move(None, "begint met zijn gebeurtenis", OPEN, "hetzelfde nog niet nodig in de zaak"),
    Move(OPEN, "waarschuwing, alarm of opschaling gegeven", OPEN, "elke stap één keer"),
    Move(OPEN, "opgepakt", OPEN, "na het alarm; de opschaling stopt"),
    Move(OPEN, "gedaan", MET, "uiterlijk op het moment"),
    Move(OPEN, "gedaan na het moment", LATE, "met reden waar de regel dat vraagt"),
    Move(OPEN, "niet meer nodig, verlengd, gecorrigeerd of stilgezet", CANCELLED, "met reden"),
    Move(CANCELLED, "telt opnieuw als nieuwe rij", OPEN, "verlengd, gecorrigeerd of hervat; stappen opnieuw"),
)


def may_become(source: TermStatus, target: TermStatus) -> bool:
    """Whether one row can go from a state to another; a term that counts again is another row."""
    return any(move.source is source and move.target is target and source is OPEN for move in TERM_MOVES)


def diagram() -> str:
    """The states as a Mermaid diagram, for docs/states/term.md."""
    lines = ["stateDiagram-v2"]
    lines += [f"    {status.value}: {label}" for status, label in TERM_STATUS_LABELS.items()]
    for move in TERM_MOVES:
        guard = f" [{move.guard}]" if move.guard else ""
        lines.append(f"    {move.source or '[*]'} --> {move.target}: {move.event}{guard}")
    lines += [f"    {status} --> [*]" for status in (MET, LATE)]
    return "\n".join(lines) + "\n"
