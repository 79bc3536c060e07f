"""Possible matches: a grade with reasons, never a merge."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from cases.persons.rules.matching import Grade, Identity, possible_match, possible_matches
from cases.persons.rules.names import family_name_words, sound_key, written_form

BORN = date(1988, 5, 4)
PERSON = Identity(last_name="Jansen", first_names="Pieter", birth_date=BORN, bsn="123456782")
NO_BSN = replace(PERSON, bsn="")

ALIKE = [
    ("Jansen", "Janssen"),
    ("Jansen", "Jansse"),
    ("Meijer", "Meyer"),
    ("Meijer", "Maier"),
    ("Visser", "Fisser"),
    ("Hendriks", "Hendrikx"),
    ("Schouten", "Schoute"),
    ("Brandt", "Brand"),
    ("Mohammed", "Mohamed"),
    ("Yılmaz", "Yilmaz"),
    ("Bakker", "Backer"),
    ("van der Berg", "Berg"),
    ("Cornelissen", "Kornelisse"),
    ("Philips", "Filips"),
    ("Khalid", "Chalid"),
    ("Özdemir", "Ozdemir"),
    ("Celik", "Selik"),
]
DIFFERENT = [
    ("Jansen", "Hansen"),
    ("Bakker", "Dekker"),
    ("Visser", "Wisser"),
    ("Smit", "Smeets"),
    ("Ali", "Lee"),
]


@pytest.mark.parametrize(("one", "other"), ALIKE)
def test_names_that_sound_alike_share_a_key(one: str, other: str) -> None:
    assert sound_key(one) == sound_key(other) != ""


@pytest.mark.parametrize(("one", "other"), DIFFERENT)
def test_names_that_sound_different_do_not_share_a_key(one: str, other: str) -> None:
    assert sound_key(one) != sound_key(other)


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("van der Berg", ("berg",)),
        ("'t Hooft", ("hooft",)),
        ("Bakker-de Wit", ("bakker", "wit")),
        ("De", ("de",)),
        ("El Özdemir", ("ozdemir",)),
    ],
)
def test_infixes_do_not_count_in_a_family_name(name: str, words: tuple[str, ...]) -> None:
    assert family_name_words(name) == words


def test_an_empty_name_has_an_empty_key() -> None:
    assert sound_key("") == ""
    assert written_form(" -' ") == ""


def test_the_same_bsn_is_the_strongest_match_and_names_what_differs() -> None:
    other = Identity(last_name="Bakker", first_names="Kees", birth_date=date(1990, 1, 1), bsn=PERSON.bsn)
    match = possible_match(PERSON, other)
    assert match is not None
    assert match.grade is Grade.BSN
    assert len(match.differences) == 3


def test_two_different_bsns_are_two_persons() -> None:
    assert possible_match(PERSON, replace(PERSON, bsn="111222333")) is None


@pytest.mark.parametrize(
    ("other", "grade"),
    [
        (NO_BSN, Grade.NAME_AND_BIRTH_DATE),
        (replace(NO_BSN, last_name="JANSEN"), Grade.NAME_AND_BIRTH_DATE),
        (replace(NO_BSN, first_names="P."), Grade.NAME_AND_BIRTH_DATE),
        (replace(NO_BSN, first_names=""), Grade.NAME_AND_BIRTH_DATE),
        (replace(NO_BSN, first_names="Pieter Cornelis"), Grade.NAME_AND_BIRTH_DATE),
        (replace(NO_BSN, last_name="Janssen"), Grade.SOUND_AND_BIRTH_DATE),
        (replace(NO_BSN, last_name="Jansen-de Wit"), Grade.SOUND_AND_BIRTH_DATE),
        # A twin or a call name: shown, but weaker.
        (replace(NO_BSN, first_names="Kees"), Grade.SOUND_AND_BIRTH_DATE),
        (replace(NO_BSN, last_name="Dekker"), None),
        (replace(NO_BSN, birth_date=date(1988, 5, 5)), None),
        (replace(NO_BSN, birth_date=None), None),
    ],
)
def test_without_an_equal_bsn_name_and_birth_date_decide(other: Identity, grade: Grade | None) -> None:
    match = possible_match(PERSON, other)
    assert (match.grade if match else None) is grade
    assert possible_match(other, PERSON) == match


def test_a_different_first_name_is_pointed_out() -> None:
    match = possible_match(PERSON, replace(NO_BSN, first_names="Kees"))
    assert match is not None
    assert match.differences == ("De voornaam verschilt: een tweeling, of een roepnaam?",)


def test_candidates_come_back_strongest_first_with_their_own_key() -> None:
    candidates = [
        (1, replace(NO_BSN, last_name="Janssen")),
        (2, replace(NO_BSN, last_name="Dekker")),
        (3, PERSON),
        (4, NO_BSN),
    ]
    assert [key for key, _ in possible_matches(PERSON, candidates)] == [3, 4, 1]
