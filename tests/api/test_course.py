"""The investigation, what happens with a measure, and what follows the decision, through REST."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine

from cases.access.wall import acting_as
from cases.casefiles.models import Case
from cases.organisations.rules import Role
from tests.api.client import Partner
from tests.cases.terms.rules.moments import ams
from tests.factories.cast import Cast
from tests.zsm.decision.making import DECIDED, a_held_case, before_rc, concluded, custody, decided, stated
from veiligheid.demo.stories import threat_at_home
from zsm.decision.rules.act import Order
from zsm.decision.rules.kinds import DecisionKind

pytestmark = pytest.mark.usefixtures("made", "rolled_back")

Partners = Callable[[str], Partner]
NOW = DECIDED + timedelta(minutes=30)


@pytest.fixture(autouse=True)
def now() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    with time_machine.travel(moment, tick=False):
        yield


@pytest.fixture(scope="module")
def made(module_db: None, cast: Cast) -> Case:
    """The stalking case in which custody was ordered and the suspect is to be brought before the RC."""
    with at(NOW):
        case = a_held_case(cast)
        concluded(cast, case)
        stated(cast, case)
        decided(cast, case, custody(), before_rc())
    return case


@pytest.fixture
def held(made: Case) -> str:
    """The place of that case."""
    return f"/zaken/{made.public_id}"


@pytest.fixture
def open_case(cast: Cast, now: None) -> str:
    """A case of other people, before OM has decided."""
    return f"/zaken/{a_held_case(cast, threat_at_home).public_id}"


def rows(partner: Partner, path: str) -> list[dict[str, Any]]:
    response = partner.get(path)
    assert response.status_code == 200, response.content
    found: list[dict[str, Any]] = response.json()["resultaten"]
    return found


def place_of(response: Any) -> str:
    assert response.status_code == 400, response.content
    return str(response.json()["errors"][0]["location"]["pointer"])


def owed(partner: Partner, zaak: str) -> set[str]:
    return {row["soort"] for row in rows(partner, f"{zaak}/termijnen?lopend=true")}


def partner_id(partner: Partner, zaak: str, kind: str) -> str:
    found = next(row["organisatie"] for row in rows(partner, f"{zaak}/deelnemers") if row["soort"] == kind)
    return str(found)


# --- investigation --------------------------------------------------------------------------------


def test_om_chooses_police_writes_om_approves_and_police_carries_out(
    partner: Partners, open_case: str
) -> None:
    om, police, path = partner("om"), partner("politie"), f"{open_case}/onderzoeksplannen"
    made = om.post(path, {"vraag": "Wie was erbij?", "gevraagdVoor": "2026-03-12"})
    assert made.status_code == 201, made.content
    plan = f"{path}/{made.json()['id']}"
    assert om.post(path, {"vraag": "Nog een."}).status_code == 409
    wrong = {"onderdelen": [{"wat": "Buren horen", "wie": "recherche", "uiterlijk": "2026-03-01"}]}
    assert place_of(police.post(f"{plan}/versies", wrong)) == "/onderdelen/0/uiterlijk"
    assert place_of(police.post(f"{plan}/versies", {"onderdelen": []})) == "/onderdelen"
    written = {"onderdelen": [{"wat": "Buren horen", "wie": "recherche", "uiterlijk": "2026-03-11"}]}
    assert police.post(f"{plan}/versies", written).json()["versie"] == 1
    assert place_of(om.post(f"{plan}/oordelen", {"oordeel": "returned"})) == "/toelichting"
    back = {"oordeel": "returned", "toelichting": "Ook de camera's."}
    assert om.post(f"{plan}/oordelen", back).status_code == 201
    assert om.post(f"{plan}/oordelen", {"oordeel": "approved"}).status_code == 409
    assert police.post(f"{plan}/versies", written).json()["versie"] == 2
    assert om.post(f"{plan}/oordelen", {"oordeel": "approved"}).status_code == 201
    assert "investigation_item" in owed(police, open_case)
    (shown,) = rows(om, path)
    (act,) = shown["onderdelen"]
    ending = f"{open_case}/onderzoeksonderdelen/{act['id']}/afronding"
    undone = police.put(ending, {"stand": "not_done"}, act["etag"])
    assert place_of(undone) == "/uitkomst"
    done = police.put(ending, {"stand": "done", "uitkomst": "Twee buren gehoord."}, act["etag"])
    assert (done.status_code, done.json()["stand"]) == (200, "done")
    assert police.put(ending, {"stand": "done"}, act["etag"]).status_code == 412
    assert "investigation_item" not in owed(police, open_case)


def test_the_investigation_is_stopped_with_a_reason_and_hidden_from_whom_it_is_not_for(
    partner: Partners, open_case: str
) -> None:
    om, path = partner("om"), f"{open_case}/onderzoeksplannen"
    plan = om.post(path, {"vraag": "Wie was erbij?"}).json()["id"]
    hidden = partner("shn").get(path).json()
    assert (hidden["resultaten"], hidden["achtergehouden"]) == ([], 1)
    assert partner("vt").post(f"{path}/{plan}/oordelen", {}).status_code == 403
    assert om.post(f"{path}/{open_case[-36:]}/oordelen", {"oordeel": "stopped"}).status_code == 404
    stop = {"oordeel": "stopped", "toelichting": "Er is al bewijs."}
    assert om.post(f"{path}/{plan}/oordelen", stop).status_code == 201
    assert "investigation_plan" not in owed(partner("politie"), open_case)
    assert rows(om, path)[0]["stand"] == "stopped"


# --- measures -------------------------------------------------------------------------------------


def change(om: Partner, zaak: str, **more: Any) -> dict[str, Any]:
    return {"reden": "De zitting is pas later.", "wieInformeert": partner_id(om, zaak, "shn"), **more}


def test_a_measure_is_extended_suspended_resumed_and_ended_by_order_of_om(
    partner: Partners, held: str
) -> None:
    om = partner("om")
    (measure,) = rows(om, f"{held}/maatregelen")
    path = f"{held}/maatregelen/{measure['id']}/wijzigingen"
    assert place_of(om.post(path, change(om, held, wat="extended"))) == "/tot"
    nobody = om.post(path, {**change(om, held, wat="suspended"), "wieInformeert": None})
    assert (nobody.status_code, bool(nobody.json()["ontbreekt"])) == (409, True)
    until = datetime.fromisoformat(measure["tot"]) + timedelta(days=200)
    too_long = om.post(path, change(om, held, wat="extended", tot=until.isoformat(), voorwaardeVervuld=True))
    assert place_of(too_long) == "/tot"
    fits = (datetime.fromisoformat(measure["tot"]) + timedelta(days=30)).isoformat()
    longer = om.post(path, change(om, held, wat="extended", tot=fits, voorwaardeVervuld=True))
    assert longer.status_code == 201, longer.content
    assert om.post(path, change(om, held, wat="suspended")).status_code == 201
    assert om.post(path, change(om, held, wat="suspended")).status_code == 409
    assert rows(om, f"{held}/maatregelen")[0]["geschorstOp"] == "2026-03-10T14:40:00Z"
    assert om.post(path, change(om, held, wat="resumed")).status_code == 201
    ended = change(om, held, wat="ended", geeindigdOp=NOW.isoformat())
    assert om.post(path, ended).status_code == 201
    assert om.post(path, ended).status_code == 409
    assert [row["wat"] for row in rows(om, path)] == ["ended", "resumed", "suspended", "extended"]
    (part_a,) = rows(partner("vt"), f"{held}/beoordelingen?onderdeel=A")
    assert part_a["verouderdSinds"]


def test_only_who_gives_an_order_by_law_changes_it(partner: Partners, held: str) -> None:
    (measure,) = rows(partner("om"), f"{held}/maatregelen")
    path, body = f"{held}/maatregelen/{measure['id']}/wijzigingen", change(partner("om"), held, wat="ended")
    for who, status in (("politie", 403), ("om.assistent", 403), ("vt", 403), ("politie-rk", 404)):
        assert partner(who).post(path, body).status_code == status


def test_before_its_end_safety_is_judged_again_by_an_assessment_that_holds(
    partner: Partners, held: str
) -> None:
    vt = partner("vt")
    (measure,) = rows(vt, f"{held}/maatregelen")
    path = f"{held}/maatregelen/{measure['id']}"
    judged = {"toelichting": "Verlengen is nodig."}
    made = vt.post(f"{path}/eindbeoordelingen", judged)
    assert made.status_code == 201, made.content
    assert vt.post(f"{path}/eindbeoordelingen", judged).status_code == 409
    assert partner("politie").post(f"{path}/eindbeoordelingen", judged).status_code == 403
    shn = partner("shn")
    assert shn.post(f"{path}/eindberichten", {}).status_code == 201
    assert shn.post(f"{path}/eindberichten", {}).status_code == 409
    assert vt.post(f"{path}/eindberichten", {}).status_code == 403


def huisverbod(police: Partner, zaak: str, **more: Any) -> dict[str, Any]:
    victim = next(row["id"] for row in rows(police, f"{zaak}/personen") if row["rol"] == "victim")
    return {
        "soort": "temporary_restraining_order",
        "beschermt": [victim],
        "opgelegdDoor": "burgemeester",
        "opgelegdOp": "2026-03-10T15:00:00+01:00",
        **more,
    }


def test_an_imposed_measure_names_who_tells_the_victim_as_on_the_page(partner: Partners, held: str) -> None:
    police, path = partner("politie"), f"{held}/maatregelen"
    silent = police.post(path, huisverbod(police, held))
    assert (silent.status_code, bool(silent.json()["ontbreekt"])) == (409, True)
    told = huisverbod(police, held, wieInformeert=partner_id(police, held, "shn"))
    assert police.post(path, told).status_code == 201
    order = {**told, "soort": "behavioural_order", "onderdelen": ["contact_ban"], "gronden": "b"}
    assert police.post(path, order).status_code == 403
    assert place_of(partner("om").post(path, order)) == "/soort"


def test_a_breach_that_om_knows_is_not_told_again(partner: Partners, held: str) -> None:
    police = partner("politie")
    (measure,) = rows(police, f"{held}/maatregelen")
    path = f"{held}/schendingen/{measure['schendingen'][0]['id']}/meldingen-om"
    assert police.post(path, {}).status_code == 409
    assert partner("vt").post(path, {}).status_code == 403


# --- release, escape, longer holding --------------------------------------------------------------


def test_a_release_without_protection_is_refused_with_everything_that_is_missing(
    partner: Partners, held: str
) -> None:
    om, path = partner("om"), f"{held}/vrijlatingen"
    body = {"vrijSinds": NOW.isoformat(), "wieInformeert": partner_id(om, held, "shn")}
    refused = partner("politie").post(path, body)
    assert (refused.status_code, len(refused.json()["ontbreekt"]) > 1) == (409, True)
    assert place_of(om.post(path, {**body, "opzijzetten": [4]})) == "/opzijzetten"
    forced = {
        **body,
        "vooraf": ["vt", "politie"],
        "slachtofferVooraf": True,
        "opzijzetten": [1],
        "motiveringOpzijzetten": "De wet dwingt het af.",
    }
    assert partner("politie").post(path, forced).status_code == 409
    made = om.post(path, forced)
    assert made.status_code == 201, made.content
    (shown,) = rows(partner("vt"), path)
    assert (shown["opzijgezetteWaarborgen"], shown["slachtofferVooraf"]) == ([1], True)
    assert om.post(path, forced).status_code == 409
    assert partner("vt").post(path, body).status_code == 403


def test_an_escape_alarms_and_the_suspect_is_caught_once(partner: Partners, held: str) -> None:
    police, path = partner("politie"), f"{held}/ontsnappingen"
    body = {"ontsnaptOp": NOW.isoformat(), "toelichting": "Bij het transport."}
    silent = police.post(path, body)
    assert (silent.status_code, bool(silent.json()["ontbreekt"])) == (409, True)
    named = {**body, "wieInformeert": partner_id(police, held, "shn")}
    made = police.post(path, named)
    assert made.status_code == 201, made.content
    assert police.post(path, named).status_code == 409
    (shown,) = rows(partner("vt"), path)
    assert (shown["weerVastOp"], shown["toelichting"]) == (None, None)
    caught, later = f"{path}/{shown['id']}/weer-vast", NOW + timedelta(hours=1)
    with at(later):
        early = {"weerVastOp": (NOW - timedelta(hours=1)).isoformat()}
        assert place_of(police.put(caught, early, shown["etag"])) == "/weerVastOp"
        held_again = police.put(caught, {"weerVastOp": later.isoformat()}, shown["etag"])
        assert (held_again.status_code, bool(held_again.json()["weerVastOp"])) == (200, True)
        assert police.put(caught, {"weerVastOp": later.isoformat()}, shown["etag"]).status_code == 412
    assert partner("vt").put(caught, {}, "*").status_code == 403


def test_a_detention_elsewhere_needs_a_remand_and_ends_once(partner: Partners, cast: Cast, held: str) -> None:
    om, path = partner("om"), f"{held}/detenties-elders"
    body = {"titel": "sentence", "sinds": NOW.isoformat()}
    assert om.post(path, body).status_code == 409
    tells = partner_id(om, held, "shn")
    court = {"uitkomst": "remand_ordered", "beslistOp": NOW.isoformat(), "wieInformeert": tells}
    assert om.post(f"{held}/rechterlijke-uitkomsten", court).status_code == 201
    assert place_of(om.post(path, body | {"titel": "other"})) == "/toelichting"
    assert partner("vt").post(path, body).status_code == 403
    made = om.post(path, body)
    assert made.status_code == 201, made.content
    (shown,) = rows(partner("vt"), path)
    assert (shown["titel"], shown["tot"], shown["toelichting"]) == ("sentence", None, None)
    end, later = f"{path}/{shown['id']}/einde", NOW + timedelta(hours=2)
    with at(later):
        assert place_of(om.put(end, {"tot": NOW.isoformat()}, shown["etag"])) == "/tot"
        over = om.put(end, {"tot": later.isoformat()}, made.headers["ETag"])
        assert (over.status_code, bool(over.json()["tot"])) == (200, True)
        assert om.put(end, {"tot": later.isoformat()}, shown["etag"]).status_code == 412


def test_custody_is_extended_once_by_a_prosecutor(partner: Partners, held: str) -> None:
    om, path = partner("om"), f"{held}/vasthoudverlengingen"
    body = {
        "termijn": "police_custody",
        "hoeveel": 3,
        "reden": "Dringend.",
        "voorwaardeVervuld": True,
        "wieInformeert": partner_id(om, held, "shn"),
    }
    assert partner("politie").post(path, body).status_code == 403
    assert place_of(om.post(path, {**body, "hoeveel": 4})) == "/hoeveel"
    assert om.post(path, {**body, "termijn": "first_decision", "hoeveel": 6}).status_code == 409
    assert om.post(path, body).status_code == 201
    assert place_of(om.post(path, body)) == "/hoeveel"


# --- routing and plan date ------------------------------------------------------------------------


def case_of(cast: Cast, zaak: str) -> Case:
    with acting_as(cast.actor("om")):
        return Case.objects.get(public_id=zaak.removeprefix("/zaken/"))


def test_a_routing_is_accepted_by_another_prosecutor_only(partner: Partners, cast: Cast, held: str) -> None:
    path = f"{held}/routeringsantwoorden"
    values = {"department": "interventions", "receiving_prosecutor": "mr. Aalders"}
    routed = decided(cast, case_of(cast, held), Order(DecisionKind.ROUTING, values), at=NOW)
    receiver = cast.user("om.lead")
    receiver.roles = [*receiver.roles, Role.PROSECUTOR.value]
    receiver.save()
    body = {"besluit": str(routed.public_id), "aanvaard": True}
    for who in ("om", "politie"):
        assert partner(who).post(path, body).status_code == 403
    another = partner("om.lead")
    assert another.post(path, {**body, "besluit": held.removeprefix("/zaken/")}).status_code == 409
    assert place_of(another.post(path, {**body, "aanvaard": False})) == "/reden"
    assert another.post(path, body).status_code == 201
    assert another.post(path, body).status_code == 409


def test_what_a_plan_date_asks_of_veilig_thuis_is_reported_ready(
    partner: Partners, cast: Cast, held: str
) -> None:
    vt, path = partner("vt"), f"{held}/plandatumverzoeken"
    assert rows(vt, path) == []
    case = case_of(cast, held)
    values = {
        "plan_date": ams("2026-03-20 00:00").date(),
        "needed_by_then": ("safety_plan",),
        "interim_safety": "De verdachte zit vast.",
    }
    decided(cast, case, Order(DecisionKind.PLAN_DATE, values), at=NOW)
    (asked,) = rows(vt, path)
    assert asked["gevraagd"] == ["safety_plan"]
    assert rows(partner("shn"), path) == []
    ready = f"{path}/{asked['id']}/gereedmeldingen"
    assert partner("shn").post(ready, {"watIsKlaar": "Het plan."}).status_code == 404
    assert place_of(vt.post(ready, {"watIsKlaar": " "})) == "/watIsKlaar"
    assert vt.post(ready, {"watIsKlaar": "Het veiligheidsplan is af."}).status_code == 201
    assert vt.post(ready, {"watIsKlaar": "Nog een keer."}).status_code == 404
