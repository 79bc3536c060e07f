"""The safety tab: the assessment with its grounds, who is unsafe, and the pattern of unsafe events."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from cases.access.rules.categories import Category
from cases.assessments.models import SOURCE_CHOICES, Incident, SafetyAssessment
from cases.assessments.permissions import can_add_incident
from cases.assessments.queries import flags_for, incidents_of, sees_grounds
from cases.casefiles.queries import CaseAccess, signed_in_the_name_of
from cases.web.assessed import assessed_parts
from cases.web.casefile import held_back_text
from cases.web.casepage import frame
from cases.web.components import (
    Action,
    SourceLine,
)
from cases.web.moments import MONTHS_LONG, day_text
from cases.web.naming import naming_for
from cases.web.policy import case_page
from cases.web.requests import ActorRequest
from cases.web.screened import protection_cards, stalking_panel
from cases.web.tabs import must_read_along

SOURCES: Final = dict(SOURCE_CHOICES)


@dataclass(frozen=True, slots=True)
class IncidentLine:
    """One unsafe event as shown."""

    when: str
    text: str
    source: SourceLine


@case_page(may=must_read_along)
@require_safe
def safety(request: ActorRequest, access: CaseAccess) -> HttpResponse:
    """How unsafe it is, why, and what happened before."""
    naming = naming_for(access)
    signatures = signed_in_the_name_of(access)
    parts, versions = assessed_parts(request, access, naming, signatures)
    incidents = incidents_of(access)
    if incidents.shown:
        request.trail.shows(categories=[Category.INCIDENTS])
    context = frame(
        request,
        access,
        "veiligheid",
        parts=parts,
        stalking=stalking_panel(request, access),
        protection=protection_cards(request, access, naming),
        flags=_flags(access, versions),
        incidents=[_line(incident, signatures) for incident in incidents.shown],
        incidents_held_back=held_back_text(incidents.held_back),
        add=_add_action(access),
    )
    return render(request, "cases/assessments/page.html", context)


def _flags(access: CaseAccess, versions: tuple[SafetyAssessment, ...]) -> tuple[str, ...]:
    """Red flags for who may see their record; on what the assessment rests only for who sees its grounds."""
    grounds = not versions or sees_grounds(access, versions[0])
    return tuple(
        f"{flag.label} ({flag.source})" if grounds or flag.category is Category.SCREENINGS else flag.label
        for flag in flags_for(access)
    )


def _add_action(access: CaseAccess) -> Action | None:
    if not can_add_incident(access.actor, access.case.pk):
        return None
    url = reverse("cases:incident", kwargs={"zaak": access.case.public_id})
    return Action(label="Gebeurtenis toevoegen", url=url, icon="plus")


def _line(incident: Incident, signatures: Mapping[UUID, str]) -> IncidentLine:
    by = SOURCES[incident.source]
    if incident.source_note:
        by = f"{by} ({incident.source_note})"
    name = signatures.get(incident.public_id, incident.organisation.short_name)
    source = SourceLine(organisation=name, at=incident.recorded_at, by=by)
    return IncidentLine(when=when_text(incident), text=incident.description, source=source)


def when_text(incident: Incident) -> str:
    """The date of an event, no more precise than it is known."""
    day = incident.happened_on
    if incident.precision == "year":
        return str(day.year)
    if incident.precision == "month":
        return f"{MONTHS_LONG[day.month - 1]} {day.year}"
    return day_text(day)
