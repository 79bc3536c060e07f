"""The ZSM tab: what is on the table, the flowchart with the way of this case, and what was decided."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from cases.access.rules.categories import Category
from cases.casefiles.queries import CaseAccess, roles_in
from cases.web.casefile import held_back_text
from cases.web.casepage import frame
from cases.web.components import Action, Badge, EmptyState, Fact, SourceLine, Tone
from cases.web.moments import moment_text
from cases.web.policy import case_page
from cases.web.requests import ActorRequest
from cases.web.tabs import must_read_along
from zsm.decision.models import Decision
from zsm.decision.permissions import can_decide, can_state_facts
from zsm.decision.queries import case_facts, decisions_of, lines, on_the_table
from zsm.decision.rules.act import kinds_text
from zsm.decision.rules.checklist import GUARD_LABELS, Guard
from zsm.decision.rules.flowchart import propose
from zsm.decision.rules.kinds import DECISION_LABELS, DecisionKind
from zsm.web.advice.shown import advice_action, advice_cards, triage_action, triage_cards
from zsm.web.contribution import contribute_action, contribution_cards
from zsm.web.decision.happened import course_actions, course_facts, investigation_facts
from zsm.web.decision.orders import Names, names_in, order_facts
from zsm.web.decision.shown import TableFacts, categories_of, frozen_facts, path_of, sees_path, table_facts
from zsm.web.intake.standing import standing_of


@dataclass(frozen=True, slots=True)
class OrderCard:
    """One order of a decision with its own fields."""

    title: str
    facts: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class DecisionCard:
    """A decision as shown: what, why, who informs the victim, what was set aside, what was on the table."""

    title: str
    source: SourceLine
    orders: tuple[OrderCard, ...]
    facts: tuple[Fact, ...]
    badges: tuple[Badge, ...]
    frozen: TableFacts


@case_page(may=must_read_along)
@require_safe
def tab(request: ActorRequest, access: CaseAccess) -> HttpResponse:
    """The table as it stands now, and the decisions below it."""
    table = on_the_table(access.case)
    facts = case_facts(access.case, request.at, table=table)
    # What the partners brought in stands on cards of its own below; with a decision it is frozen as a line.
    rows = [line for line in lines(table, facts, request.at) if line.code != "contribution"]
    shown = table_facts(access, rows)
    cards, held_back = _decisions(request, access)
    standing = standing_of(access)
    request.trail.shows(categories=shown.categories | standing.categories)
    context = frame(
        request,
        access,
        "zsm",
        shown=shown,
        path=path_of(access, propose(facts)) if sees_path(access, table) else None,
        course=course_facts(access, request.at),
        investigation=investigation_facts(access, request),
        standing=standing,
        decisions=cards,
        decisions_held_back=held_back,
        actions=_actions(access),
        contributions=contribution_cards(request, access),
        contribute=contribute_action(access),
        advices=advice_cards(request, access),
        advise=advice_action(request, access),
        triages=triage_cards(request, access),
        triage=triage_action(access),
        empty=EmptyState(title="Nog geen besluit", icon="gavel"),
    )
    return render(request, "zsm/decision/page.html", context)


def _actions(access: CaseAccess) -> tuple[Action, ...]:
    """What the actor may do here: prepare the facts, or decide."""
    case, actor = access.case, access.actor
    keys = {"zaak": case.public_id}
    actions = []
    if can_decide(actor, case.pk):
        actions.append(
            Action(
                label="Besluiten",
                url=reverse("zsm:decide", kwargs=keys),
                kind="primary",
                icon="gavel",
                shortcut="b",
            )
        )
    if can_state_facts(actor, case.pk):
        label = "Verdenking, bewijs en bezwaren"
        actions.append(Action(label=label, url=reverse("zsm:facts", kwargs=keys), icon="edit", shortcut="f"))
    return (*actions, *course_actions(access))


def _decisions(request: ActorRequest, access: CaseAccess) -> tuple[list[DecisionCard], str]:
    rows = decisions_of(access.case)
    seen = [row for row in rows if access.may_see(Category.DECISION, row.organisation_id)]
    if seen:
        roles = roles_in(access)
        request.trail.shows(
            persons=[role.person_id for role in roles],
            categories={Category.DECISION, *categories_of(roles)},
        )
    names = names_in(access)
    return [_card(access, row, names) for row in seen], held_back_text(len(rows) - len(seen))


def _card(access: CaseAccess, decision: Decision, names: Names) -> DecisionCard:
    orders = list(decision.orders.all())
    informer = decision.informer.name if decision.informer else "niemand aangewezen"
    facts = [
        Fact(label="Motivering", value=decision.motivation),
        Fact(label="Informeert het slachtoffer", value=informer),
    ]
    if decision.late_reason:
        facts.append(Fact(label="Reden van de overschrijding", value=decision.late_reason))
    answer = getattr(decision, "routing_answer", None)
    if answer is not None:
        words = "aanvaard" if answer.accepted else f"teruggestuurd: {answer.reason}"
        facts.append(Fact(label="Routering", value=f"{words}, {moment_text(answer.answered_at)}"))
    badges = []
    if decision.overridden_guards:
        badges.append(Badge(text="waarborg opzijgezet", tone=Tone.DANGER, shape="alarm"))
        labels = "; ".join(GUARD_LABELS[Guard(number)] for number in decision.overridden_guards)
        facts.append(Fact(label="Opzijgezet", value=f"{labels}\n{decision.override_motivation}"))
    # The row tells what OM and Veilig Thuis found.
    if decision.flowchart_row and access.may_see(Category.INVESTIGATION, decision.organisation_id):
        facts.append(Fact(label="Beslisboom", value=f"rij {decision.flowchart_row} op dat moment"))
    what = kinds_text(DecisionKind(order.kind) for order in orders)
    return DecisionCard(
        title=f"{what}, {moment_text(decision.decided_at)}",
        source=SourceLine(
            organisation=decision.organisation.short_name,
            at=decision.decided_at,
            by=decision.decided_by.display_name,
        ),
        orders=tuple(
            OrderCard(
                title=DECISION_LABELS[DecisionKind(order.kind)],
                facts=order_facts(DecisionKind(order.kind), order.values, names),
            )
            for order in orders
        ),
        facts=tuple(facts),
        badges=tuple(badges),
        frozen=frozen_facts(access, decision.on_the_table),
    )
