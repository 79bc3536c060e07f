"""Who may say how a person can be reached safely."""

from __future__ import annotations

from typing import Final

from cases.access.actor import Actor
from cases.access.errors import NotAllowed
from cases.access.permissions import check_casework, check_kind, check_level
from cases.access.rules.levels import Level
from cases.organisations.rules import OrganisationKind

# Police meets the victim first; the others speak with her or him later on and hear what has changed.
SETS_SAFE_CONTACT: Final = (
    OrganisationKind.POLITIE,
    OrganisationKind.SHN,
    OrganisationKind.VT,
    OrganisationKind.OM,
)


def check_can_set_safe_contact(actor: Actor, case_id: int) -> None:
    """Raise NotAllowed unless the actor's organisation speaks with the people of the case itself."""
    check_casework(actor)
    check_kind(actor, *SETS_SAFE_CONTACT, task="Veilig contact vastleggen")
    check_level(actor, case_id, Level.CONTRIBUTE)


def can_set_safe_contact(actor: Actor, case_id: int) -> bool:
    """Whether the form for new instructions is shown."""
    try:
        check_can_set_safe_contact(actor, case_id)
    except NotAllowed:
        return False
    return True
