"""The act of the prosecutor: everything is checked, saved with what was on the table, and set in motion."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Final

from cases.access.actor import Actor
from cases.access.errors import Conflict, GuardRefusal, InvalidInput
from cases.access.rules.categories import Category
from cases.access.writing import one_write
from cases.assessments.rules.acute import Trigger
from cases.assessments.services import mark_outdated
from cases.casefiles.models import Case
from cases.casefiles.queries import open_case
from cases.casefiles.rules.states import CaseState
from cases.casefiles.services import lock_case, record_event
from cases.organisations.models import Organisation
from cases.organisations.rules import OrganisationKind
from cases.terms.rules.wording import moment_text
from zsm.decision.models import Decision, DecisionOrder
from zsm.decision.permissions import check_can_decide
from zsm.decision.queries import Preview, freeze, lines, orders_in_custody, possible_informers, preview
from zsm.decision.rules.act import Act, Order, act_errors, kinds_text
from zsm.decision.rules.checklist import GUARD_LABELS, Override
from zsm.decision.rules.fields import COMMON
from zsm.decision.rules.reading import plain_values
from zsm.decision.services.effects import carry_out

DECIDABLE: Final = frozenset({CaseState.AT_ZSM, CaseState.AWAITING})
LONGEST_MOTIVATION: Final = 8000
LONGEST_LATE_REASON: Final = 500
OVERRIDDEN_EVENT: Final = "guard_overridden"


@one_write
def decide(
    *,
    case: Case,
    orders: Sequence[Order],
    motivation: str,
    informer: Organisation | None,
    actor: Actor,
    at: datetime,
    late_reason: str = "",
    override: Override | None = None,
    told_before: Collection[OrganisationKind] = (),
    seen: int | None = None,
) -> Decision:
    """Take a decision with one or more orders (domain guide, section 7; tables, section 4).

    `informer`: the participating organisation that tells the victim. `late_reason`: why the first decision is
    late. `override`: which guards the prosecutor sets aside and why; it counts by the roles of the actor.
    `told_before`: who knew of a release before it. `seen`: how many decisions stood on the screen (None: not
    checked).

    Raises NotAllowed for who is no prosecutor, InvalidInput per field (`rules.act.field_key`), GuardRefusal
    with everything that is missing and who supplies it, Conflict when the case was decided on meanwhile.
    """
    case = lock_case(case.pk)
    check_can_decide(actor, case.pk)
    access = open_case(actor, case.public_id, at=at)
    act = Act(
        orders=tuple(orders),
        motivation=motivation.strip(),
        informer=OrganisationKind(informer.kind) if informer else None,
        late_reason=late_reason.strip(),
        told_before=frozenset(told_before),
    )
    given = replace(override, roles=actor.roles) if override and override.guards else None
    _check_input(case, act, informer, at)
    seen_now = preview(access, act, at, given)
    _check_state(case, act, seen_now, seen)
    if not seen_now.report.allowed:
        raise GuardRefusal(seen_now.report.missing, "Dit besluit kan nu niet worden genomen.")
    decision = _save(case, act, seen_now, informer, given, actor=actor, at=at)
    event = record_event(
        case=case,
        kind="decision_taken",
        category=Category.DECISION,
        summary=f"Besluit van het OM: {kinds_text(act.kinds)}.",
        actor=actor,
        at=at,
        subject=decision,
    )
    if given is not None and seen_now.report.overridden:
        _mark_override(case, decision, actor=actor, at=at)
    carry_out(decision, act, seen_now, informer=informer, event=event, actor=actor, at=at)
    return decision


def _check_input(case: Case, act: Act, informer: Organisation | None, at: datetime) -> None:
    errors = act_errors(act, at=at)
    if len(act.motivation) > LONGEST_MOTIVATION:
        errors["motivation"] = [f"Gebruik ten hoogste {LONGEST_MOTIVATION} tekens."]
    if len(act.late_reason) > LONGEST_LATE_REASON:
        errors["late_reason"] = [f"Gebruik ten hoogste {LONGEST_LATE_REASON} tekens."]
    if informer is not None and informer not in possible_informers(case, stalking=False):
        errors["informer"] = ["Kies een organisatie die aan de zaak deelneemt."]
    if errors:
        raise InvalidInput(errors)


def _check_state(case: Case, act: Act, found: Preview, seen: int | None) -> None:
    """Nobody decides on a screen that is out of date, twice the same, or on a case that is not at ZSM."""
    if seen is not None and seen != Decision.objects.filter(case=case).count():
        last = Decision.objects.filter(case=case).select_related("decided_by").order_by("-decided_at").first()
        who = f"{last.decided_by.display_name} heeft" if last else "Iemand anders heeft"
        raise Conflict(f"{who} intussen een besluit genomen. Kijk na of uw besluit nog klopt.")
    if CaseState(case.state) not in DECIDABLE:
        raise Conflict(f"Deze zaak is {case.get_state_display()}: er valt nu niets te besluiten.")
    kinds = {kind.value for kind in act.kinds}
    given = next((order for order in orders_in_custody(found.table) if order.kind in kinds), None)
    if given is not None:
        raise Conflict(
            f"Dit is al besloten: {given.get_kind_display()}, {moment_text(given.decision.decided_at)} "
            f"door {given.decision.decided_by.display_name}."
        )


def _save(
    case: Case,
    act: Act,
    found: Preview,
    informer: Organisation | None,
    override: Override | None,
    *,
    actor: Actor,
    at: datetime,
) -> Decision:
    overridden = [guard.value for guard in found.report.overridden]
    decision = Decision.objects.create(
        case=case,
        motivation=act.motivation,
        decided_by_id=actor.user_id,
        organisation_id=actor.organisation_id,
        decided_at=at,
        recorded_at=at,
        informer=informer,
        late_reason=act.late_reason if found.facts.first_decision_late else "",
        on_the_table=freeze(found.table, found.facts, found.proposal, lines(found.table, found.facts, at)),
        flowchart_row=found.proposal.row,
        overridden_guards=overridden,
        override_motivation=override.motivation.strip() if override and overridden else "",
    )
    shared = {field.name for field in COMMON}
    for order in act.orders:
        plain = plain_values(order.kind, order.values)
        values = {name: value for name, value in plain.items() if name not in shared}
        DecisionOrder.objects.create(decision=decision, kind=order.kind.value, values=values)
    return decision


def _mark_override(case: Case, decision: Decision, *, actor: Actor, at: datetime) -> None:
    """All see that a guard was set aside, and Veilig Thuis judges again (domain guide, section 7)."""
    labels = {guard.value: label for guard, label in GUARD_LABELS.items()}
    named = "; ".join(f"“{labels[number]}”" for number in decision.overridden_guards)
    record_event(
        case=case,
        kind=OVERRIDDEN_EVENT,
        category=Category.DECISION,
        summary=f"De officier van justitie heeft een waarborg opzijgezet: {named}."[:500],
        actor=actor,
        at=at,
        subject=decision,
    )
    mark_outdated(case=case, trigger=Trigger.GUARD_OVERRIDDEN, actor=actor, at=at)
