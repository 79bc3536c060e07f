"""Who states the facts of the prosecution, and who decides: only a prosecutor (domain guide, section 3)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from cases.access.actor import Actor
from cases.access.errors import NotAllowed
from cases.access.permissions import check_casework, check_kind, check_level, check_role
from cases.access.rules.levels import Level
from cases.organisations.rules import ROLE_LABELS, OrganisationKind, Role

# Assistant prosecutors and clerks prepare; a decision of theirs needs a mandate, which nobody can hold yet.
STATES_FACTS: Final = (Role.PROSECUTOR, Role.ASSISTANT_PROSECUTOR, Role.PROSECUTOR_CLERK)


def check_can_state_facts(actor: Actor, case_id: int) -> None:
    """Raise NotAllowed unless the actor judges or prepares for the prosecution in this case."""
    check_casework(actor)
    check_kind(actor, OrganisationKind.OM, task="Verdenking, bewijs en ernstige bezwaren vaststellen")
    if not prepares(actor):
        raise NotAllowed(f"De feiten vaststellen doet een {ROLE_LABELS[Role.PROSECUTOR]} of wie voorbereidt.")
    check_level(actor, case_id, Level.CONTRIBUTE)


def check_can_decide(actor: Actor, case_id: int) -> None:
    """Raise NotAllowed unless the actor is a prosecutor of the OM that takes part in this case."""
    check_casework(actor)
    check_kind(actor, OrganisationKind.OM, task="Beslissen over de verdachte")
    if not decides(actor):
        more = " U kunt de beslissing voorbereiden door de feiten vast te leggen." if prepares(actor) else ""
        raise NotAllowed(f"Alleen een {ROLE_LABELS[Role.PROSECUTOR]} beslist.{more}")
    check_level(actor, case_id, Level.DECIDE)


def check_can_record_outcome(actor: Actor, case_id: int) -> None:
    """Raise NotAllowed unless the actor records for OM what the judge decided: judges are no users."""
    check_casework(actor)
    check_kind(actor, OrganisationKind.OM, task="De uitkomst bij de rechter vastleggen")
    if not prepares(actor):
        raise NotAllowed(f"Dit legt een {ROLE_LABELS[Role.PROSECUTOR]} vast, of wie voorbereidt.")
    check_level(actor, case_id, Level.CONTRIBUTE)


def check_can_record_release(actor: Actor, case_id: int) -> None:
    """Raise NotAllowed unless the actor works for police, who open the door, or is a prosecutor."""
    check_casework(actor)
    check_kind(actor, OrganisationKind.POLITIE, OrganisationKind.OM, task="Een vrijlating vastleggen")
    if actor.organisation_kind is OrganisationKind.OM and not decides(actor):
        raise NotAllowed(f"Bij het OM legt alleen een {ROLE_LABELS[Role.PROSECUTOR]} een vrijlating vast.")
    check_level(actor, case_id, Level.CONTRIBUTE)


def check_can_record_escape(actor: Actor, case_id: int) -> None:
    """Raise NotAllowed unless the actor works for police or OM."""
    check_casework(actor)
    check_kind(actor, OrganisationKind.POLITIE, OrganisationKind.OM, task="Een ontsnapping vastleggen")
    check_level(actor, case_id, Level.CONTRIBUTE)


def check_can_extend(actor: Actor, case_id: int, *, by_police: bool) -> None:
    """Raise NotAllowed unless the actor may extend holding: a prosecutor, or a hulpofficier too.

    `by_police`: the law lets a hulpofficier order it as well (art. 56b Sv).
    """
    check_casework(actor)
    kinds = (OrganisationKind.OM, OrganisationKind.POLITIE) if by_police else (OrganisationKind.OM,)
    check_kind(actor, *kinds, task="Vasthouden verlengen")
    check_role(actor, Role.PROSECUTOR, *((Role.HOVJ,) if by_police else ()), task="Vasthouden verlengen")
    check_level(actor, case_id, Level.CONTRIBUTE)


def can_record_outcome(actor: Actor, case_id: int) -> bool:
    """Whether the button for the outcome at the judge is shown."""
    return _passes(check_can_record_outcome, actor, case_id)


def can_record_release(actor: Actor, case_id: int) -> bool:
    """Whether the button for the release is shown."""
    return _passes(check_can_record_release, actor, case_id)


def can_record_escape(actor: Actor, case_id: int) -> bool:
    """Whether the button for an escape is shown."""
    return _passes(check_can_record_escape, actor, case_id)


def decides(actor: Actor) -> bool:
    """Whether the actor is a prosecutor, in whatever case."""
    return actor.has(Role.PROSECUTOR)


def prepares(actor: Actor) -> bool:
    """Whether the actor judges or prepares for the prosecution, in whatever case."""
    return actor.has(*STATES_FACTS)


def can_state_facts(actor: Actor, case_id: int) -> bool:
    """Whether the button to state the facts is shown."""
    return _passes(check_can_state_facts, actor, case_id)


def can_decide(actor: Actor, case_id: int) -> bool:
    """Whether the button to decide is shown."""
    return _passes(check_can_decide, actor, case_id)


def _passes(check: Callable[[Actor, int], None], actor: Actor, case_id: int) -> bool:
    try:
        check(actor, case_id)
    except NotAllowed:
        return False
    return True
