"""Reading what was decided, with what was on the table then, and who can inform the victim."""

from __future__ import annotations

from typing import Any

from cases.access.models import Participation
from cases.access.rules.levels import Level
from cases.casefiles.models import Case
from cases.organisations.models import Organisation
from cases.organisations.rules import OrganisationKind
from zsm.decision.models import Decision, DecisionOrder, ProsecutionFacts
from zsm.decision.queries.facts import OnTheTable
from zsm.decision.queries.line import Line
from zsm.decision.rules.act import RULES_VERSION
from zsm.decision.rules.draft import INFORMERS
from zsm.decision.rules.facts import CaseFacts
from zsm.decision.rules.flowchart import Proposal
from zsm.decision.rules.kinds import BEFORE_RC, FIRST


def facts_versions(case: Case) -> list[ProsecutionFacts]:
    """Every version of what OM stated, the newest first."""
    rows = ProsecutionFacts.objects.filter(case=case).select_related("organisation", "recorded_by")
    return list(rows.order_by("-version"))


def decisions_of(case: Case) -> list[Decision]:
    """Every decision with its orders, the newest first."""
    rows = Decision.objects.filter(case=case).select_related(
        "organisation", "decided_by", "informer", "routing_answer"
    )
    return list(rows.prefetch_related("orders").order_by("-decided_at", "-pk"))


def orders_in_custody(table: OnTheTable) -> list[DecisionOrder]:
    """What was ordered about holding or releasing in this custody, the last first; each can be given once."""
    if table.custody is None:
        return []
    given = DecisionOrder.objects.filter(
        decision__case=table.case,
        decision__decided_at__gte=table.custody.starts_at,
        kind__in=[kind.value for kind in FIRST | BEFORE_RC],
    )
    return list(given.select_related("decision__decided_by").order_by("-decision__decided_at", "-pk"))


def possible_informers(case: Case, *, stalking: bool) -> list[Organisation]:
    """The participating organisations that can inform the victim; never 3RO in a stalking case."""
    kinds = [kind.value for kind in INFORMERS if not (stalking and kind is OrganisationKind.RECLASSERING)]
    rows = (
        Participation.objects.filter(
            case=case, ended_at__isnull=True, level__gte=Level.VIEW, organisation__kind__in=kinds
        )
        .select_related("organisation")
        .order_by("organisation__name", "pk")
    )
    return list({row.organisation_id: row.organisation for row in rows}.values())


def freeze(
    table: OnTheTable, facts: CaseFacts, proposal: Proposal, lines: tuple[Line, ...]
) -> dict[str, Any]:
    """What was on the table, to be kept with a decision: records by id and version, and the lines as read."""
    records: dict[str, Any] = {}
    if table.stated:
        records["prosecution_facts"] = {"id": str(table.stated.public_id), "version": table.stated.version}
    for name, part in (("part_a", table.part_a), ("part_b", table.part_b)):
        if part:
            records[name] = {
                "id": str(part.public_id),
                "version": part.version,
                "conclusion": part.conclusion,
                "outdated": part.outdated_at is not None,
            }
    if table.custody:
        records["custody"] = {"id": str(table.custody.public_id), "status": table.custody.status}
    if table.complaint:
        records["complaint"] = {"id": str(table.complaint.public_id), "answer": table.complaint.answer}
    records["advice"] = [
        {"id": str(row.public_id), "version": row.version, "kind": row.kind} for row in table.advices.values()
    ]
    if table.triage:
        records["civil_triage"] = {"id": str(table.triage.public_id), "version": table.triage.version}
    records["contributions"] = [
        {"id": str(row.public_id), "version": row.version, "dissent": bool(row.dissent)}
        for row in table.contributions
    ]
    records["wishes"] = [{"id": str(row.public_id), "version": row.version} for row in table.wishes]
    records["charges"] = [str(row.public_id) for row in table.charges]
    records["measures"] = [str(row.public_id) for row in table.measures]
    records["conditions"] = [str(row.public_id) for row in table.conditions]
    return {
        "rules_version": RULES_VERSION,
        "flowchart": {"row": proposal.row, "route": proposal.route},
        "records": records,
        "missing": {
            "wishes": not table.wishes,
            "advice": not facts.advice_from,
            "part_a": not facts.part_a_present,
        },
        "lines": [line.plain() for line in lines],
    }
