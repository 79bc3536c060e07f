"""What could not be delivered, for who sees to it: who is responsible, leads or administers."""

from __future__ import annotations

from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import connection
from django.db.models import Q, QuerySet

from cases.access.actor import Actor
from cases.access.errors import Conflict, InvalidInput, NotAllowed
from cases.access.writing import one_write
from cases.organisations.rules import Role
from cases.outbox.rules import ByHand
from cases.outbox.task_models import DeliveryTask

LONGEST_NOTE: Final = 500
NOT_AGAIN: Final = (
    "Een e-mail aan een betrokkene wordt niet opnieuw verstuurd: wat erin staat kan verouderd zijn en het "
    "adres onveilig. Bel, of schrijf een nieuwe."
)


def open_tasks(actor: Actor, *, only_mine: bool = False) -> QuerySet[DeliveryTask]:
    """What the actor sees to, the longest waiting first: in person, and what her or his role keeps."""
    mine = Q(responsible=actor.user_id)
    if not only_mine and actor.has(Role.TEAM_LEAD):
        mine |= Q(case__isnull=False)
    if not only_mine and actor.has(Role.FUNCTIONAL_ADMINISTRATOR):
        mine |= Q(case__isnull=True) | Q(responsible__isnull=True)
    rows = _of_organisation(actor).filter(mine, ended_at__isnull=True)
    return rows.order_by("since", "pk")


def task_of(actor: Actor, public_id: UUID) -> DeliveryTask:
    """One task, also ended. Raises DoesNotExist outside its organisation, NotAllowed for others in it."""
    task = _of_organisation(actor).get(public_id=public_id)
    check_can_see_to(actor, task)
    return task


def check_can_see_to(actor: Actor, task: DeliveryTask) -> None:
    """Raise NotAllowed for who is not responsible and neither leads nor administers there."""
    keeps = Role.TEAM_LEAD if task.case_id is not None else Role.FUNCTIONAL_ADMINISTRATOR
    roles = {keeps} if task.responsible_id is not None else {keeps, Role.FUNCTIONAL_ADMINISTRATOR}
    if actor.user_id != task.responsible_id and not actor.has(*roles):
        raise NotAllowed("Een niet afgeleverd bericht handelt af wie ervoor is aangewezen, of de teamleider.")


@one_write
def end_task(*, task: DeliveryTask, outcome: ByHand, note: str, actor: Actor, at: datetime) -> DeliveryTask:
    """Record that the recipient was reached in another way, or why nothing has to be told any more.

    Raises NotAllowed, InvalidInput ("note"), Conflict when it has ended.
    """
    task = _locked_open(task, actor)
    said = note.strip()
    if not said:
        asked = "Schrijf op hoe en wanneer." if outcome is ByHand.REACHED else "Geef de reden."
        raise InvalidInput({"note": [asked]})
    if len(said) > LONGEST_NOTE:
        raise InvalidInput({"note": [f"Gebruik ten hoogste {LONGEST_NOTE} tekens."]})
    task.outcome, task.note = outcome.value, said
    task.ended_at, task.ended_by_id = at, actor.user_id
    task.save(update_fields=["outcome", "note", "ended_at", "ended_by"])
    return task


@one_write
def send_task_again(*, task: DeliveryTask, actor: Actor, at: datetime) -> DeliveryTask:
    """Put the mail back into the queue; the task stays until it has arrived.

    Raises NotAllowed, Conflict when it has ended, waits already, or was for a person of a case.
    """
    task = _locked_open(task, actor)
    if task.recipient_id is None:
        raise Conflict(NOT_AGAIN)
    if task.again_at is not None:
        raise Conflict("Dit bericht wacht al op een nieuwe poging.")
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT wall_send_again((SELECT m FROM wall_message_of_task(%s) m), %s)", [task.public_id, at]
        )
        if not cursor.fetchone()[0]:
            raise Conflict("Dit bericht staat niet meer bij de mislukte berichten.")
    task.refresh_from_db(fields=["again_at", "again_by"])
    return task


def _of_organisation(actor: Actor) -> QuerySet[DeliveryTask]:
    rows = DeliveryTask.objects.filter(organisation=actor.organisation_id)
    return rows.select_related("case", "recipient", "responsible", "again_by", "ended_by")


def _locked_open(task: DeliveryTask, actor: Actor) -> DeliveryTask:
    locked = _of_organisation(actor).select_for_update(no_key=True, of=("self",)).get(pk=task.pk)
    check_can_see_to(actor, locked)
    if not locked.is_open:
        raise Conflict("Dit bericht is intussen al afgehandeld.")
    return locked
