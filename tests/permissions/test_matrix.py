"""The generated matrix: every route × every subject × own, foreign and unknown case (security, A1).

Who may look is asserted where everybody looks at everything already: on the crawl of `test_canary.py`.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.urls import reverse

from cases.access.routes import all_routes
from tests.factories.client import WallClient
from tests.permissions.policy import LOOKED_AT_APART, ROUTES, SUBJECTS, Rule

pytestmark = pytest.mark.usefixtures("rolled_back", "contexts_unkept")

SignIn = Callable[[str], WallClient]


def test_every_route_stands_in_the_policy_file() -> None:
    routes = {name for name, _, _ in all_routes() if not name.startswith("api:")}
    assert routes == set(ROUTES), "routes without a policy, or policies without a route"


def without_token(page: bytes) -> bytes:
    """The page without the token that every form carries anew."""
    return re.sub(rb'name="csrfmiddlewaretoken" value="[^"]+"', b"", page)


def url_of(name: str, rule: Rule, objects: dict[str, UUID]) -> str:
    return reverse(name, kwargs={argument: objects[argument] for argument in rule.arguments})


@pytest.mark.parametrize("name", sorted(ROUTES))
def test_who_is_let_in(name: str, sign_in: SignIn, objects: dict[str, UUID]) -> None:
    rule = ROUTES[name]
    # Everything else is looked at by everybody in `test_canary.py`.
    looks = rule.look is None or name in LOOKED_AT_APART
    methods = [*([("get", rule.look)] if looks else []), ("post", rule.do)]
    url = url_of(name, rule, objects)
    wrong: list[Any] = []
    for subject in SUBJECTS:
        for method, allowed in methods:
            status = getattr(sign_in(subject), method)(url).status_code
            wanted = rule.answers(subject, allowed)
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
