"""Steps in one case: offer it to a colleague, name the contact person, record the same-day action."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect

from cases.access.rules.categories import Category
from cases.casefiles.collaboration import colleagues_of
from cases.casefiles.models import CaseRole
from cases.casefiles.permissions import (
    check_can_act_for_safety,
    check_can_name_contact,
    check_can_offer_lead,
)
from cases.casefiles.queries import CaseAccess
from cases.casefiles.services.handover import record_safety_action
from cases.casefiles.services.leads import name_victim_contact, offer_lead
from cases.organisations.models import User
from cases.persons.models import Person
from cases.web.form_page import form_page, primary
from cases.web.forms import BaseForm
from cases.web.policy import case_page
from cases.web.requests import ActorRequest
from cases.web.submission import NOT_SENT, submit

TAB: Final = "samenwerking"
BACK: Final = "cases:collaboration"


if TYPE_CHECKING:
    UserField = forms.ModelChoiceField[User]
    PersonField = forms.ModelChoiceField[Person]
else:
    # Generic for the type checker only.
    UserField = PersonField = forms.ModelChoiceField


class NamedUser(UserField):
    """A colleague by name."""

    def label_from_instance(self, obj: Any) -> str:
        """The name as colleagues know it."""
        return str(obj.display_name)


class NamedPerson(PersonField):
    """A person of the case by full name."""

    def label_from_instance(self, obj: Any) -> str:
        """The full name."""
        return str(obj.full_name)


class OfferForm(BaseForm):
    """To whom, and what the next one has to know; names as the service."""

    to = NamedUser(label="Aan wie", queryset=User.objects.none(), empty_label="Kies een collega")
    note = forms.CharField(
        label="Wat uw collega moet weten",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Alleen uw organisatie leest dit. U blijft aanspreekpunt tot uw collega aanvaardt.",
    )

    def __init__(self, *args: Any, colleagues: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].queryset = colleagues  # type: ignore[attr-defined]  # declared above


def _may_offer(access: CaseAccess) -> None:
    check_can_offer_lead(access.actor, access.case)


@case_page(may=_may_offer)
def lead_offer(request: ActorRequest, access: CaseAccess) -> HttpResponse:
    """Offer the case to a colleague."""
    form = OfferForm(
        request.POST if request.method == "POST" else None, colleagues=colleagues_of(request.actor)
    )
    sent = NOT_SENT
    if request.method == "POST":
        sent = submit(
            form,
            lambda: offer_lead(
                case=access.case,
                to=form.cleaned_data["to"],
                note=form.cleaned_data["note"],
                actor=request.actor,
                at=request.at,
            ),
        )
        if sent.done:
            messages.success(request, "De zaak is aangeboden.")
            return redirect(BACK, zaak=access.case.public_id)
    return form_page(
        request,
        access,
        tab=TAB,
        title="Zaak aan collega aanbieden",
        form=form,
        sent=sent,
        buttons=primary("Aanbieden"),
        back=BACK,
    )


class ContactForm(BaseForm):
    """Which victim, and who is her or his contact person; names as the service."""

    victim = NamedPerson(label="Slachtoffer", queryset=Person.objects.none(), empty_label=None)
    user = NamedUser(label="Vaste contactpersoon", queryset=User.objects.none(), empty_label="Kies")

    def __init__(self, *args: Any, victims: Any, users: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["victim"].queryset = victims  # type: ignore[attr-defined]  # declared above
        self.fields["user"].queryset = users  # type: ignore[attr-defined]  # declared above


def _may_name(access: CaseAccess) -> None:
    check_can_name_contact(access.actor, access.case.pk)


@case_page(may=_may_name)
def victim_contact(request: ActorRequest, access: CaseAccess) -> HttpResponse:
    """Name the fixed contact person of a victim at the police."""
    roles = CaseRole.objects.filter(case=access.case, role="victim")
    victims = Person.objects.filter(pk__in=roles.values("person")).order_by("pk")
    users = User.objects.filter(organisation=request.actor.organisation_id, is_active=True)
    form = ContactForm(
        request.POST if request.method == "POST" else None,
        victims=victims,
        users=users.order_by("display_name"),
    )
    sent = NOT_SENT
    if request.method == "POST":
        sent = submit(
            form,
            lambda: name_victim_contact(
                case=access.case, **form.cleaned_data, actor=request.actor, at=request.at
            ),
        )
        if sent.done:
            messages.success(request, "De vaste contactpersoon is vastgelegd.")
            return redirect(BACK, zaak=access.case.public_id)
    request.trail.shows(persons=[person.pk for person in victims], categories=[Category.IDENTITY])
    return form_page(
        request,
        access,
        tab=TAB,
        title="Vaste contactpersoon van het slachtoffer",
        form=form,
        sent=sent,
        buttons=primary("Aanwijzen"),
        back=BACK,
        note="Bij stalking heeft ieder slachtoffer één vaste contactpersoon bij de politie.",
    )


class SafetyActionForm(BaseForm):
    """What was done today; names as the service."""

    text = forms.CharField(
        label="Wat hebt u vandaag voor de veiligheid gedaan?",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Wie is gesproken, waar is wie vannacht, wie let op.",
    )


def _may_act(access: CaseAccess) -> None:
    check_can_act_for_safety(access.actor, access.case.pk)


@case_page(may=_may_act)
def safety_action(request: ActorRequest, access: CaseAccess) -> HttpResponse:
    """Record what was done the same day after a guard was set aside."""
    form = SafetyActionForm(request.POST if request.method == "POST" else None)
    sent = NOT_SENT
    if request.method == "POST":
        sent = submit(
            form,
            lambda: record_safety_action(
                case=access.case, text=form.cleaned_data["text"], actor=request.actor, at=request.at
            ),
        )
        if sent.done:
            messages.success(request, "De veiligheidsactie is vastgelegd.")
            return redirect(BACK, zaak=access.case.public_id)
    return form_page(
        request,
        access,
        tab=TAB,
        title="Veiligheidsactie van vandaag",
        form=form,
        sent=sent,
        buttons=primary("Vastleggen"),
        back=BACK,
        note="Na een besluit tegen een waarborg in handelen Veilig Thuis en politie elk dezelfde dag.",
    )
