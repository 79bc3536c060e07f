"""Protected addresses on the screen: that there is one, recording one, showing it for sixty seconds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_safe

from cases.access.errors import Conflict, InvalidInput
from cases.access.models import AccessLogEntry
from cases.access.rules.categories import Category
from cases.casefiles.models import CaseRole
from cases.casefiles.queries import CaseAccess, roles_in
from cases.casefiles.services.addresses import LONGEST, NewAddress, end_protection, protect_address
from cases.organisations.rules import ORGANISATION_LABELS, OrganisationKind
from cases.persons.address_models import ADDRESS_KIND_CHOICES, ProtectedAddress
from cases.persons.models import Person
from cases.persons.permissions import can_protect_address, check_can_end_protection, check_can_protect_address
from cases.persons.queries import protected_addresses_of
from cases.persons.rules.addresses import AddressKind
from cases.sharing.reveal import (
    LONGEST_REASON,
    can_reveal,
    check_can_reveal,
    check_may_ask,
    reveal_address,
    revealed,
)
from cases.sharing.reveal_models import AddressReveal
from cases.web.casepage import frame
from cases.web.components import Fact, Refusal, SourceLine
from cases.web.forms import BaseForm
from cases.web.policy import case_page
from cases.web.requests import ActorRequest
from cases.web.submission import NOT_SENT, Submission, submit
from cases.web.tabs import must_read_along

TAB: Final = "personen"
UNSEEN: Final = {"autocomplete": "off"}
# Whose task can ask for it (tables, section 5); each giver leaves out its own.
MARKABLE: Final = (OrganisationKind.POLITIE, OrganisationKind.VT, OrganisationKind.RVDK)
MISTYPED: Final = "Het wachtwoord klopt niet."


@dataclass(frozen=True, slots=True)
class AddressLine:
    """One protected address as the reader may know of it: its kind and buttons, or that it is held back."""

    kind: str
    source: SourceLine
    show_url: str = ""
    end_url: str = ""


@dataclass(frozen=True, slots=True)
class AddressPanel:
    """What is known of one person's protected addresses."""

    name: str
    lines: tuple[AddressLine, ...]
    add_url: str


def address_panels(access: CaseAccess, roles: Sequence[CaseRole]) -> list[AddressPanel]:
    """A panel per person who has a protected address, or for whom the reader may record one."""
    may_add = can_protect_address(access.actor, access.case.pk)
    known: dict[int, list[AddressLine]] = {}
    for address in protected_addresses_of(role.person_id for role in roles):
        if access.may_know_of(Category.PROTECTED_ADDRESS, address.organisation_id, address.person_id):
            known.setdefault(address.person_id, []).append(_line(access, address))
    return [
        AddressPanel(
            name=role.person.full_name,
            lines=tuple(known.get(role.person_id, ())),
            add_url=_url(access, "cases:address-protect", persoon=role.person.public_id) if may_add else "",
        )
        for role in roles
        if role.role != "suspect" and (may_add or role.person_id in known)
    ]


def _line(access: CaseAccess, address: ProtectedAddress) -> AddressLine:
    source = SourceLine(organisation=address.organisation.short_name, at=address.valid_from)
    if not can_reveal(access, address):
        return AddressLine(kind="", source=source)
    own = address.organisation_id == access.actor.organisation_id
    return AddressLine(
        kind=address.get_kind_display(),
        source=source,
        show_url=_url(access, "cases:address-reveal", adres=address.public_id),
        end_url=_url(access, "cases:address-end", adres=address.public_id) if own else "",
    )


def _url(access: CaseAccess, name: str, **keys: UUID) -> str:
    return reverse(name, kwargs={"zaak": access.case.public_id, **keys})


def _text(label: str, *, help_text: str = "", longest: int = LONGEST) -> forms.CharField:
    return forms.CharField(
        label=label,
        max_length=longest,
        required=False,
        help_text=help_text,
        widget=forms.TextInput(attrs=UNSEEN),
    )


class AddressForm(BaseForm):
    """A protected place; names as `NewAddress`."""

    kind = forms.ChoiceField(label="Wat is het", choices=ADDRESS_KIND_CHOICES, widget=forms.RadioSelect)
    name = _text("Naam", help_text="Van de opvang, school of werkgever.")
    street = _text("Straat en huisnummer")
    postcode = _text("Postcode", longest=8)
    place = _text("Plaats")
    phone = _text("Telefoonnummer daar", longest=20)
    share_with = forms.MultipleChoiceField(
        label="Ook nodig voor de taak van",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Wie u hier aankruist, kan het adres zien, met wachtwoord en reden.",
    )

    def __init__(self, *args: object, own: OrganisationKind, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["share_with"]
        if isinstance(field, forms.MultipleChoiceField):
            field.choices = [(kind.value, ORGANISATION_LABELS[kind]) for kind in MARKABLE if kind is not own]

    def address(self) -> NewAddress:
        """What was filled in, for the service."""
        data = self.cleaned_data
        texts = {name: data[name] for name in ("name", "street", "postcode", "place", "phone")}
        shared = tuple(OrganisationKind(kind) for kind in data["share_with"])
        return NewAddress(kind=AddressKind(data["kind"]), share_with=shared, **texts)


def _may_protect(access: CaseAccess) -> None:
    check_can_protect_address(access.actor, access.case.pk)


@case_page(may=_may_protect)
def protect(request: ActorRequest, access: CaseAccess, persoon: UUID) -> HttpResponse:
    """Record a protected address of a person of the case."""
    person = _person_or_404(access, persoon)
    form = AddressForm(request.POST if request.method == "POST" else None, own=access.actor.organisation_kind)
    sent = NOT_SENT
    if request.method == "POST":
        sent = submit(
            form,
            lambda: protect_address(
                case=access.case, person=person, address=form.address(), actor=request.actor, at=request.at
            ),
        )
        if sent.done:
            messages.success(request, "Het beschermde adres is versleuteld vastgelegd.")
            return redirect("cases:persons", zaak=access.case.public_id)
    request.trail.shows(persons=[person.pk], categories=[Category.IDENTITY])
    note = (
        "Het adres wordt versleuteld bewaard. Documenten voor verdachte en slachtoffer worden erop doorzocht "
        "en post aan deze persoon wacht tot iemand het postadres opnieuw heeft bevestigd. Een lopend adres "
        "van dezelfde soort wordt vervangen."
    )
    return _form(request, access, form, sent, title=f"Beschermd adres van {person.full_name}", note=note)


class EndForm(BaseForm):
    """Why an address does not hold any more."""

    reason = _text("Waarom geldt dit adres niet meer", longest=200)


@case_page(may=_may_protect)
def end(request: ActorRequest, access: CaseAccess, adres: UUID) -> HttpResponse:
    """Say that somebody can not be found there any more."""
    address = _address_or_404(access, adres)
    check_can_end_protection(access.actor, access.case.pk, address)
    form, sent = EndForm(request.POST if request.method == "POST" else None), NOT_SENT
    if request.method == "POST":
        sent = submit(
            form,
            lambda: end_protection(
                case=access.case,
                address=address,
                reason=form.cleaned_data["reason"],
                actor=request.actor,
                at=request.at,
            ),
        )
        if sent.done:
            messages.success(request, "Vastgelegd dat dit adres niet meer geldt.")
            return redirect("cases:persons", zaak=access.case.public_id)
    return _form(
        request,
        access,
        form,
        sent,
        title=f"Beschermd adres beëindigen ({address.get_kind_display()})",
        button="Beëindigen",
        note="Wat er stond, blijft bewaard. Documenten worden er niet meer op doorzocht.",
    )


class RevealForm(BaseForm):
    """Why one must see it, and the password anew."""

    reason = forms.CharField(
        label="Waarvoor hebt u het adres nodig",
        max_length=LONGEST_REASON,
        widget=forms.TextInput(attrs=UNSEEN),
        help_text="Komt met uw naam in het verloop, voor wie het adres mag kennen, en in het logboek.",
    )
    password = forms.CharField(
        label="Uw wachtwoord",
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )


@sensitive_post_parameters("password")
@case_page(may=check_may_ask)
def reveal(request: ActorRequest, access: CaseAccess, adres: UUID) -> HttpResponse:
    """Ask to see an address; with the right password the next page shows it for sixty seconds."""
    address = _address_or_404(access, adres)
    check_can_reveal(access, address)
    form, sent = RevealForm(request.POST if request.method == "POST" else None), NOT_SENT
    if request.method == "POST":
        request.trail.action = AccessLogEntry.ACTION_REVEAL
        saved, sent = _reveal(request, access, address, form)
        if saved is not None and saved.visible_until is not None:
            return redirect("cases:address-revealed", zaak=access.case.public_id, onthulling=saved.public_id)
    note = (
        f"U ziet het adres 60 seconden. Vastgelegd door {address.organisation.name}. Neem het nergens over "
        "waar de verdachte het kan lezen."
    )
    return _form(
        request,
        access,
        form,
        sent,
        title=f"Beschermd adres tonen ({address.get_kind_display()})",
        note=note,
        button="Toon 60 seconden",
    )


def _reveal(
    request: ActorRequest, access: CaseAccess, address: ProtectedAddress, form: RevealForm
) -> tuple[AddressReveal | None, Submission]:
    """The row of the request, also of a wrong password, which must count."""
    if not form.is_valid():
        return None, Submission(done=False, status=400)
    data = form.cleaned_data
    try:
        saved = reveal_address(
            access=access,
            address=address,
            password=data["password"],
            reason=data["reason"],
            actor=request.actor,
            at=request.at,
        )
    except InvalidInput as error:
        form.take_errors(error)
        return None, Submission(done=False, status=400)
    except Conflict as conflict:
        request.trail.refused = True
        return None, Submission(False, 409, Refusal(title=conflict.message, items=()))
    if saved.visible_until is None:
        request.trail.refused = True
        form.add_error("password", MISTYPED)
        return saved, Submission(done=False, status=400)
    return saved, Submission(done=True)


@case_page(may=must_read_along)
@require_safe
def shown(request: ActorRequest, access: CaseAccess, onthulling: UUID) -> HttpResponse:
    """The address while the sixty seconds run; afterwards that it is closed again."""
    try:
        found, opened = revealed(access, onthulling, request.at)
    except AddressReveal.DoesNotExist:
        raise Http404 from None
    request.trail.action = AccessLogEntry.ACTION_REVEAL
    if opened is not None:
        request.trail.shows(persons=[found.address.person_id], categories=[Category.PROTECTED_ADDRESS])
    lines = (
        (
            ("Naam", opened.name),
            ("Straat en huisnummer", opened.street),
            ("Postcode", opened.postcode),
            ("Plaats", opened.place),
            ("Telefoonnummer daar", opened.phone),
        )
        if opened
        else ()
    )
    context = frame(
        request,
        access,
        TAB,
        person=found.address.person,
        kind=found.address.get_kind_display(),
        facts=tuple(Fact(label=label, value=value) for label, value in lines if value),
        until=opened.until if opened else None,
        seconds=_seconds_left(opened.until, request.at) if opened else 0,
        again_url=_url(access, "cases:address-reveal", adres=found.address.public_id),
    )
    return render(request, "cases/persons/address.html", context)


def _seconds_left(until: datetime, at: datetime) -> int:
    return max(0, int((until - at).total_seconds()))


def _person_or_404(access: CaseAccess, public_id: UUID) -> Person:
    for role in roles_in(access):
        if role.person.public_id == public_id:
            return role.person
    raise Http404


def _address_or_404(access: CaseAccess, public_id: UUID) -> ProtectedAddress:
    """A running address of a person of the case; whether the actor may see it is asked after this."""
    for address in protected_addresses_of(role.person_id for role in roles_in(access)):
        if address.public_id == public_id:
            return address
    raise Http404


def _form(
    request: ActorRequest,
    access: CaseAccess,
    form: BaseForm,
    sent: Submission,
    *,
    title: str,
    note: str,
    button: str = "Vastleggen",
) -> HttpResponse:
    context = frame(
        request,
        access,
        TAB,
        title=title,
        form=form,
        buttons=((button, "", "primary"),),
        back_url=_url(access, "cases:persons"),
        refusal=sent.refusal,
        facts=(),
        note=note,
    )
    return render(request, "cases/forms/form_page.html", context, status=sent.status)
