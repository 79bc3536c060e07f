"""The offence catalogue against the table of offences and measures by law, section 1, row by row."""

from __future__ import annotations

from datetime import date

import pytest

from cases.offences.rules.catalogue import (
    CATALOGUE,
    UnknownOffence,
    offence,
    offence_version,
    offences_in_force,
    search,
)
from cases.offences.rules.offence import CATALOGUE_START, Klacht, Offence, OffenceKind
from cases.offences.rules.penalty import Maximum

ON = date(2026, 7, 1)

# code, maximum, remand ground, eight-year offence, klacht, maximum with art. 304
TABLE = """
300-1     3 jaar                  b  -  -  4 jaar
300-2     4 jaar                  a  -  -  5 jaar en 4 maanden
300-3     6 jaar                  a  -  -  8 jaar
301-1     4 jaar                  a  -  -  5 jaar en 4 maanden
301-2     6 jaar                  a  -  -  8 jaar
301-3     9 jaar                  a  8  -  12 jaar
302-1     8 jaar                  a  8  -  10 jaar en 8 maanden
302-2     10 jaar                 a  8  -  13 jaar en 4 maanden
303-1     12 jaar                 a  8  -  16 jaar
303-2     15 jaar                 a  8  -  20 jaar
306-1     2 jaar                  -  -  -  -
306-2     3 jaar                  -  -  -  -
287       25 jaar                 a  8  -  -
289       levenslang of 30 jaar   a  8  -  -
285-1     3 jaar                  b  -  -  -
285-2     4 jaar                  a  -  -  -
285a      4 jaar                  a  -  -  -
284       2 jaar                  b  -  ?  -
285d      2 jaar                  b  -  -  -
285b      3 jaar                  b  -  K  -
282-1     8 jaar                  a  8  -  -
282-2     9 jaar                  a  8  -  -
282-3     12 jaar                 a  8  -  -
278       12 jaar                 a  8  -  -
279-1     6 jaar                  a  -  -  -
279-2     9 jaar                  a  8  -  -
280-1     3 jaar                  -  -  -  -
280-1-12  6 jaar                  a  -  -  -
255       2 jaar                  -  -  -  -
257-1     7 jaar en 6 maanden     a  -  -  -
257-2     9 jaar                  a  8  -  -
273f-1    12 jaar                 a  8  -  -
273f-3    15 jaar                 a  8  -  -
273f-4    18 jaar                 a  8  -  -
273f-5    levenslang of 30 jaar   a  8  -  -
240       2 jaar                  -  -  -  -
242       4 jaar                  a  -  -  -
241-1     6 jaar                  a  -  -  -
241-2     8 jaar                  a  8  -  -
243-1     9 jaar                  a  8  -  -
243-2     12 jaar                 a  8  -  -
245-1     6 jaar                  a  -  -  -
245-2     8 jaar                  a  8  -  -
246-1     9 jaar                  a  8  -  -
246-2     12 jaar                 a  8  -  -
247-1     8 jaar                  a  8  -  -
247-2     10 jaar en 8 maanden    a  8  -  -
248-1     12 jaar                 a  8  -  -
248-2     15 jaar                 a  8  -  -
249-1     10 jaar                 a  8  -  -
249-2     13 jaar en 4 maanden    a  8  -  -
250-1     15 jaar                 a  8  -  -
250-2     18 jaar                 a  8  -  -
251-1     2 jaar                  b  -  -  -
251-2     1 jaar en 6 maanden     b  -  -  -
252       6 jaar                  a  -  -  -
254b      6 maanden               b  -  -  -
254ba-1   1 jaar                  b  -  -  -
254ba-2   2 jaar                  b  -  -  -
350-1     2 jaar                  b  -  -  -
350-2     5 jaar                  a  -  -  -
310       4 jaar                  a  -  -  -
311-1     6 jaar                  a  -  -  -
311-2     9 jaar                  a  8  -  -
312-1     9 jaar                  a  8  -  -
312-2     12 jaar                 a  8  -  -
312-3     15 jaar                 a  8  -  -
317-1     9 jaar                  a  8  -  -
317-2     12 jaar                 a  8  -  -
317-3     15 jaar                 a  8  -  -
318       4 jaar                  a  -  K  -
138-1     1 jaar                  -  -  -  -
138-3     2 jaar                  -  -  -  -
184       3 maanden               -  -  -  -
184a      1 jaar                  b  -  -  -
WTH-11    2 jaar                  c  -  -  -
WWM-55-1  9 maanden               -  -  -  -
WWM-55-3a 8 jaar                  a  8  -  -
157-1     12 jaar                 a  8  -  -
157-2     15 jaar                 a  8  -  -
157-3     levenslang of 30 jaar   a  8  -  -
261-1     6 maanden               -  -  K  -
261-2     1 jaar                  -  -  K  -
262       2 jaar                  -  -  K  -
266       3 maanden               -  -  K  -
426bis    1 maand hechtenis       -  -  -  -
429ter    3 maanden hechtenis     -  -  -  -
"""
ROWS = [
    (line[:10].strip(), line[10:34].strip(), *line[34:43].split(), line[43:].strip())
    for line in TABLE.strip().splitlines()
]
KLACHT = {"K": Klacht.ALWAYS, "?": Klacht.SOMETIMES, "-": Klacht.NEVER}


@pytest.mark.parametrize("expected", ROWS, ids=[row[0] for row in ROWS])
def test_every_row_of_the_table_is_in_the_catalogue(expected: tuple[str, ...]) -> None:
    code, maximum, remand, eight, klacht, raised = expected
    row = offence(code, ON)
    assert row.maximum.text == maximum
    assert (row.remand.value if row.remand else "-") == remand
    assert row.eight_year is (eight == "8")
    assert row.klacht is KLACHT[klacht]
    assert (row.raised_maximum.text if row.raised_maximum else "-") == raised


def test_the_catalogue_holds_nothing_beyond_the_table() -> None:
    assert {row.code for row in CATALOGUE} == {row[0] for row in ROWS}


def test_a_code_and_version_name_one_row() -> None:
    assert len({(row.code, row.version) for row in CATALOGUE}) == len(CATALOGUE)


@pytest.mark.parametrize("row", CATALOGUE, ids=lambda row: row.code)
def test_a_remand_ground_a_is_exactly_an_offence_of_four_years_or_more(row: Offence) -> None:
    assert (row.remand is not None and row.remand.value == "a") is row.maximum.reaches(4)


@pytest.mark.parametrize("row", CATALOGUE, ids=lambda row: row.code)
def test_the_eight_year_mark_agrees_with_the_maximum(row: Offence) -> None:
    assert row.eight_year is row.maximum.reaches(8)


def test_belaging_is_stalking_on_klacht_with_the_citation_of_the_law() -> None:
    belaging = offence("285b", ON)
    assert belaging.kind is OffenceKind.STALKING
    assert belaging.klacht_needed is True
    assert belaging.title == "art. 285b Sr belaging (stalking)"


def test_the_breach_of_a_behavioural_order_says_that_it_needs_ground_b() -> None:
    assert "grond b" in offence("184a", ON).note


@pytest.mark.parametrize("code", ["300-3", "301-2", "WWM-55-3a", "426bis", "317-1"])
def test_what_a_jurist_has_to_confirm_is_said(code: str) -> None:
    assert "jurist" in offence(code, ON).to_confirm


def test_before_the_catalogue_starts_there_is_no_offence() -> None:
    with pytest.raises(UnknownOffence, match="30-06-2024"):
        offence("285b", date(2024, 6, 30))
    assert offence("285b", CATALOGUE_START).code == "285b"
    assert offences_in_force(date(2024, 6, 30)) == ()


def test_an_unknown_code_or_version_is_refused() -> None:
    with pytest.raises(UnknownOffence, match="999"):
        offence("999", ON)
    with pytest.raises(UnknownOffence, match="versie"):
        offence_version("285b", "1999-01")


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("285b", ["285b"]),
        ("STALKING", ["285b", "426bis"]),
        ("huisverbod", ["WTH-11"]),
        ("beinvloeden", ["285a"]),
        ("300", ["300-1", "300-2", "300-3"]),
        ("zware mishandeling", ["302-1", "302-2", "303-1", "303-2"]),
        ("", []),
        ("bestaat niet", []),
    ],
)
def test_search_finds_by_number_name_and_kind(text: str, codes: list[str]) -> None:
    assert [row.code for row in search(text)] == codes


def test_search_puts_the_article_itself_before_other_hits() -> None:
    assert search("284")[0].code == "284"
    assert search("mishandeling")[0].code == "300-1"


def test_search_on_a_day_leaves_out_what_is_not_the_law_then() -> None:
    assert search("285b", date(2020, 1, 1)) == ()


@pytest.mark.parametrize(
    ("months", "text"),
    [(1, "1 maand"), (12, "1 jaar"), (64, "5 jaar en 4 maanden"), (13, "1 jaar en 1 maand")],
)
def test_a_maximum_reads_as_dutch(months: int, text: str) -> None:
    assert Maximum(months).text == text
