"""One term: how its moment came about, what it said and to whom, who acts on it, what it was before."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from cases.access.errors import Conflict, NotAllowed
from cases.access.rules.categories import Category
from cases.casefiles.collaboration import colleagues_of
from cases.casefiles.owing import TELL_OF_DECISIONS, sees_term
from cases.casefiles.permissions import check_can_give_term, check_can_work
from cases.casefiles.queries import CaseAccess
from cases.casefiles.services.taking_over import hand_on, take_over
from cases.organisations.models import User
from cases.terms.models import Term, TermStage
from cases.terms.queries import earlier_of, stages_of, term_of
from cases.terms.rules.kinds import KIND_LABELS, TermKind
from cases.terms.rules.stages import AUDIENCE_LABELS, STAGE_LABELS, Audience, Nature
from cases.terms.rules.states import StageStatus
from cases.terms.rules.wording import span_text
from cases.web.casepage import frame
from cases.web.components import Action, Cell, Column, DataTable, Fact, Notice, Refusal, Row, Tone
from cases.web.forms import BaseForm
from cases.web.moments import due_text, moment_text
from cases.web.policy import case_page
from cases.web.requests import ActorRequest
from cases.web.submission import NOT_SENT, submit
from cases.web.summaries import clock_of
from cases.web.tabs import must_read_along
from cases.web.together.steps import NamedUser

TAB: Final = "overzicht"
TO_WORK: Final = "mijn-werk"
COLUMNS: Final = (
    Column(label="Moment"),
    Column(label="Wat"),
    Column(label="Voor wie"),
    Column(label="Toestand"),
)


@case_page(may=must_read_along)
@require_safe
def term(request: ActorRequest, access: CaseAccess, termijn: UUID) -> HttpResponse:
    """The term as it stands now."""
    return _page(request, access, _find(access, termijn))


def _may_act(access: CaseAccess) -> None:
    must_read_along(access)
    check_can_work(access.actor, access.case.pk)


@case_page(may=_may_act)
@require_POST
def take(request: ActorRequest, access: CaseAccess, termijn: UUID) -> HttpResponse:
    """Act on it ("Ik pak dit op"); back to where the button stood."""
    found = _find(access, termijn)
    try:
        take_over(term=found, actor=request.actor, at=request.at)
    except Conflict as conflict:
        refusal = Refusal(title=conflict.message, items=())
        return _page(request, access, _find(access, termijn), refusal=refusal, status=409)
    messages.success(request, "U pakt dit op. Het alarm wordt niet herhaald en wie het hoorde, ziet uw naam.")
    if request.GET.get("van") == TO_WORK:
        return redirect("cases:my-work")
    return HttpResponseRedirect(term_url(found))


class HandOnForm(BaseForm):
    """To which colleague; names as the service."""

    to = NamedUser(label="Aan wie", queryset=User.objects.none(), empty_label="Wie er werkt", required=False)

    def __init__(self, *args: Any, colleagues: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to"].queryset = colleagues  # type: ignore[attr-defined]  # declared above
        self.fields["to"].help_text = "Wie de termijn al oppakte, blijft genoemd tot uw collega haar oppakt."


@case_page(may=_may_act)
def give(request: ActorRequest, access: CaseAccess, termijn: UUID) -> HttpResponse:
    """Hand the term to a colleague of the own organisation."""
    found = _find(access, termijn)
    check_can_give_term(access.actor, found)
    form = HandOnForm(
        request.POST if request.method == "POST" else None, colleagues=colleagues_of(request.actor)
    )
    sent = NOT_SENT
    if request.method == "POST":
        sent = submit(
            form,
            lambda: hand_on(term=found, to=form.cleaned_data["to"], actor=request.actor, at=request.at),
        )
        if sent.done:
            messages.success(request, "De termijn is overgedragen.")
            return HttpResponseRedirect(term_url(found))
    context = frame(
        request,
        access,
        TAB,
        title=f"Overdragen: {KIND_LABELS[TermKind(found.kind)].lower()}",
        form=form,
        buttons=(("Overdragen", "", "primary"),),
        back_url=term_url(found),
        refusal=sent.refusal,
        facts=(),
        note="",
    )
    return render(request, "cases/forms/form_page.html", context, status=sent.status)


def term_url(found: Term) -> str:
    """The page of a term whose case is loaded."""
    return reverse("cases:term", kwargs={"zaak": found.case.public_id, "termijn": found.public_id})


def take_action(found: Term, at: datetime, *, back_to_work: bool = False) -> Action | None:
    """The button "Ik pak dit op" of a term whose moment has passed and on which nobody acts yet."""
    if not found.is_open or not (found.is_late(at) or found.alarmed) or found.taken_over_at:
        return None
    url = reverse("cases:term-take", kwargs={"zaak": found.case.public_id, "termijn": found.public_id})
    query = f"?van={TO_WORK}" if back_to_work else ""
    return Action(label="Ik pak dit op", url=f"{url}{query}", method="post", icon="hand-stop")


def _find(access: CaseAccess, public_id: UUID) -> Term:
    """The term, if the actor may know that it runs: 404 otherwise, as if it did not exist."""
    try:
        found = term_of(access.case, public_id)
    except Term.DoesNotExist:
        raise Http404 from None
    if not sees_term(access, found.kind, found.organisation_id):
        raise Http404
    return found


def _page(
    request: ActorRequest,
    access: CaseAccess,
    found: Term,
    *,
    refusal: Refusal | None = None,
    status: int = 200,
) -> HttpResponse:
    told = Category.DECISION if TermKind(found.kind) in TELL_OF_DECISIONS else Category.THAT
    sees_reason = _sees_reason(access, found)
    request.trail.shows(categories=[told, Category.DECISION] if sees_reason else [told])
    context = frame(
        request,
        access,
        TAB,
        term=found,
        title=KIND_LABELS[TermKind(found.kind)],
        clock=clock_of(found, request.at, linked=False, labelled=False),
        facts=_facts(found, sees_reason=sees_reason),
        taken=_taken(found),
        stages=_stages(stages_of(found)),
        earlier=[(row, row.end_reason if sees_reason else "") for row in earlier_of(found)],
        actions=_actions(access, found, request.at),
        refusal=refusal,
    )
    return render(request, "cases/terms/page.html", context, status=status)


def _sees_reason(access: CaseAccess, found: Term) -> bool:
    """Why it was late or changed can tell what was decided."""
    return access.may_see(Category.DECISION, found.organisation_id)


def _facts(found: Term, *, sees_reason: bool) -> tuple[Fact, ...]:
    facts = [
        Fact(label="Van wie", value=found.organisation.name),
        Fact(label="Bij wie", value=found.person.display_name if found.person else "wie er werkt"),
        Fact(label="Toestand", value=found.get_status_display()),
        Fact(label="Begonnen", value=moment_text(found.started_at)),
    ]
    if found.due_at:
        facts.append(Fact(label="Loopt af", value=due_text(found.due_at)))
    if found.alarmed_at:
        facts.append(Fact(label="Alarm gegeven", value=moment_text(found.alarmed_at)))
    if found.ended_at:
        facts.append(Fact(label="Beëindigd", value=moment_text(found.ended_at)))
    if found.end_reason and sees_reason:
        facts.append(Fact(label="Reden", value=found.end_reason))
    facts.append(Fact(label="Regel", value=f"{found.rule.basis} (versie {found.rule_version})"))
    return tuple(facts)


def _taken(found: Term) -> Notice | None:
    if found.taken_over_by is None or found.taken_over_at is None:
        return None
    who = f"{found.taken_over_by.display_name} ({found.taken_over_by.organisation.short_name})"
    return Notice(
        title=f"{who} pakt dit op sinds {moment_text(found.taken_over_at)}",
        text="Het alarm wordt niet herhaald. De termijn blijft staan tot zij is gehaald."
        if found.is_open
        else "",
        tone=Tone.INFO,
    )


def _stages(stages: Iterable[TermStage]) -> DataTable:
    rows = tuple(
        Row(
            cells=(
                Cell(text=moment_text(stage.fired_at or stage.fires_at)),
                Cell(text=_said(stage)),
                Cell(text=", ".join(AUDIENCE_LABELS[Audience(one)] for one in stage.audiences)),
                Cell(text=_state(stage)),
            ),
            muted=stage.status == StageStatus.CANCELLED.value,
        )
        for stage in stages
    )
    return DataTable(
        caption="Waarschuwingen en alarmen",
        columns=COLUMNS,
        rows=rows,
        empty="Deze termijn heeft geen moment en waarschuwt daarom niet.",
    )


def _said(stage: TermStage) -> str:
    text = STAGE_LABELS[Nature(stage.nature)]
    return f"{text}, herhaling {stage.round}" if stage.round else text


def _state(stage: TermStage) -> str:
    state = stage.get_status_display()
    if stage.lateness and stage.lateness.total_seconds() >= 60:
        return f"{state}, {span_text(stage.lateness)} te laat"
    return state


def _actions(access: CaseAccess, found: Term, at: datetime) -> tuple[Action, ...]:
    """What the actor may do with it here."""
    if not found.is_open or not _allowed(lambda: check_can_work(access.actor, access.case.pk)):
        return ()
    take_it = take_action(found, at) or _take_from_colleague(access, found)
    actions = [take_it] if take_it else []
    if _allowed(lambda: check_can_give_term(access.actor, found)):
        keys = {"zaak": access.case.public_id, "termijn": found.public_id}
        actions.append(Action(label="Overdragen", url=reverse("cases:term-hand-on", kwargs=keys)))
    return tuple(actions)


def _take_from_colleague(access: CaseAccess, found: Term) -> Action | None:
    """A term that a colleague took over and handed to the actor."""
    handed = found.person_id == access.actor.user_id and found.taken_over_by_id != access.actor.user_id
    if not found.taken_over_at or not handed:
        return None
    url = reverse("cases:term-take", kwargs={"zaak": access.case.public_id, "termijn": found.public_id})
    return Action(label="Ik pak dit op", url=url, method="post", icon="hand-stop")


def _allowed(check: Any) -> bool:
    try:
        check()
    except NotAllowed:
        return False
    return True
