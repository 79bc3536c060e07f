"""The plan tab: conditions of Veilig Thuis, and measures: are they served, registered and kept."""

from __future__ import annotations

from collections.abc import Sequence

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from cases.access.rules.categories import Category
from cases.assessments.queries import PART_A, current, sees_grounds
from cases.casefiles.queries import CaseAccess
from cases.persons.models import Person
from cases.plans.models import SafetyMeasure
from cases.plans.queries import Gap, Plan, breach_pending, gaps_at, plan_of
from cases.web.casefile import held_back_text
from cases.web.casepage import frame
from cases.web.components import Action, EmptyState, LinkItem, Notice, Tone
from cases.web.measure_form import recordable
from cases.web.plan_cards import Reader, condition_card, measure_card, reader_of
from cases.web.policy import case_page
from cases.web.requests import ActorRequest
from cases.web.tabs import must_read_along

# More measures than these are folded away behind a line each.
UNFOLDED = 5


@case_page(may=must_read_along)
@require_safe
def plan(request: ActorRequest, access: CaseAccess) -> HttpResponse:
    """What has to hold so that the family is safe, and what props it up."""
    found, reader = plan_of(access, request.at), reader_of(access, request.at)
    _note_shown(request, found, reader)
    assessment = current(access.case, PART_A)
    context = frame(
        request,
        access,
        "plan",
        conditions=[condition_card(row, reader) for row in found.conditions],
        ended_conditions=[condition_card(row, reader) for row in found.ended_conditions],
        measures=[
            measure_card(
                row, reader, pending=breach_pending(row, assessment), folded=len(found.measures) > UNFOLDED
            )
            for row in found.measures
        ],
        ended_measures=[
            measure_card(row, reader, pending=False, folded=_many(found.ended_measures))
            for row in found.ended_measures
        ],
        held_back=held_back_text(found.held_back),
        uncovered=_uncovered(reader),
        add=_add_condition(reader),
        add_measure=_add_measure(reader),
        empty=_empty(reader),
    )
    return render(request, "cases/plans/page.html", context)


def _many(measures: Sequence[SafetyMeasure]) -> bool:
    """Whether there are so many that each is folded away behind a line."""
    return len(measures) > UNFOLDED


def _note_shown(request: ActorRequest, found: Plan, reader: Reader) -> None:
    conditions = (*found.conditions, *found.ended_conditions)
    measures = (*found.measures, *found.ended_measures)
    persons = [row.binds for row in conditions] + [row.binds for row in measures]
    persons += [protection.person for row in measures for protection in row.protections.all()]
    shown = [
        category for rows, category in ((conditions, Category.PLAN), (measures, Category.DECISION)) if rows
    ]
    request.trail.shows(persons=reader.naming.shown(persons), categories=shown)


def _uncovered(reader: Reader) -> Notice | None:
    """Who stays within reach while unsafety is acute, for who may know the conclusion.

    That a member of the network has access is a ground of the assessment and shown as such.
    """
    access = reader.access
    assessment = current(access.case, PART_A)
    if assessment is None or assessment.conclusion != "yes":
        return None
    if not access.may_see(Category.ASSESSMENT_CONCLUSION, assessment.organisation_id):
        return None
    gaps = gaps_at(access.case, reader.at)
    if not sees_grounds(access, assessment):
        gaps = tuple(gap for gap in gaps if not gap.network)
    if not gaps:
        return None
    naming = reader.naming
    items = tuple(
        LinkItem(text=f"{naming.name(threat)} kan bij {naming.names(within_reach(gaps, threat))} komen")
        for threat in dict.fromkeys(gap.threat for gap in gaps)
    )
    return Notice(
        title="Niet beschermd door een maatregel die telt",
        text="Zodra de verdachte vrij is:",
        items=items,
        tone=Tone.WARNING,
    )


def within_reach(gaps: tuple[Gap, ...], threat: Person) -> list[Person]:
    """Whom one threatening person can reach."""
    return [gap.person for gap in gaps if gap.threat == threat]


def _add_condition(reader: Reader) -> Action | None:
    if not reader.may_set_conditions:
        return None
    return Action(label="Voorwaarde stellen", url=reader.url("cases:condition"), kind="primary", icon="plus")


def _add_measure(reader: Reader) -> Action | None:
    """For who brings measures of the mayor, a judge or the juvenile court into the case."""
    if not recordable(reader.access, reader.at):
        return None
    return Action(label="Maatregel vastleggen", url=reader.url("cases:measure-new"), icon="plus")


def _empty(reader: Reader) -> EmptyState:
    return EmptyState(
        title="Nog geen voorwaarden",
        text="Veilig Thuis stelt de voorwaarden waaronder het veilig is.",
        icon="shield",
        action=_add_condition(reader),
    )
