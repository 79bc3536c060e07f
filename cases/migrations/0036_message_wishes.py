"""What users and organisations choose about mail, and which mail waits without being late."""

from __future__ import annotations

from typing import ClassVar

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

# Everybody keeps the own wishes. What an organisation says is no secret; its functional administrator says it.
WALL = """
CREATE PROCEDURE wall_of_user(tab text) LANGUAGE plpgsql AS $$
BEGIN
    CALL wall_protect(tab, 'user_id = wall_user()', 'user_id = wall_user()');
    EXECUTE format('CREATE POLICY worker_read ON %I FOR SELECT TO veiligheid_worker USING (true)', tab);
    EXECUTE format('GRANT SELECT ON %I TO veiligheid_worker', tab);
END $$;
CALL wall_of_user('cases_messagewish');
CALL wall_of_user('cases_quiethours');
DROP PROCEDURE wall_of_user(text);
CALL wall_protect('cases_messageposition', 'wall_organisation() IS NOT NULL',
    'organisation_id = wall_organisation() AND EXISTS (SELECT 1 FROM cases_user u WHERE u.id = wall_user()
        AND u.organisation_id = wall_organisation() AND ''functional_administrator'' = ANY (u.roles))');
CREATE POLICY worker_read ON cases_messageposition FOR SELECT TO veiligheid_worker USING (true);
GRANT SELECT ON cases_messageposition TO veiligheid_worker;
"""

# Mail that quiet hours hold back is not late: a message waits since the moment from which it may leave.
FIGURES = """
CREATE OR REPLACE FUNCTION outbox_figures(OUT queued bigint, OUT sending bigint, OUT failed bigint,
        OUT oldest_at timestamptz)
    LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
    SELECT waiting.queued, waiting.sending, gone.failed, waiting.oldest_at
    FROM (SELECT count(*) FILTER (WHERE status = 'queued') AS queued,
                 count(*) FILTER (WHERE status = 'sending') AS sending,
                 min(CASE WHEN is_first THEN next_attempt_at ELSE created_at END)
                     FILTER (WHERE NOT is_first OR next_attempt_at <= clock_timestamp()) AS oldest_at
          FROM (SELECT m.*, m.attempts = CASE m.status WHEN 'queued' THEN 0 ELSE 1 END AS is_first
                FROM cases_outboxmessage m WHERE m.status IN ('queued', 'sending')) AS row) AS waiting,
         (SELECT count(*) AS failed FROM cases_outboxmessage WHERE status = 'failed') AS gone $$;
"""


class Migration(migrations.Migration):
    """Three small tables, and the age of the oldest message without what is held back."""

    dependencies: ClassVar = [
        ("cases", "0035_telling"),
    ]

    operations: ClassVar = [
        migrations.CreateModel(
            name="MessagePosition",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "topic",
                    models.CharField(
                        choices=[
                            ("warning", "Waarschuwingen van andere termijnen"),
                            ("case_moves", "Zaken en diensten die bij u komen"),
                            ("reports", "Meldingen aan Veilig Thuis"),
                            ("to_judge", "Te beoordelen voor de privacyfunctionaris"),
                            ("digest", "Overzichtsmail"),
                            ("totals", "Totalen voor teamleiders"),
                        ],
                        max_length=20,
                        verbose_name="onderwerp",
                    ),
                ),
                (
                    "channel",
                    models.CharField(
                        choices=[("in_app", "melding"), ("email", "e-mail")],
                        default="email",
                        max_length=10,
                        verbose_name="kanaal",
                    ),
                ),
                (
                    "position",
                    models.CharField(
                        choices=[
                            ("always", "altijd mailen, niemand zet het uit"),
                            ("on", "mailen, tenzij een medewerker het uitzet"),
                            ("off", "niet mailen, tenzij een medewerker het aanzet"),
                        ],
                        max_length=10,
                        verbose_name="stand",
                    ),
                ),
                ("changed_at", models.DateTimeField(verbose_name="gewijzigd op")),
                (
                    "changed_by",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="cases.organisation"
                    ),
                ),
            ],
            options={
                "verbose_name": "stand van een onderwerp",
                "verbose_name_plural": "standen van onderwerpen",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("organisation", "topic", "channel"), name="message_position_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="MessageWish",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "topic",
                    models.CharField(
                        choices=[
                            ("warning", "Waarschuwingen van andere termijnen"),
                            ("case_moves", "Zaken en diensten die bij u komen"),
                            ("reports", "Meldingen aan Veilig Thuis"),
                            ("to_judge", "Te beoordelen voor de privacyfunctionaris"),
                            ("digest", "Overzichtsmail"),
                            ("totals", "Totalen voor teamleiders"),
                        ],
                        max_length=20,
                        verbose_name="onderwerp",
                    ),
                ),
                (
                    "channel",
                    models.CharField(
                        choices=[("in_app", "melding"), ("email", "e-mail")],
                        default="email",
                        max_length=10,
                        verbose_name="kanaal",
                    ),
                ),
                ("wanted", models.BooleanField(verbose_name="gewenst")),
                ("changed_at", models.DateTimeField(verbose_name="gewijzigd op")),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "keuze voor een onderwerp",
                "verbose_name_plural": "keuzes voor onderwerpen",
                "constraints": [
                    models.UniqueConstraint(fields=("user", "topic", "channel"), name="message_wish_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="QuietHours",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("begins", models.TimeField(verbose_name="van")),
                ("ends", models.TimeField(verbose_name="tot")),
                ("weekend", models.BooleanField(default=False, verbose_name="ook het hele weekend")),
                ("changed_at", models.DateTimeField(verbose_name="gewijzigd op")),
                (
                    "user",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "stille uren",
                "verbose_name_plural": "stille uren",
            },
        ),
        migrations.RunSQL(WALL, migrations.RunSQL.noop),
        migrations.RunSQL(FIGURES, migrations.RunSQL.noop),
    ]
