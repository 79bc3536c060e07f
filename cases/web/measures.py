"""What happens with a measure after it was imposed: served, registered, broken, judged."""

from __future__ import annotations

from typing import Any, Final
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from cases.access.rules.categories import Category
from cases.casefiles.queries import CaseAccess
from cases.plans.models import BREACH_OUTCOME_CHOICES, Breach, SafetyMeasure
from cases.plans.permissions import check_can_judge_breach, check_can_record_breach, check_can_serve
from cases.plans.queries import breach_of, measure_of
from cases.plans.services import Service, judge_breach, record_breach, record_service
from cases.web.casepage import frame
from cases.web.components import Fact
from cases.web.forms import BaseForm, MomentField
from cases.web.moments import moment_text
from cases.web.policy import case_page
from cases.web.requests import ActorRequest
from cases.web.submission import NOT_SENT, Submission, submit

SERVICE_FIELDS: Final = {
    "served_at": "uitgereikt_op",
    "served_by": "uitgereikt_door",
    "registered_at": "geregistreerd_op",
    "registered_by": "geregistreerd_door",
}


class ServiceForm(BaseForm):
    """When and by whom a measure was served and registered; what is recorded already is not asked again."""

    uitgereikt_op = MomentField(label="Uitgereikt op", required=False)
    uitgereikt_door = forms.CharField(label="Uitgereikt door", max_length=120, required=False)
    geregistreerd_op = MomentField(label="Bij de politie geregistreerd op", required=False)
    geregistreerd_door = forms.CharField(label="Geregistreerd door", max_length=120, required=False)

    def __init__(self, *args: Any, measure: SafetyMeasure, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        done = {"uitgereikt": measure.served_at, "geregistreerd": measure.registered_at}
        for name in [name for name, moment in done.items() if moment]:
            del self.fields[f"{name}_op"]
            del self.fields[f"{name}_door"]

    def service(self) -> Service:
        """What the service records."""
        data = self.cleaned_data
        return Service(
            served_at=data.get("uitgereikt_op"),
            served_by=data.get("uitgereikt_door", ""),
            registered_at=data.get("geregistreerd_op"),
            registered_by=data.get("geregistreerd_door", ""),
        )


def _may_serve(access: CaseAccess) -> None:
    check_can_serve(access.actor, access.case.pk)


def _may_record_breach(access: CaseAccess) -> None:
    check_can_record_breach(access.actor, access.case.pk)


def _may_judge(access: CaseAccess) -> None:
    check_can_judge_breach(access.actor, access.case.pk)


@case_page(may=_may_serve)
def served(request: ActorRequest, access: CaseAccess, maatregel: UUID) -> HttpResponse:
    """Record that a measure was served, registered at the police, or both."""
    measure = measure_or_404(access, maatregel)
    if request.method != "POST" and measure.served_at and measure.registered_at:
        messages.info(request, "Deze maatregel is al uitgereikt en geregistreerd.")
        return redirect("cases:plan", zaak=access.case.public_id)
    form = ServiceForm(request.POST if request.method == "POST" else None, measure=measure)
    sent = NOT_SENT
    if request.method == "POST":
        sent = submit(
            form,
            lambda: record_service(
                measure=measure, service=form.service(), actor=request.actor, at=request.at
            ),
            fields=SERVICE_FIELDS,
        )
        if sent.done:
            messages.success(request, "De uitreiking of registratie is vastgelegd.")
            return redirect("cases:plan", zaak=access.case.public_id)
    return _form_page(request, access, measure, form=form, sent=sent, template="cases/plans/served.html")


class BreachForm(BaseForm):
    """When a measure was broken, and what happened."""

    wanneer = MomentField(label="Wanneer")
    wat = forms.CharField(
        label="Wat gebeurde er",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Feitelijk: wie deed wat, waar, wie zag het.",
    )


@case_page(may=_may_record_breach)
def breach(request: ActorRequest, access: CaseAccess, maatregel: UUID) -> HttpResponse:
    """Record that a measure was broken."""
    measure = measure_or_404(access, maatregel)
    form = BreachForm(request.POST if request.method == "POST" else None)
    sent = NOT_SENT
    if request.method == "POST":
        sent = submit(
            form,
            lambda: record_breach(
                measure=measure,
                happened_at=form.cleaned_data["wanneer"],
                description=form.cleaned_data["wat"],
                actor=request.actor,
                at=request.at,
            ),
            fields={"happened_at": "wanneer", "description": "wat"},
        )
        if sent.done:
            messages.success(request, "De overtreding is vastgelegd. Het OM beoordeelt haar vandaag.")
            return redirect("cases:plan", zaak=access.case.public_id)
    return _form_page(request, access, measure, form=form, sent=sent, template="cases/plans/breach.html")


class JudgementForm(BaseForm):
    """The prosecutor's judgement of a breach."""

    oordeel = forms.ChoiceField(
        label="Oordeel van het OM",
        choices=[(code, label.capitalize()) for code, label in BREACH_OUTCOME_CHOICES if code],
        widget=forms.RadioSelect,
    )


@case_page(may=_may_judge)
def judge(request: ActorRequest, access: CaseAccess, schending: UUID) -> HttpResponse:
    """Judge a breach; until then the measure does not count as protection."""
    row = breach_or_404(access, schending)
    form = JudgementForm(request.POST if request.method == "POST" else None)
    sent = NOT_SENT
    if request.method == "POST":
        sent = submit(
            form,
            lambda: judge_breach(
                breach=row, outcome=form.cleaned_data["oordeel"], actor=request.actor, at=request.at
            ),
            fields={"outcome": "oordeel"},
        )
        if sent.done:
            messages.success(request, "De overtreding is beoordeeld.")
            return redirect("cases:plan", zaak=access.case.public_id)
    what: tuple[Fact, ...] = (Fact(label="Wanneer", value=moment_text(row.happened_at, request.at)),)
    if access.may_see(Category.INVESTIGATION, row.organisation_id):
        request.trail.shows(categories=[Category.INVESTIGATION])
        what = (*what, Fact(label="Wat er gebeurde", value=row.description))
    return _form_page(
        request, access, row.measure, form=form, sent=sent, template="cases/plans/judge.html", more=what
    )


def measure_or_404(access: CaseAccess, public_id: UUID) -> SafetyMeasure:
    """One measure of the case; raises Http404 for another one."""
    try:
        return measure_of(access.case, public_id)
    except SafetyMeasure.DoesNotExist:
        raise Http404 from None


def breach_or_404(access: CaseAccess, public_id: UUID) -> Breach:
    """One breach of a measure of the case; raises Http404 for another one."""
    try:
        return breach_of(access.case, public_id)
    except Breach.DoesNotExist:
        raise Http404 from None


def _form_page(
    request: ActorRequest,
    access: CaseAccess,
    measure: SafetyMeasure,
    *,
    form: BaseForm,
    sent: Submission,
    template: str,
    more: tuple[Fact, ...] = (),
) -> HttpResponse:
    """A form about one measure: what it is above, the form below."""
    request.trail.shows(persons=[measure.binds_id], categories=[Category.DECISION])
    facts = (
        Fact(label="Maatregel", value=f"{measure.label} ({measure.basis})"),
        Fact(label="Geldt voor", value=measure.binds.full_name),
        *more,
    )
    context = frame(request, access, "plan", form=form, refusal=sent.refusal, facts=facts)
    return render(request, template, context, status=sent.status)
