"""Who sits at the table: an organisation takes its seat itself, or the coordinator notes it."""

from __future__ import annotations

from datetime import datetime

from cases.access.actor import Actor
from cases.access.errors import Conflict, NotAllowed
from cases.access.writing import one_write
from cases.organisations.models import Organisation, User
from cases.organisations.rules import OrganisationKind
from zsm.consultation.models import TableSeat, TableSession
from zsm.consultation.permissions import check_can_lead_table, check_can_sit
from zsm.consultation.queries import serves_location
from zsm.consultation.rules.table import AT_THE_TABLE


@one_write
def take_seat(
    *, session: TableSession, organisation: Organisation, user: User | None, actor: Actor, at: datetime
) -> TableSeat:
    """Note that an organisation sits at the table, and who for it; changing who is a new row.

    Raises NotAllowed for an organisation that does not sit at this table, or when somebody else than its own
    staff or the coordinator says so; Conflict when the table is closed.
    """
    _check(session, organisation, actor, at)
    if user is not None and not _sits_for(user, organisation, actor):
        raise NotAllowed("Deze medewerker werkt niet voor die organisatie.")
    running = TableSeat.objects.filter(session=session, organisation=organisation, until__isnull=True).first()
    if running is not None:
        if user is None or running.user_id == user.pk:
            return running
        running.until = at
        running.save(update_fields=["until"])
    return TableSeat.objects.create(session=session, organisation=organisation, user=user, since=at)


@one_write
def leave_seat(*, session: TableSession, organisation: Organisation, actor: Actor, at: datetime) -> None:
    """Note that an organisation left the table. Raises as `take_seat`."""
    _check(session, organisation, actor, at)
    TableSeat.objects.filter(session=session, organisation=organisation, until__isnull=True).update(until=at)


def _sits_for(user: User, organisation: Organisation, actor: Actor) -> bool:
    """Own staff, or who acts for the organisation at this moment."""
    stands_in = actor.acts_for_another and user.pk == actor.user_id
    return user.organisation_id == organisation.pk or (stands_in and organisation.pk == actor.organisation_id)


def _check(session: TableSession, organisation: Organisation, actor: Actor, at: datetime) -> None:
    if organisation.pk == actor.organisation_id:
        check_can_sit(actor)
    else:
        check_can_lead_table(actor)
        if session.organisation_id != actor.organisation_id:
            raise NotAllowed("Deze tafel wordt door een andere organisatie geleid.")
    sits = OrganisationKind(organisation.kind) in AT_THE_TABLE
    if not sits or not serves_location(organisation.pk, session.location_id, at):
        raise NotAllowed(f"{organisation.short_name} zit niet aan deze tafel.")
    if TableSession.objects.filter(pk=session.pk, closed_at__isnull=False).exists():
        raise Conflict("Deze tafel is gesloten.")
