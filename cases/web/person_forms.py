"""Forms about a person: who she or he is, and whether it is somebody who is recorded already."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final
from uuid import UUID

from django import forms
from django.forms import BoundField

from cases.casefiles.known import KnownPerson
from cases.casefiles.rules.known import SAME_PERSON_LABELS, SamePerson
from cases.persons.models import GENDER_CHOICES
from cases.persons.rules.identifiers import clean_bsn
from cases.persons.rules.matching import GRADE_LABELS
from cases.persons.services import NewPerson
from cases.web.forms import BaseForm, DayField

UNSEEN: Final = {"autocomplete": "off"}
SPELLING: Final = "Is het dezelfde persoon? Neem dan de schrijfwijze van de naam over of vul het BSN in."


class PersonForm(BaseForm):
    """Names, birth date, gender and BSN; names as `NewPerson`."""

    first_names = forms.CharField(
        label="Voornamen", max_length=120, required=False, widget=forms.TextInput(attrs=UNSEEN)
    )
    infix = forms.CharField(
        label="Tussenvoegsel", max_length=20, required=False, widget=forms.TextInput(attrs=UNSEEN)
    )
    last_name = forms.CharField(label="Achternaam", max_length=120, widget=forms.TextInput(attrs=UNSEEN))
    birth_date = DayField(label="Geboortedatum", required=False)
    gender = forms.ChoiceField(label="Geslacht", choices=GENDER_CHOICES, initial="x")
    bsn = forms.CharField(
        label="BSN",
        max_length=12,
        required=False,
        widget=forms.TextInput(attrs={**UNSEEN, "inputmode": "numeric"}),
    )

    def clean_bsn(self) -> str:
        """The BSN as nine digits; a wrong one is refused."""
        text: str = self.cleaned_data["bsn"]
        if not text:
            return ""
        try:
            return clean_bsn(text)
        except ValueError as problem:
            raise forms.ValidationError(str(problem)) from problem

    def person(self) -> NewPerson:
        """The person as filled in, for the service."""
        return NewPerson(**{name: self.cleaned_data[name] for name in PersonForm.base_fields})


class MatchForm(BaseForm):
    """For one person: each recorded person who may be the same, answered by hand."""

    def __init__(self, known: Sequence[KnownPerson], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.known = tuple(known)
        for candidate in known:
            name = candidate.person.full_name
            field = forms.ChoiceField(
                label=f"Is dit {name}?",
                choices=_choices(candidate),
                widget=forms.RadioSelect,
                help_text="" if candidate.identifiers else SPELLING,
                error_messages={"required": f"{name} is misschien al bekend. Is dit dezelfde persoon?"},
            )
            self.add_field(_field_name(candidate), field)

    def questions(self) -> list[tuple[KnownPerson, str, BoundField]]:
        """Per recorded person: what is known, how strong the match is, and the question."""
        return [
            (candidate, GRADE_LABELS[candidate.match.grade], self[_field_name(candidate)])
            for candidate in self.known
        ]

    def answers(self) -> dict[UUID, SamePerson]:
        """The answers that were given."""
        given = {
            candidate.person.public_id: self.cleaned_data.get(_field_name(candidate), "")
            for candidate in self.known
        }
        return {key: SamePerson(answer) for key, answer in given.items() if answer}


def _choices(candidate: KnownPerson) -> list[tuple[str, str]]:
    """Who only looks alike cannot be the same person: the spelling or a BSN has to settle that first."""
    possible = list(SamePerson) if candidate.identifiers else [SamePerson.SOMEBODY_ELSE]
    return [(answer.value, SAME_PERSON_LABELS[answer]) for answer in possible]


def _field_name(candidate: KnownPerson) -> str:
    return candidate.person.public_id.hex
