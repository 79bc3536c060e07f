"""Who may assess and screen: each step belongs to one organisation by law (domain guide, section 3)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime

from cases.access.actor import Actor
from cases.access.errors import NotAllowed
from cases.access.permissions import check_casework, check_kind, check_level
from cases.access.rules.levels import Level
from cases.organisations.models import Certificate, CertificateQuerySet, User
from cases.organisations.rules import CertificateKind, OrganisationKind
from cases.terms.rules.wording import local


def check_can_assess(actor: Actor, case_id: int) -> None:
    """Raise NotAllowed unless the actor works for the responsible Veilig Thuis; another VT only informs."""
    check_casework(actor)
    check_kind(actor, OrganisationKind.VT, task="De veiligheid beoordelen")
    check_level(actor, case_id, Level.CONTRIBUTE)


def check_can_add_incident(actor: Actor, case_id: int) -> None:
    """Raise NotAllowed unless the actor's organisation adds its own records to the case."""
    check_casework(actor)
    check_level(actor, case_id, Level.CONTRIBUTE)


def check_can_take_sash(actor: Actor, case_id: int, at: datetime) -> None:
    """Raise NotAllowed unless the actor works for police and holds a valid SASH certificate.

    The message names the colleagues who hold one.
    """
    check_casework(actor)
    check_kind(actor, OrganisationKind.POLITIE, task="De SASH afnemen")
    check_level(actor, case_id, Level.CONTRIBUTE)
    day = local(at).date()
    if not _certificates(day).filter(user=actor.user_id).exists():
        raise NotAllowed(f"U heeft geen geldig SASH-certificaat. {who_is_trained(actor, day)}")


def who_is_trained(actor: Actor, day: date) -> str:
    """Who in the actor's organisation can take a SASH on the day, as a Dutch sentence."""
    users = User.objects.filter(organisation=actor.organisation_id, is_active=True)
    trained = users.filter(certificates__in=_certificates(day)).distinct().order_by("display_name")
    names = ", ".join(user.display_name for user in trained)
    name = actor.organisation_name
    return f"Bij {name} wel: {names}." if names else f"Bij {name} heeft nu niemand een geldig certificaat."


def _certificates(day: date) -> CertificateQuerySet:
    return Certificate.objects.valid_on(day).filter(kind=CertificateKind.SASH.value)


def check_can_enrich_sash(actor: Actor, case_id: int) -> None:
    """Raise NotAllowed unless the actor works for the Veilig Thuis of the case."""
    check_casework(actor)
    check_kind(actor, OrganisationKind.VT, task="De SASH verrijken")
    check_level(actor, case_id, Level.CONTRIBUTE)


def check_can_take_checklist(actor: Actor, case_id: int) -> None:
    """Raise NotAllowed unless the actor works for police; the questionnaire asks for no certificate."""
    check_casework(actor)
    check_kind(actor, OrganisationKind.POLITIE, task="De vragenlijst bij stalking afnemen")
    check_level(actor, case_id, Level.CONTRIBUTE)


def check_can_assess_victim(actor: Actor, case_id: int) -> None:
    """Raise NotAllowed unless the actor works for police or prosecution (003, step 2)."""
    check_casework(actor)
    check_kind(
        actor, OrganisationKind.POLITIE, OrganisationKind.OM, task="De individuele beoordeling vastleggen"
    )
    check_level(actor, case_id, Level.CONTRIBUTE)


def can_assess(actor: Actor, case_id: int) -> bool:
    """Whether the buttons of the assessment are shown."""
    return _passes(check_can_assess, actor, case_id)


def can_add_incident(actor: Actor, case_id: int) -> bool:
    """Whether the button for an unsafe event is shown."""
    return _passes(check_can_add_incident, actor, case_id)


def can_take_sash(actor: Actor, case_id: int, at: datetime) -> bool:
    """Whether the button of the SASH is shown."""
    return _passes(lambda who, case: check_can_take_sash(who, case, at), actor, case_id)


def can_enrich_sash(actor: Actor, case_id: int) -> bool:
    """Whether the button to enrich a SASH is shown."""
    return _passes(check_can_enrich_sash, actor, case_id)


def can_take_checklist(actor: Actor, case_id: int) -> bool:
    """Whether the button of the stalking checklist is shown."""
    return _passes(check_can_take_checklist, actor, case_id)


def can_assess_victim(actor: Actor, case_id: int) -> bool:
    """Whether the button of the individual assessment is shown."""
    return _passes(check_can_assess_victim, actor, case_id)


def _passes(check: Callable[[Actor, int], None], actor: Actor, case_id: int) -> bool:
    try:
        check(actor, case_id)
    except NotAllowed:
        return False
    return True
