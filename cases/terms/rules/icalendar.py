"""A calendar as text in the format of RFC 5545: only what the feed of due moments needs; pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from cases.terms.rules.wording import utc

CONTENT_TYPE: Final = "text/calendar; charset=utf-8"
# RFC 5545, section 3.1: at most so many octets in a line, without its end.
LONGEST_LINE: Final = 75
# A moment is shown as the quarter before it: what ends at 24:00 then stands on the day that it closes.
SHOWN_BEFORE: Final = timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class Entry:
    """One due moment. `uid`: stays the same as long as it is about the same; texts are not escaped yet."""

    uid: str
    due_at: datetime
    summary: str
    description: str
    url: str


def escaped(text: str) -> str:
    """A text value (section 3.3.11); characters that no line may hold are left out."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    text = "".join(sign for sign in text if sign in "\n\t" or (sign >= " " and sign != "\x7f"))
    for sign, written in (("\\", "\\\\"), (";", "\\;"), (",", "\\,"), ("\n", "\\n")):
        text = text.replace(sign, written)
    return text


def folded(line: str) -> str:
    """A content line in pieces of at most 75 octets that cut no character (section 3.1)."""
    pieces: list[str] = []
    piece, octets = "", 0
    for sign in line:
        size = len(sign.encode())
        if octets + size > LONGEST_LINE:
            pieces.append(piece)
            piece, octets = " ", 1
        piece, octets = piece + sign, octets + size
    return "".join(f"{part}\r\n" for part in (*pieces, piece))


def moment(at: datetime) -> str:
    """A moment in UTC (section 3.3.5). Raises ValueError without a time zone."""
    return f"{utc(at):%Y%m%dT%H%M%SZ}"


def calendar_text(entries: Iterable[Entry], *, name: str, made_at: datetime) -> str:
    """The whole calendar. `name`: shown by most programs beside it."""
    return "".join(folded(line) for line in _lines(entries, name, made_at))


def _lines(entries: Iterable[Entry], name: str, made_at: datetime) -> Iterator[str]:
    yield from ("BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Veiligheid Voorop//Termijnen//NL")
    yield from ("CALSCALE:GREGORIAN", "METHOD:PUBLISH", f"X-WR-CALNAME:{escaped(name)}")
    for entry in entries:
        yield "BEGIN:VEVENT"
        yield f"UID:{escaped(entry.uid)}"
        yield f"DTSTAMP:{moment(made_at)}"
        yield f"DTSTART:{moment(entry.due_at - SHOWN_BEFORE)}"
        yield f"DTEND:{moment(entry.due_at)}"
        yield f"SUMMARY:{escaped(entry.summary)}"
        yield f"DESCRIPTION:{escaped(entry.description)}"
        yield f"URL:{entry.url}"
        yield from ("CLASS:PRIVATE", "TRANSP:TRANSPARENT", "END:VEVENT")
    yield "END:VCALENDAR"
