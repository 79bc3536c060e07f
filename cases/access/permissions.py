"""May this actor do something in this case, by the level of her or his organisation."""

from __future__ import annotations

from cases.access.actor import Actor
from cases.access.errors import NotAllowed
from cases.access.models import Participation
from cases.access.rules.levels import LEVEL_LABELS, Level
from cases.organisations.rules import CASEWORK_ROLES, ORGANISATION_LABELS, ROLE_LABELS, OrganisationKind, Role


def level_of(actor: Actor, case_id: int) -> Level | None:
    """The highest level at which the actor's organisation takes part in the case; None for an outsider.

    Who is excluded from a case is an outsider to it. In an emergency somebody reads along.
    """
    if case_id in actor.excluded_cases:
        return None
    levels = Participation.objects.filter(
        case_id=case_id, organisation_id=actor.organisation_id, ended_at__isnull=True
    ).values_list("level", flat=True)
    opened = (Level.VIEW.value,) if case_id in actor.emergency_cases else ()
    highest = max((*levels, *opened), default=None)
    return None if highest is None else Level(highest)


def check_level(actor: Actor, case_id: int, at_least: Level) -> None:
    """Raise NotAllowed unless the actor's organisation takes part at this level or a higher one."""
    level = level_of(actor, case_id)
    if level is None or level < at_least:
        raise NotAllowed(
            f"{actor.organisation_name} neemt niet op dit niveau deel aan de zaak "
            f"(nodig: {LEVEL_LABELS[at_least]})."
        )


def check_kind(actor: Actor, *kinds: OrganisationKind, task: str) -> None:
    """Raise NotAllowed unless the actor works for the organisation that owns this task by law."""
    if not actor.works_for(*kinds):
        owners = " of ".join(ORGANISATION_LABELS[kind] for kind in kinds)
        raise NotAllowed(f"{task} is een taak van {owners}.")


def check_role(actor: Actor, *roles: Role, task: str) -> None:
    """Raise NotAllowed unless the actor holds one of the roles."""
    if not actor.has(*roles):
        wanted = " of ".join(ROLE_LABELS[role] for role in roles)
        raise NotAllowed(f"{task} mag alleen een {wanted}.")


def check_casework(actor: Actor) -> None:
    """Raise NotAllowed for staff without a role in casework, such as an administrator."""
    if not actor.has(*CASEWORK_ROLES):
        raise NotAllowed("Uw rol geeft geen toegang tot zaken.")


def can_do_casework(actor: Actor) -> bool:
    """Whether the actor has a role in casework."""
    return actor.has(*CASEWORK_ROLES)
