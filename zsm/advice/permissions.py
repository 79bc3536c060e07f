"""Who advises: only 3RO on an adult and the RvdK (penal) on a minor; who does the civil triage."""

from __future__ import annotations

from collections.abc import Callable

from cases.access.actor import Actor
from cases.access.errors import NotAllowed
from cases.access.models import Participation
from cases.access.permissions import check_casework, check_kind, check_level
from cases.access.rules.levels import Level
from cases.organisations.rules import OrganisationKind

R, B = OrganisationKind.RECLASSERING, OrganisationKind.RVDK


def check_can_work_on_advice(actor: Actor, case_id: int) -> None:
    """Raise NotAllowed unless the actor's organisation can advise at all and contributes to the case."""
    check_casework(actor)
    check_kind(actor, R, B, task="Adviseren over de beslissing")
    check_level(actor, case_id, Level.CONTRIBUTE)
    if actor.organisation_kind is B and not _in_capacity(actor, case_id, Participation.CAPACITY_PENAL):
        raise NotAllowed(
            "De Raad neemt hier alleen civiel deel; adviseren hoort bij de strafrechtelijke taak."
        )


def check_can_advise(actor: Actor, case_id: int, *, adviser: OrganisationKind | None) -> None:
    """Raise NotAllowed unless the actor works for the adviser at the suspect's age (domain guide, section 8).

    `adviser`: 3RO for an adult, RvdK for a minor, None when the age on the day of the offence is not known.
    """
    check_can_work_on_advice(actor, case_id)
    if adviser is None or actor.organisation_kind is adviser:
        return
    if adviser is B:
        raise NotAllowed("De verdachte was minderjarig: de Raad voor de Kinderbescherming adviseert.")
    raise NotAllowed("De verdachte was meerderjarig: de reclassering adviseert.")


def check_can_triage(actor: Actor, case_id: int) -> None:
    """Raise NotAllowed unless the actor works for the RvdK in its civil task."""
    check_casework(actor)
    check_kind(actor, B, task="De triage van de kinderen")
    check_level(actor, case_id, Level.CONTRIBUTE)
    if not _in_capacity(actor, case_id, Participation.CAPACITY_CIVIL):
        raise NotAllowed("De Raad neemt hier alleen strafrechtelijk deel; de triage is een civiele taak.")


def check_can_agree(actor: Actor, case_id: int) -> None:
    """Raise NotAllowed unless the actor works for the Veilig Thuis that is responsible for the case."""
    check_casework(actor)
    check_kind(actor, OrganisationKind.VT, task="Instemmen met het gevolg van de triage")
    check_level(actor, case_id, Level.CONTRIBUTE)


def check_can_open_triage(actor: Actor, case_id: int) -> None:
    """Raise NotAllowed for who neither does the triage nor agrees with its consequence."""
    if actor.works_for(OrganisationKind.VT):
        check_can_agree(actor, case_id)
    else:
        check_can_triage(actor, case_id)


def can_advise(actor: Actor, case_id: int, *, adviser: OrganisationKind | None) -> bool:
    """Whether the button for the advice is shown."""
    return _passes(lambda: check_can_advise(actor, case_id, adviser=adviser))


def can_triage(actor: Actor, case_id: int) -> bool:
    """Whether the button for the triage is shown."""
    return _passes(lambda: check_can_triage(actor, case_id))


def can_agree(actor: Actor, case_id: int) -> bool:
    """Whether the button for agreeing with the consequence is shown."""
    return _passes(lambda: check_can_agree(actor, case_id))


def _in_capacity(actor: Actor, case_id: int, capacity: str) -> bool:
    """Whether the organisation takes part in this capacity, or without one."""
    return Participation.objects.filter(
        case_id=case_id,
        organisation_id=actor.organisation_id,
        capacity__in=[capacity, Participation.CAPACITY_NONE],
        level__gte=Level.CONTRIBUTE,
        ended_at__isnull=True,
    ).exists()


def _passes(check: Callable[[], None]) -> bool:
    try:
        check()
    except NotAllowed:
        return False
    return True
