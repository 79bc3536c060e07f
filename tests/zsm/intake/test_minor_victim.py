"""A case whose only child is the victim: the Raad takes part for that child and owes the triage."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from cases.access.errors import InvalidInput
from cases.access.wall import acting_as
from cases.casefiles.models import Case
from cases.persons.services import NewPerson
from tests.factories.cast import Cast
from tests.zsm.advice.making import triaged
from tests.zsm.intake.making import REGISTERED, charge, heard_case, held_case, joined, owes, people
from zsm.advice.queries import advice_facts
from zsm.decision.queries import case_facts
from zsm.decision.rules.facts import Answer
from zsm.intake.queries import children_of
from zsm.intake.rules import VictimIs
from zsm.intake.services import Involved

pytestmark = pytest.mark.django_db

TRIAGE, CIVIL = ("rvdk", "civil_triage"), ("rvdk", "civil")


def victim(born: date | None) -> dict[str, Any]:
    new = NewPerson(first_names="Noor", last_name="Zandstra", birth_date=born)
    return {**people(), "victim": Involved(person=new), "victim_is": VictimIs.CHILD}


@pytest.mark.parametrize("open_case", [held_case, heard_case])
def test_the_raad_takes_part_and_owes_the_triage_for_a_minor_victim(cast: Cast, open_case: Any) -> None:
    case: Case = open_case(cast, **victim(date(2015, 6, 1)))
    assert CIVIL in joined(case)
    assert TRIAGE in owes(case)


@pytest.mark.parametrize("born", [date(1992, 4, 4), date(2008, 3, 10), None])
def test_it_does_not_for_an_adult_or_somebody_of_unknown_age(cast: Cast, born: date | None) -> None:
    case = held_case(cast, **victim(born))
    assert CIVIL not in joined(case)
    assert TRIAGE not in owes(case)


def test_the_age_on_the_first_day_of_an_offence_counts(cast: Cast) -> None:
    charges = (charge(), charge("138-1", on=date(2026, 3, 1)))
    case = held_case(cast, **victim(date(2008, 3, 5)), charges=charges)
    assert TRIAGE in owes(case)


def test_the_triage_tells_of_the_victim_and_is_met(cast: Cast) -> None:
    case = held_case(cast, **victim(date(2015, 6, 1)))
    with acting_as(cast.actor("rvdk")):
        (child,) = children_of(case)
    assert child.role == "victim"
    saved = triaged(cast, case)
    assert [row["child"] for row in saved.concerns] == [str(child.person.public_id)]
    assert TRIAGE not in owes(case)
    with pytest.raises(InvalidInput) as wrong:
        triaged(cast, case, concerns=())
    assert list(wrong.value.errors) == [f"child.{child.person.public_id}"]


def test_flowchart_and_advice_know_that_there_is_a_child(cast: Cast) -> None:
    case = held_case(cast, **victim(date(2015, 6, 1)))
    with acting_as(cast.actor("om")):
        assert case_facts(case, REGISTERED).children is Answer.YES
    with acting_as(cast.actor("3ro")):
        assert advice_facts(case, REGISTERED).children
