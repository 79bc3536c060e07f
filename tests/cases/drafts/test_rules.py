"""What of a form is kept as a draft."""

from __future__ import annotations

import pytest

from cases.drafts.rules import LARGEST, TooLarge, kept_fields


def test_every_value_of_a_field_is_kept() -> None:
    typed = {"omschrijving": ["Belde aan."], "personen": ["a", "b"]}
    assert kept_fields(typed) == typed


@pytest.mark.parametrize(
    "name", ["csrfmiddlewaretoken", "concept", "stap", "password", "new_password1", "wachtwoord", "otp_token"]
)
def test_what_is_secret_or_belongs_to_the_sending_is_not_kept(name: str) -> None:
    assert kept_fields({name: ["geheim"], "tekst": ["x"]}) == {"tekst": ["x"]}


def test_the_largest_draft_still_fits_and_one_character_more_does_not() -> None:
    assert kept_fields({"a": ["x" * (LARGEST - 1)]})
    with pytest.raises(TooLarge):
        kept_fields({"a": ["x" * LARGEST]})
