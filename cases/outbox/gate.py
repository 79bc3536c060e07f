"""The gate before the outgoing mail: a database that was put back sends nothing until a person releases it.

What it is known by: the identity that initdb gave it and its timeline, which a restore to a point in time
and a takeover by a standby raise. In the application everything is shown all the same.
"""

from __future__ import annotations

import logging
from datetime import datetime
from typing import Final

from django.db import connection, transaction

from cases.access.actor import Actor
from cases.access.errors import Conflict
from cases.access.permissions import check_role
from cases.access.wall import worker_transaction
from cases.organisations.models import User
from cases.organisations.rules import Role
from cases.outbox.messages import OUTBOX_HELD
from cases.outbox.models import OutboxGate
from cases.outbox.rules import Channel
from cases.outbox.services import queue_message

logger = logging.getLogger(__name__)

PUT_BACK: Final = "De database is teruggezet of overgenomen door een andere server."
_FINGERPRINT: Final = (
    "SELECT s.system_identifier || ':' || c.timeline_id FROM pg_control_system() s, pg_control_checkpoint() c"
)


def check_can_operate(actor: Actor) -> None:
    """Raise NotAllowed for everybody but a functional administrator."""
    check_role(actor, Role.FUNCTIONAL_ADMINISTRATOR, task="De bewaking en de uitgaande post beheren")


def gate() -> OutboxGate | None:
    """The gate as it stands; None before the first delivery."""
    return OutboxGate.objects.select_related("released_by").first()


def may_leave(at: datetime) -> bool:
    """Whether mail may leave now; closes the gate when this is not the database on which it last did."""
    with worker_transaction():
        found = fingerprint()
        known, made = OutboxGate.objects.select_for_update(no_key=True).get_or_create(
            pk=1, defaults={"fingerprint": found}
        )
        if made or known.fingerprint == found:
            return not known.is_held
        logger.error("the database was put back: outgoing mail is held until it is released")
        known.fingerprint, known.held_at, known.reason = found, at, PUT_BACK
        known.released_at, known.released_by = None, None
        known.save()
        _tell_administrators(at)
    return False


def hold(*, reason: str, at: datetime) -> None:
    """Close the gate by hand, for instance in the script that restores a backup."""
    with worker_transaction():
        values = {"fingerprint": fingerprint(), "held_at": at, "reason": reason[:200], "released_at": None}
        OutboxGate.objects.update_or_create(pk=1, defaults={**values, "released_by": None})
        _tell_administrators(at)


@transaction.atomic
def release(*, actor: Actor, at: datetime) -> OutboxGate:
    """Let mail leave again; each message is looked at again before it does.

    Raises NotAllowed for everybody but a functional administrator, Conflict when nothing is held.
    """
    check_can_operate(actor)
    held = OutboxGate.objects.select_for_update(no_key=True).first()
    if held is None or not held.is_held:
        raise Conflict("De uitgaande post wordt niet vastgehouden.")
    held.released_at, held.released_by_id = at, actor.user_id
    held.save(update_fields=["released_at", "released_by"])
    return held


def fingerprint() -> str:
    """What this database is known by."""
    with connection.cursor() as cursor:
        cursor.execute(_FINGERPRINT)
        return str(cursor.fetchone()[0])


def _tell_administrators(at: datetime) -> None:
    administrators = User.objects.filter(
        is_active=True, roles__contains=[Role.FUNCTIONAL_ADMINISTRATOR.value]
    )
    queue_message(
        kind=OUTBOX_HELD,
        occasion=f"outbox-held:{at.isoformat()}",
        recipients=administrators.order_by("pk"),
        channels=[Channel.IN_APP],
        at=at,
    )
