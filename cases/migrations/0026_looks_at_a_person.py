"""Who looked at one person's data, of every organisation, for the privacy officer who answers that person.

The log of other organisations is not open to her or him; this function tells the moments, organisations, roles and
actions about one person of a case of the own organisation, and no user, purpose, case or other person.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import migrations

LOOKS = """
CREATE FUNCTION audit_looks_at(wanted bigint, since timestamptz, until timestamptz)
    RETURNS TABLE (at timestamptz, organisation_id bigint, roles varchar[], action varchar)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT e.at, e.organisation_id, e.roles, e.action FROM cases_accesslogentry e
    WHERE e.person_ids @> ARRAY[wanted] AND e.at >= since AND e.at < until AND e.outcome = 'shown'
        AND e.organisation_id IS NOT NULL
        AND (SELECT wall_is_privacy_officer())
        AND EXISTS (SELECT 1 FROM cases_caserole r WHERE r.person_id = wanted AND wall_participates(r.case_id, 20)) $$;
-- Whether somebody is a suspect in any case, also under another self: then who looked is told with more care.
CREATE FUNCTION audit_is_suspect(wanted bigint) RETURNS boolean
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT wall_is_privacy_officer() AND EXISTS (SELECT 1 FROM cases_caserole r WHERE r.role = 'suspect'
        AND r.person_id IN (SELECT wanted
            UNION SELECT l.other_id FROM cases_personlink l WHERE l.person_id = wanted AND l.undone_at IS NULL
            UNION SELECT l.person_id FROM cases_personlink l WHERE l.other_id = wanted AND l.undone_at IS NULL)) $$;
ALTER FUNCTION audit_looks_at(bigint, timestamptz, timestamptz) OWNER TO veiligheid_guard;
ALTER FUNCTION audit_is_suspect(bigint) OWNER TO veiligheid_guard;
REVOKE ALL ON FUNCTION audit_is_suspect(bigint) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION audit_is_suspect(bigint) TO veiligheid_web;
REVOKE ALL ON FUNCTION audit_looks_at(bigint, timestamptz, timestamptz) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION audit_looks_at(bigint, timestamptz, timestamptz) TO veiligheid_web;
"""


class Migration(migrations.Migration):
    """Let a privacy officer answer the person concerned."""

    dependencies: ClassVar = [("cases", "0025_sweep_barred")]

    operations: ClassVar = [
        migrations.RunSQL(
            LOOKS,
            "DROP FUNCTION audit_looks_at(bigint, timestamptz, timestamptz), audit_is_suspect(bigint)",
        )
    ]
