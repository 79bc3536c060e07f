"""The text of a calendar, octet by octet (RFC 5545)."""

from __future__ import annotations

import pytest

from cases.terms.rules.icalendar import LONGEST_LINE, Entry, calendar_text, escaped, folded, moment
from tests.cases.terms.rules.moments import ams, end_of


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("gewoon", "gewoon"),
        ("a,b;c", "a\\,b\\;c"),
        ("back\\slash", "back\\\\slash"),
        ("een\r\ntwee\rdrie\nvier", "een\\ntwee\\ndrie\\nvier"),
        ("bel\x07 en \x00nul\x7f", "bel en nul"),
        ('dubbel: "ja"', 'dubbel: "ja"'),
    ],
)
def test_text_is_escaped(text: str, written: str) -> None:
    assert escaped(text) == written


@pytest.mark.parametrize(
    ("line", "pieces"),
    [
        ("", ["\r\n"]),
        ("x" * 75, ["x" * 75 + "\r\n"]),
        ("x" * 76, ["x" * 75 + "\r\n", " x\r\n"]),
        ("x" * 150, ["x" * 75 + "\r\n", " " + "x" * 74 + "\r\n", " x\r\n"]),
        # Two octets each: no character is cut in two.
        ("x" + "é" * 37 + "é", ["x" + "é" * 37 + "\r\n", " é\r\n"]),
        ("é" * 38, ["é" * 37 + "\r\n", " é\r\n"]),
        ("x" * 74 + "\U0001f4c5", ["x" * 74 + "\r\n", " \U0001f4c5\r\n"]),
    ],
)
def test_long_lines_are_folded(line: str, pieces: list[str]) -> None:
    assert folded(line) == "".join(pieces)
    assert all(len(part.encode()) <= LONGEST_LINE for part in folded(line).split("\r\n"))
    assert folded(line).replace("\r\n ", "") == f"{line}\r\n"


def test_moments_stand_in_utc() -> None:
    assert moment(ams("2026-03-10 19:00")) == "20260310T180000Z"
    assert moment(ams("2026-07-10 19:00")) == "20260710T170000Z"


def test_what_ends_at_midnight_stands_on_the_day_that_it_closes() -> None:
    entry = Entry("a@veiligheid", end_of("2026-03-13"), "26-0001 Termijn", "Loopt af.", "https://x/zaken/a")
    text = calendar_text([entry], name="Termijnen", made_at=ams("2026-03-10 10:00"))
    assert text == (
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Veiligheid Voorop//Termijnen//NL\r\n"
        "CALSCALE:GREGORIAN\r\nMETHOD:PUBLISH\r\nX-WR-CALNAME:Termijnen\r\nBEGIN:VEVENT\r\n"
        "UID:a@veiligheid\r\nDTSTAMP:20260310T090000Z\r\nDTSTART:20260313T224500Z\r\n"
        "DTEND:20260313T230000Z\r\nSUMMARY:26-0001 Termijn\r\nDESCRIPTION:Loopt af.\r\n"
        "URL:https://x/zaken/a\r\nCLASS:PRIVATE\r\nTRANSP:TRANSPARENT\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
    )
