"""Pages of Slachtofferhulp: what the victim wants, and what she or he lets it share with Veilig Thuis."""

from __future__ import annotations

from typing import Final
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from cases.access.rules.categories import Category
from cases.access.rules.consent import (
    BY_LABELS,
    MANNER_LABELS,
    STEP_LABELS,
    ConsentBy,
    ConsentManner,
    ConsentStep,
    next_steps,
)
from cases.casefiles.queries import CaseAccess, roles_in
from cases.organisations.rules import OrganisationKind
from cases.persons.rules.contact import DUTCH
from cases.sharing.permissions import check_can_record_consent
from cases.sharing.queries import last_step
from cases.sharing.services import NewConsent, record_consent
from cases.victims.models import VictimWishes
from cases.victims.permissions import check_can_record_wishes
from cases.victims.queries import call_refusal_of, last_crime_report, last_wishes
from cases.victims.rules.calls import YesNoUnknown
from cases.victims.rules.wishes import (
    STATEMENT_LABELS,
    THREE_QUESTIONS,
    TOLD_BY_LABELS,
    Statement,
    ToldBy,
)
from cases.victims.services import NewWishes, record_wishes
from cases.web.components import Fact, Notice, Tone
from cases.web.forms import BaseForm, MomentField, ThreeWayField
from cases.web.policy import case_page
from cases.web.requests import ActorRequest
from cases.web.submission import NOT_SENT, submit
from cases.web.victim_panels import consent_facts, report_facts
from cases.web.victim_person import form_page, victim_of

FOR_A_TASK: Final = (
    (OrganisationKind.RECLASSERING.value, "Reclassering, voor het advies"),
    (OrganisationKind.RVDK.value, "Raad voor de Kinderbescherming, voor advies en kinderen"),
)


def _text(label: str, help_text: str = "") -> forms.CharField:
    return forms.CharField(
        label=label,
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=help_text,
    )


class WishesForm(BaseForm):
    """What the victim wants; names as `NewWishes`."""

    spoken_at = MomentField(label="Wanneer gesproken?")
    prosecution = ThreeWayField(label="Wil het slachtoffer dat er wordt vervolgd?")
    contact = _text("Wat wil het slachtoffer over contact met de verdachte?")
    protection = _text("Welke bescherming is nodig?")
    informed_of_release = ThreeWayField(label="Wil het slachtoffer weten van vrijlating of ontsnapping?")
    informed_how = forms.ChoiceField(
        label="Hoe dan?", choices=[(way.value, label.capitalize()) for way, label in TOLD_BY_LABELS.items()]
    )
    statement = forms.ChoiceField(
        label="Eigen verklaring voor de rechter",
        choices=[(row.value, label.capitalize()) for row, label in STATEMENT_LABELS.items()],
    )
    language = forms.CharField(label="Taal", max_length=40, required=False)
    interpreter = forms.BooleanField(label="Er is een tolk nodig", required=False)
    says_of_safety = _text(
        THREE_QUESTIONS["says_of_safety"],
        "Alleen met toestemming van het slachtoffer naar Veilig Thuis.",
    )
    wants_now = _text(THREE_QUESTIONS["wants_now"], "Alleen met toestemming naar Veilig Thuis.")
    sees_solution = _text(THREE_QUESTIONS["sees_solution"], "Alleen met toestemming naar Veilig Thuis.")
    share_with = forms.MultipleChoiceField(
        label="Wie heeft de wensen nodig voor een eigen taak?",
        choices=FOR_A_TASK,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Politie en OM lezen de wensen altijd.",
    )

    def wishes(self) -> NewWishes:
        """What the service records."""
        data = self.cleaned_data
        return NewWishes(
            spoken_at=data["spoken_at"],
            prosecution=YesNoUnknown(data["prosecution"]),
            contact=data["contact"],
            protection=data["protection"],
            informed_of_release=YesNoUnknown(data["informed_of_release"]),
            informed_how=ToldBy(data["informed_how"]),
            statement=Statement(data["statement"]),
            language=data["language"],
            interpreter=data["interpreter"],
            says_of_safety=data["says_of_safety"],
            wants_now=data["wants_now"],
            sees_solution=data["sees_solution"],
            share_with=frozenset(OrganisationKind(kind) for kind in data["share_with"]),
        )


class ConsentForm(BaseForm):
    """One step of consent; names as `NewConsent`. Only steps that can follow the last one."""

    step = forms.ChoiceField(label="Toestemming", widget=forms.RadioSelect)
    given_by = forms.ChoiceField(
        label="Door wie?",
        choices=[(by.value, label.capitalize()) for by, label in BY_LABELS.items()],
        widget=forms.RadioSelect,
    )
    manner = forms.ChoiceField(
        label="Hoe?",
        choices=[(manner.value, label.capitalize()) for manner, label in MANNER_LABELS.items()],
        widget=forms.RadioSelect,
    )
    stepped_at = MomentField(label="Wanneer?")
    note = forms.CharField(label="Toelichting", max_length=300, required=False)

    def __init__(self, *args: object, last: ConsentStep | None, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["step"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [(step.value, STEP_LABELS[step].capitalize()) for step in next_steps(last)]

    def consent(self) -> NewConsent:
        """What the service records."""
        data = self.cleaned_data
        return NewConsent(
            step=ConsentStep(data["step"]),
            given_by=ConsentBy(data["given_by"]),
            manner=ConsentManner(data["manner"]),
            stepped_at=data["stepped_at"],
            note=data["note"],
        )


def _may_record(access: CaseAccess) -> None:
    check_can_record_wishes(access.actor, access.case.pk)


def _may_ask(access: CaseAccess) -> None:
    check_can_record_consent(access.actor, access.case.pk, Category.WISHES)


@case_page(may=_may_record)
@require_safe
def victims(request: ActorRequest, access: CaseAccess) -> HttpResponse:
    """On to the victim whose wishes nobody recorded yet, else to the first one."""
    found = [role.person for role in roles_in(access) if role.role == "victim"]
    if not found:
        raise Http404
    first = next((victim for victim in found if last_wishes(access.case, victim) is None), found[0])
    return redirect("cases:wishes", zaak=access.case.public_id, persoon=first.public_id)


@case_page(may=_may_record)
def wishes(request: ActorRequest, access: CaseAccess, persoon: UUID) -> HttpResponse:
    """Record the wishes; the form starts from the last version, and what is saved is a new one."""
    victim = victim_of(access, persoon)
    last = last_wishes(access.case, victim)
    form = WishesForm(
        request.POST if request.method == "POST" else None,
        initial={"spoken_at": request.at, **_initial(last)},
    )
    sent = NOT_SENT
    if request.method == "POST":
        sent = submit(
            form,
            lambda: record_wishes(
                case=access.case, victim=victim, wishes=form.wishes(), actor=request.actor, at=request.at
            ),
        )
        if sent.done:
            messages.success(request, "De wensen zijn vastgelegd.")
            return redirect("cases:victim", zaak=access.case.public_id)
    closed = call_refusal_of(access.case, victim)
    return form_page(
        request,
        access,
        victim,
        form,
        sent,
        title="Wensen",
        button="Vastleggen",
        facts=report_facts(access, victim) if last_crime_report(access.case, victim) else (),
        notice=Notice(title="Nog niet bellen", text=closed[0].text, tone=Tone.DANGER) if closed else None,
        categories=(Category.WISHES,),
    )


def _initial(last: VictimWishes | None) -> dict[str, object]:
    if last is None:
        return {"language": DUTCH, "informed_how": ToldBy.UNKNOWN.value, "statement": Statement.UNKNOWN.value}
    names = set(WishesForm.base_fields) - {"spoken_at", "share_with"}
    return {name: getattr(last, name) for name in names}


@case_page(may=_may_ask)
def consent(request: ActorRequest, access: CaseAccess, persoon: UUID) -> HttpResponse:
    """Record a step of the victim's consent; a withdrawal works at the next request of Veilig Thuis."""
    victim = victim_of(access, persoon)
    last = last_step(
        access.case,
        victim,
        category=Category.WISHES,
        recipient=OrganisationKind.VT,
        giver_id=request.actor.organisation_id,
    )
    form = ConsentForm(
        request.POST if request.method == "POST" else None,
        last=last,
        initial={
            "given_by": ConsentBy.SELF.value,
            "manner": ConsentManner.PHONE.value,
            "stepped_at": request.at,
        },
    )
    sent = NOT_SENT
    if request.method == "POST":
        sent = submit(
            form,
            lambda: record_consent(
                case=access.case,
                person=victim,
                category=Category.WISHES,
                recipient=OrganisationKind.VT,
                consent=form.consent(),
                actor=request.actor,
                at=request.at,
            ),
        )
        if sent.done:
            messages.success(request, "De toestemming is vastgelegd.")
            return redirect("cases:victim", zaak=access.case.public_id)
    what = Fact(label="Het gaat om de antwoorden op", value="\n".join(THREE_QUESTIONS.values()))
    return form_page(
        request,
        access,
        victim,
        form,
        sent,
        title="Toestemming om te delen met Veilig Thuis",
        button="Vastleggen",
        facts=(what, *consent_facts(access, victim)),
        categories=(Category.WISHES,),
    )
