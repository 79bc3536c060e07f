"""The test suite: logs in as owner, requests run under the web role; everything strict."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from veiligheid.settings.base import *  # noqa: F403 - settings modules build on each other by star import
from veiligheid.settings.base import DATABASES, STORAGES

SECRET_KEY = "only-for-tests-" + "x" * 40
ADDRESS_KEYS = ["only-for-tests-" + "y" * 40]
DEMO = True
SECURITY_CONTACT = "mailto:beveiliging@veiligheid.example"
DATABASES["default"].update(
    NAME="veiligheid",
    USER="veiligheid_owner",
    HOST=os.environ.get("TEST_DATABASE_HOST", ""),
    CONN_MAX_AGE=0,
    CONN_HEALTH_CHECKS=False,
)
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
CELERY_TASK_ALWAYS_EAGER = True
TABLE_LISTS_DIR = Path(tempfile.gettempdir()) / "veiligheid-test-tafellijsten"
# Nothing is collected for the tests: static files come straight from where they stand.
WHITENOISE_AUTOREFRESH = True
WHITENOISE_USE_FINDERS = True
# The suite asks more than a partner does.
API_RATE = "1000000/min"
# Read once per process, so that every test counts the same queries; who changes the table says so.
DISCLOSURE_SCHEDULE_SECONDS = 10**9
