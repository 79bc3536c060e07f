"""Writing part A of the safety assessment: every conclusion is a new version, nothing is overwritten."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from cases.access.actor import Actor
from cases.access.errors import GuardRefusal, InvalidInput
from cases.access.rules.categories import Category
from cases.access.rules.refusal import Missing
from cases.access.writing import one_write
from cases.assessments.models import AssessedCriterion, AssessedThreat, SafetyAssessment, UnsafePerson
from cases.assessments.permissions import check_can_assess
from cases.assessments.queries import THREATENING_ROLES, current
from cases.assessments.rules.acute import (
    PART_A,
    Access,
    Proposal,
    conclusion_refusals,
    lifting_refusals,
    propose,
)
from cases.assessments.rules.answers import ACUTE_LABELS, Outcome, Presence, YesNo
from cases.assessments.rules.criteria import CRITERIA
from cases.assessments.services.versions import (
    GROUNDS_SOURCES,
    check_based_on,
    meet_judgements,
    new_version,
    share_grounds,
)
from cases.casefiles.models import Case, CaseEvent, CaseRole
from cases.casefiles.services import lock_case, record_event
from cases.organisations.rules import OrganisationKind
from cases.persons.models import Person


@dataclass(frozen=True, slots=True, kw_only=True)
class CriterionAnswer:
    """The answer to one of the ten criteria (`code` 1-10) with its note and source."""

    code: int
    answer: Presence
    note: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ThreatAnswer:
    """Whether one threatening person has access to the victim or others."""

    person: Person
    access: YesNo
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PartA:
    """Part A as the assessor concludes it.

    A criterion that is left out is unknown. `unsafe`: who is unsafe, at least one when the conclusion is yes.
    `share_grounds`: police and OM may see the grounds for their task. `late_reason`: why a term of Veilig
    Thuis that has passed is met only now. `based_on`: the version that the assessor had before her (0: none;
    None: not said).
    """

    criteria: tuple[CriterionAnswer, ...]
    threats: tuple[ThreatAnswer, ...]
    sight: YesNo
    conclusion: Outcome
    sight_note: str = ""
    unsafe: tuple[Person, ...] = ()
    deviation_reason: str = ""
    explanation: str = ""
    sources: tuple[str, ...] = ()
    share_grounds: bool = False
    late_reason: str = ""
    based_on: int | None = None

    @property
    def proposal(self) -> Proposal:
        """What the rules propose for these answers."""
        answers = {row.code: row.answer for row in self.criteria}
        return propose(
            answers, [Access(row.person.full_name, row.access) for row in self.threats], self.sight
        )


@one_write
def conclude_part_a(*, case: Case, part_a: PartA, actor: Actor, at: datetime) -> SafetyAssessment:
    """Conclude part A (acute unsafety) as a new version.

    A conclusion yes or no meets what Veilig Thuis owed: part A, judging again, and once part B is answered
    too the assessment of the report. Raises NotAllowed, InvalidInput per field of `PartA`, GuardRefusal when
    the conclusion differs from the proposal without a reason, and Conflict when somebody else concluded a
    version meanwhile.
    """
    check_can_assess(actor, case.pk)
    lock_case(case.pk)
    check_based_on(case, PART_A, part_a.based_on)
    errors = _part_a_errors(case, part_a)
    if errors:
        raise InvalidInput(errors)
    proposal = part_a.proposal
    if missing := conclusion_refusals(proposal, part_a.conclusion, part_a.deviation_reason):
        raise GuardRefusal(missing)
    differs = part_a.conclusion is not proposal.outcome
    saved = new_version(
        case,
        PART_A,
        actor,
        at,
        sight=part_a.sight.value,
        sight_note=part_a.sight_note.strip(),
        proposal=proposal.outcome.value,
        conclusion=part_a.conclusion.value,
        deviation_reason=part_a.deviation_reason.strip() if differs else "",
        explanation=part_a.explanation.strip(),
        sources=sorted(set(part_a.sources) | {row.source for row in part_a.criteria if row.source}),
    )
    _save_grounds(saved, part_a)
    if part_a.share_grounds:
        share_grounds(case, actor=actor, at=at)
    event = _tell_conclusion(saved, f"Onderdeel A: {ACUTE_LABELS[part_a.conclusion]}.", actor=actor, at=at)
    if part_a.conclusion is not Outcome.NOT_YET_KNOWN:
        meet_judgements(saved, event, part_a.late_reason, actor=actor, at=at)
    return saved


def _part_a_errors(case: Case, part_a: PartA) -> dict[str, list[str]]:
    roles = list(CaseRole.objects.filter(case=case).values_list("person_id", "role"))
    threatening = {person for person, role in roles if role in THREATENING_ROLES}
    suspects = {person for person, role in roles if role == "suspect"}
    others = {person for person, _ in roles} - suspects
    unsafe = {person.pk for person in part_a.unsafe}
    errors: dict[str, list[str]] = {}
    if {row.person.pk for row in part_a.threats} != threatening:
        errors["threats"] = ["Leg van iedere dreigende persoon vast of die toegang heeft."]
    if not unsafe <= others:
        errors["unsafe"] = ["Kies personen uit deze zaak, niet de verdachte."]
    elif part_a.conclusion is Outcome.YES and not unsafe:
        errors["unsafe"] = ["Kies wie onveilig is: maatregelen moeten ieder van hen beschermen."]
    known = {criterion.code for criterion in CRITERIA}
    if len({row.code for row in part_a.criteria} & known) != len(part_a.criteria):
        errors["criteria"] = ["Beoordeel elk criterium één keer."]
    if not set(part_a.sources) | {row.source for row in part_a.criteria if row.source} <= GROUNDS_SOURCES:
        errors["sources"] = ["Kies een bron uit de lijst."]
    if part_a.conclusion is not Outcome.NOT_YET_KNOWN and not part_a.sources:
        errors["sources"] = ["Kies waarop de beoordeling berust."]
    return errors


def _save_grounds(assessment: SafetyAssessment, part_a: PartA) -> None:
    """All ten criteria are kept, so that an unknown one stands on the record as unknown."""
    given = {row.code: row for row in part_a.criteria}
    for criterion in CRITERIA:
        row = given.get(criterion.code, CriterionAnswer(code=criterion.code, answer=Presence.UNKNOWN))
        AssessedCriterion.objects.create(
            assessment=assessment,
            code=str(row.code),
            answer=row.answer.value,
            note=row.note.strip(),
            source=row.source,
        )
    for threat in part_a.threats:
        AssessedThreat.objects.create(
            assessment=assessment, person=threat.person, access=threat.access.value, note=threat.note.strip()
        )
    _save_unsafe(assessment, part_a.unsafe)


def _save_unsafe(assessment: SafetyAssessment, persons: Iterable[Person]) -> None:
    for person in dict.fromkeys(persons):
        UnsafePerson.objects.create(assessment=assessment, person=person)


def _tell_conclusion(assessment: SafetyAssessment, summary: str, *, actor: Actor, at: datetime) -> CaseEvent:
    return record_event(
        case=assessment.case,
        kind="part_a_concluded",
        category=Category.ASSESSMENT_CONCLUSION,
        summary=f"{summary} Versie {assessment.version}.",
        actor=actor,
        at=at,
        subject=assessment,
    )


@one_write
def lift_acuteness(
    *, case: Case, plan: str, sight: YesNo, sight_note: str, actor: Actor, at: datetime, late_reason: str = ""
) -> SafetyAssessment:
    """Record as a new version that acuteness is lifted: a plan *and* sight by third parties.

    The criteria and the access of the lifted version are kept as they were (domain guide, section 7, guard
    1). `plan` and `sight_note` say in words what makes it safe. Raises NotAllowed, and GuardRefusal with
    everything that is missing or when there is no acute unsafety to lift.
    """
    check_can_assess(actor, case.pk)
    lock_case(case.pk)
    former = current(case, PART_A)
    if former is None or former.conclusion != Outcome.YES.value:
        raise GuardRefusal(
            [Missing("acute", "Er is geen acute onveiligheid vastgesteld.", OrganisationKind.VT)]
        )
    has_sight = sight if sight_note.strip() else YesNo.UNKNOWN
    if missing := lifting_refusals(has_plan=bool(plan.strip()), sight=has_sight):
        raise GuardRefusal(missing)
    saved = new_version(
        case,
        PART_A,
        actor,
        at,
        sight=sight.value,
        proposal=Outcome.NO.value,
        conclusion=Outcome.NO.value,
        sources=former.sources,
        acuteness_lifted=True,
        lifted_plan=plan.strip(),
        lifted_sight=sight_note.strip(),
    )
    for row in former.criteria.all():
        AssessedCriterion.objects.create(
            assessment=saved, code=row.code, answer=row.answer, note=row.note, source=row.source
        )
    for threat in former.threats.all():
        AssessedThreat.objects.create(
            assessment=saved, person=threat.person, access=threat.access, note=threat.note
        )
    event = _tell_conclusion(saved, "De acute onveiligheid is opgeheven.", actor=actor, at=at)
    meet_judgements(saved, event, late_reason, actor=actor, at=at)
    return saved
