"""Extending how long a suspect is held, as far as the law lets OM or police do so (art. 56b, 58 Sv)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from cases.access.actor import Actor
from cases.access.errors import Conflict, InvalidInput
from cases.access.rules.categories import Category
from cases.access.writing import one_write
from cases.casefiles.models import Case, CaseEvent
from cases.casefiles.services import lock_case, record_event
from cases.organisations.models import Organisation
from cases.plans.services.notices import check_informer
from cases.terms.models import Term
from cases.terms.queries import open_terms, open_terms_of
from cases.terms.rules.kinds import KIND_LABELS, TermKind
from cases.terms.rules.parameters import ExtensionOrder, Parameters
from cases.terms.rules.vocabulary import Length
from cases.terms.rules.wording import due_text
from cases.terms.services import extend_term, recompute_term
from cases.victims.services import require_notices
from zsm.decision.permissions import check_can_extend
from zsm.decision.rules.custody import EXTENDABLE


@dataclass(frozen=True, slots=True, kw_only=True)
class Extension:
    """One order. `amount`: in the unit of the term (hours or days). `condition_met`: the giver states it."""

    kind: TermKind
    amount: int
    reason: str
    condition_met: bool
    informer: Organisation | None = None


@one_write
def extend_holding(*, case: Case, order: Extension, actor: Actor, at: datetime) -> Term:
    """Extend the first-decision term to establish identity, or police custody in urgent necessity.

    Raises NotAllowed, Conflict when the term does not run or has run out, GuardRefusal without informer where
    the victim is told, InvalidInput under "amount" for what the law refuses, KeyError for another kind.
    """
    rule = EXTENDABLE[order.kind]
    check_can_extend(actor, case.pk, by_police=rule.by_police)
    case = lock_case(case.pk)
    term = open_terms_of(case, order.kind).first()
    if term is None:
        raise Conflict(f"De termijn '{KIND_LABELS[order.kind]}' loopt niet.")
    if order.amount < 1:
        raise InvalidInput({"amount": ["Vul ten minste 1 in."]})
    if rule.tells_victim:
        check_informer(case, order.informer)
    length = Length(hours=order.amount) if rule.unit == "hours" else Length(days=order.amount)
    extension = ExtensionOrder(length, order.reason, order.condition_met)
    before = term.due_at
    try:
        extended = extend_term(term=term, order=extension, actor=actor, at=at)
    except InvalidInput as refused:
        raise InvalidInput({"amount": refused.errors["length"]}) from refused
    event = record_event(
        case=case,
        kind="holding_extended",
        category=Category.DECISION,
        summary=f"Verlengd: {rule.label}, tot {due_text(extended.due_at)}."
        if extended.due_at
        else f"Verlengd: {rule.label}.",
        actor=actor,
        at=at,
        subject=extended,
    )
    if before is not None and extended.due_at is not None:
        _move_along(case, before, extended.due_at, event=event, actor=actor, at=at)
    if rule.tells_victim and order.informer is not None:
        require_notices(
            case=case, about=rule.told, subject=extended, informer=order.informer, actor=actor, at=at
        )
    return extended


def _move_along(
    case: Case, before: datetime, after: datetime, *, event: CaseEvent, actor: Actor, at: datetime
) -> None:
    """What counts back from the extended moment moves along with it."""
    for term in list(open_terms().filter(case=case)):
        known = Parameters.from_json(term.parameters)
        if known.reference == before:
            recompute_term(
                term=term,
                parameters=replace(known, reference=after),
                reason="De eerste beslissing is verlengd.",
                actor=actor,
                at=at,
                event=event,
            )
