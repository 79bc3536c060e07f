"""Schemathesis makes requests from the published document, as every partner: the answers are as it says."""

from __future__ import annotations

import os
from functools import cache
from typing import Any, Final

import pytest
import requests
import schemathesis
import time_machine
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from schemathesis import GenerationMode, Response
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from cases.access.wall import acting_as
from cases.casefiles.models import CaseRole
from tests.api.client import Partner, partner_of
from tests.factories.cast import Cast
from tests.factories.client import WallClient
from tests.factories.story import REGISTERED, register_stalking_case

pytestmark = pytest.mark.django_db

# Those who take part in the case, and the police of another region, who know nothing of it.
PARTNERS: Final = ("politie", "vt", "om", "3ro", "rvdk", "shn", "politie-rk")
CHECKS: Final = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]
MODES: Final = (GenerationMode.POSITIVE, GenerationMode.NEGATIVE)
# Per operation and partner; `make scenarios` asks for more.
EXAMPLES: Final = int(os.environ.get("SCENARIO_EXAMPLES", "2"))


@cache
def requests_by_operation() -> dict[str, Any]:
    """Per operation what can be asked of it, by the document as everybody fetches it."""
    published: Any = schemathesis.openapi.from_dict(WallClient().get("/api/v1/openapi.json").json())
    operations = [found.ok() for found in published.get_all_operations()]
    return {
        one.label: st.one_of(*(one.as_strategy(generation_mode=mode) for mode in MODES)) for one in operations
    }


def sent(partner: Partner, request: requests.PreparedRequest) -> Response:
    """Send a request of Schemathesis through the whole application, and undo what it did."""
    headers = {name: str(value) for name, value in request.headers.items() if name != "Content-Length"}
    content_type = headers.pop("Content-Type", "application/json")
    body: Any = request.body or b""
    with transaction.atomic():
        answer = partner.client.generic(
            str(request.method),
            request.path_url,
            body,
            content_type,
            headers=partner.headers(headers),
        )
        transaction.set_rollback(True)
    return Response(
        status_code=answer.status_code,
        headers={name: [value] for name, value in answer.headers.items()},
        content=answer.content,
        request=request,
        elapsed=0.0,
        verify=False,
    )


def hold_against_the_document(partner: Partner, made: Any, case_file: str, persons: list[str]) -> None:
    """Ask one operation a number of times, on the case that there is and on persons in it."""

    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        derandomize=True,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(case=made, person=st.sampled_from(persons))
    def ask(case: Any, person: str) -> None:
        for name in case.path_parameters or {}:
            case.path_parameters[name] = case_file if name == "zaak" else person
        kwargs = case.as_transport_kwargs(base_url="http://testserver/api/v1")
        case.validate_response(sent(partner, requests.Request(**kwargs).prepare()), checks=CHECKS)

    ask()


@pytest.mark.parametrize("username", PARTNERS)
def test_whatever_schemathesis_makes_of_the_document_the_answer_is_in_it(cast: Cast, username: str) -> None:
    with time_machine.travel(REGISTERED, tick=False):
        case = register_stalking_case(cast)
        with acting_as(cast.actor("politie")):
            roles = CaseRole.objects.filter(case=case).select_related("person")
            persons = sorted(str(role.person.public_id) for role in roles)
        partner = partner_of(cast.user(username))
        partner.client.raise_request_exception = False
        for made in requests_by_operation().values():
            hold_against_the_document(partner, made, str(case.public_id), persons)
