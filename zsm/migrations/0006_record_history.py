"""The history of every record of zsm."""

from __future__ import annotations

from typing import ClassVar

from django.db import migrations


class Migration(migrations.Migration):
    """Keep what records were; a table made later has its history with its wall."""

    dependencies: ClassVar = [
        ("zsm", "0005_heard_again_corrected"),
        ("cases", "0022_record_history"),
    ]

    operations: ClassVar = [migrations.RunSQL("CALL history_on_all('zsm_')", migrations.RunSQL.noop)]
