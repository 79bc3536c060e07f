"""Drafts through their address: for one's own forms, of cases that one may see."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.urls import reverse

from cases.access.models import AccessLogEntry
from cases.access.wall import GUARD_ROLE, set_context
from cases.casefiles.models import Case
from tests.factories.cast import Cast
from tests.factories.client import WallClient
from tests.factories.story import register_stalking_case
from tests.ground.database import afresh

pytestmark = pytest.mark.usefixtures("made", "rolled_back")

SignIn = Callable[[str], WallClient]
ADDRESS = "/concepten"


@pytest.fixture(scope="module")
def made(module_db: None, cast: Cast) -> Case:
    """The stalking case, as police registered it."""
    return register_stalking_case(cast)


@pytest.fixture
def case(rolled_back: None, made: Case) -> Case:
    """That case, for one test."""
    return afresh(made)


def place_of(case: Case) -> str:
    return reverse("cases:incident", kwargs={"zaak": case.public_id})


def test_what_was_kept_comes_back_and_is_offered_to_nobody_else(case: Case, sign_in: SignIn) -> None:
    place = place_of(case)
    vt = sign_in("vt")
    kept = vt.post(ADDRESS, {"plaats": place, "wat": "Stond voor de deur.", "wachtwoord": "x"})
    assert kept.status_code == 200
    back = vt.get(ADDRESS, {"plaats": place})
    assert back.json()["velden"] == {"wat": ["Stond voor de deur."]}
    assert back.json()["bewaard"] == kept.json()["bewaard"]
    assert sign_in("vt.lead").get(ADDRESS, {"plaats": place}).status_code == 204


def test_reading_a_draft_leaves_its_row_and_keeping_one_does_not(case: Case, sign_in: SignIn) -> None:
    place = place_of(case)
    vt = sign_in("vt")
    vt.post(ADDRESS, {"plaats": place, "wat": "x"})
    vt.get(ADDRESS, {"plaats": place})
    set_context(GUARD_ROLE)
    rows = AccessLogEntry.objects.filter(route="cases:draft")
    assert [(row.action, row.case_ids) for row in rows] == [("read", [case.pk])]


@pytest.mark.parametrize("place", ["", "/bestaat-niet", "//elders.example/x", "/sta tisch"])
def test_a_place_that_is_no_form_of_ours_is_not_found(place: str, sign_in: SignIn) -> None:
    assert sign_in("vt").post(ADDRESS, {"plaats": place, "a": "b"}).status_code == 404


def test_a_case_of_others_is_not_found(case: Case, sign_in: SignIn) -> None:
    outsider = sign_in("vt-rk")
    assert outsider.post(ADDRESS, {"plaats": place_of(case), "a": "b"}).status_code == 404
    assert outsider.get(ADDRESS, {"plaats": place_of(case)}).status_code == 404


def test_an_accepted_form_throws_its_draft_away_and_a_refused_one_keeps_it(
    case: Case, sign_in: SignIn
) -> None:
    place = place_of(case)
    vt = sign_in("vt")
    vt.post(ADDRESS, {"plaats": place, "wat": "half"})
    assert vt.post(place, {"concept": place}).status_code == 400
    assert vt.get(ADDRESS, {"plaats": place}).status_code == 200
    full = {
        "wanneer": "2025",
        "wat": "Stond voor de deur.",
        "bron": "family_contact",
        "concept": place,
    }
    assert vt.post(place, full).status_code == 302
    assert vt.get(ADDRESS, {"plaats": place}).status_code == 204


def test_a_draft_is_thrown_away_on_request(case: Case, sign_in: SignIn) -> None:
    place = place_of(case)
    vt = sign_in("vt")
    vt.post(ADDRESS, {"plaats": place, "a": "b"})
    assert vt.post(ADDRESS, {"plaats": place, "weg": "1"}).status_code == 204
    assert vt.get(ADDRESS, {"plaats": place}).status_code == 204


def test_the_session_says_whether_it_lives_and_signs_in_in_place(cast: Cast, sign_in: SignIn) -> None:
    visitor = WallClient()
    asked = visitor.get("/sessie")
    assert asked.status_code == 401
    assert asked["X-CSRF-Token"]
    assert sign_in("vt").get("/sessie").status_code == 204
    wrong = visitor.post("/sessie", {"username": "vt", "password": "fout"})
    assert (wrong.status_code, wrong.json()["melding"]) == (400, "Gebruikersnaam of wachtwoord klopt niet.")
