"""Forms for what happened: label and places, offences, klacht and arrest."""

from __future__ import annotations

from datetime import date
from typing import Any, Final

from django import forms
from django.forms import BaseFormSet, formset_factory

from cases.offences.rules.catalogue import CATALOGUE
from cases.offences.rules.charge import MODE_LABELS, Mode
from cases.offences.rules.offence import OFFENCE_KIND_LABELS
from cases.offences.rules.relation import Relation
from cases.offences.services import NewCharge
from cases.organisations.models import Municipality
from cases.web.forms import BaseForm, DayField, MomentField, SearchableSelect, ThreeWayField
from cases.web.rows import RowSet
from zsm.intake.models import ARREST_CHOICES
from zsm.intake.rules import VICTIM_IS_LABELS
from zsm.intake.services import Arrest, Complaint
from zsm.web.intake.follow_up import FollowUpForm

MOST_CHARGES: Final = 12
CHOOSE: Final = ("", "Kies …")


def offence_choices() -> list[tuple[str, str]]:
    """Every offence of the catalogue once, to be found by article, name or kind."""
    named = {entry.code: f"{entry.title} · {OFFENCE_KIND_LABELS[entry.kind]}" for entry in CATALOGUE}
    return [("", "Zoek op artikel of woord"), *named.items()]


class CaseForm(BaseForm):
    """The label, the places, and what the victim is to the suspect."""

    hg_label = forms.ChoiceField(
        label="HG-label (huiselijk geweld)",
        choices=[("yes", "Ja"), ("no", "Nee")],
        widget=forms.RadioSelect,
        help_text="Bij belaging doen Veilig Thuis, reclassering en Slachtofferhulp ook zonder label mee.",
    )
    offence_municipality = forms.ModelChoiceField(
        label="Gemeente waar het gebeurde",
        queryset=Municipality.objects.select_related("zsm_location"),
        empty_label="Kies …",
        help_text="Bepaalt de ZSM-locatie, het OM en de reclassering.",
    )
    offence_place = forms.CharField(label="Plaats", max_length=120, required=False)
    victim_municipality = forms.ModelChoiceField(
        label="Gemeente waar het slachtoffer woont",
        queryset=Municipality.objects.all(),
        empty_label="Kies …",
        help_text="Bepaalt welk Veilig Thuis verantwoordelijk is.",
    )
    victim_is = forms.ChoiceField(
        label="Het slachtoffer is van de verdachte",
        choices=[CHOOSE, *((answer.value, label) for answer, label in VICTIM_IS_LABELS.items())],
    )
    relation_ended_on = DayField(
        label="Relatie verbroken op", required=False, help_text="Bij een ex-partner, als het bekend is."
    )


class ChargeForm(BaseForm):
    """One offence."""

    code = forms.ChoiceField(label="Feit", choices=offence_choices, widget=SearchableSelect)
    mode = forms.ChoiceField(
        label="Vorm",
        choices=[(mode.value, label) for mode, label in MODE_LABELS.items()],
        initial=Mode.COMPLETED.value,
    )
    committed_on = DayField(label="Gepleegd op", help_text="Bij een periode: de eerste dag.")

    def charge(self, relation: Relation) -> NewCharge:
        """The offence as filled in, for the service."""
        day: date = self.cleaned_data["committed_on"]
        return NewCharge(
            code=self.cleaned_data["code"],
            mode=Mode(self.cleaned_data["mode"]),
            committed_on=day,
            relation=relation,
        )


ChargeFormSet: type[BaseFormSet[ChargeForm]] = formset_factory(
    ChargeForm,
    formset=RowSet,
    extra=0,
    min_num=1,
    max_num=MOST_CHARGES,
    # Without this Django builds a thousand rows for whoever asks for them.
    absolute_max=MOST_CHARGES,
    validate_max=True,
    can_delete=True,
)


class ComplaintForm(FollowUpForm):
    """The klacht: whether it was made, when, by whom and before whom; names as `Complaint`."""

    question = "answer"
    asked_after = "yes"

    answer = ThreeWayField(
        label="Is er klacht gedaan?",
        required=False,
        help_text="Aangifte met het verzoek om vervolging. Nodig bij onder meer belaging.",
    )
    made_on = DayField(label="Klacht gedaan op")
    made_by = forms.ChoiceField(
        label="Klacht gedaan door",
        choices=[("victim", "het slachtoffer"), ("other", "iemand anders, namens het slachtoffer")],
        initial="victim",
    )
    received_by = forms.CharField(
        label="Opgenomen door",
        max_length=120,
        help_text="De hulpofficier of officier van justitie (art. 165 Sv).",
    )

    def complaint(self) -> Complaint | None:
        """The answer for the service; None when nothing was answered."""
        given = self.cleaned_data
        if not given["answer"]:
            return None
        return Complaint(
            answer=given["answer"],
            made_on=given.get("made_on"),
            by_victim=given.get("made_by") != "other",
            received_by=given.get("received_by", ""),
        )


class ArrestForm(BaseForm):
    """How, when and where the suspect was arrested; names as `Arrest`."""

    mode = forms.ChoiceField(
        label="Wijze van aanhouding",
        choices=[(code, label.capitalize()) for code, label in ARREST_CHOICES],
        widget=forms.RadioSelect,
    )
    arrested_at = MomentField(label="Aangehouden op")
    arrived_at = MomentField(
        label="Aankomst op de plaats van verhoor",
        help_text="Vanaf hier telt de eerste beslissing, tenzij op deze ZSM-locatie het bevel telt.",
    )
    order_at = MomentField(label="Bevel ophouden voor onderzoek", required=False)
    place = forms.CharField(label="Zit vast in", max_length=120)
    intoxicated = forms.BooleanField(label="Onder invloed bij de aanhouding", required=False)

    def arrest(self) -> Arrest:
        """The arrest as filled in, for the service."""
        given: dict[str, Any] = self.cleaned_data
        return Arrest(**{name: given[name] for name in self.base_fields})
