"""Consent of a person for sharing what a giver recorded: its steps and what may follow what (tables, 5)."""

from __future__ import annotations

from enum import StrEnum
from typing import Final


class ConsentStep(StrEnum):
    """One step; only GIVEN opens anything, and only as long as it is the last one."""

    ASKED = "asked"
    GIVEN = "given"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


STEP_LABELS: Final[dict[ConsentStep, str]] = {
    ConsentStep.ASKED: "gevraagd",
    ConsentStep.GIVEN: "gegeven",
    ConsentStep.REFUSED: "geweigerd",
    ConsentStep.WITHDRAWN: "ingetrokken",
}


class ConsentBy(StrEnum):
    """Who decides about it; never the suspect."""

    SELF = "self"
    GUARDIAN = "guardian"


BY_LABELS: Final[dict[ConsentBy, str]] = {
    ConsentBy.SELF: "de betrokkene zelf",
    ConsentBy.GUARDIAN: "de ouder of voogd (niet de verdachte)",
}


class ConsentManner(StrEnum):
    """How the person said so."""

    PHONE = "phone"
    IN_PERSON = "in_person"
    WRITING = "writing"


MANNER_LABELS: Final[dict[ConsentManner, str]] = {
    ConsentManner.PHONE: "aan de telefoon",
    ConsentManner.IN_PERSON: "in een gesprek",
    ConsentManner.WRITING: "schriftelijk",
}

# What may follow what; None: nothing was recorded yet.
_FOLLOWS: Final[dict[ConsentStep | None, frozenset[ConsentStep]]] = {
    None: frozenset({ConsentStep.ASKED, ConsentStep.GIVEN, ConsentStep.REFUSED}),
    ConsentStep.ASKED: frozenset({ConsentStep.GIVEN, ConsentStep.REFUSED}),
    ConsentStep.GIVEN: frozenset({ConsentStep.WITHDRAWN}),
    ConsentStep.REFUSED: frozenset({ConsentStep.ASKED, ConsentStep.GIVEN}),
    ConsentStep.WITHDRAWN: frozenset({ConsentStep.ASKED, ConsentStep.GIVEN}),
}


def next_steps(last: ConsentStep | None) -> tuple[ConsentStep, ...]:
    """The steps that may follow the last one, in the order in which they are taken."""
    return tuple(step for step in ConsentStep if step in _FOLLOWS[last])


def is_open(last: ConsentStep | None) -> bool:
    """Whether the consent opens the section now."""
    return last is ConsentStep.GIVEN
