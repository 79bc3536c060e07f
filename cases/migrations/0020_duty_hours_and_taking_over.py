"""Duty hours per organisation; who acts on a term that ran out; an alarm that is said again until then."""

from __future__ import annotations

import uuid
from typing import ClassVar

import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

# An organisation keeps its own duty hours; the sweep reads those of all.
WALL = """
ALTER TABLE cases_dutyhours ENABLE ROW LEVEL SECURITY;
ALTER TABLE cases_dutyhours FORCE ROW LEVEL SECURITY;
ALTER TABLE cases_dutymember ENABLE ROW LEVEL SECURITY;
ALTER TABLE cases_dutymember FORCE ROW LEVEL SECURITY;
CREATE POLICY wall_own ON cases_dutyhours TO veiligheid_web
    USING (organisation_id = wall_organisation()) WITH CHECK (organisation_id = wall_organisation());
CREATE POLICY wall_own ON cases_dutymember TO veiligheid_web
    USING (EXISTS (SELECT 1 FROM cases_dutyhours h WHERE h.id = cases_dutymember.hours_id))
    WITH CHECK (EXISTS (SELECT 1 FROM cases_dutyhours h WHERE h.id = cases_dutymember.hours_id)
        AND EXISTS (SELECT 1 FROM cases_user u WHERE u.id = cases_dutymember.user_id
                    AND u.organisation_id = wall_organisation()));
CREATE POLICY worker_read ON cases_dutyhours FOR SELECT TO veiligheid_worker USING (true);
CREATE POLICY worker_read ON cases_dutymember FOR SELECT TO veiligheid_worker USING (true);
GRANT SELECT, INSERT ON cases_dutyhours, cases_dutymember TO veiligheid_web;
GRANT UPDATE (ended_at) ON cases_dutyhours TO veiligheid_web;
GRANT USAGE ON SEQUENCE cases_dutyhours_id_seq, cases_dutymember_id_seq TO veiligheid_web;
GRANT SELECT ON cases_dutyhours, cases_dutymember TO veiligheid_worker;
-- What is said again is a next row of its stage, made by the sweep.
GRANT INSERT ON cases_termstage TO veiligheid_worker;
GRANT USAGE ON SEQUENCE cases_termstage_id_seq TO veiligheid_worker;
"""
# Asked every ten seconds: one statement whose plan is kept. It looks at the first stage that waits, which the
# partial index gives at once, whatever the planner makes of the moment.
IDLE = """
CREATE FUNCTION sweep_found_nothing(moment timestamptz, trigger_name text) RETURNS boolean
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    first_at timestamptz;
BEGIN
    SELECT s.next_try_at INTO first_at FROM cases_termstage s WHERE s.status = 'pending'
    ORDER BY s.next_try_at LIMIT 1;
    IF first_at <= moment THEN
        RETURN false;
    END IF;
    INSERT INTO cases_sweepheartbeat AS pulse
        (source, swept_at, oldest_unfired_at, fired, failing, without_recipient)
    VALUES (trigger_name, moment, NULL, 0,
        (SELECT count(*) FROM cases_termstage s WHERE s.status = 'pending' AND s.failures > 0), 0)
    ON CONFLICT (source) DO UPDATE SET swept_at = EXCLUDED.swept_at, oldest_unfired_at = NULL, fired = 0,
        failing = EXCLUDED.failing, without_recipient = 0;
    RETURN true;
END $$;
ALTER FUNCTION sweep_found_nothing(timestamptz, text) OWNER TO veiligheid_guard;
REVOKE ALL ON FUNCTION sweep_found_nothing(timestamptz, text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION sweep_found_nothing(timestamptz, text) TO veiligheid_worker, veiligheid_owner;
"""
# Terms that run already are said again too, every hour: their own span is only known to the rules.
RUNNING = """
SET LOCAL ROLE veiligheid_guard;
UPDATE cases_termstage SET repeat_every = interval '1 hour' WHERE stage = 'late_second' AND status = 'pending';
RESET ROLE;
"""


class Migration(migrations.Migration):
    """Duty hours, taking over, and what is said again."""

    dependencies: ClassVar = [
        ("cases", "0019_disclosure_table"),
    ]

    operations: ClassVar = [
        migrations.CreateModel(
            name="DutyHours",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("name", models.CharField(max_length=60, verbose_name="naam")),
                (
                    "weekdays",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.PositiveSmallIntegerField(
                            choices=[
                                (0, "maandag"),
                                (1, "dinsdag"),
                                (2, "woensdag"),
                                (3, "donderdag"),
                                (4, "vrijdag"),
                                (5, "zaterdag"),
                                (6, "zondag"),
                            ]
                        ),
                        size=None,
                        verbose_name="dagen waarop zij beginnen",
                    ),
                ),
                ("begins", models.TimeField(verbose_name="van")),
                (
                    "ends",
                    models.TimeField(
                        help_text="Gelijk aan of vóór het begin: de volgende dag.", verbose_name="tot"
                    ),
                ),
                ("recorded_at", models.DateTimeField(verbose_name="vastgelegd op")),
                ("ended_at", models.DateTimeField(blank=True, null=True, verbose_name="beëindigd op")),
            ],
            options={
                "verbose_name": "diensturen",
                "verbose_name_plural": "diensturen",
            },
        ),
        migrations.CreateModel(
            name="DutyMember",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
            ],
            options={
                "verbose_name": "lid van de dienst",
                "verbose_name_plural": "leden van de dienst",
            },
        ),
        migrations.RemoveConstraint(
            model_name="termstage",
            name="term_stage_once",
        ),
        migrations.AddField(
            model_name="term",
            name="taken_over_at",
            field=models.DateTimeField(
                blank=True,
                help_text="Na het alarm; daarna wordt het niet herhaald.",
                null=True,
                verbose_name="opgepakt op",
            ),
        ),
        migrations.AddField(
            model_name="term",
            name="taken_over_by",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="opgepakt door",
            ),
        ),
        migrations.AddField(
            model_name="termstage",
            name="repeat_every",
            field=models.DurationField(blank=True, null=True, verbose_name="herhaald na"),
        ),
        migrations.AddField(
            model_name="termstage",
            name="round",
            field=models.PositiveIntegerField(default=0, verbose_name="herhaling"),
        ),
        migrations.AddIndex(
            model_name="termstage",
            index=models.Index(
                condition=models.Q(("failures__gt", 0), ("status", "pending")),
                fields=["term"],
                name="term_stage_failing",
            ),
        ),
        migrations.AddConstraint(
            model_name="term",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("taken_over_at__isnull", True), ("taken_over_by__isnull", True)),
                    models.Q(("taken_over_at__isnull", False), ("taken_over_by__isnull", False)),
                    _connector="OR",
                ),
                name="term_taken_over_by_somebody",
            ),
        ),
        migrations.AddConstraint(
            model_name="termstage",
            constraint=models.UniqueConstraint(fields=("term", "stage", "round"), name="term_stage_once"),
        ),
        migrations.AddField(
            model_name="dutyhours",
            name="organisation",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="cases.organisation"
            ),
        ),
        migrations.AddField(
            model_name="dutyhours",
            name="recorded_by",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="dutymember",
            name="hours",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="members", to="cases.dutyhours"
            ),
        ),
        migrations.AddField(
            model_name="dutymember",
            name="user",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddConstraint(
            model_name="dutyhours",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("weekdays__contained_by", [0, 1, 2, 3, 4, 5, 6]), ("weekdays__len__gt", 0)
                ),
                name="duty_hours_on_weekdays",
            ),
        ),
        migrations.AddConstraint(
            model_name="dutymember",
            constraint=models.UniqueConstraint(fields=("hours", "user"), name="duty_member_once"),
        ),
        migrations.RunSQL(WALL, migrations.RunSQL.noop),
        migrations.RunSQL(IDLE, "DROP FUNCTION sweep_found_nothing(timestamptz, text);"),
        migrations.RunSQL(RUNNING, migrations.RunSQL.noop),
    ]
