"""The generated matrix: every route × every subject × own, foreign and unknown case (security, A1)."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.urls import reverse

from cases.access.routes import all_routes
from tests.factories.client import WallClient
from tests.permissions.policy import ROUTES, SUBJECTS, Rule

pytestmark = pytest.mark.usefixtures("rolled_back", "contexts_unkept")

LET_IN = {200, 204, 302, 303, 400, 409}
SignIn = Callable[[str], WallClient]


def test_every_route_stands_in_the_policy_file() -> None:
    routes = {name for name, _, _ in all_routes() if not name.startswith("api:")}
    assert routes == set(ROUTES), "routes without a policy, or policies without a route"


def without_token(page: bytes) -> bytes:
    """The page without the token that every form carries anew."""
    return re.sub(rb'name="csrfmiddlewaretoken" value="[^"]+"', b"", page)


def url_of(name: str, rule: Rule, objects: dict[str, UUID]) -> str:
    return reverse(name, kwargs={argument: objects[argument] for argument in rule.arguments})


def expected(rule: Rule, subject: str, allowed: frozenset[str] | None, insiders: frozenset[str]) -> set[int]:
    if rule.on_case and subject not in insiders:
        return {404}
    if allowed is None:
        return {403, 405}
    return LET_IN | rule.besides if subject in allowed else {403}


@pytest.mark.parametrize("name", sorted(ROUTES))
def test_who_is_let_in(
    name: str, sign_in: SignIn, objects: dict[str, UUID], insiders: frozenset[str]
) -> None:
    rule = ROUTES[name]
    url = url_of(name, rule, objects)
    wrong: list[Any] = []
    for subject in SUBJECTS:
        for method, allowed in (("get", rule.look), ("post", rule.do)):
            status = getattr(sign_in(subject), method)(url).status_code
            wanted = expected(rule, subject, allowed, insiders)
            if status not in wanted:
                wrong.append((subject, method, status, sorted(wanted)))
    assert not wrong


@pytest.mark.parametrize("name", sorted(name for name, rule in ROUTES.items() if rule.on_case))
def test_an_unknown_case_looks_like_a_foreign_one(
    name: str, sign_in: SignIn, objects: dict[str, UUID]
) -> None:
    rule = ROUTES[name]
    foreign = url_of(name, rule, objects)
    unknown = url_of(name, rule, dict.fromkeys(objects, uuid4()))
    outsider = sign_in("politie-rk")
    theirs, nothing = outsider.get(foreign), outsider.get(unknown)
    assert theirs.status_code == nothing.status_code == 404
    assert without_token(theirs.content) == without_token(nothing.content)


@pytest.mark.parametrize("name", sorted(ROUTES))
def test_a_visitor_is_sent_to_sign_in(name: str, objects: dict[str, UUID]) -> None:
    rule = ROUTES[name]
    response = WallClient().get(url_of(name, rule, objects))
    if rule.anonymous:
        assert response.status_code in {200} | rule.besides
    else:
        assert response.status_code == 302
        assert response["Location"].startswith(reverse("cases:sign-in"))
