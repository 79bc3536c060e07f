"""Who may look back: the privacy officer of an organisation, on what her or his own staff did."""

from __future__ import annotations

from cases.access.actor import Actor
from cases.access.permissions import check_role
from cases.organisations.rules import Role


def reads_log(actor: Actor) -> bool:
    """Whether the actor may search the access log."""
    return actor.has(Role.PRIVACY_OFFICER)


def check_reads_log(actor: Actor) -> None:
    """Raise NotAllowed for everybody but a privacy officer."""
    check_role(actor, Role.PRIVACY_OFFICER, task="Het toegangslogboek inzien")
