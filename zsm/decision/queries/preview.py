"""An act that is about to be decided: the facts, the guards over it, and what it would cause."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from cases.casefiles.queries import CaseAccess, sees_role
from zsm.decision.queries.facts import OnTheTable, case_facts, on_the_table
from zsm.decision.rules.act import Act, Effects, check_act, effects
from zsm.decision.rules.checklist import GuardReport, Override
from zsm.decision.rules.facts import CaseFacts
from zsm.decision.rules.flowchart import Proposal, propose


@dataclass(frozen=True, slots=True)
class Preview:
    """What the decision page shows and what the service decides on: the same for both."""

    table: OnTheTable
    facts: CaseFacts
    proposal: Proposal
    report: GuardReport
    effects: Effects


def preview(
    access: CaseAccess,
    act: Act,
    at: datetime,
    override: Override | None = None,
    *,
    table: OnTheTable | None = None,
) -> Preview:
    """Look at an act as it would be decided at this moment, with persons named as the actor may know them.

    `table`: what is on the table, when it was gathered already.
    """
    table = table or on_the_table(access.case)
    names = {role.person_id: role.person.full_name for role in table.roles if sees_role(access, role)}
    facts = case_facts(
        access.case, at, table=table, release_at=act.release_at(at), told=act.told, names=names
    )
    report = check_act(facts, act, override)
    arrested_at = table.custody.arrested_at if table.custody else None
    return Preview(
        table=table,
        facts=facts,
        proposal=propose(facts),
        report=report,
        effects=effects(facts, act, report, decided_at=at, arrested_at=arrested_at),
    )
