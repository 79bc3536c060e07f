"""The Celery application: wakes up the jobs; PostgreSQL holds the truth."""

from __future__ import annotations

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "veiligheid.settings.dev")

app = Celery("veiligheid")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
