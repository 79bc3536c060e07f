"""Rows of the access log, and what somebody who holds the database can do to them."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

from django.db import connection, transaction

from cases.access.trail import Trail, write_entry
from cases.access.wall import GUARD_ROLE, acting_as, set_context
from cases.audit.rules.verification import Fault
from cases.audit.verifying import Verdict
from tests.factories.cast import Cast

AT = datetime(2026, 3, 10, 10, 0, tzinfo=UTC)
TABLES = ("cases_accesslogentry", "cases_logseal", "cases_logpruning")


def look(cast: Cast, at: datetime = AT, purpose: str = "") -> None:
    """One row of the log, as a request writes it."""
    actor = cast.actor("vt")
    write_entry(
        Trail(case_ids={7}, person_ids={8, 9}, purpose=purpose),
        actor=actor,
        at=at,
        request_id=uuid4(),
        route="cases:case",
        outcome="shown",
        status=200,
        source="192.0.2.7",
    )


def looks(cast: Cast, number: int, at: datetime = AT) -> None:
    """Some rows, in one transaction."""
    with acting_as(cast.actor("vt")):
        for count in range(number):
            look(cast, at, f"regel {count}")


def as_owner(*statements: str) -> None:
    """What somebody who holds the database can do: take the triggers off and change what he likes."""
    with transaction.atomic(), connection.cursor() as cursor:
        for table in TABLES:
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
            cursor.execute(f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY")
        for statement in statements:
            cursor.execute(statement)
            assert cursor.rowcount or statement.startswith("TRUNCATE"), statement
        for table in TABLES:
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
            cursor.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")


def as_role(role: str, sql: str) -> list[tuple[Any, ...]]:
    """What a role of the database gets to see, or may do."""
    with transaction.atomic(), connection.cursor() as cursor:
        set_context(role)
        cursor.execute(sql)
        return list(cursor.fetchall())


def sealed_ids() -> list[tuple[Any, ...]]:
    """Which rows stand under each seal."""
    return as_role(GUARD_ROLE, "SELECT ids FROM cases_logseal ORDER BY number")


def faults(verdict: Verdict) -> list[tuple[int, Fault]]:
    """What was found, by batch."""
    return [(finding.batch, finding.fault) for finding in verdict.findings]


def empty() -> None:
    """The making of the cast is logged too; afterwards the first row has key one."""
    as_owner("TRUNCATE cases_accesslogentry, cases_logseal, cases_logpruning RESTART IDENTITY")
