"""The access log row of one request: collected while the page is made, written before it is shown."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db import connection

from cases.access.actor import Actor
from cases.access.models import AccessLogEntry
from cases.access.rules.categories import Category


@dataclass(slots=True)
class Trail:
    """What a request shows: whose data, which cases, which categories, and why.

    `on_behalf_of`: the partner system through which somebody acts, and the employer of who stands in for
    another organisation; empty for who works on the pages for the own one.
    `claimed`: as whom somebody tried to sign in, when there is such an account. `refused`: the answer is a
    refusal although its status does not say so.
    """

    action: str = AccessLogEntry.ACTION_READ
    purpose: str = ""
    on_behalf_of: str = ""
    silent: bool = False
    refused: bool = False
    claimed: Actor | None = None
    case_ids: set[int] = field(default_factory=set)
    person_ids: set[int] = field(default_factory=set)
    categories: set[Category] = field(default_factory=set)

    def shows(
        self, *, cases: Iterable[int] = (), persons: Iterable[int] = (), categories: Iterable[Category] = ()
    ) -> None:
        """Note that the page shows these cases, persons and categories."""
        self.case_ids.update(cases)
        self.person_ids.update(persons)
        self.categories.update(categories)

    def nothing_shown(self) -> None:
        """A refresh without news reveals nothing and leaves no row."""
        self.silent = True


_INSERT = """
INSERT INTO cases_accesslogentry
    (at, request_id, user_id, organisation_id, roles, on_behalf_of, action, route,
     case_ids, person_ids, categories, purpose, outcome, status, source)
VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)
"""


def write_entry(
    trail: Trail,
    *,
    actor: Actor | None,
    at: datetime,
    request_id: UUID,
    route: str,
    outcome: str,
    status: int,
    source: str | None,
) -> None:
    """Insert the row. Plain SQL without RETURNING: who may add to the log may not read it.

    Raises django.db.Error when the log cannot be written; then nothing may be shown (security, L1).
    """
    with connection.cursor() as cursor:
        cursor.execute(
            _INSERT,
            [
                at,
                request_id,
                actor.user_id or None if actor else None,
                actor.organisation_id if actor else None,
                sorted(role.value for role in actor.roles) if actor else [],
                trail.on_behalf_of[:120],
                trail.action,
                route[:100],
                sorted(trail.case_ids),
                sorted(trail.person_ids),
                sorted(category.value for category in trail.categories),
                trail.purpose[:200],
                outcome,
                status,
                source,
            ],
        )
