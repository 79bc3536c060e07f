"""Who leads a case, who takes it over, and what is done for safety the same day."""

from __future__ import annotations

import uuid
from typing import ClassVar

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

# An offer is seen by who may read in the case and, while it stands, by the organisation that it is made to: that it
# is there, nothing of what. That organisation answers through the function, which lets it in to do so.
HANDOVER = """
CALL wall_protect(
    'cases_handover',
    '(receiver_id = wall_organisation() AND status = ''offered'') OR wall_participates(case_id, 20)',
    'wall_participates(case_id, 30)'
);
CREATE FUNCTION wall_take_up_handover(wanted uuid) RETURNS boolean
    LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
DECLARE
    offered_case bigint;
BEGIN
    SELECT case_id INTO offered_case FROM cases_handover
        WHERE public_id = wanted AND status = 'offered' AND receiver_id = wall_organisation() FOR UPDATE;
    IF offered_case IS NULL THEN
        RETURN false;
    END IF;
    UPDATE cases_participation SET level = 30
        WHERE case_id = offered_case AND organisation_id = wall_organisation() AND ended_at IS NULL
        AND level < 30;
    RETURN true;
END $$;
ALTER FUNCTION wall_take_up_handover(uuid) OWNER TO veiligheid_guard;
REVOKE ALL ON FUNCTION wall_take_up_handover(uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION wall_take_up_handover(uuid) TO veiligheid_web;
"""
DROP = "DROP FUNCTION wall_take_up_handover(uuid)"


class Migration(migrations.Migration):
    """Offers of leads and handovers, monitoring and safety actions, behind the wall."""

    dependencies: ClassVar = [
        ("cases", "0007_victims"),
    ]

    operations: ClassVar = [
        migrations.CreateModel(
            name="Handover",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("offered", "aangeboden"),
                            ("accepted", "aanvaard"),
                            ("refused", "geweigerd"),
                            ("withdrawn", "ingetrokken"),
                        ],
                        default="offered",
                        max_length=10,
                        verbose_name="toestand",
                    ),
                ),
                ("offered_at", models.DateTimeField(verbose_name="aangeboden op")),
                ("answered_at", models.DateTimeField(blank=True, null=True, verbose_name="beantwoord op")),
                (
                    "refusal_reason",
                    models.CharField(blank=True, max_length=500, verbose_name="reden van weigering"),
                ),
                (
                    "answered_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="handovers", to="cases.case"
                    ),
                ),
                (
                    "offered_by",
                    models.ForeignKey(
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
                (
                    "receiver",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="cases.organisation"
                    ),
                ),
            ],
            options={
                "verbose_name": "overdracht aan het lokale team",
                "verbose_name_plural": "overdrachten aan het lokale team",
            },
        ),
        migrations.CreateModel(
            name="HandoverNote",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("text", models.TextField(verbose_name="toelichting bij de overdracht")),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="cases.case"
                    ),
                ),
                (
                    "handover",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="note", to="cases.handover"
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
                "verbose_name": "toelichting bij een overdracht",
                "verbose_name_plural": "toelichtingen bij overdrachten",
            },
        ),
        migrations.CreateModel(
            name="LeadHandover",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("note", models.CharField(max_length=500, verbose_name="overdrachtsnotitie")),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("offered", "aangeboden"),
                            ("accepted", "aanvaard"),
                            ("refused", "geweigerd"),
                            ("withdrawn", "ingetrokken"),
                        ],
                        default="offered",
                        max_length=10,
                        verbose_name="toestand",
                    ),
                ),
                ("proposed_at", models.DateTimeField(verbose_name="aangeboden op")),
                ("answered_at", models.DateTimeField(blank=True, null=True, verbose_name="beantwoord op")),
                ("answer_note", models.CharField(blank=True, max_length=500, verbose_name="antwoord")),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="lead_handovers",
                        to="cases.case",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="cases.organisation"
                    ),
                ),
                (
                    "proposed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="aan wie",
                    ),
                ),
            ],
            options={
                "verbose_name": "overdracht van een aanspreekpunt",
                "verbose_name_plural": "overdrachten van aanspreekpunten",
            },
        ),
        migrations.CreateModel(
            name="MonitoringContact",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("months", models.PositiveSmallIntegerField(verbose_name="na hoeveel maanden")),
                ("done_at", models.DateTimeField(blank=True, null=True, verbose_name="gedaan op")),
                (
                    "is_safe",
                    models.BooleanField(blank=True, null=True, verbose_name="veilig volgens Veilig Thuis"),
                ),
                (
                    "note",
                    models.CharField(blank=True, max_length=1000, verbose_name="wat het contact opleverde"),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="monitoring",
                        to="cases.case",
                    ),
                ),
                (
                    "handover",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="monitoring",
                        to="cases.handover",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="cases.organisation"
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "monitoringcontact",
                "verbose_name_plural": "monitoringcontacten",
            },
        ),
        migrations.CreateModel(
            name="SafetyAction",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("text", models.CharField(max_length=1000, verbose_name="wat is gedaan")),
                ("done_at", models.DateTimeField(verbose_name="gedaan op")),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="safety_actions",
                        to="cases.case",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="cases.organisation"
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "veiligheidsactie",
                "verbose_name_plural": "veiligheidsacties",
            },
        ),
        migrations.CreateModel(
            name="VictimContactPerson",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("since", models.DateTimeField(verbose_name="vanaf")),
                ("until", models.DateTimeField(blank=True, null=True, verbose_name="tot")),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="victim_contacts",
                        to="cases.case",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="cases.organisation"
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "victim",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="cases.person"
                    ),
                ),
            ],
            options={
                "verbose_name": "vaste contactpersoon",
                "verbose_name_plural": "vaste contactpersonen",
            },
        ),
        migrations.AddConstraint(
            model_name="handover",
            constraint=models.UniqueConstraint(
                condition=models.Q(("status", "offered")), fields=("case",), name="one_open_handover_per_case"
            ),
        ),
        migrations.AddConstraint(
            model_name="handover",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("status", "refused"), _negated=True),
                    models.Q(("refusal_reason", ""), _negated=True),
                    _connector="OR",
                ),
                name="handover_refusal_has_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="leadhandover",
            constraint=models.UniqueConstraint(
                condition=models.Q(("status", "offered")),
                fields=("case", "organisation"),
                name="one_lead_offer_per_organisation",
            ),
        ),
        migrations.AddConstraint(
            model_name="monitoringcontact",
            constraint=models.UniqueConstraint(fields=("handover", "months"), name="monitoring_contact_once"),
        ),
        migrations.AddConstraint(
            model_name="victimcontactperson",
            constraint=models.UniqueConstraint(
                condition=models.Q(("until__isnull", True)),
                fields=("case", "victim"),
                name="one_contact_per_victim",
            ),
        ),
        migrations.RunSQL("CALL wall_on_case('cases_leadhandover')", migrations.RunSQL.noop),
        migrations.RunSQL("CALL wall_on_case('cases_victimcontactperson')", migrations.RunSQL.noop),
        migrations.RunSQL("CALL wall_on_case('cases_handovernote')", migrations.RunSQL.noop),
        migrations.RunSQL("CALL wall_on_case('cases_monitoringcontact')", migrations.RunSQL.noop),
        migrations.RunSQL("CALL wall_on_case('cases_safetyaction')", migrations.RunSQL.noop),
        migrations.RunSQL(HANDOVER, DROP),
    ]
