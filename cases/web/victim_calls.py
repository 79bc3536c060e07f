"""Pages about calling a victim: who of SHN and VT goes first, every call, and the report of the offence."""

from __future__ import annotations

from typing import Final
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect

from cases.access.errors import Conflict
from cases.access.rules.categories import Category
from cases.casefiles.queries import CaseAccess
from cases.organisations.rules import ORGANISATION_LABELS, OrganisationKind
from cases.victims.permissions import check_can_call, check_can_record_crime_report
from cases.victims.queries import (
    call_refusal_of,
    call_warning_for,
    is_ex_officio_for,
    is_told_of_prosecution,
    last_crime_report,
    running_agreement,
)
from cases.victims.rules.calls import ANONYMOUS, CALLERS, ROLES, YesNoUnknown
from cases.victims.rules.contact import MANNER_LABELS, OUTCOME_LABELS, Manner, Outcome
from cases.victims.services import (
    CallProposal,
    NewCall,
    agree_first_call,
    propose_first_call,
    record_call,
    record_crime_report,
    tell_of_prosecution,
)
from cases.web.components import Notice, Tone
from cases.web.forms import BaseForm, MomentField, ThreeWayField
from cases.web.policy import case_page
from cases.web.requests import ActorRequest
from cases.web.submission import NOT_SENT, submit
from cases.web.victim_panels import agreement_facts, report_facts
from cases.web.victim_person import form_page, victim_of

AGREE: Final = "akkoord"


class FirstCallForm(BaseForm):
    """What SHN and VT settle before the first call; names as `CallProposal`."""

    first = forms.ChoiceField(
        label="Wie belt als eerste?",
        choices=[(kind.value, ORGANISATION_LABELS[kind]) for kind in CALLERS],
        widget=forms.RadioSelect,
    )
    vt_has_contact = ThreeWayField(label="Heeft Veilig Thuis al contact met het slachtoffer?")
    good_moment = forms.CharField(
        label="Wat is een goed moment?",
        max_length=200,
        help_text="Bijvoorbeeld: na 19:00, als zij alleen is.",
    )
    anonymous_told = forms.BooleanField(
        label="Wie eerst belt, vertelt dat Slachtofferhulp met een anoniem nummer belt",
        required=False,
        help_text=ANONYMOUS,
    )
    roles_told = forms.BooleanField(
        label="Elk legt de rol van de ander uit", required=False, help_text=" ".join(ROLES)
    )

    def proposal(self) -> CallProposal:
        """What the service records."""
        data = self.cleaned_data
        return CallProposal(
            first=OrganisationKind(data["first"]),
            vt_has_contact=YesNoUnknown(data["vt_has_contact"]),
            good_moment=data["good_moment"],
            anonymous_told=data["anonymous_told"],
            roles_told=data["roles_told"],
        )


class CallForm(BaseForm):
    """One call of SHN or VT; names as `NewCall`."""

    outcome = forms.ChoiceField(
        label="Wat kwam ervan?",
        choices=[
            (Outcome.REACHED.value, "Gesproken"),
            *((row.value, label.capitalize()) for row, label in OUTCOME_LABELS.items() if row != "reached"),
        ],
        widget=forms.RadioSelect,
    )
    manner = forms.ChoiceField(
        label="Hoe?",
        choices=[(manner.value, label.capitalize()) for manner, label in MANNER_LABELS.items()],
        widget=forms.RadioSelect,
    )
    called_at = MomentField(label="Wanneer?")
    note = forms.CharField(
        label="Verslag", max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    next_at = MomentField(
        label="Volgende poging", required=False, help_text="Binnen de uren waarop bellen veilig is."
    )

    def call(self) -> NewCall:
        """What the service records."""
        data = self.cleaned_data
        return NewCall(
            outcome=Outcome(data["outcome"]),
            manner=Manner(data["manner"]),
            called_at=data["called_at"],
            note=data["note"],
            next_at=data["next_at"],
        )


class CrimeReportForm(BaseForm):
    """Whether the victim reported the offence, and in an ex officio case whether she or he knows of it."""

    made = ThreeWayField(label="Deed het slachtoffer aangifte?")
    statement = forms.CharField(
        label="Verklaring van het slachtoffer",
        max_length=4000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text="Als die er is. Slachtofferhulp leest deze voor het gesprek.",
    )
    told_at = MomentField(
        label="Wanneer is verteld dat er ook zonder aangifte wordt vervolgd?",
        required=False,
        help_text="Pas daarna kan Slachtofferhulp bellen.",
    )


def _may_call(access: CaseAccess) -> None:
    check_can_call(access.actor, access.case.pk)


def _may_report(access: CaseAccess) -> None:
    check_can_record_crime_report(access.actor, access.case.pk)


@case_page(may=_may_call)
def first_call(request: ActorRequest, access: CaseAccess, persoon: UUID) -> HttpResponse:
    """Propose who calls first, or agree to what the other proposed."""
    victim = victim_of(access, persoon)
    running = running_agreement(access.case, victim)
    if request.method == "POST" and AGREE in request.GET:
        if running is None or str(running.public_id) != request.GET[AGREE]:
            raise Http404
        try:
            agree_first_call(agreement=running, actor=request.actor, at=request.at)
            messages.success(request, "Afgesproken. U ziet beiden wie het slachtoffer als eerste belt.")
        except Conflict as conflict:
            messages.warning(request, conflict.message)
        return redirect("cases:victim", zaak=access.case.public_id)
    form = FirstCallForm(request.POST if request.method == "POST" else None)
    sent = NOT_SENT
    if request.method == "POST":
        sent = submit(
            form,
            lambda: propose_first_call(
                case=access.case,
                victim=victim,
                proposal=form.proposal(),
                actor=request.actor,
                at=request.at,
            ),
        )
        if sent.done:
            messages.success(request, "Het voorstel is gedaan. De ander kan het aannemen.")
            return redirect("cases:victim", zaak=access.case.public_id)
    return form_page(
        request,
        access,
        victim,
        form,
        sent,
        title="Wie belt als eerste",
        button="Voorstellen",
        facts=agreement_facts(running) if running else (),
        categories=(Category.CONTACT,),
    )


@case_page(may=_may_call)
def call(request: ActorRequest, access: CaseAccess, persoon: UUID) -> HttpResponse:
    """Record a call of SHN or VT; what is against the agreement is said beforehand and marked."""
    victim = victim_of(access, persoon)
    form = CallForm(
        request.POST if request.method == "POST" else None,
        initial={"manner": Manner.PHONE.value, "called_at": request.at},
    )
    sent = NOT_SENT
    if request.method == "POST":
        sent = submit(
            form,
            lambda: record_call(
                case=access.case, victim=victim, call=form.call(), actor=request.actor, at=request.at
            ),
        )
        if sent.done:
            messages.success(request, "Het gesprek is vastgelegd.")
            return redirect("cases:victim", zaak=access.case.public_id)
    return form_page(
        request,
        access,
        victim,
        form,
        sent,
        title="Gesprek vastleggen",
        button="Vastleggen",
        notice=_call_notice(access, request, victim_id=persoon),
        categories=(Category.CONTACT,),
    )


def _call_notice(access: CaseAccess, request: ActorRequest, *, victim_id: UUID) -> Notice | None:
    victim = victim_of(access, victim_id)
    if request.actor.works_for(OrganisationKind.SHN):
        for missing in call_refusal_of(access.case, victim):
            return Notice(title="Nog niet bellen", text=missing.text, tone=Tone.DANGER)
    warning = call_warning_for(access.case, victim, request.actor.organisation_kind)
    return Notice(title="Stem eerst af", text=warning, tone=Tone.WARNING) if warning else None


@case_page(may=_may_report)
def crime_report(request: ActorRequest, access: CaseAccess, persoon: UUID) -> HttpResponse:
    """Record whether the victim reported the offence, and that she or he knows of an ex officio case."""
    victim = victim_of(access, persoon)
    last = last_crime_report(access.case, victim)
    told = is_told_of_prosecution(access.case, victim)
    initial = {"made": last.made, "statement": last.statement} if last else {}
    form = CrimeReportForm(request.POST if request.method == "POST" else None, initial=initial)
    if told:
        del form.fields["told_at"]
    sent = NOT_SENT
    if request.method == "POST":
        sent = submit(form, lambda: _save_report(request, access, persoon, form))
        if sent.done:
            messages.success(request, "De aangifte is vastgelegd.")
            return redirect("cases:victim", zaak=access.case.public_id)
    notice = None
    if is_ex_officio_for(access.case, victim) and not told:
        text = "Vertel het slachtoffer eerst dat er wordt vervolgd. Daarna kan Slachtofferhulp bellen."
        notice = Notice(title="Ambtshalve zaak", text=text, tone=Tone.WARNING)
    return form_page(
        request,
        access,
        victim,
        form,
        sent,
        title="Aangifte",
        button="Vastleggen",
        facts=report_facts(access, victim),
        notice=notice,
        categories=(Category.WISHES,),
    )


def _save_report(request: ActorRequest, access: CaseAccess, persoon: UUID, form: BaseForm) -> None:
    victim, data = victim_of(access, persoon), form.cleaned_data
    record_crime_report(
        case=access.case,
        victim=victim,
        made=YesNoUnknown(data["made"]),
        statement=data["statement"],
        actor=request.actor,
        at=request.at,
    )
    if data.get("told_at"):
        tell_of_prosecution(
            case=access.case, victim=victim, told_at=data["told_at"], actor=request.actor, at=request.at
        )
