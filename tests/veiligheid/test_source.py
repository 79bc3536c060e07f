"""Where a request comes from: only what our own proxies say counts (security, W1)."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import RequestFactory, override_settings
from django.urls import reverse

from cases.access.source import source_of
from tests.factories.client import WallClient

HERE = "192.0.2.1"


@pytest.mark.parametrize(
    ("proxies", "forwarded", "expected"),
    [
        (0, None, HERE),
        (0, "198.51.100.7", HERE),
        (1, "198.51.100.7", "198.51.100.7"),
        (1, "203.0.113.9, 198.51.100.7", "198.51.100.7"),
        (2, "203.0.113.9, 198.51.100.7, 10.0.0.2", "198.51.100.7"),
        (2, "198.51.100.7", HERE),
        (1, None, HERE),
        (1, "onzin", HERE),
        (1, "2001:db8::7", "2001:db8::7"),
        (1, "", HERE),
    ],
)
def test_the_hop_that_our_outermost_proxy_saw(proxies: int, forwarded: str | None, expected: str) -> None:
    given: Any = {} if forwarded is None else {"HTTP_X_FORWARDED_FOR": forwarded}
    request = RequestFactory().get("/", REMOTE_ADDR=HERE, **given)
    with override_settings(PROXY_COUNT=proxies):
        assert source_of(request) == expected


def test_a_socket_without_an_address_has_none() -> None:
    assert source_of(RequestFactory().get("/", REMOTE_ADDR="")) is None


@pytest.mark.django_db
def test_the_access_log_holds_the_visitor_and_not_the_proxy(settings: Any) -> None:
    settings.PROXY_COUNT = 1
    WallClient().post(
        reverse("cases:sign-in"),
        {"username": "vt", "password": "verkeerd"},
        REMOTE_ADDR=HERE,
        HTTP_X_FORWARDED_FOR="203.0.113.9, 198.51.100.7",
    )
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL ROLE veiligheid_guard")
        cursor.execute("SELECT host(source) FROM cases_accesslogentry ORDER BY id DESC LIMIT 1")
        assert cursor.fetchone() == ("198.51.100.7",)
        cursor.execute("RESET ROLE")


@pytest.mark.django_db
def test_who_has_no_token_chooses_no_address_to_be_counted_under(settings: Any) -> None:
    settings.API_RATE = "2/min"
    cache.clear()
    asked = [
        WallClient().get("/api/v1/zaken", HTTP_X_FORWARDED_FOR=f"198.51.100.{number}").status_code
        for number in range(3)
    ]
    assert asked == [401, 401, 429]
    cache.clear()
