"""The case for the table, and a decision, on paper."""

from cases.documents.paper import register_document
from zsm.decision.documents.decision_sheet import DECISION_SHEET
from zsm.decision.documents.overview import CASE_OVERVIEW


def register_decision_documents() -> None:
    """Register both; called in `AppConfig.ready()`."""
    register_document(CASE_OVERVIEW)
    register_document(DECISION_SHEET)
