"""OM states suspicion, evidence and serious objections; every statement stands as a version."""

from __future__ import annotations

from typing import Any, Final

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from cases.access.rules.categories import Category
from cases.casefiles.queries import CaseAccess
from cases.organisations.rules import ORGANISATION_LABELS, OrganisationKind
from cases.web.casepage import frame
from cases.web.components import Fact, SourceLine
from cases.web.forms import BaseForm, ThreeWayField
from cases.web.policy import case_page
from cases.web.requests import ActorRequest
from cases.web.submission import NOT_SENT, submit
from zsm.decision.models import ProsecutionFacts
from zsm.decision.permissions import check_can_state_facts
from zsm.decision.queries import facts_versions
from zsm.decision.rules.facts import ANSWER_LABELS, EVIDENCE_LABELS, Answer, Evidence
from zsm.decision.rules.suspicion import SUSPICION_GROUND_LABELS, SuspicionGround, ground_text
from zsm.decision.services import NewFacts, state_facts
from zsm.decision.services.facts import SHARED_WITH

FIELDS: Final = {
    "suspicion": "verdenking",
    "suspicion_ground": "gronden",
    "evidence": "bewijs",
    "serious_objections": "bezwaren",
    "criminal_measures_needed": "maatregelen",
    "explanation": "toelichting",
}


class FactsForm(BaseForm):
    """The three facts, on what the suspicion rests, and who may see them for their task."""

    verdenking = ThreeWayField(label="Is er een redelijk vermoeden van een bewijsbaar strafbaar feit?")
    gronden = forms.MultipleChoiceField(
        label="Waarop berust de verdenking",
        choices=[(ground.value, label) for ground, label in SUSPICION_GROUND_LABELS.items()],
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text="Een aangifte is niet nodig.",
    )
    grond_anders = forms.CharField(label="Anders, namelijk", max_length=150, required=False)
    bewijs = forms.ChoiceField(
        label="Hoe sterk is het bewijs?",
        choices=[(evidence.value, label) for evidence, label in EVIDENCE_LABELS.items()],
        widget=forms.RadioSelect,
    )
    bezwaren = ThreeWayField(label="Zijn er ernstige bezwaren?")
    maatregelen = ThreeWayField(
        label="Zijn strafrechtelijke maatregelen nodig om de voorwaarden te ondersteunen?", required=False
    )
    toelichting = forms.CharField(
        label="Toelichting", max_length=4000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    delen = forms.MultipleChoiceField(
        label="Ook te zien voor",
        choices=[(kind.value, ORGANISATION_LABELS[kind]) for kind in SHARED_WITH],
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text="Voor hun taak: beoordeling, voorwaarden en advies. De politie ziet dit altijd.",
    )
    versie = forms.IntegerField(widget=forms.HiddenInput)

    def new_facts(self) -> NewFacts:
        """What the service records."""
        data = self.cleaned_data
        return NewFacts(
            suspicion=Answer(data["verdenking"]),
            suspicion_ground=ground_text(
                [SuspicionGround(code) for code in data["gronden"]], data["grond_anders"]
            ),
            evidence=Evidence(data["bewijs"]),
            serious_objections=Answer(data["bezwaren"]),
            criminal_measures_needed=Answer(data["maatregelen"] or Answer.UNKNOWN.value),
            explanation=data["toelichting"],
            share_with=frozenset(OrganisationKind(code) for code in data["delen"]),
            seen_version=data["versie"],
        )

    @classmethod
    def initial_of(cls, last: ProsecutionFacts | None) -> dict[str, Any]:
        """The last version as the form shows it."""
        if last is None:
            return {"versie": 0}
        parts = [part.strip() for part in last.suspicion_ground.split(";") if part.strip()]
        codes = {label: ground.value for ground, label in SUSPICION_GROUND_LABELS.items()}
        return {
            "verdenking": last.suspicion,
            "gronden": [codes[part] for part in parts if part in codes],
            "grond_anders": "; ".join(part for part in parts if part not in codes),
            "bewijs": last.evidence,
            "bezwaren": last.serious_objections,
            "maatregelen": last.criminal_measures_needed,
            "toelichting": last.explanation,
            "versie": last.version,
        }


def _may_state(access: CaseAccess) -> None:
    check_can_state_facts(access.actor, access.case.pk)


@case_page(may=_may_state)
def facts(request: ActorRequest, access: CaseAccess) -> HttpResponse:
    """State the facts anew; the former versions stay below."""
    versions = facts_versions(access.case)
    initial = FactsForm.initial_of(versions[0] if versions else None)
    form = FactsForm(request.POST if request.method == "POST" else None, initial=initial)
    sent = NOT_SENT
    if request.method == "POST":
        sent = submit(
            form,
            lambda: state_facts(case=access.case, facts=form.new_facts(), actor=request.actor, at=request.at),
            fields=FIELDS,
        )
        if sent.done:
            messages.success(request, "De feiten zijn vastgelegd.")
            return redirect("zsm:case", zaak=access.case.public_id)
    if versions:
        request.trail.shows(categories=[Category.INVESTIGATION])
    context = frame(
        request, access, "zsm", form=form, refusal=sent.refusal, versions=[_version(row) for row in versions]
    )
    return render(request, "zsm/decision/facts.html", context, status=sent.status)


def _version(row: ProsecutionFacts) -> Fact:
    """One version in one line."""
    ground = f" ({row.suspicion_ground})" if row.suspicion_ground else ""
    said = (
        f"verdenking {ANSWER_LABELS[Answer(row.suspicion)]}{ground}; "
        f"bewijs {EVIDENCE_LABELS[Evidence(row.evidence)]}; "
        f"ernstige bezwaren {ANSWER_LABELS[Answer(row.serious_objections)]}"
    )
    return Fact(
        label=f"Versie {row.version}",
        value=f"{said}\n{row.explanation}" if row.explanation else said,
        source=SourceLine(
            organisation=row.organisation.short_name, at=row.recorded_at, by=row.recorded_by.display_name
        ),
    )
