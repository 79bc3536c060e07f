"""Part B of the safety assessment: structural unsafety, by keyboard, beside the pattern of events."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from cases.access.models import AccessLogEntry
from cases.access.rules.categories import Category
from cases.assessments.queries import PART_B, awaited_part
from cases.assessments.rules.answers import Outcome, Presence
from cases.assessments.rules.structural import HARM_CATEGORIES, HARMFUL_EVENTS
from cases.assessments.rules.who_knows import WHO_COULD_KNOW_HARM
from cases.assessments.services import conclude_part_b
from cases.casefiles.queries import CaseAccess
from cases.terms.rules.wording import count_text
from cases.web.casepage import frame
from cases.web.components import Progress, SafetyMark, Unsafety
from cases.web.part_a import ProposalPanel, Unknown, difference, may_assess, names_of
from cases.web.part_b_form import FIELDS, PartBForm, setup_of
from cases.web.policy import case_page
from cases.web.requests import ActorRequest
from cases.web.submission import NOT_SENT, submit

MARKS: Final = {
    Outcome.YES: SafetyMark(kind=Unsafety.STRUCTURAL, text="Structureel onveilig"),
    Outcome.NO: SafetyMark(kind=Unsafety.NONE, text="Niet structureel onveilig"),
    Outcome.NOT_YET_KNOWN: SafetyMark(kind=Unsafety.UNKNOWN, text="Nog niet te zeggen"),
}
CATEGORIES: Final = (Category.INCIDENTS, Category.ASSESSMENT_CONCLUSION, Category.ASSESSMENT_GROUNDS)
OTHER: Final = next(code for code, event in HARMFUL_EVENTS.items() if event.needs_text)


@case_page(may=may_assess)
def part_b(request: ActorRequest, access: CaseAccess) -> HttpResponse:
    """Fill in and conclude part B; a conclusion leads back to the safety tab."""
    form = PartBForm(request.POST if request.method == "POST" else None, setup=setup_of(access, request.at))
    sent = NOT_SENT
    if request.method == "POST":
        sent = submit(
            form,
            lambda: conclude_part_b(
                case=access.case, part_b=form.part_b(), actor=request.actor, at=request.at
            ),
            fields=FIELDS,
            links={
                "deviation_reason": (f"#{form['afwijking'].id_for_label}", "Naar de reden"),
                f"text_{OTHER}": (f"#{form[f'toelichting_{OTHER}'].id_for_label}", "Naar de beschrijving"),
            },
        )
        if sent.done:
            messages.success(request, "Onderdeel B is vastgesteld.")
            return redirect("cases:safety", zaak=access.case.public_id)
    request.trail.shows(categories=CATEGORIES)
    context = frame(
        request,
        access,
        "veiligheid",
        form=form,
        panel=panel_of(form),
        refusal=sent.refusal,
        former=form.setup.former,
        pattern=form.setup.pattern,
    )
    return render(request, "cases/assessments/part_b.html", context, status=sent.status)


@case_page(may=may_assess)
@require_POST
def proposal(request: ActorRequest, access: CaseAccess) -> HttpResponse:
    """The proposal for the answers so far; nothing is kept."""
    request.trail.action = AccessLogEntry.ACTION_READ
    form = PartBForm(request.POST, setup=setup_of(access, request.at))
    request.trail.shows(categories=CATEGORIES)
    return render(request, "cases/assessments/_proposal.html", {"panel": panel_of(form)})


@case_page(may=may_assess)
@require_safe
def assess(request: ActorRequest, access: CaseAccess) -> HttpResponse:
    """On to the part that asks for a judgement: what is acute first."""
    page = "cases:part-b" if awaited_part(access.case) == PART_B else "cases:part-a"
    return redirect(page, zaak=access.case.public_id)


def panel_of(form: PartBForm) -> ProposalPanel:
    """The proposal of the rules for what stands in the form, and how far along it is."""
    proposed = form.proposal()
    answers = form.answers()
    complete = len(answers) == len(HARMFUL_EVENTS)
    return ProposalPanel(
        progress=Progress(done=len(answers), total=len(HARMFUL_EVENTS), label="soorten beoordeeld"),
        mark=MARKS[proposed.outcome],
        reasons=proposed.reasons,
        missing=proposed.missing if complete else (),
        unknowns=tuple(_unknowns(answers)),
        differs=difference(form.conclusion(), proposed, has_reason=form.has_reason()),
        start="Vul in welke soorten gebeurtenissen aanwezig zijn.",
    )


def _unknowns(answers: dict[str, Presence]) -> Iterable[Unknown]:
    """Per category what was answered with unknown; what has no answer yet is told by the progress."""
    for category in HARM_CATEGORIES:
        count = sum(answers.get(event.code) is Presence.UNKNOWN for event in category.events)
        if count:
            text = f"{category.label} ({count_text(count, 'soort', 'soorten')})"
            yield Unknown(text, names_of(WHO_COULD_KNOW_HARM[category.code]))
