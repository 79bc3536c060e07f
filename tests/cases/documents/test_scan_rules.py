"""The scan finds what is protected however it is written, and nothing else."""

from __future__ import annotations

import pytest

from cases.documents.rules.scan import Protected, Secret, addresses_in, findings, stands_in

PHONE = Protected(Secret.PHONE, "06-00000417")
POSTCODE = Protected(Secret.POSTCODE, "1234 AB")
ADDRESS = Protected(Secret.ADDRESS, "Meidoornstraat 14")
EMAIL = Protected(Secret.EMAIL, "esmee@voorbeeld.example")
SCHOOL = Protected(Secret.SCHOOL, "De Zandloper")


@pytest.mark.parametrize(
    ("entry", "text"),
    [
        (PHONE, "Bel 0600000417."),
        (PHONE, "Bel 06 00 00 04 17."),
        (PHONE, "+31 6 00000417"),
        (PHONE, "0031600000417"),
        (PHONE, "(06) 0000-0417"),
        (PHONE, "06/00000417"),
        (PHONE, "06–0000‑0417"),
        (POSTCODE, "in 1234AB"),
        (POSTCODE, "in 1234 ab,"),
        (POSTCODE, "in 1234-AB"),
        (ADDRESS, "rond de meidoornstraat 14 te Duinstede"),
        (ADDRESS, "MEIDOORNSTRAAT14"),
        (ADDRESS, "Meidoorn-straat, 14"),
        (Protected(Secret.ADDRESS, "Çelikstraat 3"), "bij celikstraat 3"),
        (EMAIL, "Esmee@Voorbeeld.Example"),
        (EMAIL, "esmee (at) voorbeeld.example"),
        (EMAIL, "esmee@ voorbeeld.example"),
        (SCHOOL, "bij basisschool de zandloper"),
        (SCHOOL, "De Zand-loper"),
    ],
)
def test_it_is_found_in_every_way_of_writing(entry: Protected, text: str) -> None:
    assert stands_in(entry, text)


@pytest.mark.parametrize(
    ("entry", "text"),
    [
        (PHONE, "Bel 0600000418."),
        (PHONE, "art. 509hh Sv, 90 dagen vanaf 10 maart 2026"),
        (Protected(Secret.PHONE, "12"), "12 dagen"),
        (Protected(Secret.PHONE, ""), "06"),
        (POSTCODE, "1234 CD"),
        (ADDRESS, "Meidoornstraat 141"),
        (ADDRESS, "de hele Meidoornstraat"),
        (EMAIL, "esmee@elders.example"),
        (Protected(Secret.SCHOOL, "abc"), "abcdef"),
    ],
)
def test_something_else_passes(entry: Protected, text: str) -> None:
    assert not stands_in(entry, text)


def test_a_finding_names_the_field_and_the_kind_once_and_never_the_value() -> None:
    texts = [("veld ‘gevolg’", "bel 0600000417 of 06-00000417"), ("veld ‘voorwaarde’", "niets")]
    [found] = findings(texts, [PHONE, PHONE, POSTCODE])
    assert (found.where, found.secret) == ("veld ‘gevolg’", Secret.PHONE)
    assert "417" not in str(found)


@pytest.mark.parametrize(
    ("area", "values"),
    [
        ("Meidoornstraat 14 en 500 meter eromheen", ["Meidoornstraat 14"]),
        ("Laan van Meerdervoort 120 B, Duinstede", ["Laan van Meerdervoort 120 B"]),
        ("1234 AB, nummer 5", ["1234 AB"]),
        ("de wijk Oost", []),
    ],
)
def test_an_address_is_found_in_the_area_of_a_measure(area: str, values: list[str]) -> None:
    assert [entry.value for entry in addresses_in(area)] == values
