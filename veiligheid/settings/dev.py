"""The embedded run on one machine (`make run`): real parts, demo data, plain HTTP on localhost."""

from __future__ import annotations

from veiligheid.settings.base import *  # noqa: F403 - settings modules build on each other by star import
from veiligheid.settings.base import STORAGES

DEMO = True
SECURITY_CONTACT = "mailto:beveiliging@veiligheid.example"
# Hashing names costs seconds at every start; a demo on one machine has no long-lived caches to outwit.
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
