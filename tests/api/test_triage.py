"""The civil triage through REST: the Raad records it, Veilig Thuis answers beforehand on its consequence."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
import time_machine

from tests.api.client import Partner
from tests.factories.cast import Cast
from tests.factories.story import REGISTERED, register_stalking_case

pytestmark = pytest.mark.django_db

Partners = Callable[[str], Partner]


@pytest.fixture
def zaak(cast: Cast) -> Iterator[str]:
    """The stalking case, with two children."""
    with time_machine.travel(REGISTERED, tick=False):
        yield f"/zaken/{register_stalking_case(cast).public_id}"


def triage(partner: Partner, zaak: str, **changes: Any) -> dict[str, Any]:
    """A triage of every child: Veilig Thuis goes on."""
    rows = partner.get(f"{zaak}/personen").json()["resultaten"]
    return {
        "gezienVersie": 0,
        "kinderen": [
            {"kind": row["id"], "zorgen": "Slaapt slecht.", "gesproken": "vt"}
            for row in rows
            if row["rol"] == "child"
        ],
        "uitkomst": "vt_goes_on",
        "reden": "De moeder werkt mee.",
        "gevolg": "Raadsmelding binnen een dag.",
        **changes,
    }


def test_the_raad_records_the_triage_and_veilig_thuis_agrees(partner: Partners, zaak: str) -> None:
    raad, vt, path = partner("rvdk"), partner("vt"), f"{zaak}/kindertriages"
    made = raad.post(path, triage(raad, zaak, delenMet=["om"]))
    assert (made.status_code, made.json()["versie"]) == (201, 1), made.content
    (shown,) = vt.get(path).json()["resultaten"]
    assert [child["zorgen"] for child in shown["kinderen"]] == ["Slaapt slecht."] * len(shown["kinderen"])
    assert (shown["uitkomst"], shown["instemming"]) == ("vt_goes_on", None)
    answers = f"{path}/{made.json()['id']}/instemmingen"
    silent = vt.post(answers, {"akkoord": False})
    assert silent.json()["errors"][0]["location"] == {"pointer": "/toelichting"}
    assert vt.post(answers, {"akkoord": False, "toelichting": "Eerst een gesprek."}).status_code == 201
    assert vt.post(answers, {"akkoord": True}).status_code == 409
    (shown,) = raad.get(path).json()["resultaten"]
    assert (shown["instemming"]["akkoord"], shown["instemming"]["toelichting"]) == (
        False,
        "Eerst een gesprek.",
    )


def test_a_child_that_is_left_out_or_not_told_of_is_named(partner: Partners, zaak: str) -> None:
    raad, path = partner("rvdk"), f"{zaak}/kindertriages"
    assert raad.post(path, triage(raad, zaak, kinderen=[])).json()["errors"][0]["location"] == {
        "pointer": "/kinderen"
    }
    body = triage(raad, zaak)
    body["kinderen"][-1] |= {"gesproken": "not"}
    last = len(body["kinderen"]) - 1
    assert raad.post(path, body).json()["errors"][0]["location"] == {"pointer": f"/kinderen/{last}"}
    no_consequence = raad.post(path, triage(raad, zaak, gevolg=""))
    assert no_consequence.json()["errors"][0]["location"] == {"pointer": "/gevolg"}


def test_a_new_version_asks_veilig_thuis_again_and_the_former_is_closed(partner: Partners, zaak: str) -> None:
    raad, vt, path = partner("rvdk"), partner("vt"), f"{zaak}/kindertriages"
    first = raad.post(path, triage(raad, zaak)).json()["id"]
    assert raad.post(path, triage(raad, zaak)).status_code == 409
    assert raad.post(path, triage(raad, zaak, gezienVersie=1)).json()["versie"] == 2
    assert vt.post(f"{path}/{first}/instemmingen", {"akkoord": True}).status_code == 409


def test_others_do_no_triage_and_read_it_by_the_mark_of_the_raad(partner: Partners, zaak: str) -> None:
    raad, path = partner("rvdk"), f"{zaak}/kindertriages"
    assert raad.post(path, triage(raad, zaak, delenMet=["om"])).status_code == 201
    assert len(partner("om").get(path).json()["resultaten"]) == 1
    hidden = partner("shn").get(path).json()
    assert (hidden["resultaten"], hidden["achtergehouden"]) == ([], 1)
    assert partner("vt").post(path, triage(raad, zaak)).status_code == 403
    assert partner("politie-rk").get(path).status_code == 404
