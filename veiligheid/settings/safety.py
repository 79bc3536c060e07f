"""What production refuses to start with, and what to set instead (security, W6)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

from cases.access.encryption import check_keys

SHORTEST_SECRET: Final = 50
FEWEST_CHARACTERS: Final = 12
SHORTEST_TOKEN: Final = 32
HERE: Final = frozenset({"localhost", "127.0.0.1", "::1", ""})


def check_safe(given: Mapping[str, Any]) -> None:
    """Raise ImproperlyConfigured with a sentence for everything that is unsafe.

    `given`: the settings by their names, with what the environment holds of DEBUG, DEMO, DATABASE_URL,
    BROKER_URL and EMAIL_HOST under "env".
    """
    checks = (_secrets, _site, _proxies, _parts, _mail, _callers)
    wrong = [sentence for check in checks for sentence in check(given)]
    if wrong:
        raise ImproperlyConfigured("\n".join(wrong))


def _secrets(given: Mapping[str, Any]) -> Iterator[str]:
    secret = given["SECRET_KEY"]
    if len(secret) < SHORTEST_SECRET:
        yield f"Set SECRET_KEY to a random value of at least {SHORTEST_SECRET} characters."
    elif len(set(secret)) < FEWEST_CHARACTERS:
        yield "Set SECRET_KEY to a random value: this one repeats itself."
    try:
        check_keys(given["ADDRESS_KEYS"])
    except ImproperlyConfigured as refused:
        yield str(refused)
    if secret in given["ADDRESS_KEYS"]:
        yield "Set ADDRESS_KEYS to values of their own: one of them is SECRET_KEY."
    for name, why in (
        ("DEBUG", "it shows personal data on error pages"),
        ("DEMO", "it makes users whose password is known"),
    ):
        if str(given["env"].get(name, "")).lower() not in ("", "0", "false", "no", "off"):
            yield f"Remove {name} from the environment: {why}."


def _site(given: Mapping[str, Any]) -> Iterator[str]:
    site, hosts = urlsplit(given["SITE_URL"]), given["ALLOWED_HOSTS"]
    if site.scheme != "https" or site.hostname in HERE or site.path not in ("", "/"):
        yield "Set SITE_URL to the https address at which users reach the application, without a path."
    if not hosts or any(host.startswith((".", "*")) for host in hosts):
        yield "Set ALLOWED_HOSTS to the exact host names, without a wildcard."
    elif HERE.issuperset(hosts):
        yield "Set ALLOWED_HOSTS to the host names at which users reach the application."
    elif site.hostname not in (*hosts, *HERE, None):
        yield "Set ALLOWED_HOSTS so that the host name of SITE_URL is among them."
    contact = given["SECURITY_CONTACT"]
    if not contact.startswith(("mailto:", "https://")) or any(sign.isspace() for sign in contact):
        yield "Set SECURITY_CONTACT to the mailto: or https: address where weaknesses are reported."


def _proxies(given: Mapping[str, Any]) -> Iterator[str]:
    if given["SECURE_PROXY_SSL_HEADER"] is None:
        yield (
            "Set BEHIND_TLS_PROXY=true and let a proxy end TLS: the web server itself speaks plain HTTP. The "
            "proxy must overwrite X-Forwarded-Proto."
        )
    if given["PROXY_COUNT"] < 1:
        yield (
            "Set PROXY_COUNT to the number of proxies before the web server: without it the access log holds "
            "the address of the proxy."
        )


def _parts(given: Mapping[str, Any]) -> Iterator[str]:
    database = urlsplit(str(given["env"].get("DATABASE_URL", "")))
    if not database.username:
        yield "Set DATABASE_URL to the database, with the user of this part."
    elif database.username in ("postgres", "root"):
        yield "Set DATABASE_URL to a user of this part: a superuser passes row-level security."
    if not given["env"].get("BROKER_URL"):
        yield "Set BROKER_URL to the address of the broker."


def _mail(given: Mapping[str, Any]) -> Iterator[str]:
    host = given["env"].get("EMAIL_HOST", "")
    if not host:
        yield "Set EMAIL_HOST to the mail server: without mail nobody is reminded of a term."
    elif host not in HERE and not given["EMAIL_USE_TLS"]:
        yield "Set EMAIL_USE_TLS=true: mail leaves this machine."
    if bool(given["EMAIL_HOST_USER"]) != bool(given["EMAIL_HOST_PASSWORD"]):
        yield "Set EMAIL_HOST_USER and EMAIL_HOST_PASSWORD both, or neither."
    sender = given["DEFAULT_FROM_EMAIL"]
    if "@" not in sender or sender.rstrip(">").endswith(".invalid"):
        yield "Set DEFAULT_FROM_EMAIL to one neutral sender that exists."


def _callers(given: Mapping[str, Any]) -> Iterator[str]:
    if given["METRICS_TOKEN"] and len(given["METRICS_TOKEN"]) < SHORTEST_TOKEN:
        yield f"Set METRICS_TOKEN to a random value of at least {SHORTEST_TOKEN} characters, or leave it out."
    if given["DEADMAN_URL"] and not given["DEADMAN_URL"].startswith("https://"):
        yield "Set DEADMAN_URL to an https address, or leave it out."
    if any(urlsplit(origin).scheme != "https" or "*" in origin for origin in given["API_ALLOWED_ORIGINS"]):
        yield "Set API_ALLOWED_ORIGINS to https addresses without a wildcard, or leave it out."
