"""Which fields of two rows agree, and by which two they may be joined."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from cases.persons.rules.comparing import Agreement, Identifier, Known, compare, identifiers_text, objections
from cases.persons.rules.matching import Identity

BSN, NAME, BORN, PHONE = Identifier.BSN, Identifier.NAME, Identifier.BIRTH_DATE, Identifier.PHONE
WHO = Identity("Jansen", "Anna Maria", date(1990, 1, 2), "999991772")
ONE = Known(WHO, "+31612345678")


@pytest.mark.parametrize(
    ("other", "field", "expected"),
    [
        (replace(WHO, first_names="A"), NAME, Agreement.EQUAL),
        (replace(WHO, last_name="Janssen"), NAME, Agreement.DIFFERENT),
        (replace(WHO, first_names="Pieter"), NAME, Agreement.DIFFERENT),
        (replace(WHO, first_names=""), NAME, Agreement.UNKNOWN),
        (replace(WHO, birth_date=None), BORN, Agreement.UNKNOWN),
        (replace(WHO, birth_date=date(1990, 2, 1)), BORN, Agreement.DIFFERENT),
        (replace(WHO, bsn=""), BSN, Agreement.UNKNOWN),
        (WHO, BSN, Agreement.EQUAL),
    ],
)
def test_each_field_is_equal_different_or_unknown(
    other: Identity, field: Identifier, expected: Agreement
) -> None:
    assert compare(ONE, Known(other))[field] is expected


def test_a_number_that_is_unknown_on_both_sides_is_not_equal() -> None:
    assert compare(Known(WHO), Known(WHO))[PHONE] is Agreement.UNKNOWN


@pytest.mark.parametrize(
    ("other", "chosen", "refusals"),
    [
        (ONE, (NAME, BORN), 0),
        (ONE, (NAME, PHONE), 0),
        (ONE, (BSN,), 1),
        (ONE, (BSN, BSN), 1),
        (ONE, (BSN, NAME, BORN), 1),
        (ONE, (), 1),
        (Known(WHO), (NAME, PHONE), 1),
        (Known(replace(WHO, birth_date=None)), (BORN, PHONE), 2),
        (Known(replace(WHO, bsn="111222333"), ONE.phone), (NAME, BORN), 1),
    ],
)
def test_two_equal_identifiers_are_needed_and_no_bsn_against(
    other: Known, chosen: tuple[Identifier, ...], refusals: int
) -> None:
    assert len(objections(ONE, other, chosen)) == refusals


def test_the_identifiers_stand_in_one_order() -> None:
    assert identifiers_text((BORN, NAME)) == identifiers_text((NAME, BORN)) == "naam en geboortedatum"
