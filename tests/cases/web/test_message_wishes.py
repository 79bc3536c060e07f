"""The pages and REST of what is mailed: own choices, and what an organisation says for all."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.urls import reverse

from cases.access.models import AccessLogEntry
from cases.outbox.topics import OPTIONAL
from cases.outbox.wish_models import MessagePosition, MessageWish
from tests.api.client import Partner, partner_of
from tests.factories.cast import Cast
from tests.factories.client import WallClient
from tests.zsm.decision.making import past_the_wall

pytestmark = pytest.mark.django_db

SignIn = Callable[[str], WallClient]
OWN, ALL = "cases:message-wishes", "cases:message-positions"
FOR_EVERYBODY = {topic.value: "on" for topic in OPTIONAL}


def test_a_user_turns_one_off_and_reads_why_others_stay(sign_in: SignIn) -> None:
    client = sign_in("vt")
    page = client.get(reverse(OWN)).content.decode()
    assert "Een gemiste termijn kan een leven kosten." in page
    assert "Totalen voor teamleiders" not in page, "a case handler gets none"
    page = client.post(
        reverse(OWN),
        {"warning": "on", "case_moves": "on", "reports": "on", "begins": "18:00", "ends": "08:00"},
        follow=True,
    ).content.decode()
    assert "Uw keuzes zijn opgeslagen." in page
    assert 'value="18:00"' in page
    with past_the_wall():
        assert list(MessageWish.objects.values_list("topic", "wanted")) == [("digest", False)]
        entry = AccessLogEntry.objects.filter(action=AccessLogEntry.ACTION_WRITE).latest("pk")
    assert (entry.route, entry.purpose) == (OWN, "keuzes voor e-mail gewijzigd")


def test_what_is_wrong_is_told_at_its_field_and_what_was_typed_stays(sign_in: SignIn) -> None:
    response = sign_in("vt").post(reverse(OWN), {"begins": "18:00", "ends": "achten", "warning": "on"})
    page = response.content.decode()
    assert response.status_code == 400
    assert "Stil tot: dit is geen geldige tijd." in page
    assert 'value="achten"' in page
    response = sign_in("vt").post(reverse(OWN), {"begins": "18:00"})
    assert "Vul begin en einde in, of laat ze allebei leeg." in response.content.decode()


def test_an_administrator_makes_one_mandatory_and_the_log_says_from_what_to_what(sign_in: SignIn) -> None:
    client = sign_in("vt.beheer")
    page = client.post(reverse(ALL), FOR_EVERYBODY | {"digest": "always"}, follow=True).content.decode()
    assert "Opgeslagen." in page
    with past_the_wall():
        assert list(MessagePosition.objects.values_list("topic", "position")) == [("digest", "always")]
        entry = AccessLogEntry.objects.filter(action=AccessLogEntry.ACTION_WRITE).latest("pk")
    assert entry.purpose == (
        "Overzichtsmail: van mailen, tenzij een medewerker het uitzet naar altijd mailen, niemand zet het uit"
    )
    own = sign_in("vt").get(reverse(OWN)).content.decode()
    assert "Uw organisatie mailt dit altijd: u kunt het niet uitzetten." in own
    assert 'name="digest"' not in own
    # A form that was open since before says nothing of it and takes nothing away.
    assert sign_in("vt").post(reverse(OWN), {"warning": "on"}).status_code == 302


def test_only_an_administrator_finds_the_page_of_all(sign_in: SignIn) -> None:
    for username in ("vt", "vt.lead", "vt.privacy"):
        assert sign_in(username).get(reverse(ALL)).status_code == 403
    assert reverse(OWN) in sign_in("vt").get(reverse("cases:messages")).content.decode()


@pytest.fixture
def partner(cast: Cast) -> Callable[[str], Partner]:
    return lambda username: partner_of(cast.user(username))


def test_rest_gives_and_takes_the_same(partner: Callable[[str], Partner]) -> None:
    system = partner("vt")
    answer = system.get("/berichtkeuzes")
    known = {row["onderwerp"]: row for row in answer.json()["keuzes"]}
    assert known["clock"] == {
        "onderwerp": "clock",
        "gewenst": True,
        "teKiezen": False,
        "wachtInStilleUren": False,
    }
    assert known["warning"]["teKiezen"]
    body = {"keuzes": [{"onderwerp": "warning", "gewenst": False}], "stilVan": "18:00", "stilTot": "08:00"}
    assert system.put("/berichtkeuzes", body).status_code == 428
    changed = system.put("/berichtkeuzes", body, etag=answer.headers["ETag"])
    assert changed.status_code == 200
    assert (changed.json()["stilVan"], changed.json()["weekendStil"]) == ("18:00:00", False)
    assert system.put("/berichtkeuzes", body, etag=answer.headers["ETag"]).status_code == 412
    mandatory = {"keuzes": [{"onderwerp": "alarm", "gewenst": False}]}
    refused = system.put("/berichtkeuzes", mandatory, etag=changed.headers["ETag"])
    assert refused.status_code == 400
    assert "leven kosten" in str(refused.json())


def test_rest_of_the_organisation(partner: Callable[[str], Partner]) -> None:
    system = partner("vt.beheer")
    answer = system.get("/berichtstanden")
    assert {row["stand"] for row in answer.json()["standen"]} == {"on"}
    body = {"standen": [{"onderwerp": "totals", "stand": "off"}]}
    changed = system.put("/berichtstanden", body, etag=answer.headers["ETag"])
    assert {"onderwerp": "totals", "stand": "off"} in changed.json()["standen"]
    assert partner("vt").get("/berichtstanden").status_code == 403


def test_a_system_that_names_nobody_has_no_wishes(cast: Cast) -> None:
    assert partner_of(cast.user("vt"), named=False).get("/berichtkeuzes").status_code == 403
