"""The intake page: nothing typed is lost, what is wrong stands at its field, known people are asked about."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine

from cases.access.models import AccessLogEntry
from cases.access.wall import GUARD_ROLE, acting_as, set_context
from cases.casefiles.models import Case, CaseRole
from cases.offences.models import Charge
from cases.persons.models import Person
from cases.plans.models import Breach
from cases.reports.models import Report
from tests.cases.terms.rules.moments import ams
from tests.factories.cast import Cast
from tests.factories.client import WallClient
from tests.factories.story import register_stalking_case

pytestmark = pytest.mark.django_db
URL = "/zaken/nieuw"
NOW = ams("2026-03-10 10:30")

FORM: dict[str, Any] = {
    "begin-met": "arrested",
    "zaak-hg_label": "yes",
    "zaak-offence_place": "voor de woning",
    "zaak-victim_is": "former_partner",
    "zaak-relation_ended_on": "2025-07-23",
    "feiten-TOTAL_FORMS": "2",
    "feiten-INITIAL_FORMS": "0",
    "feiten-0-code": "285b",
    "feiten-0-mode": "completed",
    "feiten-0-committed_on": "2026-03-10",
    "feiten-1-code": "184a",
    "feiten-1-mode": "completed",
    "feiten-1-committed_on": "2026-03-10",
    "klacht-answer": "yes",
    "klacht-made_on": "2026-03-10",
    "klacht-made_by": "victim",
    "klacht-received_by": "Sanne Vermeulen, hovj",
    "aanhouding-mode": "otherwise",
    "aanhouding-arrested_at": "2026-03-10T09:25",
    "aanhouding-arrived_at": "2026-03-10T10:00",
    "aanhouding-place": "Politiebureau Duinstede",
    "verdachte-first_names": "Milan",
    "verdachte-last_name": "Brandwijk",
    "verdachte-birth_date": "1992-04-17",
    "verdachte-gender": "m",
    "verdachte-bsn": "999990019",
    "slachtoffer-first_names": "Esmée",
    "slachtoffer-infix": "de",
    "slachtoffer-last_name": "Wilde",
    "slachtoffer-birth_date": "1994-09-02",
    "slachtoffer-gender": "f",
    "contact-phone": "06 1234 5678",
    "contact-phone_safe": "on",
    "contact-hours_from": "19:00",
    "contact-language": "Nederlands",
    "ouders-known": "none",
    "ouder-TOTAL_FORMS": "1",
    "ouder-INITIAL_FORMS": "0",
    "ouder-0-gender": "x",
    "ouder-0-guardian_is": "parent",
    "ouder-0-guardian_of": "suspect",
    "kindcheck-has_children": "yes",
    "kindcheck-open_to": ["om", "3ro"],
    "kindcheck-purpose": "veiligheid van de kinderen",
    "kinderen-TOTAL_FORMS": "2",
    "kinderen-INITIAL_FORMS": "0",
    "kinderen-0-first_names": "Tijn",
    "kinderen-0-last_name": "Brandwijk",
    "kinderen-0-birth_date": "2016-06-11",
    "kinderen-0-gender": "m",
    "kinderen-0-child_of": "both",
    "kinderen-1-gender": "x",
    "kinderen-1-child_of": "both",
    "maatregel-in_force": "yes",
    "maatregel-kind": "behavioural_order",
    "maatregel-parts": ["area_ban", "contact_ban"],
    "maatregel-grounds": "b",
    "maatregel-protects": ["victim", "children"],
    "maatregel-imposed_by": "officier van justitie",
    "maatregel-imposed_at": "2026-02-20T16:00",
    "maatregel-served_at": "2026-02-20T17:00",
    "maatregel-served_by": "brigadier Vos",
    "maatregel-breached": "on",
    "maatregel-breached_at": "2026-03-10T09:00",
    "maatregel-breach_description": "Stond voor de deur.",
    "melding-send": "now",
    "melding-situation": "Hij staat elke avond voor de deur.",
}


@pytest.fixture(autouse=True)
def now() -> Any:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def filled(cast: Cast) -> dict[str, Any]:
    key = cast.municipality().pk
    return {**FORM, "zaak-offence_municipality": key, "zaak-victim_municipality": key}


@pytest.fixture
def police(sign_in: Callable[[str], WallClient]) -> WallClient:
    return sign_in("politie")


def the_case(cast: Cast, opened_at: datetime = NOW) -> Case:
    with acting_as(cast.actor("politie")):
        return Case.objects.get(opened_at=opened_at)


def last_entry() -> AccessLogEntry:
    set_context(GUARD_ROLE)
    entry = AccessLogEntry.objects.order_by("-id")[0]
    set_context("none")
    return entry


def test_registered_arrest_leads_to_its_case_and_says_when_the_first_decision_is_due(
    cast: Cast, police: WallClient, filled: dict[str, Any]
) -> None:
    response = police.post(URL, filled)
    case = the_case(cast)
    assert response.status_code == 302
    assert response["Location"] == f"/zaken/{case.public_id}"
    followed = police.get(response["Location"]).content.decode()
    assert f"Zaak {case.number} is geopend. Eerste beslissing uiterlijk di 10 mrt 19:00." in followed
    with acting_as(cast.actor("politie")):
        assert Charge.objects.filter(case=case).count() == 2
        assert CaseRole.objects.filter(case=case, role="child").count() == 1
        assert Breach.objects.filter(measure__case=case).count() == 1
        assert Report.objects.filter(case=case).count() == 1


def test_empty_form_says_what_is_missing_and_registers_nothing(cast: Cast, police: WallClient) -> None:
    empty = {"feiten-TOTAL_FORMS": "1", "feiten-INITIAL_FORMS": "0"}
    response = police.post(URL, {**empty, "kinderen-TOTAL_FORMS": "1", "kinderen-INITIAL_FORMS": "0"})
    page = response.content.decode()
    assert response.status_code == 400
    assert "Achternaam: vul dit in." in page
    assert "Zijn er kinderen in het gezin? maak een keuze." in page
    with acting_as(cast.actor("politie")):
        assert not Case.objects.exists()


def test_wrong_bsn_is_said_at_the_field_and_nothing_typed_is_lost(
    police: WallClient, filled: dict[str, Any]
) -> None:
    response = police.post(URL, {**filled, "verdachte-bsn": "123456789"})
    page = response.content.decode()
    assert response.status_code == 400
    assert "Dit is geen geldig BSN. Controleer de cijfers." in page
    assert 'href="#id_verdachte-bsn"' in page
    for kept in (
        "Brandwijk",
        "Hij staat elke avond voor de deur.",
        "brigadier Vos",
        "2016-06-11",
        "06 1234 5678",
    ):
        assert kept in page


def test_rows_of_offences_and_children_come_back_as_they_were(
    police: WallClient, filled: dict[str, Any]
) -> None:
    response = police.post(URL, {**filled, "aanhouding-place": ""})
    forms = response.context["forms"]
    assert [form["code"].value() for form in forms.charges] == ["285b", "184a"]
    assert forms.children[0]["first_names"].value() == "Tijn"


def test_what_the_service_refuses_is_said_at_the_field(police: WallClient, filled: dict[str, Any]) -> None:
    response = police.post(URL, {**filled, "aanhouding-arrived_at": "2026-03-10T09:00"})
    assert response.status_code == 400
    assert "De aankomst ligt voor de aanhouding." in response.context["forms"].arrest.errors["arrived_at"]


def test_child_check_without_answer_or_against_the_rows_is_refused(
    police: WallClient, filled: dict[str, Any]
) -> None:
    no_rows = {
        **filled,
        "kinderen-0-first_names": "",
        "kinderen-0-last_name": "",
        "kinderen-0-birth_date": "",
    }
    no_rows["kinderen-0-gender"] = "x"
    for wrong in (
        {**filled, "kindcheck-has_children": ""},
        {**filled, "kindcheck-has_children": "no"},
        no_rows,
    ):
        response = police.post(URL, wrong)
        assert response.status_code == 400
        assert "has_children" in response.context["forms"].child_check.errors


def test_row_that_was_taken_away_is_not_registered(
    cast: Cast, police: WallClient, filled: dict[str, Any]
) -> None:
    response = police.post(URL, {**filled, "feiten-1-DELETE": "on", "feiten-1-committed_on": "onzin"})
    assert response.status_code == 302
    with acting_as(cast.actor("politie")):
        assert [row.offence_code for row in Charge.objects.filter(case=the_case(cast))] == ["285b"]


def test_answer_that_no_measure_is_in_force_asks_nothing_about_it(
    cast: Cast, police: WallClient, filled: dict[str, Any]
) -> None:
    without = {key: value for key, value in filled.items() if not key.startswith("maatregel-")}
    response = police.post(URL, {**without, "maatregel-in_force": "no", "maatregel-imposed_at": "onzin"})
    assert response.status_code == 302


def test_breach_without_moment_or_description_is_refused(police: WallClient, filled: dict[str, Any]) -> None:
    response = police.post(URL, {**filled, "maatregel-breached_at": "", "maatregel-breach_description": ""})
    assert set(response.context["forms"].measure.errors) == {"breached_at", "breach_description"}


def test_person_whom_police_already_sees_is_asked_about_and_logged_as_a_search(
    cast: Cast, police: WallClient, filled: dict[str, Any]
) -> None:
    earlier = register_stalking_case(cast, NOW - timedelta(days=20))
    response = police.post(URL, filled)
    page = response.content.decode()
    assert response.status_code == 400
    assert "Milan Brandwijk is misschien al bekend. Is dit dezelfde persoon?" in page
    assert "geboren 17 april 1992" in page
    assert "BSN gelijk" in page
    assert f"{earlier.number}, verdachte" in page
    entry = last_entry()
    with acting_as(cast.actor("politie")):
        shown = set(Person.objects.filter(case_roles__case=earlier).values_list("pk", flat=True))
    assert entry.action == "search"
    assert set(entry.person_ids) <= shown
    assert len(entry.person_ids) == 3


def test_confirmed_people_are_used_again_in_the_same_family(
    cast: Cast, police: WallClient, filled: dict[str, Any]
) -> None:
    earlier = register_stalking_case(cast, NOW - timedelta(days=20))
    asked = police.post(URL, filled).context["forms"]
    answers = {
        matches.add_prefix(name): "same_family"
        for matches in asked.matches.values()
        for name in matches.fields
    }
    assert len(answers) == 3
    response = police.post(URL, {**filled, **answers})
    assert response.status_code == 302
    with acting_as(cast.actor("politie")):
        assert the_case(cast).family_system_id == earlier.family_system_id
        assert Person.objects.count() == 4


def test_tampered_number_of_rows_is_refused_without_an_error(
    police: WallClient, filled: dict[str, Any]
) -> None:
    assert police.post(URL, {**filled, "feiten-TOTAL_FORMS": "5000"}).status_code == 400
    assert police.post(URL, {**filled, "feiten-TOTAL_FORMS": "x"}).status_code == 400


@pytest.mark.parametrize("username", ["vt", "om", "politie.lead"])
def test_others_get_403_with_the_reason(sign_in: Callable[[str], WallClient], username: str) -> None:
    response = sign_in(username).get(URL)
    assert response.status_code == 403
    assert "Een aanhouding of verhoor registreren" in response.content.decode()
