"""A mail that was given up is the task of a person."""

from __future__ import annotations

import uuid
from typing import ClassVar

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

# Of one organisation: its pages show a task to who sees to it. The content of the mail stays in the outbox.
WALL = """
ALTER TABLE cases_deliverytask ENABLE ROW LEVEL SECURITY;
ALTER TABLE cases_deliverytask FORCE ROW LEVEL SECURITY;
CREATE POLICY wall_read ON cases_deliverytask FOR SELECT TO veiligheid_web
    USING (organisation_id = wall_organisation());
CREATE POLICY never_excluded ON cases_deliverytask AS RESTRICTIVE FOR ALL TO veiligheid_web
    USING (case_id IS NULL OR case_id <> ALL ((SELECT wall_excluded())::bigint[]));
CREATE POLICY wall_end ON cases_deliverytask FOR UPDATE TO veiligheid_web
    USING (organisation_id = wall_organisation())
    WITH CHECK (organisation_id = wall_organisation() AND ended_by_id = wall_user());
CREATE POLICY worker_all ON cases_deliverytask TO veiligheid_worker USING (true) WITH CHECK (true);
GRANT SELECT, UPDATE (ended_at, ended_by_id, outcome, note) ON cases_deliverytask TO veiligheid_web;
GRANT SELECT, INSERT, UPDATE ON cases_deliverytask TO veiligheid_worker;
GRANT USAGE ON SEQUENCE cases_deliverytask_id_seq TO veiligheid_worker, veiligheid_guard;
GRANT SELECT, INSERT, UPDATE ON cases_deliverytask TO veiligheid_guard;
-- The worker names the fixed contact person of a victim whom a mail did not reach.
CREATE POLICY worker_read ON cases_victimcontactperson FOR SELECT TO veiligheid_worker USING (true);
GRANT SELECT ON cases_victimcontactperson TO veiligheid_worker;

CREATE FUNCTION wall_message_of_task(wanted uuid) RETURNS uuid
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT m.public_id FROM cases_deliverytask t JOIN cases_outboxmessage m ON m.id = t.message_id
    WHERE t.public_id = wanted AND t.organisation_id = wall_organisation() AND t.ended_at IS NULL $$;
ALTER FUNCTION wall_message_of_task(uuid) OWNER TO veiligheid_guard;
REVOKE ALL ON FUNCTION wall_message_of_task(uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION wall_message_of_task(uuid) TO veiligheid_web;
-- Also by who has the task; it notes who had it sent again, and waits until it has arrived.
CREATE OR REPLACE FUNCTION wall_send_again(wanted uuid, moment timestamptz) RETURNS boolean
    LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    WITH again AS (
        UPDATE cases_outboxmessage m SET status = 'queued', attempts = 0, next_attempt_at = moment
        FROM cases_user u
        WHERE m.public_id = wanted AND m.status = 'failed' AND u.id = m.recipient_id
          AND (u.organisation_id = wall_organisation() OR EXISTS (SELECT 1 FROM cases_deliverytask t
              WHERE t.message_id = m.id AND t.organisation_id = wall_organisation() AND t.ended_at IS NULL))
        RETURNING m.id),
    noted AS (
        UPDATE cases_deliverytask t SET again_at = moment, again_by_id = wall_user()
        FROM again WHERE t.message_id = again.id AND t.ended_at IS NULL
        RETURNING t.id)
    SELECT EXISTS (SELECT 1 FROM again) $$;
"""


class Migration(migrations.Migration):
    """The table of what was given up, its wall, and sending again by who has the task."""

    dependencies: ClassVar = [
        ("cases", "0033_attachments"),
    ]

    operations: ClassVar = [
        migrations.CreateModel(
            name="DeliveryTask",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("kind", models.CharField(max_length=40, verbose_name="soort bericht")),
                ("since", models.DateTimeField(verbose_name="sinds")),
                (
                    "again_at",
                    models.DateTimeField(blank=True, null=True, verbose_name="opnieuw verstuurd op"),
                ),
                ("ended_at", models.DateTimeField(blank=True, null=True, verbose_name="afgehandeld op")),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("reached", "zelf bereikt, bijvoorbeeld gebeld"),
                            ("settled", "afgedaan zonder bericht, met reden"),
                            ("arrived", "alsnog aangekomen"),
                            ("moot", "vervallen: het bericht hoeft niet meer"),
                        ],
                        max_length=10,
                        verbose_name="hoe afgehandeld",
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=500, verbose_name="toelichting")),
                (
                    "again_by",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="opnieuw verstuurd door",
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="cases.case",
                    ),
                ),
                (
                    "ended_by",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="afgehandeld door",
                    ),
                ),
                (
                    "message",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="tasks",
                        to="cases.outboxmessage",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="cases.organisation",
                        verbose_name="organisatie",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="cases.person",
                    ),
                ),
                (
                    "recipient",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="ontvanger",
                    ),
                ),
                (
                    "responsible",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="verantwoordelijk",
                    ),
                ),
            ],
            options={
                "verbose_name": "niet afgeleverd bericht",
                "verbose_name_plural": "niet afgeleverde berichten",
                "indexes": [
                    models.Index(
                        condition=models.Q(("ended_at__isnull", True)),
                        fields=["organisation", "since"],
                        name="delivery_task_open",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at__isnull", True)),
                        fields=("message",),
                        name="delivery_task_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("ended_at__isnull", True),
                                ("ended_by__isnull", True),
                                ("note", ""),
                                ("outcome", ""),
                            ),
                            models.Q(("ended_at__isnull", False), models.Q(("outcome", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="delivery_task_end_is_whole",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("outcome__in", ("reached", "settled")), _negated=True),
                            models.Q(("ended_by__isnull", False), models.Q(("note", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="delivery_task_by_hand_by_name",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("recipient__isnull", True), ("person__isnull", True), _connector="OR"
                        ),
                        name="delivery_task_one_addressee",
                    ),
                ],
            },
        ),
        migrations.RunSQL(WALL, "DROP FUNCTION wall_message_of_task(uuid)"),
    ]
