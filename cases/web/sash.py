"""The SASH on the screen: taken by trained police with the keyboard, enriched by Veilig Thuis."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from cases.access.errors import Conflict
from cases.access.models import AccessLogEntry
from cases.access.rules.categories import Category
from cases.assessments.permissions import check_can_enrich_sash, check_can_take_sash
from cases.assessments.queries import visible_sashes
from cases.assessments.rules.sash import (
    CONCERN_LABELS,
    CONSEQUENCES,
    QUESTIONS,
    Concern,
    Question,
    alarms,
    concern_of,
    questions_for,
)
from cases.assessments.services import enrich_sash, hand_in_sash, save_sash
from cases.casefiles.queries import CaseAccess
from cases.web.casepage import frame
from cases.web.components import Notice, Progress, Refusal, Tone
from cases.web.forms import BaseForm
from cases.web.policy import case_page
from cases.web.requests import ActorRequest
from cases.web.sash_form import FIELDS, SashForm, setup_of
from cases.web.submission import NOT_SENT, submit

CONCERN_TONES: Final = {Concern.LOW: Tone.NEUTRAL, Concern.MODERATE: Tone.WARNING, Concern.HIGH: Tone.DANGER}


@dataclass(frozen=True, slots=True)
class SashPanel:
    """What `_sash_panel.html` shows: how far along, which alarms ring, the concern, what follows."""

    progress: Progress
    alarm: Notice | None
    concern: str
    consequences: tuple[str, ...]


def concern_text(concern: Concern) -> str:
    """The concern as it is shown."""
    return f"Niveau van ongerustheid: {CONCERN_LABELS[concern]}"


def alarm_notice(ringing: tuple[Question, ...]) -> Notice | None:
    """Which alarms ring, and that they make the concern high by themselves."""
    if not ringing:
        return None
    named = " en ".join(question.label.lower() for question in ringing)
    return Notice(title="Alarmbel", text=f"Het niveau is hoog door: {named}.", tone=Tone.DANGER)


@case_page()
def sash(request: ActorRequest, access: CaseAccess) -> HttpResponse:
    """Take the SASH: keep it as a draft, or hand it in."""
    check_can_take_sash(request.actor, access.case.pk, request.at)
    form = SashForm(request.POST if request.method == "POST" else None, setup=setup_of(access))
    sent = NOT_SENT
    if request.method == "POST":
        keep = "bewaren" in request.POST
        write = save_sash if keep else hand_in_sash
        sent = submit(
            form,
            lambda: write(case=access.case, sash=form.sash(), actor=request.actor, at=request.at),
            fields=FIELDS,
            links=_links(form),
        )
        if sent.done:
            messages.success(request, "Het concept is bewaard." if keep else "De SASH is ingediend.")
            return redirect("cases:sash" if keep else "cases:safety", zaak=access.case.public_id)
    request.trail.shows(categories=[Category.SCREENINGS])
    context = frame(
        request, access, "veiligheid", form=form, panel=panel_of(form), refusal=sent.refusal, setup=form.setup
    )
    return render(request, "cases/assessments/sash.html", context, status=sent.status)


def _links(form: SashForm) -> dict[str, tuple[str, str]]:
    """Per missing item the way to where it is filled in."""
    links = {
        f"question_{question.code}": (f"#{form[f'vraag_{question.code}'].auto_id}_0", "Naar de vraag")
        for question in QUESTIONS
    }
    return links | {"concern": (f"#{form['niveau'].auto_id}_0", "Naar het niveau")}


@case_page()
@require_POST
def weighing(request: ActorRequest, access: CaseAccess) -> HttpResponse:
    """Alarms, concern and progress for the answers so far; nothing is kept."""
    check_can_take_sash(request.actor, access.case.pk, request.at)
    request.trail.action = AccessLogEntry.ACTION_READ
    form = SashForm(request.POST, setup=setup_of(access))
    request.trail.shows(categories=[Category.SCREENINGS])
    return render(request, "cases/assessments/_sash_panel.html", {"panel": panel_of(form)})


def panel_of(form: SashForm) -> SashPanel:
    """What stands in the form, weighed as far as the rules go."""
    answers, ex_partner = form.answers(), form.is_ex_partner()
    concern = concern_of(form.concern(), answers, ex_partner=ex_partner)
    return SashPanel(
        progress=Progress(
            done=len(answers), total=len(questions_for(ex_partner=ex_partner)), label="vragen beantwoord"
        ),
        alarm=alarm_notice(alarms(answers, ex_partner=ex_partner)),
        concern=concern_text(concern) if concern else "",
        consequences=CONSEQUENCES[concern] if concern else (),
    )


class EnrichForm(BaseForm):
    """What Veilig Thuis knows that the SASH does not say yet."""

    tekst = forms.CharField(
        label="Wat voegt Veilig Thuis toe",
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 8, "autofocus": True}),
        help_text="Eerdere meldingen, wat het slachtoffer vertelde, wat over de stalker bekend is.",
    )


def _may_enrich(access: CaseAccess) -> None:
    check_can_enrich_sash(access.actor, access.case.pk)


@case_page(may=_may_enrich)
def enrich(request: ActorRequest, access: CaseAccess) -> HttpResponse:
    """Add to the SASH that stands now."""
    versions = visible_sashes(access)
    form = EnrichForm(request.POST if request.method == "POST" else None)
    sent = NOT_SENT

    def write() -> None:
        if not versions:
            raise Conflict("Er is nog geen SASH ingediend. De politie neemt de SASH af.")
        text = form.cleaned_data["tekst"]
        enrich_sash(sash=versions[0], text=text, actor=request.actor, at=request.at)

    if request.method == "POST":
        sent = submit(form, write, fields={"text": "tekst"})
        if sent.done:
            messages.success(request, "De verrijking is toegevoegd.")
            return redirect("cases:safety", zaak=access.case.public_id)
    refusal = sent.refusal
    if not versions and refusal is None:
        refusal = Refusal(title="Er is nog geen SASH ingediend. De politie neemt de SASH af.", items=())
    if versions:
        request.trail.shows(categories=[Category.SCREENINGS])
    concern = concern_text(Concern(versions[0].concern)) if versions else ""
    context = frame(
        request,
        access,
        "veiligheid",
        form=form,
        refusal=refusal,
        enriched=versions[0] if versions else None,
        concern=concern,
    )
    return render(request, "cases/assessments/sash_enrich.html", context, status=sent.status)
