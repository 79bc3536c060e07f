"""The printable list of a ZSM table: what its board shows, with clocks and numbers to call, for an outage."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from cases.access.actor import Actor
from cases.access.models import AccessLogEntry
from cases.access.rules.categories import Category
from cases.documents.models import TableList
from cases.documents.paper import Paper
from cases.documents.permissions import check_can_print_table
from cases.documents.queries import table_lists as lists_of
from cases.documents.rules.moments import dated_due_text, dated_text
from cases.documents.standing import (
    Listing,
    make_listing,
    note_shown,
    path_of,
    register_table_list_maker,
    tables_on,
)
from cases.organisations.models import ZsmLocation
from cases.terms.rules.kinds import KIND_LABELS, TermKind
from cases.web.components import Cell, Column, DataTable, PageHeader, Row, Unsafety
from cases.web.moments import moment_text
from cases.web.policy import signed_in
from cases.web.requests import ActorRequest
from cases.web.summaries import CaseSummary, summaries
from zsm.web.board import board_rows, build_board, draw

TITLE: Final = "Tafellijst"
OWED_ON_PAPER: Final = 6


@dataclass(frozen=True, slots=True)
class ListRow:
    """One case on paper: as the board shows it, and whom to call."""

    number: str
    title: str
    detail: str
    clock: str
    safety: str
    owed: tuple[str, ...]
    phones: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ListGroup:
    """One heading of the board with its rows."""

    title: str
    rows: tuple[ListRow, ...]


@dataclass(frozen=True, slots=True)
class TableListContent:
    """Everything that the list holds."""

    title: str
    lead: str
    groups: tuple[ListGroup, ...]


def register_table_list() -> None:
    """Called in `AppConfig.ready()`."""
    register_table_list_maker(table_listing)


def table_listing(location: ZsmLocation, actor: Actor, at: datetime) -> Listing:
    """The list of a location as the board of its prosecution stands now."""
    rows = [row for row in board_rows(actor, at) if row.case.zsm_location_id == location.pk]
    shown = summaries(actor, rows, at)
    drawn = draw(shown, at)
    board = build_board(drawn.values(), "", at)
    by_number = {summary.case.number: summary for summary in shown}
    content = TableListContent(
        title=f"{TITLE} {location.name}",
        lead=f"Stand van {dated_text(at)}, {actor.organisation_name}. Voor als het systeem niet werkt.",
        groups=tuple(
            ListGroup(
                group.title,
                tuple(
                    ListRow(
                        number=row.number,
                        title=row.title,
                        detail=row.detail,
                        clock=_clock_text(row.clock.due_at if row.clock else None, at),
                        safety=_safety_text(by_number[row.number]),
                        owed=_owed(by_number[row.number], at),
                        phones=_phones(by_number[row.number]),
                    )
                    for row in group.rows
                ),
            )
            for group in board.groups
        ),
    )
    paper = Paper(
        template="documents/table_list.html",
        title=TITLE,
        content=content,
        persons=frozenset(person for row in drawn.values() for person in row.persons),
        categories=frozenset(category for row in drawn.values() for category in row.categories)
        | {Category.THAT},
    )
    return Listing(paper, tuple(summary.case.pk for summary in shown))


def _clock_text(due_at: datetime | None, at: datetime) -> str:
    if due_at is None:
        return "geen moment"
    return f"{dated_due_text(due_at)}{' (te laat)' if due_at <= at else ''}"


def _safety_text(summary: CaseSummary) -> str:
    if summary.conclusion_held_back:
        return "niet voor uw organisatie"
    return ", ".join(
        f"nog niet bekend: {mark.text}" if mark.kind is Unsafety.UNKNOWN else mark.text
        for mark in summary.marks()
    )


def _owed(summary: CaseSummary, at: datetime) -> tuple[str, ...]:
    lines = [
        f"{term.organisation.abbreviation}: {KIND_LABELS[TermKind(term.kind)]}, "
        f"{_clock_text(term.due_at, at)}"
        for term in summary.own_first[:OWED_ON_PAPER]
    ]
    if more := len(summary.open_terms) - OWED_ON_PAPER:
        lines += [f"en nog {more}"] if more > 0 else []
    return tuple(lines)


def _phones(summary: CaseSummary) -> tuple[str, ...]:
    numbers = {partner.organisation.pk: partner.organisation for partner in summary.partners}
    return tuple(
        f"{row.abbreviation} {row.phone}" for row in sorted(numbers.values(), key=lambda row: row.name)
    )


@signed_in(may=check_can_print_table)
def table_lists(request: ActorRequest) -> HttpResponse:
    """The lists of the last day; a POST prints one as it stands now."""
    if request.method == "POST":
        return _print_now(request)
    context = {
        "header": PageHeader(
            title="Tafellijsten",
            lead="Elk uur gemaakt, voor als het systeem niet werkt. De laatste 24 uur.",
        ),
        "table": _table(lists_of(request.actor), request.at),
    }
    return render(request, "zsm/board/table_lists.html", context)


def _table(rows: Iterable[TableList], at: datetime) -> DataTable:
    return DataTable(
        caption="Gemaakte tafellijsten",
        columns=(Column(label="Uur"), Column(label="Locatie"), Column(label="Zaken", numeric=True)),
        rows=tuple(
            Row(
                cells=(
                    Cell(
                        text=moment_text(row.hour, at),
                        url=reverse("zsm:table-list", kwargs={"lijst": row.public_id}),
                    ),
                    Cell(text=row.location.name),
                    Cell(text=str(len(row.case_ids)), numeric=True),
                )
            )
            for row in rows
        ),
        empty="Er is nog geen lijst gemaakt.",
    )


def _print_now(request: ActorRequest) -> HttpResponse:
    location = next(
        (place for place, owner in tables_on(request.at) if owner.pk == request.actor.organisation_id), None
    )
    if location is None:
        raise Http404
    made, listing = make_listing(location=location, actor=request.actor, at=request.at)
    note_shown(request.trail, listing)
    return _file(request, made.pdf)


@signed_in(may=check_can_print_table)
@require_safe
def table_list(request: ActorRequest, lijst: UUID) -> HttpResponse:
    """One list that was made by itself."""
    row = TableList.objects.filter(public_id=lijst, organisation=request.actor.organisation_id).first()
    if row is None:
        raise Http404
    try:
        content = path_of(row).read_bytes()
    except FileNotFoundError:
        raise Http404 from None
    request.trail.shows(cases=row.case_ids, categories=[Category.THAT, Category.IDENTITY])
    return _file(request, content)


def _file(request: ActorRequest, content: bytes) -> HttpResponse:
    request.trail.action = AccessLogEntry.ACTION_PRINT
    request.trail.purpose = TITLE
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = 'attachment; filename="tafellijst.pdf"'
    return response
