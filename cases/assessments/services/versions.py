"""What both parts of the assessment share: a new version, and what it ends."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from cases.access.actor import Actor
from cases.access.errors import Conflict
from cases.access.rules.categories import Category
from cases.assessments.models import SOURCE_CHOICES, SafetyAssessment
from cases.assessments.queries import current, owed_judgements
from cases.casefiles.models import Case, CaseEvent
from cases.casefiles.services import mark_for_task
from cases.organisations.rules import OrganisationKind
from cases.terms.services import meet_term

GROUNDS_SOURCES: Final = frozenset(code for code, _ in SOURCE_CHOICES)
GROUNDS_FOR: Final = (OrganisationKind.OM, OrganisationKind.POLITIE)
GROUNDS_PURPOSE: Final = "Beslissen over vrijlating en maatregelen, en het slachtoffer beschermen"


def check_based_on(case: Case, part: str, based_on: int | None) -> None:
    """Raise Conflict when another version stands than the assessor had before her (None: not said)."""
    former = current(case, part)
    version = former.version if former else 0
    if based_on is not None and based_on != version:
        raise Conflict(f"Intussen is versie {version} van onderdeel {part} vastgesteld. Bekijk die eerst.")


def new_version(case: Case, part: str, actor: Actor, at: datetime, **values: object) -> SafetyAssessment:
    """The next version of a part; the former ones stay."""
    former = current(case, part)
    return SafetyAssessment.objects.create(
        case=case,
        part=part,
        version=former.version + 1 if former else 1,
        organisation_id=actor.organisation_id,
        recorded_by_id=actor.user_id,
        concluded_at=at,
        **values,
    )


def share_grounds(case: Case, *, actor: Actor, at: datetime) -> None:
    """Let police and OM see the grounds for their task (tables, section 5)."""
    mark_for_task(
        case=case,
        category=Category.ASSESSMENT_GROUNDS,
        recipients=GROUNDS_FOR,
        purpose=GROUNDS_PURPOSE,
        actor=actor,
        at=at,
    )


def meet_judgements(
    assessment: SafetyAssessment, event: CaseEvent, late_reason: str, *, actor: Actor, at: datetime
) -> None:
    """End what Veilig Thuis owed and has now judged; late asks its reason where the law does."""
    for term in owed_judgements(assessment.case, assessment.organisation, at, assessment.part):
        meet_term(term=term, actor=actor, at=at, late_reason=late_reason, event=event)
