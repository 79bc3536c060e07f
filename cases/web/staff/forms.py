"""Forms about members of staff; names as the services."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms

from cases.organisations.models import Organisation, User
from cases.organisations.rules import CERTIFICATE_LABELS, ROLE_LABELS, CertificateKind, OrganisationKind, Role
from cases.staff.rules import (
    CERTIFICATES_OF,
    LONGEST_NAME,
    LONGEST_NOTE,
    ROLE_MEANINGS,
    Account,
    Training,
    roles_for,
)
from cases.web.forms import BaseForm, DayField


def role_field(kind: OrganisationKind) -> forms.TypedMultipleChoiceField:
    """The roles that exist in an organisation of this kind, each with what it opens."""
    return forms.TypedMultipleChoiceField(
        label="Rollen",
        coerce=Role,
        choices=[(role.value, _meaning(role)) for role in roles_for(kind)],
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Rollen: kies er ten minste één."},
    )


def _meaning(role: Role) -> str:
    label = ROLE_LABELS[role]
    return f"{label[0].upper()}{label[1:]}: {ROLE_MEANINGS[role]}"


def note_field(label: str, help_text: str = "") -> forms.CharField:
    """Why it is done; stands in the history of the account."""
    return forms.CharField(label=label, required=False, max_length=LONGEST_NOTE, help_text=help_text)


class AccountForm(BaseForm):
    """Who somebody is and what she or he may."""

    display_name = forms.CharField(
        label="Naam", max_length=LONGEST_NAME, help_text="Zoals collega's en partners haar of hem kennen."
    )
    email = forms.EmailField(
        label="E-mailadres van het werk",
        error_messages={"invalid": "E-mailadres van het werk: dit is geen geldig adres."},
    )

    def __init__(self, *args: Any, kind: OrganisationKind, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.add_field("roles", role_field(kind))

    def account(self) -> Account:
        """What was filled in."""
        given = self.cleaned_data
        return Account(
            display_name=given["display_name"], email=given["email"], roles=frozenset(given["roles"])
        )


class JoinForm(AccountForm):
    """A new colleague."""

    username = forms.CharField(
        label="Gebruikersnaam",
        max_length=80,
        help_text="Kleine letters, cijfers, punten en streepjes. Deze blijft altijd gelijk.",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    field_order = ("username", "display_name", "email", "roles")


class ChangeForm(AccountForm):
    """What changes about a colleague."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.add_field("note", note_field("Reden", "Verplicht als de rollen wijzigen."))


class ReturnForm(BaseForm):
    """Somebody comes back."""

    def __init__(self, *args: Any, kind: OrganisationKind, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.add_field("roles", role_field(kind))
        self.add_field("note", note_field("Toelichting"))


class LeaveForm(BaseForm):
    """Somebody goes, elsewhere in the chain or for good."""

    destination = forms.ChoiceField(
        label="Gaat werken bij",
        required=False,
        help_text="Alleen als zij of hij bij een andere organisatie in deze toepassing gaat werken.",
    )

    def __init__(self, *args: Any, destinations: Iterable[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.destinations = {str(row.public_id): row for row in destinations}
        choices = [("", "Niet bij een organisatie in deze toepassing")]
        choices += [(key, row.name) for key, row in self.destinations.items()]
        self.fields["destination"].choices = choices  # type: ignore[attr-defined]  # declared above
        self.add_field("note", note_field("Toelichting", "Zonder gegevens over gezondheid of gedrag."))

    def chosen(self) -> Organisation | None:
        """Where she or he goes."""
        return self.destinations.get(self.cleaned_data["destination"])


class TrainingForm(BaseForm):
    """A certificate with its first and last day."""

    kind = forms.TypedChoiceField(label="Certificaat", coerce=CertificateKind)
    first_day = DayField(label="Geldig vanaf")
    last_day = DayField(label="Geldig tot en met", required=False, help_text="Leeg: tot het wordt beëindigd.")

    def __init__(self, *args: Any, organisation: OrganisationKind, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = CERTIFICATES_OF.get(organisation, ())
        choices = [(kind.value, CERTIFICATE_LABELS[kind]) for kind in kinds]
        self.fields["kind"].choices = choices  # type: ignore[attr-defined]  # declared above

    def training(self) -> Training:
        """What was filled in."""
        given = self.cleaned_data
        return Training(kind=given["kind"], first_day=given["first_day"], last_day=given["last_day"])


class WordForm(BaseForm):
    """Whom to look for in the list (GET)."""

    naam = forms.CharField(label="Naam, gebruikersnaam of e-mailadres", required=False, max_length=80)


def as_filled(user: User) -> dict[str, Any]:
    """What a form about a colleague begins with."""
    return {"display_name": user.display_name, "email": user.email, "roles": user.roles}
