"""The release as an event: on what it rests, and who has to know before it (domain guide, 7 and 8)."""

from __future__ import annotations

from collections.abc import Collection
from enum import StrEnum
from typing import Final

from cases.access.rules.refusal import Missing
from cases.organisations.rules import OrganisationKind


class ReleaseGround(StrEnum):
    """On what the release rests."""

    DECISION = "decision"
    COURT = "court"
    TERM_ENDED = "term_ended"


RELEASE_GROUND_LABELS: Final[dict[ReleaseGround, str]] = {
    ReleaseGround.DECISION: "besluit van de officier van justitie",
    ReleaseGround.COURT: "beslissing van de rechter",
    ReleaseGround.TERM_ENDED: "de termijn van het vasthouden is afgelopen",
}

VT_NOT_TOLD: Final = Missing(
    "vt_told_before",
    "Veilig Thuis weet nog niet van de vrijlating. Bel Veilig Thuis voordat de verdachte vrij is.",
    OrganisationKind.OM,
)
POLICE_NOT_TOLD: Final = Missing(
    "police_told_before",
    "De politie weet nog niet van de vrijlating. Bel de politie voordat de verdachte vrij is.",
    OrganisationKind.OM,
)
VICTIM_NOT_TOLD: Final = Missing(
    "victim_told_before",
    "Het slachtoffer wil vooraf weten van de vrijlating en weet het nog niet.",
    OrganisationKind.SHN,
)


def untold(
    told: Collection[OrganisationKind], *, by: OrganisationKind, victim_asked: bool, victim_told: bool
) -> tuple[Missing, ...]:
    """Who still has to know before the suspect walks free; `by`: who records the release knows it."""
    missing = []
    if OrganisationKind.VT not in told:
        missing.append(VT_NOT_TOLD)
    if by is not OrganisationKind.POLITIE and OrganisationKind.POLITIE not in told:
        missing.append(POLICE_NOT_TOLD)
    if victim_asked and not victim_told:
        missing.append(VICTIM_NOT_TOLD)
    return tuple(missing)
