"""On what a suspicion can rest (domain guide, section 4, step 1)."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum
from typing import Final

from zsm.decision.rules.facts import Answer, Evidence

GROUND_LENGTH: Final = 300


class SuspicionGround(StrEnum):
    """What gives a reasonable suspicion; a report of the offence (aangifte) is not needed."""

    STATEMENT = "statement"
    SCENE = "scene"
    INJURIES = "injuries"
    WITNESS = "witness"


SUSPICION_GROUND_LABELS: Final[dict[SuspicionGround, str]] = {
    SuspicionGround.STATEMENT: "een betrokkene verklaart het",
    SuspicionGround.SCENE: "de situatie ter plaatse wijst erop",
    SuspicionGround.INJURIES: "letsel zonder zekere medische oorzaak",
    SuspicionGround.WITNESS: "een ander heeft het gezien",
}


def ground_text(grounds: Iterable[SuspicionGround], other: str) -> str:
    """The grounds as one Dutch text, in the order of the list, with what was added in own words."""
    chosen = set(grounds)
    listed = [label for ground, label in SUSPICION_GROUND_LABELS.items() if ground in chosen]
    return "; ".join([*listed, other.strip()] if other.strip() else listed)


def fact_errors(
    *, suspicion: Answer, ground: str, evidence: Evidence, objections: Answer
) -> dict[str, list[str]]:
    """What is wrong with the prosecutor's three facts as filled in, per field; empty when all is well."""
    errors: dict[str, list[str]] = {}
    if suspicion is Answer.YES and not ground.strip():
        errors["suspicion_ground"] = ["Geef aan waarop de verdenking berust."]
    if len(ground) > GROUND_LENGTH:
        errors["suspicion_ground"] = [f"Gebruik samen ten hoogste {GROUND_LENGTH} tekens."]
    if suspicion is not Answer.YES and objections is Answer.YES:
        errors["serious_objections"] = ["Ernstige bezwaren kunnen er alleen zijn als er verdenking is."]
    if suspicion is Answer.NO and evidence is Evidence.SUFFICIENT:
        errors["evidence"] = ["Zonder verdenking kan het bewijs niet voldoende zijn."]
    return errors


def all_stated(*, suspicion: Answer, evidence: Evidence, objections: Answer) -> bool:
    """Whether the three facts are on record; without suspicion there is nothing more to state."""
    if suspicion is Answer.NO:
        return True
    return Answer.UNKNOWN not in (suspicion, objections) and evidence is not Evidence.UNKNOWN
