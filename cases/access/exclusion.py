"""Which cases stay closed to somebody, asked for a user who is not the one at work (security, A9)."""

from __future__ import annotations

from django.db import connection


def closed_to(user_id: int, organisation_id: int) -> frozenset[int]:
    """The cases from which this user, or the organisation, is excluded."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT unnest(wall_excluded_cases(%s::bigint, %s::bigint))", [user_id, organisation_id]
        )
        return frozenset(case_id for (case_id,) in cursor.fetchall())
