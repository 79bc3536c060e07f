"""Rows of the access log as a table, in words."""

from __future__ import annotations

import re
from datetime import datetime
from functools import lru_cache
from typing import Final

from cases.access.models import AccessLogEntry
from cases.access.routes import all_routes
from cases.access.rules.actions import LogOutcome, action_label, outcome_label
from cases.access.rules.categories import CATEGORY_LABELS, Category
from cases.audit.queries import Found
from cases.organisations.rules import ROLE_LABELS, Role
from cases.terms.rules.wording import local
from cases.web.components import Badge, Cell, Column, DataTable, Row, Tone
from cases.web.moments import moment_text
from cases.web.requests import ActorRequest

# A row of a board holds many cases; more numbers than this help nobody.
MOST_NUMBERS: Final = 3
TONES: Final = {LogOutcome.REFUSED.value: Tone.WARNING, LogOutcome.FAILED.value: Tone.DANGER}
UNSAID: Final = frozenset({Category.THAT.value, Category.TECHNICAL.value})


def log_table(found: Found, at: datetime, *, caption: str) -> DataTable:
    """Who did what, when, whose data, why, and how it ended."""
    return DataTable(
        caption=caption,
        columns=tuple(
            Column(label=label)
            for label in (
                "Moment",
                "Medewerker",
                "Handeling",
                "Waar",
                "Zaken",
                "Personen",
                "Gegevens",
                "Doel",
            )
        ),
        rows=tuple(Row(cells=_cells(row, found.numbers, at)) for row in found.rows),
        empty="Geen regels gevonden.",
    )


def note_rows(request: ActorRequest, found: Found) -> None:
    """The log of who looked in the log: which cases stood on the page."""
    request.trail.shows(cases={key for row in found.rows for key in row.case_ids if key in found.numbers})


def _cells(row: AccessLogEntry, numbers: dict[int, str], at: datetime) -> tuple[Cell, ...]:
    return (
        Cell(text=f"{moment_text(row.at, at)}:{local(row.at):%S}"),
        Cell(text=who(row)),
        Cell(text=action_label(row.action), badge=_badge(row)),
        Cell(text=place(row.route)),
        Cell(text=_cases(row, numbers)),
        Cell(text=str(len(row.person_ids) or "")),
        Cell(text=", ".join(_categories(row))),
        Cell(text=row.purpose),
    )


def who(row: AccessLogEntry) -> str:
    """Who it was, in which role, on whose behalf."""
    name = row.user.display_name if row.user else "niemand"
    roles = ", ".join(ROLE_LABELS[Role(role)] for role in row.roles if role in frozenset(Role))
    told = f"{name} ({roles})" if roles and row.user else name
    return f"{row.on_behalf_of}{', namens ' + told if row.user else ''}" if row.on_behalf_of else told


def _badge(row: AccessLogEntry) -> Badge | None:
    tone = TONES.get(row.outcome)
    return Badge(text=outcome_label(row.outcome), tone=tone, shape="needed") if tone else None


def _cases(row: AccessLogEntry, numbers: dict[int, str]) -> str:
    known = [numbers[key] for key in row.case_ids if key in numbers]
    more = len(row.case_ids) - len(known[:MOST_NUMBERS])
    told = ", ".join(known[:MOST_NUMBERS])
    return f"{told} en {more} andere" if told and more else told or (str(more) if more else "")


def _categories(row: AccessLogEntry) -> list[str]:
    codes = frozenset(Category)
    return [
        CATEGORY_LABELS[Category(code)] for code in row.categories if code in codes and code not in UNSAID
    ]


def place(route: str) -> str:
    """The address of a page without what differs per case; other marks are words already."""
    return _places().get(route, route)


@lru_cache(maxsize=1)
def _places() -> dict[str, str]:
    return {name: f"/{re.sub(r'<[^>]+>', '…', path)}" for name, path, _ in all_routes()}
