"""Reading what happened with the suspect after the decision: the judge, the release, an escape, a routing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from cases.casefiles.models import Case
from cases.casefiles.queries import CaseAccess
from cases.terms.models import Term
from cases.terms.queries import open_terms
from cases.terms.rules.kinds import TermKind
from cases.victims.queries import notice_before_release, victims_who_ask_for_release
from zsm.decision.models import Decision, DecisionOrder, Escape, JudicialOutcome, OtherDetention, Release
from zsm.decision.rules.choices import PreparedBy
from zsm.decision.rules.kinds import DecisionKind
from zsm.intake.queries import current_custody

# What a plan date asks as a request; everything else on its list has a term and a page of its own.
REQUESTED: Final = (PreparedBy.ASSESSMENT, PreparedBy.SAFETY_PLAN)


def outcomes_of(case: Case) -> list[JudicialOutcome]:
    """What the judge decided, the newest first."""
    rows = JudicialOutcome.objects.filter(case=case).select_related("organisation", "informer", "measure")
    return list(rows.order_by("-decided_at", "-pk"))


def releases_of(case: Case) -> list[Release]:
    """Every release, the newest first."""
    rows = Release.objects.filter(case=case).select_related("organisation", "decision", "outcome")
    return list(rows.order_by("-released_at", "-pk"))


def open_escape(case: Case) -> Escape | None:
    """The escape from which the suspect was not caught yet."""
    return Escape.objects.filter(case=case, caught_at__isnull=True).select_related("organisation").first()


def escape_history(case: Case) -> list[Escape]:
    """Every escape, the newest first."""
    return list(Escape.objects.filter(case=case).select_related("organisation").order_by("-escaped_at"))


def open_detention_elsewhere(case: Case) -> OtherDetention | None:
    """The detention on another title that lasts."""
    rows = OtherDetention.objects.filter(case=case, until__isnull=True)
    return rows.select_related("organisation").first()


def detentions_elsewhere(case: Case) -> list[OtherDetention]:
    """Every detention on another title, the newest first."""
    rows = OtherDetention.objects.filter(case=case).select_related("organisation")
    return list(rows.order_by("-since", "-pk"))


def routing_to_answer(case: Case) -> Decision | None:
    """The last routing that the receiving prosecutor has not answered."""
    return (
        Decision.objects.filter(
            case=case, orders__kind=DecisionKind.ROUTING.value, routing_answer__isnull=True
        )
        .select_related("decided_by", "organisation")
        .order_by("-decided_at", "-pk")
        .first()
    )


@dataclass(frozen=True, slots=True)
class PlanDateRequest:
    """What a plan date asks of one organisation: the running term, and which things."""

    term: Term
    asked: tuple[PreparedBy, ...]


def plan_date_requests(access: CaseAccess) -> list[PlanDateRequest]:
    """What plan dates ask of the own organisation; routing and investigation have steps of their own."""
    rows = open_terms().filter(
        case=access.case,
        kind=TermKind.PARTNER_REQUEST.value,
        organisation=access.actor.organisation_id,
        subject_type="decision",
    )
    orders = DecisionOrder.objects.filter(
        decision__case=access.case, kind=DecisionKind.PLAN_DATE.value
    ).select_related("decision")
    needed = {order.decision.public_id: order.values.get("needed_by_then", ()) for order in orders}
    routed = routing_to_answer(access.case)
    skip = routed.public_id if routed else None
    return [
        PlanDateRequest(
            term, tuple(need for need in REQUESTED if need.value in needed[term.subject_public_id])
        )
        for term in rows
        if term.subject_public_id in needed and term.subject_public_id != skip
    ]


def victim_asked_to_know(case: Case) -> bool:
    """Whether a victim of the case asked to be told of a release beforehand (art. 51ac Sv)."""
    return bool(victims_who_ask_for_release(case))


def victims_know(case: Case) -> bool:
    """Whether every victim who asked for it was told in this custody, by the notices on record."""
    custody = current_custody(case)
    if custody is None:
        return False
    return all(row.done for row in notice_before_release(case, since=custody.starts_at))
