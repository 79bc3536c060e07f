"""Settings of the application over HTTP without its access log."""

from __future__ import annotations

from veiligheid.settings.dev import *  # noqa: F403 - settings modules build on each other by star import
from veiligheid.settings.dev import MIDDLEWARE as LOGGED

MIDDLEWARE = [
    "tests.benchmarks.unlogged.UnloggedMiddleware"
    if name == "veiligheid.middleware.RequestTransactionMiddleware"
    else name
    for name in LOGGED
]
