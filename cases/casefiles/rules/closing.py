"""The two tracks of a case and what closing needs (tables, section 2).

A dismissal ends the criminal track, never the case; the case closes when both tracks have ended.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from cases.access.rules.refusal import Missing
from cases.organisations.rules import OrganisationKind, Role


class Track(StrEnum):
    """Criminal law and care run side by side, each with its own end."""

    CRIMINAL = "criminal"
    CARE = "care"


TRACK_LABELS: Final[dict[Track, str]] = {Track.CRIMINAL: "strafspoor", Track.CARE: "zorgspoor"}

# Who ends a track: the prosecutor, and the responsible Veilig Thuis (any of its casework roles).
TRACK_ENDED_BY: Final[dict[Track, tuple[OrganisationKind, Role | None]]] = {
    Track.CRIMINAL: (OrganisationKind.OM, Role.PROSECUTOR),
    Track.CARE: (OrganisationKind.VT, None),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ClosingFacts:
    """What decides whether a case can close; counts are of records of the whole case."""

    criminal_ended: bool
    care_ended: bool
    running_terms: int
    measures_without_owner: int
    open_actions: int
    handover_accepted: bool
    no_further_steps_reason: str = ""


def closing_refusals(facts: ClosingFacts) -> tuple[Missing, ...]:
    """Everything that still stands in the way of closing the case, empty when it can close."""
    wanted = (
        (
            facts.criminal_ended,
            Missing("criminal_track", "Het strafspoor is nog niet beëindigd.", OrganisationKind.OM),
        ),
        (
            facts.care_ended,
            Missing("care_track", "Het zorgspoor is nog niet beëindigd.", OrganisationKind.VT),
        ),
        (facts.running_terms == 0, Missing("running_terms", f"Lopende termijnen: {facts.running_terms}.")),
        (
            facts.measures_without_owner == 0,
            Missing("measures", f"Maatregelen zonder toezichthouder: {facts.measures_without_owner}."),
        ),
        (facts.open_actions == 0, Missing("open_actions", f"Open acties: {facts.open_actions}.")),
        (
            facts.handover_accepted or bool(facts.no_further_steps_reason.strip()),
            Missing(
                "handover",
                "Laat de overdracht aanvaarden, of motiveer dat er geen vervolg is.",
                OrganisationKind.VT,
            ),
        ),
    )
    return tuple(missing for present, missing in wanted if not present)
