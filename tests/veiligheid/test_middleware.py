"""Request, transaction, wall: logged before shown, rolled back when refused, denied by default."""

from __future__ import annotations

from collections.abc import Callable
from uuid import uuid4

import pytest
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse
from django.test import override_settings
from django.urls import path, reverse

from cases.access.errors import GuardRefusal, NotAllowed
from cases.access.routes import check_policies
from cases.access.rules.refusal import Missing
from cases.organisations.models import Region
from cases.organisations.rules import OrganisationKind
from cases.web.policy import public, signed_in
from tests.factories.client import WallClient
from veiligheid import urls
from zsm.web.board import home

pytestmark = pytest.mark.django_db
SignIn = Callable[[str], WallClient]


def log_rows() -> list[tuple[str, str, int, str | None]]:
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL ROLE veiligheid_guard")
        cursor.execute(
            "SELECT l.route, l.outcome, l.status, u.username FROM cases_accesslogentry l"
            " LEFT JOIN cases_user u ON u.id = l.user_id ORDER BY l.id"
        )
        rows = list(cursor.fetchall())
        cursor.execute("RESET ROLE")
    return rows


@signed_in()
def refuses(request: HttpRequest) -> HttpResponse:
    raise NotAllowed("Alleen een officier van justitie beslist.")


@signed_in()
def guarded(request: HttpRequest) -> HttpResponse:
    raise GuardRefusal([Missing("part_a", "Onderdeel A ontbreekt.", OrganisationKind.VT)])


@signed_in()
def breaks(request: HttpRequest) -> HttpResponse:
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO django_session VALUES ('kapot', 'x', now())")
    raise RuntimeError("onverwacht")


@public
def shows_role(request: HttpRequest) -> HttpResponse:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user, wall_organisation()")
        return HttpResponse(repr(cursor.fetchone()))


def undeclared(request: HttpRequest) -> HttpResponse:
    return HttpResponse("geheim")


class Routes:
    """The application's routes with a few that misbehave."""

    handler403, handler404, handler500 = urls.handler403, urls.handler404, urls.handler500
    urlpatterns = [
        *urls.urlpatterns,
        path("proef/weigert", refuses, name="refuses"),
        path("proef/waarborg", guarded, name="guarded"),
        path("proef/breekt", breaks, name="breaks"),
        path("proef/rol", shows_role, name="shows-role"),
        path("proef/zonder", undeclared, name="undeclared"),
        path("thuis", home, name="thuis"),
    ]


@pytest.fixture
def odd_routes() -> object:
    with override_settings(ROOT_URLCONF=Routes):
        yield


def test_a_page_leaves_its_row_with_who_and_what(sign_in: SignIn) -> None:
    assert sign_in("vt").get(reverse("zsm:board")).status_code == 200
    assert log_rows()[-1] == ("zsm:board", "shown", 200, "vt")


def test_what_cannot_be_logged_is_not_shown(sign_in: SignIn, monkeypatch: pytest.MonkeyPatch) -> None:
    client = sign_in("vt")

    def fails(*args: object, **kwargs: object) -> None:
        raise DatabaseError("log is vol")

    monkeypatch.setattr("veiligheid.middleware.write_entry", fails)
    response = client.get(reverse("zsm:board"))
    assert response.status_code == 503
    assert "Bord" not in response.content.decode()


def test_a_refusal_gives_its_reason_and_leaves_a_row(sign_in: SignIn, odd_routes: None) -> None:
    response = sign_in("vt").get("/proef/weigert")
    assert response.status_code == 403
    assert "Alleen een officier van justitie beslist." in response.content.decode()
    assert log_rows()[-1] == ("refuses", "refused", 403, "vt")


def test_a_guard_refusal_names_what_is_missing_and_who_supplies_it(sign_in: SignIn, odd_routes: None) -> None:
    response = sign_in("vt").get("/proef/waarborg")
    assert response.status_code == 409
    page = response.content.decode()
    assert "Onderdeel A ontbreekt." in page
    assert "Veilig Thuis" in page


def test_a_fault_is_rolled_back_and_logged(sign_in: SignIn, odd_routes: None) -> None:
    client = sign_in("vt")
    client.raise_request_exception = False
    response = client.get("/proef/breekt")
    assert response.status_code == 500
    assert "onverwacht" not in response.content.decode()
    assert log_rows()[-1] == ("breaks", "failed", 500, "vt")
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM django_session WHERE session_key = 'kapot'")
        assert cursor.fetchone() == (0,)


def test_a_view_without_policy_is_denied_and_stops_the_start(sign_in: SignIn, odd_routes: None) -> None:
    response = sign_in("vt").get("/proef/zonder")
    assert response.status_code == 403
    assert "geheim" not in response.content.decode()
    assert [error.id for error in check_policies()] == ["cases.E010"]


def test_every_request_works_under_the_web_role(odd_routes: None) -> None:
    assert WallClient().get("/proef/rol").content.decode() == "('veiligheid_web', None)"


def test_the_next_request_starts_without_the_former_organisation(sign_in: SignIn, odd_routes: None) -> None:
    sign_in("vt").get(reverse("zsm:board"))
    assert WallClient().get("/proef/rol").content.decode() == "('veiligheid_web', None)"


def test_an_outsider_gets_the_same_404_as_for_nothing(sign_in: SignIn) -> None:
    response = sign_in("vt").get(reverse("cases:case", kwargs={"zaak": uuid4()}))
    assert response.status_code == 404
    assert log_rows()[-1] == ("cases:case", "refused", 404, "vt")


def test_pages_are_never_kept_and_carry_the_strict_policies(sign_in: SignIn) -> None:
    response = sign_in("vt").get(reverse("zsm:board"))
    assert response["Cache-Control"] == "no-store"
    policy = response["Content-Security-Policy"]
    assert "script-src 'self'" in policy
    assert "style-src 'self'" in policy
    assert "unsafe" not in policy
    assert response["X-Frame-Options"] == "DENY"
    assert response["X-Content-Type-Options"] == "nosniff"


def test_a_refresh_without_news_is_204_and_logs_nothing(sign_in: SignIn) -> None:
    client = sign_in("vt")
    version = client.get(reverse("zsm:board")).context["board"].version
    before = len(log_rows())
    assert client.get(reverse("zsm:board"), {"since": version}).status_code == 204
    assert len(log_rows()) == before


def test_signing_in_and_failing_to_are_logged() -> None:
    client = WallClient()
    form = {"username": "vt", "password": "verkeerd"}
    assert client.post(reverse("cases:sign-in"), form).status_code == 200
    assert log_rows()[-1] == ("cases:sign-in", "refused", 200, "vt")
    assert client.post(reverse("cases:sign-in"), {**form, "username": "niemand"}).status_code == 200
    assert log_rows()[-1] == ("cases:sign-in", "refused", 200, None)
    form["password"] = "toetsing-duinrand-2026"
    assert client.post(reverse("cases:sign-in"), form).status_code == 302
    assert log_rows()[-1] == ("cases:sign-in", "shown", 302, "vt")


def test_an_unknown_route_is_404(sign_in: SignIn) -> None:
    assert sign_in("vt").get("/bestaat-niet").status_code == 404
    assert Region.objects.exists()
