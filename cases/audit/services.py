"""Setting seals over the access log, by any number of triggers; removing what is old; judging the rest."""

from __future__ import annotations

from datetime import date, datetime
from typing import Final
from uuid import UUID

from django.db import connection, transaction

from cases.access.actor import Actor
from cases.access.errors import InvalidInput, NotAllowed
from cases.access.wall import worker_transaction
from cases.audit.models import LogReview
from cases.audit.permissions import check_reads_log
from cases.audit.rules.signals import NEEDS_NOTE, ReviewOutcome, Signal
from cases.organisations.models import User

# Rows in one batch at most, so that a first sealing of an old log is no single huge transaction.
MOST: Final = 20_000


def seal_log(*, at: datetime, most: int = MOST) -> int:
    """Set seals over every row that is committed and stands under none; answers how many rows that were.

    Two at once: one does it, the other finds nothing to do.
    """
    sealed = 0
    while True:
        with worker_transaction(), connection.cursor() as cursor:
            cursor.execute("SELECT audit_seal_log(%s, %s)", [at, most])
            rows = int(cursor.fetchone()[0])
        sealed += rows
        if rows < most:
            return sealed


def prune_log(*, at: datetime) -> int:
    """Remove what stood in the access log for five years, batch by batch; answers how many rows that were.

    The seals stay, and a note per batch says that its rows went (ADR 18). The database decides what is old
    enough. Each batch is a transaction of its own; two at once: one does it, the other finds nothing to do.
    """
    pruned = 0
    while True:
        with worker_transaction(), connection.cursor() as cursor:
            cursor.execute("SELECT audit_prune_log(%s)", [at])
            rows = int(cursor.fetchone()[0])
        if not rows:
            return pruned
        pruned += rows


@transaction.atomic
def judge_day(
    *,
    signal: Signal,
    user: User | None,
    day: date,
    outcome: ReviewOutcome,
    note: str,
    actor: Actor,
    at: datetime,
    request_id: UUID | None = None,
) -> LogReview:
    """Say what came of a signal, or of one row of the sample (`request_id`); a later judgement is a new row.

    Raises NotAllowed for everybody but a privacy officer, and InvalidInput when the outcome asks for a note.
    """
    check_reads_log(actor)
    note = note.strip()
    if outcome in NEEDS_NOTE and not note:
        raise InvalidInput({"note": ["Schrijf op wat u heeft gedaan."]})
    if user is not None and user.pk == actor.user_id:
        raise NotAllowed("Uw eigen inzage beoordeelt een andere privacyfunctionaris.")
    return LogReview.objects.create(
        organisation_id=actor.organisation_id,
        signal=signal.value,
        user=user,
        day=day,
        request_id=request_id,
        outcome=outcome.value,
        note=note,
        reviewed_by_id=actor.user_id,
        reviewed_at=at,
    )
