"""How a postcode is read."""

from __future__ import annotations

import pytest

from cases.persons.rules.addresses import clean_postcode


@pytest.mark.parametrize(
    ("typed", "clean"), [("1234ab", "1234 AB"), (" 1234  AB ", "1234 AB"), ("1234 Ab", "1234 AB"), ("", "")]
)
def test_a_postcode_in_one_written_form(typed: str, clean: str) -> None:
    assert clean_postcode(typed) == clean


@pytest.mark.parametrize("typed", ["0123 AB", "1234", "1234 SS", "12345 AB", "1234 A", "AB 1234"])
def test_what_is_no_postcode_is_refused(typed: str) -> None:
    with pytest.raises(ValueError, match="geen postcode"):
        clean_postcode(typed)
