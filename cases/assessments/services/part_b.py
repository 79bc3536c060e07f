"""Writing part B of the safety assessment: structural unsafety, in versions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from cases.access.actor import Actor
from cases.access.errors import GuardRefusal, InvalidInput
from cases.access.rules.categories import Category
from cases.access.writing import one_write
from cases.assessments.models import AssessedCriterion, SafetyAssessment
from cases.assessments.permissions import check_can_assess
from cases.assessments.queries import pattern_in
from cases.assessments.rules.acute import PART_B
from cases.assessments.rules.answers import STRUCTURAL_LABELS, Outcome, Presence
from cases.assessments.rules.structural import HARMFUL_EVENTS, propose_structural, structural_refusals
from cases.assessments.services.versions import (
    GROUNDS_SOURCES,
    check_based_on,
    meet_judgements,
    new_version,
    share_grounds,
)
from cases.casefiles.models import Case
from cases.casefiles.services import lock_case, record_event


@dataclass(frozen=True, slots=True, kw_only=True)
class HarmAnswer:
    """Whether one kind of harmful event (`code` of the tree) is there, with its note and source."""

    code: str
    answer: Presence
    note: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PartB:
    """Part B as the assessor concludes it.

    A kind that is left out is unknown. `share_grounds`: police and OM may see the grounds for their task.
    `late_reason`: why a term of Veilig Thuis that has passed is met only now. `based_on`: the version that
    the assessor had before her (0: none; None: not said).
    """

    kinds: tuple[HarmAnswer, ...]
    conclusion: Outcome
    deviation_reason: str = ""
    explanation: str = ""
    sources: tuple[str, ...] = ()
    share_grounds: bool = False
    late_reason: str = ""
    based_on: int | None = None

    @property
    def answers(self) -> dict[str, Presence]:
        """The answers by kind."""
        return {row.code: row.answer for row in self.kinds}


@one_write
def conclude_part_b(*, case: Case, part_b: PartB, actor: Actor, at: datetime) -> SafetyAssessment:
    """Conclude part B (structural unsafety) as a new version.

    A conclusion yes or no meets judging again, and once part A is answered too the assessment of the report.
    Raises NotAllowed, InvalidInput per field of `PartB`, GuardRefusal when the conclusion differs from the
    proposal without a reason or another form has no description, and Conflict when somebody else concluded a
    version meanwhile.
    """
    check_can_assess(actor, case.pk)
    lock_case(case.pk)
    check_based_on(case, PART_B, part_b.based_on)
    if errors := _errors(part_b):
        raise InvalidInput(errors)
    proposal = propose_structural(part_b.answers, pattern_in(case))
    texts = {row.code: row.note for row in part_b.kinds}
    if missing := structural_refusals(
        proposal, part_b.conclusion, part_b.answers, texts, part_b.deviation_reason
    ):
        raise GuardRefusal(missing)
    differs = part_b.conclusion is not proposal.outcome
    saved = new_version(
        case,
        PART_B,
        actor,
        at,
        proposal=proposal.outcome.value,
        conclusion=part_b.conclusion.value,
        deviation_reason=part_b.deviation_reason.strip() if differs else "",
        explanation=part_b.explanation.strip(),
        sources=sorted(set(part_b.sources) | {row.source for row in part_b.kinds if row.source}),
    )
    _save_kinds(saved, part_b)
    if part_b.share_grounds:
        share_grounds(case, actor=actor, at=at)
    event = record_event(
        case=case,
        kind="part_b_concluded",
        category=Category.ASSESSMENT_CONCLUSION,
        summary=f"Onderdeel B: {STRUCTURAL_LABELS[part_b.conclusion]}. Versie {saved.version}.",
        actor=actor,
        at=at,
        subject=saved,
    )
    if part_b.conclusion is not Outcome.NOT_YET_KNOWN:
        meet_judgements(saved, event, part_b.late_reason, actor=actor, at=at)
    return saved


def _errors(part_b: PartB) -> dict[str, list[str]]:
    errors: dict[str, list[str]] = {}
    if len(set(part_b.answers) & set(HARMFUL_EVENTS)) != len(part_b.kinds):
        errors["kinds"] = ["Beoordeel elke soort gebeurtenis één keer."]
    if not set(part_b.sources) | {row.source for row in part_b.kinds if row.source} <= GROUNDS_SOURCES:
        errors["sources"] = ["Kies een bron uit de lijst."]
    if part_b.conclusion is not Outcome.NOT_YET_KNOWN and not part_b.sources:
        errors["sources"] = ["Kies waarop de beoordeling berust."]
    return errors


def _save_kinds(assessment: SafetyAssessment, part_b: PartB) -> None:
    """The whole tree is kept, so that an unknown kind stands on the record as unknown."""
    given = {row.code: row for row in part_b.kinds}
    for code in HARMFUL_EVENTS:
        row = given.get(code, HarmAnswer(code=code, answer=Presence.UNKNOWN))
        AssessedCriterion.objects.create(
            assessment=assessment,
            code=code,
            answer=row.answer.value,
            note=row.note.strip(),
            source=row.source,
        )
