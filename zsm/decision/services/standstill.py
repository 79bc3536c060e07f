"""The remand counts again with every period in which the law lets it stand still (art. 64 Sv)."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from cases.access.actor import Actor
from cases.casefiles.models import Case, CaseEvent
from cases.terms.queries import open_terms_of
from cases.terms.rules.counting import Interruption
from cases.terms.rules.kinds import TermKind
from cases.terms.rules.parameters import Parameters
from cases.terms.services import recompute_term
from zsm.decision.models import Escape, OtherDetention
from zsm.decision.rules.standstill import ELSEWHERE, ESCAPED


def interruptions_of(case: Case) -> tuple[Interruption, ...]:
    """Every period at large or held on another title, the earliest first."""
    escapes = Escape.objects.filter(case=case).values_list("escaped_at", "caught_at")
    others = OtherDetention.objects.filter(case=case).values_list("since", "until")
    rows = [
        *(Interruption(since, until, ESCAPED) for since, until in escapes),
        *(Interruption(since, until, ELSEWHERE) for since, until in others),
    ]
    return tuple(sorted(rows, key=lambda row: row.since))


def count_standstill(case: Case, words: str, *, event: CaseEvent, actor: Actor, at: datetime) -> None:
    """Let the running remand count again; `words`: the reason that stays with the former count."""
    pauses = interruptions_of(case)
    for term in list(open_terms_of(case, TermKind.REMAND)):
        recompute_term(
            term=term,
            parameters=replace(Parameters.from_json(term.parameters), interruptions=pauses),
            reason=words,
            actor=actor,
            at=at,
            event=event,
        )
