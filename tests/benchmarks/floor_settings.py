"""Settings of the floor over HTTP: sessions and sign-in, and nothing else of ours in between."""

from __future__ import annotations

from tests.benchmarks.floor import MIDDLEWARE as FLOOR_MIDDLEWARE
from veiligheid.settings.dev import *  # noqa: F403 - settings modules build on each other by star import

ROOT_URLCONF = "tests.benchmarks.floor"
MIDDLEWARE = FLOOR_MIDDLEWARE
