"""The work calendar: days that a decree equates with a holiday, and what they do to running terms."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from cases.access.errors import Conflict
from cases.access.rules.categories import Category
from cases.terms.decreed_models import DecreedDay
from cases.terms.decreeing import (
    check_can_keep_calendar,
    check_decree,
    equate_day,
    keeps_calendar,
    running_day,
    withdraw_day,
)
from cases.terms.decreeing import (
    decreed_days as all_decreed_days,
)
from cases.terms.recounting import Preview, preview_of
from cases.terms.rules.calendar import legal_holidays
from cases.terms.rules.wording import count_text, day_text, due_text, local
from cases.web.components import Cell, Column, DataTable, Notice, PageHeader, Row, Tone
from cases.web.forms import BaseForm, DayField
from cases.web.moments import moment_text
from cases.web.policy import signed_in
from cases.web.requests import ActorRequest
from cases.web.site import SiteEntry, register_site_entry
from cases.web.submission import NOT_SENT, Submission, submit

SHIFTS_SHOWN: Final = 60
SHIFT_COLUMNS: Final = (
    Column(label="Soort termijn"),
    Column(label="Loopt nu af"),
    Column(label="Wordt"),
    Column(label="Aantal", numeric=True),
)
CASE_COLUMNS: Final = (
    Column(label="Zaak"),
    Column(label="Soort termijn"),
    Column(label="Loopt nu af"),
    Column(label="Wordt"),
)


class DecreeForm(BaseForm):
    """A day and the decree that equates it with a holiday; names as the service."""

    day = DayField(label="Dag")
    ground = forms.CharField(
        label="Besluit",
        max_length=120,
        help_text="Welk besluit, en waar het staat. Staat bij elke termijn die hierdoor verschuift.",
    )


class WithdrawForm(BaseForm):
    """Why a day is an ordinary one again."""

    reason = forms.CharField(
        label="Reden van intrekken",
        max_length=300,
        help_text="Bijvoorbeeld: het besluit is ingetrokken, of de dag was verkeerd ingevoerd.",
    )


@dataclass(frozen=True, slots=True)
class DayRow:
    """A decreed day as it is listed."""

    title: str
    ground: str
    standing: str
    withdrawn: str
    url: str


@dataclass(frozen=True, slots=True)
class Outlook:
    """What a change would do, ready to be shown."""

    notice: Notice
    kinds: tuple[tuple[str, int], ...]
    shifts: DataTable
    cases: DataTable | None


@signed_in(may=check_can_keep_calendar)
def decreed_days(request: ActorRequest) -> HttpResponse:
    """Look at the days; a new one is first shown with what it would do, then confirmed."""
    form = DecreeForm(request.POST if request.method == "POST" else None)
    sent, outlook = NOT_SENT, None
    if request.method == "POST":
        wanted = form.data.get("bevestigd") == "ja"
        sent = submit(form, lambda: _equate(request, form) if wanted else _check(request, form))
        if sent.done and wanted:
            return redirect("cases:decreed-days")
        if sent.done:
            outlook = _outlook(request, form.cleaned_data["day"], form.cleaned_data["ground"])
    return _page(request, form, sent, outlook)


def _check(request: ActorRequest, form: DecreeForm) -> None:
    given = form.cleaned_data
    check_decree(day=given["day"], ground=given["ground"], at=request.at)


def _equate(request: ActorRequest, form: DecreeForm) -> None:
    given = form.cleaned_data
    row = equate_day(day=given["day"], ground=given["ground"], actor=request.actor, at=request.at)
    request.trail.purpose = f"werkkalender: {row.day:%d-%m-%Y} met een feestdag gelijkgesteld"
    messages.success(
        request, f"{day_text(row.day)} is met een feestdag gelijkgesteld. De termijnen worden nu herberekend."
    )


@signed_in(may=check_can_keep_calendar)
def withdraw(request: ActorRequest, dag: UUID) -> HttpResponse:
    """What withdrawing a day would do, and doing it."""
    try:
        row = running_day(dag)
    except Conflict as conflict:
        messages.error(request, conflict.message)
        return redirect("cases:decreed-days")
    form = WithdrawForm(request.POST if request.method == "POST" else None)
    sent = NOT_SENT
    if request.method == "POST":
        sent = submit(form, lambda: _withdraw(request, row, form.cleaned_data["reason"]))
        if sent.done:
            return redirect("cases:decreed-days")
    context = {
        "header": PageHeader(title=f"{day_text(row.day)} intrekken", lead=row.ground),
        "form": form,
        "outlook": _outlook(request, row.day, row.ground, withdrawn=True),
        "refusal": sent.refusal,
    }
    return render(request, "cases/decreed_days/withdraw.html", context, status=sent.status)


def _withdraw(request: ActorRequest, row: DecreedDay, reason: str) -> None:
    withdraw_day(public_id=row.public_id, reason=reason, actor=request.actor, at=request.at)
    request.trail.purpose = f"werkkalender: {row.day:%d-%m-%Y} ingetrokken"
    messages.success(
        request, f"{day_text(row.day)} is weer een gewone dag. De termijnen worden nu herberekend."
    )


def _outlook(request: ActorRequest, day: date, ground: str, *, withdrawn: bool = False) -> Outlook:
    found = preview_of(day=day, ground=ground, withdrawn=withdrawn, actor=request.actor, at=request.at)
    request.trail.shows(cases={row.case_id for row in found.cases}, categories=[Category.THAT])
    return Outlook(_summed_up(found), found.per_kind, _shifts(found), _cases(found))


def _summed_up(found: Preview) -> Notice:
    said = []
    if found.late:
        text = count_text(found.late, "termijn is", "termijnen zijn")
        said.append(f"Daarvan {text} dan meteen te laat: er gaat een alarm uit.")
    if found.warnings:
        text = count_text(found.warnings, "termijn houdt", "termijnen houden")
        said.append(f"Nog {text} het einde, maar waarschuwt op een andere dag.")
    if not found.total:
        return Notice(title="Er verschuift geen lopende termijn", text=" ".join(said))
    title = count_text(found.total, "lopende termijn krijgt", "lopende termijnen krijgen")
    return Notice(
        title=f"{title} een ander moment",
        text=" ".join(said),
        tone=Tone.DANGER if found.late else Tone.WARNING,
    )


def _shifts(found: Preview) -> DataTable:
    rows = tuple(
        Row(
            cells=(
                Cell(text=shift.label),
                Cell(text=due_text(shift.was)),
                Cell(text=due_text(shift.becomes)),
                Cell(text=str(shift.number), numeric=True),
            )
        )
        for shift in found.shifts[:SHIFTS_SHOWN]
    )
    left = len(found.shifts) - SHIFTS_SHOWN
    more = f"; nog {left} andere momenten staan er niet bij" if left > 0 else ""
    return DataTable(
        caption=f"Van alle organisaties samen{more}",
        columns=SHIFT_COLUMNS,
        rows=rows,
        empty="Er verschuift niets.",
    )


def _cases(found: Preview) -> DataTable | None:
    if not found.cases:
        return None
    rows = tuple(
        Row(
            cells=(
                Cell(text=row.case_number),
                Cell(text=row.label),
                Cell(text=due_text(row.was)),
                Cell(text=due_text(row.becomes)),
            )
        )
        for row in found.cases
    )
    return DataTable(caption="In zaken die u mag zien", columns=CASE_COLUMNS, rows=rows)


def _page(request: ActorRequest, form: DecreeForm, sent: Submission, outlook: Outlook | None) -> HttpResponse:
    this_year = local(request.at).year
    context = {
        "header": PageHeader(title="Werkkalender", lead="Dagen die niet als werkdag tellen, voor iedereen"),
        "form": form,
        "outlook": outlook,
        "wanted": form.cleaned_data if outlook else {},
        "wanted_text": day_text(form.cleaned_data["day"]) if outlook else "",
        "rows": _rows(all_decreed_days()),
        "years": tuple((year, _legal(year)) for year in (this_year, this_year + 1)),
        "refusal": sent.refusal,
    }
    return render(request, "cases/decreed_days/page.html", context, status=sent.status)


def _legal(year: int) -> tuple[tuple[str, str], ...]:
    return tuple((day_text(day), name) for day, name in sorted(legal_holidays(year).items()))


def _rows(days: Iterable[DecreedDay]) -> tuple[DayRow, ...]:
    return tuple(_row(row) for row in days)


def _row(row: DecreedDay) -> DayRow:
    withdrawn = ""
    if row.withdrawn_at is not None and row.withdrawn_by is not None:
        who = f"{row.withdrawn_by.display_name}, {moment_text(row.withdrawn_at)}"
        withdrawn = f"Ingetrokken door {who}: {row.withdrawal_reason}"
    again = count_text(row.counted_again, "termijn", "termijnen")
    counted = f"{again} opnieuw berekend" if row.rounds else "termijnen worden herberekend"
    return DayRow(
        title=day_text(row.day),
        ground=row.ground,
        standing=f"Toegevoegd door {row.added_by.display_name}, {moment_text(row.added_at)}; {counted}",
        withdrawn=withdrawn,
        url="" if withdrawn else reverse("cases:decreed-day-withdraw", kwargs={"dag": row.public_id}),
    )


def register_decreed_days() -> None:
    """The page stands in the palette of functional administrators; called in `AppConfig.ready()`."""
    register_site_entry(
        SiteEntry(
            label="Werkkalender",
            url_name="cases:decreed-days",
            icon="calendar",
            bar=False,
            order=63,
            may_see=keeps_calendar,
            words="feestdagen vrije dagen gelijkgesteld termijnenwet instellingen beheer",
        )
    )
