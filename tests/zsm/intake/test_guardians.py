"""A parent or guardian who becomes known after the intake, so that somebody is told in a child's place."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import pytest
import time_machine

from cases.access.errors import InvalidInput, NotAllowed
from cases.access.wall import acting_as
from cases.casefiles.models import Case, CaseEvent, CaseRole
from cases.casefiles.rules.known import SamePerson
from cases.persons.models import Person, PersonRelation
from cases.persons.services import NewPerson
from cases.victims.queries import told_with
from tests.cases.terms.rules.moments import ams
from tests.factories.cast import Cast
from tests.factories.client import WallClient
from tests.zsm.intake.making import held_case, people
from zsm.intake.rules import GuardianIs, GuardianOf, VictimIs
from zsm.intake.services import Involved, InvolvedGuardian, add_guardian

pytestmark = pytest.mark.django_db

NOW = ams("2026-03-10 14:00")
SignIn = Callable[[str], WallClient]


@pytest.fixture(autouse=True)
def now() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def case(cast: Cast) -> Case:
    """A child of eight is the victim; nobody who has authority over it is on record."""
    child = NewPerson(first_names="Noor", last_name="Zandstra", birth_date=date(2017, 6, 1))
    return held_case(cast, **{**people(), "victim": Involved(person=child), "victim_is": VictimIs.OTHER})


def mother(last_name: str = "Zandstra", **changes: Any) -> InvolvedGuardian:
    new = NewPerson(first_names="Iris", last_name=last_name, birth_date=date(1988, 4, 4))
    values: dict[str, Any] = {"person": new, "guardian_of": GuardianOf.VICTIM, **changes}
    return InvolvedGuardian(**values)


def added(cast: Cast, case: Case, guardian: InvolvedGuardian, username: str = "politie") -> Person:
    actor = cast.actor(username)
    with acting_as(actor):
        return add_guardian(case=case, guardian=guardian, actor=actor, at=NOW)


def role_of(case: Case, role: str) -> Person:
    return CaseRole.objects.select_related("person").get(case=case, role=role).person


@pytest.mark.parametrize("username", ["politie", "vt"])
def test_who_becomes_known_later_is_told_in_the_place_of_the_child(
    cast: Cast, case: Case, username: str
) -> None:
    person = added(cast, case, mother(), username)
    with acting_as(cast.actor("shn")):
        assert [who.pk for who in told_with(case, role_of(case, "victim"), NOW)] == [person.pk]
    with acting_as(cast.actor("politie")):
        event = CaseEvent.objects.get(case=case, kind="guardian_added")
    assert event.summary == "Vastgelegd: een ouder of voogd van het slachtoffer."
    assert "Iris" not in event.summary


def test_a_guardian_is_recorded_as_such(cast: Cast, case: Case) -> None:
    person = added(cast, case, mother(guardian_is=GuardianIs.GUARDIAN))
    with acting_as(cast.actor("politie")):
        (relation,) = PersonRelation.objects.filter(person=person)
        assert (relation.kind, relation.other_id) == ("guardian", role_of(case, "victim").pk)


def test_somebody_who_may_be_known_is_asked_about_and_keeps_the_role_in_the_case(
    cast: Cast, case: Case
) -> None:
    first = added(cast, case, mother())
    with pytest.raises(InvalidInput) as asked:
        added(cast, case, mother())
    assert list(asked.value.errors) == ["guardian-0.match"]
    again = added(cast, case, mother(answers={first.public_id: SamePerson.SAME_FAMILY}))
    assert again.pk == first.pk
    with acting_as(cast.actor("politie")):
        assert CaseRole.objects.filter(case=case, role="network").count() == 1


def test_the_suspect_and_the_child_itself_are_no_guardian(cast: Cast, case: Case) -> None:
    for role in ("suspect", "victim"):
        with acting_as(cast.actor("politie")):
            person = role_of(case, role)
        same = NewPerson(
            first_names=person.first_names, last_name=person.last_name, birth_date=person.birth_date
        )
        answers = {person.public_id: SamePerson.SAME_FAMILY}
        with pytest.raises(InvalidInput) as refused:
            added(cast, case, mother(person=same, answers=answers))
        assert list(refused.value.errors) == ["guardian-0.match"]


def test_an_adult_has_no_guardian_and_everything_that_is_wrong_is_told_at_once(
    cast: Cast, case: Case
) -> None:
    wrong = mother("", guardian_of=GuardianOf.SUSPECT)
    with pytest.raises(InvalidInput) as refused:
        added(cast, case, wrong)
    assert set(refused.value.errors) == {"guardian-0.last_name", "guardian-0.guardian_of"}
    assert "De verdachte is meerderjarig" in refused.value.errors["guardian-0.guardian_of"][0]


@pytest.mark.parametrize("username", ["om", "shn", "3ro"])
def test_others_name_no_guardian(cast: Cast, case: Case, username: str) -> None:
    with pytest.raises(NotAllowed, match="ouder of voogd"):
        added(cast, case, mother(), username)


# --- on the page ----------------------------------------------------------------------------------


FORM = {
    "first_names": "Iris",
    "infix": "",
    "last_name": "Zandstra",
    "birth_date": "1988-04-04",
    "gender": "f",
    "bsn": "",
    "guardian_is": "parent",
    "guardian_of": "victim",
}


def test_the_page_records_the_guardian_and_shows_her_among_the_persons(
    cast: Cast, sign_in: SignIn, case: Case
) -> None:
    police, page = sign_in("politie"), f"/zaken/{case.public_id}/zsm/gezagsdrager"
    assert "Ouder of voogd toevoegen" in police.get(f"/zaken/{case.public_id}/zsm").content.decode()
    done = police.post(page, FORM)
    assert (done.status_code, done.headers["Location"]) == (302, f"/zaken/{case.public_id}/personen")
    assert "Iris Zandstra" in police.get(done.headers["Location"]).content.decode()


def test_the_page_asks_who_is_known_and_keeps_what_was_typed(cast: Cast, sign_in: SignIn, case: Case) -> None:
    first = added(cast, case, mother())
    police, page = sign_in("politie"), f"/zaken/{case.public_id}/zsm/gezagsdrager"
    asked = police.post(page, FORM)
    shown = asked.content.decode()
    assert (asked.status_code, "Is dit Iris Zandstra?" in shown) == (400, True)
    assert 'value="1988-04-04"' in shown
    answered = {**FORM, f"bekend-{first.public_id.hex}": SamePerson.SAME_FAMILY.value}
    assert police.post(page, answered).status_code == 302


def test_the_page_says_at_the_field_what_is_wrong(cast: Cast, sign_in: SignIn, case: Case) -> None:
    page = f"/zaken/{case.public_id}/zsm/gezagsdrager"
    refused = sign_in("politie").post(page, {**FORM, "guardian_of": "suspect"})
    assert (refused.status_code, "De verdachte is meerderjarig" in refused.content.decode()) == (400, True)
    assert sign_in("om").get(page).status_code == 403
    assert sign_in("politie-rk").get(page).status_code == 404
