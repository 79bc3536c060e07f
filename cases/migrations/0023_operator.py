"""What the operator sees and does: figures, failed messages, the gate before the outgoing mail."""

from __future__ import annotations

from typing import ClassVar

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

# The wall shows a user only her or his own messages; these functions give figures without content, and what
# failed for colleagues of the own organisation, by kind and error.
FUNCTIONS = """
CREATE FUNCTION outbox_figures(OUT queued bigint, OUT sending bigint, OUT failed bigint, OUT oldest_at timestamptz)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT waiting.queued, waiting.sending, gone.failed, waiting.oldest_at
    FROM (SELECT count(*) FILTER (WHERE status = 'queued') AS queued,
                 count(*) FILTER (WHERE status = 'sending') AS sending, min(created_at) AS oldest_at
          FROM cases_outboxmessage WHERE status IN ('queued', 'sending')) AS waiting,
         (SELECT count(*) AS failed FROM cases_outboxmessage WHERE status = 'failed') AS gone $$;

CREATE FUNCTION wall_failed_messages() RETURNS TABLE
    (public_id uuid, kind varchar, recipient varchar, created_at timestamptz, attempts int, last_error varchar)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT m.public_id, m.kind, u.display_name, m.created_at, m.attempts::int, m.last_error
    FROM cases_outboxmessage m JOIN cases_user u ON u.id = m.recipient_id
    WHERE m.status = 'failed' AND u.organisation_id = wall_organisation()
    ORDER BY m.created_at DESC, m.id DESC LIMIT 200 $$;

CREATE FUNCTION wall_send_again(wanted uuid, moment timestamptz) RETURNS boolean
    LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    WITH again AS (
        UPDATE cases_outboxmessage m SET status = 'queued', attempts = 0, next_attempt_at = moment
        FROM cases_user u
        WHERE m.public_id = wanted AND m.status = 'failed' AND u.id = m.recipient_id
          AND u.organisation_id = wall_organisation()
        RETURNING m.id)
    SELECT EXISTS (SELECT 1 FROM again) $$;

ALTER FUNCTION outbox_figures() OWNER TO veiligheid_guard;
ALTER FUNCTION wall_failed_messages() OWNER TO veiligheid_guard;
ALTER FUNCTION wall_send_again(uuid, timestamptz) OWNER TO veiligheid_guard;
REVOKE ALL ON FUNCTION outbox_figures(), wall_failed_messages(), wall_send_again(uuid, timestamptz) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION outbox_figures() TO veiligheid_web, veiligheid_worker;
GRANT EXECUTE ON FUNCTION wall_failed_messages(), wall_send_again(uuid, timestamptz) TO veiligheid_web;
"""
# The gate and the lags tell nothing about a case.
GRANTS = """
GRANT SELECT, INSERT, UPDATE ON cases_outboxgate TO veiligheid_worker;
GRANT SELECT ON cases_outboxgate, cases_sweeplag TO veiligheid_web;
GRANT UPDATE (released_at, released_by_id) ON cases_outboxgate TO veiligheid_web;
GRANT SELECT, INSERT, UPDATE ON cases_sweeplag TO veiligheid_worker;
"""


class Migration(migrations.Migration):
    """The gate, the lags and what the operator may ask."""

    dependencies: ClassVar = [
        ("cases", "0022_record_history"),
    ]

    operations: ClassVar = [
        migrations.CreateModel(
            name="OutboxGate",
            fields=[
                ("id", models.PositiveSmallIntegerField(default=1, primary_key=True, serialize=False)),
                ("fingerprint", models.CharField(max_length=80, verbose_name="kenmerk van de database")),
                ("held_at", models.DateTimeField(blank=True, null=True, verbose_name="vastgehouden sinds")),
                ("reason", models.CharField(blank=True, max_length=200, verbose_name="reden")),
                ("released_at", models.DateTimeField(blank=True, null=True, verbose_name="vrijgegeven op")),
            ],
            options={
                "verbose_name": "poort van de uitgaande post",
                "verbose_name_plural": "poort van de uitgaande post",
            },
        ),
        migrations.CreateModel(
            name="SweepLag",
            fields=[
                (
                    "at_most",
                    models.PositiveIntegerField(
                        primary_key=True, serialize=False, verbose_name="hoogstens zoveel seconden te laat"
                    ),
                ),
                ("number", models.BigIntegerField(default=0, verbose_name="aantal")),
                ("seconds", models.BigIntegerField(default=0, verbose_name="seconden samen")),
            ],
            options={
                "verbose_name": "vertraging van de bewaking",
                "verbose_name_plural": "vertragingen van de bewaking",
            },
        ),
        migrations.AddIndex(
            model_name="outboxmessage",
            index=models.Index(
                condition=models.Q(("status", "failed")), fields=["created_at"], name="outbox_failed"
            ),
        ),
        migrations.AddField(
            model_name="outboxgate",
            name="released_by",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="vrijgegeven door",
            ),
        ),
        migrations.AddConstraint(
            model_name="outboxgate",
            constraint=models.CheckConstraint(condition=models.Q(("id", 1)), name="outbox_gate_is_one"),
        ),
        migrations.RunSQL(
            FUNCTIONS,
            "DROP FUNCTION outbox_figures(), wall_failed_messages(), wall_send_again(uuid, timestamptz);",
        ),
        migrations.RunSQL(GRANTS, migrations.RunSQL.noop),
    ]
