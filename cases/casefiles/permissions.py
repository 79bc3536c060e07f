"""Who may change how organisations work together in a case: leads, handovers, same-day safety."""

from __future__ import annotations

from cases.access.actor import Actor
from cases.access.errors import NotAllowed
from cases.access.permissions import check_casework, check_kind, check_level
from cases.access.rules.levels import Level
from cases.casefiles.models import Case, CaseLead, Handover
from cases.organisations.rules import OrganisationKind, Role
from cases.terms.models import Term


def check_can_work(actor: Actor, case_id: int) -> None:
    """Raise NotAllowed unless the actor's organisation adds its own records to the case."""
    check_casework(actor)
    check_level(actor, case_id, Level.CONTRIBUTE)


def check_can_offer_lead(actor: Actor, case: Case) -> None:
    """Raise NotAllowed unless the actor leads the case for its organisation, or is a team lead there."""
    check_can_work(actor, case.pk)
    leads = CaseLead.objects.filter(case=case, organisation=actor.organisation_id, until__isnull=True)
    if actor.has(Role.TEAM_LEAD) or leads.filter(user=actor.user_id).exists() or not leads.exists():
        return
    raise NotAllowed("Een zaak overdragen doet het aanspreekpunt zelf of de teamleider.")


def check_can_give_term(actor: Actor, term: Term) -> None:
    """Raise NotAllowed unless the term is owed by the actor's organisation, which works in the case."""
    check_can_work(actor, term.case_id)
    if term.organisation_id != actor.organisation_id:
        raise NotAllowed("Een termijn overdragen doet de organisatie die haar moet halen.")


def can_move_partners(actor: Actor) -> bool:
    """Whether the actor may move other organisations than its own: the coordinator at ZSM."""
    return actor.has(Role.ZSM_COORDINATOR)


def check_can_move(actor: Actor, case_id: int, organisation_id: int) -> None:
    """Raise NotAllowed unless the actor works for the organisation that moves, or coordinates at ZSM.

    Of Veilig Thuis only the responsible one writes in the case, and so only that one moves itself.
    """
    check_can_work(actor, case_id)
    if organisation_id != actor.organisation_id and not can_move_partners(actor):
        raise NotAllowed("Een deelname verplaatst de organisatie zelf, of de coördinator op ZSM.")


def check_can_name_contact(actor: Actor, case_id: int) -> None:
    """Raise NotAllowed unless the actor works for the police (stalking route card)."""
    check_kind(actor, OrganisationKind.POLITIE, task="De vaste contactpersoon aanwijzen")
    check_can_work(actor, case_id)


def check_can_offer_handover(actor: Actor, case_id: int) -> None:
    """Raise NotAllowed unless the actor works for the Veilig Thuis of the case."""
    check_kind(actor, OrganisationKind.VT, task="Overdragen aan het lokale team")
    check_can_work(actor, case_id)


def check_can_answer_handover(actor: Actor, handover: Handover) -> None:
    """Raise NotAllowed unless the case is offered to the actor's organisation."""
    check_casework(actor)
    if handover.receiver_id != actor.organisation_id:
        raise NotAllowed("Deze overdracht is aan een andere organisatie aangeboden.")


def check_can_act_for_safety(actor: Actor, case_id: int) -> None:
    """Raise NotAllowed unless the actor works for Veilig Thuis or police (tables, section 3)."""
    task = "Een veiligheidsactie vastleggen"
    check_kind(actor, OrganisationKind.VT, OrganisationKind.POLITIE, task=task)
    check_can_work(actor, case_id)


def check_can_move_leaver(actor: Actor, organisation_id: int) -> None:
    """Raise NotAllowed unless the actor is team lead or functional administrator of that organisation."""
    is_one = actor.has(Role.TEAM_LEAD, Role.FUNCTIONAL_ADMINISTRATOR)
    if not is_one or actor.organisation_id != organisation_id:
        raise NotAllowed("Dat doet de teamleider of de functioneel beheerder van de eigen organisatie.")


def check_offered_to(actor: Actor, user_id: int) -> None:
    """Raise NotAllowed for who is not the colleague to whom a case was offered."""
    if actor.user_id != user_id:
        raise NotAllowed("Alleen de collega aan wie de zaak is aangeboden, antwoordt.")
