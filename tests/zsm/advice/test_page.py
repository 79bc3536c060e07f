"""The page of the advice: a draft, a refusal in place, and handing in."""

from __future__ import annotations

from typing import Any

import pytest
import time_machine
from django.urls import reverse

from cases.casefiles.models import Case
from tests.factories.cast import Cast
from tests.factories.client import signed_in_client
from tests.ground.database import afresh
from tests.zsm.advice.making import ADVISED
from tests.zsm.decision.making import a_held_case

pytestmark = pytest.mark.usefixtures("made", "rolled_back")

FILLED: dict[str, Any] = {
    "versie": "0",
    "soort": "zsm_short",
    "risico": "Hoog: hij aanvaardt de breuk niet.",
    "besluit": "summons",
    "besluit_reden": "Toezicht is nodig.",
    "uitvoerbaarheid": "Binnen twee dagen.",
    "gesproken": ["suspect", "veilig_thuis"],
    "kinderen": "vt",
    "voorwaarden-TOTAL_FORMS": "1",
    "voorwaarden-INITIAL_FORMS": "0",
    "voorwaarden-0-onderdeel": "area_ban",
    "voorwaarden-0-tekst": "Rond de woning.",
    "voorwaarden-0-maanden": "24",
}
WEIGHED = {"em": "yes", "em_reden": "Enkelband.", "dut": "yes", "dut_reden": "Meteen."}


@pytest.fixture(scope="module")
def made(module_db: None, cast: Cast) -> Case:
    """The stalking case, as police registered it."""
    return a_held_case(cast)


@pytest.fixture
def case(rolled_back: None, made: Case) -> Case:
    """That case, for one test."""
    return afresh(made)


def url(case: Case, name: str = "zsm:advice") -> str:
    return reverse(name, kwargs={"zaak": case.public_id})


def test_a_stalking_advice_without_em_and_dut_is_refused_in_place_and_then_accepted(
    cast: Cast, case: Case
) -> None:
    client = signed_in_client(cast.user("3ro"))
    with time_machine.travel(ADVISED, tick=False):
        refused = client.post(url(case), {**FILLED, "actie": "uitbrengen"})
        page = refused.content.decode()
        assert refused.status_code == 409
        assert "De afweging over elektronische monitoring ontbreekt in het advies." in page
        assert "De afweging over dadelijke uitvoerbaarheid ontbreekt in het advies." in page
        assert "Hoog: hij aanvaardt de breuk niet." in page
        sent = client.post(url(case), {**FILLED, **WEIGHED, "actie": "uitbrengen"})
        assert sent.status_code == 302
        shown = signed_in_client(cast.user("om")).get(url(case, "zsm:case")).content.decode()
    assert "Kort ZSM-advies, versie 1" in shown
    assert "Gebiedsverbod: Rond de woning. (24 maanden, straal 5 km)" in shown
    assert "ja. Enkelband." in shown


def test_a_draft_is_kept_and_shown_to_nobody_else(cast: Cast, case: Case) -> None:
    client = signed_in_client(cast.user("3ro"))
    with time_machine.travel(ADVISED, tick=False):
        assert client.post(url(case), {**FILLED, "actie": "concept"}).status_code == 302
        assert "Hoog: hij aanvaardt" in client.get(url(case)).content.decode()
        assert "concept, alleen voor uw organisatie" in client.get(url(case, "zsm:case")).content.decode()
        theirs = signed_in_client(cast.user("om")).get(url(case, "zsm:case")).content.decode()
    assert "Hoog: hij aanvaardt" not in theirs


def test_mistakes_in_the_rows_are_shown_at_the_row(cast: Cast, case: Case) -> None:
    client = signed_in_client(cast.user("3ro"))
    with time_machine.travel(ADVISED, tick=False):
        response = client.post(url(case), {**FILLED, "voorwaarden-0-maanden": "", "actie": "concept"})
    assert response.status_code == 400
    assert "Maanden: vul dit in." in response.content.decode()


def test_3ro_is_not_offered_the_victim_of_stalking(cast: Cast, case: Case) -> None:
    client = signed_in_client(cast.user("3ro"))
    with time_machine.travel(ADVISED, tick=False):
        assert 'value="victim"' not in client.get(url(case)).content.decode()
        response = client.post(url(case), {**FILLED, "gesproken": ["victim"], "actie": "concept"})
    assert response.status_code == 400


def test_the_page_says_why_not_every_kind_is_possible(cast: Cast, case: Case) -> None:
    with time_machine.travel(ADVISED, tick=False):
        page = signed_in_client(cast.user("3ro")).get(url(case)).content.decode()
    assert "Vroeghulpadvies kan alleen als de verdachte in verzekering is gesteld." in page
    assert 'value="early_help"' not in page


def test_who_does_not_advise_gets_the_reason(cast: Cast, case: Case) -> None:
    with time_machine.travel(ADVISED, tick=False):
        response = signed_in_client(cast.user("om")).get(url(case))
    assert response.status_code == 403
    assert "taak van Reclassering" in response.content.decode()
