"""Reading the SASH, the stalking checklist and the individual assessment, by what the actor may see."""

from __future__ import annotations

from django.db.models import Prefetch, QuerySet

from cases.access.rules.categories import Category
from cases.assessments.models import (
    ChecklistAnswer,
    IndividualAssessment,
    Sash,
    SashAnswer,
    SashEnrichment,
    StalkingChecklist,
)
from cases.assessments.rules.answers import Presence, YesNo
from cases.assessments.rules.stalking_checklist import EX_PARTNER, Suggestion, suggestions
from cases.casefiles.models import Case, CaseRole
from cases.casefiles.queries import CaseAccess
from cases.persons.models import Person, PersonRelation


def former_partnership(case: Case) -> QuerySet[PersonRelation]:
    """The relation of suspect and victim when they are former partners."""
    pair = CaseRole.objects.filter(case=case, role__in=("suspect", "victim")).values("person")
    return PersonRelation.objects.filter(kind="ex_partner", person__in=pair, other__in=pair)


def between_ex_partners(case: Case) -> bool:
    """Whether suspect and victim are former partners."""
    return former_partnership(case).exists()


# --- SASH -----------------------------------------------------------------------------------------


def handed_in_sashes(case: Case) -> QuerySet[Sash]:
    """Every version that was handed in, the current one first; drafts do not count."""
    enrichments = SashEnrichment.objects.select_related("organisation", "recorded_by").order_by("pk")
    return (
        Sash.objects.filter(case=case, status="handed_in")
        .select_related("organisation", "recorded_by")
        .prefetch_related(
            Prefetch("answers", queryset=SashAnswer.objects.order_by("pk")),
            Prefetch("enrichments", queryset=enrichments),
        )
        .order_by("-version")
    )


def current_sash(case: Case) -> Sash | None:
    """The last version that was handed in, with its answers; None when there is none."""
    return handed_in_sashes(case).first()


def draft_sash(case: Case, organisation_id: int) -> Sash | None:
    """The draft that the organisation is working on."""
    drafts = Sash.objects.filter(case=case, status="draft", organisation=organisation_id)
    answers = Prefetch("answers", queryset=SashAnswer.objects.order_by("pk"))
    return drafts.select_related("organisation", "recorded_by").prefetch_related(answers).first()


def visible_sashes(access: CaseAccess) -> tuple[Sash, ...]:
    """The handed-in versions that the actor may see, the current one first."""
    return tuple(
        row
        for row in handed_in_sashes(access.case)
        if access.may_see(Category.SCREENINGS, row.organisation_id)
    )


def answers_of(sash: Sash) -> dict[str, Presence]:
    """The answers that were given, by question."""
    return {row.code: Presence(row.answer) for row in sash.answers.all() if row.answer}


# --- checklist ------------------------------------------------------------------------------------


def checklists_of(case: Case) -> QuerySet[StalkingChecklist]:
    """Every version of the checklist, the current one first."""
    answers = Prefetch("answers", queryset=ChecklistAnswer.objects.order_by("pk"))
    rows = StalkingChecklist.objects.filter(case=case).select_related("organisation", "recorded_by")
    return rows.prefetch_related(answers).order_by("-version")


def current_checklist(case: Case) -> StalkingChecklist | None:
    """The last version of the checklist; None when there is none."""
    return checklists_of(case).first()


def checklist_answers(checklist: StalkingChecklist) -> dict[str, YesNo]:
    """The answers by question."""
    return {row.code: YesNo(row.answer) for row in checklist.answers.all()}


def sash_suggestions(case: Case) -> dict[str, Suggestion]:
    """What the checklist brings to the questions of the SASH."""
    checklist = current_checklist(case)
    if checklist is None:
        return {}
    texts = {row.code: row.description for row in checklist.answers.all()}
    return suggestions(checklist_answers(checklist), texts)


def stalker_is_ex_partner(case: Case) -> bool:
    """What is on record of it: the checklist, or the relation between suspect and victim."""
    checklist = current_checklist(case)
    said = checklist_answers(checklist).get(EX_PARTNER) if checklist else None
    return said is YesNo.YES or (said is not YesNo.NO and between_ex_partners(case))


# --- individual assessment ------------------------------------------------------------------------


def individual_assessments(case: Case, victim: Person | None = None) -> QuerySet[IndividualAssessment]:
    """Every version, of one victim or of all, the current one first."""
    rows = IndividualAssessment.objects.filter(case=case)
    if victim is not None:
        rows = rows.filter(victim=victim)
    return rows.select_related("organisation", "recorded_by", "victim").order_by("-version", "victim")


def victims_of(case: Case) -> list[Person]:
    """The victims of the case, in the order in which they were recorded."""
    roles = CaseRole.objects.filter(case=case, role="victim").select_related("person").order_by("pk")
    return list(dict.fromkeys(role.person for role in roles))
