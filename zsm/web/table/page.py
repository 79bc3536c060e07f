"""The table at a desk: the coordinator runs it with one key, the partners see it live."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.text import capfirst
from django.views.decorators.http import require_POST, require_safe

from cases.access.permissions import check_casework
from cases.organisations.models import ZsmLocation
from cases.terms.rules.wording import local
from cases.web.components import Action, EmptyState, PageHeader
from cases.web.forms import BaseForm
from cases.web.moments import weekday_text
from cases.web.policy import signed_in
from cases.web.requests import ActorRequest
from cases.web.submission import NOT_SENT, Submission, submit
from zsm.consultation.models import TableSession
from zsm.consultation.permissions import can_lead_table, check_can_lead_table
from zsm.consultation.queries import locations_of, open_tables
from zsm.consultation.rules.table import DAY_PART_LABELS, DayPart, part_of_day
from zsm.consultation.services import open_table
from zsm.consultation.services.table import LONGEST_REASON
from zsm.web.table.shown import leads, step_action, summary_text, table_of, title_of, version_of


class OpenForm(BaseForm):
    """Where and for which part of the day the table opens."""

    locatie = forms.ChoiceField(label="Locatie")
    dagdeel = forms.ChoiceField(
        label="Dagdeel",
        choices=[(part.value, capfirst(text)) for part, text in DAY_PART_LABELS.items()],
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, locations: list[ZsmLocation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.locations = {str(row.public_id): row for row in locations}
        field = self.fields["locatie"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [(key, str(row)) for key, row in self.locations.items()]


class PutBackForm(BaseForm):
    """Why a case is put back."""

    reden = forms.CharField(label="Reden van terugleggen", max_length=LONGEST_REASON)


@signed_in(may=check_casework)
@require_safe
def table(request: ActorRequest) -> HttpResponse:
    """The open table at the actor's location; with `?since=` a refresh that answers 204 without news."""
    session = open_tables(request.actor).first()
    if session is None:
        if request.GET.get("since"):
            # The table closed while the screen was open: the page is shown anew.
            return HttpResponse(status=204, headers={"HX-Refresh": "true"})
        return _no_table(request)
    version = version_of(request.actor, session, request.at)
    if request.GET.get("since") == version:
        request.trail.nothing_shown()
        return HttpResponse(status=204)
    return show_table(request, session, version)


def show_table(
    request: ActorRequest,
    session: TableSession,
    version: str = "",
    *,
    put_back: PutBackForm | None = None,
    sent: Submission = NOT_SENT,
) -> HttpResponse:
    """The page, or only its part that changes; `put_back`: the form with what was wrong in it."""
    shown = table_of(request, session, version or version_of(request.actor, session, request.at))
    context = {
        "table": shown,
        "header": PageHeader(
            title=title_of(session),
            lead=f"{weekday_text(request.at)} · {summary_text(shown)}",
            actions=_actions(request, session),
        ),
        "put_back": put_back or PutBackForm(),
        "put_back_url": step_action(session, "terug", "").url,
        "refusal": sent.refusal,
        "at": request.at,
    }
    part = "zsm/table/_table.html" if request.htmx else "zsm/table/page.html"
    return render(request, part, context, status=sent.status)


def _actions(request: ActorRequest, session: TableSession) -> tuple[Action, ...]:
    if not leads(request.actor, session):
        return ()
    return (
        step_action(session, "volgende", "Volgende zaak", kind="primary", icon="arrow-right", shortcut="n"),
        step_action(session, "klaar", "Besproken", icon="check", shortcut="b"),
        Action(label="Terugleggen", url="#id_reden", icon="history", shortcut="t"),
        step_action(session, "erbij", "Nieuwe zaken erbij", icon="plus"),
        Action(label="Grootbeeld", url=reverse("zsm:wall"), icon="layout-board", shortcut="g"),
        step_action(
            session,
            "sluiten",
            "Tafel sluiten",
            kind="subtle",
            confirm="De tafel sluiten? De zaak die nu aan de orde is, geldt dan als besproken.",
        ),
    )


def _no_table(
    request: ActorRequest, form: OpenForm | None = None, sent: Submission = NOT_SENT
) -> HttpResponse:
    locations = locations_of(request.actor, request.at)
    if form is None and locations and can_lead_table(request.actor):
        form = OpenForm(locations=locations, initial=_start(request, locations))
    request.trail.nothing_shown()
    context = {
        "header": PageHeader(title="ZSM-tafel", lead=weekday_text(request.at)),
        "form": form,
        "refusal": sent.refusal,
        "empty": EmptyState(
            title="Er is nu geen tafel open",
            text="De ketenprocescoördinator opent de tafel; deze pagina toont haar dan vanzelf.",
            icon="users-group",
        ),
    }
    return render(request, "zsm/table/closed.html", context, status=sent.status)


def _start(request: ActorRequest, locations: list[ZsmLocation]) -> dict[str, str]:
    part = part_of_day(local(request.at).hour)
    return {"locatie": str(locations[0].public_id), "dagdeel": part.value}


@signed_in(may=check_can_lead_table)
@require_POST
def open_now(request: ActorRequest) -> HttpResponse:
    """Open the table."""
    form = OpenForm(request.POST, locations=locations_of(request.actor, request.at))
    sent = submit(
        form,
        lambda: open_table(
            location=form.locations[form.cleaned_data["locatie"]],
            part=DayPart(form.cleaned_data["dagdeel"]),
            actor=request.actor,
            at=request.at,
        ),
    )
    if not sent.done:
        return _no_table(request, form, sent)
    messages.success(request, "De tafel is open. N neemt de eerste zaak.")
    return redirect("zsm:table")
