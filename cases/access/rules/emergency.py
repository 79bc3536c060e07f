"""Emergency access: one case, at most an hour, with a reason, judged afterwards (security, A11)."""

from __future__ import annotations

from datetime import timedelta
from enum import StrEnum
from typing import Final

from cases.access.rules.categories import Category

LASTS: Final = timedelta(minutes=60)
SHORTEST_REASON, LONGEST_REASON = 20, 200

# What never opens, whatever the emergency is: then somebody who knows the address can be called.
NEVER_OPENS: Final = frozenset({Category.PROTECTED_ADDRESS})


class EmergencyOutcome(StrEnum):
    """What the privacy officer found."""

    JUSTIFIED = "justified"
    UNJUSTIFIED = "unjustified"


EMERGENCY_OUTCOME_LABELS: Final[dict[EmergencyOutcome, str]] = {
    EmergencyOutcome.JUSTIFIED: "terecht gebruikt",
    EmergencyOutcome.UNJUSTIFIED: "niet terecht: er volgt een gesprek of melding",
}
