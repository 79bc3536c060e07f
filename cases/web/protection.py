"""The individual assessment (IB) on the screen, one victim at a time."""

from __future__ import annotations

from typing import Any, Final
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from cases.access.rules.categories import Category
from cases.assessments.models import IndividualAssessment
from cases.assessments.permissions import check_can_assess_victim
from cases.assessments.queries import individual_assessments, victims_of
from cases.assessments.rules.answers import YesNo
from cases.assessments.rules.protection import (
    CHARACTERISTIC_LABELS,
    PROTECTION_LABELS,
    RISK_HELP,
    RISK_LABELS,
    Characteristic,
    Protection,
    Risk,
)
from cases.assessments.services import VictimAssessment, assess_victim
from cases.casefiles.queries import CaseAccess
from cases.organisations.rules import OrganisationKind
from cases.persons.models import Person
from cases.web.casepage import frame
from cases.web.forms import BaseForm, ThreeWayField
from cases.web.judged_rows import note_field
from cases.web.naming import naming_for
from cases.web.policy import case_page
from cases.web.requests import ActorRequest
from cases.web.submission import NOT_SENT, submit

# The names that the service knows, by the fields of this form.
FIELDS: Final = {
    "relation": "verhouding",
    "offence_circumstances": "omstandigheden",
    "characteristics_note": "kenmerken_toelichting",
    "risk_note": "risico_toelichting",
    "measures_note": "maatregelen_toelichting",
    "view": "wens",
}


def _text(label: str, help_text: str = "", *, required: bool = False) -> forms.CharField:
    field = note_field(label, 2000)
    field.help_text, field.required = help_text, required
    field.widget.attrs["rows"] = 3
    return field


def _several(label: str, labels: dict[Any, str]) -> forms.MultipleChoiceField:
    choices = [(code.value, text) for code, text in labels.items()]
    return forms.MultipleChoiceField(
        label=label, choices=choices, required=False, widget=forms.CheckboxSelectMultiple
    )


class ProtectionForm(BaseForm):
    """The assessment as it is filled in; bringing it up to date starts from the former version."""

    versie = forms.IntegerField(widget=forms.HiddenInput)
    kenmerken = _several("Persoonlijke kenmerken", CHARACTERISTIC_LABELS)
    kenmerken_toelichting = _text("Toelichting op de kenmerken")
    verhouding = _text(
        "Verhouding tot de verdachte",
        "Relatie, afhankelijkheid, kinderen, hoe zij of hij met de verdachte in contact blijft.",
        required=True,
    )
    omstandigheden = _text(
        "Aard en omstandigheden van het feit", "Soort geweld, waar, hoe vaak, wie erbij was.", required=True
    )
    risico_toelichting = _text("Toelichting op de risico's")
    nodig = ThreeWayField(label="Is bijzondere bescherming nodig")
    maatregelen = _several("Welke bescherming", PROTECTION_LABELS)
    maatregelen_toelichting = _text("Toelichting op de bescherming")
    wens = _text("Wat het slachtoffer zelf wil", "In eigen woorden; ook wat zij of hij niet wil.")
    wens_onbekend = forms.CharField(
        label="Nog niet bekend, omdat",
        max_length=300,
        required=False,
        help_text="Alleen als het slachtoffer zelf nog niet is gesproken.",
    )
    field_order = (
        *("versie", "kenmerken", "kenmerken_toelichting", "verhouding", "omstandigheden"),
        *(f"risico_{risk.value}" for risk in Risk),
        *("risico_toelichting", "nodig", "maatregelen", "maatregelen_toelichting", "wens", "wens_onbekend"),
    )

    def __init__(self, *args: Any, former: IndividualAssessment | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for risk in Risk:
            field = ThreeWayField(label=RISK_LABELS[risk], help_text=RISK_HELP[risk])
            self.add_field(f"risico_{risk.value}", field)
        self.order_fields(self.field_order)
        self.fields["versie"].initial = former.version if former else 0
        if former is not None:
            self._carry_over(former)

    def _carry_over(self, former: IndividualAssessment) -> None:
        values = {
            "kenmerken": former.characteristics,
            "kenmerken_toelichting": former.characteristics_note,
            "verhouding": former.relation,
            "omstandigheden": former.offence_circumstances,
            "risico_toelichting": former.risk_note,
            "nodig": former.special_protection,
            "maatregelen": former.measures,
            "maatregelen_toelichting": former.measures_note,
            "wens": former.victim_view,
            "wens_onbekend": former.view_missing_reason,
            **{f"risico_{risk.value}": getattr(former, f"risk_{risk.value}") for risk in Risk},
        }
        for name, value in values.items():
            self.fields[name].initial = value

    def risks(self) -> list[forms.BoundField]:
        """The four risks in order."""
        return [self[f"risico_{risk.value}"] for risk in Risk]

    def assessment(self, victim: Person) -> VictimAssessment:
        """What the service records; only for a form that is valid."""
        data = self.cleaned_data
        return VictimAssessment(
            victim=victim,
            characteristics=tuple(Characteristic(code) for code in data["kenmerken"]),
            characteristics_note=data["kenmerken_toelichting"],
            relation=data["verhouding"],
            offence_circumstances=data["omstandigheden"],
            risks={risk: YesNo(data[f"risico_{risk.value}"]) for risk in Risk},
            risk_note=data["risico_toelichting"],
            needed=YesNo(data["nodig"]),
            measures=tuple(Protection(code) for code in data["maatregelen"]),
            measures_note=data["maatregelen_toelichting"],
            view=data["wens"],
            view_missing_reason=data["wens_onbekend"],
            based_on=data["versie"],
        )


def _may_assess(access: CaseAccess) -> None:
    check_can_assess_victim(access.actor, access.case.pk)


@case_page(may=_may_assess)
@require_safe
def victims(request: ActorRequest, access: CaseAccess) -> HttpResponse:
    """On to the victim who has no individual assessment yet, else to the first one."""
    found = victims_of(access.case)
    if not found:
        raise Http404
    assessed = set(individual_assessments(access.case).values_list("victim_id", flat=True))
    first = next((victim for victim in found if victim.pk not in assessed), found[0])
    return redirect("cases:protection", zaak=access.case.public_id, persoon=first.public_id)


@case_page(may=_may_assess)
def protection(request: ActorRequest, access: CaseAccess, persoon: UUID) -> HttpResponse:
    """Take the assessment of one victim, or bring it up to date."""
    victim = next((person for person in victims_of(access.case) if person.public_id == persoon), None)
    if victim is None:
        raise Http404
    former = individual_assessments(access.case, victim).first()
    form = ProtectionForm(request.POST if request.method == "POST" else None, former=former)
    sent = NOT_SENT
    if request.method == "POST":
        sent = submit(
            form,
            lambda: assess_victim(
                case=access.case, assessment=form.assessment(victim), actor=request.actor, at=request.at
            ),
            fields=FIELDS,
            links={
                "measures": (f"#{form['maatregelen'].auto_id}_0", "Naar de bescherming"),
                "needed": (f"#{form['nodig'].auto_id}_0", "Naar de vraag"),
                "minor": (f"#{form['nodig'].auto_id}_0", "Naar de vraag"),
                "view": (f"#{form['wens'].id_for_label}", "Naar de wens"),
            },
        )
        if sent.done:
            messages.success(request, "De individuele beoordeling is vastgelegd.")
            return redirect("cases:safety", zaak=access.case.public_id)
    naming = naming_for(access)
    request.trail.shows(persons=naming.shown([victim]), categories=[Category.SCREENINGS, Category.WISHES])
    context = frame(
        request,
        access,
        "veiligheid",
        form=form,
        refusal=sent.refusal,
        former=former,
        name=naming.name(victim),
        waits_for_police=former is None and request.actor.works_for(OrganisationKind.OM),
    )
    return render(request, "cases/assessments/protection.html", context, status=sent.status)
