"""The page on which 3RO or the RvdK writes its advice: keep a draft, or hand it in."""

from __future__ import annotations

from typing import Final

from django.contrib import messages
from django.forms import BaseFormSet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.text import capfirst

from cases.access.rules.categories import Category
from cases.casefiles.queries import CaseAccess
from cases.terms.queries import open_terms_of
from cases.terms.rules.kinds import TermKind
from cases.web.casepage import frame
from cases.web.policy import case_page
from cases.web.requests import ActorRequest
from cases.web.submission import NOT_SENT, Submission, submit
from zsm.advice.models import Advice
from zsm.advice.permissions import check_can_advise
from zsm.advice.queries import advice_facts, conditions_in_force, last_own, own_draft
from zsm.advice.rules.advice import ADVICE_KIND_LABELS, AdviceFacts, AdviceKind, kind_refusals
from zsm.advice.services import hand_in_advice, save_draft
from zsm.web.advice.form import FIELDS, AdviceForm, AdvisedForm, AdvisedFormSet, initial_of, initial_rows

ROWS: Final = "voorwaarden"
KEEP, HAND_IN = "concept", "uitbrengen"
# Where each missing part is filled in on this page.
_FIELD_OF: Final = {
    "em_consideration": "em",
    "dut_consideration": "dut",
    "decision": "besluit",
    "decision_reason": "besluit_reden",
    "risk": "risico",
    "feasibility": "uitvoerbaarheid",
    "spoken_with": "gesproken",
    "children_heard": "kinderen",
    "children_note": "kinderen_toelichting",
    "instrument_risc": "instrumenten",
    "instrument_b_safer": "instrumenten",
    "instrument_lij": "instrumenten",
}
_LINKS: Final = {
    **{code: (f"#veld-{field}", "Naar de vraag") for code, field in _FIELD_OF.items()},
    "vt_conditions": ("#vt-voorwaarden", "Naar de voorwaarden"),
    "vt_condition_reason": ("#vt-voorwaarden", "Naar de voorwaarden"),
}


def _may_advise(access: CaseAccess) -> None:
    facts = advice_facts(access.case, access.case.opened_at)
    check_can_advise(access.actor, access.case.pk, adviser=facts.adviser)


@case_page(may=_may_advise)
def advice(request: ActorRequest, access: CaseAccess) -> HttpResponse:
    """Write the advice; what was handed in stays, the form then begins a new version."""
    facts = advice_facts(access.case, request.at)
    draft, last = own_draft(access), last_own(access)
    base, versions = draft or last, last.version if last else 0
    given = request.POST if request.method == "POST" else None
    form = AdviceForm(
        given,
        facts=facts,
        conditions=[
            row
            for row in conditions_in_force(access.case, request.at)
            if access.may_see(Category.PLAN, row.organisation_id)
        ],
        late=_is_late(request, access),
        kept_kind=base.kind if base else "",
        initial=initial_of(base, versions, facts),
    )
    rows = AdvisedFormSet(given, initial=initial_rows(base), prefix=ROWS)
    sent = NOT_SENT
    if request.method == "POST":
        sent = _send(request, access, form, rows)
        if sent.done:
            handed_in = request.POST.get("actie") == HAND_IN
            messages.success(
                request, "Het advies is uitgebracht." if handed_in else "Het concept is bewaard."
            )
            return redirect("zsm:case" if handed_in else "zsm:advice", zaak=access.case.public_id)
    form.show_needed()
    request.trail.shows(categories=[Category.ADVICE, Category.PLAN])
    context = frame(
        request,
        access,
        "zsm",
        form=form,
        rows=rows,
        refusal=sent.refusal,
        facts=facts,
        draft=draft,
        former=last,
        not_possible=_not_possible(facts, base),
        late="te_laat" in form.fields,
    )
    return render(request, "zsm/advice/page.html", context, status=sent.status)


def _send(
    request: ActorRequest, access: CaseAccess, form: AdviceForm, rows: BaseFormSet[AdvisedForm]
) -> Submission:
    # Both are looked at, so that every mistake is shown at once.
    right = rows.is_valid()
    if not form.is_valid() or not right:
        return Submission(done=False, status=400)
    content, seen = form.content(rows), form.cleaned_data["versie"]

    def write() -> Advice:
        if request.POST.get("actie") != HAND_IN:
            return save_draft(
                case=access.case, content=content, actor=request.actor, at=request.at, seen=seen
            )
        return hand_in_advice(
            case=access.case,
            content=content,
            actor=request.actor,
            at=request.at,
            late_reason=form.cleaned_data.get("te_laat", ""),
            share_with_vt=form.cleaned_data["delen"],
            seen=seen,
        )

    return submit(form, write, fields=FIELDS, links=_LINKS)


def _is_late(request: ActorRequest, access: CaseAccess) -> bool:
    return any(
        term.is_late(request.at) and term.rule.late_reason_required
        for term in open_terms_of(access.case, TermKind.ADVICE)
    )


def _not_possible(facts: AdviceFacts, base: Advice | None) -> list[str]:
    """Why a kind is not among the choices."""
    shown = base.kind if base else ""
    return [
        f"{capfirst(ADVICE_KIND_LABELS[kind])}: {refusal.text}"
        for kind in AdviceKind
        if kind.value != shown
        for refusal in kind_refusals(kind, facts)
    ]
