"""Reports in the fields of the national message, with what came of them and who was told."""

from __future__ import annotations

import uuid
from typing import ClassVar

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """Reports with people, inquiry, outcome and feedback; all behind the wall."""

    dependencies: ClassVar = [
        ("cases", "0004_drafts"),
    ]

    operations: ClassVar = [
        migrations.CreateModel(
            name="Inquiry",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("reason", models.CharField(max_length=1000, verbose_name="waarom onderzoek")),
                ("conclusion", models.TextField(blank=True, verbose_name="uitkomst van het onderzoek")),
                ("decided_at", models.DateTimeField(verbose_name="besloten op")),
                ("started_at", models.DateTimeField(blank=True, null=True, verbose_name="gestart op")),
                ("ended_at", models.DateTimeField(blank=True, null=True, verbose_name="afgerond op")),
            ],
            options={
                "verbose_name": "onderzoek van Veilig Thuis",
                "verbose_name_plural": "onderzoeken van Veilig Thuis",
            },
        ),
        migrations.CreateModel(
            name="ReportedPerson",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "described_as",
                    models.CharField(
                        choices=[
                            ("victim", "slachtoffer"),
                            ("child", "kind"),
                            ("suspected", "mogelijk pleger"),
                            ("witness", "getuige"),
                            ("network", "netwerk of rol onbekend"),
                        ],
                        max_length=10,
                        verbose_name="volgens de melder",
                    ),
                ),
                (
                    "address",
                    models.CharField(blank=True, max_length=200, verbose_name="adres volgens de melding"),
                ),
                ("informed_at", models.DateTimeField(blank=True, null=True, verbose_name="geïnformeerd op")),
                (
                    "informed_note",
                    models.CharField(blank=True, max_length=300, verbose_name="hoe geïnformeerd"),
                ),
            ],
            options={
                "verbose_name": "persoon in een melding",
                "verbose_name_plural": "personen in meldingen",
            },
        ),
        migrations.CreateModel(
            name="ReporterFeedback",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("text", models.CharField(max_length=1000, verbose_name="wat de melder hoort")),
                (
                    "manner",
                    models.CharField(
                        choices=[
                            ("phone", "telefonisch"),
                            ("letter", "per brief"),
                            ("message", "per bericht in het systeem van de melder"),
                        ],
                        max_length=8,
                        verbose_name="hoe",
                    ),
                ),
                ("sent_at", models.DateTimeField(verbose_name="teruggekoppeld op")),
            ],
            options={
                "verbose_name": "terugkoppeling aan de melder",
                "verbose_name_plural": "terugkoppelingen aan melders",
            },
        ),
        migrations.CreateModel(
            name="ReportOutcome",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "stage",
                    models.CharField(
                        choices=[
                            ("assessment", "na de beoordeling"),
                            ("follow_up", "na onderzoek of vervolg"),
                        ],
                        max_length=12,
                        verbose_name="moment",
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("VT-00", "VT-00 niet in behandeling genomen"),
                            ("VT-01-01", "VT-01-01 beoordeeld: vervolg bij Veilig Thuis"),
                            ("VT-01-02", "VT-01-02 beoordeeld: overgedragen"),
                            ("VT-01-03", "VT-01-03 beoordeeld: geen vervolg"),
                            ("VT-01-04", "VT-01-04 beoordeeld: regionaal maatwerk"),
                            ("VT-02", "VT-02 afgerond met overdracht"),
                            ("VT-03", "VT-03 afgerond zonder overdracht"),
                            ("VT-99", "VT-99 verkeerd geadresseerd"),
                        ],
                        max_length=8,
                        verbose_name="uitkomst",
                    ),
                ),
                (
                    "explanation",
                    models.CharField(max_length=1000, verbose_name="toelichting voor het dossier"),
                ),
                ("decided_at", models.DateTimeField(verbose_name="vastgesteld op")),
            ],
            options={
                "verbose_name": "uitkomst van een melding",
                "verbose_name_plural": "uitkomsten van meldingen",
            },
        ),
        migrations.AddField(
            model_name="report",
            name="existing_care",
            field=models.CharField(
                choices=[("yes", "ja"), ("no", "nee"), ("unknown", "onbekend")],
                default="unknown",
                max_length=10,
                verbose_name="Is er al hulp of zorg in het gezin?",
            ),
        ),
        migrations.AddField(
            model_name="report",
            name="existing_care_note",
            field=models.CharField(blank=True, max_length=300, verbose_name="toelichting bij hulp of zorg"),
        ),
        migrations.AddField(
            model_name="report",
            name="explanation",
            field=models.TextField(blank=True, verbose_name="nadere omschrijving"),
        ),
        migrations.AddField(
            model_name="report",
            name="further_information",
            field=models.TextField(blank=True, verbose_name="overige informatie"),
        ),
        migrations.AddField(
            model_name="report",
            name="incident_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="moment van het incident"),
        ),
        migrations.AddField(
            model_name="report",
            name="incident_place",
            field=models.CharField(blank=True, max_length=200, verbose_name="plaats van het incident"),
        ),
        migrations.AddField(
            model_name="report",
            name="incident_since",
            field=models.DateField(blank=True, null=True, verbose_name="speelt sinds"),
        ),
        migrations.AddField(
            model_name="report",
            name="incident_text",
            field=models.TextField(blank=True, verbose_name="omschrijving van het incident"),
        ),
        migrations.AddField(
            model_name="report",
            name="incident_until",
            field=models.DateField(blank=True, null=True, verbose_name="speelt tot"),
        ),
        migrations.AddField(
            model_name="report",
            name="joined_open_case",
            field=models.BooleanField(default=False, verbose_name="kwam in een lopende zaak"),
        ),
        migrations.AddField(
            model_name="report",
            name="kind",
            field=models.CharField(
                choices=[
                    ("NAZ", "zorgsignaal (NAZ)"),
                    ("VT", "melding aan Veilig Thuis"),
                    ("ZVH", "signaal aan het Zorg- en Veiligheidshuis"),
                ],
                default="VT",
                max_length=4,
                verbose_name="soort bericht",
            ),
        ),
        migrations.AddField(
            model_name="report",
            name="reference",
            field=models.CharField(blank=True, max_length=60, verbose_name="registratienummer van de melder"),
        ),
        migrations.AddField(
            model_name="report",
            name="reported_at",
            field=models.DateTimeField(blank=True, null=True, verbose_name="geschreven door de melder op"),
        ),
        migrations.AddField(
            model_name="report",
            name="reporter_anonymous",
            field=models.BooleanField(default=False, verbose_name="melder blijft anoniem"),
        ),
        migrations.AddField(
            model_name="report",
            name="reporter_contact",
            field=models.CharField(blank=True, max_length=200, verbose_name="bereikbaarheid van de melder"),
        ),
        migrations.AddField(
            model_name="report",
            name="reporter_kind",
            field=models.CharField(
                choices=[("police", "politie"), ("professional", "professional"), ("citizen", "burger")],
                default="police",
                max_length=12,
                verbose_name="melder",
            ),
        ),
        migrations.AddField(
            model_name="report",
            name="reporter_name",
            field=models.CharField(blank=True, max_length=120, verbose_name="naam van de melder"),
        ),
        migrations.AddField(
            model_name="report",
            name="restraining_order",
            field=models.CharField(
                choices=[("yes", "ja"), ("no", "nee"), ("unknown", "onbekend")],
                default="unknown",
                max_length=10,
                verbose_name="Is er een tijdelijk huisverbod opgelegd?",
            ),
        ),
        migrations.AddField(
            model_name="report",
            name="restraining_order_note",
            field=models.CharField(blank=True, max_length=300, verbose_name="toelichting bij huisverbod"),
        ),
        migrations.AlterField(
            model_name="report",
            name="organisation",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="sent_reports",
                to="cases.organisation",
                verbose_name="vastgelegd door",
            ),
        ),
        migrations.AddConstraint(
            model_name="report",
            constraint=models.UniqueConstraint(
                condition=models.Q(("reference", ""), _negated=True),
                fields=("case", "organisation", "reference"),
                name="report_reference_once",
            ),
        ),
        migrations.AddField(
            model_name="inquiry",
            name="case",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="inquiries", to="cases.case"
            ),
        ),
        migrations.AddField(
            model_name="inquiry",
            name="organisation",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="cases.organisation"
            ),
        ),
        migrations.AddField(
            model_name="inquiry",
            name="recorded_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="inquiry",
            name="report",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.PROTECT, related_name="inquiry", to="cases.report"
            ),
        ),
        migrations.AddField(
            model_name="reportedperson",
            name="case",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="reported_persons", to="cases.case"
            ),
        ),
        migrations.AddField(
            model_name="reportedperson",
            name="informed_by",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="reportedperson",
            name="organisation",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="cases.organisation"
            ),
        ),
        migrations.AddField(
            model_name="reportedperson",
            name="person",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="cases.person"
            ),
        ),
        migrations.AddField(
            model_name="reportedperson",
            name="report",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="persons", to="cases.report"
            ),
        ),
        migrations.AddField(
            model_name="reporterfeedback",
            name="case",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="reporter_feedback", to="cases.case"
            ),
        ),
        migrations.AddField(
            model_name="reporterfeedback",
            name="organisation",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="cases.organisation"
            ),
        ),
        migrations.AddField(
            model_name="reporterfeedback",
            name="recorded_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="reportoutcome",
            name="case",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="report_outcomes", to="cases.case"
            ),
        ),
        migrations.AddField(
            model_name="reportoutcome",
            name="organisation",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="cases.organisation"
            ),
        ),
        migrations.AddField(
            model_name="reportoutcome",
            name="recorded_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="reportoutcome",
            name="report",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="outcomes", to="cases.report"
            ),
        ),
        migrations.AddField(
            model_name="reporterfeedback",
            name="outcome",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.PROTECT, related_name="feedback", to="cases.reportoutcome"
            ),
        ),
        migrations.AddConstraint(
            model_name="inquiry",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("ended_at__isnull", True),
                    models.Q(("started_at__isnull", False), models.Q(("conclusion", ""), _negated=True)),
                    _connector="OR",
                ),
                name="inquiry_end_is_complete",
            ),
        ),
        migrations.AddConstraint(
            model_name="reportedperson",
            constraint=models.UniqueConstraint(fields=("report", "person"), name="reported_person_once"),
        ),
        migrations.AddConstraint(
            model_name="reportedperson",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("informed_at__isnull", True), ("informed_by__isnull", True)),
                    models.Q(("informed_at__isnull", False), ("informed_by__isnull", False)),
                    _connector="OR",
                ),
                name="reported_person_informed_is_complete",
            ),
        ),
        migrations.AddConstraint(
            model_name="reportoutcome",
            constraint=models.UniqueConstraint(
                fields=("report", "stage"), name="report_outcome_once_per_stage"
            ),
        ),
        migrations.RunSQL("CALL wall_on_case('cases_reportedperson')", migrations.RunSQL.noop),
        migrations.RunSQL("CALL wall_on_case('cases_inquiry')", migrations.RunSQL.noop),
        migrations.RunSQL("CALL wall_on_case('cases_reportoutcome')", migrations.RunSQL.noop),
        migrations.RunSQL("CALL wall_on_case('cases_reporterfeedback')", migrations.RunSQL.noop),
    ]
