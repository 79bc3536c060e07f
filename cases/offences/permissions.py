"""Who may record charges and the klacht."""

from __future__ import annotations

from typing import Final

from cases.access.actor import Actor
from cases.access.permissions import check_casework, check_kind, check_level
from cases.access.rules.levels import Level
from cases.organisations.rules import OrganisationKind

# Police registers offences, OM qualifies them; the klacht is made to a prosecutor or hovj (art. 165 Sv).
RECORDERS: Final = (OrganisationKind.POLITIE, OrganisationKind.OM)


def check_can_add_charges(actor: Actor, case_id: int) -> None:
    """Raise NotAllowed unless the actor works for police or OM and takes part in the case."""
    check_casework(actor)
    check_kind(actor, *RECORDERS, task="Feiten vastleggen")
    check_level(actor, case_id, Level.CONTRIBUTE)


def check_can_record_complaint(actor: Actor, case_id: int) -> None:
    """Raise NotAllowed unless the actor works for police or OM and takes part in the case."""
    check_casework(actor)
    check_kind(actor, *RECORDERS, task="De klacht vastleggen")
    check_level(actor, case_id, Level.CONTRIBUTE)
