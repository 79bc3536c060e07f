"""What a record was before a change, and who made it: one trigger on every table of a case or person (security, L4).

    CALL history_on('cases_x')                                  -- a table with the case, or the person, in a column
    CALL history_on('cases_x', hidden => ARRAY['address'])      -- a column whose content never lands here

`wall_on_case` and `wall_on_parent` call it, so that a new table behind the wall has its history from the start.
Only changes and removals: the making of a record stands in the record.
"""

from __future__ import annotations

from typing import ClassVar

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

CHANGE = """
CREATE FUNCTION audit_record_change() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    hidden constant text[] := string_to_array(TG_ARGV[3], ',');
    ignored constant text[] := string_to_array(TG_ARGV[4], ',');
    formerly constant jsonb := to_jsonb(OLD);
    now_is jsonb := '{}';
    was jsonb;
    became jsonb;
    of_case bigint;
    of_giver bigint;
    of_person bigint;
BEGIN
    IF TG_OP = 'UPDATE' THEN
        now_is := to_jsonb(NEW);
    END IF;
    SELECT jsonb_object_agg(key, CASE WHEN key = ANY (hidden) THEN '"(afgeschermd)"'::jsonb ELSE value END),
            jsonb_object_agg(key, CASE WHEN TG_OP = 'DELETE' THEN 'null'::jsonb
                WHEN key = ANY (hidden) THEN '"(afgeschermd)"'::jsonb ELSE now_is -> key END)
        INTO was, became
        FROM jsonb_each(formerly)
        WHERE (TG_OP = 'DELETE' OR now_is -> key IS DISTINCT FROM value) AND key <> ALL (ignored);
    IF was IS NULL THEN
        RETURN NULL;
    END IF;
    EXECUTE format('SELECT %s, %s, %s', TG_ARGV[0], TG_ARGV[1], TG_ARGV[2])
        INTO of_case, of_giver, of_person USING OLD;
    INSERT INTO cases_recordchange (changed_at, table_name, row_key, case_id, giver_id, person_id, user_id,
        organisation_id, login, operation, before, after)
    VALUES (clock_timestamp(), TG_TABLE_NAME, (formerly ->> 'id')::bigint, of_case, of_giver, of_person,
        nullif(wall_user(), 0), wall_organisation(), session_user,
        CASE TG_OP WHEN 'UPDATE' THEN 'changed' ELSE 'removed' END, was, became);
    RETURN NULL;
END $$;
ALTER FUNCTION audit_record_change() OWNER TO veiligheid_guard;

CALL append_only('cases_recordchange');
CREATE POLICY wall_read ON cases_recordchange FOR SELECT TO veiligheid_web USING (
    EXISTS (SELECT 1 FROM cases_participation p WHERE p.case_id = cases_recordchange.case_id
        AND p.organisation_id = wall_organisation() AND p.level >= 20 AND p.ended_at IS NULL)
    OR (case_id IS NULL AND EXISTS (SELECT 1 FROM cases_caserole r WHERE r.person_id = cases_recordchange.person_id)));
GRANT SELECT ON cases_recordchange TO veiligheid_web;
"""

PROCEDURES = """
CREATE FUNCTION audit_has_column(tab text, col text) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT EXISTS (SELECT 1 FROM pg_attribute WHERE attrelid = to_regclass(tab) AND attname = col
        AND NOT attisdropped) $$;

-- `hidden`: columns of which only is kept that they changed. `ignored`: columns whose change is no change of the
-- record. `parent`, `col`: the table that says of which case, where this one does not.
CREATE PROCEDURE history_on(tab text, hidden text[] DEFAULT '{}', ignored text[] DEFAULT '{}',
    parent text DEFAULT NULL, col text DEFAULT NULL) LANGUAGE plpgsql AS $$
DECLARE
    of_case text := 'NULL::bigint';
    of_giver text := 'NULL::bigint';
    of_person text := 'NULL::bigint';
    watched text := '';
BEGIN
    IF parent IS NULL AND NOT audit_has_column(tab, 'case_id') AND tab NOT IN ('cases_case', 'cases_person') THEN
        SELECT p.relname, a.attname INTO parent, col
            FROM pg_constraint c JOIN pg_class p ON p.oid = c.confrelid
                JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = c.conkey[1]
            WHERE c.contype = 'f' AND c.conrelid = tab::regclass AND audit_has_column(p.relname, 'case_id')
            ORDER BY a.attnum LIMIT 1;
    END IF;
    IF tab = 'cases_case' THEN
        of_case := '($1).id';
    ELSIF audit_has_column(tab, 'case_id') THEN
        of_case := '($1).case_id';
    ELSIF parent IS NOT NULL AND audit_has_column(parent, 'case_id') THEN
        of_case := format('(SELECT p.case_id FROM %I p WHERE p.id = ($1).%I)', parent, col);
    ELSIF tab = 'cases_person' THEN
        of_person := '($1).id';
    ELSIF audit_has_column(tab, 'person_id') THEN
        of_person := '($1).person_id';
    ELSE
        -- Hangs on no case and no person.
        RETURN;
    END IF;
    IF audit_has_column(tab, 'organisation_id') THEN
        of_giver := '($1).organisation_id';
    ELSIF parent IS NOT NULL AND audit_has_column(parent, 'organisation_id') THEN
        of_giver := format('(SELECT p.organisation_id FROM %I p WHERE p.id = ($1).%I)', parent, col);
    END IF;
    -- What is encrypted stays so, and does not land here at all.
    hidden := hidden || ARRAY(SELECT attname::text FROM pg_attribute WHERE attrelid = tab::regclass
        AND atttypid = 'bytea'::regtype AND NOT attisdropped);
    IF ignored <> '{}' THEN
        SELECT ' OF ' || string_agg(quote_ident(attname), ', ') INTO watched FROM pg_attribute
            WHERE attrelid = tab::regclass AND attnum > 0 AND NOT attisdropped AND attname <> ALL (ignored);
    END IF;
    EXECUTE format('DROP TRIGGER IF EXISTS record_history ON %I', tab);
    EXECUTE format('CREATE TRIGGER record_history AFTER DELETE OR UPDATE%s ON %I FOR EACH ROW
        EXECUTE FUNCTION audit_record_change(%L, %L, %L, %L, %L)', watched, tab, of_case, of_giver, of_person,
        array_to_string(hidden, ','), array_to_string(ignored, ','));
    EXECUTE format('ALTER TABLE %I ENABLE ALWAYS TRIGGER record_history', tab);
END $$;

-- Every table of an app that hangs on a case or person; what only says how the application runs is left out.
CREATE PROCEDURE history_on_all(begin_of_name text) LANGUAGE plpgsql AS $$
DECLARE
    tab text;
BEGIN
    FOR tab IN SELECT relname FROM pg_class WHERE relkind = 'r' AND relforcerowsecurity
        AND starts_with(relname::text, begin_of_name)
        AND relname NOT IN ('cases_accesslogentry', 'cases_logseal', 'cases_logreview', 'cases_recordchange',
            'cases_draft', 'cases_outboxmessage', 'cases_termstage', 'cases_tablelist', 'cases_answeredrequest',
            -- Of one organisation only, which the partners in the case may not know.
            'cases_ownrelation', 'cases_exclusion')
    LOOP
        CALL history_on(tab);
    END LOOP;
END $$;

CREATE OR REPLACE PROCEDURE wall_on_case(tab text, col text DEFAULT 'case_id') LANGUAGE plpgsql AS $$
DECLARE
    takes_part constant text := 'EXISTS (SELECT 1 FROM cases_participation p WHERE p.case_id = %I.%I
        AND p.organisation_id = wall_organisation() AND p.level >= %s AND p.ended_at IS NULL)';
BEGIN
    CALL wall_protect(tab, format(takes_part, tab, col, 20), format(takes_part, tab, col, 30));
    CALL history_on(tab);
END $$;

CREATE OR REPLACE PROCEDURE wall_on_parent(tab text, parent text, col text) LANGUAGE plpgsql AS $$
DECLARE
    with_parent constant text := format('EXISTS (SELECT 1 FROM %I parent WHERE parent.id = %I.%I)', parent, tab, col);
BEGIN
    CALL wall_protect(tab, with_parent, with_parent);
    CALL history_on(tab, parent => parent, col => col);
END $$;

REVOKE ALL ON FUNCTION audit_has_column(text, text) FROM PUBLIC;
REVOKE ALL ON PROCEDURE history_on(text, text[], text[], text, text), history_on_all(text) FROM PUBLIC;
"""

TABLES = """
CALL history_on_all('cases_');
-- Every event raises the version; the sweep marks an alarm on the term with the stage that gave it.
CALL history_on('cases_case', ignored => ARRAY['version']);
CALL history_on('cases_term', ignored => ARRAY['alarmed_at']);
CALL history_on('cases_reportedperson', hidden => ARRAY['address']);
"""


class Migration(migrations.Migration):
    """Keep what records were."""

    dependencies: ClassVar = [
        ("cases", "0021_exclusion"),
    ]

    operations: ClassVar = [
        migrations.CreateModel(
            name="RecordChange",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("changed_at", models.DateTimeField(verbose_name="gewijzigd op")),
                ("table_name", models.CharField(max_length=63, verbose_name="tabel")),
                ("row_key", models.BigIntegerField(verbose_name="rij")),
                ("login", models.CharField(max_length=63, verbose_name="databaserol")),
                (
                    "operation",
                    models.CharField(
                        choices=[("changed", "gewijzigd"), ("removed", "verwijderd")],
                        max_length=10,
                        verbose_name="handeling",
                    ),
                ),
                ("before", models.JSONField(verbose_name="voor")),
                ("after", models.JSONField(verbose_name="na")),
                (
                    "case",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="cases.case",
                    ),
                ),
                (
                    "giver",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="cases.organisation",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="cases.organisation",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="cases.person",
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "wijziging",
                "verbose_name_plural": "wijzigingen",
                "indexes": [
                    models.Index(fields=["case", "-id"], name="record_change_case"),
                    models.Index(
                        condition=models.Q(("person__isnull", False)),
                        fields=["person", "-id"],
                        name="record_change_person",
                    ),
                ],
            },
        ),
        migrations.RunSQL(CHANGE, migrations.RunSQL.noop),
        migrations.RunSQL(PROCEDURES, migrations.RunSQL.noop),
        migrations.RunSQL(TABLES, migrations.RunSQL.noop),
    ]
