"""The sweep: gives every stage that is due, exactly once, one statement per thousand (architecture, 3).

PostgreSQL holds the truth, so any number of sweepers may run at any moment, also two triggers side by side.
"""

from __future__ import annotations

import logging
from contextlib import nullcontext
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final

from django.db import DatabaseError, OperationalError, connection

from cases.access.rules.levels import Level
from cases.access.wall import worker_transaction
from cases.organisations.models import User
from cases.organisations.rules import Role
from cases.outbox.rules import Channel
from cases.outbox.services import mail_domain, queue_message
from cases.terms.lag import add_lags
from cases.terms.messages import STAGE_FAILING, TERM_STAGE
from cases.terms.models import SweepHeartbeat, TermStage
from cases.terms.rules.stages import Audience, Nature
from cases.terms.rules.states import StageStatus
from cases.terms.statement import IDLE, SWEEP

logger = logging.getLogger(__name__)

BATCH: Final = 1000
# SQLSTATE class of a missing table or grant and of a wrong statement.
WRONG_STATEMENT: Final = "42"
FIRST_PAUSE: Final = timedelta(minutes=1)
LONGEST_PAUSE: Final = timedelta(minutes=10)

WORKERS: Final = (
    Role.CASE_HANDLER,
    Role.HOVJ,
    Role.PROSECUTOR,
    Role.ASSISTANT_PROSECUTOR,
    Role.PROSECUTOR_CLERK,
)
# Told when a stage would otherwise reach nobody.
LAST_RESORT: Final = (Role.TEAM_LEAD, Role.ZSM_COORDINATOR, Role.FUNCTIONAL_ADMINISTRATOR)


@dataclass(slots=True)
class SweepReport:
    """What one sweep did. `failing`: stages that could not be given and are tried again later.

    `lags`: how many seconds after its moment each stage was given.
    """

    fired: int = 0
    cancelled: int = 0
    messages: int = 0
    without_recipient: int = 0
    failing: int = 0
    lags: list[int] = field(default_factory=list)


def sweep_due(*, at: datetime, source: str, batch: int = BATCH) -> SweepReport:
    """Give every stage whose moment has come at `at`, mark how late, and leave a sign of life.

    `source` names the trigger ("beat", "loop"). Ending a term in the same moment wins or loses as a whole. A
    stage that makes the statement fail is set aside, reported and tried again later; the others go on.
    """
    report = SweepReport()
    if _found_nothing(at, source):
        return report
    while _give(report, at, batch):
        pass
    _beat(report, at, source)
    return report


def _found_nothing(at: datetime, source: str) -> bool:
    """Whether nothing is due; then the sign of life is left already, without a transaction around it.

    The sweepers log in as the worker; only inside the transaction of somebody else the role is another one.
    """
    role = worker_transaction() if connection.in_atomic_block else nullcontext()
    with role, connection.cursor() as cursor:
        cursor.execute(IDLE, {"at": at, "source": source})
        return bool(cursor.fetchone()[0])


def _give(report: SweepReport, at: datetime, batch: int) -> int:
    """Give one batch; answers how many stages it held."""
    try:
        return _run(report, at, limit=batch)
    except DatabaseError as fault:
        if _blames_no_stage(fault):
            raise
        logger.exception("a batch of terms could not be swept; going row by row")
    return _give_one_by_one(report, at, batch)


def _give_one_by_one(report: SweepReport, at: datetime, batch: int) -> int:
    """Each stage in a transaction of its own, so that a poisoned one harms no other."""
    with worker_transaction():
        due = TermStage.objects.filter(status=StageStatus.PENDING.value, next_try_at__lte=at)
        keys = list(due.order_by("next_try_at", "pk").values_list("pk", flat=True)[:batch])
    for key in keys:
        try:
            _run(report, at, limit=1, only=[key])
        except DatabaseError as fault:
            if _blames_no_stage(fault):
                raise
            _set_aside(report, key, at, fault)
    return len(keys)


def _blames_no_stage(fault: DatabaseError) -> bool:
    """Whether the database is away, or the statement or a grant is wrong.

    Then the sweep stops, its pulse grows old, and readiness says so; no stage is set aside for it.
    """
    sqlstate = getattr(fault.__cause__, "sqlstate", None) or ""
    return isinstance(fault, OperationalError) or sqlstate.startswith(WRONG_STATEMENT)


def _run(report: SweepReport, at: datetime, *, limit: int, only: list[int] | None = None) -> int:
    with worker_transaction(), connection.cursor() as cursor:
        # Foreign keys are checked now and not at the commit, where it could not be told whose fault it is.
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(SWEEP, _parameters(at, limit, only))
        found, fired, messages, unheard, lags = cursor.fetchone()
    report.lags.extend(lags)
    report.fired += fired
    report.cancelled += found - fired
    report.messages += messages
    report.without_recipient += len(unheard)
    if unheard:
        logger.error("nobody could be told about the stages %s: no active user with a fitting role", unheard)
    return int(found)


def _parameters(at: datetime, limit: int, only: list[int] | None) -> dict[str, Any]:
    return {
        "at": at,
        "limit": limit,
        "only": only,
        "kind": TERM_STAGE,
        "email": Channel.EMAIL.value,
        "in_app": Channel.IN_APP.value,
        "domain": mail_domain(),
        "warning": Nature.WARNING.value,
        "alarm": Nature.ALARM.value,
        "escalation": Nature.ESCALATION.value,
        "view": int(Level.VIEW),
        "handler": Audience.HANDLER.value,
        "workers": Audience.WORKERS.value,
        "team_lead": Audience.TEAM_LEAD.value,
        "coordinator": Audience.ZSM_COORDINATOR.value,
        "participants": Audience.PARTICIPANTS.value,
        "worker_roles": [role.value for role in WORKERS],
        "team_lead_roles": [Role.TEAM_LEAD.value],
        "coordinator_roles": [Role.ZSM_COORDINATOR.value],
        "last_resort_roles": [role.value for role in LAST_RESORT],
    }


def _set_aside(report: SweepReport, key: int, at: datetime, fault: DatabaseError) -> None:
    """Try a failing stage again later, and tell people to look at the term themselves."""
    report.failing += 1
    logger.error("stage %s of a term cannot be given: %s", key, type(fault).__name__)
    with worker_transaction():
        stage = TermStage.objects.select_related("term").get(pk=key)
        stage.failures += 1
        stage.next_try_at = at + min(FIRST_PAUSE * 2 ** (stage.failures - 1), LONGEST_PAUSE)
        stage.last_error = type(fault).__name__
        stage.save(update_fields=["failures", "next_try_at", "last_error"])
    try:
        with worker_transaction():
            _tell_people(stage, at)
    except DatabaseError:
        # What keeps the stage from being given can keep this message from being written too.
        logger.exception("nobody could be told that stage %s is failing", key)


def _tell_people(stage: TermStage, at: datetime) -> None:
    colleagues = User.objects.filter(
        organisation=stage.term.organisation_id,
        is_active=True,
        roles__overlap=[Role.TEAM_LEAD.value, Role.FUNCTIONAL_ADMINISTRATOR.value],
    )
    queue_message(
        kind=STAGE_FAILING,
        occasion=f"failing:{stage.pk}",
        recipients=colleagues.order_by("pk"),
        channels=[Channel.IN_APP],
        at=at,
        case_id=stage.term.case_id,
    )


def _beat(report: SweepReport, at: datetime, source: str) -> None:
    """Leave a sign of life, with the oldest stage that is due and was not given."""
    with worker_transaction():
        waiting = TermStage.objects.filter(status=StageStatus.PENDING.value, next_try_at__lte=at, failures=0)
        oldest = waiting.order_by("next_try_at").values_list("fires_at", flat=True).first()
        failing = TermStage.objects.filter(status=StageStatus.PENDING.value, failures__gt=0).count()
        add_lags(report.lags)
        SweepHeartbeat.objects.bulk_create(
            [
                SweepHeartbeat(
                    source=source,
                    swept_at=at,
                    oldest_unfired_at=oldest,
                    fired=report.fired,
                    failing=failing,
                    without_recipient=report.without_recipient,
                )
            ],
            update_conflicts=True,
            unique_fields=["source"],
            update_fields=["swept_at", "oldest_unfired_at", "fired", "failing", "without_recipient"],
        )
