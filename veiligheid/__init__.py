"""The project: settings, routes, jobs and the supervisor of the embedded run."""

from __future__ import annotations

from veiligheid.celery import app as celery_app

__all__ = ["celery_app"]
