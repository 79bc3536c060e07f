"""Protected addresses through REST: taken in, said to be there, never given out."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
import time_machine

from tests.api.client import Partner
from tests.factories.cast import Cast
from tests.factories.story import REGISTERED, register_stalking_case

pytestmark = pytest.mark.django_db

Partners = Callable[[str], Partner]
STREET = "Rietkraag 417"


@pytest.fixture
def zaak(cast: Cast) -> Any:
    with time_machine.travel(REGISTERED, tick=False):
        yield f"/zaken/{register_stalking_case(cast).public_id}"


def place(partner: Partner, zaak: str, role: str = "victim", **more: Any) -> dict[str, Any]:
    people = partner.get(f"{zaak}/personen").json()["resultaten"]
    person = next(row["id"] for row in people if row["rol"] == role)
    return {"persoon": person, "soort": "home", "straatEnHuisnummer": STREET, **more}


def test_an_address_goes_in_and_never_comes_out(partner: Partners, zaak: str) -> None:
    police, vt, om = partner("politie"), partner("vt"), partner("om")
    made = police.post(f"{zaak}/beschermde-adressen", place(police, zaak, delenMet=["vt"]))
    assert made.status_code == 201, made.content
    for reader, kind in ((police, "home"), (vt, "home"), (om, None)):
        answer = reader.get(f"{zaak}/beschermde-adressen")
        (row,) = answer.json()["resultaten"]
        assert row["soort"] == kind
        assert STREET not in answer.content.decode()
    path = f"{zaak}/beschermde-adressen/{made.json()['id']}/einde"
    assert vt.put(path, {"reden": "Verhuisd."}, "*").status_code == 403
    assert police.put(path, {"reden": "Verhuisd."}, '"oud"').status_code == 412
    assert police.put(path, {"reden": "Verhuisd."}, made.headers["ETag"]).status_code == 200
    assert police.get(f"{zaak}/beschermde-adressen").json()["resultaten"] == []


def test_what_is_wrong_is_said_at_its_place(partner: Partners, zaak: str) -> None:
    police = partner("politie")
    wrong = police.post(f"{zaak}/beschermde-adressen", place(police, zaak, postcode="12"))
    assert wrong.status_code == 400
    assert wrong.json()["errors"][0]["location"]["pointer"] == "/postcode"
    suspect = police.post(f"{zaak}/beschermde-adressen", place(police, zaak, "suspect"))
    assert suspect.status_code == 409
    assert partner("om").post(f"{zaak}/beschermde-adressen", place(police, zaak)).status_code == 403
