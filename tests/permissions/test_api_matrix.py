"""The generated matrix of REST: route × method × subject × own, foreign and unknown case (security, A1).

One case serves all of it: every request is rolled back.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from uuid import UUID, uuid4

import pytest
import time_machine
from django.db import transaction
from django.urls import URLPattern, reverse

from cases.access.routes import all_routes
from tests.api.client import Partner, partner_of
from tests.factories.cast import Cast
from tests.factories.story import REGISTERED
from tests.permissions.api_policy import API_ROUTES, ApiRule
from tests.permissions.policy import SUBJECTS
from veiligheid.api import RESOURCES

pytestmark = pytest.mark.django_db

METHODS = ("get", "post", "put", "patch", "delete")


@pytest.fixture(autouse=True)
def now() -> Iterator[None]:
    """The moment at which the case of the matrix stands."""
    with time_machine.travel(REGISTERED, tick=False):
        yield


def test_every_route_and_method_stands_in_the_policy_file() -> None:
    routes = {name for name, _, _ in all_routes() if name.startswith("api:")}
    assert routes == set(API_ROUTES), "routes without a policy, or policies without a route"
    declared = {f"api:{route.name}": set(view_of(route).operations) for route in RESOURCES}
    assert declared == {name: set(API_ROUTES[name].methods) for name in declared}


def view_of(route: URLPattern) -> Any:
    return getattr(route.callback, "cls", None)


def path_of(name: str, rule: ApiRule, objects: dict[str, UUID]) -> str:
    path = reverse(name, kwargs={argument: objects[argument] for argument in rule.arguments})
    return path.removeprefix("/api/v1")


def ask(partner: Partner, method: str, path: str) -> Any:
    with transaction.atomic():
        if method == "get":
            response = partner.get(path)
        else:
            response = partner.put(path, {}) if method == "put" else partner.post(path, {})
        transaction.set_rollback(True)
    return response


def test_who_is_let_in(cast: Cast, objects: dict[str, UUID]) -> None:
    wrong: list[Any] = []
    for subject in SUBJECTS:
        partner = partner_of(cast.user(subject))
        for name, rule in API_ROUTES.items():
            path = path_of(name, rule, objects)
            for method, allowed in rule.methods.items():
                status = ask(partner, method, path).status_code
                wanted = rule.answers(subject, allowed)
                if status not in wanted:
                    wrong.append((name, subject, method, status, sorted(wanted)))
    assert not wrong, "\n".join(map(str, wrong))


def test_an_unknown_case_looks_like_a_foreign_one(cast: Cast, objects: dict[str, UUID]) -> None:
    outsider = partner_of(cast.user("politie-rk"))
    unknown = dict.fromkeys(objects, uuid4())
    for name, rule in API_ROUTES.items():
        if not rule.on_case:
            continue
        for method in rule.methods:
            theirs = ask(outsider, method, path_of(name, rule, objects))
            nothing = ask(outsider, method, path_of(name, rule, unknown))
            assert theirs.status_code == nothing.status_code == 404, name
            assert theirs.content == nothing.content, name
            assert theirs.headers.keys() == nothing.headers.keys(), name


def test_without_a_token_nobody_gets_in_and_a_session_is_none(cast: Cast, objects: dict[str, UUID]) -> None:
    client = partner_of(cast.user("politie")).client
    client.force_login(cast.user("politie"))
    for name, rule in API_ROUTES.items():
        if name == "api:openapi":
            continue
        for method in rule.methods:
            response = getattr(client, method)(f"/api/v1{path_of(name, rule, objects)}")
            assert response.status_code == 401, name
            assert response.headers["WWW-Authenticate"].startswith("Bearer")


def test_a_method_that_is_not_declared_does_not_exist(cast: Cast, objects: dict[str, UUID]) -> None:
    partner = partner_of(cast.user("politie"))
    for name, rule in API_ROUTES.items():
        path = f"/api/v1{path_of(name, rule, objects)}"
        expected = {*rule.methods, "options"} | ({"head"} if "get" in rule.methods else set())
        for method in set(METHODS) - set(rule.methods):
            response = getattr(partner.client, method)(path, headers=partner.headers())
            assert response.status_code == 405, (name, method)
            assert set(response.headers["Allow"].lower().split(", ")) == expected, name


def test_writing_needs_a_named_person(cast: Cast, objects: dict[str, UUID]) -> None:
    system = partner_of(cast.user("vt"), named=False)
    assert system.get(f"/zaken/{objects['zaak']}").status_code == 200
    response = system.post(f"/zaken/{objects['zaak']}/onveilige-gebeurtenissen", {})
    assert response.status_code == 403
    assert "Namens" in response.json()["detail"]
