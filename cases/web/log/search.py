"""Searching the access log of the own organisation; that somebody did so is logged like every other look."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, Final
from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from cases.access.models import AccessLogEntry
from cases.access.rules.actions import ACTION_LABELS, OUTCOME_LABELS
from cases.audit.permissions import check_reads_log, reads_log
from cases.audit.queries import Wanted, search_log
from cases.organisations.models import User
from cases.terms.rules.wording import local
from cases.web.components import Action, PageHeader
from cases.web.forms import BaseForm, DayField
from cases.web.log.showing import log_table, note_rows
from cases.web.policy import signed_in
from cases.web.requests import ActorRequest
from cases.web.site import SiteEntry, register_site_entry

EVERYTHING: Final = ("", "Alles")
# The first look shows a week.
USUAL_SPAN: Final = timedelta(days=6)


class LogForm(BaseForm):
    """What to look for; sent with POST, because a name or a case number does not belong in an address."""

    van = DayField(label="Van")
    tot = DayField(label="Tot en met")
    medewerker = forms.ChoiceField(label="Medewerker", required=False)
    handeling = forms.ChoiceField(
        label="Handeling",
        required=False,
        choices=[EVERYTHING, *((action.value, label) for action, label in ACTION_LABELS.items())],
    )
    uitkomst = forms.ChoiceField(
        label="Uitkomst",
        required=False,
        choices=[EVERYTHING, *((outcome.value, label) for outcome, label in OUTCOME_LABELS.items())],
    )
    zaaknummer = forms.CharField(label="Zaaknummer", required=False, max_length=20)
    voor = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, organisation_id: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        staff = User.objects.filter(organisation=organisation_id).order_by("display_name", "pk")
        chosen = [("", "Iedereen"), *((str(user.public_id), user.display_name) for user in staff)]
        self.add_field("medewerker", forms.ChoiceField(label="Medewerker", required=False, choices=chosen))

    def clean(self) -> dict[str, Any]:
        """The last day does not lie before the first."""
        found = super().clean() or {}
        if found.get("van") and found.get("tot") and found["tot"] < found["van"]:
            self.add_error("tot", "Tot en met: kies een dag op of na de eerste.")
        return found


@signed_in(may=check_reads_log)
def search(request: ActorRequest) -> HttpResponse:
    """Look for rows; the row of this look says what was looked for."""
    today = local(request.at).date()
    first = {"van": today - USUAL_SPAN, "tot": today}
    posted = request.POST if request.method == "POST" else None
    form = LogForm(posted, organisation_id=request.actor.organisation_id, initial=first)
    request.trail.action = AccessLogEntry.ACTION_LOG
    wanted = _wanted(form) if form.is_bound and form.is_valid() else None
    if not form.is_bound:
        wanted = Wanted(day_from=first["van"], day_to=first["tot"])
    context: dict[str, Any] = {
        "header": PageHeader(
            title="Toegangslogboek",
            lead=f"Wat medewerkers en systemen van {request.actor.organisation_name} inzagen en deden.",
            actions=(
                Action(label="Overzicht voor een betrokkene", url=reverse("cases:log-overview")),
                Action(label="Beoordelen", url=reverse("cases:log-review"), kind="primary"),
            ),
        ),
        "form": form,
        "table": None,
        "next": None,
    }
    if wanted is not None:
        found = search_log(request.actor, wanted)
        request.trail.purpose = _told(form, wanted)
        note_rows(request, found)
        context["table"] = log_table(found, request.at, caption="Regels, nieuwste boven")
        context["next"] = found.next
        context["kept"] = [(name, form[name].value() or "") for name in form.fields if name != "voor"]
    return render(request, "cases/log/search.html", context, status=400 if form.errors else 200)


def _wanted(form: LogForm) -> Wanted:
    typed = form.cleaned_data
    return Wanted(
        day_from=typed["van"],
        day_to=typed["tot"],
        user=UUID(typed["medewerker"]) if typed["medewerker"] else None,
        action=typed["handeling"],
        outcome=typed["uitkomst"],
        case_number=typed["zaaknummer"].strip(),
        before=typed["voor"],
    )


def _told(form: LogForm, wanted: Wanted) -> str:
    """What was looked for, for in the log: which member of staff by user name, which case by number."""
    said = [f"{wanted.day_from:%d-%m-%Y} tot en met {wanted.day_to:%d-%m-%Y}"]
    if wanted.user is not None:
        username = User.objects.filter(public_id=wanted.user).values_list("username", flat=True)
        said.extend(f"medewerker {name}" for name in username)
    chosen = (("handeling", wanted.action), ("uitkomst", wanted.outcome), ("zaak", wanted.case_number))
    said.extend(f"{what} {value}" for what, value in chosen if value)
    return ", ".join(said)


def register_log_pages() -> None:
    """The pages stand in the bar of privacy officers; called in `AppConfig.ready()`."""
    register_site_entry(
        SiteEntry(
            label="Logboek",
            url_name="cases:log",
            icon="search",
            order=62,
            may_see=reads_log,
            words="toegangslogboek inzage privacy zoeken",
        )
    )
    register_site_entry(
        SiteEntry(
            label="Inzage beoordelen",
            url_name="cases:log-review",
            icon="eye",
            order=61,
            may_see=reads_log,
            words="logboek steekproef opvallend privacy noodtoegang",
        )
    )
