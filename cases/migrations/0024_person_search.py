"""Asking outside one's own cases whether a person is known: a guarded answer with a quota, and nothing else."""

from __future__ import annotations

from typing import ClassVar

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

# The quota is used before anything is looked up, by the same statement that answers: no way around it. Both
# questions cost the same whatever the answer is. What is found leaves as one organisation, or none; the keys
# of the persons are for the access log only.
ANSWER = """
CREATE FUNCTION written_name(name text) RETURNS text LANGUAGE sql IMMUTABLE AS $$
    SELECT regexp_replace(btrim(regexp_replace(translate(lower(name),
        'áàäâãåéèëêíìïîóòöôõøúùüûñçýÿ''.-', 'aaaaaaeeeeiiiioooooouuuuncyy   '), '\\s+', ' ', 'g')),
        '^((van|de|der|den|het|ten|ter|te|op|in|aan|bij|uit|voor|vd|la|le|du|des|von|zu|el|al|ben|bin|t|s|d) )+',
        '') $$;

CREATE FUNCTION wall_person_known(
    wanted_bsn text, wanted_name text, wanted_key text, born date, initial text, today date, most int,
    OUT used int, OUT organisation bigint, OUT persons bigint[]
) LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    IF wall_user() IS NULL OR wall_organisation() IS NULL THEN
        RETURN;
    END IF;
    INSERT INTO cases_searchquota AS q (user_id, day, used) VALUES (wall_user(), today, 1)
        ON CONFLICT (user_id, day) DO UPDATE SET used = q.used + 1 WHERE q.used < most
        RETURNING q.used INTO used;
    IF used IS NULL THEN
        RETURN;
    END IF;
    WITH hit AS (
        SELECT p.id FROM cases_person p WHERE wanted_bsn <> '' AND p.bsn = wanted_bsn
        UNION
        SELECT p.id FROM cases_person p
        WHERE wanted_bsn = '' AND p.birth_date = born AND p.name_key = wanted_key
            AND written_name(p.last_name) = wanted_name
            AND (initial = '' OR p.first_names = '' OR left(written_name(p.first_names), 1) = initial)
    ), known AS (
        SELECT r.person_id, c.id AS case_id, c.organisation_id, c.opened_at
        FROM hit JOIN cases_caserole r ON r.person_id = hit.id AND r.role IN ('suspect', 'victim', 'child')
            JOIN cases_case c ON c.id = r.case_id
        -- Closed cases are shielded for a Zorg- en Veiligheidshuis at once (tables, section 1).
        WHERE (NOT EXISTS (SELECT 1 FROM cases_organisation o WHERE o.id = wall_organisation() AND o.kind = 'zvh')
            OR EXISTS (SELECT 1 FROM cases_participation p WHERE p.case_id = c.id AND p.case_open))
            -- Who is excluded, or knows the person, hears what everybody hears of somebody who is not known.
            AND c.id <> ALL ((SELECT wall_excluded())::bigint[])
    ), newest AS (SELECT * FROM known ORDER BY opened_at DESC, case_id DESC LIMIT 1)
    SELECT
        (SELECT coalesce(
            (SELECT p.organisation_id FROM cases_participation p JOIN cases_organisation o
                ON o.id = p.organisation_id AND o.kind = 'vt'
             WHERE p.case_id = n.case_id AND p.ended_at IS NULL
             ORDER BY p.level DESC, p.organisation_id LIMIT 1),
            n.organisation_id) FROM newest n),
        coalesce((SELECT array_agg(DISTINCT k.person_id) FROM known k), '{}')
    INTO organisation, persons;
END $$;
ALTER FUNCTION wall_person_known(text, text, text, date, text, date, int) OWNER TO veiligheid_guard;
REVOKE ALL ON FUNCTION wall_person_known(text, text, text, date, text, date, int) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION wall_person_known(text, text, text, date, text, date, int) TO veiligheid_web;
ALTER TABLE cases_searchquota ENABLE ROW LEVEL SECURITY;
ALTER TABLE cases_searchquota FORCE ROW LEVEL SECURITY;
CREATE POLICY wall_read ON cases_searchquota FOR SELECT TO veiligheid_web USING (user_id = wall_user());
GRANT SELECT ON cases_searchquota TO veiligheid_web;
GRANT SELECT, INSERT, UPDATE ON cases_searchquota TO veiligheid_guard;
GRANT USAGE ON SEQUENCE cases_searchquota_id_seq TO veiligheid_guard;
"""


class Migration(migrations.Migration):
    """The quota and the function that answers; an index to find who can be reached at a number."""

    dependencies: ClassVar = [
        ("cases", "0023_operator"),
    ]

    operations: ClassVar = [
        migrations.CreateModel(
            name="SearchQuota",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("day", models.DateField(verbose_name="dag")),
                ("used", models.PositiveIntegerField(verbose_name="aantal vragen")),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={"verbose_name": "zoekquotum", "verbose_name_plural": "zoekquota"},
        ),
        migrations.AddConstraint(
            model_name="searchquota",
            constraint=models.UniqueConstraint(fields=("user", "day"), name="search_quota_of_day"),
        ),
        migrations.AddIndex(
            model_name="safecontact",
            index=models.Index(
                condition=models.Q(("valid_to__isnull", True), models.Q(("phone", ""), _negated=True)),
                fields=["phone"],
                name="safe_contact_phone",
            ),
        ),
        migrations.RunSQL(
            ANSWER,
            "DROP FUNCTION wall_person_known(text, text, text, date, text, date, int), written_name(text)",
        ),
    ]
