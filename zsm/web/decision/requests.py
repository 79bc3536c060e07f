"""What is asked of the own organisation with a decision: a routing to accept, something for a plan date."""

from __future__ import annotations

from typing import Final

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from cases.access.rules.categories import Category
from cases.casefiles.queries import CaseAccess
from cases.terms.queries import open_terms
from cases.terms.rules.kinds import TermKind
from cases.web.casepage import frame
from cases.web.components import Action, EmptyState, Fact, SourceLine
from cases.web.forms import BaseForm
from cases.web.moments import due_text
from cases.web.policy import case_page
from cases.web.requests import ActorRequest
from cases.web.submission import NOT_SENT, Submission, submit
from cases.web.tabs import must_read_along
from zsm.decision.models import Decision
from zsm.decision.permissions import can_decide
from zsm.decision.queries import PlanDateRequest, plan_date_requests, routing_to_answer
from zsm.decision.rules.choices import DEPARTMENTS, PREPARED_LABELS
from zsm.decision.rules.kinds import DecisionKind
from zsm.decision.services import answer_routing, fulfil_request

ACCEPT, RETURN, READY = "aanvaarden", "terugsturen", "gereed"
FIELDS: Final = {"reason": "reden", "note": "klaar", "late_reason": "te_laat"}


class RoutingForm(BaseForm):
    """Accept a routed case, or say why it goes back."""

    reden = forms.CharField(
        label="Reden",
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Nodig als u de zaak terugstuurt.",
    )


class ReadyForm(BaseForm):
    """What is ready of what was asked."""

    klaar = forms.CharField(label="Wat is er klaar", max_length=500, widget=forms.Textarea(attrs={"rows": 2}))
    te_laat = forms.CharField(
        label="Reden van de overschrijding",
        max_length=1000,
        required=False,
        help_text="Alleen als de dag voorbij is.",
    )


@case_page(may=must_read_along)
def requests(request: ActorRequest, access: CaseAccess) -> HttpResponse:
    """The requests to the own organisation in this case, each with its form."""
    routing = routing_to_answer(access.case) if can_decide(access.actor, access.case.pk) else None
    asked = plan_date_requests(access)
    step = request.POST.get("stap", "")
    routing_form = RoutingForm(request.POST if step in (ACCEPT, RETURN) else None)
    ready_form = ReadyForm(request.POST if step == READY else None)
    sent = NOT_SENT
    if step in (ACCEPT, RETURN):
        sent = _answer(request, access, routing_form, accepted=step == ACCEPT)
    elif step == READY:
        sent = _ready(request, asked, ready_form)
    if sent.done:
        messages.success(request, "Uw antwoord is vastgelegd.")
        return redirect("zsm:case", zaak=access.case.public_id)
    request.trail.shows(categories=[Category.DECISION])
    seen = routing is not None and access.may_see(Category.DECISION, routing.organisation_id)
    context = frame(
        request,
        access,
        "zsm",
        routing=_routing_facts(routing) if routing is not None and seen else (),
        routing_form=routing_form,
        asked=[(row.term.public_id, _asked_facts(row, request)) for row in asked],
        ready_form=ready_form,
        plan=_plan_action(access),
        refusal=sent.refusal,
        empty=EmptyState(title="Geen open verzoek", text="Er is niets aan uw organisatie gevraagd."),
    )
    return render(request, "zsm/decision/requests.html", context, status=sent.status)


def _answer(request: ActorRequest, access: CaseAccess, form: RoutingForm, *, accepted: bool) -> Submission:
    return submit(
        form,
        lambda: answer_routing(
            case=access.case,
            accepted=accepted,
            reason=form.cleaned_data["reden"],
            actor=request.actor,
            at=request.at,
        ),
        fields=FIELDS,
    )


def _ready(request: ActorRequest, asked: list[PlanDateRequest], form: ReadyForm) -> Submission:
    wanted = request.POST.get("verzoek")
    term = next((row.term for row in asked if str(row.term.public_id) == wanted), None)
    if term is None:
        form.full_clean()
        form.add_error(None, "Dit verzoek loopt niet meer.")
        return Submission(done=False, status=400)
    return submit(
        form,
        lambda: fulfil_request(
            term=term,
            note=form.cleaned_data["klaar"],
            late_reason=form.cleaned_data["te_laat"],
            actor=request.actor,
            at=request.at,
        ),
        fields=FIELDS,
    )


def _routing_facts(routing: Decision) -> tuple[Fact, ...]:
    order = routing.orders.get(kind=DecisionKind.ROUTING.value)
    source = SourceLine(
        organisation=routing.organisation.short_name,
        at=routing.decided_at,
        by=routing.decided_by.display_name,
    )
    return (
        Fact(
            label="Afdeling",
            value=dict(DEPARTMENTS).get(order.values.get("department", ""), ""),
            source=source,
        ),
        Fact(label="Ontvangende officier", value=order.values.get("receiving_prosecutor", "")),
        Fact(label="Motivering", value=routing.motivation),
    )


def _asked_facts(row: PlanDateRequest, request: ActorRequest) -> tuple[Fact, ...]:
    """What of the plan date is asked of Veilig Thuis, as the decision names it."""
    asked = ", ".join(PREPARED_LABELS[need] for need in row.asked)
    due = due_text(row.term.due_at, request.at) if row.term.due_at else "zonder vast moment"
    return (Fact(label="Gevraagd voor de plandatum", value=f"{asked}; uiterlijk {due}"),)


def _plan_action(access: CaseAccess) -> Action | None:
    """The plan of investigation waits for OM on its own page."""
    waits = open_terms().filter(
        case=access.case,
        kind=TermKind.PARTNER_REQUEST.value,
        organisation=access.actor.organisation_id,
        subject_type="investigationplan",
    )
    if not waits.exists():
        return None
    url = reverse("zsm:investigation", kwargs={"zaak": access.case.public_id})
    return Action(label="Onderzoeksplan beoordelen", url=url, kind="primary")
