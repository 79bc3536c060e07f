"""Screenings as they are filled in: the SASH, the stalking checklist, the individual assessment."""

from __future__ import annotations

from collections.abc import Collection

from cases.assessments.rules.answers import Presence, YesNo
from cases.assessments.rules.protection import Characteristic, Protection, Risk
from cases.assessments.rules.sash import QUESTIONS, Concern
from cases.assessments.rules.stalking_checklist import QUESTIONS as CHECKLIST
from cases.assessments.services import ChecklistGiven, SashGiven, SashInput, VictimAssessment
from tests.factories.family import Family


def sash(
    *,
    present: Collection[str] = (),
    only: Collection[str] | None = None,
    note: str = "",
    **changes: object,
) -> SashInput:
    """A SASH about a former partner of low concern; `only`: no other questions are answered."""
    answers = tuple(
        SashGiven(
            code=question.code,
            answer=_answer(question.code, present, only),
            note=note if question.code in present else "",
        )
        for question in QUESTIONS
    )
    values: dict[str, object] = {"ex_partner": True, "answers": answers, "concern": Concern.LOW}
    return SashInput(**(values | changes))  # type: ignore[arg-type]  # one place fills in all fields by name


def _answer(code: str, present: Collection[str], only: Collection[str] | None) -> Presence | None:
    if only is not None and code not in only:
        return None
    return Presence.PRESENT if code in present else Presence.ABSENT


def checklist(yes: Collection[str] = ()) -> tuple[ChecklistGiven, ...]:
    """A checklist on which these questions are answered with yes and the others with no."""
    return tuple(
        ChecklistGiven(
            code=question.code,
            answer=YesNo.YES if question.code in yes else YesNo.NO,
            description="elke dag" if question.code in yes else "",
        )
        for question in CHECKLIST
    )


def victim_assessment(family: Family, **changes: object) -> VictimAssessment:
    """The individual assessment of the victim: special protection is needed."""
    values: dict[str, object] = {
        "victim": family.victim,
        "relation": "Ex-partner, vader van de kinderen",
        "offence_circumstances": "Staat steeds voor de deur",
        "characteristics": (Characteristic.DEPENDENT,),
        "risks": dict.fromkeys(Risk, YesNo.UNKNOWN) | {Risk.REPEAT: YesNo.YES},
        "needed": YesNo.YES,
        "measures": (Protection.NO_VISUAL_CONTACT, Protection.ALARM_DEVICE),
        "view": "Wil dat het ophoudt",
    }
    return VictimAssessment(**(values | changes))  # type: ignore[arg-type]  # filled in by name
