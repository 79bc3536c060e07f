"""Who may register an arrest, and who may change where the suspect is."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from cases.access.actor import Actor
from cases.access.errors import NotAllowed
from cases.access.permissions import check_casework, check_kind, check_level, check_role
from cases.access.rules.levels import Level
from cases.organisations.rules import OrganisationKind, Role

REGISTER: Final = "Een aanhouding of verhoor registreren"
CORRECT: Final = "Het begin van de termijn corrigeren"
CHARGES: Final = "De feiten wijzigen"


def check_can_register_arrest(actor: Actor) -> None:
    """Raise NotAllowed unless the actor is a hovj or case handler of the police (domain guide, section 4)."""
    check_kind(actor, OrganisationKind.POLITIE, task=REGISTER)
    check_role(actor, Role.HOVJ, Role.CASE_HANDLER, task=REGISTER)


def can_register_arrest(actor: Actor) -> bool:
    """Whether the button "Nieuwe zaak" is shown."""
    try:
        check_can_register_arrest(actor)
    except NotAllowed:
        return False
    return True


def check_can_arrest_again(actor: Actor, case_id: int) -> None:
    """Raise NotAllowed unless the actor is a hovj or case handler of the police in this case."""
    check_can_register_arrest(actor)
    check_level(actor, case_id, Level.CONTRIBUTE)


def check_can_correct_start(actor: Actor, case_id: int) -> None:
    """Raise NotAllowed unless the actor is a hovj or a prosecutor: who orders the holding (art. 56a Sv)."""
    check_kind(actor, OrganisationKind.POLITIE, OrganisationKind.OM, task=CORRECT)
    check_role(actor, Role.HOVJ, Role.PROSECUTOR, task=CORRECT)
    check_level(actor, case_id, Level.CONTRIBUTE)


def check_can_change_charges(actor: Actor, case_id: int) -> None:
    """Raise NotAllowed unless the actor registers offences (police) or qualifies them (OM)."""
    check_kind(actor, OrganisationKind.POLITIE, OrganisationKind.OM, task=CHARGES)
    check_role(
        actor,
        *(Role.HOVJ, Role.CASE_HANDLER),
        *(Role.PROSECUTOR, Role.ASSISTANT_PROSECUTOR, Role.PROSECUTOR_CLERK),
        task=CHARGES,
    )
    check_level(actor, case_id, Level.CONTRIBUTE)


def check_can_check(actor: Actor, case_id: int) -> None:
    """Raise NotAllowed unless the actor works cases for the police, who does the checks of the intake."""
    check_casework(actor)
    check_kind(actor, OrganisationKind.POLITIE, task="De controles van de intake")
    check_level(actor, case_id, Level.CONTRIBUTE)


def check_can_name_guardian(actor: Actor, case_id: int) -> None:
    """Raise NotAllowed unless the actor works cases for police or Veilig Thuis, who learn who they are."""
    check_casework(actor)
    task = "Een ouder of voogd vastleggen"
    check_kind(actor, OrganisationKind.POLITIE, OrganisationKind.VT, task=task)
    check_level(actor, case_id, Level.CONTRIBUTE)


def check_can_tell_outcome(actor: Actor, case_id: int) -> None:
    """Raise NotAllowed unless the actor works for Veilig Thuis in this case."""
    check_casework(actor)
    check_kind(actor, OrganisationKind.VT, task="De uitkomst van een melding geven")
    check_level(actor, case_id, Level.CONTRIBUTE)


def check_can_propose_label(actor: Actor, case_id: int) -> None:
    """Raise NotAllowed unless the actor's organisation sits at the table: anyone there can propose it."""
    check_casework(actor)
    check_level(actor, case_id, Level.CONTRIBUTE)


def check_can_judge_label(actor: Actor, case_id: int) -> None:
    """Raise NotAllowed unless the actor works for police or OM, who give a case its label."""
    check_casework(actor)
    check_kind(actor, OrganisationKind.POLITIE, OrganisationKind.OM, task="Het HG-label beoordelen")
    check_level(actor, case_id, Level.CONTRIBUTE)


def allowed(check: Callable[[Actor, int], None], actor: Actor, case_id: int) -> bool:
    """Whether a check of this module lets the actor through: for buttons."""
    try:
        check(actor, case_id)
    except NotAllowed:
        return False
    return True


def check_can_change_custody(actor: Actor, case_id: int) -> None:
    """Raise NotAllowed unless the actor works for police, who carries it out, or OM, who orders it."""
    check_kind(actor, OrganisationKind.POLITIE, OrganisationKind.OM, task="Vast of niet-vast vastleggen")
    check_level(actor, case_id, Level.CONTRIBUTE)
