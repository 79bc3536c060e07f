"""Settings that hold everywhere; secrets and addresses come from the environment only."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import environ
from django.contrib.messages import constants as message_levels

BASE_DIR = Path(__file__).resolve().parent.parent.parent
env = environ.Env()

SECRET_KEY = env.str("SECRET_KEY", default="")
# Random values under which protected addresses are encrypted, the newest first; then run `rotate_keys`.
ADDRESS_KEYS: list[str] = env.list("ADDRESS_KEYS", default=[])
DEBUG = False
DEMO = False
ALLOWED_HOSTS: list[str] = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1"])
SITE_URL = env.str("SITE_URL", default="http://localhost:8000")
# How many proxies of ours stand before the web server; each adds one address to X-Forwarded-For.
PROXY_COUNT = env.int("PROXY_COUNT", default=0)
# Where somebody who found a weakness reports it: "mailto:..." or "https://..."; empty: no security.txt.
SECURITY_CONTACT = env.str("SECURITY_CONTACT", default="")
STATE_DIR = Path(env.str("STATE_DIR", default=str(BASE_DIR / "var")))

# The letters of documents: package fonts-dejavu-core.
DOCUMENT_FONTS = Path(env.str("DOCUMENT_FONTS", default="/usr/share/fonts/truetype/dejavu"))
# The printable lists of the ZSM tables for an outage; outside what the web server gives out.
TABLE_LISTS_DIR = Path(env.str("TABLE_LISTS_DIR", default=str(STATE_DIR / "tafellijsten")))

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.forms",
    "guardian",
    "django_htmx",
    "csp",
    # Its Dutch messages; every other setting of it stands on our own base class.
    "rest_framework",
    "cases.apps.CasesConfig",
    "zsm.apps.ZsmConfig",
    "veiligheid.apps.VeiligheidConfig",
]

# What sets headers stands outside of everything that can answer early.
MIDDLEWARE = [
    "veiligheid.middleware.ApiHeadersMiddleware",
    "csp.middleware.CSPMiddleware",
    "django_permissions_policy.PermissionsPolicyMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "veiligheid.limits.BodyLimitMiddleware",
    "veiligheid.middleware.RequestTransactionMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "veiligheid.middleware.ActorMiddleware",
]

ROOT_URLCONF = "veiligheid.urls"
WSGI_APPLICATION = "veiligheid.wsgi.application"
APPEND_SLASH = False

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "cases.web.site.site_header",
            ],
            "builtins": ["django.templatetags.static", "cases.templatetags.veiligheid_ui"],
        },
    }
]
FORM_RENDERER = "cases.web.forms.VeiligheidRenderer"

# One transaction per request is opened by our own middleware, together with role and organisation.
DATABASES: dict[str, Any] = {
    "default": {
        **env.db_url("DATABASE_URL", default="postgres://veiligheid_web@/veiligheid"),
        "ATOMIC_REQUESTS": False,
        "CONN_MAX_AGE": None,
        "CONN_HEALTH_CHECKS": True,
    }
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "cases.User"
# Only its direct foreign key permissions are used, for exceptional grants that end; nothing asks its backend.
ANONYMOUS_USER_NAME = None
GUARDIAN_MONKEY_PATCH_USER = False
GUARDIAN_MONKEY_PATCH_GROUP = False
SILENCED_SYSTEM_CHECKS = ["guardian.W001"]
AUTHENTICATION_BACKENDS = ["cases.organisations.backend.StaffBackend"]
LOGIN_URL = "cases:sign-in"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "cases:sign-in"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "cases.organisations.passwords.NotOneself",
        "OPTIONS": {"user_attributes": ("username", "display_name", "email")},
    },
    {"NAME": "cases.organisations.passwords.LongEnough", "OPTIONS": {"min_length": 12}},
    {"NAME": "cases.organisations.passwords.NotCommon"},
]
# So long a link to choose a password works: `cases.staff.rules.LINK_HOLDS`.
PASSWORD_RESET_TIMEOUT = 72 * 60 * 60

SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_AGE = 10 * 60 * 60
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
# A file is never written to disk on its way in, and loses its name there.
FILE_UPLOAD_HANDLERS = ["cases.web.uploads.BoundedUpload"]
# No form takes more than one; fields and their length stand at Django's own limits.
DATA_UPLOAD_MAX_NUMBER_FILES = 1
CSRF_FAILURE_VIEW = "cases.web.errors.csrf_failure"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
MESSAGE_TAGS = {
    message_levels.SUCCESS: "success",
    message_levels.WARNING: "warning",
    message_levels.ERROR: "danger",
    message_levels.INFO: "info",
}

SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
        "base-uri": ["'none'"],
    }
}
PERMISSIONS_POLICY: dict[str, list[str]] = {
    "camera": [],
    "display-capture": [],
    "geolocation": [],
    "microphone": [],
    "payment": [],
    "usb": [],
}

# How long a process trusts what it read of the schedule of disclosure tables; a new one begins the next day.
DISCLOSURE_SCHEDULE_SECONDS = env.int("DISCLOSURE_SCHEDULE_SECONDS", default=30)

# A sign of life goes to this address every minute; empty: none. The alarm is raised when it stays away.
DEADMAN_URL = env.str("DEADMAN_URL", default="")
# Who collects the figures sends this as bearer token; empty: they are not given out.
METRICS_TOKEN = env.str("METRICS_TOKEN", default="")
# REST: requests per credential and web process, and from which other sites a browser may come (none).
API_RATE = env.str("API_RATE", default="600/min")
API_ALLOWED_ORIGINS: list[str] = env.list("API_ALLOWED_ORIGINS", default=[])
REST_FRAMEWORK: dict[str, Any] = {"UNAUTHENTICATED_USER": None}

LANGUAGE_CODE = "nl"
TIME_ZONE = "Europe/Amsterdam"
USE_I18N = True
USE_TZ = True

STATIC_URL = "static/"
STATIC_ROOT = STATE_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static", BASE_DIR / "var" / "assets"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"},
}

EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
EMAIL_HOST = env.str("EMAIL_HOST", default="localhost")
EMAIL_PORT = env.int("EMAIL_PORT", default=25)
EMAIL_HOST_USER = env.str("EMAIL_HOST_USER", default="")
EMAIL_HOST_PASSWORD = env.str("EMAIL_HOST_PASSWORD", default="")
EMAIL_USE_TLS = env.bool("EMAIL_USE_TLS", default=False)
EMAIL_TIMEOUT = 10
# A constant sender without organisation kind or subject matter (security, S2).
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="bericht@veiligheid.invalid")

CELERY_BROKER_URL = env.str("BROKER_URL", default="redis://localhost:6379/0")
# A crontab in Europe/Amsterdam is silent for an hour when the clock goes back.
CELERY_TIMEZONE = "UTC"
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_IGNORE_RESULT = True
CELERY_WORKER_MAX_TASKS_PER_CHILD = 1000
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_TRANSPORT_OPTIONS = {"visibility_timeout": 300}
# Celery's own would stay silent after a clock that was put back. Looks at least so often (seconds).
CELERY_BEAT_SCHEDULER = "veiligheid.beat:SteadyScheduler"
CELERY_BEAT_MAX_LOOP_INTERVAL = 5
# A wake-up that could not run soon is worthless: the next one is on its way.
CELERY_BEAT_SCHEDULE = {
    "sweep-terms": {"task": "cases.tasks.sweep_terms", "schedule": 10.0, "options": {"expires": 10}},
    "recount-terms": {"task": "cases.tasks.recount_terms", "schedule": 10.0, "options": {"expires": 10}},
    # Twice as often as a row may wait for its seal.
    "seal-log": {"task": "cases.tasks.seal_log", "schedule": 5.0, "options": {"expires": 5}},
    "prune-log": {"task": "cases.tasks.prune_log", "schedule": 3600.0, "options": {"expires": 3600}},
    "make-table-lists": {
        "task": "cases.tasks.make_table_lists",
        "schedule": 60.0,
        "options": {"expires": 60},
    },
    "queue-nightly-mail": {
        "task": "cases.tasks.queue_nightly_mail",
        "schedule": 600.0,
        "options": {"expires": 600},
    },
    "deliver-outbox": {"task": "cases.tasks.deliver_outbox", "schedule": 10.0, "options": {"expires": 10}},
    "remove-expired-drafts": {"task": "cases.tasks.remove_expired_drafts", "schedule": 3600.0},
    "forget-answered-requests": {"task": "cases.tasks.forget_answered_requests", "schedule": 3600.0},
}

LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "plain": {"format": "{asctime} {levelname} {name} {message}", "style": "{"},
    },
    "filters": {"hide-secrets": {"()": "veiligheid.redacting.HideSecrets"}},
    "handlers": {
        "console": {"class": "logging.StreamHandler", "formatter": "plain", "filters": ["hide-secrets"]}
    },
    # They tell every step of making a document.
    "loggers": {"weasyprint": {"level": "WARNING"}, "fontTools": {"level": "WARNING"}},
    "root": {"handlers": ["console"], "level": "INFO"},
}
