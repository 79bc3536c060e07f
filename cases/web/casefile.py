"""The first tab of a case: what happened, and what holds now."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from cases.access.actor import on_behalf
from cases.access.models import Participation
from cases.access.rules.categories import CATEGORY_LABELS, Category
from cases.access.rules.levels import LEVEL_LABELS, Level
from cases.assessments.models import SafetyAssessment
from cases.casefiles.collaboration import open_offer
from cases.casefiles.linked import linked_cases
from cases.casefiles.queries import CaseAccess, Story, leads_of, signatures_in, story
from cases.casefiles.rules.naming import together
from cases.organisations.models import Organisation
from cases.plans.models import SafetyCondition, SafetyMeasure
from cases.plans.queries import has_ended, holds
from cases.reports.queries import reports_of
from cases.terms.rules.wording import each_once, local
from cases.web.casepage import frame
from cases.web.components import Fact, PartnerState, SourceLine, TimelineDay, TimelineEntry, build
from cases.web.policy import case_page
from cases.web.requests import ActorRequest
from cases.web.steps import partner_states
from cases.web.summaries import CaseSummary, clock_of
from cases.web.tabs import must_read_along

CAPACITY_LABELS = dict(Participation._meta.get_field("capacity").flatchoices)
PARTS = (("acute", "Acuut onveilig"), ("structural", "Structureel onveilig"))


@dataclass(frozen=True, slots=True)
class Shown:
    """What the actor may see of one panel, and how much is kept from her or him."""

    facts: tuple[Fact, ...]
    held_back: str


@dataclass(frozen=True, slots=True)
class Participant:
    """An organisation that takes part: how far, for what, who leads, and how its part of the work stands."""

    name: str
    level: str
    capacity: str
    phone: str
    lead: str
    state: tuple[PartnerState, ...]


@case_page()
@require_safe
def overview(request: ActorRequest, access: CaseAccess) -> HttpResponse:
    """Story on the left, the present on the right."""
    if access.level < Level.VIEW:
        offered = open_offer(access.case)
        context = frame(
            request, access, "overzicht", contact=access.case.organisation, is_offered=offered is not None
        )
        return render(request, "cases/casefile/that.html", context)
    return render(request, "cases/casefile/page.html", _context(request, access, is_refresh=False))


@case_page(may=must_read_along)
@require_safe
def refreshed(request: ActorRequest, access: CaseAccess) -> HttpResponse:
    """The overview again, with the head, when something happened since the version that the page shows.

    204 without news.
    """
    if request.GET.get("since") == str(access.case.version):
        request.trail.nothing_shown()
        return HttpResponse(status=204)
    return render(request, "cases/casefile/_overview.html", _context(request, access, is_refresh=True))


def _context(request: ActorRequest, access: CaseAccess, *, is_refresh: bool) -> dict[str, Any]:
    context = frame(request, access, "overzicht", is_refresh=is_refresh)
    summary: CaseSummary = context["summary"]
    told = story(summary.access)
    days, held_back = _story(request, summary, told)
    return {
        **context,
        "days": days,
        "held_back": held_back,
        "not_passed_on": _not_passed_on(summary),
        "now": _now(request, summary, request.at, signatures_in(told.events)),
        "occasion": _occasion(request, access),
        "linked": linked_cases(access, request.at),
        "terms": [clock_of(term, request.at) for term in summary.open_terms],
        "participants": _participants(summary, request.at),
    }


def _story(request: ActorRequest, summary: CaseSummary, told: Story) -> tuple[tuple[TimelineDay, ...], str]:
    request.trail.shows(categories={Category(event.category) for event in told.events})
    names = _short_names(summary)
    entries = [
        TimelineEntry(
            at=event.happened_at,
            organisation=names.get(event.organisation_id, event.organisation.short_name),
            text=event.summary,
            by=on_behalf(event.employer.short_name, event.organisation.short_name) if event.employer else "",
            category=CATEGORY_LABELS[Category(event.category)],
            recorded_at=event.recorded_at
            if (event.recorded_at - event.happened_at).total_seconds() > 60
            else None,
        )
        for event in told.events
    ]
    return build.timeline_days(entries), held_back_text(told.held_back, told.ask)


def _not_passed_on(summary: CaseSummary) -> str:
    """What partners shared beyond the table and may not be passed on, as far as it is open now."""
    names = {row.organisation.pk: row.organisation.short_name for row in summary.partners}
    said = {
        f"{CATEGORY_LABELS[one.category]} van {names.get(one.giver_id, 'een partner')}"
        for one in summary.access.disclosure.shared
        if one.barred
    }
    return f"Apart met u gedeeld, niet doorgeven: {together(sorted(said))}." if said else ""


def _short_names(summary: CaseSummary) -> dict[int, str]:
    """POL, VT and so on; two organisations of one kind keep their full names."""
    organisations: dict[int, Organisation] = {
        row.organisation.pk: row.organisation for row in summary.partners
    }
    short = [organisation.abbreviation for organisation in organisations.values()]
    return {
        pk: organisation.abbreviation
        for pk, organisation in organisations.items()
        if short.count(organisation.abbreviation) == 1
    }


def held_back_text(count: int, ask: tuple[str, ...] = ()) -> str:
    """What is said where something is hidden: that it is there, whom to ask, and no more."""
    if not count:
        return ""
    text = f"{count} {'onderdeel' if count == 1 else 'onderdelen'} niet voor uw organisatie"
    return f"{text}: vraag {together(list(ask))}" if ask else text


def _now(request: ActorRequest, summary: CaseSummary, at: datetime, signatures: Mapping[UUID, str]) -> Shown:
    """Unsafety, conditions and measures as they hold now, each with its source."""
    access, hidden, facts = summary.access, 0, []
    for name, label in PARTS:
        part: SafetyAssessment | None = getattr(summary, name)
        if part is not None and not summary.sees(part):
            hidden += 1
        else:
            facts.append(_part_fact(label, part, signatures))
    conditions = [
        row
        for row in SafetyCondition.objects.filter(case=access.case).order_by("pk")
        if holds(row, local(at).date())
    ]
    measures = [
        row
        for row in SafetyMeasure.objects.filter(case=access.case).order_by("starts_at", "pk")
        if not has_ended(row, at)
    ]
    seen = [row for row in conditions if access.may_see(Category.PLAN, row.organisation_id)]
    ordered = [row.label for row in measures if access.may_see(Category.DECISION, row.organisation_id)]
    hidden += len(conditions) + len(measures) - len(seen) - len(ordered)
    if seen or not conditions:
        facts.append(Fact(label="Voorwaarden", value=str(len(seen)) if seen else "geen"))
    if ordered or not measures:
        facts.append(Fact(label="Maatregelen", value=", ".join(each_once(ordered)) or "geen"))
    _note(request, {Category.PLAN: seen, Category.DECISION: ordered})
    return Shown(tuple(facts), held_back_text(hidden))


def _part_fact(label: str, part: SafetyAssessment | None, signatures: Mapping[UUID, str]) -> Fact:
    if part is None:
        return Fact(label=label, unknown=True, supplier="Veilig Thuis")
    value = "opgeheven" if part.acuteness_lifted else part.get_conclusion_display()
    if part.outdated_at:
        value = f"{value}, verouderd: {part.outdated_reason}"
    name = signatures.get(part.public_id, part.organisation.short_name)
    source = SourceLine(organisation=name, at=part.concluded_at)
    return Fact(label=label, value=value, source=source)


def _occasion(request: ActorRequest, access: CaseAccess) -> Shown:
    """Why there is a case: where it happened, and what was reported to Veilig Thuis."""
    case, hidden, facts = access.case, 0, []
    sees_place = access.may_see(Category.IDENTITY, case.organisation_id)
    if case.offence_place and sees_place:
        place = f"{case.offence_place}, {case.offence_municipality.name}"
        facts.append(
            Fact(
                label="Pleegplaats",
                value=place,
                source=SourceLine(organisation=case.organisation.short_name, at=case.opened_at),
            )
        )
    elif case.offence_place:
        hidden += 1
    reports = reports_of(case)
    seen = [row for row in reports if access.may_see(Category.REPORT, row.organisation_id)]
    for report in seen:
        source = SourceLine(organisation=report.organisation.short_name, at=report.received_at)
        acute = "Acuut volgens de melder.\n" if report.acute_at_report else ""
        facts.append(
            Fact(label=f"Melding {report.number}", value=f"{acute}{report.situation}", source=source)
        )
        if report.request:
            facts.append(Fact(label="Verzoek aan Veilig Thuis", value=report.request, source=source))
    _note(request, {Category.IDENTITY: case.offence_place and sees_place, Category.REPORT: seen})
    return Shown(tuple(facts), held_back_text(hidden + len(reports) - len(seen)))


def _note(request: ActorRequest, shown: dict[Category, Any]) -> None:
    request.trail.shows(categories=[category for category, rows in shown.items() if rows])


def _participants(summary: CaseSummary, at: datetime) -> list[Participant]:
    """Who takes part, the one with most to say first, with how its part stands."""
    states = {state.name: state for state in partner_states(summary, at)}
    leads = leads_of(summary.access)
    rows = sorted(summary.partners, key=lambda row: (-row.level, row.organisation.name))
    return [
        Participant(
            name=row.organisation.short_name,
            level=LEVEL_LABELS[row.level],
            capacity=CAPACITY_LABELS[row.capacity],
            phone=row.organisation.phone,
            lead=leads.get(row.organisation.pk, "nog geen aanspreekpunt"),
            state=(states[row.organisation.name],),
        )
        for row in rows
    ]
