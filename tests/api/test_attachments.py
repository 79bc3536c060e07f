"""Attachments through REST: given and handed out as base64, let go and taken back with the version."""

from __future__ import annotations

import base64
from collections.abc import Callable

import pytest
import time_machine

from tests.api.client import Partner
from tests.cases.attachments.giving import AT, BECAUSE, give, hide
from tests.cases.documents.reading import words_of
from tests.factories.cast import Cast
from tests.factories.family import make_family
from tests.factories.files import pdf

pytestmark = pytest.mark.django_db

Partners = Callable[[str], Partner]


def body(contents: bytes, **changes: str) -> dict[str, str]:
    return {
        "titel": "Aangifte",
        "categorie": "incidents",
        "inhoud": base64.b64encode(contents).decode(),
        **changes,
    }


def test_given_searched_let_go_handed_out_and_taken_back(cast: Cast, partner: Partners) -> None:
    family = make_family(cast)
    hide(cast, family.case, family.victim)
    police, lead, om = partner("politie"), partner("politie.lead"), partner("om")
    path = f"/zaken/{family.case.public_id}/bijlagen"
    large = pdf("Rietkraag 417") + b"%" + b"x" * 1_500_000
    with time_machine.travel(AT, tick=False):
        for field, wrong in (
            ("inhoud", body(b"geen")),
            ("inhoud", body(pdf("x"), inhoud="!!")),
            ("categorie", body(pdf("x"), categorie="wishes")),
        ):
            refused = police.post(path, wrong)
            assert refused.status_code == 400, refused.content
            assert refused.json()["errors"][0]["location"] == {"pointer": f"/{field}"}
        key = "7d0ac7cf-47cc-4a4c-8a5f-8f0a0e8ff6b1"
        made, again = (police.post(path, body(large), key=key) for _ in range(2))
        assert (made.status_code, again.status_code) == (201, 201), made.content
        assert made.json() == again.json()
        assert made.json()["staat"] == "held"
        one = f"{path}/{made.json()['id']}"
        assert om.get(path).json()["resultaten"] == []
        assert om.get(one).status_code == 404
        (row,) = lead.get(path).json()["resultaten"]
        assert row["bevindingen"] == ["bladzijde 1"]
        look = {"uitkomst": "released", "reden": BECAUSE}
        assert police.put(f"{one}/vrijgave", look, made.headers["ETag"]).status_code == 403
        assert lead.put(f"{one}/vrijgave", look, '"oud"').status_code == 412
        let_go = lead.put(f"{one}/vrijgave", look, made.headers["ETag"])
        assert (let_go.status_code, let_go.json()["staat"]) == (200, "free"), let_go.content
        file = om.get(f"{one}/inhoud").json()
        assert "Rietkraag" in words_of(base64.b64decode(file["inhoud"]))
        assert file["bestandsnaam"] == f"bijlage-{made.json()['id'][:8]}.pdf"
        assert om.get(one).json()["bevindingen"] == []
        assert partner("shn").get(path).json()["achtergehouden"] == 1
        assert partner("shn").get(f"{one}/inhoud").status_code == 403
        gone = police.put(f"{one}/intrekking", {"reden": "Verkeerde zaak gekozen."}, let_go.headers["ETag"])
        assert (gone.status_code, gone.json()["staat"]) == (200, "withdrawn"), gone.content
        assert om.get(f"{one}/inhoud").status_code == 409


def test_who_is_protected_since_holds_it_back_here_too(cast: Cast, partner: Partners) -> None:
    family = make_family(cast)
    row = give(cast, family.case, pdf("Zij verblijft op Rietkraag 417."))
    hide(cast, family.case, family.victim)
    one = f"/zaken/{family.case.public_id}/bijlagen/{row.public_id}"
    with time_machine.travel(AT, tick=False):
        refused = partner("om").get(f"{one}/inhoud")
        assert refused.status_code == 409
        assert refused.headers["Content-Type"] == "application/problem+json"
        assert partner("om").get(one).status_code == 404
        assert partner("politie").get(one).json()["staat"] == "held"


def test_one_attachment_is_shared_by_its_giver_and_opens_nothing_else(cast: Cast, partner: Partners) -> None:
    family = make_family(cast)
    row, other = give(cast, family.case), give(cast, family.case)
    shn, police = partner("shn"), partner("politie")
    path = f"/zaken/{family.case.public_id}/bijlagen"
    share = f"{path}/{row.public_id}/verstrekkingen"
    act = {
        "ontvanger": str(cast.user("shn").organisation.public_id),
        "grond": "danger",
        "doel": "Veiligheidsplan met het slachtoffer maken",
        "afweging": BECAUSE,
        "totEnMet": "2026-04-01",
    }
    with time_machine.travel(AT, tick=False):
        assert shn.get(f"{path}/{row.public_id}/inhoud").status_code == 403
        assert shn.post(share, act).status_code == 403
        assert police.post(share, act | {"onderdeel": "incidents"}).status_code == 400
        refused = police.post(share, act | {"grond": "onbekend", "totEnMet": "2020-01-01"})
        assert [wrong["location"]["pointer"] for wrong in refused.json()["errors"]] == ["/grond"]
        made = police.post(share, act)
        assert made.status_code == 201, made.content
        assert police.post(share, act).status_code == 409
        assert shn.get(f"{path}/{row.public_id}/inhoud").status_code == 200
        assert shn.get(f"{path}/{other.public_id}/inhoud").status_code == 403
        (given,) = police.get(f"/zaken/{family.case.public_id}/verstrekkingen").json()["resultaten"]
        assert (given["id"], given["bijlage"]) == (made.json()["id"], str(row.public_id))
        end = f"/zaken/{family.case.public_id}/verstrekkingen/{made.json()['id']}/intrekking"
        assert police.put(end, {"reden": BECAUSE}, made.headers["ETag"]).status_code == 200
        assert shn.get(f"{path}/{row.public_id}/inhoud").status_code == 403
