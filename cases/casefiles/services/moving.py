"""Moving a case from state to state, by the table of states and by who may (tables, section 2)."""

from __future__ import annotations

from datetime import datetime

from cases.access.actor import Actor
from cases.access.errors import Conflict, NotAllowed
from cases.access.models import Participation
from cases.access.rules.categories import Category
from cases.access.writing import one_write
from cases.casefiles.models import Case, CaseRole
from cases.casefiles.rules.states import (
    STATE_EVENT_LABELS,
    STATE_LABELS,
    CaseState,
    NoTransition,
    StateEvent,
    Transition,
    transition,
)
from cases.casefiles.services import Subject, lock_case, record_event
from cases.organisations.rules import ORGANISATION_LABELS, OrganisationKind
from cases.persons.models import Person


def check_may_move(actor: Actor, row: Transition) -> None:
    """Raise NotAllowed unless the actor's kind of organisation and role make this transition happen."""
    if any(actor.works_for(kind) and (role is None or actor.has(role)) for kind, role in row.by):
        return
    owners = " of ".join(ORGANISATION_LABELS[kind] for kind, _ in row.by)
    raise NotAllowed(f"'{STATE_EVENT_LABELS[row.event].capitalize()}' is aan {owners}.")


@one_write
def move_case(
    *, case: Case, event: StateEvent, actor: Actor, at: datetime, subject: Subject | None = None
) -> Case:
    """Bring a case to the state that an event means; a closed case is thereby reopened.

    Raises NotAllowed for who does not make this event happen, Conflict when the case is in no state for it.
    """
    locked = lock_case(case.pk)
    try:
        row = transition(CaseState(locked.state), event)
    except NoTransition as refusal:
        raise Conflict(str(refusal)) from None
    check_may_move(actor, row)
    locked.state = row.target.value
    changed = ["state"]
    if row.source is CaseState.CLOSED:
        locked.closed_at = locked.criminal_ended_at = locked.care_ended_at = None
        changed += ["closed_at", "criminal_ended_at", "care_ended_at"]
        Participation.objects.filter(case=locked, ended_at__isnull=True).update(case_open=True)
    locked.save(update_fields=changed)
    told = "Zaak heropend" if row.source is CaseState.CLOSED else "Zaak"
    record_event(
        case=locked,
        kind=row.audit_event,
        category=Category.THAT,
        summary=f"{told}: {STATE_LABELS[row.target]}.",
        actor=actor,
        at=at,
        subject=subject,
    )
    return locked


@one_write
def suspect_added(*, case: Case, person: Person, actor: Actor, at: datetime) -> Case:
    """Police holds or hears the suspect of a case that had none: the case goes to ZSM.

    `person` is somebody of this case, until now in another role; what the reporter called her or him stays
    with the report. Custody, charges, partners and terms are for the caller (the intake), which knows them.
    Raises NotAllowed for who is not police, Conflict for a case with a suspect or a person of another case.
    """
    locked = lock_case(case.pk)
    if not actor.works_for(OrganisationKind.POLITIE):
        raise NotAllowed("Een verdachte registreren is een taak van Politie.")
    if CaseRole.objects.filter(case=locked, role="suspect").exists():
        raise Conflict("Deze zaak heeft al een verdachte. Open voor een medeverdachte een gekoppelde zaak.")
    role = CaseRole.objects.filter(case=locked, person=person).exclude(role="victim").order_by("pk").first()
    if role is None:
        raise Conflict("Deze persoon hoort niet bij deze zaak, of is het slachtoffer.")
    role.role, role.organisation_id = "suspect", actor.organisation_id
    role.recorded_by_id, role.recorded_at = actor.user_id, at
    role.save(update_fields=["role", "organisation_id", "recorded_by_id", "recorded_at"])
    if locked.zsm_location_id is None:
        locked.zsm_location = locked.offence_municipality.zsm_location
        locked.save(update_fields=["zsm_location"])
    return move_case(case=locked, event=StateEvent.SUSPECT_AT_ZSM, actor=actor, at=at)
