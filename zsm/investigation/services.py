"""Writing the investigation: OM chooses it, police writes the plan, OM judges it, police carries it out."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from cases.access.actor import Actor
from cases.access.errors import Conflict, InvalidInput
from cases.access.rules.categories import Category
from cases.access.writing import one_write
from cases.casefiles.models import Case, CaseEvent
from cases.casefiles.services import Subject, lock_case, record_event
from cases.organisations.rules import OrganisationKind
from cases.plans.queries import partner
from cases.terms.rules.kinds import TermKind
from cases.terms.rules.parameters import Parameters
from cases.terms.rules.wording import local
from cases.terms.services import cancel_if_open, meet_if_open, start_term
from zsm.investigation.models import InvestigationItem, InvestigationPlan
from zsm.investigation.permissions import check_can_direct, check_can_investigate
from zsm.investigation.queries import items_of, running_plan
from zsm.investigation.rules import (
    ITEM_STATE_LABELS,
    LONGEST_TEXT,
    WRITABLE,
    ItemState,
    NewItem,
    PlanState,
    item_errors,
)


@one_write
def choose_investigation(
    *, case: Case, question: str, wanted_on: date | None, actor: Actor, at: datetime
) -> InvestigationPlan:
    """OM chooses further investigation; police owes the plan, by the day if one is agreed (tables, 3).

    Raises NotAllowed, Conflict when a plan runs or no police takes part, InvalidInput per field.
    """
    check_can_direct(actor, case.pk)
    case = lock_case(case.pk)
    errors = _text_errors("question", question, "Vul in wat er moet worden onderzocht.")
    if wanted_on is not None and wanted_on < local(at).date():
        errors["wanted_on"] = ["Deze dag is al voorbij."]
    if errors:
        raise InvalidInput(errors)
    if running_plan(case) is not None:
        raise Conflict("Er loopt al een onderzoeksplan in deze zaak.")
    police = partner(case, OrganisationKind.POLITIE)
    if police is None:
        raise Conflict("Er neemt geen politie deel aan deze zaak.")
    plan = InvestigationPlan.objects.create(
        case=case,
        question=question.strip(),
        wanted_on=wanted_on,
        organisation_id=actor.organisation_id,
        recorded_by_id=actor.user_id,
        recorded_at=at,
    )
    # OM chooses by recording it; what a plan date asked already runs on.
    cancel_if_open(
        case=case,
        kind=TermKind.INVESTIGATION_PLAN,
        reason="Vervangen door de keuze voor nader onderzoek.",
        actor=actor,
        at=at,
    )
    start_term(
        case=case,
        kind=TermKind.INVESTIGATION_PLAN,
        organisation=police,
        subject=plan,
        parameters=Parameters(on=wanted_on),
        actor=actor,
        at=at,
    )
    _event(case, "investigation_chosen", "Het OM kiest voor nader onderzoek.", plan, actor=actor, at=at)
    return plan


@one_write
def write_plan(
    *, plan: InvestigationPlan, items: Sequence[NewItem], actor: Actor, at: datetime
) -> InvestigationPlan:
    """Police writes the plan; writing again before OM judged it makes a new version. OM owes a judgement.

    Raises NotAllowed, Conflict when OM approved or stopped it, InvalidInput as `item_errors`.
    """
    check_can_investigate(actor, plan.case_id)
    case = lock_case(plan.case_id)
    plan = InvestigationPlan.objects.select_related("organisation").get(pk=plan.pk)
    if PlanState(plan.state) not in WRITABLE:
        raise Conflict(f"Dit onderzoeksplan is {plan.get_state_display()}: het kan niet meer veranderen.")
    if errors := item_errors(items, today=local(at).date()):
        raise InvalidInput(errors)
    plan.version, plan.state = plan.version + 1, PlanState.WRITTEN.value
    plan.save(update_fields=["version", "state"])
    for item in items:
        InvestigationItem.objects.create(
            plan=plan,
            version=plan.version,
            text=item.text.strip(),
            who=item.who.strip(),
            due_on=item.due_on,
            organisation_id=actor.organisation_id,
            recorded_by_id=actor.user_id,
            recorded_at=at,
        )
    start_term(
        case=case,
        kind=TermKind.PARTNER_REQUEST,
        organisation=plan.organisation,
        subject=plan,
        parameters=Parameters(),
        actor=actor,
        at=at,
    )
    words = f"De politie schreef het onderzoeksplan (versie {plan.version})."
    _event(case, "investigation_written", words, plan, actor=actor, at=at)
    return plan


@one_write
def approve_plan(
    *, plan: InvestigationPlan, actor: Actor, at: datetime, remark: str = "", late_reason: str = ""
) -> InvestigationPlan:
    """OM approves the plan: police has met it, and owes each act by its day.

    Raises NotAllowed, Conflict when there is nothing to judge, InvalidInput for a remark that is too long.
    """
    case, plan = _to_judge(plan, actor)
    if len(remark) > LONGEST_TEXT:
        raise InvalidInput({"remark": [f"Gebruik ten hoogste {LONGEST_TEXT} tekens."]})
    plan = _judged(plan, PlanState.APPROVED, remark, actor, at)
    event = _event(
        case, "investigation_approved", "Het OM keurt het onderzoeksplan goed.", plan, actor=actor, at=at
    )
    for kind in (TermKind.PARTNER_REQUEST, TermKind.INVESTIGATION_PLAN):
        meet_if_open(
            case=case, kind=kind, subject=plan, late_reason=late_reason, event=event, actor=actor, at=at
        )
    for item in items_of(plan):
        start_term(
            case=case,
            kind=TermKind.INVESTIGATION_ITEM,
            organisation=item.organisation,
            subject=item,
            parameters=Parameters(on=item.due_on),
            actor=actor,
            at=at,
        )
    return plan


@one_write
def return_plan(*, plan: InvestigationPlan, reason: str, actor: Actor, at: datetime) -> InvestigationPlan:
    """OM sends the plan back with the reason; police still owes it.

    Raises NotAllowed, Conflict when there is nothing to judge, InvalidInput without a reason.
    """
    case, plan = _to_judge(plan, actor)
    if errors := _text_errors("reason", reason, "Geef de reden."):
        raise InvalidInput(errors)
    plan = _judged(plan, PlanState.RETURNED, reason, actor, at)
    event = _event(
        case, "investigation_returned", "Het OM stuurt het onderzoeksplan terug.", plan, actor=actor, at=at
    )
    meet_if_open(case=case, kind=TermKind.PARTNER_REQUEST, subject=plan, event=event, actor=actor, at=at)
    return plan


@one_write
def stop_investigation(
    *, plan: InvestigationPlan, reason: str, actor: Actor, at: datetime
) -> InvestigationPlan:
    """OM stops the investigation with the reason; nothing of it is owed any more.

    Raises NotAllowed, Conflict when it was stopped already, InvalidInput without a reason.
    """
    check_can_direct(actor, plan.case_id)
    case = lock_case(plan.case_id)
    plan = InvestigationPlan.objects.get(pk=plan.pk)
    if plan.state == PlanState.STOPPED.value:
        raise Conflict("Dit onderzoek is al gestopt.")
    if errors := _text_errors("reason", reason, "Geef de reden."):
        raise InvalidInput(errors)
    plan = _judged(plan, PlanState.STOPPED, reason, actor, at)
    event = _event(
        case, "investigation_stopped", "Het OM stopt het nader onderzoek.", plan, actor=actor, at=at
    )
    stop = "Het OM stopte het onderzoek."
    for kind in (TermKind.PARTNER_REQUEST, TermKind.INVESTIGATION_PLAN):
        cancel_if_open(case=case, kind=kind, subject=plan, reason=stop, event=event, actor=actor, at=at)
    for item in items_of(plan):
        cancel_if_open(
            case=case,
            kind=TermKind.INVESTIGATION_ITEM,
            subject=item,
            reason=stop,
            event=event,
            actor=actor,
            at=at,
        )
    return plan


@one_write
def finish_item(
    *,
    item: InvestigationItem,
    state: ItemState,
    result: str,
    actor: Actor,
    at: datetime,
    late_reason: str = "",
) -> InvestigationItem:
    """Police ends an act: done, not done or not possible, the last two with a reason.

    Raises NotAllowed, Conflict when it has ended or the plan is not approved, InvalidInput per field.
    """
    check_can_investigate(actor, item.plan.case_id)
    case = lock_case(item.plan.case_id)
    item = InvestigationItem.objects.select_related("plan").get(pk=item.pk)
    if item.plan.state != PlanState.APPROVED.value or item.version != item.plan.version:
        raise Conflict("Dit onderdeel hoort niet bij een goedgekeurd onderzoeksplan.")
    if item.state != ItemState.OPEN.value:
        raise Conflict(f"Dit onderdeel is al {item.get_state_display()}.")
    errors: dict[str, list[str]] = {}
    if state is ItemState.OPEN:
        errors["state"] = ["Kies hoe dit onderdeel is geëindigd."]
    if state in (ItemState.NOT_DONE, ItemState.NOT_POSSIBLE) or len(result) > LONGEST_TEXT:
        errors |= _text_errors("result", result, "Geef de reden.")
    if errors:
        raise InvalidInput(errors)
    item.state, item.result, item.ended_at = state.value, result.strip(), at
    item.save(update_fields=["state", "result", "ended_at"])
    words = f"Onderdeel van het onderzoeksplan: {ITEM_STATE_LABELS[state]}."
    event = _event(case, "investigation_item_ended", words, item, actor=actor, at=at)
    meet_if_open(
        case=case,
        kind=TermKind.INVESTIGATION_ITEM,
        subject=item,
        late_reason=late_reason,
        event=event,
        actor=actor,
        at=at,
    )
    return item


def _to_judge(plan: InvestigationPlan, actor: Actor) -> tuple[Case, InvestigationPlan]:
    check_can_direct(actor, plan.case_id)
    case = lock_case(plan.case_id)
    found = InvestigationPlan.objects.select_related("organisation").get(pk=plan.pk)
    if found.state != PlanState.WRITTEN.value:
        raise Conflict(f"Dit onderzoeksplan is {found.get_state_display()}: er valt nu niets te beoordelen.")
    return case, found


def _judged(
    plan: InvestigationPlan, state: PlanState, answer: str, actor: Actor, at: datetime
) -> InvestigationPlan:
    plan.state, plan.answer = state.value, answer.strip()
    plan.judged_at, plan.judged_by_id = at, actor.user_id
    plan.save(update_fields=["state", "answer", "judged_at", "judged_by"])
    return plan


def _text_errors(field: str, text: str, empty: str) -> dict[str, list[str]]:
    if not text.strip():
        return {field: [empty]}
    if len(text) > LONGEST_TEXT:
        return {field: [f"Gebruik ten hoogste {LONGEST_TEXT} tekens."]}
    return {}


def _event(case: Case, kind: str, words: str, subject: Subject, *, actor: Actor, at: datetime) -> CaseEvent:
    return record_event(
        case=case,
        kind=kind,
        category=Category.INVESTIGATION,
        summary=words,
        actor=actor,
        at=at,
        subject=subject,
    )
