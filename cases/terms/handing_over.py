"""What an organisation owes goes over to another one, as it is: nothing starts again."""

from __future__ import annotations

from datetime import datetime

from cases.access.actor import Actor
from cases.access.writing import one_write
from cases.organisations.models import Organisation
from cases.terms.models import Term
from cases.terms.queries import HasKey
from cases.terms.rules.states import TermStatus
from cases.terms.rules.wording import moment_text
from cases.terms.services import cancel_term


@one_write
def hand_terms_over(
    *, case: HasKey, former: Organisation, to: Organisation, actor: Actor, at: datetime
) -> list[Term]:
    """Let another organisation owe all that one still owes in a case; answers those terms.

    Start, due moment and stages stay, also the warnings that were given; only the person goes, who works for
    the former one. Where the new one owes the same already, what runs out first runs on.
    """
    owed = Term.objects.select_for_update(no_key=True).filter(case=case.pk, status=TermStatus.OPEN.value)
    double = {_about(term): term for term in owed.filter(organisation=to)}
    said = f"Overgegaan van {former.name} naar {to.name} op {moment_text(at)}; begin en einde blijven gelijk."
    went: list[Term] = []
    for term in owed.filter(organisation=former).order_by("pk"):
        other = double.get(_about(term))
        if other is not None:
            keeps = other if _comes_first(other, term) else term
            ends = term if keeps is other else other
            cancel_term(term=ends, reason=f"{to.name} had deze termijn al.", actor=actor, at=at)
            if keeps is other:
                continue
        term.organisation, term.person = to, None
        term.steps = [*term.steps, said]
        term.save(update_fields=["organisation", "person", "steps"])
        went.append(term)
    return went


def _about(term: Term) -> tuple[str, str, object]:
    return (term.kind, term.subject_type, term.subject_public_id)


def _comes_first(one: Term, other: Term) -> bool:
    if one.due_at is None or other.due_at is None:
        return one.due_at is not None
    return one.due_at <= other.due_at
