"""Who may make which document: the owner of the content by law (domain guide, section 3)."""

from __future__ import annotations

from typing import Final

from cases.access.actor import Actor
from cases.access.errors import NotAllowed
from cases.access.permissions import check_casework, check_kind, check_level, check_role
from cases.access.rules.levels import Level
from cases.organisations.rules import OrganisationKind, Role

# They make the plan with the people whom it concerns and hand it over.
COPY_MAKERS: Final = (OrganisationKind.VT, OrganisationKind.OM, OrganisationKind.POLITIE)


def check_can_make_overview(actor: Actor, case_id: int) -> None:
    """Raise NotAllowed unless the actor reads along in the case."""
    check_casework(actor)
    check_level(actor, case_id, Level.VIEW)


def check_can_make_copies(actor: Actor, case_id: int) -> None:
    """Raise NotAllowed unless the actor's organisation hands copies to suspect and victim."""
    check_casework(actor)
    check_kind(actor, *COPY_MAKERS, task="Een exemplaar voor verdachte of slachtoffer maken")
    check_level(actor, case_id, Level.CONTRIBUTE)


def can_make_copies(actor: Actor, case_id: int) -> bool:
    """Whether what belongs to the copies is shown."""
    try:
        check_can_make_copies(actor, case_id)
    except NotAllowed:
        return False
    return True


def check_can_print_table(actor: Actor) -> None:
    """Raise NotAllowed unless the actor coordinates a ZSM table for the prosecution."""
    check_kind(actor, OrganisationKind.OM, task="De tafellijst afdrukken")
    check_role(actor, Role.ZSM_COORDINATOR, task="De tafellijst afdrukken")


def can_print_table(actor: Actor) -> bool:
    """Whether the button for the list is shown."""
    return actor.works_for(OrganisationKind.OM) and actor.has(Role.ZSM_COORDINATOR)
