"""Arresting a suspect who was heard or released before."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from cases.casefiles.queries import CaseAccess
from cases.terms.queries import open_terms_of
from cases.terms.rules.kinds import TermKind
from cases.web.components import Fact, SourceLine
from cases.web.moments import due_text, moment_text
from cases.web.policy import case_page
from cases.web.requests import ActorRequest
from cases.web.submission import NOT_SENT, submit
from zsm.intake.models import Custody
from zsm.intake.permissions import check_can_arrest_again
from zsm.intake.queries import NewFact, custody_history, new_facts
from zsm.intake.services import Arrest, Grounds, arrest_again
from zsm.web.intake.case_forms import ArrestForm
from zsm.web.intake.form_page import form_page

LEAD = (
    "Een verdachte die is gehoord of vrijgelaten, wordt aangehouden op een nieuw feit (ook onveiligheid "
    "telt) terwijl de verdenking voortduurt. De klok van de eerste beslissing begint opnieuw."
)


class AgainForm(ArrestForm):
    """The new fact, why suspicion continues, and the arrest itself."""

    fact = forms.ChoiceField(label="Nieuw feit", widget=forms.RadioSelect)
    suspicion = forms.CharField(
        label="Waarom duurt de verdenking voort?",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    field_order = ("fact", "suspicion", *ArrestForm.base_fields)

    def __init__(self, facts: list[NewFact], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["fact"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [(fact.code, f"{fact.text} ({fact.giver.short_name})") for fact in facts]
        if not facts:
            # Nothing to choose: the service says what is missing and who supplies it.
            del self.fields["fact"]

    def arrest(self) -> Arrest:
        """The arrest as filled in, for the service."""
        given = self.cleaned_data
        return Arrest(**{name: given[name] for name in ArrestForm.base_fields})

    def grounds(self) -> Grounds:
        """Why the suspect may be arrested, for the service."""
        given = self.cleaned_data
        return Grounds(fact=given.get("fact", ""), suspicion=given["suspicion"])


def _may(access: CaseAccess) -> None:
    check_can_arrest_again(access.actor, access.case.pk)


@case_page(may=_may)
def arrest(request: ActorRequest, access: CaseAccess) -> HttpResponse:
    """Record the arrest; what is missing for it is named in place."""
    case, periods = access.case, custody_history(access.case)
    found = new_facts(case, periods[-1]) if periods else ()
    facts = [fact for fact in found if access.may_see(fact.category, fact.giver.pk)]
    request.trail.shows(categories=[fact.category for fact in facts])
    form = AgainForm(facts, request.POST if request.method == "POST" else None)
    sent = NOT_SENT
    if request.method == "POST":
        sent = submit(
            form,
            lambda: arrest_again(
                case=case, arrest=form.arrest(), grounds=form.grounds(), actor=request.actor, at=request.at
            ),
            links={"new_fact": (reverse("cases:incident", kwargs={"zaak": case.public_id}), "Vastleggen")},
        )
        if sent.done:
            messages.success(request, _said(access))
            return redirect("cases:case", zaak=case.public_id)
    return form_page(
        request,
        access,
        sent,
        title="Aanhouden",
        button="Aanhouding vastleggen",
        lead=LEAD,
        form=form,
        facts=tuple(_period(row) for row in periods),
    )


def _said(access: CaseAccess) -> str:
    first = open_terms_of(access.case, TermKind.FIRST_DECISION).first()
    due = f" Eerste beslissing uiterlijk {due_text(first.due_at)}." if first and first.due_at else ""
    return f"De aanhouding is vastgelegd.{due}"


def _period(row: Custody) -> Fact:
    until = moment_text(row.ends_at) if row.ends_at else "nu"
    return Fact(
        label=row.get_status_display().capitalize(),
        value=f"{moment_text(row.starts_at)} tot {until}",
        source=SourceLine(organisation=row.organisation.short_name, at=row.recorded_at),
    )
