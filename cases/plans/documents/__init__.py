"""The safety plan on paper: for professionals, for who is bound by it, for who is protected by it."""

from cases.documents.paper import register_document
from cases.plans.documents.professional import SAFETY_PLAN
from cases.plans.documents.suspect import SUSPECT_COPY
from cases.plans.documents.victim import VICTIM_COPY


def register_plan_documents() -> None:
    """Register the three versions; called in `AppConfig.ready()`."""
    for document_type in (SAFETY_PLAN, SUSPECT_COPY, VICTIM_COPY):
        register_document(document_type)
