"""Partners send what the document describes, and nonsense: no fault, no answer that it does not name."""

from __future__ import annotations

import json
import os
from typing import Any

import pytest
import time_machine
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cases.access.wall import acting_as
from cases.casefiles.models import CaseRole
from cases.organisations.models import Organisation
from tests.api.client import Partner, partner_of
from tests.api.conformity import Document
from tests.factories.cast import Cast
from tests.factories.story import REGISTERED, register_stalking_case
from veiligheid.api import document

pytestmark = pytest.mark.django_db

# Lists that are not read by disclosure but belong to who works with them; everybody else gets 403.
NOBODY: set[str] = set()
FOR_SOME = {
    "/zaken/{zaak}/sash-concepten": {"politie"},
    "/zaken/{zaak}/overdrachten": {"vt"},
    "/uitsluitingen": NOBODY,
    "/verstrekkingentabel/versies": NOBODY,
    "/berichtstanden": NOBODY,
}
USERS = ("politie", "vt", "om", "3ro", "rvdk", "shn", "halt", "politie-rk", "vt.privacy")
METHODS = ("get", "post", "put")


class World:
    """A case, every partner, and the ids that fit somewhere."""

    def __init__(self, cast: Cast) -> None:
        self.case = register_stalking_case(cast)
        self.partners = {name: partner_of(cast.user(name)) for name in USERS}
        with acting_as(cast.actor("politie")):
            roles = CaseRole.objects.filter(case=self.case).select_related("person").order_by("pk")
            persons = [str(role.person.public_id) for role in roles]
        organisations = [str(row.public_id) for row in Organisation.objects.order_by("pk")[:8]]
        self.document = Document(document(), [*persons, *organisations])
        self.operations = [
            (path, method, item[method])
            for path, item in self.document.document["paths"].items()
            for method in METHODS
            if method in item
        ]


def path_for(world: World, path: str, data: Any) -> str:
    """The path with the case of the world, and some id for what hangs on it."""
    filled = path.replace("{zaak}", str(world.case.public_id))
    while "{" in filled:
        start, end = filled.index("{"), filled.index("}")
        filled = filled[:start] + data.draw(world.document.ids) + filled[end + 1 :]
    return filled


def query_for(world: World, operation: dict[str, Any], data: Any) -> str:
    """Now and then a query, right or wrong."""
    names = [row["name"] for row in operation["parameters"] if row.get("in") == "query"]
    if not names or data.draw(st.booleans()):
        return ""
    name = data.draw(st.sampled_from([*names, "onbekend"]))
    value = data.draw(st.sampled_from(["", "1", "0", "true", "at_zsm", "A", "2147483648", "-1", "x"]))
    return f"?{name}={value}"


def send(world: World, partner: Partner, path: str, asked: tuple[str, Any], data: Any) -> Any:
    """One request, right or nearly right; `asked`: the method and what the document says of it."""
    method, operation = asked
    if method == "get":
        return partner.get(path)
    content = operation["requestBody"]["content"]["application/json"]["schema"]
    body = json.dumps(data.draw(world.document.bodies(content)), ensure_ascii=True)
    if method == "put":
        return partner.put(path, body, data.draw(st.sampled_from(["*", '"x"', None])))
    return partner.post(path, body)


def judge(world: World, operation: dict[str, Any], response: Any) -> list[str]:
    """What is wrong with an answer by the document."""
    described = operation["responses"].get(str(response.status_code))
    if response.status_code >= 500 or described is None:
        return [f"undocumented status {response.status_code}"]
    described = world.document.resolved(described)
    missing = [
        name for name in described.get("headers", {}) if name not in response.headers and name != "ETag"
    ]
    wrong = [f"header {name} is missing" for name in missing]
    (kind, content), *_ = described["content"].items()
    if response.headers["Content-Type"] != kind:
        wrong.append(f"content type {response.headers['Content-Type']}")
    return wrong + list(world.document.wrongs(content["schema"], response.json()))


def run(cast: Cast, examples: int) -> None:
    world = World(cast)

    @settings(
        max_examples=examples,
        deadline=None,
        derandomize=True,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(data=st.data())
    def attack(data: Any) -> None:
        path, method, operation = data.draw(st.sampled_from(world.operations))
        partner = world.partners[data.draw(st.sampled_from(USERS))]
        address = path_for(world, path, data) + query_for(world, operation, data)
        with transaction.atomic():
            response = send(world, partner, address, (method, operation), data)
            transaction.set_rollback(True)
        assert judge(world, operation, response) == [], (method, path, response.content[:400])

    with time_machine.travel(REGISTERED, tick=False):
        attack()


def test_whatever_is_sent_the_answer_is_in_the_document(cast: Cast) -> None:
    run(cast, int(os.environ.get("FUZZ_EXAMPLES", "250")))


def test_every_list_is_as_described(cast: Cast) -> None:
    world = World(cast)
    wrong: list[Any] = []
    with time_machine.travel(REGISTERED, tick=False):
        for path, method, operation in world.operations:
            if method != "get" or "{" in path.replace("{zaak}", ""):
                continue
            for name in ("politie", "vt", "shn"):
                response = world.partners[name].get(path.replace("{zaak}", str(world.case.public_id)))
                wrong += [(path, name, said) for said in judge(world, operation, response)]
                expected = 200 if name in FOR_SOME.get(path, {name}) else 403
                assert response.status_code == expected, (path, name, response.content)
    assert not wrong, "\n".join(map(str, wrong))
