"""Who keeps the accounts of an organisation: its own functional administrator, never her or his own."""

from __future__ import annotations

from cases.access.actor import Actor
from cases.access.errors import NotAllowed
from cases.access.permissions import check_role
from cases.organisations.models import User
from cases.organisations.rules import Role


def check_can_administer(actor: Actor) -> None:
    """Raise NotAllowed for everybody but a functional administrator, in person, for the own organisation."""
    check_role(actor, Role.FUNCTIONAL_ADMINISTRATOR, task="Medewerkers beheren")
    if not actor.in_person or actor.acts_for_another:
        raise NotAllowed("Medewerkers beheert een functioneel beheerder zelf, voor de eigen organisatie.")


def can_administer(actor: Actor) -> bool:
    """Whether the list of staff is for this actor."""
    try:
        check_can_administer(actor)
    except NotAllowed:
        return False
    return True


def check_can_administer_account(actor: Actor, user: User) -> None:
    """Raise NotAllowed unless the account is of a colleague, not of the actor and not of elsewhere."""
    check_can_administer(actor)
    if user.organisation_id != actor.organisation_id:
        raise NotAllowed("Deze medewerker hoort bij een andere organisatie.")
    if user.pk == actor.user_id:
        raise NotAllowed("Uw eigen account wijzigt een andere functioneel beheerder.")
