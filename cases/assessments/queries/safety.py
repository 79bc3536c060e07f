"""Reading unsafe events and the safety assessment, by what the actor may see."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db.models import Prefetch, QuerySet

from cases.access.rules.categories import Category
from cases.assessments.models import (
    AssessedCriterion,
    AssessedThreat,
    Incident,
    SafetyAssessment,
    UnsafePerson,
)
from cases.assessments.rules import acute
from cases.assessments.rules.answers import Outcome
from cases.assessments.rules.criteria import Prefill, prefill_eight_year
from cases.assessments.rules.structural import Pattern, pattern_of
from cases.casefiles.models import Case, CaseRole
from cases.casefiles.queries import CaseAccess
from cases.offences.queries import charges_of, rule_charges
from cases.organisations.models import Organisation
from cases.persons.models import Person
from cases.terms.models import Term
from cases.terms.queries import open_terms_of
from cases.terms.rules.kinds import TermKind

PART_A: Final = acute.PART_A
PART_B: Final = acute.PART_B
THREATENING_ROLES: Final = ("suspect", "network")


@dataclass(frozen=True, slots=True)
class Incidents:
    """The unsafe events that the actor may see, the latest first, and how many are hidden."""

    shown: tuple[Incident, ...]
    held_back: int


def versions_of(case: Case, part: str) -> QuerySet[SafetyAssessment]:
    """Every concluded version of a part with its grounds, the current one first."""
    threats = AssessedThreat.objects.select_related("person").order_by("pk")
    criteria = AssessedCriterion.objects.order_by("pk")
    return (
        SafetyAssessment.objects.filter(case=case, part=part)
        .select_related("organisation", "recorded_by")
        .prefetch_related(
            Prefetch("criteria", queryset=criteria),
            Prefetch("threats", queryset=threats),
            Prefetch("unsafe_persons", queryset=UnsafePerson.objects.select_related("person").order_by("pk")),
        )
        .order_by("-version")
    )


def current(case: Case, part: str) -> SafetyAssessment | None:
    """The last concluded version of part "A" or "B", also when it is out of date; None when there is none."""
    return versions_of(case, part).first()


def visible_versions(access: CaseAccess, part: str) -> tuple[SafetyAssessment, ...]:
    """The versions of a part whose conclusion the actor may see, the current one first."""
    return tuple(
        row
        for row in versions_of(access.case, part)
        if access.may_see(Category.ASSESSMENT_CONCLUSION, row.organisation_id)
    )


def sees_grounds(access: CaseAccess, assessment: SafetyAssessment) -> bool:
    """Whether the actor may see on what the conclusion rests (tables, section 5)."""
    return access.may_see(Category.ASSESSMENT_GROUNDS, assessment.organisation_id)


def unsafe_persons(case: Case) -> list[Person]:
    """Everybody whom Veilig Thuis marked unsafe in the current part A (guard 1 looks at each of them)."""
    assessment = current(case, PART_A)
    return [row.person for row in assessment.unsafe_persons.all()] if assessment else []


def incidents_of(access: CaseAccess) -> Incidents:
    """The unsafe events of the case, the latest first, without those recorded in error."""
    rows = list(
        Incident.objects.filter(case=access.case, error_reason="")
        .select_related("organisation")
        .order_by("-happened_on", "-pk")
    )
    shown = tuple(row for row in rows if access.may_see(Category.INCIDENTS, row.organisation_id))
    return Incidents(shown=shown, held_back=len(rows) - len(shown))


def threatening_roles(case: Case) -> list[CaseRole]:
    """The suspect and the members of the network: of each it is recorded whether she or he has access."""
    roles = (
        CaseRole.objects.filter(case=case, role__in=THREATENING_ROLES).select_related("person").order_by("pk")
    )
    return sorted(roles, key=lambda role: THREATENING_ROLES.index(role.role))


def prefill_of_charges(case: Case) -> Prefill:
    """What the charges say about criterion 1, with the grounds in Dutch."""
    return prefill_eight_year(tuple(rule_charges(case)))


def pattern_in(case: Case) -> Pattern:
    """The days on which something unsafe happened in the case: recorded events and the offences."""
    events = Incident.objects.filter(case=case, error_reason="").values_list("happened_on", flat=True)
    return pattern_of([*events, *(charge.committed_on for charge in charges_of(case))])


def is_answered(assessment: SafetyAssessment | None) -> bool:
    """Whether a part says yes or no and still holds."""
    return (
        assessment is not None
        and assessment.conclusion != Outcome.NOT_YET_KNOWN.value
        and assessment.outdated_at is None
    )


def awaited_part(case: Case) -> str:
    """The part that asks for a judgement, what is acute first; part A when neither does.

    A part that was concluded before a report came that is still to be assessed says nothing about it.
    """
    reports = open_terms_of(case, TermKind.VT_ASSESSMENT).values_list("started_at", flat=True)
    since = max(reports, default=None)
    for part in (PART_A, PART_B):
        row = current(case, part)
        if row is None or not is_answered(row) or (since is not None and row.concluded_at < since):
            return part
    return PART_A


def owed_judgements(case: Case, organisation: Organisation, at: datetime, part: str) -> list[Term]:
    """What a conclusion of this part with yes or no ends for the assessing Veilig Thuis.

    Judging this part again; for part A also part A itself and the judgement before a measure ends once its
    warning has come. The assessment of a report ends with the last of the two parts that answers it.
    """
    versions = SafetyAssessment.objects.filter(case=case, part=part).values_list("public_id", flat=True)
    again = open_terms_of(case, TermKind.REASSESS, organisation=organisation)
    owed = [*again.filter(subject_public_id__in=versions)]
    if part == PART_A:
        owed += open_terms_of(case, TermKind.PART_A, organisation=organisation)
        ending = open_terms_of(case, TermKind.MEASURE_ENDS, organisation=organisation)
        owed += [term for term in ending if term.due_at and at >= term.due_at - term.warning_spans().soon]
    other = current(case, PART_B if part == PART_A else PART_A)
    if other is not None and is_answered(other):
        reports = open_terms_of(case, TermKind.VT_ASSESSMENT, organisation=organisation)
        # A part that was concluded before the report came says nothing about it.
        owed += [term for term in reports if other.concluded_at >= term.started_at]
    return owed


def late_judgements(case: Case, organisation: Organisation, at: datetime, part: str) -> list[Term]:
    """Those of the owed judgements that are too late and ask the reason."""
    owed = owed_judgements(case, organisation, at, part)
    return [term for term in owed if term.is_late(at) and term.rule.late_reason_required]
