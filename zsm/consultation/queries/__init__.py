"""Reading what the partners bring to the table, and the table in session."""

from zsm.consultation.queries.contributions import (
    SeenContribution,
    contributions_of,
    dissents_of,
    latest_contributions,
    own_contribution,
)
from zsm.consultation.queries.known import file_waits, known_answer, sees_note, sees_phase
from zsm.consultation.queries.table import (
    cases_for_table,
    items_of,
    locations_of,
    open_tables,
    seats_of,
    serves_location,
    session_of,
)

__all__ = [
    "SeenContribution",
    "cases_for_table",
    "contributions_of",
    "dissents_of",
    "file_waits",
    "items_of",
    "known_answer",
    "latest_contributions",
    "locations_of",
    "open_tables",
    "own_contribution",
    "seats_of",
    "sees_note",
    "sees_phase",
    "serves_location",
    "session_of",
]
