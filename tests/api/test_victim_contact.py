"""The first call, the aangifte and what a victim gets in writing, through REST."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
import time_machine

from cases.casefiles.models import Case
from tests.api.client import Partner
from tests.factories.cast import Cast
from tests.zsm.decision.making import DECIDED, a_held_case, before_rc, concluded, custody, decided, stated

pytestmark = pytest.mark.usefixtures("made", "rolled_back")

Partners = Callable[[str], Partner]
NOW = "2026-03-10T15:10:00+01:00"
CONTACT = {
    "telefoon": "0600000123",
    "telefoonVeilig": True,
    "email": "veilig@example.org",
    "emailVeilig": True,
}


@pytest.fixture(scope="module")
def made(module_db: None, cast: Cast) -> Case:
    """The stalking case in which the suspect is held and the victim must be told."""
    with time_machine.travel(DECIDED, tick=False):
        case = a_held_case(cast)
        concluded(cast, case)
        stated(cast, case)
        decided(cast, case, custody(), before_rc())
    return case


@pytest.fixture
def zaak(made: Case) -> Iterator[str]:
    """The place of that case, when OM has just decided."""
    with time_machine.travel(DECIDED, tick=False):
        yield f"/zaken/{made.public_id}"


def rows(partner: Partner, path: str) -> list[dict[str, Any]]:
    response = partner.get(path)
    assert response.status_code == 200, response.content
    found: list[dict[str, Any]] = response.json()["resultaten"]
    return found


def victim_of(partner: Partner, zaak: str) -> str:
    return str(next(row["id"] for row in rows(partner, f"{zaak}/personen") if row["rol"] == "victim"))


def place_of(response: Any) -> str:
    assert response.status_code == 400, response.content
    return str(response.json()["errors"][0]["location"]["pointer"])


def reachable(partner: Partner, zaak: str) -> str:
    """The victim with a safe number and address."""
    victim = victim_of(partner, zaak)
    path = f"{zaak}/personen/{victim}/veilig-contact"
    assert partner.put(path, CONTACT, "*").status_code == 200
    return victim


# --- the first call -------------------------------------------------------------------------------


def proposal(victim: str, **more: Any) -> dict[str, Any]:
    return {
        "slachtoffer": victim,
        "eerste": "shn",
        "vtHeeftContact": "no",
        "goedMoment": "Na 19:00.",
        "anoniemVerteld": True,
        "rollenVerteld": True,
        **more,
    }


def test_what_one_proposes_the_other_agrees_to(partner: Partners, zaak: str) -> None:
    shn, vt, path = partner("shn"), partner("vt"), f"{zaak}/eerste-gesprekken"
    victim = victim_of(shn, zaak)
    assert place_of(shn.post(path, proposal(victim, rollenVerteld=False))) == "/rollenVerteld"
    assert shn.post(path, proposal(victim)).status_code == 201
    (open_one,) = rows(vt, path)
    agree = f"{path}/{open_one['id']}/instemming"
    assert shn.put(agree, {}, open_one["etag"]).status_code == 403
    assert vt.put(agree, {}).status_code == 428
    agreed = vt.put(agree, {}, open_one["etag"])
    assert (agreed.status_code, agreed.json()["stand"]) == (200, "agreed")
    assert vt.put(agree, {}, open_one["etag"]).status_code == 412
    assert vt.post(path, proposal(victim, eerste="vt")).status_code == 201
    assert [row["stand"] for row in rows(shn, path)] == ["proposed", "replaced"]


def test_others_settle_no_first_call_and_find_none_of_another_case(partner: Partners, zaak: str) -> None:
    path, victim = f"{zaak}/eerste-gesprekken", victim_of(partner("politie"), zaak)
    assert partner("politie").post(path, proposal(victim)).status_code == 403
    assert partner("politie-rk").get(path).status_code == 404
    assert partner("vt").put(f"{path}/{victim}/instemming", {}, "*").status_code == 404


def test_a_call_needs_a_safe_number_and_is_marked_when_it_is_against_the_agreement(
    partner: Partners, zaak: str
) -> None:
    shn, vt, path = partner("shn"), partner("vt"), f"{zaak}/slachtoffergesprekken"
    call = {"slachtoffer": victim_of(shn, zaak), "uitkomst": "reached", "hoe": "phone", "gebeldOp": NOW}
    unsafe = {**CONTACT, "telefoonVeilig": False}
    safe_contact = f"{zaak}/personen/{call['slachtoffer']}/veilig-contact"
    assert vt.put(safe_contact, unsafe, "*").status_code == 200
    refused = vt.post(path, call)
    assert (refused.status_code, refused.json()["ontbreekt"][0]["code"]) == (409, "safe_phone")
    reachable(vt, zaak)
    assert vt.post(path, call).status_code == 201
    (shown,) = rows(shn, path)
    assert (shown["uitkomst"], shown["tegenAfspraak"]) == ("reached", True)
    early = {**call, "gebeldOp": "2026-03-01T10:00:00+01:00"}
    assert place_of(vt.post(path, early)) == "/gebeldOp"
    assert partner("om").post(path, call).status_code == 403


def test_the_aangifte_is_recorded_in_versions_and_never_read_by_veilig_thuis(
    partner: Partners, zaak: str
) -> None:
    police, path = partner("politie"), f"{zaak}/aangiften"
    body = {"slachtoffer": victim_of(police, zaak), "gedaan": "no", "verklaring": "Zij durft niet."}
    assert police.post(path, body).json()["versie"] == 1
    assert police.post(path, {**body, "gedaan": "yes"}).json()["versie"] == 2
    assert [row["gedaan"] for row in rows(partner("shn"), path)] == ["yes", "no"]
    hidden = partner("vt").get(path).json()
    assert (hidden["resultaten"], hidden["achtergehouden"]) == ([], 2)
    assert partner("shn").post(path, body).status_code == 403


def test_the_victim_is_told_of_the_prosecution_once(partner: Partners, zaak: str) -> None:
    om, path = partner("om"), f"{zaak}/vervolgingsmededelingen"
    body = {"slachtoffer": victim_of(om, zaak), "verteldOp": NOW}
    assert place_of(om.post(path, {**body, "verteldOp": "2026-03-11T10:00:00+01:00"})) == "/verteldOp"
    assert om.post(path, body).status_code == 201
    assert om.post(path, body).status_code == 409
    assert len(rows(partner("shn"), path)) == 1
    assert partner("vt").post(path, body).status_code == 403


# --- in writing -----------------------------------------------------------------------------------


def informed(shn: Partner, zaak: str) -> None:
    (notice,) = rows(shn, f"{zaak}/slachtofferberichten")
    attempt = {"uitkomst": "reached", "hoe": "phone", "gedaanOp": NOW}
    made = shn.post(f"{zaak}/slachtofferberichten/{notice['id']}/pogingen", attempt)
    assert made.status_code == 201, made.content


def test_the_safe_email_leaves_after_the_talk_and_to_a_safe_address_only(
    partner: Partners, zaak: str
) -> None:
    shn, path = partner("shn"), f"{zaak}/veilige-emails"
    victim = reachable(shn, zaak)
    body = {"slachtoffer": victim, "akkoord": True}
    early = shn.post(path, body)
    assert (early.status_code, bool(early.json()["ontbreekt"])) == (409, True)
    informed(shn, zaak)
    assert place_of(shn.post(path, {**body, "akkoord": False})) == "/akkoord"
    assert shn.post(path, body).status_code == 201
    (shown,) = rows(partner("om"), path)
    assert (shown["stand"], "veilig@example.org" in str(shown)) == ("queued", False)
    assert shn.post(path, body).status_code == 409
    assert partner("vt").post(path, body).status_code == 403


def test_the_official_letter_waits_for_an_address_that_was_confirmed_after_the_last_change(
    partner: Partners, zaak: str
) -> None:
    om, shn, path = partner("om"), partner("shn"), f"{zaak}/officiele-brieven"
    informed_later = rows(om, path)
    assert informed_later, "a decision has its official letter"
    letter = informed_later[0]
    step = f"{path}/{letter['id']}/stap"
    refused = om.put(step, {"stap": "sent"}, letter["etag"])
    assert (refused.status_code, bool(refused.json()["ontbreekt"])) == (409, True)
    confirmed = shn.put(step, {"stap": "address_confirmed"}, letter["etag"])
    assert confirmed.status_code == 200, confirmed.content
    assert shn.put(step, {"stap": "sent"}, confirmed.headers["ETag"]).status_code == 403
    nobody = om.put(step, {"stap": "handed_over"}, confirmed.headers["ETag"])
    assert place_of(nobody) == "/overhandigdDoor"
    with time_machine.travel("2026-03-10T14:20:00Z", tick=False):
        reachable(shn, zaak)
        frozen = om.put(step, {"stap": "sent"}, confirmed.headers["ETag"])
        assert (frozen.status_code, bool(frozen.json()["ontbreekt"])) == (409, True)
        given = {"stap": "handed_over", "overhandigdDoor": "wijkagent"}
        done = om.put(step, given, confirmed.headers["ETag"])
        assert (done.status_code, done.json()["stand"]) == (200, "handed_over")
        assert om.put(step, given, confirmed.headers["ETag"]).status_code == 412
    assert partner("3ro").put(step, {}, "*").status_code == 403
