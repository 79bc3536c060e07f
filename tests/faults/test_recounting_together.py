"""Several workers count terms again after a decree at the same moment: each term moves and is told once."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta

import pytest

from cases.access.wall import acting_as
from cases.casefiles.models import CaseEvent
from cases.casefiles.recounting import EVENT, recount_decreed
from cases.organisations.rules import OrganisationKind
from cases.terms.calendar import forget_calendar
from cases.terms.decreed_models import DecreedDay
from cases.terms.decreeing import equate_day
from cases.terms.models import Term
from cases.terms.rules.kinds import TermKind
from tests.cases.terms.making import Thing, a_case, a_term
from tests.cases.terms.rules.moments import ams, end_of
from tests.factories.cast import Cast
from tests.faults.test_sweep_exactly_once import in_threads, past_the_wall

pytestmark = [pytest.mark.faults, pytest.mark.usefixtures("committed_db")]

MONDAY = ams("2026-05-11 10:00")
DECREED = date(2026, 5, 15)
AFTER = end_of("2026-05-20")
WORKERS, TERMS = 4, 60


def test_workers_that_count_together_move_and_tell_each_term_once(cast: Cast) -> None:
    forget_calendar()
    case = a_case(cast, OrganisationKind.OM, OrganisationKind.VT, at=MONDAY)
    for _ in range(TERMS):
        a_term(cast, case, TermKind.VT_ASSESSMENT, OrganisationKind.VT, start=MONDAY, subject=Thing())
    keeper, at = cast.actor("vt.beheer"), MONDAY + timedelta(hours=1)
    with acting_as(keeper):
        equate_day(day=DECREED, ground="Besluit X", actor=keeper, at=at)
    moved: list[int] = []
    in_threads(lambda index: moved.append(recount_decreed(at=at, batch=7)), WORKERS)
    # Whoever found the day taken by another one left it; the next round goes on where that one stopped.
    moved.append(recount_decreed(at=at, batch=7))
    assert sum(moved) == TERMS
    with past_the_wall():
        assert set(Term.objects.filter(status="open").order_by().values_list("due_at", flat=True)) == {AFTER}
        assert Term.objects.filter(status="open").count() == TERMS
        told = Counter(CaseEvent.objects.filter(kind=EVENT).order_by().values_list("subject_public_id"))
        assert set(told.values()) == {1}
        assert len(told) == TERMS
        assert DecreedDay.objects.get().counted_again == TERMS
    forget_calendar()
