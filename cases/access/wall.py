"""The second wall: every transaction says to the database who it works for (architecture, section 4).

Row-level security reads `app.organisation` and `app.user`; both are transaction-local, so nothing can leak
into the next request on the same connection. Savepoints keep them, therefore a nested use restores what was.

The database itself looks, once per transaction and not per row, whether the user works for the organisation
or has a duty for it that holds: otherwise it sets none, and nothing is visible.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
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
    " set_config('app.user', %s, true), set_config('app.excluded', %s, true)"
)
_ENTER = (
    "SELECT set_config('role', %s, true), set_config('app.user', %s, true), set_config('app.organisation',"
    " CASE WHEN wall_may_act_for(%s::bigint, %s::bigint, coalesce(%s::timestamptz, clock_timestamp()))"
    " THEN %s ELSE '' END, true),"
    " set_config('app.excluded', wall_excluded_cases(%s::bigint, %s::bigint)::text, true)"
)
_GET = (
    "SELECT current_setting('role'), coalesce(current_setting('app.organisation', true), ''),"
    " coalesce(current_setting('app.user', true), ''), coalesce(current_setting('app.excluded', true), '')"
)
NOTHING: Final[frozenset[int]] = frozenset()


def set_context(
    role: str, *, organisation_id: int | None = None, user_id: int | None = None, at: datetime | None = None
) -> frozenset[int]:
    """Say who the running transaction works for; without an organisation no case is visible.

    `at`: the moment at which a duty for another organisation must hold; the clock of the database without it.
    Answers the cases that stay closed to this user and organisation whatever else is granted (security, A9).
    """
    user = "" if user_id is None else str(user_id)
    with connection.cursor() as cursor:
        if organisation_id is None:
            cursor.execute(_SET, [role, "", user, ""])
            return NOTHING
        acts = [user_id, organisation_id]
        cursor.execute(_ENTER, [role, user, *acts, at, str(organisation_id), *acts])
        *_, excluded = cursor.fetchone()
    return frozenset(int(key) for key in excluded.strip("{}").split(",") if key)


@contextmanager
def _transaction_as(role: str, actor: Actor | None, at: datetime | None = None) -> Iterator[None]:
    nested = connection.in_atomic_block
    with transaction.atomic():
        previous = None
        if nested:
            with connection.cursor() as cursor:
                cursor.execute(_GET)
                previous = cursor.fetchone()
        set_context(
            role,
            organisation_id=actor.organisation_id if actor else None,
            user_id=actor.user_id if actor else None,
            at=at,
        )
        yield
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
