"""The investigation plan on one page: OM chooses and judges, police writes and carries out."""

from __future__ import annotations

from typing import Any, Final
from uuid import UUID

from django import forms
from django.contrib import messages
from django.forms import BaseFormSet, formset_factory
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from cases.access.errors import Conflict, InvalidInput
from cases.access.rules.categories import Category
from cases.casefiles.queries import CaseAccess
from cases.web.casepage import frame
from cases.web.components import Action, Badge, Fact, Refusal, SourceLine, Tone
from cases.web.forms import BaseForm, DayField
from cases.web.moments import day_text, moment_text
from cases.web.policy import case_page
from cases.web.requests import ActorRequest
from cases.web.submission import NOT_SENT, Submission, submit
from zsm.investigation.models import InvestigationItem, InvestigationPlan
from zsm.investigation.permissions import (
    can_direct,
    can_investigate,
    check_can_investigate,
    check_takes_part,
)
from zsm.investigation.queries import item_of, items_of, running_plan
from zsm.investigation.rules import ITEM_STATE_LABELS, WRITABLE, ItemState, NewItem, PlanState
from zsm.investigation.services import (
    approve_plan,
    choose_investigation,
    finish_item,
    return_plan,
    stop_investigation,
    write_plan,
)
from zsm.web.decision.framing import form_page

CHOOSE, WRITE, APPROVE, RETURN, STOP = "kiezen", "schrijven", "goedkeuren", "terugsturen", "stoppen"
FIELDS: Final = {
    "question": "vraag",
    "wanted_on": "wanneer",
    "reason": "oordeel",
    "remark": "oordeel",
    "late_reason": "te_laat",
    "state": "hoe",
    "result": "uitkomst",
}


class ChooseForm(BaseForm):
    """What has to be found out, and by when the plan is wanted."""

    vraag = forms.CharField(
        label="Wat moet worden onderzocht", max_length=500, widget=forms.Textarea(attrs={"rows": 3})
    )
    wanneer = DayField(label="Plan gevraagd voor", required=False)


class ItemForm(BaseForm):
    """One investigation act."""

    wat = forms.CharField(label="Wat", max_length=500)
    wie = forms.CharField(label="Wie", max_length=120)
    uiterlijk = DayField(label="Uiterlijk", required=False)


ItemFormSet = formset_factory(ItemForm, extra=3, max_num=20, validate_max=True)


class JudgeForm(BaseForm):
    """The judgement of OM; a return needs its reason."""

    oordeel = forms.CharField(
        label="Opmerking of reden",
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Nodig als het plan teruggaat of het onderzoek stopt.",
    )
    te_laat = forms.CharField(
        label="Reden van de overschrijding",
        max_length=1000,
        required=False,
        help_text="Alleen als het plan te laat was.",
    )


class FinishForm(BaseForm):
    """How an act ended."""

    hoe = forms.ChoiceField(
        label="Hoe is dit onderdeel geëindigd",
        choices=[
            (state.value, ITEM_STATE_LABELS[state].capitalize())
            for state in ItemState
            if state is not ItemState.OPEN
        ],
        widget=forms.RadioSelect,
    )
    uitkomst = forms.CharField(
        label="Uitkomst of reden",
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Nodig als het niet is gedaan of niet mogelijk is.",
    )
    te_laat = forms.CharField(
        label="Reden van de overschrijding",
        max_length=1000,
        required=False,
        help_text="Alleen als de dag voorbij is.",
    )


def _may_open(access: CaseAccess) -> None:
    check_takes_part(access.actor, access.case.pk)


@case_page(may=_may_open)
def investigation(request: ActorRequest, access: CaseAccess) -> HttpResponse:
    """The plan as it stands, with the form of who has the next step."""
    plan, step = running_plan(access.case), request.POST.get("stap", "")
    choose = ChooseForm(request.POST if step == CHOOSE else None)
    judge = JudgeForm(request.POST if step in (APPROVE, RETURN, STOP) else None)
    # What is sent counts as it is; only a fresh form starts from what was written before.
    items: BaseFormSet[ItemForm] = (
        ItemFormSet(request.POST, prefix="onderdeel")
        if step == WRITE
        else ItemFormSet(prefix="onderdeel", initial=_written(plan))
    )
    sent, refusal = NOT_SENT, None
    if step == CHOOSE:
        sent = _choose(request, access, choose)
    elif step == WRITE and plan is not None:
        sent, refusal = _write(request, plan, items)
    elif step in (APPROVE, RETURN, STOP) and plan is not None:
        sent = _judge(request, plan, judge, step)
    if sent.done:
        messages.success(request, "Het onderzoeksplan is bijgewerkt.")
        return redirect("zsm:investigation", zaak=access.case.public_id)
    request.trail.shows(categories=[Category.INVESTIGATION])
    context = frame(
        request,
        access,
        "zsm",
        **_shown(access, plan, request),
        choose=choose,
        judge=judge,
        items=items,
        refusal=sent.refusal or refusal,
    )
    return render(request, "zsm/investigation/page.html", context, status=sent.status)


def _written(plan: InvestigationPlan | None) -> list[dict[str, Any]]:
    """The acts of the last version, to write on from when the plan came back."""
    if plan is None or PlanState(plan.state) not in WRITABLE:
        return []
    return [{"wat": row.text, "wie": row.who, "uiterlijk": row.due_on} for row in items_of(plan)]


def _choose(request: ActorRequest, access: CaseAccess, form: ChooseForm) -> Submission:
    return submit(
        form,
        lambda: choose_investigation(
            case=access.case,
            question=form.cleaned_data["vraag"],
            wanted_on=form.cleaned_data["wanneer"],
            actor=request.actor,
            at=request.at,
        ),
        fields=FIELDS,
    )


def _write(
    request: ActorRequest, plan: InvestigationPlan, forms_: BaseFormSet[ItemForm]
) -> tuple[Submission, Refusal | None]:
    check_can_investigate(request.actor, plan.case_id)
    if not forms_.is_valid():
        return Submission(done=False, status=400), None
    filled = [form.cleaned_data for form in forms_ if form.cleaned_data.get("wat")]
    items = [NewItem(row["wat"], row["wie"], row["uiterlijk"]) for row in filled]
    try:
        write_plan(plan=plan, items=items, actor=request.actor, at=request.at)
    except InvalidInput as error:
        said = list(dict.fromkeys(text for texts in error.errors.values() for text in texts))
        return Submission(done=False, status=400), Refusal(title=" ".join(said), items=())
    except Conflict as conflict:
        return Submission(done=False, status=409), Refusal(title=conflict.message, items=())
    return Submission(done=True), None


def _judge(request: ActorRequest, plan: InvestigationPlan, form: JudgeForm, step: str) -> Submission:
    def write() -> object:
        data, actor, at = form.cleaned_data, request.actor, request.at
        if step == APPROVE:
            late = data["te_laat"]
            return approve_plan(plan=plan, remark=data["oordeel"], late_reason=late, actor=actor, at=at)
        act = return_plan if step == RETURN else stop_investigation
        return act(plan=plan, reason=data["oordeel"], actor=actor, at=at)

    return submit(form, write, fields=FIELDS)


def _shown(access: CaseAccess, plan: InvestigationPlan | None, request: ActorRequest) -> dict[str, Any]:
    directs, investigates = (check(access.actor, access.case.pk) for check in (can_direct, can_investigate))
    state = PlanState(plan.state) if plan else None
    seen = plan is not None and access.may_see(Category.INVESTIGATION, plan.organisation_id)
    return {
        "plan": plan_facts(plan, request) if plan and seen else (),
        "badge": _badge(plan) if plan else None,
        "rows": [_row(access, item, request, investigates) for item in items_of(plan)] if plan else [],
        "may_choose": directs and plan is None,
        "may_judge": directs and state is PlanState.WRITTEN,
        "may_stop": directs and plan is not None,
        "may_write": investigates and state in WRITABLE,
    }


def plan_facts(plan: InvestigationPlan, request: ActorRequest) -> tuple[Fact, ...]:
    """The question of OM and its judgement, each with its source."""
    source = SourceLine(organisation=plan.organisation.short_name, at=plan.recorded_at)
    facts = [Fact(label="Wat moet worden onderzocht", value=plan.question, source=source)]
    if plan.wanted_on:
        facts.append(Fact(label="Plan gevraagd voor", value=day_text(plan.wanted_on)))
    if plan.judged_at:
        said = f"{plan.get_state_display()}, {moment_text(plan.judged_at, request.at)}"
        facts.append(Fact(label="Oordeel van het OM", value=". ".join(filter(None, (said, plan.answer)))))
    return tuple(facts)


def _badge(plan: InvestigationPlan) -> Badge:
    tone = Tone.SUCCESS if plan.state == PlanState.APPROVED.value else Tone.INFO
    return Badge(text=plan.get_state_display(), tone=tone)


def _row(
    access: CaseAccess, item: InvestigationItem, request: ActorRequest, investigates: bool
) -> tuple[tuple[Fact, ...], Action | None]:
    due = day_text(item.due_on) if item.due_on else "zonder vaste dag"
    facts = (
        Fact(label=item.get_state_display().capitalize(), value=item.text),
        Fact(label="Wie en wanneer", value=f"{item.who}, {due}"),
        Fact(label="Uitkomst", value=item.result),
    )
    action = None
    open_act = item.state == ItemState.OPEN.value and item.plan.state == PlanState.APPROVED.value
    if investigates and open_act:
        keys = {"zaak": access.case.public_id, "onderdeel": item.public_id}
        action = Action(label="Afronden", url=reverse("zsm:investigation-item", kwargs=keys))
    return tuple(fact for fact in facts if fact.value), action


def _may_finish(access: CaseAccess) -> None:
    check_can_investigate(access.actor, access.case.pk)


@case_page(may=_may_finish)
def finish(request: ActorRequest, access: CaseAccess, onderdeel: UUID) -> HttpResponse:
    """Police ends one act of the plan."""
    try:
        item = item_of(access.case, onderdeel)
    except InvestigationItem.DoesNotExist:
        raise Http404 from None
    data = request.POST if request.method == "POST" else None
    form, sent = FinishForm(data), NOT_SENT
    if data is not None:
        sent = submit(
            form,
            lambda: finish_item(
                item=item,
                state=ItemState(form.cleaned_data["hoe"]),
                result=form.cleaned_data["uitkomst"],
                late_reason=form.cleaned_data["te_laat"],
                actor=request.actor,
                at=request.at,
            ),
            fields=FIELDS,
        )
        if sent.done:
            messages.success(request, "Het onderdeel is afgerond.")
            return redirect("zsm:investigation", zaak=access.case.public_id)
    request.trail.shows(categories=[Category.INVESTIGATION])
    facts = (Fact(label="Onderdeel", value=item.text), Fact(label="Wie", value=item.who))
    words = ("Onderdeel van het onderzoeksplan", "Vastleggen")
    return form_page(request, access, words, form, sent=sent, facts=facts)
