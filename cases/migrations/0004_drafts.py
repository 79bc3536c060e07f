"""Drafts of forms: a table that only its own user reads, and that is emptied by the worker."""

from __future__ import annotations

import uuid
from typing import ClassVar

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

# Not on a case: the row belongs to one user. The only rows of the web role that may be deleted.
WALL = """
ALTER TABLE cases_draft ENABLE ROW LEVEL SECURITY;
ALTER TABLE cases_draft FORCE ROW LEVEL SECURITY;
CREATE POLICY own ON cases_draft TO veiligheid_web
    USING (user_id = wall_user()) WITH CHECK (user_id = wall_user());
GRANT SELECT, INSERT, UPDATE, DELETE ON cases_draft TO veiligheid_web;
GRANT USAGE ON SEQUENCE cases_draft_id_seq TO veiligheid_web;
CREATE POLICY worker_expired ON cases_draft FOR DELETE TO veiligheid_worker USING (expires_at <= now());
CREATE POLICY worker_read ON cases_draft FOR SELECT TO veiligheid_worker USING (expires_at <= now());
GRANT DELETE, SELECT (id, expires_at) ON cases_draft TO veiligheid_worker;
"""


class Migration(migrations.Migration):
    """Make the table and put it behind the wall."""

    dependencies: ClassVar = [("cases", "0003_wall_procedures")]

    operations: ClassVar = [
        migrations.CreateModel(
            name="Draft",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("public_id", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                (
                    "place",
                    models.CharField(
                        help_text="Het adres waar het formulier naartoe gaat, met zijn naam.",
                        max_length=300,
                        verbose_name="formulier",
                    ),
                ),
                ("fields", models.JSONField(verbose_name="wat er staat")),
                ("saved_at", models.DateTimeField(verbose_name="bewaard op")),
                ("expires_at", models.DateTimeField(db_index=True, verbose_name="vervalt op")),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="drafts",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "concept",
                "verbose_name_plural": "concepten",
                "constraints": [
                    models.UniqueConstraint(fields=("user", "place"), name="one_draft_per_form"),
                    models.CheckConstraint(
                        condition=models.Q(("expires_at__gt", models.F("saved_at"))),
                        name="draft_expires_later",
                    ),
                ],
            },
        ),
        migrations.RunSQL(WALL, migrations.RunSQL.noop),
    ]
