"""Writing the decision: the facts of the prosecution, the act of the prosecutor, and what follows it."""

from zsm.decision.services.court import NewJudicialOutcome, record_judicial_outcome
from zsm.decision.services.custody import Extension, extend_holding
from zsm.decision.services.decide import decide
from zsm.decision.services.escape import record_caught, record_escape
from zsm.decision.services.facts import NewFacts, state_facts
from zsm.decision.services.release import NewRelease, record_release
from zsm.decision.services.requests import answer_routing, fulfil_request

__all__ = [
    "Extension",
    "NewFacts",
    "NewJudicialOutcome",
    "NewRelease",
    "answer_routing",
    "decide",
    "extend_holding",
    "fulfil_request",
    "record_caught",
    "record_escape",
    "record_judicial_outcome",
    "record_release",
    "state_facts",
]
