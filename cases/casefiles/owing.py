"""Which of what is owed in a case an actor may know of."""

from __future__ import annotations

from typing import Final

from cases.access.rules.categories import Category
from cases.access.rules.levels import Level
from cases.casefiles.queries import CaseAccess
from cases.terms.models import Term
from cases.terms.queries import open_terms
from cases.terms.rules.kinds import TermKind

# That these run tells what was decided: custody, orders, measures and their breaches.
TELL_OF_DECISIONS: Final = frozenset(
    {
        TermKind.POLICE_CUSTODY,
        TermKind.BEFORE_RC,
        TermKind.REMAND,
        TermKind.DETENTION,
        TermKind.BEHAVIOURAL_ORDER,
        TermKind.TEMPORARY_RESTRAINING_ORDER,
        TermKind.SERVE_MEASURE,
        TermKind.REGISTER_MEASURE,
        TermKind.MEASURE_ENDS,
        TermKind.TELL_MEASURE_ENDS,
        TermKind.TELL_BREACH,
        TermKind.JUDGE_BREACH,
    }
)


def sees_term(access: CaseAccess, kind: str, owner_id: int) -> bool:
    """Whether the actor may know that a term runs or ran: what was decided shows through some of them."""
    if access.level < Level.VIEW:
        return False
    if TermKind(kind) not in TELL_OF_DECISIONS or owner_id == access.actor.organisation_id:
        return True
    return access.may_see(Category.DECISION, access.case.organisation_id)


def owed_in(access: CaseAccess) -> list[Term]:
    """What is still owed in a case as far as the actor may know it, by due moment."""
    rows = open_terms().filter(case=access.case)
    return [term for term in rows if sees_term(access, term.kind, term.organisation_id)]
