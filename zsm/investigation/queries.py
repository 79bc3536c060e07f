"""Reading the investigation plan with the acts of its last version."""

from __future__ import annotations

from uuid import UUID

from cases.casefiles.models import Case
from zsm.investigation.models import InvestigationItem, InvestigationPlan
from zsm.investigation.rules import PlanState


def running_plan(case: Case) -> InvestigationPlan | None:
    """The plan that was not stopped; None when OM has not chosen investigation."""
    plans = InvestigationPlan.objects.filter(case=case).exclude(state=PlanState.STOPPED.value)
    return plans.select_related("organisation", "judged_by").first()


def plans_of(case: Case) -> list[InvestigationPlan]:
    """Every plan of the case, the newest first."""
    rows = InvestigationPlan.objects.filter(case=case).select_related("organisation", "judged_by")
    return list(rows.order_by("-recorded_at", "-pk"))


def items_of(plan: InvestigationPlan) -> list[InvestigationItem]:
    """The acts of the last version."""
    rows = InvestigationItem.objects.filter(plan=plan, version=plan.version)
    return list(rows.select_related("organisation").order_by("pk"))


def item_of(case: Case, public_id: UUID) -> InvestigationItem:
    """One act of the case. Raises InvestigationItem.DoesNotExist for one of another case."""
    return InvestigationItem.objects.select_related("plan__case").get(plan__case=case, public_id=public_id)
