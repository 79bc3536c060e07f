"""The remand stands still while the suspect is held on another title."""

from __future__ import annotations

import uuid
from typing import ClassVar

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """Detention on another title, for who takes part in the case."""

    dependencies: ClassVar = [
        ("cases", "0034_delivery_tasks"),
        ("zsm", "0006_record_history"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations: ClassVar = [
        migrations.CreateModel(
            name="OtherDetention",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "title",
                    models.CharField(
                        choices=[
                            ("sentence", "gevangenisstraf"),
                            ("remand", "voorlopige hechtenis in een andere strafzaak"),
                            ("substitute", "vervangende hechtenis of gijzeling"),
                            ("other", "iets anders"),
                        ],
                        max_length=20,
                        verbose_name="titel",
                    ),
                ),
                ("since", models.DateTimeField(verbose_name="sinds")),
                ("until", models.DateTimeField(blank=True, null=True, verbose_name="tot")),
                ("note", models.CharField(blank=True, max_length=500, verbose_name="toelichting")),
                ("recorded_at", models.DateTimeField(verbose_name="vastgelegd op")),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="other_detentions",
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
                "verbose_name": "detentie op een andere titel",
                "verbose_name_plural": "detenties op een andere titel",
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("until__isnull", True)),
                        fields=("case",),
                        name="one_open_other_detention_per_case",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("until__isnull", True), ("until__gt", models.F("since")), _connector="OR"
                        ),
                        name="other_detention_ends_later",
                    ),
                ],
            },
        ),
        migrations.RunSQL("CALL wall_on_case('zsm_otherdetention')", migrations.RunSQL.noop),
    ]
