"""Searching: in the own cases by anything, outside them only known or not known, visibly different."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from cases.access.models import AccessLogEntry
from cases.access.permissions import check_casework
from cases.access.rules.categories import Category
from cases.casefiles.rules.searching import SEARCHES_PER_DAY, Question
from cases.casefiles.rules.states import STATE_LABELS, CaseState
from cases.casefiles.searching import MOST_FOUND, Answer, FoundCase, ask_known, find_cases, note_found
from cases.terms.rules.wording import count_text
from cases.web.components import Notice, PageHeader, Tone
from cases.web.forms import BaseForm, DayField
from cases.web.moments import day_text
from cases.web.policy import signed_in
from cases.web.requests import ActorRequest
from cases.web.submission import NOT_SENT, Submission, submit

OWN, OUTSIDE = "eigen", "buiten"
OWN_PURPOSE: Final = "zoeken in de eigen zaken"


class OwnForm(BaseForm):
    """Words to look for in the own cases; sent with POST, because names do not belong in an address."""

    zoek = forms.CharField(
        label="Naam, zaaknummer of telefoonnummer",
        max_length=120,
        help_text="Een achternaam, ook als u de spelling niet zeker weet, met of zonder voornaam ervoor.",
        widget=forms.TextInput(attrs={"autocomplete": "off", "autofocus": True}),
    )


class OutsideForm(BaseForm):
    """A question about somebody outside the own cases; names as `Question`."""

    bsn = forms.CharField(
        label="BSN", max_length=11, required=False, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    last_name = forms.CharField(
        label="Achternaam",
        max_length=120,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    birth_date = DayField(label="Geboortedatum", required=False)
    first_names = forms.CharField(
        label="Voornaam of voorletter",
        max_length=120,
        required=False,
        help_text="Alleen nodig bij naamgenoten die op dezelfde dag zijn geboren.",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    purpose = forms.CharField(
        label="Waarvoor moet u dit weten?",
        max_length=200,
        help_text="Komt met uw naam in het toegangslogboek.",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def question(self) -> Question:
        """The question for the service."""
        given = self.cleaned_data
        return Question(**{name: given[name] for name in ("bsn", "last_name", "birth_date", "first_names")})


@dataclass(frozen=True, slots=True)
class Hit:
    """A case that was found, with who was found in it."""

    number: str
    url: str
    state: str
    person: str = ""
    role: str = ""
    born: str = ""


@signed_in(may=check_casework)
def search(request: ActorRequest) -> HttpResponse:
    """Two forms on one page; which one was sent says its button."""
    part = request.POST.get("deel", "") if request.method == "POST" else ""
    own = OwnForm(request.POST if part == OWN else None)
    outside = OutsideForm(request.POST if part == OUTSIDE else None)
    hits, answer, sent = None, None, NOT_SENT
    if part == OWN and own.is_valid():
        hits = _find(request, own)
    if part == OUTSIDE:
        answer, sent = _ask(request, outside)
    context = {
        "header": PageHeader(title="Zoeken"),
        "own": own,
        "outside": outside,
        "hits": hits,
        "counted": _counted(hits) if hits is not None else "",
        "answer": _said(answer) if answer else None,
        "refusal": sent.refusal,
        "most": SEARCHES_PER_DAY,
    }
    wrong = bool(own.errors) or bool(outside.errors)
    return render(request, "cases/search/page.html", context, status=400 if wrong else sent.status)


def _find(request: ActorRequest, form: OwnForm) -> list[Hit]:
    request.trail.action, request.trail.purpose = AccessLogEntry.ACTION_SEARCH, OWN_PURPOSE
    found = find_cases(request.actor, form.cleaned_data["zoek"], at=request.at)
    note_found(request.trail, found)
    return [_hit(row) for row in found]


def _hit(found: FoundCase) -> Hit:
    case = found.case
    hit = {
        "number": case.number,
        "url": reverse("cases:case", kwargs={"zaak": case.public_id}),
        "state": STATE_LABELS[CaseState(case.state)],
    }
    if found.seen is None:
        return Hit(**hit)
    role = found.seen.role
    born = role.person.birth_date
    return Hit(
        **hit,
        person=role.person.full_name,
        role=role.get_role_display(),
        born=f"geboren {day_text(born)}" if born else "",
    )


def _counted(hits: list[Hit]) -> str:
    counted = count_text(len(hits), "resultaat", "resultaten")
    return f"{counted}; verfijn uw zoekwoorden voor de rest." if len(hits) == MOST_FOUND else counted


def _ask(request: ActorRequest, form: OutsideForm) -> tuple[Answer | None, Submission]:
    """Logged whatever the answer is, also when the day's questions are used up."""
    request.trail.action = AccessLogEntry.ACTION_SEARCH
    answers: list[Answer] = []

    def ask() -> None:
        request.trail.purpose = form.cleaned_data["purpose"]
        answers.append(
            ask_known(
                question=form.question(),
                purpose=form.cleaned_data["purpose"],
                actor=request.actor,
                at=request.at,
                trail=request.trail,
            )
        )

    sent = submit(form, ask)
    request.trail.shows(categories=[Category.THAT] if answers else [])
    return (answers[0] if answers else None), sent


def _said(answer: Answer) -> Notice:
    """The same words for who is not known and for who is hidden from the actor."""
    left = f"Nog {count_text(answer.left, 'vraag', 'vragen')} vandaag."
    if answer.contact is None:
        return Notice(title="Niet bekend", text=f"Er is geen zaak waarvan u mag weten.\n{left}", live=True)
    phone = f", telefoon {answer.contact.phone}" if answer.contact.phone else ""
    text = f"Neem contact op met {answer.contact.name}{phone}.\n{left}"
    return Notice(title="Bekend", text=text, tone=Tone.WARNING, live=True)
