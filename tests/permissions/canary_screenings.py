"""Part B, SASH, stalking checklist and individual assessment of the canary case."""

from __future__ import annotations

from collections.abc import Callable

from cases.access.wall import acting_as
from cases.assessments.models import (
    AssessedCriterion,
    ChecklistAnswer,
    IndividualAssessment,
    SafetyAssessment,
    Sash,
    SashAnswer,
    SashEnrichment,
)
from cases.assessments.rules.answers import Outcome, Presence, YesNo
from cases.assessments.rules.protection import Protection, Risk
from cases.assessments.rules.sash import QUESTIONS as SASH
from cases.assessments.rules.sash import Concern
from cases.assessments.rules.stalking_checklist import QUESTIONS as CHECKLIST
from cases.assessments.rules.structural import HARMFUL_EVENTS
from cases.assessments.services import (
    ChecklistGiven,
    HarmAnswer,
    PartB,
    SashGiven,
    SashInput,
    VictimAssessment,
    assess_victim,
    conclude_part_b,
    enrich_sash,
    hand_in_sash,
    record_checklist,
    save_sash,
)
from cases.casefiles.models import Case, CaseRole
from cases.organisations.rules import OrganisationKind
from tests.cases.terms.rules.moments import ams
from tests.factories.cast import Cast

K = OrganisationKind
TAKEN, SPOKEN = ams("2026-03-10 11:10"), ams("2026-03-10 19:40")
Word = Callable[..., str]


def screen(cast: Cast, case: Case, word: Word) -> None:
    """Part B; the checklist, a SASH that Veilig Thuis adds to, a draft of the next; the victim assessed."""
    police, vt = cast.actor("politie"), cast.actor("vt")
    with acting_as(vt):
        conclude_part_b(case=case, part_b=_part_b(word), actor=vt, at=TAKEN)
    with acting_as(police):
        record_checklist(case=case, answers=_checklist(word), actor=police, at=TAKEN)
        taken = hand_in_sash(case=case, sash=_sash(word), actor=police, at=TAKEN)
        save_sash(case=case, sash=_sash(word), actor=police, at=TAKEN)
        reason = word(IndividualAssessment, "view_missing_reason", K.POLITIE)
        given = _victim_assessment(case, word, K.POLITIE, reason=reason)
        assess_victim(case=case, assessment=given, actor=police, at=TAKEN)
    with acting_as(vt):
        enrich_sash(sash=taken, text=word(SashEnrichment, "text", K.VT), actor=vt, at=TAKEN)


def assessment_brought_up_to_date(cast: Cast, case: Case, word: Word) -> None:
    """The prosecution brings the assessment up to date with what the victim says."""
    om = cast.actor("om")
    with acting_as(om):
        view = word(IndividualAssessment, "victim_view", K.OM)
        given = _victim_assessment(case, word, K.OM, view=view)
        assess_victim(case=case, assessment=given, actor=om, at=SPOKEN)


def _part_b(word: Word) -> PartB:
    return PartB(
        kinds=tuple(
            HarmAnswer(
                code=code,
                answer=Presence.PRESENT,
                note=word(AssessedCriterion, "note", K.VT),
                source="report",
            )
            for code in HARMFUL_EVENTS
        ),
        conclusion=Outcome.NO,
        deviation_reason=word(SafetyAssessment, "deviation_reason", K.VT),
        explanation=word(SafetyAssessment, "explanation", K.VT),
        sources=("report",),
    )


def _checklist(word: Word) -> tuple[ChecklistGiven, ...]:
    return tuple(
        ChecklistGiven(
            code=question.code,
            answer=YesNo.YES,
            description=word(ChecklistAnswer, "description", K.POLITIE),
        )
        for question in CHECKLIST
    )


def _sash(word: Word) -> SashInput:
    return SashInput(
        ex_partner=True,
        answers=tuple(
            SashGiven(code=question.code, answer=Presence.ABSENT, note=word(SashAnswer, "note", K.POLITIE))
            for question in SASH
        ),
        concern=Concern.LOW,
        explanation=word(Sash, "explanation", K.POLITIE),
    )


def _victim_assessment(
    case: Case, word: Word, giver: OrganisationKind, *, view: str = "", reason: str = ""
) -> VictimAssessment:
    def weighed(field: str) -> str:
        return word(IndividualAssessment, field, giver)

    return VictimAssessment(
        victim=CaseRole.objects.select_related("person").get(case=case, role="victim").person,
        characteristics_note=weighed("characteristics_note"),
        relation=weighed("relation"),
        offence_circumstances=weighed("offence_circumstances"),
        risks=dict.fromkeys(Risk, YesNo.UNKNOWN),
        risk_note=weighed("risk_note"),
        needed=YesNo.YES,
        measures=(Protection.NO_VISUAL_CONTACT,),
        measures_note=weighed("measures_note"),
        view=view,
        view_missing_reason=reason,
    )
