"""The pages after the decision: the judge, the release, an escape, longer holding, investigation."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
import time_machine

from cases.casefiles.models import Case
from cases.organisations.rules import OrganisationKind
from tests.factories.cast import Cast
from tests.factories.client import WallClient
from tests.ground.database import afresh
from tests.zsm.decision.making import (
    DECIDED,
    a_held_case,
    before_rc,
    concluded,
    custody,
    decided,
    past_the_wall,
    stated,
)
from zsm.decision.models import Release
from zsm.decision.rules.act import Order
from zsm.decision.rules.kinds import DecisionKind
from zsm.investigation.models import InvestigationItem, InvestigationPlan

pytestmark = pytest.mark.usefixtures("made", "rolled_back")

SignIn = Callable[[str], WallClient]
LATER = DECIDED + timedelta(days=2)
WHEN = "2026-03-12T15:00"


@pytest.fixture(scope="module")
def made(module_db: None, cast: Cast) -> Case:
    """The stalking case two days after custody and bringing before the RC."""
    found = a_held_case(cast)
    concluded(cast, found)
    stated(cast, found)
    decided(cast, found, custody(), before_rc())
    return found


@pytest.fixture
def case(rolled_back: None, made: Case) -> Iterator[Case]:
    """That case, for one test, at the moment that its clock stands at."""
    with time_machine.travel(LATER, tick=False):
        yield afresh(made)


@pytest.fixture
def shn(cast: Cast) -> str:
    return str(cast.organisation(OrganisationKind.SHN).public_id)


def path(case: Case, page: str = "") -> str:
    return f"/zaken/{case.public_id}/zsm{f'/{page}' if page else ''}"


def text(content: bytes) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html.unescape(content.decode())).split())


def test_om_records_the_remand_and_everybody_sees_it(case: Case, sign_in: SignIn, shn: str) -> None:
    client = sign_in("om")
    wrong = client.post(path(case, "rechter"), {"uitkomst": "detention_ordered", "beslist_op": WHEN})
    assert wrong.status_code == 400
    sent = {"uitkomst": "remand_ordered", "beslist_op": WHEN, "informeert": shn}
    assert client.post(path(case, "rechter"), sent).status_code == 302
    assert "Bewaring bevolen" in text(sign_in("shn").get(path(case)).content)
    again = client.post(path(case, "rechter"), sent)
    assert again.status_code == 409
    assert "daarvoor ligt er niets bij de rechter-commissaris" in text(again.content)


def test_a_release_is_refused_in_place_and_forced_with_a_motivation(
    case: Case, sign_in: SignIn, shn: str
) -> None:
    outcome = {"uitkomst": "remand_rejected", "beslist_op": WHEN, "informeert": shn}
    sign_in("om").post(path(case, "rechter"), outcome)
    sent = {"vrij_op": WHEN, "informeert": shn, "vooraf": ["vt"], "toelichting": "Via de achterdeur."}
    refused = sign_in("politie").post(path(case, "vrijlating"), sent)
    page = text(refused.content)
    assert refused.status_code == 409
    assert "Geen maatregel in werking houdt Milan Brandwijk weg" in page
    assert "Via de achterdeur." in refused.content.decode()
    assert "Waarborg opzijzetten" not in page
    forced = {
        **sent,
        "vooraf": ["vt", "politie"],
        "opzij": ["1"],
        "opzij_motivering": "De rechter-commissaris wees de vordering af.",
    }
    assert sign_in("om").post(path(case, "vrijlating"), forced).status_code == 302
    with past_the_wall():
        assert Release.objects.get(case=case).overridden_guards == [1]
    seen = text(sign_in("vt").get(path(case)).content)
    assert "Verdachte vrij" in seen
    assert "Waarborg opzijgezet" in seen
    assert "de verdachte is vrij" in text(sign_in("vt").get("/meldingen").content)


def test_a_detention_elsewhere_stops_the_remand_on_its_page(case: Case, sign_in: SignIn, shn: str) -> None:
    client, page = sign_in("om"), path(case, "andere-titel")
    sent = {"titel": "other", "vast_sinds": WHEN, "toelichting": "Uitlevering aan België."}
    assert "geen bewaring die stil kan staan" in text(client.post(page, sent).content)
    judge = {"uitkomst": "remand_ordered", "beslist_op": WHEN, "informeert": shn}
    assert client.post(path(case, "rechter"), judge).status_code == 302
    nameless = client.post(page, {**sent, "toelichting": ""})
    assert (nameless.status_code, "Schrijf op welke titel" in text(nameless.content)) == (400, True)
    assert client.post(page, sent).status_code == 302
    shown = text(client.get(path(case)).content)
    assert "Uitlevering aan België." in shown
    assert "Niet meer op een andere titel" in shown
    assert client.post(page, {"vast_tot": "2026-03-12T15:10"}).status_code == 302
    assert "Uitlevering" not in text(sign_in("vt").get(path(case)).content)


def test_an_escape_alarms_and_ends_with_the_capture(case: Case, sign_in: SignIn, shn: str) -> None:
    client = sign_in("politie")
    sent = {"ontsnapt_op": WHEN, "informeert": shn}
    assert client.post(path(case, "ontsnapping"), sent).status_code == 302
    assert "de verdachte is ontsnapt" in text(sign_in("vt").get("/meldingen").content)
    caught = client.post(path(case, "ontsnapping"), {"weer_vast_op": "2026-03-12T15:10"})
    assert caught.status_code == 302
    assert "weer vast" in text(sign_in("om").get(path(case)).content)


def test_custody_is_extended_on_the_page(case: Case, sign_in: SignIn, shn: str) -> None:
    client = sign_in("om")
    page = text(client.get(path(case, "verlengen")).content)
    assert "Inverzekeringstelling bij dringende noodzaak (art. 58 lid 2 Sv)" in page
    sent = {
        "termijn": "police_custody",
        "hoeveel": "4",
        "reden": "Getuige.",
        "voorwaarde": "on",
        "informeert": shn,
    }
    too_long = client.post(path(case, "verlengen"), sent)
    assert too_long.status_code == 400
    assert "hoogstens 3 dagen" in text(too_long.content)
    assert client.post(path(case, "verlengen"), {**sent, "hoeveel": "3"}).status_code == 302


def test_a_routing_is_sent_back_with_a_reason(cast: Cast, case: Case, sign_in: SignIn) -> None:
    values = {"department": "interventions", "receiving_prosecutor": "mr. Aalders"}
    decided(cast, case, Order(DecisionKind.ROUTING, values), at=LATER)
    user = cast.user("om.lead")
    user.roles = [*user.roles, "prosecutor"]
    user.save()
    client = sign_in("om.lead")
    assert "mr. Aalders" in text(client.get(path(case, "verzoeken")).content)
    empty = client.post(path(case, "verzoeken"), {"stap": "terugsturen"})
    assert empty.status_code == 400
    done = client.post(path(case, "verzoeken"), {"stap": "terugsturen", "reden": "Hoort bij ons niet."})
    assert done.status_code == 302
    assert "teruggestuurd: Hoort bij ons niet." in text(client.get(path(case)).content)


def test_the_investigation_goes_from_om_to_police_and_back(case: Case, sign_in: SignIn) -> None:
    om, police = sign_in("om"), sign_in("politie")
    page = path(case, "onderzoek")
    assert om.post(page, {"stap": "kiezen", "vraag": "Telefoon uitlezen."}).status_code == 302
    rows = {
        "stap": "schrijven",
        "onderdeel-TOTAL_FORMS": "2",
        "onderdeel-INITIAL_FORMS": "0",
        "onderdeel-0-wat": "Telefoon uitlezen",
        "onderdeel-0-wie": "digitale recherche",
        "onderdeel-0-uiterlijk": "2026-03-20",
    }
    assert police.post(page, {**rows, "onderdeel-0-wat": ""}).status_code == 400
    assert police.post(page, rows).status_code == 302
    assert om.post(page, {"stap": "terugsturen"}).status_code == 400
    assert om.post(page, {"stap": "terugsturen", "oordeel": "Buren ook horen."}).status_code == 302
    shown = police.get(page).content.decode()
    assert "Buren ook horen." in shown
    assert "Telefoon uitlezen" in shown
    assert police.post(page, rows).status_code == 302
    assert om.post(page, {"stap": "goedkeuren"}).status_code == 302
    with past_the_wall():
        plan = InvestigationPlan.objects.get(case=case)
        item = InvestigationItem.objects.get(plan=plan, version=plan.version)
    assert (plan.state, plan.version) == ("approved", 2)
    act = path(case, f"onderzoek/{item.public_id}")
    assert police.post(act, {"hoe": "not_possible"}).status_code == 400
    done = police.post(act, {"hoe": "not_possible", "uitkomst": "Toestel is weg."})
    assert done.status_code == 302
    assert "Toestel is weg." in text(om.get(page).content)
    assert "Toestel is weg." not in text(sign_in("shn").get(path(case)).content)
    assert sign_in("vt").get(page).status_code == 403
