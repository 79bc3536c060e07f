"""The access log is kept for five years; then the rows of a sealed batch go, and their seal stays.

What is removed, and that nothing younger is, stands in the function and in the trigger: whoever calls it can
only say "now". The seals stay as they are, so that the chain is proved from its first link.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import migrations, models

# The rows go in one statement with the note that they went: a process that dies leaves both or neither.
PRUNE = """
CREATE OR REPLACE FUNCTION access_log_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' AND current_user = 'veiligheid_guard'
            AND OLD.at < clock_timestamp() - interval '5 years' THEN
        RETURN OLD;
    END IF;
    RAISE EXCEPTION 'the access log is append-only';
END $$;

CREATE FUNCTION audit_prune_log(moment timestamptz) RETURNS int
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    -- Never ahead of the clock of the database, whatever the caller says.
    bound constant timestamptz := least(moment, clock_timestamp()) - interval '5 years';
    batch cases_logseal;
    removed int;
BEGIN
    IF NOT pg_try_advisory_xact_lock(hashtext('audit_prune_log')) THEN
        RETURN 0;
    END IF;
    -- In the order of the chain: a batch that holds younger rows stops it.
    SELECT s.* INTO batch FROM cases_logseal s
        WHERE s.number = 1 + coalesce((SELECT max(p.batch) FROM cases_logpruning p), 0);
    IF NOT FOUND OR batch.sealed_at >= bound OR EXISTS (
            SELECT 1 FROM unnest(batch.ids::int8multirange) held
                JOIN cases_accesslogentry e ON e.id >= lower(held) AND e.id < upper(held)
            WHERE e.at >= bound) THEN
        RETURN 0;
    END IF;
    DELETE FROM cases_accesslogentry e USING unnest(batch.ids::int8multirange) held
        WHERE e.id >= lower(held) AND e.id < upper(held);
    GET DIAGNOSTICS removed = ROW_COUNT;
    INSERT INTO cases_logpruning (batch, rows, pruned_at) VALUES (batch.number, removed, clock_timestamp());
    RETURN batch.rows;
END $$;
ALTER FUNCTION audit_prune_log(timestamptz) OWNER TO veiligheid_guard;
REVOKE ALL ON FUNCTION audit_prune_log(timestamptz) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION audit_prune_log(timestamptz) TO veiligheid_worker;
"""

WALL = """
CALL append_only('cases_logpruning');
CREATE POLICY wall_nobody ON cases_logpruning USING (false);
"""

UNDO = """
DROP FUNCTION audit_prune_log(timestamptz);
CREATE OR REPLACE FUNCTION access_log_is_append_only() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN RAISE EXCEPTION 'the access log is append-only'; END $$;
"""


class Migration(migrations.Migration):
    """The notes of what was removed, and the only way to remove it."""

    dependencies: ClassVar = [("cases", "0036_message_wishes")]

    operations: ClassVar = [
        migrations.CreateModel(
            name="LogPruning",
            fields=[
                ("batch", models.BigIntegerField(primary_key=True, serialize=False, verbose_name="batch")),
                ("rows", models.PositiveIntegerField(verbose_name="verwijderde regels")),
                ("pruned_at", models.DateTimeField(verbose_name="verwijderd op")),
            ],
            options={
                "verbose_name": "verwijdering uit het toegangslogboek",
                "verbose_name_plural": "verwijderingen uit het toegangslogboek",
            },
        ),
        migrations.RunSQL(WALL, migrations.RunSQL.noop),
        migrations.RunSQL(PRUNE, UNDO),
    ]
