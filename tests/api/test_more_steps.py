"""Steps that partners take through REST besides the first hours: a hearing, the judge, consent, feedback."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any
from uuid import uuid4

import pytest
import time_machine

from cases.casefiles.models import Case
from tests.api.client import Partner
from tests.factories.cast import Cast
from tests.factories.reports import report_on_victim
from tests.factories.story import REGISTERED, register_stalking_case
from tests.ground.database import afresh

pytestmark = pytest.mark.usefixtures("made", "rolled_back")

Partners = Callable[[str], Partner]

HEARING: dict[str, Any] = {
    "hgLabel": True,
    "pleeggemeente": "Duinstede",
    "pleegplaats": "Thuis",
    "gemeenteSlachtoffer": "Duinstede",
    "verdachte": {"voornamen": "Bram", "achternaam": "Tienhoven", "geboortedatum": "1990-01-15"},
    "slachtoffer": {"voornamen": "Eva", "achternaam": "Zandstra", "geboortedatum": "1992-04-04"},
    "slachtofferIs": "life_companion",
    "feiten": [{"artikel": "285-1", "gepleegdOp": "2026-03-09"}],
    "verhoor": {
        "wijze": "summoned",
        "gehoordOp": "2026-03-10T09:30:00+01:00",
        "plaats": "Bureau Duinstede",
        "inbrengOp": "2026-03-12T09:00:00+01:00",
    },
    "kinderen": [],
    "kindcheckGedaan": False,
}


@pytest.fixture(autouse=True)
def now() -> Iterator[None]:
    with time_machine.travel(REGISTERED, tick=False):
        yield


@pytest.fixture(scope="module")
def made(module_db: None, cast: Cast) -> Case:
    """The stalking case, as police registered it."""
    with time_machine.travel(REGISTERED, tick=False):
        return register_stalking_case(cast)


@pytest.fixture
def case(rolled_back: None, made: Case) -> Case:
    """That case, for one test."""
    return afresh(made)


def terms_of(partner: Partner, zaak: str) -> set[str]:
    return {row["soort"] for row in partner.get(f"/zaken/{zaak}/termijnen").json()["resultaten"]}


# --- a hearing without arrest ---------------------------------------------------------------------


def test_a_hearing_opens_a_case_without_the_clock_of_the_first_decision(partner: Partners) -> None:
    police = partner("politie")
    made = police.post("/verhoren", HEARING)
    assert made.status_code == 201, made.content
    zaak = made.json()["id"]
    assert police.get(f"/zaken/{zaak}").json()["nummer"] == made.json()["nummer"]
    owed = terms_of(police, zaak)
    assert "first_decision" not in owed
    assert "child_check" in owed


def test_what_is_wrong_in_a_hearing_is_named_by_its_place(partner: Partners) -> None:
    late = {**HEARING["verhoor"], "gehoordOp": "2026-03-11T09:30:00+01:00"}
    response = partner("politie").post("/verhoren", {**HEARING, "verhoor": late})
    assert response.status_code == 400
    assert [row["location"] for row in response.json()["errors"]] == [{"pointer": "/verhoor/gehoordOp"}]


def test_a_hearing_is_registered_by_police_only_and_hidden_from_others(partner: Partners) -> None:
    refused = partner("vt").post("/verhoren", HEARING)
    assert refused.status_code == 403
    assert "Politie" in refused.json()["detail"]
    zaak = partner("politie").post("/verhoren", HEARING).json()["id"]
    assert partner("politie-rk").get(f"/zaken/{zaak}").status_code == 404


# --- the judge ------------------------------------------------------------------------------------


def judgment(partner: Partner, case: Case) -> dict[str, Any]:
    """A judgment, told to the victim by Slachtofferhulp."""
    rows = partner.get(f"/zaken/{case.public_id}/deelnemers").json()["resultaten"]
    informer = next(row["organisatie"] for row in rows if row["soort"] == "shn")
    return {
        "uitkomst": "judgment",
        "beslistOp": "2026-03-10T10:05:00+01:00",
        "inhoud": "Voorwaardelijke straf met een contactverbod.",
        "wieInformeert": informer,
    }


def test_om_records_what_the_judge_decided_and_the_victim_is_told(partner: Partners, case: Case) -> None:
    prosecutor, path = partner("om"), f"/zaken/{case.public_id}/rechterlijke-uitkomsten"
    made = prosecutor.post(path, judgment(prosecutor, case))
    assert made.status_code == 201, made.content
    (shown,) = partner("vt").get(path).json()["resultaten"]
    assert (shown["id"], shown["uitkomst"], shown["maatregel"]) == (made.json()["id"], "judgment", None)
    notices = partner("shn").get(f"/zaken/{case.public_id}/slachtofferberichten").json()["resultaten"]
    assert notices


def test_an_outcome_for_which_nothing_lies_before_the_judge_is_refused(partner: Partners, case: Case) -> None:
    prosecutor, path = partner("om"), f"/zaken/{case.public_id}/rechterlijke-uitkomsten"
    early = {**judgment(prosecutor, case), "uitkomst": "remand_ordered"}
    assert prosecutor.post(path, early).status_code == 409
    nobody_tells = {**judgment(prosecutor, case), "wieInformeert": None}
    refused = prosecutor.post(path, nobody_tells)
    assert (refused.status_code, bool(refused.json()["ontbreekt"])) == (409, True)
    no_content = prosecutor.post(path, {**judgment(prosecutor, case), "inhoud": ""})
    assert no_content.status_code == 400
    assert no_content.json()["errors"][0]["location"] == {"pointer": "/inhoud"}


def test_others_record_no_outcome_and_outsiders_find_no_case(partner: Partners, case: Case) -> None:
    path, body = f"/zaken/{case.public_id}/rechterlijke-uitkomsten", judgment(partner("om"), case)
    assert partner("politie").post(path, body).status_code == 403
    assert partner("politie-rk").post(path, body).status_code == 404


# --- consent and the three questions --------------------------------------------------------------


def spoken(partner: Partner, case: Case) -> str:
    """Slachtofferhulp records what the victim said; gives who the victim is."""
    rows = partner.get(f"/zaken/{case.public_id}/personen").json()["resultaten"]
    victim = str(next(row["id"] for row in rows if row["rol"] == "victim"))
    said = {
        "slachtoffer": victim,
        "gesprokenOp": "2026-03-10T10:05:00+01:00",
        "overVeiligheid": "Bang in het donker.",
        "wilNu": "Rust.",
        "zietOplossing": "Een andere woning.",
    }
    assert partner.post(f"/zaken/{case.public_id}/wensen", said).status_code == 201
    return victim


def step(victim: str, name: str) -> dict[str, str]:
    return {"persoon": victim, "stap": name, "moment": "2026-03-10T10:06:00+01:00"}


def test_consent_opens_the_three_answers_and_its_withdrawal_closes_them(
    partner: Partners, case: Case
) -> None:
    shn, vt, zaak = partner("shn"), partner("vt"), f"/zaken/{case.public_id}"
    victim = spoken(shn, case)
    assert vt.get(f"{zaak}/wensen").json()["resultaten"] == []
    assert shn.post(f"{zaak}/toestemmingen", step(victim, "given")).status_code == 201
    (told,) = vt.get(f"{zaak}/wensen").json()["resultaten"]
    assert (told["wilNu"], told["bescherming"]) == ("Rust.", None)
    assert shn.post(f"{zaak}/toestemmingen", step(victim, "withdrawn")).status_code == 201
    assert vt.get(f"{zaak}/wensen").json()["resultaten"] == []
    steps = shn.get(f"{zaak}/toestemmingen").json()["resultaten"]
    assert [row["stap"] for row in steps] == ["withdrawn", "given"]


def test_veilig_thuis_never_hears_that_the_victim_was_asked(partner: Partners, case: Case) -> None:
    shn, path = partner("shn"), f"/zaken/{case.public_id}/toestemmingen"
    before = partner("vt").get(path).json()
    assert shn.post(path, step(spoken(shn, case), "refused")).status_code == 201
    assert partner("vt").get(path).json() == before


def test_only_slachtofferhulp_records_consent_and_only_a_step_that_can_follow(
    partner: Partners, case: Case
) -> None:
    shn, path = partner("shn"), f"/zaken/{case.public_id}/toestemmingen"
    victim = spoken(shn, case)
    assert partner("vt").post(path, step(victim, "given")).status_code == 403
    assert shn.post(path, step(victim, "withdrawn")).status_code == 409
    future = {**step(victim, "given"), "moment": "2026-03-11T10:00:00+01:00"}
    refused = shn.post(path, future)
    assert refused.json()["errors"][0]["location"] == {"pointer": "/moment"}
    assert partner("politie-rk").post(path, step(victim, "given")).status_code == 404


# --- telling the reporter -------------------------------------------------------------------------


def outcome_of_the_report(vt: Partner, case: Case) -> str:
    zaak = f"/zaken/{case.public_id}"
    (report,) = vt.get(f"{zaak}/meldingen").json()["resultaten"]
    body = {"moment": "assessment", "status": "VT-99", "toelichting": "Hoort bij een andere regio."}
    return str(vt.post(f"{zaak}/meldingen/{report['id']}/uitkomsten", body).json()["id"])


def test_the_reporter_is_told_once_and_never_where_somebody_lives(partner: Partners, case: Case) -> None:
    vt = partner("vt")
    path = f"/zaken/{case.public_id}/uitkomsten/{outcome_of_the_report(vt, case)}/terugkoppelingen"
    lives = vt.post(path, {"tekst": "Zij woont nu op 1234 AB.", "hoe": "phone"})
    assert lives.json()["errors"][0]["location"] == {"pointer": "/tekst"}
    made = vt.post(path, {"tekst": "Wij hebben uw melding doorgestuurd.", "hoe": "phone"})
    assert made.status_code == 201, made.content
    place = made.json()["_links"]["self"]["href"].removeprefix("/api/v1")
    (row,) = vt.get(place).json()["resultaten"]
    assert row["terugkoppeling"]["tekst"] == "Wij hebben uw melding doorgestuurd."
    assert vt.post(path, {"tekst": "Nog een keer.", "hoe": "phone"}).status_code == 409


def test_a_person_on_record_is_told_or_it_is_put_off_with_a_reason(
    partner: Partners, cast: Cast, case: Case
) -> None:
    vt, zaak = partner("vt"), f"/zaken/{case.public_id}"
    report = report_on_victim(cast, case, REGISTERED)
    listed = f"{zaak}/meldingen/{report.public_id}/betrokkenen"
    (told,) = vt.get(listed).json()["resultaten"]
    path = f"{zaak}/betrokkenen/{told['id']}"
    assert partner("politie").post(f"{path}/uitstel", {"reden": "x"}).status_code == 403
    assert partner("vt-rk").post(f"{path}/uitstel", {"reden": "x"}).status_code == 404
    assert vt.post(f"{zaak}/betrokkenen/{uuid4()}/uitstel", {"reden": "x"}).status_code == 404
    assert vt.post(f"{path}/uitstel", {}).json()["errors"][0]["location"] == {"pointer": "/reden"}
    assert vt.post(f"{path}/uitstel", {"reden": "Hij bedreigt haar."}).status_code == 201
    kinds = [row["soort"] for row in vt.get(f"{zaak}/termijnen").json()["resultaten"]]
    assert "inform_person_on_record" in kinds
    made = vt.post(f"{path}/informering", {"hoe": "Gesprek op kantoor."})
    assert made.status_code == 201, made.content
    assert vt.post(f"{path}/informering", {"hoe": "Nog eens."}).status_code == 409
    assert vt.post(f"{path}/uitstel", {"reden": "Te laat."}).status_code == 409
    (row,) = [row for row in vt.get(listed).json()["resultaten"] if row["id"] == told["id"]]
    assert (row["hoeGeinformeerd"], bool(row["geinformeerdOp"])) == ("Gesprek op kantoor.", True)


def test_an_inquiry_is_decided_started_and_ended_once(partner: Partners, case: Case) -> None:
    vt, zaak = partner("vt"), f"/zaken/{case.public_id}"
    (report,) = vt.get(f"{zaak}/meldingen").json()["resultaten"]
    place = f"{zaak}/meldingen/{report['id']}"
    assert vt.put(f"{place}/onderzoek/start", {}, "*").status_code == 404
    assert partner("politie").post(f"{place}/onderzoeken", {"reden": "x"}).status_code == 403
    made = vt.post(f"{place}/onderzoeken", {"reden": "Er is meer aan de hand."})
    assert made.status_code == 201, made.content
    assert vt.post(f"{place}/onderzoeken", {"reden": "Nog een."}).status_code == 409
    early = vt.put(f"{place}/onderzoek/einde", {"uitkomst": "Klaar."}, made.headers["ETag"])
    assert early.status_code == 409
    begun = vt.put(f"{place}/onderzoek/start", {}, made.headers["ETag"])
    assert (begun.status_code, bool(begun.json()["gestartOp"])) == (200, True)
    assert vt.put(f"{place}/onderzoek/einde", {"uitkomst": "Klaar."}, made.headers["ETag"]).status_code == 412
    empty = vt.put(f"{place}/onderzoek/einde", {"uitkomst": " "}, begun.headers["ETag"])
    assert empty.json()["errors"][0]["location"] == {"pointer": "/uitkomst"}
    over = vt.put(f"{place}/onderzoek/einde", {"uitkomst": "Hulp loopt."}, begun.headers["ETag"])
    assert (over.status_code, over.json()["uitkomst"]) == (200, "Hulp loopt.")
    (seen,) = vt.get(f"{place}/onderzoeken").json()["resultaten"]
    assert seen["afgerondOp"]


def test_others_tell_no_reporter_and_an_unknown_outcome_is_hidden(partner: Partners, case: Case) -> None:
    vt, body = partner("vt"), {"tekst": "Doorgestuurd.", "hoe": "letter"}
    path = f"/zaken/{case.public_id}/uitkomsten/{outcome_of_the_report(vt, case)}/terugkoppelingen"
    assert partner("politie").post(path, body).status_code == 403
    assert partner("vt-rk").post(path, body).status_code == 404
    unknown = f"/zaken/{case.public_id}/uitkomsten/{uuid4()}/terugkoppelingen"
    assert vt.post(unknown, body).status_code == 404
