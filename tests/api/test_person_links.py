"""Two rows of one human being through REST: found, joined on two identifiers, undone with the version."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine

from tests.api.client import Partner
from tests.factories.cast import Cast
from tests.factories.family import OPENED, Family, make_family

pytestmark = pytest.mark.django_db

Partners = Callable[[str], Partner]
AT = OPENED + timedelta(hours=5)


@pytest.fixture
def here(cast: Cast) -> Family:
    """Of two families with the same people, the first."""
    family = make_family(cast)
    make_family(cast, OPENED + timedelta(hours=1))
    return family


def test_they_are_found_joined_and_undone(partner: Partners, here: Family) -> None:
    police, zaak = partner("politie"), f"/zaken/{here.case.public_id}"
    people = f"{zaak}/personen/{here.suspect.public_id}/zelfde-mens"
    with time_machine.travel(AT, tick=False):
        (row,) = police.get(people).json()["resultaten"]
        found = {one["kenmerk"]: one["uitkomst"] for one in row["vergelijking"]}
        assert (found["name"], found["birth_date"], found["bsn"]) == ("equal", "equal", "unknown")
        assert row["koppeling"] is None
        body = {"ander": row["id"], "kenmerken": ["name", "birth_date"], "bevestigd": True}
        for wrong in ({"kenmerken": ["name"]}, {"kenmerken": ["name", "bsn"]}, {"bevestigd": False}):
            assert police.post(people, body | wrong).status_code == 400
        assert police.post(people, body | {"ander": str(here.case.public_id)}).status_code == 400
        made = police.post(people, body)
        assert made.status_code == 201, made.content
        assert police.post(people, body).status_code == 409
        (row,) = police.get(people).json()["resultaten"]
        assert row["koppeling"]["id"] == made.json()["id"]
        end = f"{zaak}/personenkoppelingen/{made.json()['id']}/einde"
        assert police.put(end, {"reden": "Neven."}, '"oud"').status_code == 412
        assert police.put(end, {"reden": "Neven."}, made.headers["ETag"]).status_code == 200
        assert police.put(end, {"reden": "Neven."}, "*").status_code == 404


@pytest.mark.parametrize(("who", "status"), [("shn", 403), ("politie-rk", 404)])
def test_who_records_no_persons_compares_none(partner: Partners, here: Family, who: str, status: int) -> None:
    path = f"/zaken/{here.case.public_id}/personen/{here.suspect.public_id}/zelfde-mens"
    with time_machine.travel(AT, tick=False):
        assert partner(who).get(path).status_code == status
