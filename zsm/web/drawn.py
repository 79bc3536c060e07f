"""Rows of the board, drawn once per version of the case and not once per screen.

Everything that a row shows follows from what stands in its key: any event raises the version of the case, a
term that comes near or runs out changes `near`, and what one may know follows from organisation, roles,
certificates, level and the disclosure table of the day. The minute stands in the key for what wears away by
itself (an age, the words of a clock); each case has its own second in it, so that a board is never drawn anew
as a whole. Which cases are on the board is asked of the database at every request: a case that ended or was
closed off is gone at once. What is kept stays in the memory of this process, for the length of the minute.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from threading import Lock
from typing import Final, NamedTuple
from uuid import UUID

from django.template.loader import get_template
from django.utils.safestring import SafeString, mark_safe

from cases.access.actor import Actor
from cases.access.rules.categories import Category
from cases.access.schedule import disclosure_table
from cases.terms.rules.wording import local
from cases.web.components import BoardRow

KEPT_AT_MOST: Final = 5000
MINUTE: Final = 60
# Spreads the cases over the minute.
STEP: Final = 7


class Listed(NamedTuple):
    """A case that is on the board, with what its row depends on.

    `near`: how many of its terms need attention and, by the thousand, are late.
    """

    case_id: int
    public_id: UUID
    version: int
    level: int
    near: int


@dataclass(frozen=True, slots=True)
class Drawn:
    """One row as it is shown, where it belongs, and what it reveals, for the access log."""

    row: BoardRow
    html: SafeString
    group: str
    place: tuple[bool, float]
    persons: tuple[int, ...]
    categories: frozenset[Category]


Key = tuple[object, ...]


class DrawnRows:
    """The rows that this process drew last; the oldest go first."""

    def __init__(self, at_most: int = KEPT_AT_MOST) -> None:
        self._rows: OrderedDict[Key, Drawn] = OrderedDict()
        self._at_most = at_most
        self._lock = Lock()

    def known(self, keys: Mapping[int, Key]) -> dict[int, Drawn]:
        """By case, what was drawn before under exactly this key."""
        with self._lock:
            return {case_id: self._rows[key] for case_id, key in keys.items() if key in self._rows}

    def keep(self, keys: Mapping[int, Key], drawn: Mapping[int, Drawn]) -> None:
        """Keep what was just drawn."""
        with self._lock:
            for case_id, row in drawn.items():
                self._rows[keys[case_id]] = row
            while len(self._rows) > self._at_most:
                self._rows.popitem(last=False)


def keys_of(actor: Actor, listed: Iterable[Listed], at: datetime) -> dict[int, Key]:
    """By case the key of its row for this actor at this moment."""
    seconds = int(at.timestamp())
    today = local(at).date()
    rules = (today, disclosure_table(today).version)
    eyes = (actor.organisation_id, actor.roles, actor.certificates, *rules)
    return {
        case.case_id: (*case[1:], *eyes, (seconds + case.case_id * STEP % MINUTE) // MINUTE)
        for case in listed
    }


def drawn_html(rows: Sequence[BoardRow]) -> list[SafeString]:
    """The rows as HTML. Their buttons are links: nothing of a session stands in them."""
    template = get_template("components/board_row.html")
    # A template escapes what it shows; what it gives is safe to put into another one.
    return [mark_safe(template.render({"row": row, "csrf_token": ""})) for row in rows]  # noqa: S308 - see above
