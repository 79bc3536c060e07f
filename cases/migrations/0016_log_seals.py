"""Seals over the access log (security, L3): batches of rows, each under a hash that holds the one before it.

Rows are inserted plainly and may commit in another order than that of their keys. A seal therefore names
exactly the rows that it holds, and the next one takes every row that stands in none: those above the highest
key so far, and those that turn up later in a gap of the last six hours. A row of the log is written as the last
thing of its transaction, so that such a gap closes within moments; a row that appears in an older one was not
written by the application, and the verifier says so.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import migrations, models

# How a row is written before it is hashed: form 1. The verifier holds the same words (cases/audit/verifying.py).
ROW = """jsonb_build_array(e.id, extract(epoch FROM e.at), e.request_id, e.user_id, e.organisation_id, e.roles,
        e.on_behalf_of, e.action, e.route, e.case_ids, e.person_ids, e.categories, e.purpose, e.outcome, e.status,
        host(e.source))::text"""

SEAL = f"""
CREATE FUNCTION audit_seal_log(moment timestamptz, most int) RETURNS int
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    former cases_logseal;
    below bigint;
    gaps int8multirange;
    made cases_logseal;
BEGIN
    -- One sealer at a time; the other one has nothing to do. Every statement below sees what was committed since.
    IF NOT pg_try_advisory_xact_lock(hashtext('audit_seal_log')) THEN
        RETURN 0;
    END IF;
    SELECT * INTO former FROM cases_logseal ORDER BY number DESC LIMIT 1;
    SELECT coalesce(max(reach), 0) INTO below FROM cases_logseal WHERE number = (SELECT number FROM cases_logseal
        WHERE sealed_at <= moment - interval '6 hours' ORDER BY sealed_at DESC, number DESC LIMIT 1);
    SELECT int8multirange(int8range(below + 1, greatest(coalesce(former.reach, 0), below) + 1))
            - coalesce(range_agg(held), '{{}}'::int8multirange)
        INTO gaps
        FROM cases_logseal s, unnest(s.ids::int8multirange) held WHERE s.sealed_at > moment - interval '6 hours';
    WITH unsealed AS (
        (SELECT e.* FROM cases_accesslogentry e WHERE e.id > coalesce(former.reach, 0) ORDER BY e.id LIMIT most)
        UNION ALL
        SELECT e.* FROM unnest(gaps) gap
            JOIN cases_accesslogentry e ON e.id >= lower(gap) AND e.id < upper(gap)
    ), e AS (SELECT * FROM unsealed ORDER BY id LIMIT most)
    SELECT count(*), range_agg(int8range(e.id, e.id, '[]'))::text, greatest(max(e.id), coalesce(former.reach, 0)),
            encode(sha256(string_agg(sha256(convert_to({ROW}, 'UTF8')), ''::bytea ORDER BY e.id)), 'hex')
        INTO made.rows, made.ids, made.reach, made.content
        FROM e;
    IF made.rows = 0 THEN
        RETURN 0;
    END IF;
    made.number := coalesce(former.number, 0) + 1;
    made.sealed_at := moment;
    made.form := 1;
    made.previous := coalesce(former.hash, '');
    made.hash := encode(sha256(convert_to(jsonb_build_array(made.form, extract(epoch FROM made.sealed_at),
        made.rows, made.ids, made.reach, made.content, made.previous)::text, 'UTF8')), 'hex');
    INSERT INTO cases_logseal SELECT made.*;
    RETURN made.rows;
END $$;
ALTER FUNCTION audit_seal_log(timestamptz, int) OWNER TO veiligheid_guard;
REVOKE ALL ON FUNCTION audit_seal_log(timestamptz, int) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION audit_seal_log(timestamptz, int) TO veiligheid_worker;
"""

WALL = """
CREATE FUNCTION audit_is_append_only() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME; END $$;
CREATE PROCEDURE append_only(tab text) LANGUAGE plpgsql AS $$
BEGIN
    EXECUTE format('CREATE TRIGGER append_only_rows BEFORE UPDATE OR DELETE ON %I
        FOR EACH ROW EXECUTE FUNCTION audit_is_append_only()', tab);
    EXECUTE format('CREATE TRIGGER append_only_truncate BEFORE TRUNCATE ON %I
        FOR EACH STATEMENT EXECUTE FUNCTION audit_is_append_only()', tab);
    EXECUTE format('ALTER TABLE %I ENABLE ALWAYS TRIGGER append_only_rows', tab);
    EXECUTE format('ALTER TABLE %I ENABLE ALWAYS TRIGGER append_only_truncate', tab);
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', tab);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', tab);
END $$;
REVOKE ALL ON PROCEDURE append_only(text) FROM PUBLIC;
CALL append_only('cases_logseal');
-- Nobody reads or writes it but through the function; the policy says so to whoever reads the catalogue.
CREATE POLICY wall_nobody ON cases_logseal USING (false);
"""


class Migration(migrations.Migration):
    """Make the seals and who sets them."""

    dependencies: ClassVar = [("cases", "0015_moved_participation")]

    operations: ClassVar = [
        migrations.CreateModel(
            name="LogSeal",
            fields=[
                ("number", models.BigIntegerField(primary_key=True, serialize=False, verbose_name="batch")),
                ("sealed_at", models.DateTimeField(verbose_name="verzegeld op")),
                ("form", models.PositiveSmallIntegerField(verbose_name="schrijfwijze")),
                ("rows", models.PositiveIntegerField(verbose_name="aantal regels")),
                ("ids", models.TextField(verbose_name="regels")),
                ("reach", models.BigIntegerField(verbose_name="hoogste regel tot nu toe")),
                ("content", models.CharField(max_length=64, verbose_name="hash van de regels")),
                ("previous", models.CharField(blank=True, max_length=64, verbose_name="zegel hiervoor")),
                ("hash", models.CharField(max_length=64, unique=True, verbose_name="zegel")),
            ],
            options={
                "verbose_name": "zegel van het toegangslogboek",
                "verbose_name_plural": "zegels van het toegangslogboek",
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("rows__gt", 0)), name="seal_holds_rows"),
                    models.CheckConstraint(condition=models.Q(("number__gt", 0)), name="seal_number_counts"),
                ],
                "indexes": [models.Index(models.F("sealed_at"), name="seal_moment")],
            },
        ),
        migrations.RunSQL(WALL, migrations.RunSQL.noop),
        migrations.RunSQL(SEAL, "DROP FUNCTION audit_seal_log(timestamptz, int)"),
    ]
