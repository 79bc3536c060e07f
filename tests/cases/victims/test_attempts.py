"""Who is told when the victim is young, when it is tried again, and what is said about each decision."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time, timedelta

import pytest

from cases.access.errors import InvalidInput
from cases.access.wall import acting_as
from cases.casefiles.services import set_safe_contact
from cases.organisations.rules import OrganisationKind
from cases.persons.models import Person
from cases.persons.services import NewSafeContact, relate
from cases.plans.rules.explained import meaning_of_kind
from cases.plans.rules.measure import MeasureKind
from cases.victims.queries import guardians_of
from cases.victims.rules.contact import Manner, Outcome
from cases.victims.rules.letter import TEXTS
from cases.victims.rules.notices import (
    Topic,
    informer_refusal,
    is_told_through_guardian,
    is_told_with_guardian,
)
from cases.victims.rules.script import SPOKEN, spoken_lines
from cases.victims.services import NewAttempt, record_attempt
from tests.cases.victims.making import SAFE, reachable_family
from tests.cases.victims.making import SPOKEN as NOW
from tests.cases.victims.test_letters import asked
from tests.factories.cast import Cast
from tests.factories.family import Family
from tests.zsm.decision.making import past_the_wall
from zsm.decision.rules.kinds import DecisionKind

TODAY = date(2026, 3, 10)
ARRESTS = {
    MeasureKind.ARREST_RED_HANDED,
    MeasureKind.ARREST_OTHERWISE,
    MeasureKind.HELD_FOR_QUESTIONING,
    MeasureKind.HELD_FOR_IDENTIFICATION,
}


@pytest.mark.parametrize("kind", list(DecisionKind))
def test_for_every_decision_it_is_said_what_it_means(kind: DecisionKind) -> None:
    assert SPOKEN[kind.value]


@pytest.mark.parametrize("code", sorted(SPOKEN))
def test_what_is_said_is_also_written(code: str) -> None:
    assert code in TEXTS


@pytest.mark.parametrize("kind", sorted(set(MeasureKind) - ARRESTS))
def test_for_every_measure_it_is_said_what_it_is(kind: MeasureKind) -> None:
    assert meaning_of_kind(kind)


def test_nothing_is_said_twice() -> None:
    lines = spoken_lines([Topic("dismissal_01"), Topic("dismissal_02"), Topic("unheard of")])
    assert len(lines) == len(set(lines)) == 3


@pytest.mark.parametrize(
    ("born", "through", "along"),
    [
        (None, False, False),
        (date(2014, 3, 11), True, True),
        (date(2014, 3, 10), False, True),
        (date(2008, 3, 11), False, True),
        (date(2008, 3, 10), False, False),
    ],
)
def test_the_guardian_of_a_young_victim_is_told(born: date | None, through: bool, along: bool) -> None:
    assert is_told_through_guardian(born, TODAY) is through
    assert is_told_with_guardian(born, TODAY) is along


@pytest.mark.parametrize("informer", list(OrganisationKind))
@pytest.mark.parametrize("stalking", [True, False])
def test_only_3ro_may_not_inform_and_only_in_stalking(informer: OrganisationKind, stalking: bool) -> None:
    refused = stalking and informer is OrganisationKind.RECLASSERING
    assert bool(informer_refusal(informer=informer, stalking=stalking)) is refused


@pytest.fixture
def family(cast: Cast) -> Family:
    """The victim is a child of eleven; the suspect is her father, the brother can be reached safely."""
    family = reachable_family(cast)
    police = cast.actor("politie")
    with past_the_wall():
        Person.objects.filter(pk=family.victim.pk).update(birth_date=date(2015, 1, 1))
    with acting_as(police):
        relate(person=family.suspect, other=family.victim, kind="parent", actor=police, at=NOW)
        relate(person=family.victim, other=family.brother, kind="child", actor=police, at=NOW)
        set_safe_contact(case=family.case, person=family.brother, contact=SAFE, actor=police, at=NOW)
    return family


ATTEMPT = NewAttempt(outcome=Outcome.REACHED, manner=Manner.PHONE, attempted_at=NOW)


def tried(cast: Cast, family: Family, attempt: NewAttempt) -> None:
    """SHN tries."""
    notice, shn = asked(cast, family), cast.actor("shn")
    with acting_as(shn):
        record_attempt(notice=notice, attempt=attempt, actor=shn, at=NOW)


@pytest.mark.django_db
def test_a_parent_who_is_the_suspect_is_no_guardian_to_tell(cast: Cast, family: Family) -> None:
    with acting_as(cast.actor("shn")):
        assert guardians_of(family.case, family.victim) == [family.brother]


@pytest.mark.django_db
def test_a_child_is_told_through_the_guardian_never_through_the_suspect(cast: Cast, family: Family) -> None:
    for told_to in (None, family.suspect):
        with pytest.raises(InvalidInput) as refused:
            tried(cast, family, replace(ATTEMPT, told_to=told_to))
        assert set(refused.value.errors) == {"told_to"}
    tried(cast, family, replace(ATTEMPT, told_to=family.brother))


@pytest.mark.django_db
def test_the_next_attempt_lies_ahead_and_inside_the_safe_hours(cast: Cast) -> None:
    family, police = reachable_family(cast), cast.actor("politie")
    hours = NewSafeContact(phone=SAFE.phone, phone_safe=True, hours_from=time(9), hours_until=time(17))
    with acting_as(police):
        set_safe_contact(case=family.case, person=family.victim, contact=hours, actor=police, at=NOW)
    missed = replace(ATTEMPT, outcome=Outcome.NOT_REACHED)
    for wrong in (NOW, NOW + timedelta(hours=5)):
        with pytest.raises(InvalidInput) as refused:
            tried(cast, family, replace(missed, next_at=wrong))
        assert set(refused.value.errors) == {"next_at"}
    tried(cast, family, replace(missed, next_at=NOW + timedelta(hours=2)))
