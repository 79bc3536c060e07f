"""Searching through REST: the same questions and answers as on the page, on behalf of a named user."""

from __future__ import annotations

import pytest

from cases.access.models import AccessLogEntry
from cases.casefiles.rules.searching import SEARCHES_PER_DAY
from tests.api.client import partner_of
from tests.factories.cast import Cast
from tests.factories.family import Family, make_family
from tests.zsm.decision.making import past_the_wall

pytestmark = pytest.mark.django_db

PURPOSE = "Melding over een gezin in onze gemeente."
VICTIM = {"achternaam": "Winter", "geboortedatum": "1994-08-12", "doel": PURPOSE}


@pytest.fixture
def family(cast: Cast) -> Family:
    return make_family(cast)


def test_known_gives_a_contact_point_and_nothing_else(cast: Cast, family: Family) -> None:
    response = partner_of(cast.user("politie-rk")).post("/persoonsvragen", VICTIM, key=None)
    organisation = cast.user("vt").organisation
    assert response.status_code == 200
    assert response.json() == {
        "bekend": True,
        "contactpunt": {"naam": organisation.name, "telefoon": organisation.phone},
        "vragenOver": SEARCHES_PER_DAY - 1,
    }
    with past_the_wall():
        row = AccessLogEntry.objects.get(route="api:person-questions")
    assert (row.action, row.purpose, row.person_ids) == ("search", PURPOSE, [family.victim.pk])


def test_not_known_says_so(cast: Cast, family: Family) -> None:
    body = {**VICTIM, "achternaam": "Zomer"}
    answer = partner_of(cast.user("politie-rk")).post("/persoonsvragen", body, key=None).json()
    assert answer == {"bekend": False, "contactpunt": None, "vragenOver": SEARCHES_PER_DAY - 1}


def test_a_question_that_is_not_exact_is_refused_at_its_field(cast: Cast, family: Family) -> None:
    body = {"achternaam": "Winter", "doel": PURPOSE}
    response = partner_of(cast.user("politie-rk")).post("/persoonsvragen", body, key=None)
    assert response.status_code == 400
    assert [wrong["location"] for wrong in response.json()["errors"]] == [{"pointer": "/geboortedatum"}]


def test_a_system_that_names_nobody_asks_nothing(cast: Cast, family: Family) -> None:
    response = partner_of(cast.user("politie-rk"), named=False).post("/persoonsvragen", VICTIM, key=None)
    assert response.status_code == 403


def test_in_the_own_cases_a_name_finds_the_case(cast: Cast, family: Family) -> None:
    response = partner_of(cast.user("vt")).post("/zaakvragen", {"zoek": "Winter"}, key=None)
    [found] = response.json()["resultaten"]
    assert found == {
        "zaak": str(family.case.public_id),
        "nummer": family.case.number,
        "persoon": str(family.victim.public_id),
        "naam": "Sofie Winter",
        "rol": "victim",
        "geboortedatum": "1994-08-12",
    }
    elsewhere = partner_of(cast.user("vt-rk")).post("/zaakvragen", {"zoek": "Winter"}, key=None)
    assert elsewhere.json()["resultaten"] == []
