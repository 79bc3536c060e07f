"""Rules of the intake that need no database."""

from __future__ import annotations

import pytest

from cases.offences.models import VICTIM_CHOICES
from cases.persons.models import RELATION_CHOICES
from cases.terms.rules.vocabulary import StartEvent
from tests.cases.terms.rules.moments import ams
from zsm.intake.rules import RELATIONS, VICTIM_IS_LABELS, Confirmed, VictimIs, clock_start, family_of_case

ARRIVED, ORDERED = ams("2026-03-10 10:00"), ams("2026-03-10 10:20")


def test_every_answer_about_the_victim_is_known_to_the_family_and_to_the_law() -> None:
    kinds, relations = dict(RELATION_CHOICES), dict(VICTIM_CHOICES)
    assert set(RELATIONS) == set(VictimIs) == set(VICTIM_IS_LABELS)
    assert all(kind in kinds and relation.value in relations for kind, relation in RELATIONS.values())


def test_case_is_about_a_new_family_when_only_the_suspect_is_known_from_another() -> None:
    assert family_of_case([Confirmed("suspect", 7, same_family=False)]) is None


def test_children_of_one_family_do_not_decide_without_the_users_word() -> None:
    assert family_of_case([Confirmed("child-0", 7, same_family=False)]) is None
    assert family_of_case([Confirmed("child-0", 7, same_family=True)]) == 7


def test_couple_known_together_in_one_of_two_families_joins_that_one() -> None:
    rows = [
        Confirmed("suspect", 7, same_family=False),
        Confirmed("suspect", 8, same_family=False),
        Confirmed("victim", 8, same_family=False),
    ]
    assert family_of_case(rows) == 8


def test_two_families_named_for_one_case_are_refused() -> None:
    rows = [Confirmed("suspect", 7, same_family=True), Confirmed("victim", 8, same_family=True)]
    with pytest.raises(ValueError, match="meer dan één gezin"):
        family_of_case(rows)


def test_clock_starts_at_the_arrival_unless_the_location_counts_from_a_recorded_order() -> None:
    by_default = clock_start(StartEvent.ARRIVAL, arrived_at=ARRIVED, order_at=ORDERED)
    by_order = clock_start(StartEvent.ORDER, arrived_at=ARRIVED, order_at=ORDERED)
    without_order = clock_start(StartEvent.ORDER, arrived_at=ARRIVED, order_at=None)
    assert (by_default.at, by_order.at, without_order.at) == (ARRIVED, ORDERED, ARRIVED)
    assert without_order.event is StartEvent.ARRIVAL
