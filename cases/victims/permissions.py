"""Who informs, calls and writes to a victim, and who may see how she or he can be reached."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from cases.access.actor import Actor
from cases.access.errors import NotAllowed
from cases.access.permissions import check_casework, check_kind, check_level, level_of
from cases.access.rules.categories import Category
from cases.access.rules.levels import Level
from cases.casefiles.queries import CaseAccess
from cases.organisations.rules import OrganisationKind
from cases.persons.models import SafeContact
from cases.victims.models import VictimNotice
from cases.victims.rules.calls import CALLERS

# Police takes the report; the prosecutor decides to prosecute without one.
KNOWS_THE_REPORT: Final = (OrganisationKind.POLITIE, OrganisationKind.OM)
# Who meets the victim and can confirm that a letter comes into no other hands.
CONFIRMS_ADDRESS: Final = (
    OrganisationKind.OM,
    OrganisationKind.POLITIE,
    OrganisationKind.SHN,
    OrganisationKind.VT,
)


def check_can_inform(actor: Actor, notice: VictimNotice) -> None:
    """Raise NotAllowed unless the actor works for the organisation that was named to inform this victim."""
    if actor.organisation_id != notice.informer_id:
        raise NotAllowed(
            f"{notice.informer.name} is aangewezen om het slachtoffer te informeren, "
            f"niet {actor.organisation_name}."
        )
    check_level(actor, notice.case_id, Level.CONTRIBUTE)


def can_inform(actor: Actor, notice: VictimNotice) -> bool:
    """Whether the actor may record attempts for this notice; for the form on the page."""
    level = level_of(actor, notice.case_id)
    return actor.organisation_id == notice.informer_id and level is not None and level >= Level.CONTRIBUTE


def may_see_contact(access: CaseAccess, contact: SafeContact, *, informs: bool) -> bool:
    """Whether the actor may see a victim's safe contact.

    `informs`: the actor's organisation still has to inform this victim, which is impossible without it; every
    other organisation by the disclosure table.
    """
    return informs or access.may_see(Category.CONTACT, contact.organisation_id)


def check_can_call(actor: Actor, case_id: int) -> None:
    """Raise NotAllowed unless the actor works for SHN or VT: the two that settle the first call."""
    check_casework(actor)
    check_kind(actor, *CALLERS, task="Het eerste gesprek met het slachtoffer afspreken en voeren")
    check_level(actor, case_id, Level.CONTRIBUTE)


def check_can_record_wishes(actor: Actor, case_id: int) -> None:
    """Raise NotAllowed unless the actor works for Slachtofferhulp, whose task this is."""
    check_casework(actor)
    check_kind(actor, OrganisationKind.SHN, task="De wensen van het slachtoffer vastleggen")
    check_level(actor, case_id, Level.CONTRIBUTE)


def check_can_record_crime_report(actor: Actor, case_id: int) -> None:
    """Raise NotAllowed unless the actor works for police or OM."""
    check_casework(actor)
    check_kind(actor, *KNOWS_THE_REPORT, task="De aangifte van het slachtoffer vastleggen")
    check_level(actor, case_id, Level.CONTRIBUTE)


def check_can_confirm_address(actor: Actor, case_id: int) -> None:
    """Raise NotAllowed unless the actor's organisation meets the victim itself."""
    check_casework(actor)
    check_kind(actor, *CONFIRMS_ADDRESS, task="Een veilig postadres bevestigen")
    check_level(actor, case_id, Level.CONTRIBUTE)


def check_can_send_official_letter(actor: Actor, case_id: int) -> None:
    """Raise NotAllowed unless the actor works for the OM, whose letter it is."""
    check_casework(actor)
    check_kind(actor, OrganisationKind.OM, task="De officiële brief versturen of laten overhandigen")
    check_level(actor, case_id, Level.CONTRIBUTE)


def passes(check: Callable[[Actor, int], None], actor: Actor, case_id: int) -> bool:
    """Whether a check of this module lets the actor through; for a button or form."""
    try:
        check(actor, case_id)
    except NotAllowed:
        return False
    return True
