"""SASH, stalking checklist and individual assessment through REST: each by whom the law trusts with it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
import time_machine

from cases.assessments.rules.sash import questions_for
from cases.assessments.rules.stalking_checklist import QUESTIONS
from cases.casefiles.models import Case
from tests.api.client import Partner
from tests.factories.cast import Cast
from tests.factories.story import REGISTERED, register_stalking_case

pytestmark = pytest.mark.usefixtures("made", "rolled_back")

Partners = Callable[[str], Partner]


@pytest.fixture(scope="module")
def made(module_db: None, cast: Cast) -> Case:
    """The stalking case."""
    with time_machine.travel(REGISTERED, tick=False):
        return register_stalking_case(cast)


@pytest.fixture
def zaak(made: Case) -> Iterator[str]:
    """The place of that case, when it has just been registered."""
    with time_machine.travel(REGISTERED, tick=False):
        yield f"/zaken/{made.public_id}"


def owed(partner: Partner, zaak: str) -> set[str]:
    rows = partner.get(f"{zaak}/termijnen?lopend=true").json()["resultaten"]
    return {row["soort"] for row in rows}


# --- SASH -----------------------------------------------------------------------------------------


def sash(present: str = "", **changes: Any) -> dict[str, Any]:
    """Every question answered with absent, but one."""
    asked = [question.code for question in questions_for(ex_partner=True)]
    answers = [{"vraag": code, "oordeel": "present" if code == present else "absent"} for code in asked]
    return {"opVersie": 0, "exPartner": True, "antwoorden": answers, "niveau": "low", **changes}


def test_a_draft_is_for_who_makes_it_until_it_is_handed_in(partner: Partners, zaak: str) -> None:
    police, drafts, handed_in = partner("politie"), f"{zaak}/sash-concepten", f"{zaak}/sash-screeningen"
    half = sash(antwoorden=[{"vraag": "threats", "oordeel": "present"}], niveau=None)
    assert police.post(drafts, half).status_code == 201
    (draft,) = police.get(drafts).json()["resultaten"]
    assert {row["vraag"]: row["oordeel"] for row in draft["antwoorden"]}["threats"] == "present"
    nothing = partner("vt").get(handed_in).json()
    assert (nothing["resultaten"], nothing["achtergehouden"]) == ([], 0)
    assert "sash" in owed(police, zaak)
    made = police.post(handed_in, sash(conceptBewaardOp=draft["bewaardOp"]))
    assert (made.status_code, made.json()["versie"]) == (201, 1)
    (shown,) = partner("vt").get(handed_in).json()["resultaten"]
    assert (shown["id"], shown["niveau"], shown["alarmbellen"]) == (made.json()["id"], "low", [])
    assert police.get(drafts).json()["resultaten"] == []
    assert "sash" not in owed(police, zaak)


def test_an_alarm_makes_the_concern_high_whatever_was_chosen(partner: Partners, zaak: str) -> None:
    made = partner("politie").post(f"{zaak}/sash-screeningen", sash("mortal_fear", niveau="low"))
    assert made.status_code == 201
    (shown,) = partner("om").get(f"{zaak}/sash-screeningen").json()["resultaten"]
    assert (shown["niveau"], shown["alarmbellen"]) == ("high", ["mortal_fear"])


def test_an_incomplete_sash_is_refused_with_every_question(partner: Partners, zaak: str) -> None:
    refused = partner("politie").post(f"{zaak}/sash-screeningen", sash(antwoorden=[]))
    assert (refused.status_code, len(refused.json()["ontbreekt"])) == (409, 16)


def test_who_was_second_gets_409_and_overwrites_nothing(partner: Partners, zaak: str) -> None:
    police = partner("politie")
    assert police.post(f"{zaak}/sash-concepten", sash()).status_code == 201
    stale = sash(conceptBewaardOp="2026-03-10T08:00:00+01:00")
    assert police.post(f"{zaak}/sash-concepten", stale).status_code == 409
    assert police.post(f"{zaak}/sash-screeningen", sash()).status_code == 201
    assert police.post(f"{zaak}/sash-screeningen", sash()).status_code == 409


def test_a_question_twice_is_told_at_the_answers(partner: Partners, zaak: str) -> None:
    twice = sash(antwoorden=[{"vraag": "threats", "oordeel": "present"}] * 2)
    refused = partner("politie").post(f"{zaak}/sash-concepten", twice)
    assert refused.json()["errors"][0]["location"] == {"pointer": "/antwoorden"}


def test_who_is_not_trained_hears_who_is(partner: Partners, cast: Cast, zaak: str) -> None:
    for place in ("sash-screeningen", "sash-concepten"):
        refused = partner("politie.lead").post(f"{zaak}/{place}", sash())
        assert refused.status_code == 403
        assert "certificaat" in refused.json()["detail"]
        assert cast.user("politie").display_name in refused.json()["detail"]
    assert partner("politie.lead").get(f"{zaak}/sash-concepten").status_code == 403
    assert partner("vt").post(f"{zaak}/sash-screeningen", sash()).status_code == 403
    assert partner("politie-rk").get(f"{zaak}/sash-screeningen").status_code == 404


def test_a_sash_is_counted_but_not_shown_to_whom_it_is_not_for(partner: Partners, zaak: str) -> None:
    assert partner("politie").post(f"{zaak}/sash-screeningen", sash()).status_code == 201
    shown = partner("shn").get(f"{zaak}/sash-screeningen").json()
    assert (shown["resultaten"], shown["achtergehouden"]) == ([], 1)


def test_veilig_thuis_adds_to_the_sash_that_stands(partner: Partners, zaak: str) -> None:
    vt, police = partner("vt"), partner("politie")
    first = police.post(f"{zaak}/sash-screeningen", sash()).json()["id"]
    path = f"{zaak}/sash-screeningen/{first}/verrijkingen"
    told = {"tekst": "Ook een vorige partner is gestalkt."}
    assert vt.post(path, told).status_code == 201
    (shown,) = police.get(f"{zaak}/sash-screeningen").json()["resultaten"]
    assert [row["tekst"] for row in shown["verrijkingen"]] == [told["tekst"]]
    assert police.post(path, told).status_code == 403
    assert vt.post(path, {"tekst": " "}).status_code == 400
    unknown = f"{zaak}/sash-screeningen/{'0' * 8}-0000-4000-8000-{'0' * 12}/verrijkingen"
    assert vt.post(unknown, told).status_code == 404
    assert police.post(f"{zaak}/sash-screeningen", sash(opVersie=1)).status_code == 201
    assert vt.post(path, told).status_code == 409


# --- stalking checklist ---------------------------------------------------------------------------


def checklist(yes: str = "", described: str = "Elke dag.", **changes: Any) -> dict[str, Any]:
    """Every question answered with no, but one."""
    answers = [
        {
            "vraag": question.code,
            "antwoord": "yes" if question.code == yes else "no",
            "beschrijving": described if question.code == yes else "",
        }
        for question in QUESTIONS
    ]
    return {"opVersie": 0, "antwoorden": answers, **changes}


def test_the_checklist_is_recorded_in_versions_and_read_by_veilig_thuis(partner: Partners, zaak: str) -> None:
    police, path = partner("politie.lead"), f"{zaak}/stalkingvragenlijsten"
    assert police.post(path, checklist("effort")).json()["versie"] == 1
    assert police.post(path, checklist("effort")).status_code == 409
    assert police.post(path, checklist(opVersie=1)).json()["versie"] == 2
    rows = partner("vt").get(path).json()["resultaten"]
    assert [row["versie"] for row in rows] == [2, 1]
    assert rows[1]["antwoorden"][0] | {"achtergehouden": []} == {
        "vraag": "effort",
        "antwoord": "yes",
        "beschrijving": "Elke dag.",
        "achtergehouden": [],
    }
    assert partner("vt").post(path, checklist()).status_code == 403
    assert partner("shn").get(path).json()["achtergehouden"] == 2


def test_a_yes_without_description_is_told_at_that_question(partner: Partners, zaak: str) -> None:
    police, path = partner("politie"), f"{zaak}/stalkingvragenlijsten"
    last = len(QUESTIONS) - 1
    silent = police.post(path, checklist(QUESTIONS[last].code, described=""))
    assert silent.json()["errors"][0]["location"] == {"pointer": f"/antwoorden/{last}/beschrijving"}
    partly = police.post(path, {"opVersie": 0, "antwoorden": checklist()["antwoorden"][1:]})
    assert partly.json()["errors"][0]["location"] == {"pointer": "/antwoorden"}
    twice = police.post(path, {"opVersie": 0, "antwoorden": [checklist()["antwoorden"][0]] * 2})
    assert twice.json()["errors"][0]["location"] == {"pointer": "/antwoorden"}


# --- individual assessment ------------------------------------------------------------------------


def protection(partner: Partner, zaak: str, **changes: Any) -> dict[str, Any]:
    """The individual assessment of the victim: protection is needed."""
    rows = partner.get(f"{zaak}/personen").json()["resultaten"]
    return {
        "opVersie": 0,
        "slachtoffer": next(row["id"] for row in rows if row["rol"] == "victim"),
        "kenmerken": ["dependent"],
        "verhouding": "Ex-partner.",
        "omstandigheden": "Steeds aan de deur.",
        "risicoStrafproces": "unknown",
        "risicoHerhaling": "yes",
        "risicoIntimidatie": "no",
        "risicoWraak": "unknown",
        "beschermingNodig": "yes",
        "bescherming": ["contact_or_area_ban"],
        "wens": "Geen contact meer.",
        **changes,
    }


def test_police_assesses_the_victim_and_om_brings_it_up_to_date(partner: Partners, zaak: str) -> None:
    police, om, path = partner("politie"), partner("om"), f"{zaak}/individuele-beoordelingen"
    early = om.post(path, protection(om, zaak))
    assert (early.status_code, early.json()["ontbreekt"][0]["leverancier"]) == (409, "politie")
    assert police.post(path, protection(police, zaak)).status_code == 201
    assert "ib_of_victim" not in owed(police, zaak)
    assert om.post(path, protection(om, zaak)).status_code == 409
    made = om.post(path, protection(om, zaak, opVersie=1, risicoWraak="yes"))
    assert made.json()["versie"] == 2
    current, former = partner("vt").get(path).json()["resultaten"]
    assert (current["risicoWraak"], former["risicoWraak"]) == ("yes", "unknown")
    assert (current["bescherming"], current["kenmerken"]) == (["contact_or_area_ban"], ["dependent"])


def test_what_the_victim_wants_is_read_by_victim_support_and_nothing_else(
    partner: Partners, zaak: str
) -> None:
    police, path = partner("politie"), f"{zaak}/individuele-beoordelingen"
    assert police.post(path, protection(police, zaak)).status_code == 201
    (told,) = partner("shn").get(path).json()["resultaten"]
    assert (told["wens"], told["verhouding"], told["bescherming"]) == ("Geen contact meer.", None, None)
    assert "verhouding" in told["achtergehouden"]
    (weighed,) = partner("vt").get(path).json()["resultaten"]
    assert (weighed["wens"], weighed["verhouding"]) == (None, "Ex-partner.")


def test_protection_without_measures_and_a_stranger_are_refused(partner: Partners, zaak: str) -> None:
    police, path = partner("politie"), f"{zaak}/individuele-beoordelingen"
    bare = police.post(path, protection(police, zaak, bescherming=[], wens=""))
    assert {row["code"] for row in bare.json()["ontbreekt"]} == {"measures", "view"}
    rows = police.get(f"{zaak}/personen").json()["resultaten"]
    suspect = next(row["id"] for row in rows if row["rol"] == "suspect")
    wrong = police.post(path, protection(police, zaak, slachtoffer=suspect))
    assert wrong.json()["errors"][0]["location"] == {"pointer": "/slachtoffer"}
    assert partner("vt").post(path, protection(police, zaak)).status_code == 403
    assert partner("politie-rk").get(path).status_code == 404
