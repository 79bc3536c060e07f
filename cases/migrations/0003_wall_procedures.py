"""Two procedures with which later migrations put a new table behind the wall, in one line each.

    migrations.RunSQL("CALL wall_on_case('cases_screening')", migrations.RunSQL.noop)
    migrations.RunSQL("CALL wall_on_parent('cases_screeninganswer', 'cases_screening', 'screening_id')", …)

The rules are those of 0002_wall: on a case seen from level view and changed from level contribute, on a parent
seen and changed with it; rows are never deleted. Only the owner of the tables may call them.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import migrations

PROCEDURES = """
CREATE PROCEDURE wall_protect(tab text, seen text, changed text) LANGUAGE plpgsql AS $$
BEGIN
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', tab);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', tab);
    EXECUTE format('CREATE POLICY wall_read ON %I FOR SELECT TO veiligheid_web USING (%s)', tab, seen);
    EXECUTE format('CREATE POLICY wall_add ON %I FOR INSERT TO veiligheid_web WITH CHECK (%s)', tab, changed);
    EXECUTE format('CREATE POLICY wall_change ON %I FOR UPDATE TO veiligheid_web USING (%s) WITH CHECK (%s)',
        tab, changed, changed);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE ON %I TO veiligheid_web', tab);
    EXECUTE format('GRANT USAGE ON SEQUENCE %I TO veiligheid_web', tab || '_id_seq');
END $$;

CREATE PROCEDURE wall_on_case(tab text, col text DEFAULT 'case_id') LANGUAGE plpgsql AS $$
DECLARE
    takes_part constant text := 'EXISTS (SELECT 1 FROM cases_participation p WHERE p.case_id = %I.%I
        AND p.organisation_id = wall_organisation() AND p.level >= %s AND p.ended_at IS NULL)';
BEGIN
    CALL wall_protect(tab, format(takes_part, tab, col, 20), format(takes_part, tab, col, 30));
END $$;

CREATE PROCEDURE wall_on_parent(tab text, parent text, col text) LANGUAGE plpgsql AS $$
DECLARE
    with_parent constant text := format('EXISTS (SELECT 1 FROM %I parent WHERE parent.id = %I.%I)', parent, tab, col);
BEGIN
    CALL wall_protect(tab, with_parent, with_parent);
END $$;

REVOKE ALL ON PROCEDURE wall_protect(text, text, text), wall_on_case(text, text), wall_on_parent(text, text, text)
    FROM PUBLIC;
"""

DROP = """
DROP PROCEDURE wall_on_case(text, text), wall_on_parent(text, text, text), wall_protect(text, text, text);
"""


class Migration(migrations.Migration):
    """Say once how a table is put behind the wall."""

    dependencies: ClassVar = [("cases", "0002_wall")]

    operations: ClassVar = [migrations.RunSQL(PROCEDURES, DROP)]
