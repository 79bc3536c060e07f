"""Which organisations move with the victim: those found by where she or he lives (tables, section 1)."""

from __future__ import annotations

from typing import Final

from cases.casefiles.rules.participation import JOINING_TABLE, Routing
from cases.organisations.rules import OrganisationKind

MOVES_WITH_VICTIM: Final[frozenset[OrganisationKind]] = frozenset(
    row.kind for row in JOINING_TABLE if row.routing is Routing.VICTIM_MUNICIPALITY
)
