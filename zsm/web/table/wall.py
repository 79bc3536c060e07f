"""The wall screen: initials only, large, read-only, and only what everybody who can read it may see."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from cases.access.models import DisclosureMark, Participation
from cases.access.rules.categories import Category
from cases.access.rules.levels import Level
from cases.casefiles.owing import TELL_OF_DECISIONS
from cases.casefiles.queries import participations_of
from cases.organisations.rules import OrganisationKind
from cases.terms.rules.kinds import KIND_LABELS, TermKind
from cases.terms.rules.wording import count_text, local
from cases.web.components import Clock, PartnerState, SafetyMark
from cases.web.moments import age_text, weekday_text
from cases.web.policy import signed_in
from cases.web.requests import ActorRequest
from cases.web.steps import partner_states
from cases.web.summaries import CaseSummary, clock_of, summaries
from zsm.consultation.models import TableItem, TableSession
from zsm.consultation.permissions import check_can_lead_table
from zsm.consultation.queries import items_of, open_tables, seats_of
from zsm.consultation.rules.table import ItemState, Reader, may_stand_on_the_wall
from zsm.web.board import Substance, board_rows, fingerprint, lead_term, listed_cases, substance_of, with_near
from zsm.web.table.shown import title_of, version_of

OWED_ON_THE_WALL = 6
NOT_FOR_ALL = "niet voor iedereen aan tafel"


@dataclass(frozen=True, slots=True)
class WallCase:
    """One case as it may stand on the wall."""

    number: str
    who: str
    custody: str
    clock: Clock | None
    marks: tuple[SafetyMark, ...]
    marks_held_back: bool
    partners: tuple[PartnerState, ...]
    owed: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Wall:
    """The wall at one moment: the case on the table, if there is a table, and the others in order."""

    title: str
    summary: str
    current: WallCase | None
    in_session: bool
    others: tuple[WallCase, ...]
    version: str
    present: tuple[str, ...] = ()


@signed_in(may=check_can_lead_table)
@require_safe
def wall(request: ActorRequest) -> HttpResponse:
    """The wall; with `?since=` a refresh that answers 204 without news."""
    session = open_tables(request.actor).first()
    version = _version(request, session)
    if request.GET.get("since") == version:
        request.trail.nothing_shown()
        return HttpResponse(status=204)
    shown = _with_table(request, session, version) if session else _without_table(request, version)
    template = "zsm/table/_wall.html" if request.htmx else "zsm/table/wall.html"
    return render(request, template, {"wall": shown})


def _version(request: ActorRequest, session: TableSession | None) -> str:
    if session is not None:
        return version_of(request.actor, session, request.at)
    return fingerprint(listed_cases(request.actor, request.at))


def _with_table(request: ActorRequest, session: TableSession, version: str) -> Wall:
    items = [
        item for item in items_of(session) if item.state in (ItemState.WAITING.value, ItemState.CURRENT.value)
    ]
    keys = [item.case_id for item in items]
    rows = with_near(participations_of(request.actor).filter(case__in=keys), request.at).order_by("pk")
    seats = seats_of(session)
    present = [(OrganisationKind(seat.organisation.kind), seat.organisation_id) for seat in seats]
    cases = _cases(request, summaries(request.actor, rows, request.at), present)
    current = next((item for item in items if item.state == ItemState.CURRENT.value), None)
    waiting = [item for item in items if item is not current]
    return Wall(
        title=title_of(session),
        summary=f"{weekday_text(request.at)} · {count_text(len(waiting), 'zaak', 'zaken')} te gaan",
        current=cases.get(current.case_id) if current else None,
        in_session=True,
        others=tuple(cases[item.case_id] for item in _known(waiting, cases)),
        version=version,
        present=tuple(seat.organisation.abbreviation for seat in seats),
    )


def _known(items: Iterable[TableItem], cases: dict[int, WallCase]) -> list[TableItem]:
    return [item for item in items if item.case_id in cases]


def _without_table(request: ActorRequest, version: str) -> Wall:
    """The board on the wall: what runs out first on top, readable for every participant of the case."""
    rows = board_rows(request.actor, request.at)
    shown = summaries(request.actor, rows, request.at)
    cases = _cases(request, shown, None)

    def due(summary: CaseSummary) -> tuple[bool, float]:
        lead = lead_term(summary)
        return (lead is None, lead.due_at.timestamp() if lead and lead.due_at else 0.0)

    return Wall(
        title=f"Bord {request.actor.organisation_name}",
        summary=f"{weekday_text(request.at)} · {count_text(len(shown), 'zaak', 'zaken')}",
        current=None,
        in_session=False,
        others=tuple(cases[summary.case.pk] for summary in sorted(shown, key=due)),
        version=version,
    )


def _cases(
    request: ActorRequest,
    shown: list[CaseSummary],
    present: list[tuple[OrganisationKind, int]] | None,
) -> dict[int, WallCase]:
    """The cases by key. `present`: who sits at the table; None: every participant may stand before it."""
    readers = _readers([summary.case.pk for summary in shown], present)
    substance = substance_of(shown)
    found = {
        summary.case.pk: _case(summary, substance, readers[summary.case.pk], request.at) for summary in shown
    }
    request.trail.shows(
        cases=found,
        persons=[row.person_id for summary in shown for row in summary.persons("suspect")],
        categories={Category.IDENTITY, Category.ASSESSMENT_CONCLUSION, Category.DECISION},
    )
    return found


def _readers(cases: list[int], present: list[tuple[OrganisationKind, int]] | None) -> dict[int, list[Reader]]:
    """Per case who can read the wall, with level and the sections that givers opened to them."""
    levels: dict[int, dict[tuple[OrganisationKind, int], Level]] = {case: {} for case in cases}
    rows = Participation.objects.filter(case__in=cases, ended_at__isnull=True)
    for case, kind, key, level in rows.values_list(
        "case_id", "organisation__kind", "organisation_id", "level"
    ):
        who = (OrganisationKind(kind), key)
        levels[case][who] = max(Level(level), levels[case].get(who, Level.THAT))
    marks: dict[tuple[int, str], set[tuple[int, Category]]] = defaultdict(set)
    opened = DisclosureMark.objects.filter(case__in=cases, withdrawn_at__isnull=True)
    for case, giver, category, recipient in opened.values_list(
        "case_id", "organisation_id", "category", "recipient_kind"
    ):
        marks[case, recipient].add((giver, Category(category)))
    return {
        case: [
            Reader(kind, key, known.get((kind, key)), frozenset(marks[case, kind.value]))
            for kind, key in (
                present
                if present is not None
                else [who for who, level in known.items() if level >= Level.VIEW]
            )
        ]
        for case, known in levels.items()
    }


def _case(summary: CaseSummary, substance: Substance, readers: list[Reader], at: datetime) -> WallCase:
    disclosure = summary.access.disclosure

    def may(category: Category, giver: int) -> bool:
        return summary.access.may_see(category, giver) and may_stand_on_the_wall(
            readers, category, giver, phase=disclosure.phase, table=disclosure.table
        )

    decided = may(Category.DECISION, summary.case.organisation_id)
    parts = [part for part in (summary.acute, summary.structural) if part is not None]
    concluded = all(may(Category.ASSESSMENT_CONCLUSION, part.organisation_id) for part in parts)
    suspect = next(
        (row for row in summary.persons("suspect") if may(Category.IDENTITY, row.organisation_id)), None
    )
    who = suspect.person.initials if suspect else ""
    age = age_text(suspect.person.birth_date, local(at).date()).removesuffix(" jaar") if suspect else ""
    terms = [term for term in summary.open_terms if decided or TermKind(term.kind) not in TELL_OF_DECISIONS]
    lead = lead_term(summary)
    status = substance.custody.get(summary.case.pk) if decided else None
    return WallCase(
        number=summary.case.number,
        who=f"{who} ({age})" if who and age else who,
        custody={None: "", "held": "vast"}.get(status, "niet-vast"),
        clock=clock_of(lead, at, explained=False, linked=False)
        if lead in terms and lead is not None
        else None,
        marks=summary.marks() if concluded else (),
        marks_held_back=not concluded,
        partners=partner_states(summary, at) if decided else (),
        owed=tuple(
            (term.organisation.abbreviation, KIND_LABELS[TermKind(term.kind)])
            for term in terms[:OWED_ON_THE_WALL]
        ),
    )
