"""Changing the disclosure table: history, a draft with its differences, approval by a second pair of eyes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, TypedDict
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from cases.access.actor import Actor
from cases.access.rules.disclosure import DisclosureRow
from cases.access.rules.versions import VersionState
from cases.access.table_models import DisclosureVersion
from cases.sharing import table as services
from cases.sharing.keeping import check_can_keep_table
from cases.sharing.versions import (
    changes_of,
    history,
    open_version,
    version_by,
    version_in_force,
    version_rows,
)
from cases.terms.rules.wording import day_text, local
from cases.web.components import Action, Cell, Column, Crumb, DataTable, Fact, PageHeader, Refusal, Row
from cases.web.disclosure.wording import (
    about_text,
    grant_text,
    is_row,
    key_of,
    period_text,
    version_badge,
    version_title,
)
from cases.web.forms import BaseForm, DayField
from cases.web.moments import moment_text
from cases.web.policy import signed_in
from cases.web.requests import ActorRequest
from cases.web.submission import NOT_SENT, Submission, submit

STEP: Final = "stap"
HOME: Final = Crumb(label="Verstrekkingentabel", url="/verstrekkingen")


class OfferForm(BaseForm):
    """From when, what and why; names as the service calls them."""

    effective_from = DayField(
        label="Gaat in op",
        help_text="Op zijn vroegst morgen: de tabel wijzigt nooit op een dag die al loopt.",
    )
    motivation = forms.CharField(
        label="Wat wijzigt er, en waarom?",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Zonder persoonsgegevens. De andere privacyfunctionaris leest dit bij het beoordelen.",
    )


class JudgeForm(BaseForm):
    """Why it is approved or refused."""

    reason = forms.CharField(label="Reden", max_length=500, widget=forms.Textarea(attrs={"rows": 3}))


class Who(TypedDict):
    """What every step needs."""

    version: DisclosureVersion
    actor: Actor
    at: datetime


@dataclass(frozen=True, slots=True)
class Change:
    """One row that a version changes, in words; `key` and `url` only while its writer may still change it."""

    about: str
    facts: tuple[Fact, ...]
    key: str = ""
    url: str = ""


@signed_in(check_can_keep_table)
def versions(request: ActorRequest) -> HttpResponse:
    """Every version with who made and who judged it; a POST begins a draft."""
    sent = NOT_SENT
    if request.method == "POST":
        started: list[DisclosureVersion] = []
        empty = BaseForm(request.POST)
        sent = submit(empty, lambda: started.append(services.start_draft(actor=request.actor, at=request.at)))
        if sent.done:
            request.trail.purpose = f"verstrekkingentabel: versie {started[0].number} begonnen"
            return redirect("cases:disclosure-version", versie=started[0].public_id)
    today = local(request.at).date()
    in_force, opened = version_in_force(today), open_version()
    rows = [
        Row(
            cells=(
                Cell(
                    text=version_title(version),
                    url=reverse("cases:disclosure-version", kwargs={"versie": version.public_id}),
                    badge=version_badge(version, in_force, today),
                ),
                Cell(text=day_text(version.effective_from) if version.effective_from else "–"),
                Cell(text=version.motivation or "–"),
                Cell(text=_who(version.made_by.display_name, version.made_by.organisation.short_name)),
                Cell(text=_judged(version)),
            ),
            muted=version.state in (VersionState.REFUSED.value, VersionState.DISCARDED.value),
        )
        for version in history()
    ]
    rows.append(
        Row(cells=tuple(Cell(text=text) for text in (version_title(None), "1 jan 2025", "", "de wet", "")))
    )
    action = Action(
        label="Nieuw concept beginnen", url=reverse("cases:disclosure-versions"), method="post", icon="plus"
    )
    context = {
        "header": PageHeader(
            title="Versies van de verstrekkingentabel",
            lead="De ene privacyfunctionaris schrijft, de andere keurt goed. Wat geldt, wijzigt nooit.",
            crumbs=(HOME, Crumb(label="Versies")),
            actions=() if opened else (action,),
        ),
        "refusal": sent.refusal,
        "table": DataTable(
            caption="Versies, de nieuwste boven",
            wide=True,
            columns=tuple(
                Column(label=text) for text in ("Versie", "Gaat in", "Wat en waarom", "Door", "Oordeel")
            ),
            rows=tuple(rows),
        ),
    }
    return render(request, "cases/disclosure/versions.html", context, status=sent.status)


def _who(name: str, organisation: str) -> str:
    return f"{name}, {organisation}"


def _judged(version: DisclosureVersion) -> str:
    if version.judged_by is None or version.judged_at is None:
        return "–"
    who = _who(version.judged_by.display_name, version.judged_by.organisation.short_name)
    return f"{who}, {moment_text(version.judged_at)}: {version.judgement}"


def find(versie: UUID) -> DisclosureVersion:
    """The version in the path. Raises Http404."""
    try:
        return version_by(versie)
    except DisclosureVersion.DoesNotExist:
        raise Http404 from None


@signed_in(check_can_keep_table)
def version(request: ActorRequest, versie: UUID) -> HttpResponse:
    """What a version changes, and the steps that this officer may take with it."""
    row = find(versie)
    offer_form, judge_form = _forms(request, row)
    sent = NOT_SENT
    if request.method == "POST":
        sent = _take_step(request, row, offer_form, judge_form)
        if sent.done:
            return redirect("cases:disclosure-version", versie=row.public_id)
        row = find(versie)
    context = _context(request, row, sent.refusal) | {"offer_form": offer_form, "judge_form": judge_form}
    return render(request, "cases/disclosure/version.html", context, status=sent.status)


def _forms(request: ActorRequest, row: DisclosureVersion) -> tuple[OfferForm, JudgeForm]:
    step = request.POST.get(STEP, "")
    tomorrow = local(request.at).date() + timedelta(days=1)
    offer_form = OfferForm(
        request.POST if step == "aanbieden" else None,
        initial={"effective_from": row.effective_from or tomorrow, "motivation": row.motivation},
    )
    return offer_form, JudgeForm(request.POST if step in ("goedkeuren", "afkeuren") else None)


def _take_step(
    request: ActorRequest, row: DisclosureVersion, offer_form: OfferForm, judge_form: JudgeForm
) -> Submission:
    step = request.POST.get(STEP, "")
    who: Who = {"version": row, "actor": request.actor, "at": request.at}
    nothing = BaseForm(request.POST)

    def said() -> str:
        return str(judge_form.cleaned_data["reason"])

    steps: dict[str, tuple[BaseForm, Callable[[], object], str]] = {
        "aanbieden": (
            offer_form,
            lambda: services.offer(
                effective_from=offer_form.cleaned_data["effective_from"],
                motivation=offer_form.cleaned_data["motivation"],
                **who,
            ),
            "Aangeboden: een andere privacyfunctionaris beoordeelt deze versie.",
        ),
        "goedkeuren": (
            judge_form,
            lambda: services.judge(approved=True, reason=said(), **who),
            "Goedgekeurd.",
        ),
        "afkeuren": (judge_form, lambda: services.judge(approved=False, reason=said(), **who), "Afgekeurd."),
        "terugnemen": (nothing, lambda: services.take_back(**who), "Teruggenomen: het is weer een concept."),
        "vervallen": (nothing, lambda: services.discard(**who), "Het concept is vervallen."),
        "herstellen": (nothing, lambda: _restore(request, row), "De regel is weer zoals hij was."),
    }
    if step not in steps:
        return Submission(done=False, status=400, refusal=Refusal(title="Kies een stap.", items=()))
    form, write, done = steps[step]
    sent = submit(form, write)
    if sent.done:
        request.trail.purpose = f"verstrekkingentabel: versie {row.number} {step}"
        messages.success(request, done)
    return sent


def _restore(request: ActorRequest, row: DisclosureVersion) -> None:
    key = request.POST.get("regel", "")
    changed = [found.row for found in changes_of(row) if is_row(found.row, key)]
    for one in changed:
        services.restore_cell(version=row, row=one, actor=request.actor, at=request.at)


def _context(request: ActorRequest, row: DisclosureVersion, refusal: Refusal | None) -> dict[str, object]:
    today = local(request.at).date()
    state, own = VersionState(row.state), row.made_by_id == request.actor.user_id
    writes = own and state is VersionState.DRAFT
    base = row.based_on
    facts = [
        Fact(label="Wijzigt", value=version_title(base)),
        Fact(
            label="Gaat in op", value=day_text(row.effective_from) if row.effective_from else "nog te kiezen"
        ),
        Fact(label="Wat en waarom", value=row.motivation or "nog te schrijven"),
        Fact(
            label="Geschreven door", value=_who(row.made_by.display_name, row.made_by.organisation.short_name)
        ),
    ]
    if row.judged_by is not None:
        facts.append(Fact(label="Oordeel", value=_judged(row)))
    changes = _changes(row, writes=writes)
    return {
        "header": PageHeader(
            title=version_title(row),
            crumbs=(
                HOME,
                Crumb(label="Versies", url=reverse("cases:disclosure-versions")),
                Crumb(label=f"Versie {row.number}"),
            ),
            badges=(version_badge(row, version_in_force(today), today),),
            actions=(Action(label="Regel wijzigen of toevoegen", url=_row_url(row), icon="edit"),)
            if writes
            else (),
        ),
        "refusal": refusal,
        "facts": tuple(facts),
        "changes": changes,
        "writes": writes,
        "discards": state is VersionState.DRAFT,
        "takes_back": own and state is VersionState.OFFERED,
        "judges": not own and state is VersionState.OFFERED,
        "waits": own and state is VersionState.OFFERED,
        "total": len(version_rows(row)),
    }


def _row_url(row: DisclosureVersion, query: str = "") -> str:
    url = reverse("cases:disclosure-row", kwargs={"versie": row.public_id})
    return f"{url}?{query}" if query else url


def _changes(version: DisclosureVersion, *, writes: bool) -> list[Change]:
    """Every row that a version changes, as it was and as it becomes; else the general row counts."""
    general = {
        (row.recipient, row.category): row
        for row in version_rows(version.based_on)
        if not row.giver and not row.phase
    }
    found = []
    for change in changes_of(version):
        row = change.row
        query = (
            f"ontvanger={row.recipient.value}&categorie={row.category.value}"
            f"&gever={row.giver.value if row.giver else ''}&fase={row.phase.value if row.phase else ''}"
        )
        otherwise = general.get((row.recipient, row.category))
        facts = (
            Fact(label="Was", value=_said(change.before, otherwise)),
            Fact(label="Wordt", value=_said(change.after, otherwise)),
            Fact(label="Grondslag", value=row.basis),
            Fact(label="Toelichting", value=row.note),
        )
        found.append(
            Change(
                about=about_text(row),
                facts=tuple(fact for fact in facts if fact.value),
                key=key_of(row) if writes else "",
                url=_row_url(version, query) if writes and change.after else "",
            )
        )
    return found


def _said(row: DisclosureRow | None, otherwise: DisclosureRow | None) -> str:
    if row is not None:
        return " ".join(filter(None, (grant_text(row), period_text(row))))
    return f"{grant_text(otherwise)} (algemene regel)" if otherwise else "alleen dat-informatie (geen regel)"
