"""The second wall: every transaction says to the database who it works for (architecture, section 4).

Row-level security reads `app.organisation` and `app.user`; both are transaction-local, so nothing can leak
into the next request on the same connection. Savepoints keep them, therefore a nested use restores what was.

The database itself looks, once per transaction and not per row, whether the user works for the organisation
or has a duty for it that holds: otherwise it sets none, and nothing is visible.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db import connection, transaction

from cases.access.actor import Actor

OWNER_ROLE: Final = "veiligheid_owner"
GUARD_ROLE: Final = "veiligheid_guard"
WEB_ROLE: Final = "veiligheid_web"
WORKER_ROLE: Final = "veiligheid_worker"
REPORT_ROLE: Final = "veiligheid_report"

_SET = (
    "SELECT set_config('role', %s, true), set_config('app.organisation', %s, true),"
    " set_config('app.user', %s, true), set_config('app.excluded', %s, true),"
    " set_config('app.emergency', %s, true)"
)
_ENTER = (
    "SELECT set_config('role', %s, true), set_config('app.user', %s, true), set_config('app.organisation',"
    " CASE WHEN wall_may_act_for(%s::bigint, %s::bigint, coalesce(%s::timestamptz, clock_timestamp()))"
    " THEN %s ELSE '' END, true),"
    " set_config('app.excluded', wall_excluded_cases(%s::bigint, %s::bigint)::text, true),"
    " set_config('app.emergency', CASE WHEN %s THEN coalesce(NULLIF(wall_emergency_cases(%s::bigint,"
    " %s::bigint, coalesce(%s::timestamptz, clock_timestamp()))::text, '{}'), '') ELSE '' END, true)"
)
_GET = (
    "SELECT current_setting('role'), coalesce(current_setting('app.organisation', true), ''),"
    " coalesce(current_setting('app.user', true), ''), coalesce(current_setting('app.excluded', true), ''),"
    " coalesce(current_setting('app.emergency', true), '')"
)


@dataclass(frozen=True, slots=True)
class Entered:
    """What the database says of who acts: `excluded` stays closed, `emergency` may be read for a while."""

    excluded: frozenset[int] = frozenset()
    emergency: frozenset[int] = frozenset()


NOTHING: Final = Entered()


def set_context(
    role: str,
    *,
    organisation_id: int | None = None,
    user_id: int | None = None,
    at: datetime | None = None,
    emergency: bool = False,
) -> Entered:
    """Say who the running transaction works for; without an organisation no case is visible.

    `at`: the moment at which a duty for another organisation, and emergency access, must hold; the clock of
    the database without it. `emergency`: emergency access counts, which it does on the pages only. Answers
    the cases that stay closed to this user and organisation whatever else is granted (security, A9), and
    those open to her or him in an emergency (A11).
    """
    user = "" if user_id is None else str(user_id)
    with connection.cursor() as cursor:
        if organisation_id is None:
            cursor.execute(_SET, [role, "", user, "", ""])
            return NOTHING
        acts = [user_id, organisation_id]
        parameters = [role, user, *acts, at, str(organisation_id), *acts, emergency, *acts, at]
        cursor.execute(_ENTER, parameters)
        *_, excluded, opened = cursor.fetchone()
    return Entered(_keys(excluded), _keys(opened))


def _keys(array: str) -> frozenset[int]:
    return frozenset(int(key) for key in array.strip("{}").split(",") if key)


@contextmanager
def _transaction_as(
    role: str, actor: Actor | None, at: datetime | None = None, *, emergency: bool = False
) -> Iterator[Entered]:
    nested = connection.in_atomic_block
    with transaction.atomic():
        previous = None
        if nested:
            with connection.cursor() as cursor:
                cursor.execute(_GET)
                previous = cursor.fetchone()
        entered = set_context(
            role,
            organisation_id=actor.organisation_id if actor else None,
            user_id=actor.user_id if actor else None,
            at=at,
            emergency=emergency,
        )
        yield entered
        if previous is not None:
            with connection.cursor() as cursor:
                cursor.execute(_SET, previous)


@contextmanager
def acting_as(actor: Actor | None, *, at: datetime | None = None) -> Iterator[None]:
    """A transaction of the web role for an actor; None sees no case at all. `at`: as for `set_context`."""
    with _transaction_as(WEB_ROLE, actor, at):
        yield


@contextmanager
def worker_transaction() -> Iterator[None]:
    """A transaction of the worker role: terms, outbox and what a message needs, of every organisation."""
    with _transaction_as(WORKER_ROLE, None):
        yield
