"""Searching: what is found in the own cases, and that outside them nothing leaves but known or not known."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.urls import reverse

from cases.access.actor import Actor
from cases.access.errors import Conflict, InvalidInput, NotAllowed
from cases.access.models import AccessLogEntry, Participation
from cases.access.trail import Trail
from cases.access.wall import acting_as
from cases.casefiles.rules.searching import (
    SEARCHES_PER_DAY,
    Question,
    looks_like_case_number,
    looks_like_phone,
    question_errors,
)
from cases.casefiles.search_models import SearchQuota
from cases.casefiles.searching import Answer, ask_known, find_cases
from cases.casefiles.services import set_safe_contact
from cases.persons.models import Person
from cases.persons.services import NewSafeContact
from cases.sharing.exclusion import NewRelation, declare_relation
from cases.sharing.rules import Tie
from tests.factories.cast import Cast
from tests.factories.client import WallClient
from tests.factories.family import OPENED, Family, make_family
from tests.zsm.decision.making import past_the_wall

SignIn = Callable[[str], WallClient]
PURPOSE = "Melding over een gezin in onze gemeente."
BSN = "999991772"
VICTIM = Question(last_name="Winter", birth_date=date(1994, 8, 12))
NOBODY = Question(last_name="Zomer", birth_date=date(1994, 8, 12))


@pytest.mark.parametrize(
    ("question", "wrong"),
    [
        (Question(bsn=BSN), set()),
        (VICTIM, set()),
        (Question(last_name="Winter", birth_date=date(1994, 8, 12), first_names="S."), set()),
        (Question(), {"bsn"}),
        (Question(last_name="Winter"), {"birth_date"}),
        (Question(birth_date=date(1994, 8, 12)), {"last_name"}),
        (Question(bsn=BSN, last_name="Winter", birth_date=date(1994, 8, 12)), {"bsn"}),
    ],
)
def test_a_question_is_exact(question: Question, wrong: set[str]) -> None:
    assert set(question_errors(question, PURPOSE)) == wrong


@pytest.mark.parametrize("purpose", ["", "   ", "nodig", "         x"])
def test_a_question_says_what_it_is_for(purpose: str) -> None:
    assert set(question_errors(VICTIM, purpose)) == {"purpose"}


@pytest.mark.parametrize(
    ("words", "number", "phone"),
    [
        ("26-0312", True, False),
        (" 26-10312 ", True, False),
        ("06 12345678", False, True),
        ("+31 (0)6-12345678", False, True),
        ("Winter", False, False),
        ("Sofie Winter", False, False),
        ("26", False, False),
    ],
)
def test_what_was_typed_says_what_it_is(words: str, number: bool, phone: bool) -> None:
    assert looks_like_case_number(words) is number
    assert looks_like_phone(words) is phone


@pytest.fixture
def family(cast: Cast) -> Family:
    """A running case in Duinrand; the victim can be reached at a safe number and has a BSN."""
    family = make_family(cast)
    police = cast.actor("politie")
    with acting_as(police):
        set_safe_contact(
            case=family.case,
            person=family.victim,
            contact=NewSafeContact(phone="06 00001234", phone_safe=True),
            actor=police,
            at=OPENED,
        )
    with past_the_wall():
        Person.objects.filter(pk=family.victim.pk).update(bsn=BSN)
    return family


def found(actor: Actor, words: str) -> list[tuple[str, str]]:
    with acting_as(actor):
        rows = find_cases(actor, words, at=OPENED)
        return [(row.case.number, row.seen.role.person.full_name if row.seen else "") for row in rows]


def ask(actor: Actor, question: Question, purpose: str = PURPOSE) -> Answer:
    with acting_as(actor):
        return ask_known(question=question, purpose=purpose, actor=actor, at=OPENED, trail=Trail())


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("words", "names"),
    [
        ("Winter", ["Sofie Winter"]),
        ("winter", ["Sofie Winter"]),
        ("Wynter", ["Sofie Winter"]),
        ("Sofie Winter", ["Sofie Winter"]),
        ("S Winter", ["Sofie Winter"]),
        ("Anna Winter", []),
        ("Bakkers", []),
        ("0600001234", ["Sofie Winter"]),
        ("+31 6 00001234", ["Sofie Winter"]),
        ("06 00009999", []),
        ("...", []),
    ],
)
def test_in_the_own_cases_a_person_is_found_by_name_sound_or_number(
    cast: Cast, family: Family, words: str, names: list[str]
) -> None:
    assert found(cast.actor("vt"), words) == [(family.case.number, name) for name in names]


@pytest.mark.django_db
def test_a_case_is_found_by_its_number_by_who_takes_part_only(cast: Cast, family: Family) -> None:
    number = family.case.number
    assert found(cast.actor("om"), number) == [(number, "")]
    assert found(cast.actor("zvh"), number) == [(number, "")]
    assert found(cast.actor("om-rk"), number) == []


@pytest.mark.django_db
def test_nobody_is_found_by_a_name_or_number_that_is_not_for_the_searcher(cast: Cast, family: Family) -> None:
    for outsider in ("vt-rk", "politie-rk", "zvh"):
        assert found(cast.actor(outsider), "Winter") == []
    # The safe number is not for the RvdK, the name is.
    assert found(cast.actor("rvdk"), "06 00001234") == []
    assert found(cast.actor("rvdk"), "Winter") == [(family.case.number, "Sofie Winter")]


@pytest.mark.django_db
@pytest.mark.parametrize(
    "question",
    [
        VICTIM,
        Question(last_name="winter", birth_date=date(1994, 8, 12), first_names="S."),
        Question(last_name="van Winter", birth_date=date(1994, 8, 12)),
        Question(last_name="Wínter", birth_date=date(1994, 8, 12)),
        Question(bsn=BSN),
        Question(bsn="9999 91 772"),
    ],
)
def test_outside_the_own_cases_a_known_person_gives_a_contact_point(
    cast: Cast, family: Family, question: Question
) -> None:
    answer = ask(cast.actor("politie-rk"), question)
    assert answer.known
    assert answer.contact == cast.user("vt").organisation


@pytest.mark.django_db
@pytest.mark.parametrize(
    "question",
    [
        NOBODY,
        Question(last_name="Wynter", birth_date=date(1994, 8, 12)),
        Question(last_name="Winter", birth_date=date(1994, 8, 13)),
        Question(last_name="Winter", birth_date=date(1994, 8, 12), first_names="Anna"),
        Question(bsn="111222333"),
    ],
)
def test_what_is_not_exactly_the_same_is_not_known(cast: Cast, family: Family, question: Question) -> None:
    assert ask(cast.actor("politie-rk"), question) == Answer(contact=None, left=SEARCHES_PER_DAY - 1)


@pytest.mark.django_db
def test_who_is_only_somebodys_brother_is_not_known(cast: Cast, family: Family) -> None:
    brother = Question(last_name=family.brother.last_name, birth_date=family.brother.birth_date)
    assert not ask(cast.actor("politie-rk"), brother).known


@pytest.mark.django_db
def test_a_closed_case_is_shielded_for_a_safety_house_and_known_to_others(cast: Cast, family: Family) -> None:
    assert ask(cast.actor("zvh"), VICTIM).known
    with past_the_wall():
        Participation.objects.filter(case=family.case).update(case_open=False)
    assert not ask(cast.actor("zvh"), VICTIM).known
    assert ask(cast.actor("politie-rk"), VICTIM).known


@pytest.mark.django_db
def test_who_knows_the_person_hears_what_everybody_hears_of_nobody(cast: Cast, family: Family) -> None:
    actor = cast.actor("politie-rk")
    assert ask(actor, VICTIM).known
    mine = NewRelation(tie=next(iter(Tie)), last_name="Winter", birth_date=date(1994, 8, 12))
    with acting_as(actor):
        declare_relation(new=mine, actor=actor, at=OPENED)
    assert ask(actor, VICTIM) == Answer(contact=None, left=SEARCHES_PER_DAY - 2)
    assert ask(cast.actor("om-rk"), VICTIM).known


@pytest.mark.django_db
def test_questions_of_a_day_are_counted_by_the_database_and_run_out(cast: Cast, family: Family) -> None:
    actor = cast.actor("politie-rk")
    with past_the_wall():
        day = OPENED.date()
        SearchQuota.objects.create(user_id=actor.user_id, day=day, used=SEARCHES_PER_DAY - 1)
    assert ask(actor, NOBODY).left == 0
    with pytest.raises(Conflict, match="Morgen kunt u weer zoeken"):
        ask(actor, VICTIM)
    with acting_as(actor):
        later = ask_known(
            question=VICTIM, purpose=PURPOSE, actor=actor, at=OPENED + timedelta(days=1), trail=Trail()
        )
        assert later.known
    assert ask(cast.actor("om-rk"), VICTIM).known


@pytest.mark.django_db
def test_a_wrong_question_costs_none_and_says_at_each_field_what_is_wrong(cast: Cast, family: Family) -> None:
    actor = cast.actor("politie-rk")
    for question, field in ((Question(bsn="123456789"), "bsn"), (Question(last_name="W"), "birth_date")):
        with pytest.raises(InvalidInput) as refused:
            ask(actor, question, "")
        assert set(refused.value.errors) == {field, "purpose"}
    assert ask(actor, VICTIM).left == SEARCHES_PER_DAY - 1


@pytest.mark.django_db
def test_who_does_no_casework_or_names_nobody_asks_nothing(cast: Cast, family: Family) -> None:
    for actor in (cast.actor("vt.beheer"), Actor.of_system(cast.user("vt").organisation)):
        with pytest.raises(NotAllowed):
            ask(actor, VICTIM)


@pytest.mark.django_db
def test_the_web_role_cannot_reset_its_own_quota(cast: Cast, family: Family) -> None:
    actor = cast.actor("politie-rk")
    ask(actor, VICTIM)
    for statement in ("UPDATE cases_searchquota SET used = 0", "DELETE FROM cases_searchquota"):
        with (
            pytest.raises(DatabaseError, match="permission denied"),
            acting_as(actor),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(statement)


@pytest.mark.django_db
def test_known_and_not_known_read_the_same_pages_of_the_database(cast: Cast, family: Family) -> None:
    """The same statement, one round trip: medians of many questions lie within each other's spread."""
    actor = cast.actor("politie-rk")
    times: dict[bool, list[float]] = {True: [], False: []}
    for _ in range(20):
        for known, question in ((True, VICTIM), (False, NOBODY)):
            begun = time.perf_counter()
            assert ask(actor, question).known is known
            times[known].append(time.perf_counter() - begun)
    with past_the_wall():
        assert SearchQuota.objects.get(user_id=actor.user_id).used == 40
    hit, miss = (statistics.median(times[known]) for known in (True, False))
    assert hit < miss * 3
    assert miss < hit * 3


@pytest.mark.django_db
def test_the_page_answers_the_same_bytes_for_nobody_and_for_who_is_hidden(
    cast: Cast, family: Family, sign_in: SignIn
) -> None:
    with past_the_wall():
        Participation.objects.filter(case=family.case).update(case_open=False)
    client = sign_in("zvh")

    def answer(question: Question) -> str:
        form = {
            "deel": "buiten",
            "last_name": question.last_name,
            "birth_date": str(question.birth_date),
            "purpose": PURPOSE,
        }
        page = client.post(reverse("cases:search"), form).content.decode()
        panel = page[page.index('id="buiten"') : page.index('aria-label="Buiten mijn zaken"')]
        return panel.replace("59 vragen", "58 vragen")

    assert answer(VICTIM) == answer(NOBODY)
    with past_the_wall():
        hidden, nobody = AccessLogEntry.objects.filter(route="cases:search").order_by("pk")
    assert (hidden.action, hidden.purpose) == ("search", PURPOSE)
    assert hidden.person_ids == []
    assert (nobody.person_ids, nobody.purpose) == ([], PURPOSE)


@pytest.mark.django_db
def test_every_question_is_logged_with_its_purpose_and_whom_it_was_about(
    cast: Cast, family: Family, sign_in: SignIn
) -> None:
    client, path = sign_in("politie-rk"), reverse("cases:search")
    form = {"deel": "buiten", "bsn": BSN, "purpose": PURPOSE}
    page = client.post(path, form).content.decode()
    assert "Bekend" in page
    assert family.case.number not in page
    assert "Winter" not in page
    client.post(path, {"deel": "eigen", "zoek": "Winter"})
    with past_the_wall():
        asked, own = AccessLogEntry.objects.filter(route="cases:search").order_by("pk")
    assert (asked.action, asked.purpose, asked.person_ids) == ("search", PURPOSE, [family.victim.pk])
    assert asked.case_ids == []
    assert (own.action, own.person_ids) == ("search", [])


@pytest.mark.django_db
def test_what_is_wrong_is_said_at_the_field_and_nothing_typed_is_lost(
    cast: Cast, family: Family, sign_in: SignIn
) -> None:
    response = sign_in("vt").post(
        reverse("cases:search"), {"deel": "buiten", "last_name": "Winter", "purpose": PURPOSE}
    )
    page = response.content.decode()
    assert response.status_code == 400
    assert "zoeken op alleen een naam kan niet" in page
    assert 'value="Winter"' in page
    assert PURPOSE in page
