"""Every kind of error is a problem in Dutch, with the headers of the interface."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
import time_machine
from django.core.cache import cache
from django.db import OperationalError
from django.test import Client

from cases.api import casefiles
from cases.casefiles.models import Case
from tests.api.client import Partner
from tests.factories.cast import Cast
from tests.factories.story import REGISTERED, register_stalking_case

pytestmark = pytest.mark.django_db

Partners = Callable[[str], Partner]


@pytest.fixture
def case(cast: Cast) -> Iterator[Case]:
    with time_machine.travel(REGISTERED, tick=False):
        yield register_stalking_case(cast)


def problem(response: Any, status: int, code: str) -> dict[str, Any]:
    assert response.status_code == status
    assert response.headers["Content-Type"] == "application/problem+json"
    assert response.headers["API-Version"] == "1.0.0"
    assert response.headers["Cache-Control"] == "no-store"
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert "frame-ancestors 'none'" in response.headers["Content-Security-Policy"]
    body: dict[str, Any] = response.json()
    assert body["type"] == f"urn:veiligheid:probleem:{code}"
    assert body["status"] == status
    assert body["title"]
    assert body["detail"]
    return body


@pytest.mark.parametrize("path", ["/nergens", "/zaken/", "/zaken/geen-uuid", "/"])
def test_an_unknown_path_is_a_404_problem_also_with_a_trailing_slash(partner: Partners, path: str) -> None:
    problem(partner("politie").get(path), 404, "niet-gevonden")


def test_an_answer_in_another_form_is_refused(partner: Partners) -> None:
    problem(partner("politie").get("/zaken", Accept="text/html"), 406, "antwoordvorm")


def test_a_form_is_no_json(partner: Partners) -> None:
    system = partner("politie")
    response = system.client.post("/api/v1/aanhoudingen", {"a": "b"}, headers=system.headers())
    problem(response, 415, "verzoekvorm")


@pytest.mark.parametrize(
    "text", ["{", '{"a": NaN}', "[" * 100_000, '"\ud800'.encode("utf-8", "replace").decode()]
)
def test_what_cannot_be_read_is_a_400_problem(partner: Partners, text: str) -> None:
    problem(partner("politie").post("/aanhoudingen", text), 400, "onleesbaar")


def test_a_body_that_is_too_large_is_refused(partner: Partners) -> None:
    problem(partner("politie").post("/aanhoudingen", '"' + "x" * 1_000_001 + '"'), 413, "te-groot")


def test_an_unknown_parameter_is_named(partner: Partners) -> None:
    body = problem(partner("politie").get("/zaken?naam=x&aantal=5"), 400, "invoer")
    assert [(error["in"], error["location"]["name"]) for error in body["errors"]] == [("query", "naam")]


@pytest.mark.parametrize(
    "query", ["aantal=0", "aantal=999", "aantal=x", "toestand=x", "lopend=x", "cursor=x", "aantal=1&aantal=2"]
)
def test_a_wrong_parameter_is_named(partner: Partners, query: str) -> None:
    body = problem(partner("politie").get(f"/zaken?{query}"), 400, "invoer")
    assert [error["location"]["name"] for error in body["errors"]] == [query.partition("=")[0]]


@pytest.mark.parametrize("header", ["Basic x", "Bearer ", "Bearer vlg_1_2", "Bearer é", "x"])
def test_a_token_that_does_not_count_is_refused(header: str) -> None:
    response = Client().get("/api/v1/zaken", headers={"Authorization": header})
    problem(response, 401, "aanmelden")


def test_everything_that_is_wrong_is_told_with_its_place_in_dutch(partner: Partners, case: Case) -> None:
    response = partner("vt").post(
        f"/zaken/{case.public_id}/onveilige-gebeurtenissen",
        {"gebeurdOp": "2026-02-30", "bron": "gerucht", "omschrijving": "", "ernst": 3},
    )
    body = problem(response, 400, "invoer")
    places = {error["location"]["pointer"]: error["detail"] for error in body["errors"]}
    assert places.keys() == {"/gebeurdOp", "/bron", "/omschrijving", "/ernst"}
    assert places["/ernst"] == "Dit veld bestaat hier niet."
    assert places["/omschrijving"] == "Dit veld mag niet leeg zijn."


def test_what_a_service_finds_wrong_stands_at_the_dutch_field(partner: Partners, case: Case) -> None:
    response = partner("vt").post(
        f"/zaken/{case.public_id}/onveilige-gebeurtenissen",
        {"gebeurdOp": "2027-01-01", "bron": "report", "omschrijving": "x"},
    )
    body = problem(response, 400, "invoer")
    assert body["errors"] == [
        {
            "in": "body",
            "location": {"pointer": "/gebeurdOp"},
            "code": "ongeldig",
            "detail": "Dit ligt in de toekomst.",
        }
    ]


def test_a_missing_right_tells_the_reason(partner: Partners, case: Case) -> None:
    response = partner("politie").post(f"/zaken/{case.public_id}/besluiten", {})
    assert "Openbaar Ministerie" in problem(response, 403, "niet-toegestaan")["detail"]


def test_too_many_requests_say_when_to_come_back(partner: Partners, settings: Any) -> None:
    settings.API_RATE = "2/min"
    cache.clear()
    system = partner("politie")
    statuses = [system.get("/gebruikers").status_code for _ in range(2)]
    response = system.get("/gebruikers")
    assert statuses == [200, 200]
    problem(response, 429, "te-veel")
    assert int(response.headers["Retry-After"]) > 0
    assert partner("vt").get("/gebruikers").status_code == 200
    cache.clear()


def test_a_fault_is_a_problem_without_anything_of_it(
    partner: Partners, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: Any) -> None:
        raise RuntimeError("geheim")

    monkeypatch.setattr(casefiles, "check_casework", broken)
    system = partner("politie")
    system.client.raise_request_exception = False
    response = system.get("/zaken")
    problem(response, 500, "storing")
    assert b"geheim" not in response.content


def test_what_cannot_be_logged_is_not_shown(
    partner: Partners, case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: Any, **__: Any) -> None:
        raise OperationalError("disk full")

    monkeypatch.setattr("veiligheid.middleware.write_entry", full)
    response = partner("politie").get(f"/zaken/{case.public_id}")
    problem(response, 503, "niet-beschikbaar")


def test_another_site_may_read_only_when_it_is_allowed(partner: Partners, settings: Any) -> None:
    system = partner("politie")
    closed = system.get("/gebruikers", Origin="https://partner.example")
    assert "Access-Control-Allow-Origin" not in closed.headers
    settings.API_ALLOWED_ORIGINS = ["https://partner.example"]
    opened = system.get("/gebruikers", Origin="https://partner.example")
    assert opened.headers["Access-Control-Allow-Origin"] == "https://partner.example"
    preflight = system.client.options("/api/v1/zaken", headers={"Origin": "https://partner.example"})
    assert preflight.status_code == 204
    assert "Authorization" in preflight.headers["Access-Control-Allow-Headers"]
    foreign = system.get("/gebruikers", Origin="https://elders.example")
    assert "Access-Control-Allow-Origin" not in foreign.headers
