"""Forms for the people of an arrest: suspect and children."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final
from uuid import UUID

from django import forms
from django.forms import BaseFormSet, formset_factory

from cases.casefiles.rules.known import SamePerson
from cases.organisations.rules import OrganisationKind
from cases.web.forms import BaseForm, DayField
from cases.web.person_forms import PersonForm
from cases.web.rows import RowSet
from zsm.intake.rules import (
    CHILD_OF_LABELS,
    GUARDIAN_IS_LABELS,
    GUARDIAN_OF_LABELS,
    ChildOf,
    GuardianIs,
    GuardianOf,
)
from zsm.intake.services import CHILDREN_PURPOSE, InvolvedChild, InvolvedGuardian

MOST_CHILDREN: Final = 20
MOST_GUARDIANS: Final = 4
OPEN_CHILDREN_TO: Final = (
    (OrganisationKind.OM.value, "OM"),
    (OrganisationKind.RECLASSERING.value, "Reclassering"),
)


class SuspectForm(PersonForm):
    """The suspect, whose age on the day of the offence decides who advises."""

    birth_date = DayField(label="Geboortedatum")


class GuardianCheckForm(BaseForm):
    """Whether the parents or guardians of a minor suspect or victim are known."""

    known = forms.ChoiceField(
        label="Ouders of voogd van een minderjarige",
        choices=[
            ("none", "Niet nodig: beiden meerderjarig, of het slachtoffer is de ouder van de verdachte"),
            ("yes", "Ja, hieronder"),
            ("unknown", "Nog niet bekend"),
        ],
        initial="none",
        widget=forms.RadioSelect,
        help_text=(
            "Bij een verdachte of slachtoffer die jonger dan 18 was op de dag van het (eerste) feit. Een "
            "minderjarig slachtoffer wordt met de ouder of voogd geïnformeerd, nooit via de verdachte."
        ),
    )


class GuardianForm(PersonForm):
    """One parent or guardian."""

    guardian_is = forms.ChoiceField(
        label="Is",
        choices=[(who.value, label) for who, label in GUARDIAN_IS_LABELS.items()],
        initial=GuardianIs.PARENT.value,
    )
    guardian_of = forms.ChoiceField(
        label="Van",
        choices=[(whose.value, label) for whose, label in GUARDIAN_OF_LABELS.items()],
        initial=GuardianOf.SUSPECT.value,
    )
    field_order = (
        *("first_names", "infix", "last_name", "birth_date", "gender"),
        *("guardian_is", "guardian_of", "bsn"),
    )

    def involved(self, answers: Mapping[UUID, SamePerson]) -> InvolvedGuardian:
        """The parent or guardian as filled in, with the answers about who is known."""
        return InvolvedGuardian(
            person=self.person(),
            guardian_is=GuardianIs(self.cleaned_data["guardian_is"]),
            guardian_of=GuardianOf(self.cleaned_data["guardian_of"]),
            answers=answers,
        )


GuardianFormSet: type[BaseFormSet[GuardianForm]] = formset_factory(
    GuardianForm,
    formset=RowSet,
    extra=1,
    max_num=MOST_GUARDIANS,
    absolute_max=MOST_GUARDIANS,
    validate_max=True,
    can_delete=True,
)


class ChildForm(PersonForm):
    """One child, and whose child it is."""

    child_of = forms.ChoiceField(
        label="Kind",
        choices=[(who.value, label) for who, label in CHILD_OF_LABELS.items()],
        initial=ChildOf.BOTH.value,
    )
    field_order = ("first_names", "infix", "last_name", "birth_date", "gender", "child_of", "bsn")

    def involved(self, answers: Mapping[UUID, SamePerson]) -> InvolvedChild:
        """The child as filled in, with the answers about who is known."""
        child_of = ChildOf(self.cleaned_data["child_of"])
        return InvolvedChild(person=self.person(), child_of=child_of, answers=answers)


ChildFormSet: type[BaseFormSet[ChildForm]] = formset_factory(
    ChildForm,
    formset=RowSet,
    extra=1,
    max_num=MOST_CHILDREN,
    # Without this Django builds a thousand rows for whoever asks for them.
    absolute_max=MOST_CHILDREN,
    validate_max=True,
    can_delete=True,
)


class ChildCheckForm(BaseForm):
    """The child check: always asked, always answered."""

    has_children = forms.ChoiceField(
        label="Zijn er kinderen in het gezin?",
        choices=[("yes", "Ja"), ("no", "Nee"), ("unknown", "Nog niet nagegaan")],
        widget=forms.RadioSelect,
        help_text="Ook kinderen die er niet bij waren, en kinderen die er een deel van de tijd wonen.",
    )
    child_present = forms.BooleanField(label="Een kind was erbij toen het gebeurde", required=False)
    child_note = forms.CharField(label="Toelichting bij de kinderen", max_length=300, required=False)
    open_to = forms.MultipleChoiceField(
        label="Gegevens over de kinderen openstellen voor de taak van",
        choices=OPEN_CHILDREN_TO,
        initial=[kind for kind, _ in OPEN_CHILDREN_TO],
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Veilig Thuis en de Raad voor de Kinderbescherming zien deze gegevens altijd.",
    )
    purpose = forms.CharField(
        label="Doel van het openstellen", max_length=200, required=False, initial=CHILDREN_PURPOSE
    )

    def clean(self) -> dict[str, Any]:
        """Opening data needs a purpose (domain guide, section 11)."""
        given = super().clean() or self.cleaned_data
        if given.get("open_to") and not given.get("purpose"):
            self.add_error("purpose", "Vul in waarvoor deze gegevens nodig zijn.")
        return given

    @property
    def checked(self) -> bool:
        """Whether police looked; else the check stays owed."""
        return bool(self.cleaned_data.get("has_children") != "unknown")

    @property
    def says_children(self) -> bool:
        """Whether the answer is that there are children."""
        return bool(self.cleaned_data.get("has_children") == "yes")
