"""What the examining magistrate or the court decided, on its form."""

from __future__ import annotations

from typing import Any, Final

from django import forms
from django.http import HttpResponse

from cases.access.rules.categories import Category
from cases.casefiles.queries import CaseAccess, roles_in
from cases.plans.rules.catalogue import measure_version
from cases.plans.rules.measure import EDITION, PART_LABELS, MeasureKind, Part
from cases.web.forms import BaseForm, MomentField
from cases.web.measure_form import organisation_choices, partners
from cases.web.policy import case_page
from cases.web.requests import ActorRequest
from cases.web.submission import NOT_SENT, submit
from zsm.decision.permissions import (
    check_can_record_outcome,
)
from zsm.decision.rules.court import OUTCOME_CHOICES, CourtOutcome
from zsm.decision.services import (
    NewJudicialOutcome,
    record_judicial_outcome,
)
from zsm.web.decision.framing import chosen, done, form_page, informer_field

LATE: Final = "Alleen als een termijn al was afgelopen."


OUTCOME_FIELDS: Final = {
    "decided_at": "beslist_op",
    "executed_at": "uitgevoerd_op",
    "days": "dagen",
    "content": "inhoud",
    "parts": "voorwaarden",
    "persons": "beschermt",
    "area": "gebied",
    "ends_at": "tot",
    "late_reason": "te_laat",
}


class OutcomeForm(BaseForm):
    """What the judge decided, and for a suspension its conditions."""

    uitkomst = forms.ChoiceField(label="Uitkomst", choices=[("", "Kies de uitkomst"), *OUTCOME_CHOICES])
    beslist_op = MomentField(label="Beslist op")
    uitgevoerd_op = MomentField(
        label="Ten uitvoer gelegd op", required=False, help_text="Bij bewaring of gevangenhouding."
    )
    dagen = forms.IntegerField(
        label="Aantal dagen", required=False, min_value=1, max_value=90, help_text="Bij gevangenhouding."
    )
    inhoud = forms.CharField(
        label="Inhoud",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Verplicht bij een vonnis. Alleen wat voor de veiligheid nodig is.",
    )

    def __init__(self, *args: Any, access: CaseAccess, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.access = access
        self.roles = [role for role in roles_in(access) if role.role != "suspect"]
        allowed = measure_version(MeasureKind.SUSPENSION_OF_REMAND, EDITION).parts
        self.add_field(
            "voorwaarden",
            forms.MultipleChoiceField(
                label="Voorwaarden bij schorsing",
                required=False,
                choices=[(part.value, PART_LABELS[part].capitalize()) for part in Part if part in allowed],
                widget=forms.CheckboxSelectMultiple,
            ),
        )
        self.add_field(
            "beschermt",
            forms.MultipleChoiceField(
                label="Beschermt",
                required=False,
                choices=[
                    (str(role.person.public_id), f"{role.person.full_name} ({role.get_role_display()})")
                    for role in self.roles
                ],
                widget=forms.CheckboxSelectMultiple,
            ),
        )
        self.add_field("gebied", forms.CharField(label="Gebied of adres", max_length=300, required=False))
        self.add_field("tot", MomentField(label="Voorwaarden gelden tot", required=False))
        self.add_field("enkelband", forms.BooleanField(label="Met elektronisch toezicht", required=False))
        self.add_field(
            "toezicht",
            forms.ChoiceField(
                label="Wie houdt toezicht",
                required=False,
                choices=organisation_choices(partners(access), "Niemand aangewezen"),
            ),
        )
        self.add_field("informeert", informer_field(access))
        self.add_field(
            "te_laat",
            forms.CharField(
                label="Reden van de overschrijding", max_length=1000, required=False, help_text=LATE
            ),
        )

    def outcome(self) -> NewJudicialOutcome:
        """What the service records."""
        data = self.cleaned_data
        persons = {str(role.person.public_id): role.person for role in self.roles}
        return NewJudicialOutcome(
            outcome=CourtOutcome(data["uitkomst"]),
            decided_at=data["beslist_op"],
            executed_at=data["uitgevoerd_op"],
            days=data["dagen"],
            content=data["inhoud"],
            parts=frozenset(Part(part) for part in data["voorwaarden"]),
            persons=tuple(persons[key] for key in data["beschermt"]),
            area=data["gebied"],
            ends_at=data["tot"],
            electronic_monitoring=data["enkelband"],
            supervisor=chosen(self.access, data["toezicht"]),
            informer=chosen(self.access, data["informeert"]),
            late_reason=data["te_laat"],
        )


def _may_record_outcome(access: CaseAccess) -> None:
    check_can_record_outcome(access.actor, access.case.pk)


@case_page(may=_may_record_outcome)
def court(request: ActorRequest, access: CaseAccess) -> HttpResponse:
    """Record what the examining magistrate or the court decided."""
    data = request.POST if request.method == "POST" else None
    form, sent = OutcomeForm(data, access=access), NOT_SENT
    if data is not None:
        sent = submit(
            form,
            lambda: record_judicial_outcome(
                case=access.case, new=form.outcome(), actor=request.actor, at=request.at
            ),
            fields=OUTCOME_FIELDS,
        )
        if sent.done:
            return done(request, access, "De uitkomst bij de rechter is vastgelegd.")
    request.trail.shows(persons=[role.person_id for role in form.roles], categories=[Category.IDENTITY])
    return form_page(request, access, ("Uitkomst bij de rechter", "Vastleggen"), form, sent=sent)
