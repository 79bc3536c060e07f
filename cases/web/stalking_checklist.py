"""The stalking checklist on the screen: fourteen questions, each with a description."""

from __future__ import annotations

from typing import Any, Final

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from cases.access.rules.categories import Category
from cases.assessments.models import StalkingChecklist
from cases.assessments.permissions import check_can_take_checklist
from cases.assessments.queries import current_checklist
from cases.assessments.rules.answers import YesNo
from cases.assessments.rules.stalking_checklist import QUESTIONS
from cases.assessments.services import ChecklistGiven, record_checklist
from cases.casefiles.queries import CaseAccess
from cases.web.casepage import frame
from cases.web.forms import BaseForm, ThreeWayField
from cases.web.judged_rows import FormRow, note_field
from cases.web.policy import case_page
from cases.web.requests import ActorRequest
from cases.web.submission import NOT_SENT, submit

# The names that the service knows, by the fields of this form.
FIELDS: Final = {question.code: f"vraag_{question.code}" for question in QUESTIONS}


class ChecklistForm(BaseForm):
    """The checklist as it is filled in; a new version starts from the former one."""

    versie = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, former: StalkingChecklist | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["versie"].initial = former.version if former else 0
        for question in QUESTIONS:
            choice = ThreeWayField(label=question.label, help_text=question.help_text)
            self.add_field(f"vraag_{question.code}", choice)
            self.add_field(f"beschrijving_{question.code}", note_field("Beschrijving", 500))
        for row in former.answers.all() if former else ():
            self.fields[f"vraag_{row.code}"].initial = row.answer
            self.fields[f"beschrijving_{row.code}"].initial = row.description
        if not self.is_bound:
            self.fields[f"vraag_{QUESTIONS[0].code}"].widget.attrs["autofocus"] = True

    def rows(self) -> list[FormRow]:
        """The questions in order."""
        return [
            FormRow(
                number=str(number),
                text=question.label,
                choice=self[f"vraag_{question.code}"],
                note=self[f"beschrijving_{question.code}"],
            )
            for number, question in enumerate(QUESTIONS, start=1)
        ]

    def given(self) -> tuple[ChecklistGiven, ...]:
        """What the service records; only for a form that is valid."""
        data = self.cleaned_data
        return tuple(
            ChecklistGiven(
                code=question.code,
                answer=YesNo(data[f"vraag_{question.code}"]),
                description=data[f"beschrijving_{question.code}"],
            )
            for question in QUESTIONS
        )


def _may_take(access: CaseAccess) -> None:
    check_can_take_checklist(access.actor, access.case.pk)


@case_page(may=_may_take)
def stalking_checklist(request: ActorRequest, access: CaseAccess) -> HttpResponse:
    """Fill in the checklist; it feeds the SASH."""
    former = current_checklist(access.case)
    form = ChecklistForm(request.POST if request.method == "POST" else None, former=former)
    sent = NOT_SENT
    if request.method == "POST":
        sent = submit(
            form,
            lambda: record_checklist(
                case=access.case,
                answers=form.given(),
                based_on=form.cleaned_data["versie"],
                actor=request.actor,
                at=request.at,
            ),
            fields=FIELDS,
        )
        if sent.done:
            messages.success(request, "De vragenlijst is vastgelegd.")
            return redirect("cases:safety", zaak=access.case.public_id)
    request.trail.shows(categories=[Category.SCREENINGS])
    context = frame(request, access, "veiligheid", form=form, refusal=sent.refusal, former=former)
    return render(request, "cases/assessments/stalking_checklist.html", context, status=sent.status)
