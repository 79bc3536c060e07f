"""Writing the decision: the facts of the prosecution, the act of the prosecutor, and what follows it."""

from zsm.decision.services.court import NewJudicialOutcome, record_judicial_outcome
from zsm.decision.services.custody import Extension, extend_holding
from zsm.decision.services.decide import decide
from zsm.decision.services.elsewhere import (
    NewOtherDetention,
    end_other_detention,
    record_other_detention,
)
from zsm.decision.services.escape import record_caught, record_escape
from zsm.decision.services.facts import NewFacts, state_facts
from zsm.decision.services.release import NewRelease, record_release
from zsm.decision.services.requests import answer_routing, fulfil_request

__all__ = [
    "Extension",
    "NewFacts",
    "NewJudicialOutcome",
    "NewOtherDetention",
    "NewRelease",
    "answer_routing",
    "decide",
    "end_other_detention",
    "extend_holding",
    "fulfil_request",
    "record_caught",
    "record_escape",
    "record_judicial_outcome",
    "record_other_detention",
    "record_release",
    "state_facts",
]
