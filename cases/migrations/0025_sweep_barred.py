"""Let the sweep know who is excluded from which case, so that an alarm goes to somebody who may read it."""

from __future__ import annotations

from typing import ClassVar

from django.db import migrations

# Only users for whom an exclusion or an own relation runs are looked at; there are few.
BARRED = """
CREATE FUNCTION sweep_barred() RETURNS TABLE (user_id bigint, case_id bigint)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT u.id, closed.case_id
    FROM cases_user u
    CROSS JOIN LATERAL unnest(wall_excluded_cases(u.id, u.organisation_id)) AS closed(case_id)
    WHERE u.is_active AND (
        u.id IN (SELECT e.user_id FROM cases_exclusion e WHERE e.lifted_at IS NULL AND e.user_id IS NOT NULL)
        OR u.id IN (SELECT r.user_id FROM cases_ownrelation r WHERE r.lifted_at IS NULL)
        OR u.organisation_id IN (
            SELECT e.excluded_id FROM cases_exclusion e WHERE e.lifted_at IS NULL AND e.excluded_id IS NOT NULL))
    $$;
ALTER FUNCTION sweep_barred() OWNER TO veiligheid_guard;
REVOKE ALL ON FUNCTION sweep_barred() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION sweep_barred() TO veiligheid_worker;
"""


class Migration(migrations.Migration):
    """One function of the wall for the sweep."""

    dependencies: ClassVar = [
        ("cases", "0024_person_search"),
    ]

    operations: ClassVar = [migrations.RunSQL(BARRED, "DROP FUNCTION sweep_barred();")]
