"""Who may send a report, take one in, and say what came of it."""

from __future__ import annotations

from collections.abc import Callable

from cases.access.actor import Actor
from cases.access.errors import NotAllowed
from cases.access.permissions import check_casework, check_kind, check_level
from cases.access.rules.levels import Level
from cases.organisations.rules import OrganisationKind
from cases.reports.models import Report


def check_can_report(actor: Actor, case_id: int) -> None:
    """Raise NotAllowed unless the actor's organisation adds records to the case and is not Veilig Thuis."""
    check_casework(actor)
    if actor.works_for(OrganisationKind.VT):
        raise NotAllowed("Veilig Thuis ontvangt meldingen en doet ze niet aan zichzelf.")
    check_level(actor, case_id, Level.CONTRIBUTE)


def check_can_open_reported_case(actor: Actor) -> None:
    """Raise NotAllowed unless the actor works for Veilig Thuis or police (tables, section 2)."""
    check_casework(actor)
    check_kind(actor, OrganisationKind.VT, OrganisationKind.POLITIE, task="Een melding vastleggen")


def can_open_reported_case(actor: Actor) -> bool:
    """Whether the page for a new report is offered."""
    try:
        check_can_open_reported_case(actor)
    except NotAllowed:
        return False
    return True


def check_can_handle(actor: Actor, report: Report) -> None:
    """Raise NotAllowed unless the actor works for the Veilig Thuis that received the report."""
    check_may_handle(actor, report.case_id)
    if report.receiver_id != actor.organisation_id:
        raise NotAllowed("Deze melding is bij een andere Veilig Thuis; die handelt haar af.")


def check_may_handle(actor: Actor, case_id: int) -> None:
    """Raise NotAllowed unless the actor works for a Veilig Thuis that writes in the case."""
    check_casework(actor)
    check_kind(actor, OrganisationKind.VT, task="Een melding afhandelen")
    check_level(actor, case_id, Level.CONTRIBUTE)


def can_handle(actor: Actor, report: Report) -> bool:
    """Whether the buttons at a report are shown."""
    return _passes(lambda: check_can_handle(actor, report))


def _passes(check: Callable[[], None]) -> bool:
    try:
        check()
    except NotAllowed:
        return False
    return True
