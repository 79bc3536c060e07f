"""Reading a case in an emergency: one, for at most an hour, judged afterwards (security, A11)."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import ClassVar

import django.db.models.deletion
import django.db.models.expressions
from django.conf import settings
from django.db import migrations, models

# Asked once per transaction of a page; `app.emergency` keeps it, and is empty when nothing is open.
LOOK_UP = """
CREATE FUNCTION wall_emergency_cases(acting bigint, organisation bigint, moment timestamptz)
    RETURNS bigint[] LANGUAGE plpgsql STABLE SECURITY DEFINER
    SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    opened bigint[] := (SELECT array_agg(e.case_id) FROM cases_emergencyaccess e
        WHERE e.user_id = acting AND e.organisation_id = organisation AND e.ended_at IS NULL
        AND e.opened_at <= moment AND e.ends_at > moment);
BEGIN
    IF opened IS NULL THEN
        RETURN '{}';
    END IF;
    RETURN (SELECT coalesce(array_agg(o.id), '{}') FROM unnest(opened) AS o (id)
        WHERE o.id <> ALL (wall_excluded_cases(acting, organisation)));
END $$;
ALTER FUNCTION wall_emergency_cases(bigint, bigint, timestamptz) OWNER TO veiligheid_guard;
REVOKE ALL ON FUNCTION wall_emergency_cases(bigint, bigint, timestamptz) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION wall_emergency_cases(bigint, bigint, timestamptz) TO veiligheid_web, veiligheid_worker,
    veiligheid_guard, veiligheid_owner, veiligheid_report;
"""

# Whoever reads along reads these; in an emergency somebody else reads them too, and changes nothing. What hangs
# on them is seen with them. By its name the policy comes after `wall_read`, so that it costs nothing for a row
# that may be seen anyhow, and hardly anything for another one while nothing is open. Not among them: messages, changes of records, copies, drafts, protected addresses.
READ = """
CREATE PROCEDURE wall_read_in_emergency(tab text, col text DEFAULT 'case_id') LANGUAGE plpgsql AS $$
BEGIN
    EXECUTE format('CREATE POLICY wall_read_in_emergency ON %I FOR SELECT TO veiligheid_web
        USING (%I = ANY (NULLIF(current_setting(''app.emergency'', true), '''')::bigint[]))', tab, col);
END $$;
CREATE OR REPLACE PROCEDURE wall_on_case(tab text, col text DEFAULT 'case_id') LANGUAGE plpgsql AS $$
DECLARE
    takes_part constant text := 'EXISTS (SELECT 1 FROM cases_participation p WHERE p.case_id = %I.%I
        AND p.organisation_id = wall_organisation() AND p.level >= %s AND p.ended_at IS NULL)';
BEGIN
    CALL wall_protect(tab, format(takes_part, tab, col, 20), format(takes_part, tab, col, 30));
    CALL wall_read_in_emergency(tab, col);
    CALL history_on(tab);
END $$;
REVOKE ALL ON PROCEDURE wall_read_in_emergency(text, text) FROM PUBLIC;
CALL wall_read_in_emergency('cases_case', 'id');
DO $$
DECLARE
    tab text;
BEGIN
    FOR tab IN
        SELECT p.tablename FROM pg_policies p JOIN information_schema.columns c
            ON c.table_schema = p.schemaname AND c.table_name = p.tablename AND c.column_name = 'case_id'
        WHERE p.schemaname = 'public' AND p.policyname = 'wall_read' AND p.tablename <> 'cases_outboxmessage'
            AND p.tablename NOT IN ('cases_recordchange', 'cases_addressreveal', 'cases_blockeddocument',
                'cases_document', 'cases_exclusion', 'cases_emergencyaccess')
            AND (p.qual LIKE '%cases_participation%' OR p.qual LIKE '%wall_participates%')
    LOOP
        CALL wall_read_in_emergency(tab);
    END LOOP;
END $$;
-- A person is seen through her or his roles, and then so is what hangs on her; where she hides never is.
CREATE POLICY never_in_emergency ON cases_protectedaddress AS RESTRICTIVE FOR SELECT TO veiligheid_web
    USING (coalesce(current_setting('app.emergency', true), '') = '' OR EXISTS (SELECT 1 FROM cases_caserole r
        WHERE r.person_id = cases_protectedaddress.person_id AND wall_participates(r.case_id, 20)));
"""

# Finds the case, which the actor cannot see, and opens it. It counts as a question outside the own cases, found
# or not; what is found leaves as one key. The partners read in the story that somebody came in, and why.
OPEN = """
CREATE FUNCTION wall_open_emergency(
    wanted_number text, wanted_bsn text, wanted_name text, wanted_key text, born date, initial text, today date,
    most int, why text, told text, moment timestamptz, ends timestamptz, judged_before timestamptz,
    OUT used int, OUT opened uuid, OUT target bigint, OUT inside boolean
) LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    persons bigint[];
BEGIN
    IF wall_user() IS NULL OR wall_organisation() IS NULL THEN
        RETURN;
    END IF;
    IF wanted_number <> '' THEN
        INSERT INTO cases_searchquota AS q (user_id, day, used) VALUES (wall_user(), today, 1)
            ON CONFLICT (user_id, day) DO UPDATE SET used = q.used + 1 WHERE q.used < most
            RETURNING q.used INTO used;
        IF used IS NOT NULL THEN
            SELECT c.id INTO target FROM cases_case c WHERE c.number = wanted_number
                AND c.id <> ALL (wall_excluded_cases(wall_user(), wall_organisation()));
        END IF;
    ELSE
        SELECT k.used, k.persons INTO used, persons
        FROM wall_person_known(wanted_bsn, wanted_name, wanted_key, born, initial, today, most) k;
        SELECT c.id INTO target FROM cases_caserole r JOIN cases_case c ON c.id = r.case_id
        WHERE r.person_id = ANY (persons) AND r.role IN ('suspect', 'victim', 'child')
            AND c.id <> ALL (wall_excluded_cases(wall_user(), wall_organisation()))
        ORDER BY (c.closed_at IS NULL) DESC, c.opened_at DESC, c.id DESC LIMIT 1;
    END IF;
    IF target IS NULL THEN
        RETURN;
    END IF;
    inside := EXISTS (SELECT 1 FROM cases_participation p WHERE p.case_id = target
        AND p.organisation_id = wall_organisation() AND p.level >= 20 AND p.ended_at IS NULL);
    IF inside THEN
        RETURN;
    END IF;
    opened := gen_random_uuid();
    INSERT INTO cases_emergencyaccess (public_id, permission_id, user_id, case_id, organisation_id, reason,
        opened_at, ends_at, review_due_at, outcome, review_note)
    SELECT opened, p.id, wall_user(), target, wall_organisation(), why, moment, ends, judged_before, '', ''
    FROM auth_permission p JOIN django_content_type t ON t.id = p.content_type_id
    WHERE p.codename = 'read_in_emergency' AND t.app_label = 'cases' AND t.model = 'case';
    IF NOT FOUND THEN
        RAISE EXCEPTION 'the permission to read in an emergency is missing: run migrate';
    END IF;
    UPDATE cases_case SET version = version + 1 WHERE id = target;
    INSERT INTO cases_caseevent (public_id, case_id, kind, category, summary, happened_at, recorded_at,
        organisation_id, recorded_by_id, subject_type, subject_public_id)
    VALUES (gen_random_uuid(), target, 'emergency_opened', 'that', told, moment, moment, wall_organisation(),
        wall_user(), 'emergencyaccess', opened);
END $$;
ALTER FUNCTION wall_open_emergency(text, text, text, text, date, text, date, int, text, text, timestamptz,
    timestamptz, timestamptz) OWNER TO veiligheid_guard;
REVOKE ALL ON FUNCTION wall_open_emergency(text, text, text, text, date, text, date, int, text, text,
    timestamptz, timestamptz, timestamptz) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION wall_open_emergency(text, text, text, text, date, text, date, int, text, text,
    timestamptz, timestamptz, timestamptz) TO veiligheid_web;
"""

# Read by who used it, and by the privacy officers of that organisation and of those whose case it is.
WALL = """
ALTER TABLE cases_emergencyaccess ENABLE ROW LEVEL SECURITY;
ALTER TABLE cases_emergencyaccess FORCE ROW LEVEL SECURITY;
CREATE FUNCTION wall_works_in(wanted bigint) RETURNS boolean
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS
    $$ SELECT EXISTS (SELECT 1 FROM cases_participation p WHERE p.case_id = wanted
        AND p.organisation_id = wall_organisation() AND p.level >= 30 AND p.ended_at IS NULL) $$;
ALTER FUNCTION wall_works_in(bigint) OWNER TO veiligheid_guard;
CREATE POLICY wall_read ON cases_emergencyaccess FOR SELECT TO veiligheid_web
    USING (user_id = wall_user() OR ((SELECT wall_is_privacy_officer())
        AND (organisation_id = wall_organisation() OR wall_works_in(case_id))));
CREATE POLICY wall_judge ON cases_emergencyaccess FOR UPDATE TO veiligheid_web
    USING (user_id <> wall_user() AND reviewed_at IS NULL AND (SELECT wall_is_privacy_officer())
        AND (organisation_id = wall_organisation() OR wall_works_in(case_id)))
    WITH CHECK (user_id <> wall_user() AND reviewed_by_id = wall_user());
CREATE POLICY worker_read ON cases_emergencyaccess FOR SELECT TO veiligheid_worker USING (true);
CREATE POLICY worker_remind ON cases_emergencyaccess FOR UPDATE TO veiligheid_worker USING (true)
    WITH CHECK (true);
GRANT SELECT ON cases_emergencyaccess TO veiligheid_web, veiligheid_worker;
GRANT UPDATE (reviewed_by_id, reviewed_at, outcome, review_note) ON cases_emergencyaccess
    TO veiligheid_web;
GRANT UPDATE (reminded_at) ON cases_emergencyaccess TO veiligheid_worker;
GRANT SELECT, INSERT ON cases_emergencyaccess TO veiligheid_guard;
GRANT USAGE ON SEQUENCE cases_emergencyaccess_id_seq TO veiligheid_guard;
GRANT UPDATE (version) ON cases_case TO veiligheid_guard;
GRANT INSERT ON cases_caseevent TO veiligheid_guard;
GRANT USAGE ON SEQUENCE cases_caseevent_id_seq TO veiligheid_guard;

-- Who has to judge it: the privacy officers of both sides, asked by who opened it and by the reminder.
CREATE FUNCTION wall_judges_of(wanted uuid) RETURNS SETOF bigint
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT u.id FROM cases_emergencyaccess e JOIN cases_user u ON u.is_active AND u.id <> e.user_id
        AND 'privacy_officer' = ANY (u.roles)
        AND (u.organisation_id = e.organisation_id OR EXISTS (SELECT 1 FROM cases_participation p
            WHERE p.case_id = e.case_id AND p.organisation_id = u.organisation_id AND p.level >= 30
            AND p.ended_at IS NULL))
    WHERE e.public_id = wanted ORDER BY u.id $$;
-- Who took it may end it, judged or not, and change nothing else of it.
CREATE FUNCTION wall_end_emergency(wanted uuid, moment timestamptz) RETURNS boolean
    LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
BEGIN
    UPDATE cases_emergencyaccess SET ended_at = moment WHERE public_id = wanted AND user_id = wall_user()
        AND ended_at IS NULL AND ends_at > moment;
    RETURN FOUND;
END $$;
ALTER FUNCTION wall_end_emergency(uuid, timestamptz) OWNER TO veiligheid_guard;
REVOKE ALL ON FUNCTION wall_end_emergency(uuid, timestamptz) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION wall_end_emergency(uuid, timestamptz) TO veiligheid_web;
GRANT UPDATE (ended_at) ON cases_emergencyaccess TO veiligheid_guard;
-- Who may read the row may know which case it is about.
CREATE FUNCTION wall_number_in_emergency(wanted uuid) RETURNS text
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT c.number FROM cases_emergencyaccess e JOIN cases_case c ON c.id = e.case_id
    WHERE e.public_id = wanted AND (e.user_id = wall_user() OR (wall_is_privacy_officer()
        AND (e.organisation_id = wall_organisation() OR wall_works_in(e.case_id)))) $$;
ALTER FUNCTION wall_number_in_emergency(uuid) OWNER TO veiligheid_guard;
REVOKE ALL ON FUNCTION wall_number_in_emergency(uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION wall_number_in_emergency(uuid) TO veiligheid_web;
ALTER FUNCTION wall_judges_of(uuid) OWNER TO veiligheid_guard;
REVOKE ALL ON FUNCTION wall_judges_of(uuid), wall_works_in(bigint) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION wall_judges_of(uuid), wall_works_in(bigint) TO veiligheid_web, veiligheid_worker;
CREATE POLICY wall_add_emergency ON cases_outboxmessage FOR INSERT TO veiligheid_web WITH CHECK (
    case_id IS NULL AND kind = 'emergency_opened'
    AND EXISTS (SELECT 1 FROM cases_emergencyaccess e WHERE e.public_id::text = payload ->> 'access'
        AND e.user_id = wall_user())
    AND recipient_id IN (SELECT wall_judges_of((payload ->> 'access')::uuid)));
"""


class Migration(migrations.Migration):
    """The grant, how it is opened, what it opens, and who judges it."""

    dependencies: ClassVar = [
        ("auth", "0012_alter_user_first_name_max_length"),
        ("cases", "0029_staff_accounts"),
        ("zsm", "0006_record_history"),
    ]

    operations: ClassVar = [
        migrations.AlterModelOptions(
            name="case",
            options={
                "permissions": [("read_in_emergency", "mag deze zaak in een noodgeval lezen")],
                "verbose_name": "zaak",
                "verbose_name_plural": "zaken",
            },
        ),
        migrations.CreateModel(
            name="EmergencyAccess",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("reason", models.CharField(max_length=200, verbose_name="reden")),
                ("opened_at", models.DateTimeField(verbose_name="geopend op")),
                ("ends_at", models.DateTimeField(verbose_name="eindigt op")),
                ("ended_at", models.DateTimeField(blank=True, null=True, verbose_name="eerder beëindigd op")),
                ("review_due_at", models.DateTimeField(verbose_name="te beoordelen voor")),
                ("reminded_at", models.DateTimeField(blank=True, null=True, verbose_name="herinnerd op")),
                ("reviewed_at", models.DateTimeField(blank=True, null=True, verbose_name="beoordeeld op")),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("justified", "terecht gebruikt"),
                            ("unjustified", "niet terecht: er volgt een gesprek of melding"),
                        ],
                        max_length=12,
                        verbose_name="oordeel",
                    ),
                ),
                ("review_note", models.CharField(blank=True, max_length=500, verbose_name="toelichting")),
                (
                    "content_object",
                    models.ForeignKey(
                        db_column="case_id",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="emergencies",
                        to="cases.case",
                        verbose_name="zaak",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="cases.organisation",
                        verbose_name="organisatie",
                    ),
                ),
                (
                    "permission",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to="auth.permission"),
                ),
                (
                    "reviewed_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="beoordeeld door",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "verbose_name": "noodtoegang",
                "verbose_name_plural": "noodtoegangen",
                "indexes": [
                    models.Index(
                        condition=models.Q(("ended_at__isnull", True)),
                        fields=["user", "-ends_at"],
                        name="emergency_of_user",
                    ),
                    models.Index(
                        condition=models.Q(("reviewed_at__isnull", True)),
                        fields=["review_due_at"],
                        name="emergency_to_review",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ends_at__gt", models.F("opened_at")),
                            (
                                "ends_at__lte",
                                django.db.models.expressions.CombinedExpression(
                                    models.F("opened_at"), "+", models.Value(dt.timedelta(seconds=3600))
                                ),
                            ),
                        ),
                        name="emergency_ends",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("outcome", ""), ("reviewed_at__isnull", True), ("reviewed_by__isnull", True)
                            ),
                            models.Q(
                                ("reviewed_at__isnull", False),
                                ("reviewed_by__isnull", False),
                                models.Q(("outcome", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="emergency_reviewed_whole",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("reviewed_by__isnull", True),
                            models.Q(("reviewed_by", models.F("user")), _negated=True),
                            _connector="OR",
                        ),
                        name="emergency_not_judged_by_oneself",
                    ),
                ],
            },
        ),
        migrations.RunSQL(LOOK_UP, migrations.RunSQL.noop),
        migrations.RunSQL(WALL, migrations.RunSQL.noop),
        migrations.RunSQL(READ, migrations.RunSQL.noop),
        migrations.RunSQL(OPEN, migrations.RunSQL.noop),
    ]
