"""The headers of every answer, also of those that come early; security.txt; how large a request is (W2)."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import DatabaseError
from django.http import HttpResponseBase
from django.test import Client, override_settings
from django.urls import reverse
from django.utils import timezone

from tests.factories.cast import TEST_PASSWORD
from tests.factories.client import WallClient
from veiligheid.limits import LARGEST_BODY, LARGEST_FORM

pytestmark = pytest.mark.django_db

ALWAYS = {
    "X-Frame-Options": "DENY",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}
TOO_LARGE: Any = {"CONTENT_LENGTH": str(LARGEST_FORM + 1)}
ASKED: dict[str, tuple[str, str, Any, int]] = {
    "a page": ("GET", "/aanmelden", {}, 200),
    "a page that asks to sign in": ("GET", "/mijn-werk", {}, 302),
    "nothing": ("GET", "/er-is-hier-niets", {}, 404),
    "a file of the site": ("GET", "/static/js/session.js", {}, 200),
    "a probe": ("GET", "/health/live", {}, 200),
    "security.txt": ("GET", "/.well-known/security.txt", {}, 200),
    "a foreign host name": ("GET", "/aanmelden", {"HTTP_HOST": "elders.example"}, 400),
    "too large": ("POST", "/aanmelden", TOO_LARGE, 413),
    "REST without a token": ("GET", "/api/v1/zaken", {}, 401),
    "REST, nothing": ("GET", "/api/v1/er-is-hier-niets", {}, 404),
    "REST, too large": ("POST", "/api/v1/zaken", TOO_LARGE, 413),
}


def check_headers(response: HttpResponseBase) -> None:
    headers = response.headers
    policy = headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "http" not in policy, "no other origin"
    assert "camera=()" in headers["Permissions-Policy"]
    assert {name: headers.get(name) for name in ALWAYS} == ALWAYS
    assert "Server" not in headers
    assert "X-Powered-By" not in headers


@pytest.mark.parametrize("name", ASKED)
def test_every_answer_has_them(name: str) -> None:
    method, path, extra, status = ASKED[name]
    response = WallClient().generic(method, path, **extra)
    response.close()
    assert response.status_code == status
    check_headers(response)


def test_what_cannot_be_logged_and_what_comes_from_elsewhere_have_them_too(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    response = WallClient(enforce_csrf_checks=True).post("/aanmelden", {"username": "vt"})
    assert response.status_code == 403
    check_headers(response)

    def fails(*args: object, **kwargs: object) -> None:
        raise DatabaseError("log is vol")

    monkeypatch.setattr("veiligheid.middleware.write_entry", fails)
    response = WallClient().post("/aanmelden", {"username": "vt", "password": "verkeerd"})
    assert response.status_code == 503
    check_headers(response)


@contextmanager
def behind_tls() -> Iterator[None]:
    """The settings that production adds."""
    with override_settings(
        SECURE_SSL_REDIRECT=True,
        SECURE_HSTS_SECONDS=365 * 24 * 60 * 60,
        SECURE_HSTS_INCLUDE_SUBDOMAINS=True,
        SECURE_HSTS_PRELOAD=True,
    ):
        yield


def test_plain_http_is_sent_on_and_https_stays() -> None:
    with behind_tls():
        sent_on = Client().get("/aanmelden")
        assert (sent_on.status_code, sent_on["Location"]) == (301, "https://testserver/aanmelden")
        check_headers(sent_on)
        page = WallClient().get("/aanmelden", secure=True)
    assert page["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains; preload"


def test_a_body_that_is_too_large_is_refused_where_it_is_read_by_people_and_by_machines() -> None:
    page = WallClient().generic("POST", "/aanmelden", **TOO_LARGE)
    assert "ten hoogste 10 MB" in page.content.decode()
    answer = WallClient().generic("POST", "/api/v1/zaken", **TOO_LARGE)
    assert answer["Content-Type"] == "application/problem+json"
    assert answer.json()["title"] == "Het verzoek is te groot."


def test_a_file_that_is_too_large_is_told_on_its_form_and_not_by_a_broken_connection() -> None:
    a_file: Any = {"CONTENT_LENGTH": str(LARGEST_BODY + 1)}
    assert WallClient().generic("POST", "/aanmelden", **a_file).status_code != 413
    assert WallClient().generic("POST", "/api/v1/zaken", **a_file).status_code == 413


def test_more_fields_than_any_form_has_is_no_fault() -> None:
    response = WallClient().post("/aanmelden", {f"veld-{number}": "x" for number in range(1001)})
    assert response.status_code == 400
    assert "Ga terug" in response.content.decode()
    check_headers(response)


def test_security_txt_says_where_to_report_and_until_when_that_holds() -> None:
    response = WallClient().get(reverse("cases:security-txt"))
    assert response["Content-Type"] == "text/plain; charset=utf-8"
    fields = dict(line.split(": ", 1) for line in response.content.decode().splitlines())
    assert fields["Contact"] == "mailto:beveiliging@veiligheid.example"
    assert fields["Canonical"].endswith("/.well-known/security.txt")
    assert fields["Preferred-Languages"] == "nl, en"
    expires = datetime.fromisoformat(fields["Expires"])
    assert timedelta(days=90) < expires - timezone.now() < timedelta(days=365)


@override_settings(SECURITY_CONTACT="")
def test_without_a_contact_there_is_no_security_txt() -> None:
    assert WallClient().get(reverse("cases:security-txt")).status_code == 404


@pytest.mark.usefixtures("cast")
@pytest.mark.parametrize("target", ["https://elders.example/x", "//elders.example/x", "javascript:alert(1)"])
def test_after_signing_in_nobody_is_sent_elsewhere(target: str) -> None:
    given = {"username": "vt", "password": TEST_PASSWORD, "volgende": target}
    response = WallClient().post(reverse("cases:sign-in"), given)
    assert (response.status_code, response["Location"]) == (302, reverse("home"))
