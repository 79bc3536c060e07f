"""Emergency access on the pages: taking it, ending it, and judging how it was used."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from cases.access.actor import Actor
from cases.access.emergency_models import EMERGENCY_OUTCOME_CHOICES, EmergencyAccess
from cases.access.errors import Conflict
from cases.access.models import AccessLogEntry
from cases.access.rules.categories import Category
from cases.access.rules.emergency import LONGEST_REASON, EmergencyOutcome
from cases.audit.sources import SourcedItem, register_review_source
from cases.casefiles.models import Case
from cases.casefiles.rules.searching import Question
from cases.sharing.emergency import (
    LONGEST_NOTE,
    Wanted,
    can_open,
    check_can_open,
    check_judges,
    end_emergency,
    judge_emergency,
    judged_by,
    number_of,
    open_in_emergency,
    running_access,
    to_judge,
)
from cases.web.components import Badge, Cell, Column, DataTable, Fact, PageHeader, Row, Tone
from cases.web.forms import BaseForm, DayField
from cases.web.moments import moment_text
from cases.web.policy import signed_in
from cases.web.requests import ActorRequest
from cases.web.site import SiteEntry, register_site_entry
from cases.web.submission import NOT_SENT, submit

MOST_SHOWN = 200


class EmergencyForm(BaseForm):
    """Which case and why; names as `Wanted` and `Question`."""

    number = forms.CharField(
        label="Zaaknummer",
        max_length=20,
        required=False,
        help_text="Of hieronder: een BSN, of een achternaam met geboortedatum.",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    bsn = forms.CharField(
        label="BSN", max_length=11, required=False, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    last_name = forms.CharField(
        label="Achternaam",
        max_length=120,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    birth_date = DayField(label="Geboortedatum", required=False)
    reason = forms.CharField(
        label="Wat is er nu aan de hand, en waarom kan het niet wachten?",
        max_length=LONGEST_REASON,
        help_text="De privacyfunctionaris leest dit meteen. Zonder namen.",
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def wanted(self) -> Wanted:
        """What the service looks for."""
        given = self.cleaned_data
        question = Question(bsn=given["bsn"], last_name=given["last_name"], birth_date=given["birth_date"])
        return Wanted(number=given["number"], question=question, reason=given["reason"])


class JudgementForm(BaseForm):
    """What the privacy officer found; names as the service."""

    outcome = forms.TypedChoiceField(
        label="Oordeel",
        coerce=EmergencyOutcome,
        choices=EMERGENCY_OUTCOME_CHOICES,
        widget=forms.RadioSelect,
    )
    note = forms.CharField(
        label="Toelichting",
        required=False,
        max_length=LONGEST_NOTE,
        help_text="Verplicht als het niet terecht was: wat volgt er? Zonder namen van betrokkenen.",
        widget=forms.Textarea(attrs={"rows": 3}),
    )


@signed_in(may=check_can_open)
def emergency(request: ActorRequest) -> HttpResponse:
    """What emergency access is, what runs now, and the form to take it."""
    form, sent = EmergencyForm(request.POST or None), NOT_SENT
    if request.method == "POST":
        request.trail.action = AccessLogEntry.ACTION_SEARCH
        request.trail.purpose = "noodtoegang gevraagd"
        sent = submit(
            form,
            lambda: open_in_emergency(
                wanted=form.wanted(), actor=request.actor, at=request.at, trail=request.trail
            ),
        )
        if sent.done:
            messages.warning(request, "U leest nu een uur mee in één zaak. De privacyfunctionaris weet het.")
            return redirect("cases:emergency")
    running = running_access(request.actor, request.at)
    if running is not None:
        request.trail.shows(cases=[running.content_object_id], categories=[Category.THAT])
    # Not there any more when an exclusion came after it.
    case = Case.objects.filter(pk=running.content_object_id).first() if running else None
    context = {
        "header": PageHeader(title="Noodtoegang", lead="Eén zaak, hoogstens een uur, alleen lezen"),
        "form": form,
        "refusal": sent.refusal,
        "running": running,
        "case": case,
        "until": moment_text(running.ends_at, request.at) if running else "",
    }
    return render(request, "cases/emergency/page.html", context, status=sent.status)


@signed_in(may=check_can_open)
@require_POST
def end(request: ActorRequest, noodtoegang: UUID) -> HttpResponse:
    """End the own emergency access before its time."""
    rows = EmergencyAccess.objects.filter(public_id=noodtoegang, user=request.actor.user_id)
    access = rows.first()
    if access is None:
        raise Http404
    request.trail.purpose = "noodtoegang beëindigd"
    try:
        end_emergency(access=access, actor=request.actor, at=request.at)
    except Conflict as conflict:
        messages.error(request, conflict.message)
    else:
        messages.success(request, "De noodtoegang is beëindigd.")
    return redirect("cases:emergency")


@signed_in(may=check_judges)
@require_safe
def reviews(request: ActorRequest) -> HttpResponse:
    """Everything that was opened in an emergency, by the own staff or in a case of the own organisation."""
    rows = list(to_judge(request.actor)[:MOST_SHOWN])
    request.trail.action = AccessLogEntry.ACTION_LOG
    request.trail.shows(cases=[row.content_object_id for row in rows])
    context = {
        "header": PageHeader(title="Noodtoegang", lead="Te beoordelen binnen één werkdag"),
        "table": _table(rows, request.at),
    }
    return render(request, "cases/emergency/reviews.html", context)


@signed_in(may=check_judges)
def review(request: ActorRequest, noodtoegang: UUID) -> HttpResponse:
    """Judge one."""
    access = to_judge(request.actor).filter(public_id=noodtoegang).first()
    if access is None:
        raise Http404
    form, sent = JudgementForm(request.POST or None), NOT_SENT
    request.trail.action = AccessLogEntry.ACTION_LOG
    request.trail.shows(cases=[access.content_object_id])
    if request.method == "POST":
        sent = submit(
            form,
            lambda: judge_emergency(
                access=access,
                outcome=form.cleaned_data["outcome"],
                note=form.cleaned_data["note"],
                actor=request.actor,
                at=request.at,
            ),
        )
        if sent.done:
            request.trail.purpose = "noodtoegang beoordeeld"
            messages.success(request, "Het oordeel is vastgelegd.")
            return redirect("cases:emergency-reviews")
    context = {
        "header": PageHeader(title="Noodtoegang beoordelen", lead=access.user.display_name),
        "facts": _facts(access, request.at),
        "judged": access.reviewed_at is not None,
        "form": form,
        "refusal": sent.refusal,
    }
    return render(request, "cases/emergency/review.html", context, status=sent.status)


def _facts(access: EmergencyAccess, at: datetime) -> tuple[Fact, ...]:
    ended = access.ended_at or access.ends_at
    facts = (
        Fact(label="Wie", value=f"{access.user.display_name} ({access.organisation.short_name})"),
        Fact(label="Zaak", value=number_of(access)),
        Fact(label="Van", value=moment_text(access.opened_at, at)),
        Fact(label="Tot", value=moment_text(ended, at)),
        Fact(label="Reden", value=access.reason),
        Fact(label="Te beoordelen voor", value=moment_text(access.review_due_at, at)),
    )
    if access.reviewed_by is None or access.reviewed_at is None:
        return facts
    when = moment_text(access.reviewed_at, at)
    judged = f"{access.get_outcome_display()}, door {access.reviewed_by.display_name} op {when}"
    return (*facts, Fact(label="Oordeel", value=judged), Fact(label="Toelichting", value=access.review_note))


def _table(rows: list[EmergencyAccess], at: datetime) -> DataTable:
    labels = ("Wie", "Organisatie", "Geopend", "Reden", "Beoordelen voor", "Oordeel")
    return DataTable(
        caption="Wie in een noodgeval een zaak opende",
        columns=tuple(Column(label=label) for label in labels),
        rows=tuple(
            Row(
                cells=(
                    Cell(text=row.user.display_name, url=_page_of(row)),
                    Cell(text=row.organisation.short_name),
                    Cell(text=moment_text(row.opened_at, at)),
                    Cell(text=row.reason),
                    Cell(text=moment_text(row.review_due_at, at)),
                    Cell(badge=_badge(row, at)),
                )
            )
            for row in rows
        ),
        empty="Er is geen noodtoegang gebruikt.",
        wide=True,
    )


def _badge(row: EmergencyAccess, at: datetime) -> Badge:
    if row.reviewed_at is not None:
        wrong = row.outcome == EmergencyOutcome.UNJUSTIFIED.value
        tone = Tone.DANGER if wrong else Tone.SUCCESS
        return Badge(text="niet terecht" if wrong else "terecht", tone=tone, shape="done")
    if row.review_due_at <= at:
        return Badge(text="te laat", tone=Tone.DANGER, shape="needed")
    return Badge(text="te beoordelen", tone=Tone.WARNING, shape="needed")


def _page_of(row: EmergencyAccess) -> str:
    return reverse("cases:emergency-review", kwargs={"noodtoegang": row.public_id})


class EmergencySource:
    """Emergency access among what a privacy officer looks back on."""

    label = "Noodtoegang"

    def items(self, actor: Actor, since: datetime, until: datetime) -> list[SourcedItem]:
        """What was opened in a period, newest first."""
        rows = to_judge(actor).filter(opened_at__gte=since, opened_at__lt=until)
        return [
            SourcedItem(
                title="Zaak geopend in een noodgeval",
                who=f"{row.user.display_name} ({row.organisation.short_name})",
                at=row.opened_at,
                reason=row.reason,
                url=_page_of(row),
                done=row.reviewed_at is not None,
                case_ids=(row.content_object_id,),
            )
            for row in rows[:MOST_SHOWN]
        ]


def register_emergency_pages() -> None:
    """In the palette of who works on cases, and of who judges; called in `AppConfig.ready()`."""
    register_review_source(EmergencySource())
    register_site_entry(
        SiteEntry(
            label="Noodtoegang",
            url_name="cases:emergency",
            bar=False,
            order=56,
            may_see=can_open,
            words="nood spoed zaak openen breken glas",
        )
    )
    register_site_entry(
        SiteEntry(
            label="Noodtoegang beoordelen",
            url_name="cases:emergency-reviews",
            bar=False,
            order=57,
            may_see=judged_by,
            words="nood spoed beoordelen privacy",
        )
    )
