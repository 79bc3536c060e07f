"""What the forms of the ZSM tab share: their page, and the choice of who informs the victim."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from cases.access.rules.categories import Category
from cases.casefiles.queries import CaseAccess
from cases.organisations.models import Organisation
from cases.web.casepage import frame
from cases.web.components import Fact, Notice
from cases.web.forms import BaseForm
from cases.web.measure_form import informers, organisation_choices, partners
from cases.web.requests import ActorRequest
from cases.web.submission import Submission


def informer_field(access: CaseAccess, *, required: bool = True) -> forms.ChoiceField:
    """Who tells the victim, from the organisations of the case."""
    return forms.ChoiceField(
        label="Wie informeert het slachtoffer",
        choices=organisation_choices(informers(access), "Kies een organisatie"),
        required=required,
        help_text="Bij stalking nooit de reclassering.",
    )


def chosen(access: CaseAccess, key: str) -> Organisation | None:
    """The organisation of the case with this public id."""
    return next((row for row in partners(access) if str(row.public_id) == key), None)


def form_page(
    request: ActorRequest,
    access: CaseAccess,
    words: tuple[str, str],
    form: BaseForm,
    *,
    sent: Submission,
    facts: tuple[Fact, ...] = (),
    notice: Notice | None = None,
) -> HttpResponse:
    """A form of the ZSM tab; `words`: its title, and what stands on the button."""
    request.trail.shows(categories=[Category.DECISION])
    context = frame(
        request,
        access,
        "zsm",
        title=words[0],
        button=words[1],
        form=form,
        refusal=sent.refusal,
        facts=facts,
        notice=notice,
    )
    return render(request, "zsm/decision/form.html", context, status=sent.status)


def done(request: ActorRequest, access: CaseAccess, text: str) -> HttpResponse:
    """Say that it is recorded, on the ZSM tab."""
    messages.success(request, text)
    return redirect("zsm:case", zaak=access.case.public_id)
