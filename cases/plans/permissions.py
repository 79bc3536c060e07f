"""Who may set conditions, record measures and serve them: each its own task (domain guide, 3 and 6)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, TypeVar

from cases.access.actor import Actor
from cases.access.errors import NotAllowed
from cases.access.permissions import check_casework, check_kind, check_level, check_role
from cases.access.rules.levels import Level
from cases.organisations.rules import ORGANISATION_LABELS, OrganisationKind, Role
from cases.plans.models import SafetyMeasure
from cases.plans.rules.changes import needed_role, recorders
from cases.plans.rules.measure import Measure
from cases.terms.models import Term
from cases.terms.rules.kinds import TermKind

# Judges and the mayor are no users: police and OM record for them, the Raad for the juvenile court.
MEASURE_RECORDERS: Final = (
    OrganisationKind.POLITIE,
    OrganisationKind.OM,
    OrganisationKind.GEMEENTE,
    OrganisationKind.RVDK,
)

Subject = TypeVar("Subject")


def check_can_set_conditions(actor: Actor, case_id: int) -> None:
    """Raise NotAllowed unless the actor works for the Veilig Thuis that is responsible for the case."""
    check_casework(actor)
    check_kind(actor, OrganisationKind.VT, task="Veiligheidsvoorwaarden stellen")
    check_level(actor, case_id, Level.CONTRIBUTE)


def check_can_record_measure(actor: Actor, case_id: int) -> None:
    """Raise NotAllowed unless the actor's organisation imposes measures, or records them for who does."""
    check_casework(actor)
    check_kind(actor, *MEASURE_RECORDERS, task="Een maatregel vastleggen")
    check_level(actor, case_id, Level.CONTRIBUTE)


def check_can_impose(actor: Actor, case_id: int, row: Measure) -> None:
    """Raise NotAllowed unless the actor may record an order of this kind: imposed, changed or ended.

    What a prosecutor gives by law, only a prosecutor records; for judges and the mayor others do.
    """
    check_can_record_measure(actor, case_id)
    kind = actor.organisation_kind
    if kind not in recorders(row):
        owners = " of ".join(ORGANISATION_LABELS[owner] for owner in sorted(recorders(row)))
        raise NotAllowed(f"Een {row.label} vastleggen is een taak van {owners}.")
    if (role := needed_role(row, kind)) is not None:
        check_role(actor, role, task=f"Een {row.label} geven of wijzigen")


def check_can_change(actor: Actor, measure: SafetyMeasure) -> None:
    """Raise NotAllowed unless the actor may extend, end or suspend this measure."""
    check_can_impose(actor, measure.case_id, measure.row)


def check_can_judge_end(actor: Actor, measure: SafetyMeasure) -> None:
    """Raise NotAllowed unless the actor works for Veilig Thuis, supervises the measure, or may change it."""
    check_casework(actor)
    if actor.organisation_id != measure.supervisor_id and not can_change(actor, measure):
        check_kind(actor, OrganisationKind.VT, task="De veiligheid voor het einde beoordelen")
    check_level(actor, measure.case_id, Level.CONTRIBUTE)


def check_can_tell_end(actor: Actor, measure: SafetyMeasure) -> None:
    """Raise NotAllowed unless the actor's organisation was named to tell the victim that it ends."""
    check_casework(actor)
    named = Term.objects.filter(
        case=measure.case_id,
        kind=TermKind.TELL_MEASURE_ENDS.value,
        organisation=actor.organisation_id,
        subject_public_id=measure.public_id,
    )
    if not named.exists():
        raise NotAllowed("Een andere organisatie vertelt het slachtoffer dat deze maatregel eindigt.")
    check_level(actor, measure.case_id, Level.CONTRIBUTE)


def check_reads_bans(actor: Actor) -> None:
    """Raise NotAllowed unless the actor works for the police: the register of bans is theirs."""
    check_casework(actor)
    check_kind(actor, OrganisationKind.POLITIE, task="Het register van contact- en locatieverboden")


def reads_bans(actor: Actor) -> bool:
    """Whether the register of bans stands in the actor's menu."""
    try:
        check_reads_bans(actor)
    except NotAllowed:
        return False
    return True


def can_record_measure(actor: Actor, case_id: int) -> bool:
    """Whether the button to record a measure is shown."""
    return _passes(check_can_record_measure, actor, case_id)


def can_change(actor: Actor, measure: SafetyMeasure) -> bool:
    """Whether the buttons to extend, end or suspend a measure are shown."""
    return _passes(check_can_change, actor, measure)


def can_judge_end(actor: Actor, measure: SafetyMeasure) -> bool:
    """Whether the button to judge safety before the measure ends is shown."""
    return _passes(check_can_judge_end, actor, measure)


def can_tell_end(actor: Actor, measure: SafetyMeasure) -> bool:
    """Whether the button to record that the victim was told of the end is shown."""
    return _passes(check_can_tell_end, actor, measure)


def check_can_serve(actor: Actor, case_id: int) -> None:
    """Raise NotAllowed unless the actor works for the police, who serve and register (tables, section 3)."""
    check_casework(actor)
    check_kind(actor, OrganisationKind.POLITIE, task="Uitreiken en registreren van een maatregel")
    check_level(actor, case_id, Level.CONTRIBUTE)


def check_can_record_breach(actor: Actor, case_id: int) -> None:
    """Raise NotAllowed unless the actor works for the police, who register a breach and tell OM."""
    check_casework(actor)
    check_kind(actor, OrganisationKind.POLITIE, task="Een overtreding vastleggen")
    check_level(actor, case_id, Level.CONTRIBUTE)


def check_can_judge_breach(actor: Actor, case_id: int) -> None:
    """Raise NotAllowed unless the actor is a prosecutor: OM judges every breach (domain guide, section 6)."""
    check_casework(actor)
    check_kind(actor, OrganisationKind.OM, task="Een overtreding beoordelen")
    check_role(actor, Role.PROSECUTOR, task="Een overtreding beoordelen")
    check_level(actor, case_id, Level.CONTRIBUTE)


def can_set_conditions(actor: Actor, case_id: int) -> bool:
    """Whether the button for a condition is shown."""
    return _passes(check_can_set_conditions, actor, case_id)


def can_serve(actor: Actor, case_id: int) -> bool:
    """Whether the button to record serving and registration is shown."""
    return _passes(check_can_serve, actor, case_id)


def can_record_breach(actor: Actor, case_id: int) -> bool:
    """Whether the button to record a breach is shown."""
    return _passes(check_can_record_breach, actor, case_id)


def can_judge_breach(actor: Actor, case_id: int) -> bool:
    """Whether the button to judge a breach is shown."""
    return _passes(check_can_judge_breach, actor, case_id)


def _passes(check: Callable[[Actor, Subject], None], actor: Actor, subject: Subject) -> bool:
    try:
        check(actor, subject)
    except NotAllowed:
        return False
    return True
