"""Age, BSN, postcode and telephone number."""

from __future__ import annotations

from datetime import date

import pytest

from cases.persons.rules.age import age_on, is_minor_on
from cases.persons.rules.identifiers import clean_bsn, clean_phone, clean_postcode, phone_text


@pytest.mark.parametrize(
    ("born", "day", "age"),
    [
        (date(2008, 3, 10), date(2026, 3, 9), 17),
        (date(2008, 3, 10), date(2026, 3, 10), 18),
        (date(2008, 2, 29), date(2026, 2, 28), 17),
        (date(2008, 2, 29), date(2026, 3, 1), 18),
        (date(2026, 3, 10), date(2026, 3, 10), 0),
    ],
)
def test_age_is_counted_in_whole_years_on_the_day(born: date, day: date, age: int) -> None:
    assert age_on(born, day) == age


def test_a_suspect_is_a_minor_up_to_the_day_before_the_eighteenth_birthday() -> None:
    assert is_minor_on(date(2008, 3, 10), date(2026, 3, 9))
    assert not is_minor_on(date(2008, 3, 10), date(2026, 3, 10))


def test_nobody_has_an_age_before_birth() -> None:
    with pytest.raises(ValueError, match="geboortedatum"):
        age_on(date(2026, 3, 10), date(2026, 3, 9))


@pytest.mark.parametrize("text", ["111222333", "1112.22.333", " 111 222 333 "])
def test_a_bsn_is_brought_to_nine_digits(text: str) -> None:
    assert clean_bsn(text) == "111222333"


@pytest.mark.parametrize("text", ["111222334", "12345678a", "000000000", "1112223333", ""])
def test_a_bsn_that_fails_the_check_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="BSN"):
        clean_bsn(text)


@pytest.mark.parametrize("text", ["2611ET", "2611 et", " 2611 ET "])
def test_a_postcode_is_written_with_a_space_and_capitals(text: str) -> None:
    assert clean_postcode(text) == "2611 ET"


@pytest.mark.parametrize("text", ["0611 ET", "2611 SS", "26112 ET", "2611", ""])
def test_what_is_no_dutch_postcode_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="postcode"):
        clean_postcode(text)


@pytest.mark.parametrize(
    ("text", "number", "shown"),
    [
        ("06-12345678", "+31612345678", "06 12345678"),
        ("06 12 34 56 78", "+31612345678", "06 12345678"),
        ("+31 (0)6 12345678", "+31612345678", "06 12345678"),
        ("0031612345678", "+31612345678", "06 12345678"),
        ("020-1234567", "+31201234567", "0201234567"),
        ("0800-2000", "+318002000", "08002000"),
        ("0900 8844", "+319008844", "09008844"),
        ("+49 30 1234567", "+49301234567", "+49301234567"),
    ],
)
def test_a_telephone_number_is_kept_in_one_form(text: str, number: str, shown: str) -> None:
    assert clean_phone(text) == number
    assert phone_text(number) == shown


@pytest.mark.parametrize(
    "text", ["", "12345678", "06-1234567", "0612345678901", "06-1234abcd", "+0123456789", "112"]
)
def test_what_is_no_telephone_number_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="telefoonnummer"):
        clean_phone(text)
