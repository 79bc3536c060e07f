"""A partner system reads what could not be delivered, sends it again and settles it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from uuid import uuid4

import pytest
import time_machine

from tests.api.client import Partner
from tests.cases.outbox.giving import given_up
from tests.cases.terms.making import DUE
from tests.factories.cast import Cast

pytestmark = pytest.mark.django_db
Partners = Callable[[str], Partner]


@pytest.fixture(autouse=True)
def clock() -> Iterator[None]:
    with time_machine.travel(DUE + timedelta(minutes=5), tick=False):
        yield


def test_what_was_given_up_is_read_sent_again_and_settled(cast: Cast, partner: Partners) -> None:
    case, task = given_up(cast)
    lead, place = partner("om.lead"), "/niet-afgeleverd"
    assert partner("vt.lead").get(place).json()["resultaten"] == []
    [row] = lead.get(place).json()["resultaten"]
    assert (row["zaak"], row["ontvanger"]) == (str(case.public_id), str(cast.user("om").public_id))
    ending, body = f"{place}/{task.public_id}/afhandeling", {"hoe": "afgedaan", "toelichting": "x"}
    assert lead.put(ending, body, row["versie"]).status_code == 400
    body = {"hoe": "settled", "toelichting": "Hij zag het alarm in de toepassing."}
    assert lead.put(ending, body).status_code == 428
    assert lead.put(ending, body, '"other"').status_code == 412
    assert partner("om").put(ending, body, row["versie"]).status_code == 403
    assert partner("vt.lead").put(ending, body, row["versie"]).status_code == 404
    assert lead.post(f"{place}/{task.public_id}/verzending", {}, str(uuid4())).status_code == 201
    [row] = lead.get(place).json()["resultaten"]
    assert row["opnieuwOp"]
    done = lead.put(ending, body, row["versie"])
    assert (done.status_code, done.json()["toelichting"]) == (200, body["toelichting"])
    assert lead.get(place).json()["resultaten"] == []
