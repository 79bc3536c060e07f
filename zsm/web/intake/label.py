"""The HG label: proposing it, and judging the proposal."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect

from cases.access.rules.categories import Category
from cases.casefiles.link_models import LabelStep
from cases.casefiles.queries import CaseAccess
from cases.web.components import Fact, SourceLine
from cases.web.forms import BaseForm
from cases.web.policy import case_page
from cases.web.requests import ActorRequest
from cases.web.submission import NOT_SENT, submit
from zsm.intake.permissions import allowed, check_can_judge_label, check_can_propose_label
from zsm.intake.queries import label_steps_of
from zsm.intake.services import judge_label, propose_label
from zsm.web.intake.form_page import form_page

PROPOSE_LEAD = (
    "Ook zonder label kan een zaak huiselijk geweld zijn: geweld, bedreiging, vernieling of diefstal tussen "
    "ex-partners die niet samenwonen. Politie of OM beoordeelt het voorstel."
)
JUDGE_LEAD = "Bij aanvaarden doen Veilig Thuis, Slachtofferhulp en reclassering of Raad meteen mee."


class ProposeForm(BaseForm):
    """Why the case is one of domestic violence."""

    reason = forms.CharField(
        label="Waarom is dit huiselijk geweld?", max_length=500, widget=forms.Textarea(attrs={"rows": 3})
    )


class JudgeForm(BaseForm):
    """Accepted or not, and why."""

    accept = forms.ChoiceField(
        label="Voorstel", choices=[("yes", "Aanvaarden"), ("no", "Afwijzen")], widget=forms.RadioSelect
    )
    reason = forms.CharField(label="Reden", max_length=500, widget=forms.Textarea(attrs={"rows": 3}))


def _may(access: CaseAccess) -> None:
    check_can_propose_label(access.actor, access.case.pk)


def _may_judge(access: CaseAccess) -> None:
    check_can_judge_label(access.actor, access.case.pk)


@case_page(may=_may)
def propose(request: ActorRequest, access: CaseAccess) -> HttpResponse:
    """Propose the label for a case without."""
    form = ProposeForm(request.POST if request.method == "POST" else None)
    sent = NOT_SENT
    if request.method == "POST":
        sent = submit(
            form,
            lambda: propose_label(
                case=access.case, reason=form.cleaned_data["reason"], actor=request.actor, at=request.at
            ),
        )
        if sent.done:
            messages.success(request, "Het HG-label is voorgesteld. Politie of OM beoordeelt het.")
            return redirect("zsm:case", zaak=access.case.public_id)
    return form_page(
        request,
        access,
        sent,
        title="HG-label voorstellen",
        button="Voorstellen",
        lead=PROPOSE_LEAD,
        form=form,
        facts=_steps(request, access),
    )


@case_page(may=_may_judge)
def judge(request: ActorRequest, access: CaseAccess) -> HttpResponse:
    """Accept or reject the proposed label."""
    form = JudgeForm(request.POST if request.method == "POST" else None)
    sent = NOT_SENT
    if request.method == "POST":
        sent = submit(
            form,
            lambda: judge_label(
                case=access.case,
                accept=form.cleaned_data["accept"] == "yes",
                reason=form.cleaned_data["reason"],
                actor=request.actor,
                at=request.at,
            ),
        )
        if sent.done:
            messages.success(request, "Het voorstel is beoordeeld.")
            return redirect("zsm:case", zaak=access.case.public_id)
    return form_page(
        request,
        access,
        sent,
        title="HG-label beoordelen",
        button="Vastleggen",
        lead=JUDGE_LEAD,
        form=form,
        facts=_steps(request, access),
    )


def _steps(request: ActorRequest, access: CaseAccess) -> tuple[Fact, ...]:
    seen = [
        row for row in label_steps_of(access.case) if access.may_see(Category.IDENTITY, row.organisation_id)
    ]
    request.trail.shows(categories=[Category.IDENTITY] if seen else [])
    return tuple(step_fact(row) for row in seen)


def step_fact(row: LabelStep) -> Fact:
    """One step about the label with who took it and why."""
    return Fact(
        label=f"HG-label {row.get_step_display()}",
        value=row.reason,
        source=SourceLine(
            organisation=row.organisation.short_name, at=row.recorded_at, by=row.recorded_by.display_name
        ),
    )


def label_url_name(access: CaseAccess) -> str:
    """The page for what the actor can do about the label now; empty when there is nothing to do."""
    case, actor = access.case, access.actor
    if case.hg_label == "no" and allowed(check_can_propose_label, actor, case.pk):
        return "zsm:label-propose"
    if case.hg_label == "proposed" and allowed(check_can_judge_label, actor, case.pk):
        return "zsm:label-judge"
    return ""
