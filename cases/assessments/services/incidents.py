"""Writing unsafe events: dated, factual, sourced."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from cases.access.actor import Actor
from cases.access.errors import InvalidInput
from cases.access.rules.categories import Category
from cases.access.writing import one_write
from cases.assessments.models import PRECISION_CHOICES, SOURCE_CHOICES, Incident, SafetyAssessment
from cases.assessments.permissions import check_can_add_incident
from cases.assessments.queries import current
from cases.assessments.rules.acute import TRIGGER_PARTS, Trigger
from cases.assessments.services.outdating import mark_outdated
from cases.casefiles.models import Case
from cases.casefiles.services import lock_case, record_event
from cases.terms.rules.wording import local

SOURCES: Final = frozenset(code for code, _ in SOURCE_CHOICES)
PRECISIONS: Final = frozenset(code for code, _ in PRECISION_CHOICES)


@dataclass(frozen=True, slots=True, kw_only=True)
class NewIncident:
    """One unsafe event. `happened_on`: the day, or the first day of the month or year of `precision`."""

    happened_on: date
    description: str
    source: str
    precision: str = "day"
    source_note: str = ""


@one_write
def add_incident(*, case: Case, incident: NewIncident, actor: Actor, at: datetime) -> Incident:
    """Record an unsafe event of now or the past with its source.

    What another organisation than Veilig Thuis adds, or what happened after the day of the conclusion, puts
    the assessment out of date. Raises NotAllowed and InvalidInput per field of `NewIncident`.
    """
    check_can_add_incident(actor, case.pk)
    lock_case(case.pk)
    errors = _incident_errors(incident, local(at).date())
    if errors:
        raise InvalidInput(errors)
    saved = Incident.objects.create(
        case=case,
        happened_on=incident.happened_on,
        precision=incident.precision,
        description=incident.description.strip(),
        source=incident.source,
        source_note=incident.source_note.strip(),
        organisation_id=actor.organisation_id,
        recorded_by_id=actor.user_id,
        recorded_at=at,
    )
    parts = (current(case, part) for part in TRIGGER_PARTS[Trigger.NEW_INCIDENT])
    unaware = {part.part for part in parts if part is not None and _is_new_to(part, saved)}
    mark_outdated(case=case, trigger=Trigger.NEW_INCIDENT, only=unaware, actor=actor, at=at)
    record_event(
        case=case,
        kind="incident_added",
        category=Category.INCIDENTS,
        summary=f"Onveilige gebeurtenis toegevoegd: {_shortened(saved.description)}",
        actor=actor,
        at=at,
        subject=saved,
    )
    return saved


def _incident_errors(incident: NewIncident, today: date) -> dict[str, list[str]]:
    errors: dict[str, list[str]] = {}
    if incident.happened_on > today:
        errors["happened_on"] = ["Dit ligt in de toekomst."]
    if incident.precision not in PRECISIONS:
        errors["precision"] = ["Kies dag, maand of jaar."]
    if not incident.description.strip():
        errors["description"] = ["Vul in wat er gebeurde."]
    if incident.source not in SOURCES:
        errors["source"] = ["Kies de bron."]
    return errors


def _is_new_to(assessment: SafetyAssessment, incident: Incident) -> bool:
    """Whether the assessor could not have known the event when concluding."""
    if incident.organisation_id != assessment.organisation_id:
        return True
    return incident.happened_on > local(assessment.concluded_at).date()


def _shortened(text: str, length: int = 200) -> str:
    return text if len(text) <= length else f"{text[: length - 1].rstrip()}…"
