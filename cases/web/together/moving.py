"""The page on which the place of an organisation in a case goes over to another one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from django import forms
from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect

from cases.access.permissions import level_of
from cases.access.rules.categories import Category
from cases.access.rules.levels import Level
from cases.casefiles.collaboration import movable_in, successors
from cases.casefiles.permissions import can_move_partners, check_can_move
from cases.casefiles.queries import CaseAccess
from cases.casefiles.rules.moving import MOVES_WITH_VICTIM
from cases.casefiles.services.rerouting import LONGEST_REASON, move_participation
from cases.organisations.models import Municipality, Organisation
from cases.organisations.rules import OrganisationKind
from cases.web.components import Fact
from cases.web.form_page import form_page, primary
from cases.web.forms import BaseForm
from cases.web.policy import case_page
from cases.web.requests import ActorRequest
from cases.web.submission import NOT_SENT, submit

TAB: Final = "samenwerking"
BACK: Final = "cases:collaboration"
NOTE: Final = (
    "De nieuwe organisatie krijgt dezelfde rol en alle lopende termijnen, met dezelfde momenten. Haar "
    "teamleider is aanspreekpunt tot een collega de zaak overneemt. Een vorig Veilig Thuis leest daarna mee "
    "als informant; een andere organisatie neemt geen deel meer."
)

if TYPE_CHECKING:
    OrganisationField = forms.ModelChoiceField[Organisation]
    MunicipalityField = forms.ModelChoiceField[Municipality]
else:
    # Generic for the type checker only.
    OrganisationField = MunicipalityField = forms.ModelChoiceField


class NamedOrganisation(OrganisationField):
    """An organisation by its full name."""

    def label_from_instance(self, obj: Any) -> str:
        """The full name."""
        return str(obj.name)


class NamedMunicipality(MunicipalityField):
    """A municipality by name."""

    def label_from_instance(self, obj: Any) -> str:
        """The name."""
        return str(obj.name)


class MoveForm(BaseForm):
    """Whose place, to whom, and why; names as the service."""

    organisation = NamedOrganisation(
        label="Welke organisatie", queryset=Organisation.objects.none(), empty_label="Kies"
    )
    to = NamedOrganisation(
        label="Naar welke organisatie", queryset=Organisation.objects.none(), empty_label="Kies"
    )
    victim_municipality = NamedMunicipality(
        label="Gemeente waar het slachtoffer nu woont",
        queryset=Municipality.objects.none(),
        required=False,
        empty_label="Niet verhuisd, of niet de reden",
        help_text="Alleen invullen als het slachtoffer is verhuisd; de zaak krijgt dan deze gemeente.",
    )
    reason = forms.CharField(
        label="Reden",
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Partners die contactgegevens mogen zien, lezen dit. Schrijf hier geen adres.",
    )

    def __init__(
        self, *args: Any, movable: QuerySet[Organisation], to: QuerySet[Organisation], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        municipalities = Municipality.objects.order_by("name")
        self.fields["organisation"].queryset = movable  # type: ignore[attr-defined]  # declared above
        self.fields["to"].queryset = to  # type: ignore[attr-defined]  # declared above
        self.fields["victim_municipality"].queryset = municipalities  # type: ignore[attr-defined]  # declared above


def _may_move(access: CaseAccess) -> None:
    check_can_move(access.actor, access.case.pk, access.actor.organisation_id)


@case_page(may=_may_move)
def move(request: ActorRequest, access: CaseAccess) -> HttpResponse:
    """Give the place of the own organisation, or of a partner, to another one."""
    actor, movable = request.actor, movable_in(access.case, request.actor)
    form = MoveForm(
        request.POST if request.method == "POST" else None, movable=movable, to=successors(movable, actor)
    )
    own = None if can_move_partners(actor) else Organisation.objects.get(pk=actor.organisation_id)
    if own is not None:
        del form.fields["organisation"]
        if OrganisationKind(own.kind) not in MOVES_WITH_VICTIM:
            del form.fields["victim_municipality"]
    sent = NOT_SENT
    if request.method == "POST":
        sent = submit(
            form,
            lambda: move_participation(
                case=access.case,
                organisation=own or form.cleaned_data["organisation"],
                to=form.cleaned_data["to"],
                reason=form.cleaned_data["reason"],
                victim_municipality=form.cleaned_data.get("victim_municipality"),
                actor=actor,
                at=request.at,
            ),
        )
        if sent.done:
            messages.success(request, "De deelname is verplaatst.")
            reads_along = (level_of(actor, access.case.pk) or 0) >= Level.VIEW
            return redirect(BACK, zaak=access.case.public_id) if reads_along else redirect("cases:my-work")
    return form_page(
        request,
        access,
        tab=TAB,
        title="Deelname verplaatsen" if own is None else f"Deelname van {own.name} verplaatsen",
        form=form,
        sent=sent,
        buttons=primary("Verplaatsen"),
        back=BACK,
        note=NOTE,
        facts=_municipality(request, access),
    )


def _municipality(request: ActorRequest, access: CaseAccess) -> tuple[Fact, ...]:
    """Where the victim lives by what the case says now, by which most were found."""
    if not access.may_see(Category.IDENTITY, access.case.organisation_id):
        return ()
    request.trail.shows(categories=[Category.IDENTITY])
    return (Fact(label="Gemeente van het slachtoffer", value=access.case.victim_municipality.name),)
