"""Who records that a person consents to sharing, and who shares beyond the disclosure table."""

from __future__ import annotations

from cases.access.actor import Actor
from cases.access.errors import NotAllowed
from cases.access.permissions import check_casework, check_kind, check_level
from cases.access.rules.categories import Category
from cases.access.rules.levels import Level
from cases.access.rules.sharing import asks_consent
from cases.organisations.rules import OrganisationKind


def check_can_record_consent(actor: Actor, case_id: int, category: Category) -> None:
    """Raise NotAllowed unless the actor's organisation holds such records and contributes to the case."""
    check_casework(actor)
    check_kind(actor, *asks_consent(category), task="Toestemming om te delen vastleggen")
    check_level(actor, case_id, Level.CONTRIBUTE)


def check_can_ask_consent(actor: Actor, case_id: int) -> None:
    """Raise NotAllowed unless the actor's organisation asks consent for something that it records."""
    check_casework(actor)
    kinds = {kind for category in Category for kind in asks_consent(category)}
    owners = tuple(kind for kind in OrganisationKind if kind in kinds)
    check_kind(actor, *owners, task="Toestemming om te delen vastleggen")
    check_level(actor, case_id, Level.CONTRIBUTE)


def can_record_consent(actor: Actor, case_id: int, category: Category) -> bool:
    """Whether the form for consent is shown."""
    try:
        check_can_record_consent(actor, case_id, category)
    except NotAllowed:
        return False
    return True


def check_can_share(actor: Actor, case_id: int) -> None:
    """Raise NotAllowed unless the actor's organisation contributes to the case: it shares its own only."""
    check_casework(actor)
    check_level(actor, case_id, Level.CONTRIBUTE)


def can_share(actor: Actor, case_id: int) -> bool:
    """Whether the form for sharing is shown."""
    try:
        check_can_share(actor, case_id)
    except NotAllowed:
        return False
    return True
