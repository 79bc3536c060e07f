"""A link between persons can be named from outside, and who undid it stands in it."""

from __future__ import annotations

import uuid
from typing import ClassVar

import django.contrib.postgres.functions
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """Rows that are there get their key from the database."""

    dependencies: ClassVar = [
        ("cases", "0031_work_calendar"),
    ]

    operations: ClassVar = [
        migrations.AddField(
            model_name="personlink",
            name="public_id",
            field=models.UUIDField(
                db_default=django.contrib.postgres.functions.RandomUUID(),
                default=uuid.uuid4,
                editable=False,
                unique=True,
            ),
        ),
        migrations.AddField(
            model_name="personlink",
            name="undone_by",
            field=models.ForeignKey(
                blank=True,
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
    ]
