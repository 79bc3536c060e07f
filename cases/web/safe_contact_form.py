"""The form for how a person can be reached safely: at the intake, and whenever it changes."""

from __future__ import annotations

from django import forms

from cases.persons.models import SafeContact
from cases.persons.rules.contact import DUTCH
from cases.persons.rules.identifiers import phone_text
from cases.persons.services import NewSafeContact
from cases.web.forms import BaseForm, TimeField


class SafeContactForm(BaseForm):
    """Which channel is safe, when, in which language; names as `NewSafeContact`."""

    phone = forms.CharField(
        label="Telefoonnummer",
        max_length=20,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off"}),
    )
    phone_safe = forms.BooleanField(label="Bellen op dit nummer is veilig", required=False)
    hours_from = TimeField(label="Bellen vanaf", required=False, help_text="Leeg: op elk moment.")
    hours_until = TimeField(label="Bellen tot", required=False)
    voicemail_allowed = forms.BooleanField(label="Voicemail inspreken mag", required=False)
    email = forms.EmailField(
        label="E-mailadres",
        max_length=254,
        required=False,
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )
    email_safe = forms.BooleanField(label="E-mailen naar dit adres is veilig", required=False)
    language = forms.CharField(label="Taal", max_length=40, required=False, initial=DUTCH)
    note = forms.CharField(
        label="Let op",
        max_length=300,
        required=False,
        help_text="Bijvoorbeeld: zeg niet wie er belt als een ander opneemt.",
    )

    @classmethod
    def initial_of(cls, contact: SafeContact | None) -> dict[str, object]:
        """The running instructions as the form shows them."""
        if contact is None:
            return {}
        values: dict[str, object] = {name: getattr(contact, name) for name in cls.base_fields}
        values["phone"] = phone_text(contact.phone)
        return values

    def contact(self) -> NewSafeContact:
        """What was filled in, for the service."""
        return NewSafeContact(**self.cleaned_data)

    def contact_or_none(self) -> NewSafeContact | None:
        """What was filled in; None when no channel and no remark was given."""
        given = self.contact()
        return given if given.phone or given.email or given.note else None
