"""People whom police already sees: shown, confirmed by hand, never joined by itself (security, S5)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest

from cases.access.actor import Actor
from cases.access.errors import InvalidInput
from cases.access.wall import acting_as
from cases.casefiles.known import known_people
from cases.casefiles.models import Case, CaseRole
from cases.casefiles.rules.known import SamePerson
from cases.persons.models import FamilySystem, Person, PersonLink, PersonRelation
from cases.persons.rules.matching import Grade
from tests.factories.cast import Cast
from tests.factories.story import REGISTERED, register_stalking_case, stalking_intake
from tests.ground.database import afresh
from zsm.intake.services import ArrestIntake, Involved, InvolvedChild, register_arrest

pytestmark = pytest.mark.usefixtures("made", "rolled_back")
LATER = REGISTERED + timedelta(days=30)


@pytest.fixture
def police(cast: Cast) -> Actor:
    return cast.actor("politie")


@pytest.fixture(scope="module")
def made(module_db: None, cast: Cast) -> Case:
    """The family is known to police from an earlier case."""
    return register_stalking_case(cast)


@pytest.fixture
def earlier(rolled_back: None, made: Case) -> Case:
    """That case, for one test."""
    return afresh(made)


@pytest.fixture
def intake(cast: Cast, earlier: Case) -> ArrestIntake:
    """The same people a month later, without a measure."""
    again = stalking_intake(cast, LATER - timedelta(minutes=10))
    return replace(again, measure=None)


def person(case: Case, role: str, first_name: str = "") -> Person:
    rows = Person.objects.filter(case_roles__case=case, case_roles__role=role)
    return rows.get(first_names=first_name) if first_name else rows.get()


def answered(involved: Involved, answers: Mapping[UUID, SamePerson]) -> Involved:
    return replace(involved, answers=answers)


def with_answers(case: Case, intake: ArrestIntake, answer: SamePerson) -> ArrestIntake:
    """Everybody of the earlier case answered in the same way."""

    def answers(role: str, involved: Involved) -> dict[UUID, SamePerson]:
        return {person(case, role, involved.person.first_names).public_id: answer}

    return replace(
        intake,
        suspect=answered(intake.suspect, answers("suspect", intake.suspect)),
        victim=answered(intake.victim, answers("victim", intake.victim)),
        children=tuple(replace(child, answers=answers("child", child)) for child in intake.children),
    )


def register(intake: ArrestIntake, actor: Actor) -> Case:
    with acting_as(actor):
        return register_arrest(intake=intake, actor=actor, at=LATER)


def refused(intake: ArrestIntake, actor: Actor) -> dict[str, list[str]]:
    with pytest.raises(InvalidInput) as refusal:
        register(intake, actor)
    return refusal.value.errors


def test_every_possible_match_blocks_until_somebody_answers(police: Actor, intake: ArrestIntake) -> None:
    errors = refused(intake, police)
    assert set(errors) == {"suspect.match", "victim.match", "child-0.match", "child-1.match"}
    assert errors["suspect.match"] == ["Milan Brandwijk is misschien al bekend. Is dit dezelfde persoon?"]


def test_suspect_and_victim_confirmed_in_one_family_join_that_family(
    police: Actor, earlier: Case, intake: ArrestIntake
) -> None:
    with acting_as(police):
        confirmed = with_answers(earlier, intake, SamePerson.OTHER_FAMILY)
    case = register(confirmed, police)
    with acting_as(police):
        assert case.family_system_id == earlier.family_system_id
        assert set(CaseRole.objects.filter(case=case).values_list("person", "role")) == set(
            CaseRole.objects.filter(case=earlier).values_list("person", "role")
        )
        assert Person.objects.count() == 4
        assert not PersonLink.objects.exists()


def test_one_confirmed_person_of_the_same_family_lets_new_people_join_it(
    police: Actor, earlier: Case, intake: ArrestIntake
) -> None:
    with acting_as(police):
        suspect = person(earlier, "suspect")
    brother = replace(intake.victim.person, first_names="Ruud", last_name="Brandwijk", birth_date=None)
    joined = replace(
        intake,
        suspect=answered(intake.suspect, {suspect.public_id: SamePerson.SAME_FAMILY}),
        victim=Involved(person=brother),
        children=(),
    )
    case = register(joined, police)
    with acting_as(police):
        assert case.family_system_id == earlier.family_system_id
        assert person(case, "suspect") == suspect
        assert person(case, "victim").family_system_id == earlier.family_system_id


def test_same_suspect_in_another_family_becomes_a_linked_row(
    police: Actor, earlier: Case, intake: ArrestIntake
) -> None:
    with acting_as(police):
        known = person(earlier, "suspect")
    new_partner = replace(intake.victim.person, first_names="Ilona", last_name="Kramer")
    elsewhere = replace(
        intake,
        suspect=answered(intake.suspect, {known.public_id: SamePerson.OTHER_FAMILY}),
        victim=Involved(person=new_partner),
        children=(),
    )
    case = register(elsewhere, police)
    with acting_as(police):
        suspect = person(case, "suspect")
        link = PersonLink.objects.get()
        assert FamilySystem.objects.count() == 2
    assert suspect != known
    assert (link.person_id, link.other_id, link.identifiers) == (suspect.pk, known.pk, "BSN")
    assert link.confirmed_by_id == police.user_id


def test_somebody_else_stays_a_row_of_her_own_without_a_link(
    police: Actor, earlier: Case, intake: ArrestIntake
) -> None:
    with acting_as(police):
        others = with_answers(earlier, intake, SamePerson.SOMEBODY_ELSE)
    case = register(others, police)
    with acting_as(police):
        assert case.family_system_id != earlier.family_system_id
        assert Person.objects.count() == 8
        assert not PersonLink.objects.exists()


def test_who_only_sounds_alike_cannot_be_confirmed_as_the_same(
    police: Actor, earlier: Case, intake: ArrestIntake
) -> None:
    with acting_as(police):
        known = person(earlier, "victim")
    alike = replace(intake.victim.person, last_name="Wilden")
    confirmed = replace(
        intake, victim=Involved(person=alike, answers={known.public_id: SamePerson.SAME_FAMILY})
    )
    errors = refused(confirmed, police)
    assert "Neem dan de schrijfwijze van de naam over" in errors["victim.match"][0]


def test_answer_about_somebody_who_no_longer_matches_is_asked_again(
    police: Actor, earlier: Case, intake: ArrestIntake
) -> None:
    with acting_as(police):
        known = person(earlier, "victim")
    changed = replace(intake.victim.person, birth_date=intake.victim.person.birth_date.replace(year=1990))  # type: ignore[union-attr]  # the story gives it
    stale = Involved(person=changed, answers={known.public_id: SamePerson.SAME_FAMILY})
    assert "Bevestig opnieuw" in refused(replace(intake, victim=stale), police)["victim.match"][0]


def test_one_person_cannot_be_confirmed_in_two_places(
    police: Actor, earlier: Case, intake: ArrestIntake
) -> None:
    with acting_as(police):
        confirmed = with_answers(earlier, intake, SamePerson.SAME_FAMILY)
    twice = (confirmed.children[0], confirmed.children[0])
    errors = refused(replace(confirmed, children=twice), police)
    assert "al bevestigd op een andere plaats" in errors["child-1.match"][0]


def test_confirmed_person_is_completed_but_never_overwritten(
    police: Actor, earlier: Case, intake: ArrestIntake
) -> None:
    with acting_as(police):
        confirmed = with_answers(earlier, intake, SamePerson.SAME_FAMILY)
    victim = replace(confirmed.victim.person, bsn="999991772", gender="x")
    register(replace(confirmed, victim=replace(confirmed.victim, person=victim)), police)
    with acting_as(police):
        row = person(earlier, "victim")
    assert (row.bsn, row.gender) == ("999991772", "f")


def test_relations_of_the_family_are_not_recorded_twice(
    police: Actor, earlier: Case, intake: ArrestIntake
) -> None:
    with acting_as(police):
        before = PersonRelation.objects.count()
        confirmed = with_answers(earlier, intake, SamePerson.SAME_FAMILY)
    register(confirmed, police)
    with acting_as(police):
        assert PersonRelation.objects.count() == before


def test_police_of_another_region_is_shown_nobody(cast: Cast, earlier: Case, intake: ArrestIntake) -> None:
    elsewhere = cast.actor("politie-rk")
    with acting_as(elsewhere):
        assert known_people(elsewhere, intake.suspect.person.identity, LATER) == []


def test_match_is_shown_with_its_grade_and_where_the_person_is_known(
    police: Actor, earlier: Case, intake: ArrestIntake
) -> None:
    with acting_as(police):
        (known,) = known_people(police, intake.suspect.person.identity, LATER)
    assert known.match.grade is Grade.BSN
    assert known.known_as == (f"{earlier.number}, verdachte",)


def test_children_that_the_giver_has_not_opened_are_not_shown_as_a_match(
    cast: Cast, earlier: Case, intake: ArrestIntake
) -> None:
    prosecutor = cast.actor("3ro")
    child: InvolvedChild = intake.children[0]
    with acting_as(prosecutor):
        assert known_people(prosecutor, child.person.identity, LATER) == []
        assert known_people(prosecutor, intake.suspect.person.identity, LATER) != []
