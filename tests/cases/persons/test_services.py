"""Recording persons, linking them, and how they can be reached safely."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time, timedelta

import pytest

from cases.access.actor import Actor
from cases.access.errors import Conflict, InvalidInput, NotAllowed
from cases.access.wall import acting_as
from cases.casefiles.models import CaseEvent
from cases.casefiles.services import add_person, set_safe_contact
from cases.persons.models import Person, PersonRelation, SafeContact
from cases.persons.queries import possible_matches, safe_contact_of
from cases.persons.rules.matching import Identity
from cases.persons.services import NewPerson, NewSafeContact, complete_person, link_persons, relate
from tests.factories.cast import Cast
from tests.factories.family import OPENED, Family, make_family

pytestmark = pytest.mark.django_db
LATER = OPENED + timedelta(hours=2)
SAFE = NewSafeContact(phone="06 1234 5678", phone_safe=True, hours_from=time(19), hours_until=time(21))


@pytest.fixture
def family(cast: Cast) -> Family:
    return make_family(cast)


@pytest.fixture
def police(cast: Cast) -> Actor:
    return cast.actor("politie")


def refused(contact: NewSafeContact, family: Family, actor: Actor) -> dict[str, list[str]]:
    with acting_as(actor), pytest.raises(InvalidInput) as refusal:
        set_safe_contact(case=family.case, person=family.victim, contact=contact, actor=actor, at=LATER)
    return refusal.value.errors


def test_person_of_the_case_is_seen_by_police_and_stands_under_her_sound(
    police: Actor, family: Family
) -> None:
    new = NewPerson(first_names=" Anna  Maria ", last_name="Jansen", birth_date=date(1990, 1, 2))
    with acting_as(police):
        person = add_person(case=family.case, new=new, role="witness", actor=police, at=LATER)
        assert Person.objects.get(pk=person.pk).first_names == "Anna Maria"
        alike = possible_matches(police, Identity("Janssen", "Anna", date(1990, 1, 2)))
    assert [found.person for found in alike] == [person]


@pytest.mark.parametrize(
    ("new", "field"),
    [
        (NewPerson(last_name="Winter", bsn="123456789"), "bsn"),
        (NewPerson(last_name="  "), "last_name"),
        (NewPerson(last_name="Winter", birth_date=date(2026, 3, 11)), "birth_date"),
    ],
)
def test_person_who_cannot_be_right_is_refused_at_the_field(
    police: Actor, family: Family, new: NewPerson, field: str
) -> None:
    with acting_as(police), pytest.raises(InvalidInput) as refusal:
        add_person(case=family.case, new=new, role="witness", actor=police, at=OPENED)
    assert list(refusal.value.errors) == [field]


def test_completing_a_person_fills_only_what_was_not_known(police: Actor, family: Family) -> None:
    more = NewPerson(first_names="Fien", last_name="Zomer", birth_date=date(1999, 9, 9), bsn="999991772")
    with acting_as(police):
        complete_person(person=family.victim, new=more, at=LATER)
        row = Person.objects.get(pk=family.victim.pk)
    assert (row.first_names, row.last_name, row.birth_date) == ("Sofie", "Winter", date(1994, 8, 12))
    assert row.bsn == "999991772"


def test_relation_that_stands_already_is_not_recorded_again(police: Actor, family: Family) -> None:
    with acting_as(police):
        relate(person=family.victim, other=family.suspect, kind="ex_partner", actor=police, at=OPENED)
        relate(person=family.victim, other=family.suspect, kind="ex_partner", actor=police, at=LATER)
        recorded = PersonRelation.objects.filter(person=family.victim, other=family.suspect)
        assert [row.recorded_at for row in recorded] == [OPENED]


def test_persons_who_share_no_two_identifiers_are_never_linked(police: Actor, family: Family) -> None:
    with acting_as(police), pytest.raises(Conflict):
        link_persons(person=family.suspect, other=family.brother, actor=police, at=LATER)


def test_link_the_other_way_round_is_the_same_link(police: Actor, cast: Cast, family: Family) -> None:
    elsewhere = make_family(cast, LATER)
    with acting_as(police):
        link = link_persons(person=family.suspect, other=elsewhere.suspect, actor=police, at=LATER)
        back = link_persons(person=elsewhere.suspect, other=family.suspect, actor=police, at=LATER)
    assert link == back
    assert link.identifiers == "naam en geboortedatum"


def test_new_instructions_replace_the_running_ones_and_keep_them(police: Actor, family: Family) -> None:
    with acting_as(police):
        set_safe_contact(case=family.case, person=family.victim, contact=SAFE, actor=police, at=OPENED)
        changed = replace(SAFE, phone_safe=False)
        set_safe_contact(case=family.case, person=family.victim, contact=changed, actor=police, at=LATER)
        running = safe_contact_of(family.victim)
        former = SafeContact.objects.get(person=family.victim, valid_to=LATER)
    assert running is not None
    assert (running.phone, running.phone_safe) == ("+31612345678", False)
    assert former.phone_safe is True


def test_story_tells_that_safe_contact_was_set_under_its_own_category(police: Actor, family: Family) -> None:
    with acting_as(police):
        set_safe_contact(case=family.case, person=family.victim, contact=SAFE, actor=police, at=LATER)
        event = CaseEvent.objects.get(case=family.case, kind="safe_contact_set")
    assert event.category == "contact"
    assert "0612" not in event.summary


def test_channel_cannot_be_safe_without_number_or_address(police: Actor, family: Family) -> None:
    errors = refused(NewSafeContact(phone_safe=True, email_safe=True), family, police)
    assert set(errors) == {"phone", "email"}


def test_voicemail_needs_a_number_that_is_safe(police: Actor, family: Family) -> None:
    assert set(refused(replace(SAFE, phone_safe=False, voicemail_allowed=True), family, police)) == {
        "voicemail_allowed"
    }


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        (replace(SAFE, phone="12"), "phone"),
        (replace(SAFE, email="geen adres"), "email"),
        (replace(SAFE, hours_until=SAFE.hours_from), "hours_until"),
    ],
)
def test_what_is_no_number_address_or_hours_is_refused_at_the_field(
    police: Actor, family: Family, wrong: NewSafeContact, field: str
) -> None:
    assert set(refused(wrong, family, police)) == {field}


@pytest.mark.parametrize("username", ["shn", "vt", "om"])
def test_who_speaks_with_the_victim_may_set_safe_contact(cast: Cast, family: Family, username: str) -> None:
    actor = cast.actor(username)
    with acting_as(actor):
        set_safe_contact(case=family.case, person=family.victim, contact=SAFE, actor=actor, at=LATER)
        assert safe_contact_of(family.victim) is not None


@pytest.mark.parametrize("username", ["3ro", "rvdk"])
def test_who_never_contacts_the_victim_may_not(cast: Cast, family: Family, username: str) -> None:
    actor = cast.actor(username)
    with acting_as(actor), pytest.raises(NotAllowed):
        set_safe_contact(case=family.case, person=family.victim, contact=SAFE, actor=actor, at=LATER)


def test_person_of_another_case_is_refused(police: Actor, cast: Cast, family: Family) -> None:
    elsewhere = make_family(cast, LATER)
    with acting_as(police), pytest.raises(Conflict):
        set_safe_contact(case=family.case, person=elsewhere.victim, contact=SAFE, actor=police, at=LATER)
