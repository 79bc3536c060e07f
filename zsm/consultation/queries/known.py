"""Reading what the partners bring to the table."""

from __future__ import annotations

from cases.access.rules.categories import Category
from cases.assessments.rules.known import DossierPhase, is_waiting
from cases.casefiles.models import Case
from cases.casefiles.queries import CaseAccess
from zsm.consultation.models import KnownAnswer


def known_answer(case: Case) -> KnownAnswer | None:
    """The last answer of Veilig Thuis to "is this family known?"; None when there is none yet."""
    return (
        KnownAnswer.objects.filter(case=case)
        .select_related("organisation", "recorded_by")
        .order_by("-recorded_at", "-pk")
        .first()
    )


def sees_phase(access: CaseAccess, answer: KnownAnswer) -> bool:
    """Whether the actor may see in which phase the file is; that it is known, every participant sees."""
    return access.may_see(Category.ASSESSMENT_CONCLUSION, answer.organisation_id)


def sees_note(access: CaseAccess, answer: KnownAnswer) -> bool:
    """Whether the actor may see the note with the answer."""
    return access.may_see(Category.ASSESSMENT_GROUNDS, answer.organisation_id)


def file_waits(answer: KnownAnswer) -> bool:
    """Whether the file waits in the work stock of Veilig Thuis, which is itself a risk signal."""
    return is_waiting(DossierPhase(answer.phase))
