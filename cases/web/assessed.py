"""What the safety tab shows of the two parts of the assessment: conclusion, grounds, versions, next steps."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from django.urls import reverse

from cases.access.rules.categories import Category
from cases.assessments.models import SOURCE_CHOICES, AssessedCriterion, SafetyAssessment
from cases.assessments.permissions import can_assess
from cases.assessments.queries import PART_A, PART_B, sees_grounds, visible_versions
from cases.assessments.rules.answers import Outcome
from cases.assessments.rules.criteria import CRITERION_BY_CODE
from cases.assessments.rules.structural import HARMFUL_EVENTS
from cases.casefiles.queries import CaseAccess
from cases.plans.queries import conditions_of
from cases.terms.rules.wording import count_text, local
from cases.web import part_a, part_b
from cases.web.components import (
    Action,
    Badge,
    Cell,
    Column,
    CriterionResult,
    DataTable,
    EmptyState,
    Fact,
    Notice,
    PersonChip,
    Row,
    SafetyMark,
    SourceLine,
    Tone,
)
from cases.web.moments import moment_text
from cases.web.naming import Naming
from cases.web.requests import ActorRequest

SOURCES: Final = dict(SOURCE_CHOICES)
HELD_BACK_GROUNDS: Final = "De onderbouwing is niet voor uw organisatie."
KIND_NUMBERS: Final = {code: number for number, code in enumerate(HARMFUL_EVENTS, start=1)}


@dataclass(frozen=True, slots=True)
class Part:
    """What tells the parts apart on the page."""

    letter: str
    title: str
    anchor: str
    question: str
    nothing: str
    url_name: str
    marks: dict[Outcome, SafetyMark]


PARTS: Final = (
    Part(
        letter=PART_A,
        title="Onderdeel A: acute onveiligheid",
        anchor="onderdeel-a",
        question="Acuut onveilig",
        nothing="Veilig Thuis beoordeelt de acute onveiligheid.",
        url_name="cases:part-a",
        marks=part_a.MARKS,
    ),
    Part(
        letter=PART_B,
        title="Onderdeel B: structurele onveiligheid",
        anchor="onderdeel-b",
        question="Structureel onveilig",
        nothing="Veilig Thuis beoordeelt of de onveiligheid zich herhaalt of voortduurt.",
        url_name="cases:part-b",
        marks=part_b.MARKS,
    ),
)


@dataclass(frozen=True, slots=True)
class Grounds:
    """On what a conclusion rests."""

    results: tuple[CriterionResult, ...]
    facts: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class AssessmentPanel:
    """The current version of a part as one actor may see it."""

    mark: SafetyMark
    source: SourceLine
    outdated: Notice | None
    unsafe: tuple[PersonChip, ...]
    grounds: Grounds | None
    versions: DataTable | None


@dataclass(frozen=True, slots=True)
class AssessedPart:
    """A part on the page: its panel, or that it is not there yet; and what the actor can do."""

    title: str
    anchor: str
    panel: AssessmentPanel | None
    nothing: EmptyState
    held_back: str
    actions: tuple[Action, ...]


def assessed_parts(
    request: ActorRequest, access: CaseAccess, naming: Naming, signatures: Mapping[UUID, str]
) -> tuple[tuple[AssessedPart, ...], tuple[SafetyAssessment, ...]]:
    """Both parts as the page shows them, noted in the access log; and the versions of part A."""
    shown = []
    of_part_a: tuple[SafetyAssessment, ...] = ()
    for part in PARTS:
        versions = visible_versions(access, part.letter)
        if part.letter == PART_A:
            of_part_a = versions
        _note_shown(request, access, versions, naming)
        held_back = versions and not sees_grounds(access, versions[0])
        shown.append(
            AssessedPart(
                title=part.title,
                anchor=part.anchor,
                panel=_panel(access, part, versions, naming, at=request.at, signatures=signatures)
                if versions
                else None,
                nothing=_nothing_yet(access, part),
                held_back=HELD_BACK_GROUNDS if held_back else "",
                actions=_actions(access, part, versions, request.at),
            )
        )
    return tuple(shown), of_part_a


def _note_shown(
    request: ActorRequest, access: CaseAccess, versions: tuple[SafetyAssessment, ...], naming: Naming
) -> None:
    if not versions:
        return
    request.trail.shows(
        persons=naming.shown([row.person for row in versions[0].unsafe_persons.all()]),
        categories=[Category.ASSESSMENT_CONCLUSION],
    )
    if sees_grounds(access, versions[0]):
        request.trail.shows(
            persons={row.person_id for row in versions[0].threats.all()},
            categories=[Category.ASSESSMENT_GROUNDS],
        )


def _panel(
    access: CaseAccess,
    part: Part,
    versions: tuple[SafetyAssessment, ...],
    naming: Naming,
    *,
    at: datetime,
    signatures: Mapping[UUID, str],
) -> AssessmentPanel:
    assessment = versions[0]
    outdated = None
    if assessment.outdated_at is not None:
        text = f"{assessment.outdated_reason} Veilig Thuis beoordeelt opnieuw."
        title = f"Verouderd sinds {moment_text(assessment.outdated_at, at)}"
        outdated = Notice(title=title, text=text, tone=Tone.WARNING)
    return AssessmentPanel(
        mark=part.marks[Outcome(assessment.conclusion)],
        source=SourceLine(
            organisation=signatures.get(assessment.public_id, assessment.organisation.short_name),
            at=assessment.concluded_at,
            by=f"versie {assessment.version}",
        ),
        outdated=outdated,
        unsafe=tuple(naming.chip(row.person, local(at).date()) for row in assessment.unsafe_persons.all()),
        grounds=_grounds(assessment) if sees_grounds(access, assessment) else None,
        versions=_versions(part, versions) if len(versions) > 1 else None,
    )


def _grounds(assessment: SafetyAssessment) -> Grounds:
    is_a = assessment.part == PART_A
    rows = list(assessment.criteria.all())
    results = tuple(
        _criterion(assessment, row) if is_a else _kind(assessment, row)
        for row in rows
        if is_a or row.answer != "absent"
    )
    facts = [*(_situation(assessment) if is_a else _left_out(rows)), *_texts(assessment)]
    return Grounds(results=results, facts=tuple(fact for fact in facts if fact.value or fact.unknown))


def _criterion(assessment: SafetyAssessment, row: AssessedCriterion) -> CriterionResult:
    return _result(assessment, row, int(row.code), CRITERION_BY_CODE[int(row.code)].label)


def _kind(assessment: SafetyAssessment, row: AssessedCriterion) -> CriterionResult:
    return _result(assessment, row, KIND_NUMBERS[row.code], HARMFUL_EVENTS[row.code].label)


def _result(assessment: SafetyAssessment, row: AssessedCriterion, number: int, text: str) -> CriterionResult:
    name = assessment.organisation.short_name
    source = SourceLine(organisation=name, by=SOURCES[row.source]) if row.source else None
    return CriterionResult(number=number, text=text, answer=row.answer, note=row.note, source=source)


def _left_out(rows: Iterable[AssessedCriterion]) -> Iterable[Fact]:
    """The kinds that are not there, by number only: twenty-five rows would hide the ones that are."""
    count = sum(row.answer == "absent" for row in rows)
    if count:
        yield Fact(label="Afwezig", value=count_text(count, "soort gebeurtenis", "soorten gebeurtenissen"))


def _situation(assessment: SafetyAssessment) -> Iterable[Fact]:
    for threat in assessment.threats.all():
        yield Fact(
            label=f"Toegang van {threat.person.full_name}",
            value=_with_note(threat.get_access_display(), threat.note),
            unknown=threat.access == "unknown",
        )
    sight = _with_note(assessment.get_sight_display(), assessment.sight_note)
    yield Fact(label="Zicht door derden", value=sight, unknown=assessment.sight == "unknown")


def _texts(assessment: SafetyAssessment) -> Iterable[Fact]:
    proposal = "" if assessment.acuteness_lifted else assessment.get_proposal_display()
    texts = (
        ("Berust op", ", ".join(SOURCES[code] for code in assessment.sources)),
        ("Voorstel van de regels", proposal),
        ("Waarom anders dan het voorstel", assessment.deviation_reason),
        ("Toelichting", assessment.explanation),
        ("Opgeheven door dit plan", assessment.lifted_plan),
        ("En dit zicht door derden", assessment.lifted_sight),
    )
    return (Fact(label=label, value=text) for label, text in texts)


def _with_note(answer: str, note: str) -> str:
    return f"{answer}. {note}" if note else answer


def _versions(part: Part, versions: tuple[SafetyAssessment, ...]) -> DataTable:
    return DataTable(
        caption=f"Versies van onderdeel {part.letter}",
        columns=(Column(label="Versie"), Column(label="Vastgesteld"), Column(label=part.question)),
        rows=tuple(
            Row(
                cells=(
                    Cell(
                        text=f"{row.version}", badge=None if row is versions[0] else Badge(text="vervangen")
                    ),
                    Cell(text=moment_text(row.concluded_at)),
                    Cell(text="opgeheven" if row.acuteness_lifted else row.get_conclusion_display()),
                ),
                muted=row is not versions[0],
            )
            for row in versions
        ),
    )


def _nothing_yet(access: CaseAccess, part: Part) -> EmptyState:
    mine = can_assess(access.actor, access.case.pk)
    url = reverse(part.url_name, kwargs={"zaak": access.case.public_id})
    label = f"Onderdeel {part.letter} beoordelen"
    return EmptyState(
        title=f"Onderdeel {part.letter} is er nog niet",
        text=part.nothing,
        icon="help-circle",
        action=Action(label=label, url=url, kind="primary") if mine else None,
    )


def _actions(
    access: CaseAccess, part: Part, versions: tuple[SafetyAssessment, ...], at: datetime
) -> tuple[Action, ...]:
    """What the responsible Veilig Thuis can do from here, the next step first; nobody else has a button."""
    if not versions or not can_assess(access.actor, access.case.pk):
        return ()
    zaak = {"zaak": access.case.public_id}
    again = Action(
        label=f"Onderdeel {part.letter} opnieuw beoordelen",
        url=reverse(part.url_name, kwargs=zaak),
        kind="primary" if versions[0].outdated_at else "secondary",
    )
    if part.letter == PART_B or versions[0].conclusion != Outcome.YES.value:
        return (again,)
    needed = not versions[0].outdated_at and not conditions_of(access, at)
    conditions = Action(
        label="Voorwaarden stellen",
        url=reverse("cases:condition", kwargs=zaak),
        kind="primary" if needed else "secondary",
    )
    lift = Action(
        label="Acute onveiligheid opheffen", url=reverse("cases:lift-acuteness", kwargs=zaak), kind="subtle"
    )
    return (conditions, again, lift)
