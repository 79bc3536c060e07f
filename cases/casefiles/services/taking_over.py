"""In a case: somebody acts on a term that ran out ("Ik pak dit op"), or hands one to a colleague."""

from __future__ import annotations

from datetime import datetime

from cases.access.actor import Actor
from cases.access.errors import InvalidInput
from cases.access.rules.categories import Category
from cases.access.writing import one_write
from cases.casefiles.owing import TELL_OF_DECISIONS
from cases.casefiles.permissions import check_can_give_term, check_can_work
from cases.casefiles.services import lock_case, record_event
from cases.organisations.models import User
from cases.organisations.rules import CASEWORK_ROLES, Role
from cases.terms import taking_over
from cases.terms.models import Term
from cases.terms.rules.kinds import TermKind


@one_write
def take_over(*, term: Term, actor: Actor, at: datetime) -> Term:
    """Act on a term whose moment has passed; the alarm is not repeated and who heard it is told who acts.

    Raises NotAllowed below level contribute, Conflict when it ended, is not late, or somebody acts already.
    """
    case = lock_case(term.case_id)
    check_can_work(actor, case.pk)
    term = taking_over.take_over_term(term=term, actor=actor, at=at)
    name = User.objects.values_list("display_name", flat=True).get(pk=actor.user_id)
    event = record_event(
        case=case,
        kind="term_taken_over",
        category=_category(term),
        summary=f"{name} ({actor.organisation_name}) pakt op: {term.get_kind_display().lower()}.",
        actor=actor,
        at=at,
        subject=term,
    )
    alarmed = taking_over.alarmed_about(term, without=actor.user_id)
    taking_over.tell_who_was_alarmed(term=term, recipients=alarmed, event=event, at=at)
    return term


@one_write
def hand_on(*, term: Term, to: User | None, actor: Actor, at: datetime) -> Term:
    """Make a colleague responsible for a term of the own organisation; None: whoever does the work.

    Who acts on it stays named until the colleague takes it over. Raises NotAllowed for another organisation,
    InvalidInput ("to") for who is no colleague, Conflict when it has ended.
    """
    case = lock_case(term.case_id)
    check_can_give_term(actor, term)
    if to is not None and not _does_casework(to, actor.organisation_id):
        raise InvalidInput({"to": ["Kies een collega die zaken behandelt."]})
    term = taking_over.give_term(term=term, to=to, at=at)
    whom = to.display_name if to else "wie er werkt"
    record_event(
        case=case,
        kind="term_handed_on",
        category=_category(term),
        summary=f"{term.get_kind_display()}: nu bij {whom} ({actor.organisation_name}).",
        actor=actor,
        at=at,
        subject=term,
    )
    return term


def _does_casework(user: User, organisation_id: int) -> bool:
    works = not CASEWORK_ROLES.isdisjoint(Role(role) for role in user.roles)
    return works and user.is_active and user.organisation_id == organisation_id


def _category(term: Term) -> Category:
    """That some terms run tells what was decided."""
    return Category.DECISION if TermKind(term.kind) in TELL_OF_DECISIONS else Category.THAT
