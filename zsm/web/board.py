"""The board: every case of the organisation, the clock that runs out first on top."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import blake2b

from django.db.models import Count, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from cases.access.actor import Actor
from cases.access.models import Participation
from cases.access.permissions import can_do_casework, check_casework
from cases.access.rules.categories import Category
from cases.access.rules.levels import Level
from cases.casefiles.queries import participations_of
from cases.casefiles.rules.states import STATE_LABELS, CaseState
from cases.documents.permissions import can_print_table
from cases.offences.models import Charge
from cases.terms.models import Term
from cases.terms.rules.kinds import TermKind
from cases.terms.rules.wording import count_text, local
from cases.web.casepage import HELD_BACK, THAT_ONLY
from cases.web.components import Action, Badge, BoardRow, EmptyState, PageHeader, Tone
from cases.web.moments import age_text, weekday_text
from cases.web.policy import signed_in
from cases.web.requests import ActorRequest
from cases.web.steps import NEEDED_WITHIN, board_items, partner_states
from cases.web.summaries import CaseSummary, clock_of, summaries
from zsm.consultation.permissions import can_lead_table
from zsm.intake.models import Custody
from zsm.intake.permissions import can_register_arrest
from zsm.web.drawn import Drawn, DrawnRows, Listed, drawn_html, keys_of

BOARD_LIMIT = 200
OWED_SHOWN = 2
ROW_FIELDS = (
    *("case_id", "level", "case_opened_at"),
    *("case__public_id", "case__number", "case__state", "case__hg_label", "case__version"),
    "case__organisation_id",
)
# These states are what the groups of the board say already.
SAID_BY_GROUP = frozenset({CaseState.AT_ZSM, CaseState.AWAITING})


@dataclass(frozen=True, slots=True)
class BoardGroup:
    """One heading of the board with its rows."""

    key: str
    title: str
    cases: tuple[Drawn, ...]
    empty: str

    @property
    def rows(self) -> tuple[BoardRow, ...]:
        """What the rows say."""
        return tuple(case.row for case in self.cases)


@dataclass(frozen=True, slots=True)
class Board:
    """The board at one moment; `version` changes with any news on it."""

    groups: tuple[BoardGroup, ...]
    total: int
    within_two_hours: int
    version: str

    @property
    def summary(self) -> str:
        """How much there is, and how much of it is near."""
        return f"{count_text(self.total, 'zaak', 'zaken')} · {self.within_two_hours} binnen 2 uur"


@signed_in()
@require_safe
def home(request: ActorRequest) -> HttpResponse:
    """Send everybody to the page where the day starts: the board, or My work without casework."""
    return HttpResponseRedirect(reverse("zsm:board" if can_do_casework(request.actor) else "cases:my-work"))


@signed_in(may=check_casework)
@require_safe
def board(request: ActorRequest) -> HttpResponse:
    """The board; with `?since=` a refresh that answers 204 without news."""
    listed = listed_cases(request.actor, request.at)
    version = fingerprint(listed)
    if request.GET.get("since") == version:
        request.trail.nothing_shown()
        return HttpResponse(status=204)
    drawn = drawn_rows(request.actor, listed, request.at)
    request.trail.shows(
        cases=drawn,
        persons=[person for row in drawn.values() for person in row.persons],
        categories={category for row in drawn.values() for category in row.categories},
    )
    context = {
        "board": build_board(drawn.values(), version, request.at),
        "header": _header(request),
        "empty": _empty(request),
    }
    return render(request, "zsm/board/_board.html" if request.htmx else "zsm/board/page.html", context)


def board_rows(actor: Actor, at: datetime) -> QuerySet[Participation]:
    """The running cases of the organisation, with what of their terms makes the screen change by itself.

    `near` counts what needs attention at the moment and, by the thousand, what is late: a term that comes
    near or runs out is news without anything happening in the case.
    """
    running = participations_of(actor).filter(case_open=True)
    return with_near(running, at).order_by("-case_opened_at", "-case_id")[:BOARD_LIMIT]


def with_near(rows: QuerySet[Participation], at: datetime) -> QuerySet[Participation]:
    """Participations with their case and the number of their terms that are near or late."""
    near = Term.objects.filter(case=OuterRef("case"), status="open", due_at__lte=at + NEEDED_WITHIN)
    counted = Count("pk") + 1000 * Count("pk", filter=Q(due_at__lte=at))
    number = near.order_by().values("case").annotate(number=counted).values("number")
    return (
        rows.annotate(near=Coalesce(Subquery(number), 0, output_field=IntegerField()))
        .select_related("case")
        .only(*ROW_FIELDS)
    )


def listed_cases(actor: Actor, at: datetime) -> list[Listed]:
    """The cases on the board in the order in which they were opened, newest first; one query."""
    return listed_of(board_rows(actor, at))


def listed_of(rows: QuerySet[Participation]) -> list[Listed]:
    """What the rows of these participations depend on (see `with_near`); one query."""
    fields = ("case_id", "case__public_id", "case__version", "level", "near")
    return [Listed(*values) for values in rows.select_related(None).values_list(*fields)]


def fingerprint(listed: Iterable[Listed]) -> str:
    """Stands for all that the board shows: changes with every event in a case and every due moment."""
    digest = blake2b(digest_size=8)
    for case in listed:
        digest.update(f"{case.case_id}:{case.version}:{case.level}:{case.near};".encode())
    return digest.hexdigest()


_DRAWN = DrawnRows()


def drawn_rows(actor: Actor, listed: Sequence[Listed], at: datetime) -> dict[int, Drawn]:
    """By case its row; only what was not drawn before is read and drawn."""
    keys = keys_of(actor, listed, at)
    known = _DRAWN.known(keys)
    lacking = [case.case_id for case in listed if case.case_id not in known]
    if lacking:
        rows = with_near(participations_of(actor).filter(case__in=lacking), at)
        fresh = draw(summaries(actor, rows, at), at)
        _DRAWN.keep(keys, fresh)
        known |= fresh
    return known


def draw(shown: Sequence[CaseSummary], at: datetime) -> dict[int, Drawn]:
    """By case its row, by what the actor of the summaries may know of it."""
    substance = substance_of(shown)
    rows = [board_row(summary, substance, at) for summary in shown]
    return {
        summary.case.pk: Drawn(
            row=row,
            html=html,
            group=_group_of(summary, substance, at),
            place=_first_due(summary),
            persons=tuple(summary.named),
            categories=frozenset(
                summary.categories | ({Category.DECISION} if summary.case.pk in substance.custody else set())
            ),
        )
        for summary, row, html in zip(shown, rows, drawn_html(rows), strict=True)
    }


@dataclass(frozen=True, slots=True)
class Substance:
    """What the board adds to a summary: per case the offences and the custody that the actor may know."""

    charges: Mapping[int, list[str]]
    custody: Mapping[int, str]


def substance_of(shown: Sequence[CaseSummary]) -> Substance:
    """Offences and custody of the cases, as far as the actor may know them; two queries."""
    access = {summary.case.pk: summary.access for summary in shown}
    charges: dict[int, list[str]] = {}
    rows = Charge.objects.filter(case__in=access, withdrawn_at__isnull=True).order_by("pk")
    for case_id, giver, name in rows.values_list("case_id", "organisation_id", "offence_name"):
        if access[case_id].may_see(Category.IDENTITY, giver):
            charges.setdefault(case_id, []).append(name)
    held = Custody.objects.filter(case__in=access, ends_at__isnull=True)
    return Substance(
        charges,
        {
            case_id: status
            for case_id, giver, status in held.values_list("case_id", "organisation_id", "status")
            if access[case_id].may_see(Category.DECISION, giver)
        },
    )


TITLES = {
    "vast": ("Vast", "Niemand zit vast voor een eerste beslissing."),
    "niet-vast": ("Niet-vast", "Geen zaken met een verdachte die niet vastzit."),
    "plandatum": ("Plandatum vandaag", ""),
    "afwachtend": ("Afwachtend", "Geen zaken die op een vervolg wachten."),
}


def build_board(drawn: Iterable[Drawn], version: str, at: datetime) -> Board:
    """Sort the cases under held, heard and waiting; within a group what runs out first stands on top."""
    groups: dict[str, list[Drawn]] = {key: [] for key in TITLES}
    for case in sorted(drawn, key=lambda case: case.place):
        groups[case.group].append(case)
    return Board(
        groups=tuple(
            BoardGroup(key, title, tuple(groups[key]), empty)
            for key, (title, empty) in TITLES.items()
            if groups[key] or empty
        ),
        total=sum(len(cases) for cases in groups.values()),
        within_two_hours=sum(
            1
            for case in groups["vast"]
            if case.row.clock and case.row.clock.due_at and _is_near(case.row.clock.due_at, at)
        ),
        version=version,
    )


def _is_near(due_at: datetime, at: datetime) -> bool:
    return due_at - at <= NEEDED_WITHIN


def _group_of(summary: CaseSummary, substance: Substance, at: datetime) -> str:
    """Where a case stands. The clock of the first decision says held, also to who may not know of custody."""
    running = {term.kind: term for term in summary.open_terms}
    plan_date = running.get(TermKind.PLAN_DATE.value)
    if plan_date and plan_date.due_at and plan_date.due_at <= _end_of_day(at):
        return "plandatum"
    custody = substance.custody.get(summary.case.pk, "held")
    if custody == "held":
        return "vast" if TermKind.FIRST_DECISION.value in running else "afwachtend"
    return "niet-vast" if CaseState(summary.case.state) is CaseState.AT_ZSM else "afwachtend"


def _end_of_day(at: datetime) -> datetime:
    return local(at).replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)


def lead_term(summary: CaseSummary) -> Term | None:
    """The clock of the row: that of the first decision, else what runs out first."""
    timed = [term for term in summary.open_terms if term.due_at]
    return next(
        (term for term in timed if term.kind == TermKind.FIRST_DECISION.value), next(iter(timed), None)
    )


def _first_due(summary: CaseSummary) -> tuple[bool, float]:
    lead = lead_term(summary)
    return (lead is None, lead.due_at.timestamp() if lead and lead.due_at else 0.0)


def board_row(summary: CaseSummary, substance: Substance, at: datetime) -> BoardRow:
    """One case as a row, by what the actor may know of it."""
    lead = lead_term(summary)
    return BoardRow(
        number=summary.case.number,
        url=reverse("cases:case", kwargs={"zaak": summary.case.public_id}),
        title=_title(summary, at),
        detail=_detail(summary, substance),
        clock=clock_of(lead, at, explained=False) if lead else None,
        marks=summary.marks(),
        partners=partner_states(summary, at) if summary.access.level >= Level.VIEW else (),
        owed=board_items(summary, at, lead, OWED_SHOWN),
        badges=_badges(summary),
    )


def _title(summary: CaseSummary, at: datetime) -> str:
    suspect = next(iter(summary.persons("suspect")), None)
    age = age_text(suspect.person.birth_date, local(at).date()) if suspect else ""
    return f"{summary.title} ({age.removesuffix(' jaar')})" if age else summary.title


def _detail(summary: CaseSummary, substance: Substance) -> str:
    if summary.access.level < Level.VIEW:
        return THAT_ONLY
    parts = []
    if charges := substance.charges.get(summary.case.pk):
        parts.append(charges[0] + (f" en {len(charges) - 1} meer" if len(charges) > 1 else ""))
    if custody := substance.custody.get(summary.case.pk):
        parts.append("vast" if custody == "held" else "niet-vast")
    if children := len(summary.persons("child")):
        parts.append("1 kind" if children == 1 else f"{children} kinderen")
    return " · ".join(parts)


def _badges(summary: CaseSummary) -> tuple[Badge, ...]:
    case, access, badges = summary.case, summary.access, []
    if access.level < Level.VIEW:
        return ()
    if CaseState(case.state) not in SAID_BY_GROUP:
        badges.append(Badge(text=STATE_LABELS[CaseState(case.state)]))
    if case.hg_label == "proposed" and access.may_see(Category.IDENTITY, case.organisation_id):
        badges.append(Badge(text="HG-label voorgesteld", tone=Tone.WARNING))
    if summary.conclusion_held_back:
        badges.append(HELD_BACK)
    return tuple(badges)


def _header(request: ActorRequest) -> PageHeader:
    return PageHeader(
        title=f"Bord {request.actor.organisation_name}",
        lead=weekday_text(request.at),
        actions=_actions(request.actor),
    )


def _actions(actor: Actor) -> tuple[Action, ...]:
    actions = []
    if can_register_arrest(actor):
        new = Action(
            label="Nieuwe zaak", url=reverse("zsm:intake"), kind="primary", icon="plus", shortcut="n"
        )
        actions.append(new)
    if can_lead_table(actor):
        actions.append(Action(label="Grootbeeld", url=reverse("zsm:wall"), icon="layout-board", shortcut="g"))
    if can_print_table(actor):
        actions.append(Action(label="Tafellijst", url=reverse("zsm:table-lists"), icon="printer"))
    return tuple(actions)


def _empty(request: ActorRequest) -> EmptyState:
    actions = _actions(request.actor) if can_register_arrest(request.actor) else ()
    return EmptyState(
        title="Er lopen geen zaken",
        text="Zodra uw organisatie aan een zaak deelneemt, staat die hier.",
        icon="layout-board",
        action=actions[0] if actions else None,
    )
