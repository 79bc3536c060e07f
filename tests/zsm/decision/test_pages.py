"""The ZSM tab and the page of the decision: refused in place, nothing lost, each sees only its own part."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import time_machine

from cases.access.models import AccessLogEntry
from cases.casefiles.models import Case
from cases.organisations.rules import OrganisationKind
from tests.factories.cast import Cast
from tests.factories.client import WallClient
from tests.ground.database import afresh
from tests.zsm.decision.making import (
    DECIDED,
    DUE,
    a_held_case,
    before_rc,
    concluded,
    custody,
    decided,
    past_the_wall,
    stated,
)
from zsm.decision.models import Decision, ProsecutionFacts

pytestmark = pytest.mark.usefixtures("made", "rolled_back")

SignIn = Callable[[str], WallClient]
MOTIVATION = "Gevaar voor personen & kinderen."


@pytest.fixture(scope="module")
def made(module_db: None, cast: Cast) -> Case:
    """The stalking case at the moment of the decision."""
    found = a_held_case(cast)
    concluded(cast, found)
    stated(cast, found)
    return found


@pytest.fixture
def case(rolled_back: None, made: Case) -> Iterator[Case]:
    """That case, for one test, at the moment that its clock stands at."""
    with time_machine.travel(DECIDED, tick=False):
        yield afresh(made)


@pytest.fixture
def sent(cast: Cast) -> dict[str, Any]:
    """Custody and bringing before the RC as the form sends them."""
    return {
        "soorten": ["hold_custody", "bring_before_rc"],
        "getoond": "hold_custody,bring_before_rc",
        "hold_custody-ground": "investigation",
        "hold_custody-order_moment": "2026-03-10T15:05",
        "hold_custody-place": "Bureau Duinstede",
        "bring_before_rc-remand_grounds": ["danger_to_persons"],
        "informer": str(cast.organisation(OrganisationKind.SHN).public_id),
        "motivering": MOTIVATION,
        "gezien": "0",
        "stap": "besluiten",
    }


@pytest.fixture
def release(sent: dict[str, Any]) -> dict[str, Any]:
    """Release without a measure as the form sends it."""
    common = {name: sent[name] for name in ("informer", "motivering", "gezien", "stap")}
    return {
        **common,
        "soorten": ["release_without_measures"],
        "getoond": "release_without_measures",
        "release_without_measures-released_at": "2026-03-10T15:10",
    }


def path(case: Case, page: str = "zsm") -> str:
    """The path of a page of the case."""
    return f"/zaken/{case.public_id}/{page}"


def text(content: bytes) -> str:
    """The words of a page."""
    return " ".join(re.sub(r"<[^>]+>", " ", html.unescape(content.decode())).split())


def decisions(case: Case) -> list[Decision]:
    """Every decision of the case."""
    with past_the_wall():
        return list(Decision.objects.filter(case=case))


def test_the_tab_shows_each_fact_with_its_source_and_lights_the_path(case: Case, sign_in: SignIn) -> None:
    page = text(sign_in("om").get(path(case)).content)
    assert "Acute onveiligheid (onderdeel A) ja Bron: VT Duinrand, 10 mrt 12:30" in page
    assert "Klacht ja, gedaan op di 10 mrt 2026, opgenomen door Sanne Vermeulen" in page
    assert "Wensen van het slachtoffer nog niet bekend Slachtofferhulp Nederland levert dit aan" in page
    assert "Voorstel van het stroomschema · rij 3" in page
    assert "Vrijlaten: nog nodig van Openbaar Ministerie" in page


def test_after_a_release_the_path_asks_the_outdated_part_a_and_not_where_the_suspect_is(
    cast: Cast, case: Case, sign_in: SignIn, release: dict[str, Any]
) -> None:
    given = {**release, "opzij": ["1"], "opzij_motivering": "De wet dwingt de vrijlating af."}
    assert sign_in("om").post(path(case, "zsm/besluit"), given).status_code == 302
    page = text(sign_in("om").get(path(case)).content)
    tree = page[page.index("Acuut onveilig?") : page.index("Mag nu niet")]
    assert "Nog niet bekend. Veilig Thuis levert dit aan." in tree
    assert "Politie levert dit aan" not in tree
    assert "Onderdeel A is niet meer actueel. Veilig Thuis beoordeelt dit opnieuw." in tree


def test_veilig_thuis_sees_neither_the_investigation_nor_what_shows_it(
    cast: Cast, case: Case, sign_in: SignIn
) -> None:
    decided(cast, case, custody(), before_rc())
    page = text(sign_in("vt").get(path(case)).content)
    assert "onderdelen niet voor uw organisatie" in page
    assert "een betrokkene verklaart het" not in page
    assert "stroomschema" not in page
    assert "rij 3" not in page
    assert "Inverzekeringstelling" in page


def test_what_was_on_the_table_stays_as_it_was(cast: Cast, case: Case, sign_in: SignIn) -> None:
    decided(cast, case, custody())
    with time_machine.travel(DECIDED, tick=False):
        client = sign_in("om")
        client.post(
            path(case, "zsm/feiten"),
            {
                "verdenking": "yes",
                "gronden": ["witness"],
                "bewijs": "investigable",
                "bezwaren": "yes",
                "versie": "1",
            },
        )
        page = text(client.get(path(case)).content)
    now, then = page.split("Wat toen op tafel lag")
    assert "ja: een ander heeft het gezien" in now
    assert "ja: een betrokkene verklaart het" in then


def test_a_release_is_refused_in_place_and_nothing_typed_is_lost(
    case: Case, sign_in: SignIn, release: dict[str, Any]
) -> None:
    response = sign_in("om").post(path(case, "zsm/besluit"), release)
    page = text(response.content)
    assert response.status_code == 409
    assert "Geen maatregel in werking houdt Milan Brandwijk weg bij Esmée de Wilde." in page
    assert "Veilig Thuis legt vast dat de acute onveiligheid is opgeheven" in page
    assert MOTIVATION in page
    assert not decisions(case)


@pytest.mark.parametrize("step", ["controleren", "besluiten"])
def test_a_wrong_field_is_said_at_the_field(
    case: Case, sign_in: SignIn, sent: dict[str, Any], step: str
) -> None:
    response = sign_in("om").post(
        path(case, "zsm/besluit"), {**sent, "stap": step, "hold_custody-order_moment": "2026-03-10T15:30"}
    )
    assert response.status_code == 400
    assert "Het bevel kan niet later zijn dan dit besluit." in text(response.content)
    assert not decisions(case)


def test_the_confirm_step_decides_nothing(case: Case, sign_in: SignIn, sent: dict[str, Any]) -> None:
    response = sign_in("om").post(path(case, "zsm/besluit"), {**sent, "stap": "controleren"})
    page = text(response.content)
    assert response.status_code == 200
    assert "Milan Brandwijk blijft vast" in page
    assert "Slachtofferhulp Duinrand informeert het slachtoffer" in page
    assert "Voorgeleiden aan de rechter-commissaris (Openbaar Ministerie): tot za 14 mrt 03:25." in page
    assert not decisions(case)


def test_the_act_is_taken_once(case: Case, sign_in: SignIn, sent: dict[str, Any]) -> None:
    first = sign_in("om").post(path(case, "zsm/besluit"), sent)
    second = sign_in("om").post(path(case, "zsm/besluit"), sent)
    assert (first.status_code, second.status_code) == (302, 409)
    assert "intussen een besluit genomen" in text(second.content)
    assert len(decisions(case)) == 1


def test_a_guard_is_set_aside_with_a_motivation(case: Case, sign_in: SignIn, release: dict[str, Any]) -> None:
    given = {**release, "opzij": ["1"], "opzij_motivering": "De wet dwingt de vrijlating af."}
    asked = sign_in("om").post(path(case, "zsm/besluit"), {**given, "stap": "controleren"})
    assert "U zet een waarborg opzij" in text(asked.content)
    assert sign_in("om").post(path(case, "zsm/besluit"), given).status_code == 302
    (decision,) = decisions(case)
    assert decision.overridden_guards == [1]
    assert "waarborg opzijgezet" in text(sign_in("shn").get(path(case)).content)


@pytest.mark.parametrize("username", ["om.assistent", "om.secretaris"])
def test_who_prepares_is_told_why_only_a_prosecutor_decides(
    case: Case, sign_in: SignIn, sent: dict[str, Any], username: str
) -> None:
    client = sign_in(username)
    response = client.post(path(case, "zsm/besluit"), sent)
    assert response.status_code == 403
    assert "Alleen een officier van justitie beslist." in text(response.content)
    for page in (path(case), "/mijn-werk", "/bord"):
        assert path(case, "zsm/besluit") not in client.get(page).content.decode()


def test_a_change_of_orders_brings_only_the_part_that_changes(
    case: Case, sign_in: SignIn, sent: dict[str, Any]
) -> None:
    changed = {**sent, "stap": "velden", "soorten": ["plan_date"]}
    response = sign_in("om").post(path(case, "zsm/besluit"), changed, headers={"HX-Request": "true"})
    body = response.content.decode()
    assert "<!doctype" not in body
    assert 'name="plan_date-plan_date"' in body
    assert "hold_custody-ground" not in body
    assert html.escape(MOTIVATION) in body


def test_an_order_that_is_new_on_the_page_gets_its_defaults(case: Case, sign_in: SignIn) -> None:
    data = {"soorten": ["hold_custody"], "getoond": "", "stap": "velden", "gezien": "0", "motivering": ""}
    page = text(sign_in("om").post(path(case, "zsm/besluit"), data).content)
    assert "Al ingevuld: Moment van het bevel: di 10 mrt 15:10 · Plaats: Politiebureau Duinstede" in page


def test_a_late_decision_asks_its_reason_on_the_page(
    case: Case, sign_in: SignIn, sent: dict[str, Any]
) -> None:
    with time_machine.travel(DUE.replace(hour=19), tick=False):
        response = sign_in("om").post(path(case, "zsm/besluit"), sent)
        assert response.status_code == 409
        assert "Reden van de overschrijding" in text(response.content)
        late = {**sent, "te_laat": "De tolk kwam te laat."}
        assert sign_in("om").post(path(case, "zsm/besluit"), late).status_code == 302


def test_what_was_ordered_already_is_not_proposed_again(cast: Cast, case: Case, sign_in: SignIn) -> None:
    assert "Kies het voorstel: Inverzekeringstelling (IVS) en Voorgeleiding" in text(
        sign_in("om").get(path(case, "zsm/besluit")).content
    )
    decided(cast, case, custody())
    page = text(sign_in("om").get(path(case, "zsm/besluit")).content)
    assert "Kies het voorstel: Voorgeleiding aan de rechter-commissaris" in page


def test_facts_that_were_stated_meanwhile_are_not_overwritten(case: Case, sign_in: SignIn) -> None:
    data = {"verdenking": "no", "bewijs": "unknown", "bezwaren": "unknown", "versie": "0"}
    response = sign_in("om").post(path(case, "zsm/feiten"), data)
    assert response.status_code == 409
    with past_the_wall():
        assert ProsecutionFacts.objects.count() == 1


def test_reading_the_tab_leaves_its_row_in_the_access_log(cast: Cast, case: Case, sign_in: SignIn) -> None:
    sign_in("om").get(path(case))
    with past_the_wall():
        row = AccessLogEntry.objects.filter(route="zsm:case").order_by("-pk")[0]
    assert row.user_id == cast.user("om").pk
    assert {"investigation", "assessment_conclusion", "decision"} <= set(row.categories)
