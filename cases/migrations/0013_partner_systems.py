"""Partner systems that come in through REST, their credentials, and what was answered to their requests."""

from __future__ import annotations

import uuid

import django.contrib.postgres.fields
import django.db.models.deletion
from django.db import migrations, models

WALL = """
GRANT SELECT ON cases_partnersystem, cases_partnertoken TO veiligheid_web, veiligheid_worker;
ALTER TABLE cases_answeredrequest ENABLE ROW LEVEL SECURITY;
ALTER TABLE cases_answeredrequest FORCE ROW LEVEL SECURITY;
CREATE POLICY wall_own ON cases_answeredrequest TO veiligheid_web
    USING (organisation_id = wall_organisation()) WITH CHECK (organisation_id = wall_organisation());
CREATE POLICY worker_all ON cases_answeredrequest TO veiligheid_worker USING (true);
GRANT SELECT, INSERT, UPDATE ON cases_answeredrequest TO veiligheid_web;
GRANT SELECT, DELETE ON cases_answeredrequest TO veiligheid_worker;
GRANT USAGE ON SEQUENCE cases_answeredrequest_id_seq TO veiligheid_web;
"""


class Migration(migrations.Migration):
    """Tell who may use them; an answer is seen by the organisation that asked."""

    dependencies = [
        ("cases", "0012_documents"),
    ]

    operations = [
        migrations.CreateModel(
            name="PartnerSystem",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("name", models.CharField(max_length=80, verbose_name="naam")),
                ("created_at", models.DateTimeField(verbose_name="aangemaakt op")),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="systems",
                        to="cases.organisation",
                    ),
                ),
            ],
            options={
                "verbose_name": "partnersysteem",
                "verbose_name_plural": "partnersystemen",
            },
        ),
        migrations.CreateModel(
            name="PartnerToken",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("prefix", models.CharField(max_length=12, unique=True, verbose_name="begin")),
                ("fingerprint", models.CharField(max_length=64, verbose_name="vingerafdruk")),
                (
                    "scopes",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("lezen", "gegevens opvragen"),
                                ("schrijven", "gegevens vastleggen namens een medewerker"),
                            ],
                            max_length=12,
                        ),
                        default=list,
                        size=None,
                        verbose_name="reikwijdte",
                    ),
                ),
                ("created_at", models.DateTimeField(verbose_name="uitgegeven op")),
                ("expires_at", models.DateTimeField(verbose_name="verloopt op")),
                ("revoked_at", models.DateTimeField(blank=True, null=True, verbose_name="ingetrokken op")),
                (
                    "system",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="tokens",
                        to="cases.partnersystem",
                    ),
                ),
            ],
            options={
                "verbose_name": "toegangssleutel",
                "verbose_name_plural": "toegangssleutels",
            },
        ),
        migrations.CreateModel(
            name="AnsweredRequest",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.UUIDField(verbose_name="sleutel")),
                ("fingerprint", models.CharField(max_length=64, verbose_name="vingerafdruk van het verzoek")),
                ("answer", models.JSONField(default=dict, verbose_name="antwoord")),
                ("asked_at", models.DateTimeField(db_index=True, verbose_name="gevraagd op")),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="cases.organisation"
                    ),
                ),
            ],
            options={
                "verbose_name": "beantwoord verzoek",
                "verbose_name_plural": "beantwoorde verzoeken",
                "constraints": [
                    models.UniqueConstraint(fields=("organisation", "key"), name="answered_once_per_key")
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="partnersystem",
            constraint=models.UniqueConstraint(fields=("organisation", "name"), name="system_name_once"),
        ),
        migrations.AddConstraint(
            model_name="partnertoken",
            constraint=models.CheckConstraint(
                condition=models.Q(("expires_at__gt", models.F("created_at"))), name="token_expires_later"
            ),
        ),
        migrations.RunSQL(WALL, migrations.RunSQL.noop),
    ]
