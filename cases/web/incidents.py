"""Adding unsafe events to the pattern: dated, factual, sourced."""

from __future__ import annotations

import re
from datetime import date
from typing import Final

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render

from cases.assessments.models import SOURCE_CHOICES
from cases.assessments.permissions import check_can_add_incident
from cases.assessments.services import NewIncident, add_incident
from cases.casefiles.queries import CaseAccess
from cases.web.casepage import frame
from cases.web.forms import BaseForm
from cases.web.policy import case_page
from cases.web.requests import ActorRequest
from cases.web.submission import NOT_SENT, submit


class WhenField(forms.CharField):
    """A day, a month or a year as one types it: 10-03-2026, 03-2026 or 2026; gives (first day, precision)."""

    notations: Final = (
        (re.compile(r"(?P<day>\d{1,2})[-/.](?P<month>\d{1,2})[-/.](?P<year>\d{4})"), "day"),
        (re.compile(r"(?P<month>\d{1,2})[-/.](?P<year>\d{4})"), "month"),
        (re.compile(r"(?P<year>\d{4})"), "year"),
    )

    def clean(self, value: object) -> tuple[date, str] | None:
        """The first day of what was typed, and how precise that is."""
        text = super().clean(value)
        if not text:
            return None
        for pattern, precision in self.notations:
            if found := pattern.fullmatch(text):
                parts = {name: int(number) for name, number in found.groupdict(default="1").items()}
                try:
                    return date(parts["year"], parts.get("month", 1), parts.get("day", 1)), precision
                except ValueError:
                    break
        raise ValidationError("Vul een dag, maand of jaar in: 10-03-2026, 03-2026 of 2026.", code="invalid")


class IncidentForm(BaseForm):
    """One unsafe event: when, what, from which source."""

    wanneer = WhenField(
        label="Wanneer",
        help_text="Dag (10-03-2026), maand (03-2026) of alleen het jaar (2026).",
        widget=forms.TextInput(attrs={"autocomplete": "off", "autofocus": True}),
    )
    wat = forms.CharField(
        label="Wat gebeurde er",
        max_length=2000,
        help_text="Feitelijk: wie deed wat bij wie, waar, met welk gevolg.",
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    bron = forms.ChoiceField(label="Bron", choices=(("", "Kies de bron"), *SOURCE_CHOICES))
    bron_toelichting = forms.CharField(
        label="Toelichting op de bron",
        max_length=200,
        required=False,
        help_text="Bijvoorbeeld het nummer van de melding.",
    )

    def incident(self) -> NewIncident:
        """What the service records."""
        happened_on, precision = self.cleaned_data["wanneer"]
        return NewIncident(
            happened_on=happened_on,
            precision=precision,
            description=self.cleaned_data["wat"],
            source=self.cleaned_data["bron"],
            source_note=self.cleaned_data["bron_toelichting"],
        )


INCIDENT_FIELDS: Final = {
    "happened_on": "wanneer",
    "precision": "wanneer",
    "description": "wat",
    "source": "bron",
    "source_note": "bron_toelichting",
}


def _may_add(access: CaseAccess) -> None:
    check_can_add_incident(access.actor, access.case.pk)


@case_page(may=_may_add)
def incident(request: ActorRequest, access: CaseAccess) -> HttpResponse:
    """Add an unsafe event; "en nog een" keeps the form open for the next."""
    form = IncidentForm(request.POST if request.method == "POST" else None)
    sent = NOT_SENT
    if request.method == "POST":
        sent = submit(
            form,
            lambda: add_incident(
                case=access.case, incident=form.incident(), actor=request.actor, at=request.at
            ),
            fields=INCIDENT_FIELDS,
        )
        if sent.done:
            messages.success(request, "De gebeurtenis is toegevoegd.")
            target = "cases:incident" if "nog" in request.POST else "cases:safety"
            return redirect(target, zaak=access.case.public_id)
    context = frame(request, access, "veiligheid", form=form, refusal=sent.refusal)
    return render(request, "cases/assessments/incident.html", context, status=sent.status)
