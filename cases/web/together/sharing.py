"""Sharing beyond the disclosure table: give a section to a participant, take it back, ask consent for it."""

from __future__ import annotations

from typing import Any, Final
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect

from cases.access.rules.categories import CATEGORY_LABELS, Category
from cases.access.rules.consent import STEP_LABELS, ConsentBy, ConsentManner
from cases.access.rules.sharing import GROUND_BASIS, GROUND_LABELS, Ground, consent_role
from cases.access.sharing_models import SharingAct
from cases.casefiles.queries import CaseAccess, participants, roles_in
from cases.organisations.models import Organisation
from cases.organisations.rules import ORGANISATION_LABELS, OrganisationKind
from cases.persons.models import Person
from cases.sharing.acts import USUAL, NewAct, share, withdraw
from cases.sharing.permissions import check_can_record_consent, check_can_share
from cases.sharing.queries import own_consent_steps
from cases.sharing.services import record_consent
from cases.terms.rules.wording import local
from cases.web.components import Fact, SourceLine
from cases.web.disclosure.wording import category_choices
from cases.web.form_page import form_page, primary
from cases.web.forms import BaseForm, DayField
from cases.web.moments import moment_text
from cases.web.policy import case_page
from cases.web.requests import ActorRequest
from cases.web.submission import NOT_SENT, submit
from cases.web.together.steps import BACK, TAB, NamedPerson
from cases.web.victim_wishes import ConsentForm

# What the givers write about their client can be shared by the client's consent; asked per kind of partner.
ASKED_OF_SUSPECT: Final = Category.ADVICE


class ShareForm(BaseForm):
    """What is shared, with whom, why, on which ground; names as `NewAct`."""

    recipient = forms.ModelChoiceField(
        label="Met wie", queryset=Organisation.objects.none(), empty_label="Kies een deelnemer"
    )
    category = forms.ChoiceField(
        label="Welk onderdeel",
        choices=category_choices(every="Kies een onderdeel"),
        help_text="Alles wat uw organisatie in deze zaak in dit onderdeel vastlegt, nu en tot de einddatum.",
    )
    ground = forms.ChoiceField(
        label="Op welke grond",
        choices=[
            (ground.value, f"{label[:1].upper()}{label[1:]} ({GROUND_BASIS[ground]})")
            for ground, label in GROUND_LABELS.items()
        ],
        widget=forms.RadioSelect,
    )
    person = NamedPerson(
        label="Wie gaf toestemming",
        queryset=Person.objects.none(),
        required=False,
        empty_label="Niet van toepassing",
        help_text="Alleen bij toestemming; leg die eerst vast.",
    )
    purpose = forms.CharField(
        label="Doel", max_length=200, help_text="Waarvoor de ontvanger dit nodig heeft, zonder inhoud."
    )
    explanation = forms.CharField(
        label="Uw afweging",
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Bij de Meldcode, gevaar of een ander voorschrift. Alleen uw organisatie leest dit.",
    )
    until = DayField(label="Tot en met")
    passing_on_barred = forms.BooleanField(
        label="De ontvanger mag dit niet doorgeven", required=False, initial=True
    )

    def __init__(self, *args: Any, access: CaseAccess, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others = {
            row.organisation_id
            for row in participants(access)
            if row.organisation_id != access.actor.organisation_id
        }
        persons = [role.person_id for role in roles_in(access)]
        recipient, person = self.fields["recipient"], self.fields["person"]
        recipient.queryset = Organisation.objects.filter(pk__in=others).order_by("name")  # type: ignore[attr-defined]  # declared above
        person.queryset = Person.objects.filter(pk__in=persons).order_by("pk")  # type: ignore[attr-defined]  # declared above

    def act(self, category: Category | None = None) -> NewAct:
        """What the service records; `category` where the form does not ask it."""
        data = self.cleaned_data
        return NewAct(
            recipient=data["recipient"],
            category=category or Category(data["category"]),
            ground=Ground(data["ground"]),
            purpose=data["purpose"],
            explanation=data["explanation"],
            person=data["person"],
            until=data["until"],
            passing_on_barred=data["passing_on_barred"],
        )


class WithdrawForm(BaseForm):
    """Why it is taken back."""

    reason = forms.CharField(label="Waarom deelt u dit niet meer?", max_length=300)


class SectionConsentForm(ConsentForm):
    """A step of the client's consent, for one section and one kind of partner."""

    category = forms.ChoiceField(label="Onderdeel", choices=category_choices())
    recipient = forms.ChoiceField(label="Delen met", choices=[])
    field_order = ("category", "recipient", "step", "given_by", "manner", "stepped_at", "note")


def _may_share(access: CaseAccess) -> None:
    check_can_share(access.actor, access.case.pk)


@case_page(may=_may_share)
def share_section(request: ActorRequest, access: CaseAccess) -> HttpResponse:
    """Share a section of the own organisation with one participant."""
    posted = request.POST if request.method == "POST" else None
    initial = {"until": local(request.at).date() + USUAL}
    form = ShareForm(posted, initial=initial, access=access)
    request.trail.shows(persons=[role.person_id for role in roles_in(access)], categories=[Category.IDENTITY])
    sent = NOT_SENT
    if request.method == "POST":
        sent = submit(
            form, lambda: share(case=access.case, act=form.act(), actor=request.actor, at=request.at)
        )
        if sent.done:
            messages.success(request, "Het onderdeel is gedeeld; de ontvanger leest het vanaf nu.")
            return redirect(BACK, zaak=access.case.public_id)
    return form_page(
        request,
        access,
        tab=TAB,
        title="Onderdeel delen",
        form=form,
        buttons=primary("Delen"),
        back=BACK,
        sent=sent,
        note="U deelt alleen wat uw organisatie zelf vastlegde. Wat de tabel verbiedt, kan niet.",
    )


@case_page(may=_may_share)
def withdraw_act(request: ActorRequest, access: CaseAccess, verstrekking: UUID) -> HttpResponse:
    """Take back what the own organisation shared."""
    act = (
        SharingAct.objects.filter(
            case=access.case, public_id=verstrekking, organisation_id=request.actor.organisation_id
        )
        .select_related("recipient", "organisation")
        .first()
    )
    if act is None:
        raise Http404
    form = WithdrawForm(request.POST if request.method == "POST" else None)
    sent = NOT_SENT
    if request.method == "POST":
        sent = submit(
            form,
            lambda: withdraw(act=act, reason=form.cleaned_data["reason"], actor=request.actor, at=request.at),
        )
        if sent.done:
            messages.success(request, "Ingetrokken: bij het volgende verzoek is het voor de ontvanger dicht.")
            return redirect(BACK, zaak=access.case.public_id)
    what = CATEGORY_LABELS[Category(act.category)]
    return form_page(
        request,
        access,
        tab=TAB,
        title="Niet meer delen",
        form=form,
        buttons=primary("Intrekken"),
        back=BACK,
        sent=sent,
        facts=(Fact(label=act.recipient.name, value=f"{what}: {act.purpose}"),),
    )


def _may_ask(access: CaseAccess) -> None:
    check_can_record_consent(access.actor, access.case.pk, ASKED_OF_SUSPECT)


@case_page(may=_may_ask)
def section_consent(request: ActorRequest, access: CaseAccess) -> HttpResponse:
    """Record a step of the suspect's consent to share a section with a kind of partner."""
    suspect = next((role.person for role in roles_in(access) if role.role == "suspect"), None)
    if suspect is None:
        raise Http404
    posted = request.POST if request.method == "POST" else None
    kinds = _kinds(access)
    form = SectionConsentForm(
        posted,
        last=None,
        initial={
            "category": ASKED_OF_SUSPECT.value,
            "recipient": OrganisationKind.VT.value,
            "given_by": ConsentBy.SELF.value,
            "manner": ConsentManner.IN_PERSON.value,
            "stepped_at": request.at,
        },
    )
    # Which step can follow depends on section and partner, so the service says it.
    form.fields["step"].choices = [  # type: ignore[attr-defined]  # declared in ConsentForm
        (step.value, label.capitalize()) for step, label in STEP_LABELS.items()
    ]
    form.fields["recipient"].choices = kinds  # type: ignore[attr-defined]  # declared above
    form.fields["category"].choices = [  # type: ignore[attr-defined]  # declared above
        (value, label)
        for value, label in category_choices()
        if consent_role(request.actor.organisation_kind, Category(value)) == "suspect"
    ]
    request.trail.shows(persons=[suspect.pk], categories=[Category.IDENTITY])
    sent = NOT_SENT
    if request.method == "POST":
        sent = submit(
            form,
            lambda: record_consent(
                case=access.case,
                person=suspect,
                category=Category(form.cleaned_data["category"]),
                recipient=OrganisationKind(form.cleaned_data["recipient"]),
                consent=form.consent(),
                actor=request.actor,
                at=request.at,
            ),
        )
        if sent.done:
            messages.success(request, "De toestemming is vastgelegd.")
            return redirect(BACK, zaak=access.case.public_id)
    return form_page(
        request,
        access,
        tab=TAB,
        title="Toestemming van de verdachte",
        form=form,
        buttons=primary("Vastleggen"),
        back=BACK,
        sent=sent,
        facts=(Fact(label="Verdachte", value=suspect.full_name), *consent_facts(access)),
        note="Weigert de verdachte? Leg dat vast en volg de Meldcode: deel op die grond, met uw afweging.",
    )


def _kinds(access: CaseAccess) -> list[tuple[str, str]]:
    found = {OrganisationKind(row.organisation.kind) for row in participants(access)}
    found.discard(access.actor.organisation_kind)
    return [(kind.value, ORGANISATION_LABELS[kind]) for kind in OrganisationKind if kind in found]


def consent_facts(access: CaseAccess) -> tuple[Fact, ...]:
    """The steps that the own organisation recorded about its client."""
    return tuple(
        Fact(
            label=f"{CATEGORY_LABELS[Category(row.category)].capitalize()} → "
            f"{ORGANISATION_LABELS[OrganisationKind(row.recipient_kind)]}",
            value=" ".join(
                filter(
                    None,
                    (
                        f"{row.get_step_display().capitalize()}, {moment_text(row.stepped_at)},",
                        f"{row.get_given_by_display()}, {row.get_manner_display()}.",
                        row.note,
                    ),
                )
            ),
            source=SourceLine(organisation=row.organisation.short_name, at=row.recorded_at),
        )
        for row in own_consent_steps(access.case, access.actor)
        if consent_role(access.actor.organisation_kind, Category(row.category)) == "suspect"
    )
