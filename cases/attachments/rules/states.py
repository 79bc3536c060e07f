"""The states of an attachment and what moves it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class State(StrEnum):
    """How an attachment stands; only `FREE` is read by others than the organisation that gave it."""

    WAITING = "waiting"
    HELD = "held"
    FREE = "free"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


STATE_LABELS: Final[dict[State, str]] = {
    State.WAITING: "wacht op nakijken",
    State.HELD: "tegengehouden",
    State.FREE: "vrij",
    State.REFUSED: "niet vrijgegeven",
    State.WITHDRAWN: "ingetrokken",
}
# A second person decides about these.
TO_LOOK_AT: Final = frozenset({State.WAITING, State.HELD})


@dataclass(frozen=True, slots=True)
class Move:
    """One step: from where (None: it is given), what happens, to where."""

    start: State | None
    event: str
    end: State


MOVES: Final[tuple[Move, ...]] = (
    Move(None, "given; nothing found", State.FREE),
    Move(None, "given; cannot be searched", State.WAITING),
    Move(None, "given; something found", State.HELD),
    Move(State.WAITING, "second person lets it go", State.FREE),
    Move(State.WAITING, "second person refuses", State.REFUSED),
    Move(State.HELD, "second person lets it go", State.FREE),
    Move(State.HELD, "second person refuses", State.REFUSED),
    Move(State.FREE, "downloaded; something protected since", State.HELD),
    *(Move(state, "giver withdraws", State.WITHDRAWN) for state in State if state is not State.WITHDRAWN),
)


def state_after_scan(*, searchable: bool, found: bool) -> State:
    """How an attachment stands when it was given."""
    if found:
        return State.HELD
    return State.FREE if searchable else State.WAITING


def diagram() -> str:
    """The states as a Mermaid diagram, for docs/states/attachment.md."""
    lines = ["stateDiagram-v2"]
    lines += [f"    {move.start or '[*]'} --> {move.end}: {move.event}" for move in MOVES]
    return "\n".join([*lines, f"    {State.WITHDRAWN} --> [*]", ""])
