"""What is unusual in the log: judged one by one by the privacy officer, with the rows behind it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any, Final
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from cases.access.models import AccessLogEntry
from cases.access.rules.actions import action_label
from cases.audit.models import OUTCOME_CHOICES, LogReview
from cases.audit.permissions import check_reads_log
from cases.audit.queries import (
    Found,
    ReviewItem,
    SampleItem,
    found_with,
    last_review_of,
    review_item,
    review_items,
    rows_of,
    sample_of_week,
    sampled_row,
    start_of,
)
from cases.audit.rules.signals import SIGNAL_LABELS, ReviewOutcome, Signal
from cases.audit.services import judge_day
from cases.audit.sources import review_sources
from cases.organisations.models import User
from cases.terms.rules.wording import count_text, day_text, local
from cases.web.components import Action, Badge, Cell, Column, Crumb, DataTable, PageHeader, Row, Tone
from cases.web.forms import BaseForm
from cases.web.log.showing import log_table, note_rows, place, who
from cases.web.moments import moment_text
from cases.web.policy import signed_in
from cases.web.requests import ActorRequest
from cases.web.submission import NOT_SENT, submit

SPANS: Final = {"7": 7, "30": 30}
USUAL: Final = "7"


@signed_in(may=check_reads_log)
@require_safe
def review(request: ActorRequest) -> HttpResponse:
    """The signals of the last days, the sample of last week, and what other concepts bring."""
    span = request.GET.get("dagen", USUAL)
    days = SPANS.get(span, SPANS[USUAL])
    today = local(request.at).date()
    since = today - timedelta(days=days - 1)
    monday = today - timedelta(days=today.weekday() + 7)
    items = review_items(request.actor, since, today)
    sample = sample_of_week(request.actor, monday)
    _log(request, f"beoordeling van {days} dagen", found_with([item.entry for item in sample]))
    waiting = sum(item.review is None for item in items) + sum(item.review is None for item in sample)
    context = {
        "header": PageHeader(
            title="Inzage beoordelen",
            lead=f"{count_text(waiting, 'punt wacht', 'punten wachten')} op uw oordeel.",
            actions=(Action(label="Zoeken in het logboek", url=reverse("cases:log")),),
        ),
        "spans": [
            (f"{reverse('cases:log-review')}?dagen={key}", f"{number} dagen", number == days)
            for key, number in SPANS.items()
        ],
        "signals": _signals(items),
        "sample": _sample(sample, monday, request),
        "sections": _sections(request, since),
    }
    return render(request, "cases/log/review.html", context)


def _signals(items: list[ReviewItem]) -> DataTable:
    return DataTable(
        caption="Opvallende inzage",
        columns=tuple(Column(label=label) for label in ("Wat", "Medewerker", "Dag", "Hoeveel", "Oordeel")),
        rows=tuple(
            Row(
                cells=(
                    Cell(text=SIGNAL_LABELS[item.signal], url=_url(item.key)),
                    Cell(text=item.user.display_name),
                    Cell(text=day_text(item.day)),
                    Cell(text=item.told),
                    _verdict(item.review),
                ),
            )
            for item in items
        ),
        empty="Niets opvallends in deze dagen.",
    )


def _sample(sample: list[SampleItem], monday: date, request: ActorRequest) -> DataTable:
    sunday = monday + timedelta(days=6)
    return DataTable(
        caption=f"Steekproef: tien regels van {day_text(monday)} tot en met {day_text(sunday)}",
        columns=tuple(
            Column(label=label) for label in ("Moment", "Medewerker", "Handeling", "Waar", "Oordeel")
        ),
        rows=tuple(
            Row(
                cells=(
                    Cell(
                        text=moment_text(item.entry.at, request.at),
                        url=_url(item.entry.request_id),
                    ),
                    Cell(text=who(item.entry)),
                    Cell(text=action_label(item.entry.action)),
                    Cell(text=place(item.entry.route)),
                    _verdict(item.review),
                ),
            )
            for item in sample
        ),
        empty="Vorige week heeft niemand gegevens van een zaak ingezien.",
    )


def _sections(request: ActorRequest, since: date) -> list[DataTable]:
    """Emergency access and the like: each leads to the page where it is judged."""
    sections = []
    for source in review_sources():
        items = source.items(request.actor, start_of(since), request.at)
        for item in items:
            request.trail.shows(cases=item.case_ids)
        rows = tuple(
            Row(
                cells=(
                    Cell(text=item.title, url=item.url),
                    Cell(text=item.who),
                    Cell(text=moment_text(item.at, request.at)),
                    Cell(text=item.reason),
                    _done(item.done),
                ),
            )
            for item in items
        )
        columns = tuple(Column(label=label) for label in ("Wat", "Wie", "Moment", "Reden", "Oordeel"))
        empty = f"{source.label}: niets in deze dagen."
        sections.append(DataTable(caption=source.label, columns=columns, rows=rows, empty=empty))
    return sections


def _done(done: bool) -> Cell:
    if done:
        return Cell(text="", badge=Badge(text="beoordeeld", tone=Tone.SUCCESS, shape="done"))
    return Cell(text="", badge=Badge(text="te beoordelen", tone=Tone.WARNING, shape="needed"))


def _verdict(found: LogReview | None) -> Cell:
    if found is None:
        return _done(False)
    unlawful = found.outcome == ReviewOutcome.UNLAWFUL.value
    tone, shape = (Tone.DANGER, "needed") if unlawful else (Tone.SUCCESS, "done")
    return Cell(text="", badge=Badge(text=found.get_outcome_display(), tone=tone, shape=shape))


def _url(key: UUID) -> str:
    return reverse("cases:log-judge", kwargs={"punt": key})


class JudgementForm(BaseForm):
    """What came of it."""

    uitkomst = forms.ChoiceField(label="Uitkomst", choices=OUTCOME_CHOICES, widget=forms.RadioSelect)
    toelichting = forms.CharField(
        label="Toelichting",
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Nodig, behalve als het in orde is. Zonder namen van betrokkenen.",
    )


@signed_in(may=check_reads_log)
def judge(request: ActorRequest, punt: UUID) -> HttpResponse:
    """One signal, or one row of the sample, with the rows behind it; a POST judges it."""
    item = review_item(request.actor, punt, local(request.at).date())
    if item is not None:
        found = rows_of(request.actor, item)
        _log(request, f"beoordeling: {item.signal.value}, {item.user.username}, {item.day:%d-%m-%Y}", found)
        return _judge(
            request,
            title=SIGNAL_LABELS[item.signal],
            lead=f"{item.user.display_name}, {day_text(item.day)}: {item.told}",
            what=(item.signal, item.user, item.day, None),
            found=found,
            known=item.review,
        )
    entry = sampled_row(request.actor, punt)
    if entry is None:
        raise Http404
    found = found_with([entry])
    _log(request, "beoordeling: steekproef", found)
    return _judge(
        request,
        title=SIGNAL_LABELS[Signal.SAMPLE],
        lead=f"{who(entry)}, {moment_text(entry.at, request.at)}",
        what=(Signal.SAMPLE, entry.user, local(entry.at).date(), punt),
        found=found,
        known=last_review_of(request.actor, punt),
    )


def _judge(
    request: ActorRequest,
    *,
    title: str,
    lead: str,
    what: tuple[Signal, User | None, date, UUID | None],
    found: Found,
    known: LogReview | None,
) -> HttpResponse:
    form = JudgementForm(request.POST if request.method == "POST" else None)
    sent = NOT_SENT
    if request.method == "POST":
        kind, user, day, request_id = what
        sent = submit(
            form,
            lambda: judge_day(
                signal=kind,
                user=user,
                day=day,
                outcome=ReviewOutcome(form.cleaned_data["uitkomst"]),
                note=form.cleaned_data["toelichting"],
                actor=request.actor,
                at=request.at,
                request_id=request_id,
            ),
            fields={"note": "toelichting"},
        )
        if sent.done:
            messages.success(request, "Het oordeel is vastgelegd.")
            return redirect("cases:log-review")
    context: dict[str, Any] = {
        "header": PageHeader(
            title=title,
            lead=lead,
            crumbs=(Crumb(label="Inzage beoordelen", url=reverse("cases:log-review")), Crumb(label=title)),
        ),
        "form": form,
        "refusal": sent.refusal,
        "known": known,
        "table": log_table(found, request.at, caption="De regels hierachter, nieuwste boven"),
    }
    return render(request, "cases/log/judge.html", context, status=sent.status)


def _log(request: ActorRequest, purpose: str, found: Found) -> None:
    request.trail.action = AccessLogEntry.ACTION_LOG
    request.trail.purpose = purpose
    note_rows(request, found)
