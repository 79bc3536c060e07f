"""Who keeps the disclosure table: two privacy officers, one who writes and another who approves."""

from __future__ import annotations

from cases.access.actor import Actor
from cases.access.errors import NotAllowed
from cases.access.permissions import check_role
from cases.access.table_models import DisclosureVersion
from cases.organisations.rules import Role


def check_can_keep_table(actor: Actor) -> None:
    """Raise NotAllowed for who is no privacy officer in person."""
    check_role(actor, Role.PRIVACY_OFFICER, task="De verstrekkingentabel beheren")
    if not actor.in_person:
        raise NotAllowed("De verstrekkingentabel beheert een privacyfunctionaris zelf.")


def keeps_table(actor: Actor) -> bool:
    """Whether the actor is a privacy officer."""
    return actor.in_person and actor.has(Role.PRIVACY_OFFICER)


def check_can_write(actor: Actor, version: DisclosureVersion) -> None:
    """Raise NotAllowed unless the actor is the one who makes this version."""
    check_can_keep_table(actor)
    if version.made_by_id != actor.user_id:
        raise NotAllowed("Een concept schrijft degene die het begon.")


def check_can_judge(actor: Actor, version: DisclosureVersion) -> None:
    """Raise NotAllowed for who made it: four eyes look at every change."""
    check_can_keep_table(actor)
    if version.made_by_id == actor.user_id:
        raise NotAllowed("U schreef deze versie; een andere privacyfunctionaris beoordeelt haar.")
