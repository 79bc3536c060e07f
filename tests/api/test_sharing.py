"""Sharing beyond the table, consent for it, and shutting out, through REST."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
import time_machine

from cases.access.rules.categories import Category
from tests.api.client import Partner
from tests.cases.sharing.acting import AT, told
from tests.factories.cast import Cast
from tests.factories.family import Family, make_family

pytestmark = pytest.mark.django_db

Partners = Callable[[str], Partner]
SECRET = "Hij wil naar haar nieuwe woning."
WEIGHED = "Besproken met de aandachtsfunctionaris."


@pytest.fixture
def here(cast: Cast) -> Family:
    """A family at the table, with something that probation wrote."""
    family = make_family(cast)
    told(cast, family, Category.ADVICE, SECRET)
    return family


def act(cast: Cast, **changes: Any) -> dict[str, Any]:
    recipient = str(cast.user("vt").organisation.public_id)
    body = {
        "ontvanger": recipient,
        "onderdeel": "advice",
        "grond": "meldcode",
        "doel": "Veiligheid van het gezin beoordelen",
        "afweging": WEIGHED,
        "totEnMet": "2026-04-10",
    }
    return body | changes


def pointers(response: Any) -> list[str]:
    assert response.status_code == 400, response.content
    return [wrong["location"].get("pointer", "") for wrong in response.json()["errors"]]


def test_a_section_is_shared_read_and_closed_again(partner: Partners, cast: Cast, here: Family) -> None:
    probation, vt, zaak = partner("3ro"), partner("vt"), f"/zaken/{here.case.public_id}"
    path = f"{zaak}/verstrekkingen"
    with time_machine.travel(AT, tick=False):
        assert SECRET not in vt.get(f"{zaak}/gebeurtenissen").content.decode()
        assert pointers(probation.post(path, act(cast, afweging="", totEnMet="2020-01-01"))) == [
            "/afweging",
            "/totEnMet",
        ]
        assert pointers(probation.post(path, act(cast, ontvanger=str(here.case.public_id)))) == ["/ontvanger"]
        forbidden = probation.post(path, act(cast, ontvanger=str(cast.user("zvh").organisation.public_id)))
        assert [row["code"] for row in forbidden.json()["ontbreekt"]] == ["reads_along"]
        key = "7f1f7a52-7c62-4f0d-9d0a-56f6f6b1b1aa"
        made = probation.post(path, act(cast), key)
        assert made.status_code == 201, made.content
        assert probation.post(path, act(cast), key).json() == made.json()
        assert probation.post(path, act(cast)).status_code == 409
        assert SECRET in vt.get(f"{zaak}/gebeurtenissen").content.decode()
        (given,) = probation.get(path).json()["resultaten"]
        assert (given["afweging"], given["nietDoorgeven"], given["ingetrokkenOp"]) == (WEIGHED, True, None)
        (received,) = vt.get(path).json()["resultaten"]
        assert received["afweging"] is None
        assert "afweging" in received["achtergehouden"]
        assert WEIGHED not in vt.get(path).content.decode()
        assert vt.get(f"{path}?richting=gegeven").json()["resultaten"] == []
        assert vt.get(f"{path}?richting=beide").status_code == vt.get(f"{path}?x=1").status_code == 400
        assert partner("om").get(path).json()["resultaten"] == []

        end, one = f"{path}/{made.json()['id']}/intrekking", f"{path}/{made.json()['id']}"
        etag = probation.get(one).headers["ETag"]
        assert etag == made.headers["ETag"]
        assert vt.put(end, {"reden": "Nee."}, "*").status_code == 404
        assert probation.put(end, {"reden": "Nee."}).status_code == 428
        assert probation.put(end, {"reden": "Nee."}, '"oud"').status_code == 412
        assert pointers(probation.put(end, {"reden": " "}, etag)) == ["/reden"]
        closed = probation.put(end, {"reden": "Niet meer nodig."}, etag)
        assert closed.json()["redenIntrekking"] == "Niet meer nodig."
        assert probation.put(end, {"reden": "Nog eens."}, closed.headers["ETag"]).status_code == 409
        assert SECRET not in vt.get(f"{zaak}/gebeurtenissen").content.decode()
        assert vt.get(path).json()["resultaten"] == []
        assert vt.get(one).status_code == 404


def test_the_clients_consent_opens_what_probation_wrote_until_it_is_withdrawn(
    partner: Partners, cast: Cast, here: Family
) -> None:
    probation, vt, zaak = partner("3ro"), partner("vt"), f"/zaken/{here.case.public_id}"
    path, suspect = f"{zaak}/toestemmingen", str(here.suspect.public_id)

    def say(stap: str, **changes: Any) -> Any:
        body = {
            "persoon": suspect,
            "onderdeel": "advice",
            "ontvanger": "vt",
            "stap": stap,
            "moment": "2026-03-10T10:06:00+01:00",
        }
        return probation.post(path, body | changes)

    by_consent = act(cast, grond="consent", persoon=suspect, afweging="")
    with time_machine.travel(AT, tick=False):
        assert say("asked").status_code == 201
        refused = probation.post(f"{zaak}/verstrekkingen", by_consent)
        assert [row["code"] for row in refused.json()["ontbreekt"]] == ["consent"]
        assert say("given", persoon=str(here.victim.public_id)).status_code == 409
        assert say("given", onderdeel="wishes").status_code == 403
        assert say("given").status_code == 201
        assert probation.post(f"{zaak}/verstrekkingen", by_consent).status_code == 201
        assert SECRET in vt.get(f"{zaak}/gebeurtenissen").content.decode()
        assert vt.get(path).json()["resultaten"] == []
        assert say("withdrawn").status_code == 201
        assert SECRET not in vt.get(f"{zaak}/gebeurtenissen").content.decode()
        assert vt.get(f"{zaak}/verstrekkingen").json()["resultaten"] == []
        page = probation.get(f"{path}?aantal=2").json()
        assert [row["stap"] for row in page["resultaten"]] == ["withdrawn", "given"]
        following = page["_links"]["volgende"]["href"].removeprefix("/api/v1")
        (first,) = probation.get(following).json()["resultaten"]
        assert (first["stap"], first["persoon"], first["onderdeel"]) == ("asked", suspect, "advice")


def test_who_is_shut_out_reads_nothing_until_it_is_lifted(
    partner: Partners, cast: Cast, here: Family
) -> None:
    lead, officer, vt = partner("vt.lead"), partner("vt.privacy"), partner("vt")
    zaak, who = f"/zaken/{here.case.public_id}", str(cast.user("vt").public_id)
    body = {"medewerker": who, "reden": "Buurvrouw van het slachtoffer."}
    with time_machine.travel(AT, tick=False):
        assert vt.get(zaak).status_code == 200
        assert vt.post(f"{zaak}/uitsluitingen", body).status_code == 403
        stranger = body | {"medewerker": str(cast.user("politie").public_id)}
        assert pointers(lead.post(f"{zaak}/uitsluitingen", stranger)) == ["/medewerker"]
        made = lead.post(f"{zaak}/uitsluitingen", body)
        assert made.status_code == 201, made.content
        assert vt.get(zaak).status_code == 404
        assert lead.get("/uitsluitingen").status_code == 403
        (row,) = officer.get("/uitsluitingen").json()["resultaten"]
        assert (row["medewerker"], row["zaaknummer"], row["organisatie"]) == (who, here.case.number, None)
        twice = {"medewerker": who, "zaaknummer": here.case.number, "reden": "Nog eens."}
        assert officer.post("/uitsluitingen", twice).status_code == 409
        assert pointers(officer.post("/uitsluitingen", twice | {"zaaknummer": "26-9999"})) == ["/zaaknummer"]
        one = f"/uitsluitingen/{row['id']}"
        etag = officer.get(one).headers["ETag"]
        assert partner("om.privacy").get(one).status_code == 404
        assert officer.put(f"{one}/einde", {"reden": "Vergissing."}, '"oud"').status_code == 412
        lifted = officer.put(f"{one}/einde", {"reden": "Vergissing."}, etag)
        assert (lifted.status_code, lifted.json()["redenOpheffing"]) == (200, "Vergissing.")
        assert officer.put(f"{one}/einde", {"reden": "Weer."}, lifted.headers["ETag"]).status_code == 409
        assert vt.get(zaak).status_code == 200
