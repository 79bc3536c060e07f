"""Where an organisation says who is there at which hours, so that an alarm finds somebody."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from cases.access.errors import Conflict
from cases.organisations.duty_hours import WEEKDAY_LABELS
from cases.terms.duty import (
    NewHours,
    add_duty_hours,
    check_can_keep_duty_hours,
    duty_hours_of,
    end_duty_hours,
    keeps_duty_hours,
    staff_for_duty,
    there_now,
)
from cases.web.components import Notice, PageHeader, Tone
from cases.web.forms import BaseForm, TimeField
from cases.web.policy import signed_in
from cases.web.requests import ActorRequest
from cases.web.site import SiteEntry, register_site_entry
from cases.web.submission import NOT_SENT, Submission, submit


class HoursForm(BaseForm):
    """Hours and who is in them; names as the service."""

    name = forms.CharField(
        label="Naam van de dienst", max_length=60, help_text="Bijvoorbeeld: ZSM-tafel, crisisdienst."
    )
    weekdays = forms.TypedMultipleChoiceField(
        label="Dagen waarop zij begint",
        coerce=int,
        choices=WEEKDAY_LABELS,
        widget=forms.CheckboxSelectMultiple,
    )
    begins = TimeField(label="Van", help_text="Nederlandse tijd.")
    ends = TimeField(
        label="Tot",
        help_text="Even laat als of vroeger dan het begin: tot de volgende dag. "
        "00:00 tot 00:00 is dag en nacht.",
    )
    members = forms.MultipleChoiceField(
        label="Wie zijn er dan",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Niemand aangevinkt: iedereen die zaken behandelt.",
    )

    def __init__(self, *args: Any, staff: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.staff = {str(user.public_id): user for user in staff}
        field = self.fields["members"]
        field.choices = [(key, user.display_name) for key, user in self.staff.items()]  # type: ignore[attr-defined]  # declared above

    def hours(self) -> NewHours:
        """What the service records."""
        given = self.cleaned_data
        return NewHours(
            name=given["name"],
            weekdays=given["weekdays"],
            begins=given["begins"],
            ends=given["ends"],
            members=[self.staff[key] for key in given["members"]],
        )


@signed_in(may=check_can_keep_duty_hours)
def duty_hours(request: ActorRequest) -> HttpResponse:
    """Look at the hours and add some; the access log says what was added."""
    form = HoursForm(request.POST if request.method == "POST" else None, staff=staff_for_duty(request.actor))
    sent = NOT_SENT
    if request.method == "POST":
        sent = submit(form, lambda: add_duty_hours(hours=form.hours(), actor=request.actor, at=request.at))
        if sent.done:
            request.trail.purpose = f"diensturen toegevoegd: {form.cleaned_data['name']}"[:200]
            messages.success(request, "De diensturen zijn toegevoegd.")
            return redirect("cases:duty-hours")
    return _page(request, form, sent)


@signed_in(may=check_can_keep_duty_hours)
@require_POST
def end(request: ActorRequest, dienst: UUID) -> HttpResponse:
    """End hours; the access log says which."""
    try:
        ended = end_duty_hours(public_id=dienst, actor=request.actor, at=request.at)
    except Conflict as conflict:
        messages.error(request, conflict.message)
    else:
        request.trail.purpose = f"diensturen beëindigd: {ended.name}"[:200]
        messages.success(request, f"De diensturen '{ended.name}' zijn beëindigd.")
    return redirect("cases:duty-hours")


def _page(request: ActorRequest, form: HoursForm, sent: Submission) -> HttpResponse:
    hours = duty_hours_of(request.actor)
    now = there_now(hours, request.at)
    context = {
        "header": PageHeader(title="Diensturen", lead=request.actor.organisation_name),
        "form": form,
        "hours": hours,
        "now": _now(bool(hours), [row.name for row in now]),
        "refusal": sent.refusal,
    }
    return render(request, "cases/duty_hours/page.html", context, status=sent.status)


def _now(any_hours: bool, names: list[str]) -> Notice:
    if not any_hours:
        return Notice(
            title="Er zijn geen diensturen",
            text="Iedereen geldt als altijd aanwezig: een alarm gaat naar wie de zaak heeft.",
        )
    if names:
        return Notice(title=f"Nu in dienst: {', '.join(names)}", tone=Tone.SUCCESS)
    return Notice(
        title="Nu is niemand in dienst",
        text="Een alarm gaat meteen een stap hoger: naar de teamleiders. Is ook daarvan niemand er, dan"
        " naar de coördinator op ZSM en de teamleiders van de andere organisaties.",
        tone=Tone.WARNING,
    )


def register_duty_hours() -> None:
    """The page stands in the bar of who keeps the hours; called in `AppConfig.ready()`."""
    register_site_entry(
        SiteEntry(
            label="Diensturen",
            url_name="cases:duty-hours",
            icon="clock",
            bar=False,
            order=62,
            may_see=keeps_duty_hours,
            words="rooster dienst aanwezig bereikbaar piket instellingen",
        )
    )
