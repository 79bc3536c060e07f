"""The web entry point for gunicorn."""

from __future__ import annotations

import gc
import os

from django.core.wsgi import get_wsgi_application

from cases.terms.rules.calendar import legal_holidays

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "veiligheid.settings.dev")

application = get_wsgi_application()

# The holiday tables cost a second the first time: better now than in somebody's first registration.
legal_holidays(2026)

# What is loaded by now stays as long as the process: a full collection, which would stop a list of many rows
# for a tenth of a second, need not look at it again.
gc.collect()
gc.freeze()
