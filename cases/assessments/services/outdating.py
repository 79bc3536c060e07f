"""Putting an assessment out of date after an event that asks Veilig Thuis to judge again."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from cases.access.actor import Actor
from cases.access.rules.categories import Category
from cases.access.writing import one_write
from cases.assessments.models import SafetyAssessment
from cases.assessments.queries import current
from cases.assessments.rules.acute import PART_A, TRIGGER_PARTS, TRIGGER_TEXTS, Trigger
from cases.assessments.rules.answers import Outcome
from cases.casefiles.models import Case
from cases.casefiles.services import lock_case, record_event
from cases.terms.rules.kinds import TermKind
from cases.terms.rules.parameters import Parameters
from cases.terms.rules.vocabulary import Situation
from cases.terms.services import start_term


@one_write
def mark_outdated(
    *, case: Case, trigger: Trigger, actor: Actor, at: datetime, only: Collection[str] | None = None
) -> tuple[SafetyAssessment, ...]:
    """Put the parts that the trigger concerns out of date (domain guide, section 5).

    Veilig Thuis owes a new version of each: of part A at once when unsafety was acute, else within five
    working days. `only`: of the parts that the trigger concerns no others than these (None: all). Answers
    the parts that went out of date; a part that is not there, or was out of date already, is left as it is:
    the first reason stays.
    """
    lock_case(case.pk)
    concerned = [part for part in TRIGGER_PARTS[trigger] if only is None or part in only]
    current_parts = (current(case, part) for part in concerned)
    outdated = tuple(part for part in current_parts if part is not None and part.outdated_at is None)
    for part in outdated:
        _put_out_of_date(part, trigger, actor=actor, at=at)
    if outdated:
        named = " en ".join(part.part for part in outdated)
        record_event(
            case=case,
            kind="assessment_outdated",
            category=Category.ASSESSMENT_CONCLUSION,
            summary=f"De veiligheidsbeoordeling is verouderd (onderdeel {named}). {TRIGGER_TEXTS[trigger]}",
            actor=actor,
            at=at,
            subject=outdated[0],
        )
    return outdated


def _put_out_of_date(part: SafetyAssessment, trigger: Trigger, *, actor: Actor, at: datetime) -> None:
    part.outdated_at, part.outdated_reason = at, TRIGGER_TEXTS[trigger]
    part.save(update_fields=["outdated_at", "outdated_reason"])
    acute = part.part == PART_A and part.conclusion == Outcome.YES.value
    start_term(
        case=part.case,
        kind=TermKind.REASSESS,
        organisation=part.organisation,
        subject=part,
        parameters=Parameters(situation=Situation.ACUTE if acute else Situation.STANDARD),
        actor=actor,
        at=at,
    )
