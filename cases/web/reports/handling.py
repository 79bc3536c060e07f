"""The steps of Veilig Thuis at a report: outcome, feedback, inquiry, telling those on record."""

from __future__ import annotations

from typing import Any, Final
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.text import capfirst

from cases.access.rules.categories import Category
from cases.casefiles.queries import CaseAccess
from cases.reports.models import Report, ReportedPerson, ReporterFeedback, ReportOutcome
from cases.reports.permissions import check_can_handle, check_may_handle
from cases.reports.queries import (
    inquiry_of,
    outcome_facts,
    outcome_of,
    report_of,
    reported_person_of,
)
from cases.reports.rules.outcome import (
    MANNER_LABELS,
    OUTCOME_LABELS,
    STATUSES_OF,
    FeedbackManner,
    OutcomeStatus,
    Stage,
    feedback_text,
)
from cases.reports.rules.report import ReporterKind
from cases.reports.services import (
    NewOutcome,
    decide_inquiry,
    end_inquiry,
    inform_person,
    postpone_informing,
    record_outcome,
    send_feedback,
    start_inquiry,
)
from cases.terms.queries import open_terms_of
from cases.terms.rules.kinds import TermKind
from cases.web.components import Fact
from cases.web.form_page import form_page, primary
from cases.web.forms import BaseForm
from cases.web.policy import case_page
from cases.web.requests import ActorRequest
from cases.web.submission import NOT_SENT, Submission, submit

TAB: Final = "meldingen"
BACK: Final = "cases:reports"
AREA: Final = forms.Textarea(attrs={"rows": 4})


def _may_handle(access: CaseAccess) -> None:
    check_may_handle(access.actor, access.case.pk)


def _report(access: CaseAccess, key: UUID) -> Report:
    try:
        report = report_of(access.case, key)
    except Report.DoesNotExist:
        raise Http404 from None
    check_can_handle(access.actor, report)
    return report


class LateForm(BaseForm):
    """A form that asks why it is late, when it is."""

    late_reason = forms.CharField(
        label="Reden van de overschrijding", max_length=1000, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, *args: Any, late: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        reason = self.fields.pop("late_reason")
        if late:
            self.fields["late_reason"] = reason

    @property
    def late_reason_given(self) -> str:
        """The reason, empty when none was asked."""
        return str(self.cleaned_data.get("late_reason", ""))


class OutcomeForm(BaseForm):
    """What came of a report; names as `NewOutcome`."""

    status = forms.ChoiceField(label="Uitkomst", widget=forms.RadioSelect)
    explanation = forms.CharField(
        label="Toelichting voor het dossier",
        max_length=1000,
        widget=AREA,
        help_text="Wat de melder hoort, schrijft u in de volgende stap.",
    )

    def __init__(self, *args: Any, stage: Stage, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["status"].choices = [  # type: ignore[attr-defined]  # a ChoiceField, declared above
            (status.value, f"{capfirst(OUTCOME_LABELS[status])} ({status.value})")
            for status in STATUSES_OF[stage]
        ]


@case_page(may=_may_handle)
def outcome(request: ActorRequest, access: CaseAccess, melding: UUID) -> HttpResponse:
    """Record what came of a report, after the assessment or after what followed."""
    report = _report(access, melding)
    stage = outcome_facts(report).stage
    form = OutcomeForm(request.POST if request.method == "POST" else None, stage=stage)
    sent = NOT_SENT
    if request.method == "POST":
        sent = submit(
            form,
            lambda: record_outcome(
                report=report,
                outcome=NewOutcome(
                    stage=stage,
                    status=OutcomeStatus(form.cleaned_data["status"]),
                    explanation=form.cleaned_data["explanation"],
                ),
                actor=request.actor,
                at=request.at,
            ),
        )
        if sent.done:
            messages.success(request, "De uitkomst is vastgelegd.")
            return redirect(BACK, zaak=access.case.public_id)
    return form_page(
        request,
        access,
        tab=TAB,
        title=f"Uitkomst van melding {report.number}",
        form=form,
        sent=sent,
        buttons=primary("Uitkomst vastleggen"),
        back=BACK,
    )


class FeedbackForm(LateForm):
    """What the reporter hears, and how; names as the arguments of the service."""

    text = forms.CharField(
        label="Wat de melder hoort",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text="Geen adres, telefoonnummer of verblijfplaats.",
    )
    manner = forms.ChoiceField(
        label="Hoe",
        choices=[(manner.value, capfirst(label)) for manner, label in MANNER_LABELS.items()],
        widget=forms.RadioSelect,
    )


@case_page(may=_may_handle)
def feedback(request: ActorRequest, access: CaseAccess, uitkomst: UUID) -> HttpResponse:
    """Record what the reporter was told about an outcome; the text is proposed by who reported."""
    try:
        row = outcome_of(access.case, uitkomst)
    except ReportOutcome.DoesNotExist:
        raise Http404 from None
    report = _report(access, row.report.public_id)
    if request.method != "POST" and ReporterFeedback.objects.filter(outcome=row).exists():
        messages.info(request, "De melder heeft deze terugkoppeling al gekregen.")
        return redirect(BACK, zaak=access.case.public_id)
    proposal = feedback_text(OutcomeStatus(row.status), Stage(row.stage), ReporterKind(report.reporter_kind))
    form = FeedbackForm(
        request.POST if request.method == "POST" else None,
        late=_late(access, TermKind.FEEDBACK_TO_REPORTER, row, request),
        initial={"text": proposal},
    )
    sent = NOT_SENT
    if request.method == "POST":
        sent = submit(
            form,
            lambda: send_feedback(
                outcome=row,
                text=form.cleaned_data["text"],
                manner=FeedbackManner(form.cleaned_data["manner"]),
                late_reason=form.late_reason_given,
                actor=request.actor,
                at=request.at,
            ),
        )
        if sent.done:
            messages.success(request, "De terugkoppeling is vastgelegd.")
            return redirect(BACK, zaak=access.case.public_id)
    request.trail.shows(categories=[Category.REPORT, Category.ASSESSMENT_CONCLUSION])
    return form_page(
        request,
        access,
        tab=TAB,
        title=f"Terugkoppelen over melding {report.number}",
        form=form,
        sent=sent,
        buttons=primary("Terugkoppeling vastleggen"),
        back=BACK,
        facts=(Fact(label="Uitkomst", value=row.get_status_display()), *_how_to_reach(access, report)),
    )


def _how_to_reach(access: CaseAccess, report: Report) -> tuple[Fact, ...]:
    kind = report.get_reporter_kind_display()
    own = report.organisation_id == access.actor.organisation_id
    said = [kind, report.reporter_name, report.reporter_contact] if own else [kind, report.organisation.name]
    if not own:
        said.append(report.organisation.phone)
    return (Fact(label="Melder", value="\n".join(text for text in said if text)),)


class DecideInquiryForm(LateForm):
    """Why Veilig Thuis makes an inquiry."""

    reason = forms.CharField(label="Waarom onderzoek", max_length=1000, widget=AREA)


class StartInquiryForm(LateForm):
    """The inquiry begins: nothing to fill in but, when late, why."""


class EndInquiryForm(LateForm):
    """What came of the inquiry."""

    conclusion = forms.CharField(
        label="Uitkomst van het onderzoek", max_length=5000, widget=forms.Textarea(attrs={"rows": 6})
    )


@case_page(may=_may_handle)
def inquiry(request: ActorRequest, access: CaseAccess, melding: UUID) -> HttpResponse:
    """The inquiry after a report: decide, start, end; the page offers the step that comes next."""
    report = _report(access, melding)
    row = inquiry_of(report)
    data = request.POST if request.method == "POST" else None
    form: LateForm
    if row is None:
        form, label = DecideInquiryForm(data, late=False), "Besluiten tot onderzoek"
    elif row.started_at is None:
        late = _late(access, TermKind.VT_INQUIRY_STARTS, row, request)
        form, label = StartInquiryForm(data, late=late), "Onderzoek starten"
    else:
        late = _late(access, TermKind.VT_INQUIRY_ENDS, row, request)
        form, label = EndInquiryForm(data, late=late), "Onderzoek afronden"
    sent = NOT_SENT
    if request.method == "POST":
        sent = submit(form, lambda: _inquiry_step(request, report, form))
        if sent.done:
            messages.success(request, "De stap van het onderzoek is vastgelegd.")
            return redirect(BACK, zaak=access.case.public_id)
    return form_page(
        request,
        access,
        tab=TAB,
        title=f"{label} na melding {report.number}",
        form=form,
        sent=sent,
        buttons=primary(label),
        back=BACK,
        note="Een onderzoek start binnen vijf dagen na de melding en duurt hoogstens tien weken.",
    )


def _inquiry_step(request: ActorRequest, report: Report, form: LateForm) -> object:
    given, late_reason, actor, at = form.cleaned_data, form.late_reason_given, request.actor, request.at
    row = inquiry_of(report)
    if row is None:
        return decide_inquiry(report=report, reason=given.get("reason", ""), actor=actor, at=at)
    if isinstance(form, EndInquiryForm):
        conclusion = given["conclusion"]
        return end_inquiry(inquiry=row, conclusion=conclusion, late_reason=late_reason, actor=actor, at=at)
    return start_inquiry(inquiry=row, late_reason=late_reason, actor=actor, at=at)


class InformForm(LateForm):
    """How somebody was told, or why that is put off."""

    note = forms.CharField(
        label="Hoe geïnformeerd, of waarom uitstellen",
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Uitstellen kan met twee weken, alleen als informeren nu de veiligheid in gevaar brengt.",
    )


POSTPONE: Final = "uitstellen"


@case_page(may=_may_handle)
def inform(request: ActorRequest, access: CaseAccess, betrokkene: UUID) -> HttpResponse:
    """Record that somebody was told that data about her or him are kept, or put it off with a reason."""
    try:
        row = reported_person_of(access.case, betrokkene)
    except ReportedPerson.DoesNotExist:
        raise Http404 from None
    check_can_handle(access.actor, row.report)
    postpones = POSTPONE in request.POST
    late = not postpones and _late(access, TermKind.INFORM_PERSON_ON_RECORD, row, request)
    form = InformForm(request.POST if request.method == "POST" else None, late=late)
    sent = NOT_SENT
    if request.method == "POST":
        sent = _inform_or_postpone(request, row, form, postpones=postpones)
        if sent.done:
            done = (
                "Het informeren is twee weken uitgesteld." if postpones else "Vastgelegd dat u informeerde."
            )
            messages.success(request, done)
            return redirect(BACK, zaak=access.case.public_id)
    request.trail.shows(persons=[row.person_id], categories=[Category.IDENTITY])
    return form_page(
        request,
        access,
        tab=TAB,
        title="Betrokkene informeren over de vastlegging",
        form=form,
        sent=sent,
        buttons=(("Vastleggen", "", "primary"), ("Twee weken uitstellen", POSTPONE, "secondary")),
        back=BACK,
        facts=(
            Fact(label="Betrokkene", value=row.person.full_name),
            Fact(label="Volgens de melder", value=row.get_described_as_display()),
        ),
        note="Wie in het dossier staat, hoort dat binnen vier weken (art. 5.3.1 Wmo 2015).",
    )


def _inform_or_postpone(
    request: ActorRequest, row: ReportedPerson, form: InformForm, *, postpones: bool
) -> Submission:
    actor, at = request.actor, request.at

    def write() -> object:
        note = form.cleaned_data["note"]
        if postpones:
            return postpone_informing(row=row, reason=note, actor=actor, at=at)
        return inform_person(row=row, note=note, late_reason=form.late_reason_given, actor=actor, at=at)

    return submit(form, write, fields={"reason": "note"})


def _late(access: CaseAccess, kind: TermKind, subject: Any, request: ActorRequest) -> bool:
    """Whether ending what is owed would be too late now, so that the reason is asked."""
    terms = open_terms_of(access.case, kind, subject=subject)
    return any(term.is_late(request.at) and term.rule.late_reason_required for term in terms)
