"""Primary keys that are known before the row exists.

Behind row-level security a new case becomes visible through its participation, so the participation is
inserted first and needs the key of a case that follows in the same transaction (foreign keys are deferred).
"""

from __future__ import annotations

from django.db import connection, models


def reserve_id(model: type[models.Model]) -> int:
    """Take the next primary key of a model's table from its sequence."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence(%s, %s))", [model._meta.db_table, model._meta.pk.column]
        )
        row = cursor.fetchone()
    return int(row[0])
