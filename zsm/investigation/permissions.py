"""OM chooses investigation and approves the plan, police writes it and carries it out (domain guide, 4)."""

from __future__ import annotations

from collections.abc import Callable

from cases.access.actor import Actor
from cases.access.errors import NotAllowed
from cases.access.permissions import check_casework, check_kind, check_level, check_role
from cases.access.rules.levels import Level
from cases.organisations.rules import OrganisationKind, Role

CHOOSE = "Nader onderzoek kiezen en het onderzoeksplan beoordelen"


def check_can_direct(actor: Actor, case_id: int) -> None:
    """Raise NotAllowed unless the actor leads the investigation for OM in this case."""
    check_casework(actor)
    check_kind(actor, OrganisationKind.OM, task=CHOOSE)
    check_role(actor, Role.PROSECUTOR, Role.ASSISTANT_PROSECUTOR, task=CHOOSE)
    check_level(actor, case_id, Level.CONTRIBUTE)


def check_can_investigate(actor: Actor, case_id: int) -> None:
    """Raise NotAllowed unless the actor works for the police in this case."""
    check_casework(actor)
    check_kind(actor, OrganisationKind.POLITIE, task="Het onderzoeksplan schrijven en uitvoeren")
    check_level(actor, case_id, Level.CONTRIBUTE)


def check_takes_part(actor: Actor, case_id: int) -> None:
    """Raise NotAllowed unless the actor works for police or OM, whose plan it is."""
    check_casework(actor)
    check_kind(actor, OrganisationKind.POLITIE, OrganisationKind.OM, task="Het onderzoeksplan")
    check_level(actor, case_id, Level.CONTRIBUTE)


def can_direct(actor: Actor, case_id: int) -> bool:
    """Whether the forms of OM are shown."""
    return _passes(check_can_direct, actor, case_id)


def can_investigate(actor: Actor, case_id: int) -> bool:
    """Whether the forms of police are shown."""
    return _passes(check_can_investigate, actor, case_id)


def takes_part(actor: Actor, case_id: int) -> bool:
    """Whether the page of the plan is offered."""
    return _passes(check_takes_part, actor, case_id)


def _passes(check: Callable[[Actor, int], None], actor: Actor, case_id: int) -> bool:
    try:
        check(actor, case_id)
    except NotAllowed:
        return False
    return True
