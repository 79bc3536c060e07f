"""What the form of a decision starts from: who can inform, whom an order can protect, what is filled in."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from cases.casefiles.models import CaseRole
from cases.casefiles.queries import CaseAccess, roles_in
from cases.organisations.models import Organisation
from zsm.decision.queries import OnTheTable, case_facts, decisions_of, possible_informers
from zsm.decision.rules.choices import CustodyGround
from zsm.decision.rules.conditions import is_release
from zsm.decision.rules.facts import CaseFacts
from zsm.decision.rules.kinds import RELEASE, DecisionKind
from zsm.web.decision.form import Setup


def setup_of(access: CaseAccess, table: OnTheTable, at: datetime, kinds: Iterable[DecisionKind]) -> Setup:
    """The choices and defaults of the form for one case at a moment; `kinds`: what is being chosen."""
    facts = case_facts(access.case, at, table=table)
    informers = possible_informers(access.case, stalking=facts.stalking)
    persons = [role for role in roles_in(access) if role.role != "suspect"]
    return Setup(
        informers=tuple(informers),
        informer=_usual(access, informers),
        persons=tuple((str(role.person.public_id), _named(role)) for role in persons),
        measures=tuple(
            (str(row.public_id), f"{row.label} ({row.basis})") for row in table.measures if row.served_at
        ),
        defaults=_defaults(table, facts, persons, at),
        seen=len(decisions_of(access.case)),
        late=facts.first_decision_late,
        ask_told=any(is_release(kind, facts) and kind not in RELEASE for kind in kinds),
    )


def _usual(access: CaseAccess, informers: Iterable[Organisation]) -> Organisation | None:
    """Who informs the victim as the ZSM location has set it, when that organisation takes part."""
    location = access.case.zsm_location
    if location is None:
        return None
    return next((row for row in informers if row.kind == location.informer_kind), None)


def _named(role: CaseRole) -> str:
    return f"{role.person.full_name} ({role.get_role_display()})"


def _defaults(
    table: OnTheTable, facts: CaseFacts, persons: Iterable[CaseRole], at: datetime
) -> dict[str, object]:
    """What can be filled in beforehand without deciding anything: the moment, the place, whom it is about."""
    defaults: dict[str, object] = {
        "order_moment": at.replace(second=0, microsecond=0),
        "released_at": at.replace(second=0, microsecond=0),
        "persons": [str(role.person.public_id) for role in persons if role.role in ("victim", "child")],
    }
    if table.custody is not None and table.custody.place:
        defaults["place"] = table.custody.place
    if not facts.part_a_present:
        defaults["ground"] = CustodyGround.AWAIT_ASSESSMENT.value
    return defaults
