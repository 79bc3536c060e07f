"""What police had not answered at the intake, and what Veilig Thuis tells of an earlier report."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect

from cases.access.errors import Conflict
from cases.access.rules.categories import Category
from cases.casefiles.models import CaseRole
from cases.casefiles.queries import CaseAccess
from cases.offences.permissions import check_can_record_complaint
from cases.offences.queries import complaint_of
from cases.offences.services import NewComplaint, record_complaint
from cases.organisations.models import Organisation
from cases.organisations.rules import OrganisationKind
from cases.plans.queries import partner
from cases.reports.permissions import check_can_report
from cases.reports.services import NewReport, send_report
from cases.web.components import Fact, SourceLine
from cases.web.forms import BaseForm, ThreeWayField
from cases.web.policy import case_page
from cases.web.requests import ActorRequest
from cases.web.submission import NOT_SENT, submit
from zsm.intake.models import OUTCOME_CHOICES
from zsm.intake.permissions import check_can_check, check_can_tell_outcome
from zsm.intake.queries import earlier_outcome_of, measure_check_of
from zsm.intake.services import (
    Complaint,
    NewOutcome,
    check_measures,
    tell_earlier_outcome,
)
from zsm.web.intake.bundle import BREACH_FIELDS
from zsm.web.intake.case_forms import ComplaintForm
from zsm.web.intake.form_page import form_page
from zsm.web.intake.safety_forms import MeasureForm, ReportForm

THREE_WAYS = [(code, label.capitalize()) for code, label in OUTCOME_CHOICES]


def may_check(access: CaseAccess) -> None:
    """Policy of the checks of the intake: raises NotAllowed for others than police."""
    check_can_check(access.actor, access.case.pk)


def _may_ask_complaint(access: CaseAccess) -> None:
    may_check(access)
    check_can_record_complaint(access.actor, access.case.pk)


def _may_report(access: CaseAccess) -> None:
    may_check(access)
    check_can_report(access.actor, access.case.pk)


def _may_tell(access: CaseAccess) -> None:
    check_can_tell_outcome(access.actor, access.case.pk)


class CheckForm(MeasureForm):
    """Whether a measure is in force: by now it was looked up."""

    in_force = forms.ChoiceField(
        label="Loopt er een huisverbod of een andere maatregel tegen de verdachte?",
        choices=[("yes", "Ja"), ("no", "Nee, nagegaan")],
        widget=forms.RadioSelect,
    )
    note = forms.CharField(label="Waar nagegaan", max_length=300, required=False)

    def asks(self, name: str) -> bool:
        """Where it was looked up is asked whatever was found."""
        return name == "note" or super().asks(name)


@case_page(may=may_check)
def measure_check(request: ActorRequest, access: CaseAccess) -> HttpResponse:
    """Record whether a restraining order or another measure is in force, and which."""
    form = CheckForm(request.POST if request.method == "POST" else None, prefix="maatregel")
    sent = NOT_SENT
    if request.method == "POST":
        names = {f"measure.{name}": name for name in form.fields}
        names |= {f"breach.{name}": BREACH_FIELDS.get(name, name) for name in (*form.fields, *BREACH_FIELDS)}
        sent = submit(
            form,
            lambda: check_measures(
                case=access.case,
                measure=form.measure(),
                note=form.cleaned_data["note"],
                actor=request.actor,
                at=request.at,
            ),
            fields=names,
        )
        if sent.done:
            messages.success(request, "De controle is vastgelegd.")
            return redirect("cases:case", zaak=access.case.public_id)
    last = measure_check_of(access.case)
    facts: tuple[Fact, ...] = ()
    if last is not None and access.may_see(Category.DECISION, last.organisation_id):
        facts = (recorded_fact("Huisverbodcheck", last.get_result_display(), last),)
        request.trail.shows(categories=[Category.DECISION])
    return form_page(
        request,
        access,
        sent,
        title="Nagaan of er een huisverbod loopt",
        button="Vastleggen",
        form=form,
        facts=facts,
        template="zsm/intake/measures.html",
    )


@case_page(may=_may_ask_complaint)
def complaint(request: ActorRequest, access: CaseAccess) -> HttpResponse:
    """Record whether the klacht was made."""
    form = ComplaintForm(request.POST if request.method == "POST" else None, prefix="klacht")
    form.fields["answer"].required = True
    sent = NOT_SENT
    if request.method == "POST":
        sent = submit(
            form,
            lambda: record_complaint(
                case=access.case, complaint=_complaint(access, form), actor=request.actor, at=request.at
            ),
        )
        if sent.done:
            messages.success(request, "Het antwoord over de klacht is vastgelegd.")
            return redirect("cases:persons", zaak=access.case.public_id)
    last = complaint_of(access.case)
    facts: tuple[Fact, ...] = ()
    if last is not None and access.may_see(Category.INVESTIGATION, last.organisation_id):
        facts = (recorded_fact("Klacht", last.get_answer_display(), last),)
        request.trail.shows(categories=[Category.INVESTIGATION])
    return form_page(
        request,
        access,
        sent,
        title="Klacht",
        button="Vastleggen",
        form=form,
        facts=facts,
        **_follow_up(form, "answer", "yes"),
    )


def _complaint(access: CaseAccess, form: ComplaintForm) -> NewComplaint:
    given = form.complaint() or Complaint(answer="")
    victim = CaseRole.objects.filter(case=access.case, role="victim").select_related("person").first()
    by_victim = given.answer == "yes" and given.by_victim and victim is not None
    return NewComplaint(
        answer=given.answer,
        made_on=given.made_on,
        made_by=victim.person if by_victim and victim else None,
        received_by=given.received_by,
    )


class LaterReportForm(ReportForm):
    """A report is made now: the question was asked by coming here."""

    def new_report(self) -> NewReport:
        """The report for the service."""
        given = self.cleaned_data
        names = ("situation", "request", "acute", "late_reason")
        return NewReport(**{name: given[name] for name in names})

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("send", "reported_on"):
            del self.fields[name]

    def asks(self, name: str) -> bool:
        """Everything is asked."""
        return True


@case_page(may=_may_report)
def report(request: ActorRequest, access: CaseAccess) -> HttpResponse:
    """Send the report to Veilig Thuis that was not sent at the intake."""
    form = LaterReportForm(request.POST if request.method == "POST" else None, prefix="melding")
    receiver = partner(access.case, OrganisationKind.VT)
    sent = NOT_SENT
    if request.method == "POST":
        sent = submit(form, lambda: _send(request, access, form, receiver))
        if sent.done:
            messages.success(request, "De melding aan Veilig Thuis is gedaan.")
            return redirect("cases:case", zaak=access.case.public_id)
    lead = f"De melding gaat naar {receiver.name}." if receiver else NO_RECEIVER
    return form_page(
        request, access, sent, title="Melding aan Veilig Thuis", button="Melden", form=form, lead=lead
    )


def _send(
    request: ActorRequest, access: CaseAccess, form: LaterReportForm, receiver: Organisation | None
) -> None:
    if receiver is None:
        raise Conflict(NO_RECEIVER)
    send_report(
        case=access.case, report=form.new_report(), receiver=receiver, actor=request.actor, at=request.at
    )


NO_RECEIVER = "Veilig Thuis doet niet mee aan deze zaak. Stel eerst het HG-label voor."


class OutcomeForm(BaseForm):
    """What came of an earlier report; names as `NewOutcome`."""

    acute = ThreeWayField(label="Is er acute onveiligheid?", choices=THREE_WAYS)
    structural = ThreeWayField(label="Is er structurele onveiligheid?", choices=THREE_WAYS)
    changed = ThreeWayField(label="Verandert nieuwe informatie dit?", choices=THREE_WAYS)
    adapt_conditions = ThreeWayField(label="Moeten de voorwaarden worden aangepast?", choices=THREE_WAYS)
    note = forms.CharField(
        label="Toelichting", max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )

    def outcome(self) -> NewOutcome:
        """The outcome for the service."""
        return NewOutcome(**{name: self.cleaned_data[name] for name in self.base_fields})


@case_page(may=_may_tell)
def outcome(request: ActorRequest, access: CaseAccess) -> HttpResponse:
    """Veilig Thuis tells what came of a report that it had before the suspect was heard."""
    form = OutcomeForm(request.POST if request.method == "POST" else None)
    sent = NOT_SENT
    if request.method == "POST":
        sent = submit(
            form,
            lambda: tell_earlier_outcome(
                case=access.case, outcome=form.outcome(), actor=request.actor, at=request.at
            ),
        )
        if sent.done:
            messages.success(request, "De uitkomst is gegeven aan de partners.")
            return redirect("cases:case", zaak=access.case.public_id)
    last = earlier_outcome_of(access.case)
    facts: tuple[Fact, ...] = ()
    if last is not None and access.may_see(Category.ASSESSMENT_CONCLUSION, last.organisation_id):
        value = f"acuut {last.get_acute_display()}, structureel {last.get_structural_display()}"
        facts = (recorded_fact("Laatste antwoord", value, last),)
        request.trail.shows(categories=[Category.ASSESSMENT_CONCLUSION])
    return form_page(
        request,
        access,
        sent,
        title="Uitkomst van de eerdere melding",
        button="Uitkomst geven",
        lead="Bij 'ja' of 'nog niet bekend' vraagt deze zaak ook onderdeel A.",
        form=form,
        facts=facts,
    )


def recorded_fact(label: str, value: str, row: Any) -> Fact:
    """What is on record now, with its source; `row` has an organisation and a moment of recording."""
    source = SourceLine(organisation=row.organisation.short_name, at=row.recorded_at)
    return Fact(label=label, value=value, source=source)


def _follow_up(form: BaseForm, question: str, shown_for: str) -> dict[str, Any]:
    return {
        "question": form[question],
        "follow_ups": [field for field in form if field.name != question],
        "shown_for": shown_for,
        "template": "zsm/intake/follow_up.html",
    }
