"""A fact on the table in one line of paper."""

from __future__ import annotations

from datetime import datetime

from cases.documents.paper import Line
from cases.documents.rules.moments import dated_text
from cases.organisations.rules import ORGANISATION_LABELS, OrganisationKind


def table_line(
    label: str,
    value: str,
    *,
    unknown: bool,
    supplier: OrganisationKind | None,
    source: str,
    at: datetime | None,
) -> Line:
    """The line; what is not known yet says so first, and who supplies it."""
    if unknown:
        who = f"; {ORGANISATION_LABELS[supplier]} levert dit aan" if supplier else ""
        value = f"{value} (nog niet bekend{who})" if value else f"Nog niet bekend{who}"
    given = ", ".join(filter(None, (source, dated_text(at) if at else "")))
    return Line(label, value, given)
