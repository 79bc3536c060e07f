"""Production starts with safe settings and refuses every unsafe one with a sentence (security, W6)."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import Any, Final

import pytest
from django.core.exceptions import ImproperlyConfigured

from tests.veiligheid.test_containers import ENV_FILE
from veiligheid.settings.safety import check_safe
from veiligheid.supervisor.commands import PROJECT

LETTERS: Final = "abcdefghijklmnopqrstuvwxyz0123456789"
SAFE: Final[dict[str, Any]] = {
    "SECRET_KEY": LETTERS * 2,
    "ADDRESS_KEYS": ["q" + LETTERS],
    "SITE_URL": "https://veiligheid.example",
    "ALLOWED_HOSTS": ["veiligheid.example"],
    "SECURITY_CONTACT": "mailto:beveiliging@veiligheid.example",
    "SECURE_PROXY_SSL_HEADER": ("HTTP_X_FORWARDED_PROTO", "https"),
    "PROXY_COUNT": 1,
    "EMAIL_USE_TLS": True,
    "EMAIL_HOST_USER": "",
    "EMAIL_HOST_PASSWORD": "",
    "DEFAULT_FROM_EMAIL": "bericht@veiligheid.example",
    "METRICS_TOKEN": "",
    "DEADMAN_URL": "",
    "API_ALLOWED_ORIGINS": [],
}
SAFE_ENV: Final = {
    "DATABASE_URL": "postgres://veiligheid_web:p@db.example/veiligheid",
    "BROKER_URL": "redis://broker.example:6379/0",
    "EMAIL_HOST": "mail.example",
}
# What is set, to what, and the name in the sentence that follows.
UNSAFE: Final[tuple[tuple[str, Any, str], ...]] = (
    ("SECRET_KEY", "", "SECRET_KEY"),
    ("SECRET_KEY", LETTERS, "SECRET_KEY"),
    ("SECRET_KEY", "ab" * 40, "SECRET_KEY"),
    ("ADDRESS_KEYS", [], "ADDRESS_KEYS"),
    ("ADDRESS_KEYS", ["kort"], "ADDRESS_KEYS"),
    ("ADDRESS_KEYS", [LETTERS * 2], "ADDRESS_KEYS"),
    ("SITE_URL", "http://veiligheid.example", "SITE_URL"),
    ("SITE_URL", "https://localhost", "SITE_URL"),
    ("SITE_URL", "https://veiligheid.example/app", "SITE_URL"),
    ("ALLOWED_HOSTS", [], "ALLOWED_HOSTS"),
    ("ALLOWED_HOSTS", ["*"], "ALLOWED_HOSTS"),
    ("ALLOWED_HOSTS", [".example"], "ALLOWED_HOSTS"),
    ("ALLOWED_HOSTS", ["localhost", "127.0.0.1"], "ALLOWED_HOSTS"),
    ("ALLOWED_HOSTS", ["elders.example"], "ALLOWED_HOSTS"),
    ("SECURITY_CONTACT", "", "SECURITY_CONTACT"),
    ("SECURITY_CONTACT", "beveiliging@veiligheid.example", "SECURITY_CONTACT"),
    ("SECURITY_CONTACT", "mailto:a@b.example\nExpires: 1970", "SECURITY_CONTACT"),
    ("SECURE_PROXY_SSL_HEADER", None, "BEHIND_TLS_PROXY"),
    ("PROXY_COUNT", 0, "PROXY_COUNT"),
    ("EMAIL_USE_TLS", False, "EMAIL_USE_TLS"),
    ("EMAIL_HOST_USER", "wij", "EMAIL_HOST_PASSWORD"),
    ("DEFAULT_FROM_EMAIL", "bericht@veiligheid.invalid", "DEFAULT_FROM_EMAIL"),
    ("DEFAULT_FROM_EMAIL", "bericht", "DEFAULT_FROM_EMAIL"),
    ("METRICS_TOKEN", "kort", "METRICS_TOKEN"),
    ("DEADMAN_URL", "http://wachter.example", "DEADMAN_URL"),
    ("API_ALLOWED_ORIGINS", ["http://partner.example"], "API_ALLOWED_ORIGINS"),
    ("API_ALLOWED_ORIGINS", ["https://*.example"], "API_ALLOWED_ORIGINS"),
    ("env", {**SAFE_ENV, "DEBUG": "true"}, "DEBUG"),
    ("env", {**SAFE_ENV, "DEMO": "1"}, "DEMO"),
    ("env", {**SAFE_ENV, "DATABASE_URL": ""}, "DATABASE_URL"),
    ("env", {**SAFE_ENV, "DATABASE_URL": "postgres://postgres:p@db.example/v"}, "superuser"),
    ("env", {**SAFE_ENV, "BROKER_URL": ""}, "BROKER_URL"),
    ("env", {**SAFE_ENV, "EMAIL_HOST": ""}, "EMAIL_HOST"),
)


def refusal(changes: dict[str, Any]) -> list[str]:
    """The sentences with which a start is refused."""
    with pytest.raises(ImproperlyConfigured) as refused:
        check_safe({**SAFE, "env": SAFE_ENV, **changes})
    return str(refused.value).splitlines()


def test_what_is_safe_starts() -> None:
    check_safe({**SAFE, "env": SAFE_ENV})
    check_safe(
        {**SAFE, "env": {**SAFE_ENV, "DEBUG": "false", "EMAIL_HOST": "localhost"}, "EMAIL_USE_TLS": False}
    )


@pytest.mark.parametrize(("name", "value", "told"), UNSAFE)
def test_each_unsafe_setting_is_refused_by_itself(name: str, value: Any, told: str) -> None:
    (sentence,) = refusal({name: value})
    assert told in sentence
    assert sentence.startswith(("Set ", "Remove "))


def test_everything_that_is_unsafe_is_told_at_once() -> None:
    assert len(refusal({"PROXY_COUNT": 0, "SECURITY_CONTACT": "", "SECRET_KEY": ""})) == 3


def deploy_check(**changes: str) -> subprocess.CompletedProcess[str]:
    """`manage.py check --deploy` as production would start it."""
    given = {
        "PATH": os.environ["PATH"],
        "DJANGO_SETTINGS_MODULE": "veiligheid.settings.production",
        "BEHIND_TLS_PROXY": "true",
        "EMAIL_USE_TLS": "true",
        **SAFE_ENV,
        **{name: value for name, value in ENV_FILE.items() if name.isupper()},
        **changes,
    }
    command = [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"]
    return subprocess.run(command, cwd=PROJECT, env=given, capture_output=True, text=True, check=False)


def test_the_deploy_check_is_silent() -> None:
    done = deploy_check()
    assert (done.returncode, done.stderr) == (0, "")
    assert "no issues (0 silenced)" in done.stdout or "no issues (1 silenced)" in done.stdout


def test_the_settings_module_itself_refuses() -> None:
    done = deploy_check(PROXY_COUNT="0", SITE_URL="http://veiligheid.example")
    assert done.returncode != 0
    assert "Set PROXY_COUNT" in done.stderr
    assert "Set SITE_URL" in done.stderr
