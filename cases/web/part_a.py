"""Part A of the safety assessment: filled in by keyboard, with the proposal of the rules as one goes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from cases.access.models import AccessLogEntry
from cases.access.rules.categories import Category
from cases.access.rules.refusal import Missing
from cases.assessments.permissions import check_can_assess
from cases.assessments.queries import PART_A, current
from cases.assessments.rules.acute import Proposal
from cases.assessments.rules.answers import Outcome, Presence, YesNo
from cases.assessments.rules.criteria import CRITERIA
from cases.assessments.rules.who_knows import WHO_COULD_KNOW, WHO_COULD_KNOW_ACCESS, WHO_COULD_KNOW_SIGHT
from cases.assessments.services import conclude_part_a, lift_acuteness
from cases.casefiles.queries import CaseAccess
from cases.organisations.rules import ORGANISATION_LABELS, OrganisationKind
from cases.web.casepage import frame
from cases.web.components import Fact, Notice, Progress, SafetyMark, SourceLine, Tone, Unsafety
from cases.web.forms import BaseForm
from cases.web.part_a_form import FIELDS, PartAForm, setup_of
from cases.web.policy import case_page
from cases.web.requests import ActorRequest
from cases.web.submission import NOT_SENT, submit

MARKS: Final = {
    Outcome.YES: SafetyMark(kind=Unsafety.ACUTE, text="Acuut onveilig"),
    Outcome.NO: SafetyMark(kind=Unsafety.NONE, text="Niet acuut onveilig"),
    Outcome.NOT_YET_KNOWN: SafetyMark(kind=Unsafety.UNKNOWN, text="Nog niet te zeggen"),
}
CATEGORIES: Final = (
    Category.IDENTITY,
    Category.CHILDREN,
    Category.ASSESSMENT_CONCLUSION,
    Category.ASSESSMENT_GROUNDS,
)


@dataclass(frozen=True, slots=True)
class Unknown:
    """Something not known, and who at the table could know it."""

    text: str
    who: str


@dataclass(frozen=True, slots=True)
class ProposalPanel:
    """What `_proposal.html` shows: how far along, what the rules propose and why, and what is not known."""

    progress: Progress
    mark: SafetyMark
    reasons: tuple[str, ...]
    missing: tuple[Missing, ...]
    unknowns: tuple[Unknown, ...]
    differs: Notice | None
    start: str = "Vul de criteria, de toegang en het zicht in."


def may_assess(access: CaseAccess) -> None:
    """Only the Veilig Thuis that is responsible for the case; the message says so."""
    check_can_assess(access.actor, access.case.pk)


@case_page(may=may_assess)
def part_a(request: ActorRequest, access: CaseAccess) -> HttpResponse:
    """Fill in and conclude part A; a conclusion leads back to the safety tab."""
    form = PartAForm(request.POST if request.method == "POST" else None, setup=setup_of(access, request.at))
    sent = NOT_SENT
    if request.method == "POST":
        links = {"deviation_reason": (f"#{form['afwijking'].id_for_label}", "Naar de reden")}
        sent = submit(
            form,
            lambda: conclude_part_a(
                case=access.case, part_a=form.part_a(), actor=request.actor, at=request.at
            ),
            fields=FIELDS,
            links=links,
        )
        if sent.done:
            messages.success(request, "Onderdeel A is vastgesteld.")
            return redirect("cases:safety", zaak=access.case.public_id)
    _note_shown(request, form)
    context = frame(
        request,
        access,
        "veiligheid",
        form=form,
        panel=panel_of(form),
        refusal=sent.refusal,
        former=form.setup.former,
    )
    return render(request, "cases/assessments/part_a.html", context, status=sent.status)


@case_page(may=may_assess)
@require_POST
def proposal(request: ActorRequest, access: CaseAccess) -> HttpResponse:
    """The proposal for the answers so far; nothing is kept."""
    request.trail.action = AccessLogEntry.ACTION_READ
    form = PartAForm(request.POST, setup=setup_of(access, request.at))
    _note_shown(request, form)
    return render(request, "cases/assessments/_proposal.html", {"panel": panel_of(form)})


def _note_shown(request: ActorRequest, form: PartAForm) -> None:
    roles = (*form.setup.threats, *form.setup.others)
    request.trail.shows(persons={role.person_id for role in roles}, categories=CATEGORIES)


def panel_of(form: PartAForm) -> ProposalPanel:
    """The proposal of the rules for what stands in the form."""
    proposed = form.proposal()
    answers = form.answers()
    return ProposalPanel(
        progress=Progress(done=len(answers), total=len(CRITERIA), label="criteria beoordeeld"),
        mark=MARKS[proposed.outcome],
        reasons=proposed.reasons,
        missing=proposed.missing if len(answers) == len(CRITERIA) else (),
        unknowns=tuple(_unknowns(form)),
        differs=difference(form.conclusion(), proposed, has_reason=form.has_reason()),
    )


def _unknowns(form: PartAForm) -> Iterable[Unknown]:
    """What was answered with unknown; what has no answer yet is told by the progress."""
    answers = form.answers()
    for criterion in CRITERIA:
        if answers.get(criterion.code) is Presence.UNKNOWN:
            yield Unknown(f"{criterion.code}. {criterion.label}", names_of(WHO_COULD_KNOW[criterion.code]))
    for access in form.accesses():
        if access.has_access is YesNo.UNKNOWN:
            yield Unknown(f"Toegang van {access.person}", names_of(WHO_COULD_KNOW_ACCESS))
    if form.sight() is YesNo.UNKNOWN:
        yield Unknown("Zicht door derden", names_of(WHO_COULD_KNOW_SIGHT))


def names_of(kinds: Iterable[OrganisationKind]) -> str:
    """Kinds of organisation as one says them."""
    return " of ".join(ORGANISATION_LABELS[kind] for kind in kinds)


def difference(chosen: Outcome | None, proposed: Proposal, *, has_reason: bool) -> Notice | None:
    """Says that a conclusion that differs from the proposal needs its reason."""
    if chosen is None or chosen is proposed.outcome or has_reason:
        return None
    return Notice(
        title="Uw conclusie wijkt af van het voorstel",
        text="Leg vast waarom, onder de conclusie.",
        tone=Tone.WARNING,
    )


class LiftForm(BaseForm):
    """A plan *and* sight by third parties: without both, acuteness stays."""

    plan = forms.CharField(
        label="Welk plan maakt het direct veilig",
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Wie slaapt waar, wie doet wat, wat gebeurt er als het misgaat.",
    )
    zicht = forms.CharField(
        label="Wie heeft zicht op de situatie, en hoe vaak",
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Derden: iemand van buiten het gezin die weet wat te doen bij onveiligheid.",
    )
    te_laat = forms.CharField(
        label="Reden van de overschrijding",
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args: object, late: bool, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        if not late:
            del self.fields["te_laat"]


@case_page(may=may_assess)
def lift(request: ActorRequest, access: CaseAccess) -> HttpResponse:
    """Record that acuteness is lifted, as a new version of part A."""
    late = bool(setup_of(access, request.at).late)
    form = LiftForm(request.POST if request.method == "POST" else None, late=late)
    sent = NOT_SENT
    if request.method == "POST":
        sent = submit(
            form,
            lambda: lift_acuteness(
                case=access.case,
                plan=form.cleaned_data["plan"],
                sight_note=form.cleaned_data["zicht"],
                sight=YesNo.YES if form.cleaned_data["zicht"] else YesNo.UNKNOWN,
                late_reason=form.cleaned_data.get("te_laat", ""),
                actor=request.actor,
                at=request.at,
            ),
            fields=FIELDS,
            links={
                "plan": (f"#{form['plan'].id_for_label}", "Naar het plan"),
                "sight": (f"#{form['zicht'].id_for_label}", "Naar het zicht"),
            },
        )
        if sent.done:
            messages.success(request, "De acute onveiligheid is opgeheven.")
            return redirect("cases:safety", zaak=access.case.public_id)
    request.trail.shows(categories=[Category.ASSESSMENT_CONCLUSION])
    context = frame(request, access, "veiligheid", form=form, refusal=sent.refusal, facts=_standing(access))
    return render(request, "cases/assessments/lift.html", context, status=sent.status)


def _standing(access: CaseAccess) -> tuple[Fact, ...]:
    """What stands now: the conclusion that would be lifted."""
    assessment = current(access.case, PART_A)
    if assessment is None:
        return (Fact(label="Onderdeel A", unknown=True, supplier="Veilig Thuis"),)
    source = SourceLine(organisation=assessment.organisation.short_name, at=assessment.concluded_at)
    return (
        Fact(
            label="Onderdeel A",
            value=f"acuut onveilig: {assessment.get_conclusion_display()}",
            source=source,
        ),
    )
