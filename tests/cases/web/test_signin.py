"""Sign-in: who comes in, where to, and that revocation works at the next request (security, A10, W3)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from django.contrib.sessions.models import Session
from django.urls import reverse

from cases.access.models import AccessLogEntry, Participation
from cases.casefiles.models import Case
from cases.organisations.models import User
from cases.organisations.rules import OrganisationKind
from tests.factories.cast import TEST_PASSWORD, Cast
from tests.factories.client import WallClient
from tests.factories.story import REGISTERED, register_stalking_case
from tests.zsm.decision.making import past_the_wall

pytestmark = pytest.mark.django_db

PATH = "/aanmelden"
WRONG = "Gebruikersnaam of wachtwoord klopt niet."
SignIn = Callable[[str], WallClient]


def sign_in_with(
    username: str, password: str = TEST_PASSWORD, *, then: str = "", client: WallClient | None = None
) -> tuple[WallClient, int, str, str]:
    """Fill in the form; gives the client, the status, the page and where it leads."""
    client = client or WallClient()
    data = {"username": username, "password": password, "volgende": then}
    response = client.post(PATH, data)
    return client, response.status_code, response.content.decode(), response.get("Location", "")


def test_name_and_password_lead_to_the_first_page_of_the_day() -> None:
    client, status, _, location = sign_in_with("vt")
    assert (status, location) == (302, "/")
    assert client.get("/")["Location"] == reverse("zsm:board")


def test_the_name_is_accepted_in_capitals_too() -> None:
    _, status, _, _ = sign_in_with("VT")
    assert status == 302


@pytest.mark.parametrize(
    ("username", "password"), [("vt", "onjuist wachtwoord"), ("niemand", TEST_PASSWORD), ("vt", "")]
)
def test_what_is_wrong_is_said_without_telling_whether_the_name_exists(username: str, password: str) -> None:
    client, status, text, _ = sign_in_with(username, password)
    assert status == 200
    assert (WRONG in text) is bool(password)
    assert "sessionid" not in client.cookies
    assert client.get("/bord").status_code == 302


def test_somebody_who_left_reads_the_same_message_as_with_a_wrong_password(cast: Cast) -> None:
    User.objects.filter(username="vt").update(is_active=False)
    _, status, text, _ = sign_in_with("vt")
    assert (status, WRONG in text) == (200, True)


def test_what_was_typed_as_password_does_not_come_back() -> None:
    _, _, text, _ = sign_in_with("vt", "geheim-van-iemand")
    assert "geheim-van-iemand" not in text
    assert 'value="vt"' in text


def test_a_visitor_comes_back_to_the_page_that_was_asked_for() -> None:
    visitor = WallClient()
    location = visitor.get("/mijn-werk")["Location"]
    assert location == f"{PATH}?volgende=/mijn-werk"
    assert 'name="volgende" value="/mijn-werk"' in visitor.get(location).content.decode()
    _, _, _, target = sign_in_with("vt", then="/mijn-werk", client=visitor)
    assert target == "/mijn-werk"


@pytest.mark.parametrize(
    "elsewhere",
    [
        "https://voorbeeld.example/bord",
        "//voorbeeld.example/bord",
        "///voorbeeld.example",
        "http:///voorbeeld.example",
        "/\\voorbeeld.example",
        "javascript:alert(1)",
        "http://testserver:81/bord",
        "ftp://testserver/bord",
    ],
)
def test_signing_in_never_leads_to_another_host(elsewhere: str) -> None:
    _, status, _, target = sign_in_with("vt", then=elsewhere)
    assert (status, target) == (302, "/")


def test_the_key_of_the_session_is_new_after_signing_in_and_the_old_one_is_worth_nothing() -> None:
    client = WallClient()
    session = client.session
    session["gekozen"] = "door een ander"
    session.save()
    before = session.session_key
    sign_in_with("vt", client=client)
    after = client.cookies["sessionid"].value
    assert after != before
    assert not Session.objects.filter(session_key=before).exists()


def test_another_user_on_the_same_screen_starts_with_an_empty_session() -> None:
    client, *_ = sign_in_with("vt")
    session = client.session
    session["concept"] = "van de vorige"
    session.save()
    client.post("/afmelden")
    sign_in_with("om", client=client)
    assert "concept" not in client.session


def test_signing_out_ends_the_session_and_happens_by_a_button_only() -> None:
    client, *_ = sign_in_with("vt")
    key = client.cookies["sessionid"].value
    assert client.get("/afmelden").status_code == 405
    assert client.post("/afmelden")["Location"] == PATH
    assert not Session.objects.filter(session_key=key).exists()
    client.cookies["sessionid"] = key
    assert client.get("/bord")["Location"].startswith(PATH)


def test_who_is_signed_in_already_is_sent_on(sign_in: SignIn) -> None:
    assert sign_in("vt").get(PATH)["Location"] == "/"


def test_every_attempt_leaves_a_row_and_a_failed_one_names_only_an_account_that_exists(cast: Cast) -> None:
    sign_in_with("vt", "onjuist wachtwoord")
    sign_in_with("per ongeluk een wachtwoord", "onjuist")
    sign_in_with("vt")
    with past_the_wall():
        rows = AccessLogEntry.objects.filter(action="sign_in").order_by("pk")
        told = [(row.user_id, row.organisation_id, row.purpose, row.outcome) for row in rows]
    vt = cast.user("vt")
    assert told == [
        (vt.pk, vt.organisation_id, "mislukte aanmelding", "refused"),
        (None, None, "mislukte aanmelding", "refused"),
        (vt.pk, vt.organisation_id, "", "shown"),
    ]


# --- revocation -----------------------------------------------------------------------------------


@pytest.fixture
def case(cast: Cast) -> Case:
    return register_stalking_case(cast)


def case_page(case: Case) -> str:
    return reverse("cases:case", kwargs={"zaak": case.public_id})


def test_the_next_request_of_somebody_who_left_is_refused(case: Case, sign_in: SignIn) -> None:
    client = sign_in("vt")
    assert client.get(case_page(case)).status_code == 200
    User.objects.filter(username="vt").update(is_active=False)
    response = client.get(case_page(case))
    assert response.status_code == 302
    assert response["Location"].startswith(PATH)


def test_the_next_request_of_somebody_who_moved_is_made_for_the_new_organisation(
    cast: Cast, case: Case, sign_in: SignIn
) -> None:
    client = sign_in("vt")
    assert client.get(case_page(case)).status_code == 200
    elsewhere = cast.organisation(OrganisationKind.VT, "Rivierkwartier")
    User.objects.filter(username="vt").update(organisation=elsewhere)
    assert client.get(case_page(case)).status_code == 404


def test_the_next_request_without_a_role_in_casework_is_refused(case: Case, sign_in: SignIn) -> None:
    client = sign_in("vt")
    User.objects.filter(username="vt").update(roles=[])
    assert client.get(case_page(case)).status_code == 403
    assert client.get("/bord").status_code == 403


def test_a_case_in_which_the_organisation_no_longer_takes_part_is_gone_at_the_next_request(
    cast: Cast, case: Case, sign_in: SignIn
) -> None:
    client = sign_in("shn")
    assert client.get(case_page(case)).status_code == 200
    with past_the_wall():
        Participation.objects.filter(case=case, organisation=cast.organisation(OrganisationKind.SHN)).update(
            ended_at=REGISTERED + timedelta(minutes=1), end_reason="taak klaar"
        )
    for path in (case_page(case), f"{case_page(case)}/verloop", f"{case_page(case)}/personen"):
        assert client.get(path).status_code == 404
    assert case.number not in client.get("/bord").content.decode()
    assert case.number not in client.get("/mijn-werk").content.decode()


def test_a_session_ends_after_a_shift() -> None:
    with time_machine.travel(REGISTERED, tick=False) as clock:
        client, *_ = sign_in_with("vt")
        clock.move_to(REGISTERED + timedelta(hours=10) - timedelta(seconds=1))
        assert client.get("/bord").status_code == 200
        clock.move_to(REGISTERED + timedelta(hours=10, seconds=1))
        assert client.get("/bord")["Location"].startswith(PATH)
