"""Reading for the decision: the facts, what is on the table, what was decided, and what would be."""

from zsm.decision.queries.course import (
    PlanDateRequest,
    detentions_elsewhere,
    escape_history,
    open_detention_elsewhere,
    open_escape,
    outcomes_of,
    plan_date_requests,
    releases_of,
    routing_to_answer,
    victim_asked_to_know,
    victims_know,
)
from zsm.decision.queries.facts import OnTheTable, case_facts, current_facts, on_the_table
from zsm.decision.queries.history import (
    decisions_of,
    facts_versions,
    freeze,
    orders_in_custody,
    possible_informers,
)
from zsm.decision.queries.line import Line
from zsm.decision.queries.naming import names_in
from zsm.decision.queries.preview import Preview, preview
from zsm.decision.queries.table import lines

__all__ = [
    "Line",
    "OnTheTable",
    "PlanDateRequest",
    "Preview",
    "case_facts",
    "current_facts",
    "decisions_of",
    "detentions_elsewhere",
    "escape_history",
    "facts_versions",
    "freeze",
    "lines",
    "names_in",
    "on_the_table",
    "open_detention_elsewhere",
    "open_escape",
    "orders_in_custody",
    "outcomes_of",
    "plan_date_requests",
    "possible_informers",
    "preview",
    "releases_of",
    "routing_to_answer",
    "victim_asked_to_know",
    "victims_know",
]
