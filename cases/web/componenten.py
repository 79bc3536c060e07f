"""`/componenten`: every component in every state, for who builds pages and who judges them."""

from __future__ import annotations

from typing import Final

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from cases.web.forms import (
    PRESENT_ABSENT_UNKNOWN,
    BaseForm,
    DayField,
    MomentField,
    SearchableSelect,
    ThreeWayField,
)
from cases.web.policy import signed_in
from cases.web.requests import ActorRequest
from cases.web.showcase import showcase
from cases.web.showcase.signs import AT

OFFENCES: Final = (
    ("", "Kies een feit"),
    ("285b", "285b Sr: belaging"),
    ("285", "285 Sr: bedreiging met enig misdrijf tegen het leven gericht"),
    ("300", "300 Sr: mishandeling"),
    ("302", "302 Sr: zware mishandeling"),
    ("184a", "184a Sr: overtreding van een gedragsaanwijzing"),
)
CRITERIA: Final = (
    (1, "Feit met een maximumstraf van 8 jaar of meer"),
    (3, "Geweld met letsel, of (poging tot) verwurging"),
    (10, "Voorwaarden of afspraken van eerder zijn geschonden"),
)


class ExampleForm(BaseForm):
    """Each kind of field once."""

    name = forms.CharField(label="Naam", max_length=40, help_text="Zoals in het identiteitsbewijs.")
    born = DayField(label="Geboortedatum", required=False)
    arrived_at = MomentField(label="Aankomst op het bureau", help_text="Start van de 9 uur.")
    offence = forms.ChoiceField(label="Feit", choices=OFFENCES, widget=SearchableSelect)
    custody = forms.ChoiceField(
        label="Vast of niet-vast",
        choices=(("held", "vast"), ("heard", "niet-vast")),
        widget=forms.RadioSelect,
    )
    access = ThreeWayField(label="Heeft de verdachte toegang tot het slachtoffer?")
    motivation = forms.CharField(label="Motivering", widget=forms.Textarea(attrs={"rows": 3}), required=False)
    told = forms.BooleanField(label="Het slachtoffer is gebeld", required=False)


class CriteriaForm(BaseForm):
    """Three rows of part A."""

    def __init__(self) -> None:
        super().__init__(prefix="criteria")
        for number, text in CRITERIA:
            choice = ThreeWayField(label=text, choices=PRESENT_ABSENT_UNKNOWN)
            note = forms.CharField(
                label="Toelichting", widget=forms.Textarea(attrs={"rows": 2}), required=False
            )
            self.add_field(f"criterion_{number}", choice)
            self.add_field(f"note_{number}", note)

    @property
    def rows(self) -> list[dict[str, object]]:
        """The rows as `criterion_row.html` wants them."""
        return [
            {
                "number": number,
                "text": text,
                "choice": self[f"criterion_{number}"],
                "note": self[f"note_{number}"],
            }
            for number, text in CRITERIA
        ]


class ChildForm(BaseForm):
    """A row of a formset."""

    name = forms.CharField(label="Naam kind")
    born = DayField(label="Geboortedatum", required=False)


ChildFormSet = forms.formset_factory(ChildForm, extra=1, can_delete=False)


@signed_in()
@require_safe
def components(request: ActorRequest) -> HttpResponse:
    """The page itself; nothing on it is stored and nobody on it exists."""
    wrong = ExampleForm({"wrong-offence": "285b", "wrong-told": "on"}, prefix="wrong")
    context = {
        **showcase(),
        "form": ExampleForm(initial={"arrived_at": AT, "access": "unknown"}),
        "wrong_form": wrong,
        "criteria": CriteriaForm().rows,
        "children": ChildFormSet(prefix="children"),
    }
    return render(request, "cases/components_page.html", context)
