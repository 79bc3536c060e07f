"""Who comes in: tokens, the named person, what is logged; and what a token may not open."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from django.db import connection

from cases.access.wall import GUARD_ROLE, set_context
from cases.organisations.models import PartnerToken
from cases.organisations.rules import Scope
from cases.organisations.services import revoke_token
from tests.api.client import EXPIRES, Partner, partner_of, token_for
from tests.factories.cast import Cast
from tests.factories.story import REGISTERED, register_stalking_case

pytestmark = pytest.mark.django_db

Partners = Callable[[str], Partner]


def test_only_a_fingerprint_of_a_token_is_kept(cast: Cast) -> None:
    whole = token_for(cast.user("politie"))
    row = PartnerToken.objects.get()
    assert row.prefix in whole
    assert whole not in (row.fingerprint, row.prefix)
    assert len(row.fingerprint) == 64


def test_a_revoked_token_is_refused_at_the_next_request(partner: Partners) -> None:
    system = partner("politie")
    assert system.get("/gebruikers").status_code == 200
    revoke_token(token=PartnerToken.objects.get(), at=REGISTERED)
    assert system.get("/gebruikers").status_code == 401


def test_a_token_ends_at_its_moment(partner: Partners) -> None:
    system = partner("politie")
    with time_machine.travel(EXPIRES - timedelta(seconds=1), tick=False):
        assert system.get("/gebruikers").status_code == 200
    with time_machine.travel(EXPIRES, tick=False):
        assert system.get("/gebruikers").status_code == 401


def test_a_token_does_only_what_it_was_issued_for(cast: Cast) -> None:
    user = cast.user("politie")
    reads = Partner(token_for(user, (Scope.READ,)), user)
    assert reads.get("/zaken").status_code == 200
    refused = reads.post("/aanhoudingen", {})
    assert refused.status_code == 403
    assert "schrijven" in refused.json()["detail"]
    writes = Partner(token_for(user, (Scope.WRITE,)), user)
    assert writes.get("/zaken").status_code == 403


def test_nobody_is_named_who_does_not_work_there(cast: Cast) -> None:
    colleague_elsewhere = Partner(token_for(cast.user("politie")), cast.user("vt"))
    gone = cast.user("politie.lead")
    gone.is_active = False
    gone.save()
    left = Partner(token_for(cast.user("politie")), gone)
    answers = [system.get("/zaken") for system in (colleague_elsewhere, left)]
    assert [answer.status_code for answer in answers] == [403, 403]
    assert answers[0].content == answers[1].content


def test_a_name_that_is_no_id_is_wrong_input(nobody: Partners) -> None:
    response = nobody("politie").get("/zaken", Namens="Jan")
    assert response.status_code == 400
    assert response.json()["errors"][0]["location"] == {"name": "Namens"}


def test_the_log_names_the_system_and_on_whose_behalf(cast: Cast) -> None:
    case = register_stalking_case(cast)
    user = cast.user("vt")
    with time_machine.travel(REGISTERED, tick=False):
        partner_of(user).get(f"/zaken/{case.public_id}/personen")
        partner_of(user, named=False).get(f"/zaken/{case.public_id}")
        partner_of(user, named=False).post(f"/zaken/{case.public_id}/voorwaarden", {})
    set_context(GUARD_ROLE)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT user_id, on_behalf_of, route, status, outcome, cardinality(person_ids), categories"
            " FROM cases_accesslogentry WHERE route LIKE 'api:%' ORDER BY id"
        )
        named, unnamed, refused = cursor.fetchall()
    assert named[0] == user.pk
    assert named[1].startswith("systeem Test (")
    assert named[2:6] == ("api:persons", 200, "shown", 4)
    assert {"identity", "children"} <= set(named[6])
    assert unnamed[0] is None
    assert unnamed[1].startswith("systeem Test (")
    assert refused[2:5] == ("api:conditions", 403, "refused")


def test_the_description_is_for_everybody(partner: Partners) -> None:
    response = partner("vt").client.get("/api/v1/openapi.json")
    assert response.status_code == 200
    assert response.headers["API-Version"] == "1.0.0"
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    assert response.json()["openapi"] == "3.1.0"
