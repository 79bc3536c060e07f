"""What each partner brings through REST: reports, advice, contributions, wishes, part B."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
import time_machine

from cases.casefiles.models import Case
from tests.api.client import Partner
from tests.factories.cast import Cast
from tests.factories.story import REGISTERED, register_stalking_case
from tests.ground.database import afresh

pytestmark = pytest.mark.usefixtures("made", "rolled_back")

Partners = Callable[[str], Partner]


@pytest.fixture(scope="module")
def made(module_db: None, cast: Cast) -> Case:
    """The stalking case, as police registered it."""
    with time_machine.travel(REGISTERED, tick=False):
        return register_stalking_case(cast)


@pytest.fixture
def case(rolled_back: None, made: Case) -> Iterator[Case]:
    """That case, for one test, at the moment that its clock stands at."""
    with time_machine.travel(REGISTERED, tick=False):
        yield afresh(made)


def people(partner: Partner, case: Case) -> dict[str, str]:
    rows = partner.get(f"/zaken/{case.public_id}/personen").json()["resultaten"]
    return {row["rol"]: row["id"] for row in rows}


MESSAGE: dict[str, Any] = {
    "gemeente": "Duinstede",
    "registratienummer": "PL-2026-881",
    "soort": "VT",
    "datumTijd": "2026-03-10T09:00:00+01:00",
    "zorgelijkeSituatie": {
        "situatieSchets": "Buren horen elke nacht geschreeuw.",
        "vraagAntwoord": [{"code": "VT-001", "antwoord": "nee"}],
    },
    "natuurlijkPersoon": [
        {
            "rol": "slachtoffer",
            "naam": {"voornamen": "Renske", "geslachtsnaam": "Oldenkamp"},
            "geboorte": {"datum": "1988-11-05"},
            "geslachtsaanduiding": "V",
        }
    ],
}


def test_a_report_in_the_national_form_opens_a_case(partner: Partners, case: Case) -> None:
    made = partner("politie").post("/meldingen", MESSAGE)
    assert made.status_code == 201, made.content
    zaak = made.json()["zaak"]
    vt = partner("vt")
    (report,) = vt.get(f"/zaken/{zaak}/meldingen").json()["resultaten"]
    assert (report["kenmerkMelder"], report["bestaandeHulp"]) == ("PL-2026-881", "no")
    path = f"/zaken/{zaak}/meldingen/{report['id']}/uitkomsten"
    body = {"moment": "assessment", "status": "VT-99", "toelichting": "Hoort bij een andere regio."}
    assert vt.post(path, body).status_code == 201
    (outcome,) = partner("politie").get(path).json()["resultaten"]
    assert (outcome["status"], outcome["kenmerkMelder"]) == ("VT-99", "PL-2026-881")
    assert outcome["terugkoppeling"] is None


def test_what_is_wrong_in_a_message_is_named_by_its_place(partner: Partners) -> None:
    person = {**MESSAGE["natuurlijkPersoon"][0], "rol": "buurman"}
    wrong = {**MESSAGE, "datumTijd": "gisteren", "natuurlijkPersoon": [person]}
    response = partner("politie").post("/meldingen", wrong)
    assert response.status_code == 400
    places = {error["location"]["pointer"] for error in response.json()["errors"]}
    assert places == {"/datumTijd", "/natuurlijkPersoon/0/rol"}


def test_an_advice_in_stalking_needs_its_considerations(partner: Partners, case: Case) -> None:
    path = f"/zaken/{case.public_id}/adviezen"
    advice = {
        "gezienAantal": 0,
        "soort": "zsm_short",
        "risico": "Hoog: negeert de gedragsaanwijzing.",
        "beslissing": "detention",
        "redenBeslissing": "Geen zicht, geen medewerking.",
        "uitvoerbaarheid": "Toezicht is nu niet uitvoerbaar.",
        "gesprokenMet": ["suspect"],
        "kinderenGesproken": "not_heard",
        "toelichtingKinderen": "Veilig Thuis spreekt hen vandaag.",
    }
    refused = partner("3ro").post(path, advice)
    assert refused.status_code == 409
    codes = {item["code"] for item in refused.json()["ontbreekt"]}
    assert codes >= {"em_consideration", "dut_consideration"}
    weighed = {
        "elektronischeMonitoring": "no",
        "afwegingMonitoring": "Hij blijft vast.",
        "dadelijkUitvoerbaar": "not_applicable",
        "afwegingUitvoerbaar": "Er wordt geen straf van de rechter geadviseerd.",
    }
    made = partner("3ro").post(path, advice | weighed)
    assert made.status_code == 201, made.content
    (shown,) = partner("om").get(path).json()["resultaten"]
    assert (shown["versie"], shown["beslissing"]) == (1, "detention")
    hidden = partner("shn").get(path).json()
    assert (hidden["resultaten"], hidden["achtergehouden"]) == ([], 1)


def test_a_contribution_is_seen_part_by_part(partner: Partners, case: Case) -> None:
    path = f"/zaken/{case.public_id}/bijdragen"
    body = {
        "opVersie": 0,
        "weet": [{"categorie": "incidents", "tekst": "Kwam vaker bij de school."}],
        "kijk": "Acuut.",
        "anderOordeel": "Vasthouden alleen is niet genoeg.",
        "redenAnderOordeel": "Het netwerk kan erbij.",
    }
    assert partner("vt").post(path, body).status_code == 201
    assert partner("vt").post(path, body).status_code == 409
    (for_police,) = partner("politie").get(path).json()["resultaten"]
    assert [part["tekst"] for part in for_police["weet"]] == ["Kwam vaker bij de school."]
    (for_support,) = partner("shn").get(path).json()["resultaten"]
    assert (for_support["weet"], for_support["kijk"]) == ([], "")
    assert for_support["anderOordeel"] == "Vasthouden alleen is niet genoeg."
    assert for_support["delenAchtergehouden"] == 2


def test_wishes_are_not_for_veilig_thuis_without_consent(partner: Partners, case: Case) -> None:
    path, shn = f"/zaken/{case.public_id}/wensen", partner("shn")
    body = {
        "slachtoffer": people(shn, case)["victim"],
        "gesprokenOp": REGISTERED.isoformat(),
        "wilVervolging": "yes",
        "wilNu": "Rust.",
    }
    made = shn.post(path, body)
    assert made.status_code == 201, made.content
    (for_prosecution,) = partner("om").get(path).json()["resultaten"]
    assert (for_prosecution["wilVervolging"], for_prosecution["wilNu"]) == ("yes", "Rust.")
    hidden = partner("vt").get(path).json()
    assert (hidden["resultaten"], hidden["achtergehouden"]) == ([], 1)


def test_part_b_builds_on_the_version_that_was_seen(partner: Partners, case: Case) -> None:
    path, vt = f"/zaken/{case.public_id}/beoordelingen/onderdeel-b", partner("vt")
    body = {"opVersie": 0, "soorten": [], "conclusie": "not_yet_known"}
    assert vt.post(path, body).status_code == 201
    assert vt.post(path, body).status_code == 409
    (shown,) = vt.get(f"/zaken/{case.public_id}/beoordelingen?onderdeel=B").json()["resultaten"]
    assert (shown["onderdeel"], shown["versie"]) == ("B", 1)
