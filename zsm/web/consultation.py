"""Veilig Thuis answers whether the family is known: the one fact that the others at the table often lack."""

from __future__ import annotations

from typing import Any, Final

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from cases.access.rules.categories import Category
from cases.assessments.rules.known import (
    OPEN_PHASES,
    PHASE_LABELS,
    WAITING_TEXT,
    DossierPhase,
    has_open_file,
    is_known,
)
from cases.casefiles.queries import CaseAccess, signed_in_the_name_of
from cases.terms.queries import open_terms_of
from cases.terms.rules.kinds import TermKind
from cases.web.casepage import frame
from cases.web.components import Fact, SourceLine
from cases.web.forms import BaseForm
from cases.web.policy import case_page
from cases.web.requests import ActorRequest
from cases.web.submission import NOT_SENT, submit
from zsm.consultation.models import KnownAnswer
from zsm.consultation.permissions import check_can_answer_known
from zsm.consultation.queries import file_waits, known_answer
from zsm.consultation.services import KnownReply, answer_known

ANSWERS: Final = (
    ("not_known", "Nee, niet bekend"),
    ("closed", "Ja, er loopt geen dossier"),
    ("open", "Ja, met een open dossier"),
)
FIELDS: Final = {
    "known": "bekend",
    "open_file": "bekend",
    "phase": "fase",
    "note": "toelichting",
    "late_reason": "te_laat",
}


class KnownForm(BaseForm):
    """Known, open file, phase: one choice, and the phase of an open file."""

    bekend = forms.ChoiceField(
        label="Is het gezin bekend bij Veilig Thuis",
        choices=ANSWERS,
        widget=forms.RadioSelect(attrs={"autofocus": True}),
    )
    fase = forms.ChoiceField(
        label="Fase van het open dossier",
        choices=(
            ("", "Kies de fase"),
            *((phase.value, PHASE_LABELS[phase]) for phase in DossierPhase if phase in OPEN_PHASES),
        ),
        required=False,
        help_text="Alleen bij een open dossier.",
    )
    toelichting = forms.CharField(
        label="Toelichting",
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Alleen zichtbaar voor wie de onderbouwing van Veilig Thuis mag zien.",
    )
    te_laat = forms.CharField(
        label="Reden van de overschrijding",
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args: Any, late: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not late:
            del self.fields["te_laat"]

    def clean(self) -> dict[str, Any]:
        """An open file has a phase; any other answer has none of its own."""
        data = super().clean() or {}
        if data.get("bekend") == "open" and not data.get("fase"):
            self.add_error("fase", "Kies in welke fase het open dossier is.")
        if data.get("bekend") in ("not_known", "closed") and data.get("fase"):
            self.add_error("fase", "Alleen een open dossier heeft een fase.")
        return data

    def reply(self) -> KnownReply:
        """What the service records."""
        data = self.cleaned_data
        phase = DossierPhase(data["fase"] if data["bekend"] == "open" else data["bekend"])
        return KnownReply(
            known=is_known(phase),
            open_file=has_open_file(phase),
            phase=phase,
            note=data["toelichting"],
            late_reason=data.get("te_laat", ""),
        )


def _may_answer(access: CaseAccess) -> None:
    check_can_answer_known(access.actor, access.case.pk)


@case_page(may=_may_answer)
def known(request: ActorRequest, access: CaseAccess) -> HttpResponse:
    """Answer "known?"; a new answer stands beside the former one, the last counts."""
    late = any(
        term.is_late(request.at) and term.rule.late_reason_required
        for term in open_terms_of(access.case, TermKind.KNOWN_ANSWER)
    )
    form = KnownForm(request.POST if request.method == "POST" else None, late=late)
    sent = NOT_SENT
    if request.method == "POST":
        sent = submit(
            form,
            lambda: answer_known(case=access.case, answer=form.reply(), actor=request.actor, at=request.at),
            fields=FIELDS,
        )
        if sent.done:
            messages.success(request, "Het antwoord is gegeven aan de partners.")
            return redirect("cases:case", zaak=access.case.public_id)
    former = known_answer(access.case)
    if former is not None:
        request.trail.shows(categories=[Category.ASSESSMENT_CONCLUSION, Category.ASSESSMENT_GROUNDS])
    context = frame(
        request,
        access,
        "zsm",
        form=form,
        refusal=sent.refusal,
        facts=_standing(access, former) if former else (),
    )
    return render(request, "zsm/consultation/known.html", context, status=sent.status)


def _standing(access: CaseAccess, answer: KnownAnswer) -> tuple[Fact, ...]:
    name = signed_in_the_name_of(access).get(answer.public_id, answer.organisation.short_name)
    source = SourceLine(organisation=name, at=answer.recorded_at)
    phase = PHASE_LABELS[DossierPhase(answer.phase)]
    facts = [Fact(label="Laatste antwoord", value=phase.capitalize(), source=source)]
    if file_waits(answer):
        facts.append(Fact(label="Let op", value=WAITING_TEXT))
    if answer.note:
        facts.append(Fact(label="Toelichting", value=answer.note))
    return tuple(facts)
