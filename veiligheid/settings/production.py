"""Production: refuses to start when something unsafe is set, and says what to set instead."""

from __future__ import annotations

from django.core.exceptions import ImproperlyConfigured

from cases.access.encryption import check_keys
from veiligheid.settings.base import *  # noqa: F403 - settings modules build on each other by star import
from veiligheid.settings.base import ADDRESS_KEYS, ALLOWED_HOSTS, SECRET_KEY, SITE_URL, env

if len(SECRET_KEY) < 50:
    raise ImproperlyConfigured("Set SECRET_KEY to a random value of at least 50 characters.")
check_keys(ADDRESS_KEYS)
if env.bool("DEBUG", default=False):
    raise ImproperlyConfigured("Remove DEBUG from the environment: it shows personal data on error pages.")
if not SITE_URL.startswith("https://"):
    raise ImproperlyConfigured("Set SITE_URL to the https address at which users reach the application.")
if "*" in ALLOWED_HOSTS or not env.list("ALLOWED_HOSTS", default=[]):
    raise ImproperlyConfigured("Set ALLOWED_HOSTS to the exact host names, without a wildcard.")

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
