"""My work: everything that the organisation owes, by due moment, with the one button that does it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from cases.access.actor import Actor
from cases.access.permissions import can_do_casework
from cases.access.rules.categories import Category
from cases.organisations.rules import Role
from cases.outbox.task_models import DeliveryTask
from cases.outbox.undelivered import open_tasks
from cases.terms.models import Term
from cases.terms.queries import owed_by
from cases.terms.rules.headings import HEADING_LABELS, under_headings
from cases.terms.rules.kinds import KIND_LABELS, TermKind
from cases.terms.totals import Total, summed, totals_of
from cases.web.actions import action_for, action_url
from cases.web.components import (
    Action,
    Cell,
    Column,
    DataTable,
    EmptyState,
    OwedItem,
    PageHeader,
    Row,
    Tab,
)
from cases.web.policy import signed_in
from cases.web.requests import ActorRequest
from cases.web.summaries import clock_of, in_order
from cases.web.term import take_action
from cases.web.undelivered import undelivered_items

SHOWN_AT_MOST = 300


@dataclass(frozen=True, slots=True)
class WorkGroup:
    """One heading of My work with what falls under it."""

    key: str
    title: str
    items: tuple[OwedItem, ...]


@dataclass(frozen=True, slots=True)
class KindFilter:
    """The kinds that are owed, by label, and the one that is looked at (empty: all)."""

    choices: tuple[tuple[str, str], ...]
    chosen: str

    @classmethod
    def of(cls, kinds: Iterable[str], chosen: str = "") -> KindFilter:
        """The choices for these kinds."""
        choices = sorted(((kind, KIND_LABELS[TermKind(kind)]) for kind in set(kinds)), key=lambda row: row[1])
        return cls(tuple(choices), chosen)


@signed_in()
@require_safe
def my_work(request: ActorRequest) -> HttpResponse:
    """The list of the organisation, or of the user alone with `?van=mij`; of one kind with `?soort=`."""
    only_mine = request.GET.get("van") == "mij"
    terms, kinds = (
        _owed(request.actor, only_mine=only_mine, asked=request.GET.get("soort", ""))
        if can_do_casework(request.actor)
        else ([], KindFilter.of(()))
    )
    waiting = [] if kinds.chosen else list(open_tasks(request.actor, only_mine=only_mine)[:SHOWN_AT_MOST])
    cases = {term.case_id for term in terms} | {task.case_id for task in waiting if task.case_id}
    request.trail.shows(cases=cases, categories=[Category.THAT])
    context = {
        "header": PageHeader(
            title="Mijn werk",
            lead="Wat u nog doet"
            if only_mine
            else f"Wat {request.actor.organisation_name} nog doet, op moment",
        ),
        "totals": _totals(request) if not only_mine and not kinds.chosen else None,
        "groups": (
            *_undelivered(request.actor, waiting),
            *grouped(request.actor, terms, request.at),
        ),
        "kinds": kinds,
        "only_mine": only_mine,
        "tabs": work_tabs("mij" if only_mine else "organisatie"),
        "empty": EmptyState(title="Niets te doen", text="Er staat niets open.", icon="circle-check"),
    }
    return render(request, "cases/mywork/page.html", context)


def _totals(request: ActorRequest) -> DataTable | None:
    """The same numbers as in the mail of the night, for who leads the team; None when nothing is owed."""
    if not request.actor.has(Role.TEAM_LEAD):
        return None
    totals = totals_of(request.actor.organisation_id, request.at)
    if not totals:
        return None
    heads = ("Te laat", "Vandaag", "Vijf dagen daarna", "Van niemand")
    return DataTable(
        caption="Totalen van het team",
        columns=(Column(label="Wat"), *(Column(label=head, numeric=True) for head in heads)),
        rows=tuple(_total_row(total) for total in (*totals, summed(totals))),
    )


def _total_row(total: Total) -> Row:
    numbers = (total.late, total.today, total.coming, total.nobodys)
    return Row(cells=(Cell(text=total.label), *(Cell(text=str(number), numeric=True) for number in numbers)))


def _undelivered(actor: Actor, waiting: list[DeliveryTask]) -> tuple[WorkGroup, ...]:
    """What could not be delivered stands first: somebody does not know something that was to be told."""
    if not waiting:
        return ()
    return (WorkGroup("undelivered", "Niet afgeleverde e-mail", undelivered_items(actor, waiting)),)


def work_tabs(current: str) -> tuple[Tab, ...]:
    """The three ways to look at one's work; `current`: "organisatie", "mij" or "kalender"."""
    place = reverse("cases:my-work")
    return (
        Tab(label="Van mijn organisatie", url=place, current=current == "organisatie"),
        Tab(label="Van mij", url=f"{place}?van=mij", current=current == "mij"),
        Tab(label="Kalender", url=reverse("cases:work-calendar"), current=current == "kalender"),
    )


def _owed(actor: Actor, *, only_mine: bool, asked: str) -> tuple[list[Term], KindFilter]:
    """What is owed, of one kind if that is asked and owed, with the kinds to choose from."""
    owed = owed_by(actor, only_person=only_mine)
    if asked:
        kinds = set(owed.order_by().values_list("kind", flat=True).distinct())
        if asked in kinds:
            return list(owed.filter(kind=asked)[:SHOWN_AT_MOST]), KindFilter.of(kinds, asked)
    terms = list(owed[:SHOWN_AT_MOST])
    return terms, KindFilter.of(term.kind for term in terms)


def grouped(actor: Actor, terms: Iterable[Term], at: datetime) -> tuple[WorkGroup, ...]:
    """The terms under the headings that the mail of the night uses too; no empty groups."""
    return tuple(
        WorkGroup(heading.value, HEADING_LABELS[heading], tuple(owed_item(actor, term, at) for term in under))
        for heading, under in under_headings(in_order(terms), lambda term: term.due_at, at)
    )


def owed_item(actor: Actor, term: Term, at: datetime) -> OwedItem:
    """One term with its clock and the button that does it."""
    kind = TermKind(term.kind)
    action = action_for(kind, actor)
    url = action_url(kind, term.case)
    return OwedItem(
        text=KIND_LABELS[kind],
        clock=clock_of(term, at, labelled=False, explained=False),
        url=reverse("cases:case", kwargs={"zaak": term.case.public_id}),
        mine=term.person_id == actor.user_id,
        action=Action(label=action.label, url=url) if action else None,
        take=take_action(term, at, back_to_work=True),
        case_number=term.case.number,
    )
