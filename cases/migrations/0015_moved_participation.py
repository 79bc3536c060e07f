"""Who took whose place in a case, behind the wall."""

from __future__ import annotations

import uuid
from typing import ClassVar

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """Keep every move of a participation with its reason."""

    dependencies: ClassVar = [
        ("cases", "0014_nightly_mail"),
    ]

    operations: ClassVar = [
        migrations.CreateModel(
            name="ParticipationMove",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("reason", models.CharField(max_length=500, verbose_name="reden")),
                ("moved_at", models.DateTimeField(verbose_name="verplaatst op")),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="moves", to="cases.case"
                    ),
                ),
                (
                    "former",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="cases.organisation",
                        verbose_name="van",
                    ),
                ),
                (
                    "moved_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "municipality_before",
                    models.ForeignKey(
                        blank=True,
                        help_text="Leeg: de gemeente van het slachtoffer bleef gelijk.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="cases.municipality",
                        verbose_name="gemeente van het slachtoffer tot dan",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="cases.organisation",
                        verbose_name="vastgelegd door",
                    ),
                ),
                (
                    "successor",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="cases.organisation",
                        verbose_name="naar",
                    ),
                ),
            ],
            options={
                "verbose_name": "verplaatsing van een deelname",
                "verbose_name_plural": "verplaatsingen van deelnames",
            },
        ),
        migrations.RunSQL("CALL wall_on_case('cases_participationmove')", migrations.RunSQL.noop),
    ]
