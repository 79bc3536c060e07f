"""Writing what concerns the victim."""

from __future__ import annotations

from cases.victims.services.calls import (
    CallProposal,
    NewCall,
    agree_first_call,
    propose_first_call,
    record_call,
    record_crime_report,
    tell_of_prosecution,
)
from cases.victims.services.letters import (
    confirm_address,
    hand_over_official_letter,
    post_official_letter,
    send_letter,
)
from cases.victims.services.notices import (
    NewAttempt,
    record_attempt,
    record_attempts,
    require_notices,
    require_release_notices,
)
from cases.victims.services.wishes import NewWishes, record_wishes

__all__ = [
    "CallProposal",
    "NewAttempt",
    "NewCall",
    "NewWishes",
    "agree_first_call",
    "confirm_address",
    "hand_over_official_letter",
    "post_official_letter",
    "propose_first_call",
    "record_attempt",
    "record_attempts",
    "record_call",
    "record_crime_report",
    "record_wishes",
    "require_notices",
    "require_release_notices",
    "send_letter",
    "tell_of_prosecution",
]
