"""Production: refuses to start when something unsafe is set, and says what to set instead."""

from __future__ import annotations

from veiligheid.settings.base import *  # noqa: F403 - settings modules build on each other by star import
from veiligheid.settings.base import env
from veiligheid.settings.safety import check_safe

SECURE_SSL_REDIRECT = True
# Asked by the machine itself, without personal data.
SECURE_REDIRECT_EXEMPT = [r"^health/"]
SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SECURE_PROXY_SSL_HEADER = (
    ("HTTP_X_FORWARDED_PROTO", "https") if env.bool("BEHIND_TLS_PROXY", default=False) else None
)
SESSION_COOKIE_SECURE = True
SESSION_COOKIE_NAME = "__Host-sessie"
CSRF_COOKIE_SECURE = True
CSRF_COOKIE_NAME = "__Host-csrf"

check_safe({**globals(), "env": env.ENVIRON})
