"""Leads, the local team, moves, contact persons and the table in session, through REST."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
import time_machine

from cases.access.wall import GUARD_ROLE, set_context
from cases.casefiles.models import Case
from cases.organisations.rules import OrganisationKind
from tests.api.client import Partner
from tests.factories.cast import Cast
from tests.factories.story import REGISTERED, register_stalking_case
from tests.ground.database import afresh

pytestmark = pytest.mark.usefixtures("made", "rolled_back")

Partners = Callable[[str], Partner]


@pytest.fixture(autouse=True)
def now() -> Iterator[None]:
    with time_machine.travel(REGISTERED + timedelta(hours=1), tick=False):
        yield


@pytest.fixture(scope="module")
def made(module_db: None, cast: Cast) -> Case:
    """The stalking case, as police registered it."""
    with time_machine.travel(REGISTERED + timedelta(hours=1), tick=False):
        return register_stalking_case(cast)


@pytest.fixture
def case(rolled_back: None, made: Case) -> Case:
    """That case, for one test."""
    return afresh(made)


@pytest.fixture
def zaak(case: Case) -> str:
    return f"/zaken/{case.public_id}"


def rows(partner: Partner, path: str) -> list[dict[str, Any]]:
    response = partner.get(path)
    assert response.status_code == 200, response.content
    found: list[dict[str, Any]] = response.json()["resultaten"]
    return found


def place_of(response: Any) -> str:
    assert response.status_code == 400, response.content
    return str(response.json()["errors"][0]["location"]["pointer"])


def key(cast: Cast, username: str) -> str:
    return str(cast.user(username).public_id)


# --- leads ----------------------------------------------------------------------------------------


def offered(cast: Cast, zaak: str, to: str, note: str = "Alles loopt.") -> dict[str, Any]:
    return {"aan": key(cast, to), "zaken": [{"zaak": zaak.removeprefix("/zaken/"), "notitie": note}]}


def test_a_case_goes_over_when_the_colleague_accepts(partner: Partners, cast: Cast, zaak: str) -> None:
    police, colleague = partner("politie"), partner("politie.lead")
    made = police.post("/aanbiedingen", offered(cast, zaak, "politie.lead"))
    assert made.status_code == 201, made.content
    assert police.post("/aanbiedingen", offered(cast, zaak, "politie.lead")).status_code == 409
    (waiting,) = rows(colleague, "/aanbiedingen")
    assert (waiting["notitie"], waiting["adres" if "adres" in waiting else "zaak"]) == (
        "Alles loopt.",
        zaak.removeprefix("/zaken/"),
    )
    answers = f"/aanbiedingen/{waiting['id']}/antwoorden"
    assert place_of(colleague.post(answers, {"antwoord": "refused"})) == "/reden"
    assert police.post(answers, {"antwoord": "accepted"}).status_code == 404
    assert colleague.post(answers, {"antwoord": "accepted"}).status_code == 201
    assert rows(colleague, "/aanbiedingen") == []
    names = {row["aanspreekpunt"] for row in rows(police, f"{zaak}/deelnemers")}
    assert cast.user("politie.lead").display_name in names


def test_who_does_not_lead_the_case_cannot_offer_it_and_a_foreign_case_is_none(
    partner: Partners, cast: Cast, zaak: str
) -> None:
    foreign = partner("politie-rk").post("/aanbiedingen", offered(cast, zaak, "politie-rk"))
    assert place_of(foreign) == "/zaken"
    stranger = partner("politie").post("/aanbiedingen", offered(cast, zaak, "vt"))
    assert place_of(stranger) == "/aan"
    silent = offered(cast, zaak, "politie.lead", note=" ")
    assert place_of(partner("politie").post("/aanbiedingen", silent)) == "/zaken/0/notitie"
    twice = offered(cast, zaak, "politie.lead")
    twice["zaken"] *= 2
    assert place_of(partner("politie").post("/aanbiedingen", twice)) == "/zaken"


# --- the local team -------------------------------------------------------------------------------


@pytest.fixture
def final(case: Case, zaak: str) -> str:
    """The case after the final decision, in which it can be handed over."""
    set_context(GUARD_ROLE)
    Case.objects.filter(pk=case.pk).update(state="after_zsm")
    set_context("none")
    return zaak


def test_the_local_team_knows_only_that_until_it_accepts(partner: Partners, cast: Cast, final: str) -> None:
    vt, local, path = partner("vt"), partner("lokaal"), f"{final}/overdrachten"
    team = str(cast.organisation(OrganisationKind.LOKAAL).public_id)
    police = str(cast.organisation(OrganisationKind.POLITIE).public_id)
    assert place_of(vt.post(path, {"ontvanger": police, "toelichting": "Hulp."})) == "/ontvanger"
    assert vt.post(path, {"ontvanger": team, "toelichting": "Hulp voor moeder."}).status_code == 201
    (waiting,) = rows(local, path)
    assert (waiting["stand"], waiting["toelichting"]) == ("offered", None)
    assert local.get(f"{final}/personen").status_code == 403
    answers = f"{path}/{waiting['id']}/antwoorden"
    assert place_of(local.post(answers, {"aanvaard": False})) == "/reden"
    assert vt.post(answers, {"aanvaard": True}).status_code == 403
    accepted = local.post(answers, {"aanvaard": True})
    assert accepted.status_code == 201, accepted.content
    (taken,) = rows(local, path)
    assert (taken["stand"], taken["toelichting"]) == ("accepted", "Hulp voor moeder.")
    assert local.post(answers, {"aanvaard": True}).status_code == 409
    assert partner("om").get(path).status_code == 403


def test_veilig_thuis_follows_the_family_after_the_handover(
    partner: Partners, cast: Cast, final: str
) -> None:
    vt, local = partner("vt"), partner("lokaal")
    team = str(cast.organisation(OrganisationKind.LOKAAL).public_id)
    assert vt.post(f"{final}/overdrachten", {"ontvanger": team, "toelichting": "Hulp."}).status_code == 201
    (waiting,) = rows(vt, f"{final}/overdrachten")
    local.post(f"{final}/overdrachten/{waiting['id']}/antwoorden", {"aanvaard": True})
    first = rows(vt, f"{final}/monitoringcontacten")[0]
    path = f"{final}/monitoringcontacten/{first['id']}/vastlegging"
    body = {"veilig": True, "toelichting": "Het gaat goed."}
    assert vt.put(path, body).status_code == 428
    done = vt.put(path, body, first["etag"])
    assert (done.status_code, done.json()["veilig"]) == (200, True)
    assert vt.put(path, body, first["etag"]).status_code == 412
    assert local.put(path, body, "*").status_code == 403


# --- places, contact person, same-day action ------------------------------------------------------


def test_another_veilig_thuis_takes_over_when_the_victim_moved(
    partner: Partners, cast: Cast, zaak: str
) -> None:
    vt, path = partner("vt"), f"{zaak}/verplaatsingen"
    other = cast.organisation(OrganisationKind.VT, "Rivierkwartier")
    police = cast.organisation(OrganisationKind.POLITIE)
    body = {"naar": str(other.public_id), "reden": "Het slachtoffer is verhuisd."}
    assert place_of(vt.post(path, {**body, "naar": str(police.public_id)})) == "/naar"
    assert place_of(vt.post(path, {**body, "organisatie": str(police.public_id)})) == "/organisatie"
    assert partner("vt-rk").get(zaak).status_code == 404
    made = vt.post(path, body)
    assert made.status_code == 201, made.content
    (shown,) = rows(partner("vt-rk"), path)
    assert (shown["naar"], shown["reden"]) == (str(other.public_id), "Het slachtoffer is verhuisd.")
    assert vt.post(path, body).status_code == 403


def test_police_names_the_fixed_contact_person(partner: Partners, cast: Cast, zaak: str) -> None:
    police, path = partner("politie"), f"{zaak}/contactpersonen"
    victim = next(row["id"] for row in rows(police, f"{zaak}/personen") if row["rol"] == "victim")
    body = {"slachtoffer": victim, "medewerker": key(cast, "politie.lead")}
    assert place_of(police.post(path, {**body, "medewerker": key(cast, "vt")})) == "/medewerker"
    assert police.post(path, body).status_code == 201
    assert police.post(path, {**body, "medewerker": key(cast, "politie")}).status_code == 201
    (shown,) = rows(partner("shn"), path)
    assert shown["naam"] == cast.user("politie").display_name
    assert partner("vt").post(path, body).status_code == 403


def test_the_same_day_action_is_recorded_by_veilig_thuis_and_police(partner: Partners, zaak: str) -> None:
    path, body = f"{zaak}/veiligheidsacties", {"tekst": "Moeder slaapt vannacht bij haar zus."}
    assert place_of(partner("vt").post(path, {"tekst": " "})) == "/tekst"
    assert partner("vt").post(path, body).status_code == 201
    assert [row["tekst"] for row in rows(partner("politie"), path)] == [body["tekst"]]
    assert partner("om").post(path, body).status_code == 403


# --- the table ------------------------------------------------------------------------------------


def test_the_coordinator_leads_the_table_and_partners_take_their_seat(
    partner: Partners, cast: Cast, zaak: str
) -> None:
    kpc, vt = partner("kpc"), partner("vt")
    assert place_of(kpc.post("/tafels", {"locatie": "Elders", "dagdeel": "morning"})) == "/locatie"
    made = kpc.post("/tafels", {"dagdeel": "morning"})
    assert made.status_code == 201, made.content
    assert kpc.post("/tafels", {"dagdeel": "morning"}).status_code == 409
    path = f"/tafels/{made.json()['id']}"
    assert vt.post(f"{path}/plaatsen", {"aanwezig": True}).status_code == 201
    (table,) = rows(vt, "/tafels")
    assert {row["naam"] for row in table["aanTafel"]} >= {cast.user("vt").organisation.name}
    (turn,) = table["beurten"]
    assert (turn["zaak"], turn["stand"]) == (zaak.removeprefix("/zaken/"), "waiting")
    steps = f"{path}/stappen"
    assert place_of(kpc.post(steps, {"stap": "call"})) == "/beurt"
    assert kpc.post(steps, {"stap": "call", "beurt": turn["id"]}).status_code == 201
    assert place_of(kpc.post(steps, {"stap": "put_back"})) == "/reden"
    assert kpc.post(steps, {"stap": "put_back", "reden": "Advies volgt."}).status_code == 201
    assert kpc.post(steps, {"stap": "discussed"}).status_code == 409
    assert kpc.post(steps, {"stap": "next"}).status_code == 201
    assert vt.post(f"{path}/plaatsen", {"aanwezig": False}).status_code == 201
    assert kpc.post(steps, {"stap": "close"}).status_code == 201
    assert kpc.post(steps, {"stap": "next"}).status_code == 409
    assert rows(vt, "/tafels") == []


def test_others_lead_no_table_and_a_foreign_one_looks_like_none(partner: Partners, zaak: str) -> None:
    made = partner("kpc").post("/tafels", {"dagdeel": "morning"}).json()["id"]
    unknown = "00000000-0000-4000-8000-000000000000"
    assert partner("vt").post(f"/tafels/{made}/stappen", {"stap": "next"}).status_code == 403
    foreign = partner("vt-rk").post(f"/tafels/{made}/plaatsen", {"aanwezig": True})
    nothing = partner("vt-rk").post(f"/tafels/{unknown}/plaatsen", {"aanwezig": True})
    assert foreign.status_code == nothing.status_code == 403
    assert foreign.json() == nothing.json()
    assert rows(partner("vt-rk"), "/tafels") == []
