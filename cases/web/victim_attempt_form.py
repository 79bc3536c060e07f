"""The form for an attempt to inform a victim: of one thing, or of several in one call."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from django import forms

from cases.persons.models import Person
from cases.victims.models import VictimNotice
from cases.victims.rules.contact import MANNER_LABELS, OUTCOME_LABELS, Manner, Outcome
from cases.victims.services import NewAttempt
from cases.web.forms import BaseForm, MomentField
from cases.web.moments import moment_text

FIELDS: Final = {
    "outcome": "uitkomst",
    "manner": "hoe",
    "attempted_at": "moment",
    "note": "verslag",
    "late_reason": "te_laat",
    "next_at": "volgende",
    "told_to": "met_wie",
}


class AttemptForm(BaseForm):
    """One attempt: what came of it, how, when, with whom, about what more, and when it is tried again."""

    uitkomst = forms.ChoiceField(
        label="Wat kwam ervan?",
        choices=[(outcome.value, label.capitalize()) for outcome, label in OUTCOME_LABELS.items()],
        widget=forms.RadioSelect,
    )
    hoe = forms.ChoiceField(
        label="Hoe?",
        choices=[(manner.value, label.capitalize()) for manner, label in MANNER_LABELS.items()],
        widget=forms.RadioSelect,
    )
    moment = MomentField(label="Wanneer?")
    met_wie = forms.ChoiceField(
        label="Met wie?",
        required=False,
        widget=forms.RadioSelect,
        help_text="Een kind onder de 12 jaar altijd via de ouder of voogd, nooit via de verdachte.",
    )
    ook = forms.MultipleChoiceField(
        label="Ook verteld in dit gesprek", required=False, widget=forms.CheckboxSelectMultiple
    )
    verslag = forms.CharField(
        label="Verslag",
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Kort: wat is verteld, wat vroeg het slachtoffer, wanneer terugbellen.",
    )
    volgende = MomentField(
        label="Volgende poging",
        required=False,
        help_text="Als het slachtoffer niet is bereikt; binnen de uren waarop bellen veilig is.",
    )
    te_laat = forms.CharField(
        label="Reden van de overschrijding",
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Nodig als het slachtoffer nu is geïnformeerd: de termijn is verstreken.",
    )

    def __init__(
        self,
        *args: Any,
        late: bool,
        guardians: Sequence[Person] = (),
        others: Sequence[VictimNotice] = (),
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.guardians = {str(person.public_id): person for person in guardians}
        self.others = {str(notice.public_id): notice for notice in others}
        if not late:
            del self.fields["te_laat"]
        names = [(key, f"{person.full_name} (ouder of voogd)") for key, person in self.guardians.items()]
        self._choose_from("met_wie", [("", "Het slachtoffer zelf"), *names] if names else [])
        self._choose_from(
            "ook",
            [(key, f"{row.about} ({moment_text(row.required_at)})") for key, row in self.others.items()],
        )

    def _choose_from(self, name: str, choices: list[tuple[str, str]]) -> None:
        """Give a field its choices; a question without a choice is not asked."""
        field = self.fields[name]
        if not choices:
            del self.fields[name]
        elif isinstance(field, forms.ChoiceField):
            field.choices = choices

    def also_told(self) -> list[VictimNotice]:
        """The other notices that the same call was about."""
        return [self.others[key] for key in self.cleaned_data.get("ook", ())]

    def attempt(self) -> NewAttempt:
        """What the service records."""
        data = self.cleaned_data
        return NewAttempt(
            outcome=Outcome(data["uitkomst"]),
            manner=Manner(data["hoe"]),
            attempted_at=data["moment"],
            note=data["verslag"],
            late_reason=data.get("te_laat", ""),
            next_at=data["volgende"],
            told_to=self.guardians.get(data.get("met_wie", "")),
        )
