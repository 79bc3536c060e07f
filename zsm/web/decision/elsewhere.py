"""The suspect is detained on another title: the form that lets the remand stand still, and run again."""

from __future__ import annotations

from django import forms
from django.http import HttpResponse

from cases.casefiles.queries import CaseAccess
from cases.web.components import Fact, Notice
from cases.web.forms import BaseForm, MomentField
from cases.web.moments import moment_text
from cases.web.policy import case_page
from cases.web.requests import ActorRequest
from cases.web.submission import NOT_SENT, submit
from zsm.decision.models import OtherDetention
from zsm.decision.permissions import check_can_record_escape
from zsm.decision.queries import open_detention_elsewhere
from zsm.decision.rules.standstill import TITLE_LABELS, OtherTitle
from zsm.decision.services import NewOtherDetention, end_other_detention, record_other_detention
from zsm.decision.services.release import LONGEST_NOTE
from zsm.web.decision.framing import done, form_page

FIELDS = {"title": "titel", "since": "vast_sinds", "until": "vast_tot", "note": "toelichting"}


class ElsewhereForm(BaseForm):
    """On which title, since when, and until when if it is over already."""

    titel = forms.ChoiceField(
        label="Op welke titel zit de verdachte vast",
        choices=[(title.value, label) for title, label in TITLE_LABELS.items()],
        widget=forms.RadioSelect,
    )
    vast_sinds = MomentField(label="Sinds")
    vast_tot = MomentField(label="Tot", required=False, help_text="Leeg zolang het duurt.")
    toelichting = forms.CharField(
        label="Toelichting", max_length=LONGEST_NOTE, required=False, help_text="Nodig bij “iets anders”."
    )

    def new(self) -> NewOtherDetention:
        """What the service takes."""
        data = self.cleaned_data
        return NewOtherDetention(
            title=OtherTitle(data["titel"]),
            since=data["vast_sinds"],
            until=data["vast_tot"],
            note=data["toelichting"],
        )


class NoMoreForm(BaseForm):
    """Since when the other title does not hold the suspect any more."""

    vast_tot = MomentField(label="Niet meer op een andere titel vast sinds")


def _may_record(access: CaseAccess) -> None:
    check_can_record_escape(access.actor, access.case.pk)


@case_page(may=_may_record)
def elsewhere(request: ActorRequest, access: CaseAccess) -> HttpResponse:
    """Record that the suspect is held on another title, or is so no more."""
    running = open_detention_elsewhere(access.case)
    if running is not None:
        return _no_more(request, access, running)
    data = request.POST if request.method == "POST" else None
    form, sent = ElsewhereForm(data), NOT_SENT
    if data is not None:
        sent = submit(
            form,
            lambda: record_other_detention(
                case=access.case, new=form.new(), actor=request.actor, at=request.at
            ),
            fields=FIELDS,
        )
        if sent.done:
            return done(request, access, "Vastgelegd. De bewaring is opnieuw berekend.")
    notice = Notice(
        title="De bewaring staat stil (art. 64 Sv)",
        text="Zolang de verdachte op een andere titel vastzit, loopt de termijn van de bewaring niet.",
    )
    title = ("Vast op een andere titel", "Vastleggen")
    return form_page(request, access, title, form, sent=sent, notice=notice)


def _no_more(request: ActorRequest, access: CaseAccess, running: OtherDetention) -> HttpResponse:
    data = request.POST if request.method == "POST" else None
    form, sent = NoMoreForm(data), NOT_SENT
    if data is not None:
        sent = submit(
            form,
            lambda: end_other_detention(
                case=access.case, until=form.cleaned_data["vast_tot"], actor=request.actor, at=request.at
            ),
            fields=FIELDS,
        )
        if sent.done:
            return done(request, access, "Vastgelegd. De bewaring loopt weer.")
    since = moment_text(running.since, request.at)
    facts = (Fact(label=running.get_title_display().capitalize(), value=f"sinds {since}"),)
    title = ("Niet meer op een andere titel vast", "Vastleggen")
    return form_page(request, access, title, form, sent=sent, facts=facts)
