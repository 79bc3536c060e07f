"""After the intake through REST: arrest again, corrections, other charges, the HG label, linked cases."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
import time_machine

from tests.api.client import Partner
from tests.api.test_more_steps import HEARING
from tests.cases.terms.rules.moments import ams
from tests.factories.cast import Cast

pytestmark = pytest.mark.django_db

Partners = Callable[[str], Partner]
LATER = ams("2026-03-10 14:00")
ARREST: dict[str, Any] = {
    **{name: value for name, value in HEARING.items() if name not in ("verhoor", "kindcheckGedaan")},
    "aanhouding": {
        "wijze": "red_handed",
        "aangehoudenOp": "2026-03-10T09:30:00+01:00",
        "aangekomenOp": "2026-03-10T10:00:00+01:00",
        "plaats": "Bureau Duinstede",
    },
}
CHILD = {"voornamen": "Pip", "achternaam": "Tienhoven", "geboortedatum": "2018-05-06"}


@pytest.fixture(autouse=True)
def now(cast: Cast) -> Iterator[None]:
    with time_machine.travel(LATER, tick=False):
        yield


def opened(police: Partner, body: dict[str, Any], place: str = "/aanhoudingen") -> str:
    made = police.post(place, body)
    assert made.status_code == 201, made.content
    return f"/zaken/{made.json()['id']}"


def due(partner: Partner, zaak: str, kind: str = "first_decision") -> str | None:
    rows = partner.get(f"{zaak}/termijnen?lopend=true").json()["resultaten"]
    return next((row["looptAfOp"] for row in rows if row["soort"] == kind), None)


def place_of(response: Any) -> str:
    assert response.status_code == 400, response.content
    return str(response.json()["errors"][0]["location"]["pointer"])


# --- arrest again ---------------------------------------------------------------------------------


AGAIN = {
    "wijze": "otherwise",
    "aangehoudenOp": "2026-03-10T13:00:00+01:00",
    "aangekomenOp": "2026-03-10T13:30:00+01:00",
    "plaats": "Bureau Duinstede",
    "waaromVerdenking": "Een getuige verklaart het.",
}


def test_a_heard_suspect_is_arrested_on_a_new_fact_and_the_clock_starts(partner: Partners) -> None:
    police = partner("politie")
    zaak = opened(police, HEARING, "/verhoren")
    none_yet = police.post(f"{zaak}/heraanhoudingen", {**AGAIN, "nieuwFeit": "x"})
    assert (none_yet.status_code, none_yet.json()["ontbreekt"][0]["code"]) == (409, "new_fact")
    event = {"gebeurdOp": "2026-03-10", "bron": "police_investigation", "omschrijving": "Weer aan de deur."}
    with time_machine.travel(ams("2026-03-10 14:05"), tick=False):
        assert police.post(f"{zaak}/onveilige-gebeurtenissen", event).status_code == 201
        (fact,) = police.get(f"{zaak}/nieuwe-feiten").json()["resultaten"]
        assert place_of(police.post(f"{zaak}/heraanhoudingen", {**AGAIN, "nieuwFeit": "x"})) == "/nieuwFeit"
        made = police.post(f"{zaak}/heraanhoudingen", {**AGAIN, "nieuwFeit": fact["code"]})
        assert made.status_code == 201, made.content
        assert due(police, zaak) == "2026-03-10T21:30:00Z"
        *_, held = police.get(f"{zaak}/vast-perioden").json()["resultaten"]
        assert (held["id"], held["stand"]) == (made.json()["id"], "held")
        assert held["waaromVerdenking"] == AGAIN["waaromVerdenking"]
        twice = police.post(f"{zaak}/heraanhoudingen", {**AGAIN, "nieuwFeit": fact["code"]})
        assert twice.status_code == 409


def test_only_police_that_registers_arrests_again(partner: Partners) -> None:
    zaak = opened(partner("politie"), HEARING, "/verhoren")
    assert partner("politie-rk").get(f"{zaak}/nieuwe-feiten").status_code == 404
    for who, status in (("om", 403), ("politie-rk", 404)):
        assert partner(who).post(f"{zaak}/heraanhoudingen", AGAIN).status_code == status


# --- corrections ----------------------------------------------------------------------------------


def test_the_start_is_corrected_with_its_reason_and_everything_is_counted_again(partner: Partners) -> None:
    police = partner("politie")
    zaak = opened(police, ARREST)
    assert due(police, zaak) == "2026-03-10T18:00:00Z"
    moments = {name: ARREST["aanhouding"][name] for name in ("aangehoudenOp", "aangekomenOp")}
    body = {**moments, "aangekomenOp": "2026-03-10T09:45:00+01:00", "gezienAantal": 0, "reden": "Typefout."}
    assert police.post(f"{zaak}/begincorrecties", body).status_code == 201
    assert due(police, zaak) == "2026-03-10T17:45:00Z"
    (shown,) = partner("om").get(f"{zaak}/begincorrecties").json()["resultaten"]
    assert (shown["aangekomenWas"], shown["reden"]) == ("2026-03-10T09:00:00Z", "Typefout.")
    assert police.post(f"{zaak}/begincorrecties", body).status_code == 409
    early = {**body, "gezienAantal": 1, "aangekomenOp": "2026-03-10T08:00:00+01:00"}
    assert place_of(police.post(f"{zaak}/begincorrecties", early)) == "/aangekomenOp"
    assert partner("politie.lead").post(f"{zaak}/begincorrecties", body).status_code == 403


def test_other_charges_change_the_hours_and_who_takes_part(partner: Partners) -> None:
    police = partner("politie")
    zaak = opened(police, ARREST)
    (charge,) = police.get(f"{zaak}/feiten").json()["resultaten"]
    light = {"artikel": "138-1", "gepleegdOp": "2026-03-09"}
    change = {"toevoegen": [light], "vervallen": [charge["id"]], "reden": "Het was lokaalvredebreuk."}
    made = police.post(f"{zaak}/feitwijzigingen", change)
    assert (made.status_code, made.json()["klokGecorrigeerd"]) == (201, True)
    assert due(police, zaak) == "2026-03-10T15:00:00Z"
    (left,) = police.get(f"{zaak}/feiten").json()["resultaten"]
    assert (left["id"], left["artikel"]) == (made.json()["id"], "138-1")
    gone = {"vervallen": [charge["id"]], "reden": "Nog een keer."}
    assert police.post(f"{zaak}/feitwijzigingen", gone).status_code == 409


def test_stalking_that_is_added_makes_police_owe_the_sash(partner: Partners) -> None:
    police = partner("politie")
    zaak = opened(police, ARREST)
    assert due(police, zaak, "sash") is None
    stalking = {"artikel": "285b", "gepleegdOp": "2026-03-09"}
    change = {"toevoegen": [stalking], "reden": "Ook belaging."}
    assert police.post(f"{zaak}/feitwijzigingen", change).status_code == 201
    assert due(police, zaak, "sash") is not None


def test_wrong_charges_are_told_at_their_place_and_others_change_none(partner: Partners) -> None:
    police = partner("politie")
    zaak = opened(police, ARREST)
    path = f"{zaak}/feitwijzigingen"
    assert place_of(police.post(path, {"reden": "Zomaar."})) == "/toevoegen"
    unknown = {"toevoegen": [{"artikel": "999", "gepleegdOp": "2026-03-09"}], "reden": "Zomaar."}
    assert place_of(police.post(path, unknown)) == "/toevoegen"
    for who in ("politie.lead", "vt", "3ro"):
        assert partner(who).post(path, unknown).status_code == 403
    assert police.post(f"{zaak}/feiten", unknown).status_code == 405


# --- the HG label ---------------------------------------------------------------------------------


def test_om_proposes_the_label_and_police_accepts_it(partner: Partners) -> None:
    police, om = partner("politie"), partner("om")
    zaak = opened(police, {**ARREST, "hgLabel": False, "slachtofferIs": "former_partner"})
    path = f"{zaak}/hg-labelstappen"
    assert partner("vt").get(path).status_code == 404
    assert police.post(path, {"stap": "accepted", "reden": "Zeker."}).status_code == 409
    assert om.post(path, {"stap": "proposed", "reden": "Zij waren een stel."}).status_code == 201
    assert due(police, zaak, "judge_hg_label") is not None
    assert police.post(path, {"stap": "accepted", "reden": "Zeker."}).status_code == 201
    steps = partner("vt").get(path).json()["resultaten"]
    assert [row["stap"] for row in steps] == ["accepted", "proposed"]
    assert due(partner("vt"), zaak, "part_a") is not None


def test_the_label_is_judged_by_police_and_om_only(partner: Partners) -> None:
    zaak = opened(partner("politie"), ARREST)
    refused = partner("vt").post(f"{zaak}/hg-labelstappen", {"stap": "rejected", "reden": "Nee."})
    assert refused.status_code == 403
    assert partner("halt").post(f"{zaak}/hg-labelstappen", {}).status_code == 404


# --- linked cases ---------------------------------------------------------------------------------


def people(partner: Partner, zaak: str) -> dict[str, str]:
    return {row["rol"]: row["id"] for row in partner.get(f"{zaak}/personen").json()["resultaten"]}


def linked(zaak: str, kind: str = "co_suspect") -> dict[str, Any]:
    return {"zaak": zaak.removeprefix("/zaken/"), "soort": kind, "reden": "Samen gepleegd."}


def test_another_suspect_gets_a_case_of_its_own_linked_to_the_first(partner: Partners) -> None:
    police = partner("politie")
    first = opened(police, {**ARREST, "kinderen": [CHILD]})
    there = people(police, first)
    second = opened(
        police,
        {
            **ARREST,
            "verdachte": {"voornamen": "Ruud", "achternaam": "Vaandrager", "geboortedatum": "1990-01-15"},
            "slachtoffer": {"uitGekoppeldeZaak": there["victim"]},
            "kinderen": [{"uitGekoppeldeZaak": there["child"]}],
            "koppeling": linked(first),
        },
    )
    assert people(police, second)["victim"] == there["victim"]
    assert people(police, second)["child"] == there["child"]
    for here, other in ((first, second), (second, first)):
        (shown,) = police.get(f"{here}/gekoppelde-zaken").json()["resultaten"]
        assert shown["adres"] == f"/api/v1{other}"
        assert (shown["verband"], shown["reden"]) == ("medeverdachte van hetzelfde feit", "Samen gepleegd.")


def test_violence_both_ways_swaps_the_roles(partner: Partners) -> None:
    police = partner("politie")
    first = opened(police, ARREST)
    there = people(police, first)
    swapped = {
        **ARREST,
        "verdachte": {"uitGekoppeldeZaak": there["victim"]},
        "slachtoffer": {"uitGekoppeldeZaak": there["suspect"]},
        "koppeling": linked(first, "mutual"),
    }
    second = opened(police, swapped)
    assert people(police, second) == {"suspect": there["victim"], "victim": there["suspect"]}


def test_a_foreign_case_looks_like_none_and_somebody_of_elsewhere_is_refused(partner: Partners) -> None:
    police = partner("politie")
    first = opened(police, ARREST)
    stranger = {**ARREST, "slachtoffer": {"uitGekoppeldeZaak": people(police, first)["victim"]}}
    body = {**stranger, "koppeling": linked(first)}
    assert place_of(partner("politie-rk").post("/aanhoudingen", body)) == "/koppeling/zaak"
    unknown = {**body, "koppeling": linked("/zaken/00000000-0000-4000-8000-000000000000")}
    assert place_of(police.post("/aanhoudingen", unknown)) == "/koppeling/zaak"
    newcomer = {"voornamen": "Ruud", "achternaam": "Vaandrager", "geboortedatum": "1990-01-15"}
    nobody = {
        **body,
        "verdachte": newcomer,
        "slachtoffer": {"achternaam": "X", "uitGekoppeldeZaak": linked(first)["zaak"]},
    }
    assert place_of(police.post("/aanhoudingen", nobody)) == "/slachtoffer/bekend"


# --- parents and guardians ------------------------------------------------------------------------


SON = {"voornamen": "Bram", "achternaam": "Tienhoven", "geboortedatum": "2010-01-15"}
FATHER = {"voornamen": "Henk", "achternaam": "Tienhoven", "geboortedatum": "1980-01-15"}


def test_a_minor_suspect_has_a_guardian_on_record_or_the_answer_that_nobody_knows(partner: Partners) -> None:
    police = partner("politie")
    minor = {**ARREST, "verdachte": SON, "slachtofferIs": "sibling"}
    assert place_of(police.post("/aanhoudingen", minor)) == "/gezagsdragers"
    wrong = {**FATHER, "geboortedatum": "2030-01-15"}
    assert (
        place_of(police.post("/aanhoudingen", {**minor, "gezagsdragers": [wrong]}))
        == "/gezagsdragers/0/geboortedatum"
    )
    zaak = opened(police, {**minor, "gezagsdragers": [FATHER]})
    assert "network" in people(police, zaak)


def test_that_the_guardians_are_not_known_yet_is_an_answer_too(partner: Partners) -> None:
    minor = {**ARREST, "verdachte": SON, "slachtofferIs": "sibling", "gezagsdragersOnbekend": True}
    zaak = opened(partner("politie"), minor)
    assert "network" not in people(partner("politie"), zaak)


def test_a_guardian_who_becomes_known_later_is_recorded_by_the_same_service(partner: Partners) -> None:
    police, vt = partner("politie"), partner("vt")
    child = {"voornamen": "Noor", "achternaam": "Zandstra", "geboortedatum": "2017-06-01"}
    zaak = opened(police, {**ARREST, "slachtoffer": child, "slachtofferIs": "child"})
    path, body = f"{zaak}/gezagsdragers", {**FATHER, "achternaam": "Zandstra", "over": "victim"}
    assert place_of(vt.post(path, {**body, "over": "suspect"})) == "/over"
    assert place_of(vt.post(path, {**body, "achternaam": ""})) == "/achternaam"
    made = vt.post(path, body)
    assert made.status_code == 201, made.content
    assert people(police, zaak)["network"] == made.json()["id"]
    assert place_of(police.post(path, body)) == "/bekend"
    known = [{"persoon": made.json()["id"], "antwoord": "same_family"}]
    assert police.post(path, {**body, "bekend": known}).json()["id"] == made.json()["id"]
    assert partner("om").post(path, body).status_code == 403
    assert partner("politie-rk").post(path, body).status_code == 404
