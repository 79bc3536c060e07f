"""Who may say how a person can be reached safely, and where she or he hides."""

from __future__ import annotations

from typing import Final

from cases.access.actor import Actor
from cases.access.errors import NotAllowed
from cases.access.permissions import check_casework, check_kind, check_level
from cases.access.rules.levels import Level
from cases.organisations.rules import OrganisationKind
from cases.persons.address_models import ProtectedAddress

# Police meets the victim first; the others speak with her or him later on and hear what has changed.
SETS_SAFE_CONTACT: Final = (
    OrganisationKind.POLITIE,
    OrganisationKind.SHN,
    OrganisationKind.VT,
    OrganisationKind.OM,
)


# Who is told where somebody hides; the prosecution and the probation do not need to know (tables, section 5).
PROTECTS_ADDRESS: Final = (
    OrganisationKind.POLITIE,
    OrganisationKind.VT,
    OrganisationKind.SHN,
    OrganisationKind.RVDK,
)

# Who records persons and knows by what they were recognised.
LINKS_PERSONS: Final = (OrganisationKind.POLITIE, OrganisationKind.VT, OrganisationKind.OM)


def check_can_link_persons(actor: Actor, case_id: int) -> None:
    """Raise NotAllowed unless the actor's organisation records the people of the case."""
    check_casework(actor)
    check_kind(actor, *LINKS_PERSONS, task="Personen koppelen")
    check_level(actor, case_id, Level.CONTRIBUTE)


def can_link_persons(actor: Actor, case_id: int) -> bool:
    """Whether the actor compares persons of the case with others."""
    try:
        check_can_link_persons(actor, case_id)
    except NotAllowed:
        return False
    return True


def check_can_set_safe_contact(actor: Actor, case_id: int) -> None:
    """Raise NotAllowed unless the actor's organisation speaks with the people of the case itself."""
    check_casework(actor)
    check_kind(actor, *SETS_SAFE_CONTACT, task="Veilig contact vastleggen")
    check_level(actor, case_id, Level.CONTRIBUTE)


def check_can_protect_address(actor: Actor, case_id: int) -> None:
    """Raise NotAllowed unless the actor's organisation cares for the people of the case itself."""
    check_casework(actor)
    check_kind(actor, *PROTECTS_ADDRESS, task="Een beschermd adres vastleggen")
    check_level(actor, case_id, Level.CONTRIBUTE)


def can_protect_address(actor: Actor, case_id: int) -> bool:
    """Whether the button for a protected address is shown."""
    try:
        check_can_protect_address(actor, case_id)
    except NotAllowed:
        return False
    return True


def check_can_end_protection(actor: Actor, case_id: int, address: ProtectedAddress) -> None:
    """Raise NotAllowed unless the actor's organisation recorded it: who was told knows when it ends."""
    check_can_protect_address(actor, case_id)
    if address.organisation_id != actor.organisation_id:
        raise NotAllowed("Alleen wie dit adres vastlegde, kan zeggen dat het niet meer geldt.")


def can_set_safe_contact(actor: Actor, case_id: int) -> bool:
    """Whether the form for new instructions is shown."""
    try:
        check_can_set_safe_contact(actor, case_id)
    except NotAllowed:
        return False
    return True
