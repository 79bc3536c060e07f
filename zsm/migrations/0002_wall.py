"""The second wall around the tables of the ZSM table."""

from __future__ import annotations

from typing import ClassVar

from django.db import migrations

ON_CASE = ("zsm_custody", "zsm_childcheck", "zsm_knownanswer", "zsm_prosecutionfacts", "zsm_decision")

TAKES_PART = """EXISTS (SELECT 1 FROM cases_participation p WHERE p.case_id = {table}.case_id
    AND p.organisation_id = wall_organisation() AND p.level >= {level} AND p.ended_at IS NULL)"""


def protect(table: str, *, read: str, write: str) -> str:
    """Force a table behind three policies for the web role; rows are never deleted."""
    return f"""
ALTER TABLE {table} ENABLE ROW LEVEL SECURITY;
ALTER TABLE {table} FORCE ROW LEVEL SECURITY;
CREATE POLICY wall_read ON {table} FOR SELECT TO veiligheid_web USING ({read});
CREATE POLICY wall_add ON {table} FOR INSERT TO veiligheid_web WITH CHECK ({write});
CREATE POLICY wall_change ON {table} FOR UPDATE TO veiligheid_web USING ({write}) WITH CHECK ({write});
GRANT SELECT, INSERT, UPDATE ON {table} TO veiligheid_web;
GRANT USAGE ON SEQUENCE {table}_id_seq TO veiligheid_web;
"""


def on_case(table: str) -> str:
    """Seen from level view, changed from level contribute."""
    return protect(
        table, read=TAKES_PART.format(table=table, level=20), write=TAKES_PART.format(table=table, level=30)
    )


ORDERS = protect(
    "zsm_decisionorder",
    read="EXISTS (SELECT 1 FROM zsm_decision d WHERE d.id = zsm_decisionorder.decision_id)",
    write="EXISTS (SELECT 1 FROM zsm_decision d WHERE d.id = zsm_decisionorder.decision_id)",
)


class Migration(migrations.Migration):
    """Raise the wall."""

    dependencies: ClassVar = [("zsm", "0001_zsm_table"), ("cases", "0002_wall")]

    operations: ClassVar = [
        migrations.RunSQL(sql, migrations.RunSQL.noop)
        for sql in [*(on_case(table) for table in ON_CASE), ORDERS]
    ]
