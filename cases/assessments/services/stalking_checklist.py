"""Writing the stalking checklist: fourteen questions with a description, in versions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from cases.access.actor import Actor
from cases.access.errors import Conflict, InvalidInput
from cases.access.rules.categories import Category
from cases.access.writing import one_write
from cases.assessments.models import ChecklistAnswer, StalkingChecklist
from cases.assessments.permissions import check_can_take_checklist
from cases.assessments.queries import current_checklist
from cases.assessments.rules.answers import YesNo
from cases.assessments.rules.stalking_checklist import QUESTION_BY_CODE, checklist_errors, summary_text
from cases.casefiles.models import Case
from cases.casefiles.services import lock_case, record_event

LONGEST_DESCRIPTION: Final = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class ChecklistGiven:
    """The answer to one question (`code`) with its description."""

    code: str
    answer: YesNo
    description: str = ""


@one_write
def record_checklist(
    *,
    case: Case,
    answers: tuple[ChecklistGiven, ...],
    actor: Actor,
    at: datetime,
    based_on: int | None = None,
) -> StalkingChecklist:
    """Record the checklist as a new version; its answers are offered to who takes the SASH.

    `based_on`: the version that was on the screen (0: none; None: not said). Raises NotAllowed, InvalidInput
    per question, and Conflict when somebody else recorded a version meanwhile.
    """
    check_can_take_checklist(actor, case.pk)
    lock_case(case.pk)
    last = current_checklist(case)
    version = last.version if last else 0
    if based_on is not None and based_on != version:
        raise Conflict(f"Intussen is versie {version} van de vragenlijst vastgelegd. Bekijk die eerst.")
    given = {row.code: row.answer for row in answers}
    texts = {row.code: row.description for row in answers}
    errors = checklist_errors(given, texts)
    for row in answers:
        if len(row.description) > LONGEST_DESCRIPTION:
            errors[row.code] = [f"Gebruik hoogstens {LONGEST_DESCRIPTION} tekens."]
    if errors:
        raise InvalidInput(errors)
    saved = StalkingChecklist.objects.create(
        case=case,
        version=version + 1,
        organisation_id=actor.organisation_id,
        recorded_by_id=actor.user_id,
        recorded_at=at,
    )
    for code in QUESTION_BY_CODE:
        ChecklistAnswer.objects.create(
            checklist=saved, code=code, answer=given[code].value, description=texts[code].strip()
        )
    record_event(
        case=case,
        kind="stalking_checklist_recorded",
        category=Category.SCREENINGS,
        summary=f"Vragenlijst bij stalking: {summary_text(given)} Versie {saved.version}.",
        actor=actor,
        at=at,
        subject=saved,
    )
    return saved
