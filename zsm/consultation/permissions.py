"""Who answers whether the family is known, who contributes, and who leads the table."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from cases.access.actor import Actor
from cases.access.errors import NotAllowed
from cases.access.permissions import check_casework, check_kind, check_level, check_role
from cases.access.rules.levels import Level
from cases.organisations.rules import ORGANISATION_LABELS, OrganisationKind, Role
from zsm.consultation.rules.table import AT_THE_TABLE

LEAD: Final = "De ZSM-tafel leiden"


def check_can_answer_known(actor: Actor, case_id: int) -> None:
    """Raise NotAllowed unless the actor works for the responsible Veilig Thuis."""
    check_casework(actor)
    check_kind(actor, OrganisationKind.VT, task="Antwoorden of het gezin bekend is")
    check_level(actor, case_id, Level.CONTRIBUTE)


def check_can_contribute(actor: Actor, case_id: int) -> None:
    """Raise NotAllowed unless the actor's organisation contributes to the case."""
    check_casework(actor)
    check_level(actor, case_id, Level.CONTRIBUTE)


def check_can_lead_table(actor: Actor) -> None:
    """Raise NotAllowed unless the actor is a coordinator (KPC) of police or OM."""
    check_casework(actor)
    check_kind(actor, OrganisationKind.OM, OrganisationKind.POLITIE, task=LEAD)
    check_role(actor, Role.ZSM_COORDINATOR, task=LEAD)


def check_can_sit(actor: Actor) -> None:
    """Raise NotAllowed unless the actor's organisation is one that sits at a ZSM table."""
    check_casework(actor)
    if not actor.works_for(*AT_THE_TABLE):
        raise NotAllowed(f"{ORGANISATION_LABELS[actor.organisation_kind]} zit niet aan de ZSM-tafel.")


def can_answer_known(actor: Actor, case_id: int) -> bool:
    """Whether the button for the answer is shown."""
    return _passes(lambda: check_can_answer_known(actor, case_id))


def can_contribute(actor: Actor, case_id: int) -> bool:
    """Whether the button for the own contribution is shown."""
    return _passes(lambda: check_can_contribute(actor, case_id))


def can_lead_table(actor: Actor) -> bool:
    """Whether the buttons with which the table is led are shown."""
    return _passes(lambda: check_can_lead_table(actor))


def can_sit(actor: Actor) -> bool:
    """Whether the button for taking a seat is shown."""
    return _passes(lambda: check_can_sit(actor))


def _passes(check: Callable[[], None]) -> bool:
    try:
        check()
    except NotAllowed:
        return False
    return True
