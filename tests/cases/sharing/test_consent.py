"""Consent opens what it is for as long as it stands, and not a request longer."""

from __future__ import annotations

from datetime import timedelta

import pytest

from cases.access.errors import Conflict, InvalidInput, NotAllowed
from cases.access.rules.categories import Category
from cases.access.rules.consent import ConsentStep, is_open, next_steps
from cases.access.wall import acting_as
from cases.casefiles.models import CaseEvent
from cases.organisations.rules import OrganisationKind
from cases.sharing.services import NewConsent, record_consent
from cases.victims.queries import last_wishes, may_see_wishes, three_answers
from tests.cases.victims.making import SPOKEN, consented, reachable_family, wished
from tests.factories.cast import Cast
from tests.factories.family import Family, family_afresh
from tests.zsm.decision.making import past_the_wall

S = ConsentStep


@pytest.mark.parametrize(
    ("last", "allowed"),
    [
        (None, (S.ASKED, S.GIVEN, S.REFUSED)),
        (S.ASKED, (S.GIVEN, S.REFUSED)),
        (S.GIVEN, (S.WITHDRAWN,)),
        (S.REFUSED, (S.ASKED, S.GIVEN)),
        (S.WITHDRAWN, (S.ASKED, S.GIVEN)),
    ],
)
def test_which_step_may_follow(last: ConsentStep | None, allowed: tuple[ConsentStep, ...]) -> None:
    assert next_steps(last) == allowed


@pytest.mark.parametrize("last", [None, *S])
def test_only_given_opens(last: ConsentStep | None) -> None:
    assert is_open(last) is (last is S.GIVEN)


@pytest.fixture(scope="module")
def made(module_db: None, cast: Cast) -> Family:
    """A victim who told SHN what she wants."""
    family = reachable_family(cast)
    wished(cast, family)
    return family


@pytest.fixture
def family(rolled_back: None, made: Family) -> Family:
    """That family, for one test."""
    return family_afresh(made)


def answers(cast: Cast, family: Family, username: str) -> list[str]:
    """The answers to the three questions as a user sees them in a new request."""
    with acting_as(cast.actor(username)):
        access = family.seen_by(cast, username)
        wishes = last_wishes(family.case, family.victim)
        assert wishes is not None
        return list(three_answers(access, wishes).values())


@pytest.mark.usefixtures("rolled_back")
@pytest.mark.parametrize("steps", [(), (S.ASKED,), (S.REFUSED,), (S.GIVEN, S.WITHDRAWN)])
def test_veilig_thuis_sees_nothing_without_consent(
    cast: Cast, family: Family, steps: tuple[ConsentStep, ...]
) -> None:
    for step in steps:
        consented(cast, family, step)
    assert answers(cast, family, "vt") == []


@pytest.mark.usefixtures("rolled_back")
def test_consent_opens_the_three_answers_and_nothing_else(cast: Cast, family: Family) -> None:
    consented(cast, family)
    assert answers(cast, family, "vt") == ["Zij is bang voor de avond.", "Rust.", "Hij gaat in behandeling."]
    with acting_as(cast.actor("vt")):
        wishes = last_wishes(family.case, family.victim)
        assert wishes is not None
        assert not may_see_wishes(family.seen_by(cast, "vt"), wishes)


@pytest.mark.usefixtures("rolled_back")
def test_withdrawal_works_at_the_next_request(cast: Cast, family: Family) -> None:
    consented(cast, family)
    assert answers(cast, family, "vt")
    consented(cast, family, S.WITHDRAWN, at=SPOKEN + timedelta(minutes=5))
    assert answers(cast, family, "vt") == []


@pytest.mark.usefixtures("rolled_back")
def test_consent_of_one_victim_says_nothing_of_another(cast: Cast, family: Family) -> None:
    consented(cast, family)
    with acting_as(cast.actor("vt")):
        access = family.seen_by(cast, "vt")
        giver = cast.organisation(OrganisationKind.SHN).pk
        assert access.may_see(Category.WISHES, giver, family.victim.pk)
        assert not access.may_see(Category.WISHES, giver, family.brother.pk)
        assert not access.may_see(Category.WISHES, giver)


@pytest.mark.usefixtures("rolled_back")
@pytest.mark.parametrize("username", ["3ro", "rvdk"])
def test_consent_for_veilig_thuis_opens_nothing_for_others(cast: Cast, family: Family, username: str) -> None:
    consented(cast, family)
    assert answers(cast, family, username) == []


@pytest.mark.usefixtures("rolled_back")
@pytest.mark.parametrize("username", ["vt", "politie", "om", "3ro"])
def test_only_slachtofferhulp_records_consent(cast: Cast, family: Family, username: str) -> None:
    with pytest.raises(NotAllowed, match="Slachtofferhulp"):
        consented(cast, family, username=username)


@pytest.mark.usefixtures("rolled_back")
def test_a_step_that_cannot_follow_is_refused(cast: Cast, family: Family) -> None:
    consented(cast, family)
    with pytest.raises(Conflict, match="al gegeven"):
        consented(cast, family)


@pytest.mark.usefixtures("rolled_back")
def test_the_suspect_consents_to_nothing(cast: Cast, family: Family) -> None:
    actor = cast.actor("shn")
    with acting_as(actor), pytest.raises(Conflict, match="nooit de verdachte"):
        record_consent(
            case=family.case,
            person=family.suspect,
            category=Category.WISHES,
            recipient=OrganisationKind.VT,
            consent=NewConsent(step=S.GIVEN, stepped_at=SPOKEN),
            actor=actor,
            at=SPOKEN,
        )


@pytest.mark.usefixtures("rolled_back")
def test_a_moment_to_come_and_a_long_note_are_refused_per_field(cast: Cast, family: Family) -> None:
    with pytest.raises(InvalidInput) as refused:
        consented(cast, family, stepped_at=SPOKEN + timedelta(minutes=1), note="x" * 301)
    assert set(refused.value.errors) == {"stepped_at", "note"}


@pytest.mark.usefixtures("rolled_back")
def test_every_step_stands_in_the_story_without_showing_it_to_veilig_thuis(
    cast: Cast, family: Family
) -> None:
    consented(cast, family, S.REFUSED)
    with past_the_wall():
        event = CaseEvent.objects.get(case=family.case, kind="consent_refused")
    assert event.category == Category.WISHES.value
    with acting_as(cast.actor("vt")):
        assert not family.seen_by(cast, "vt").may_see(Category.WISHES, event.organisation_id)
