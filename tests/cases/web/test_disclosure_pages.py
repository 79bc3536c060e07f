"""The pages of the disclosure table: read by everybody, changed by two privacy officers, explained by one."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse

from cases.access.models import AccessLogEntry
from cases.access.rules.categories import Category
from cases.access.schedule import forget_schedule
from cases.access.table_models import DisclosureVersion
from cases.access.wall import acting_as
from cases.casefiles.models import Case
from cases.casefiles.services import record_event
from cases.sharing.exclusion import NewExclusion, exclude
from tests.cases.sharing.tables import JUDGED, WRITTEN, approved, offered
from tests.factories.cast import Cast
from tests.factories.client import WallClient
from tests.factories.family import OPENED, make_family
from tests.zsm.decision.making import past_the_wall

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("fresh_schedule")]

SignIn = Callable[[str], WallClient]
TABLE, VERSIONS = "/verstrekkingen", "/verstrekkingen/versies"
EXPLAIN = "/verstrekkingen/uitleg"


@pytest.fixture
def fresh_schedule() -> object:
    """Read the schedule anew, before and after."""
    forget_schedule()
    yield
    forget_schedule()


def text(client: WallClient, url: str) -> str:
    return client.get(url).content.decode()


def test_everybody_reads_the_table_and_filters_it_by_recipient(sign_in: SignIn) -> None:
    client = sign_in("3ro")
    page = text(client, TABLE)
    assert "Versie 1, de wettelijke standaard" in page
    assert "Nieuw concept" not in page
    assert VERSIONS not in page
    rows = text(client, f"{TABLE}?ontvanger=vt")
    assert "met toestemming van de betrokkene" in rows
    assert "Wmo 2015" in rows
    assert client.get(f"{TABLE}?ontvanger=niemand").status_code == 400


def test_two_officers_change_the_table(cast: Cast, sign_in: SignIn) -> None:
    writer, second = sign_in("vt.privacy"), sign_in("om.privacy")
    with time_machine.travel(WRITTEN, tick=False):
        draft = writer.post(VERSIONS)["Location"]
        row = f"{draft}/regel?ontvanger=vt&categorie=judicial&gever=&fase="
        assert "alleen dat-informatie" in text(writer, row).lower()
        typed = {
            "recipient": "vt",
            "category": "judicial",
            "giver": "om",
            "phase": "",
            "grant": "task",
            "basis": "Wjsg art. 39f",
        }
        refused = writer.post(row, typed | {"basis": ""})
        assert refused.status_code == 400
        assert "Wettelijke grondslag: vul dit in." in refused.content.decode()
        assert writer.post(row, typed).status_code == 302
        page = text(writer, draft)
        assert "justitiële documentatie → Veilig Thuis (Openbaar Ministerie)" in page
        assert "Goedkeuren" not in page
        offer = {"stap": "aanbieden", "effective_from": "2026-03-09", "motivation": "Verzoek van de regio."}
        too_soon = writer.post(draft, offer | {"effective_from": "2026-03-02"})
        assert too_soon.status_code == 400
        assert "nooit op een dag die al loopt" in too_soon.content.decode()
        assert "Verzoek van de regio." in too_soon.content.decode()
        assert writer.post(draft, offer).status_code == 302
        assert writer.post(draft, {"stap": "goedkeuren", "reason": "Akkoord."}).status_code == 403
    with time_machine.travel(JUDGED, tick=False):
        assert "Goedkeuren" in text(second, draft)
        assert second.post(draft, {"stap": "goedkeuren", "reason": ""}).status_code == 400
        assert second.post(draft, {"stap": "goedkeuren", "reason": "Akkoord."}).status_code == 302
        forget_schedule()
        assert "gaat in op ma 9 mrt 2026" in text(second, VERSIONS)
        assert "Versie 1, de wettelijke standaard" in text(second, TABLE)
    with time_machine.travel(JUDGED + timedelta(days=6), tick=False):
        page = text(sign_in("vt"), f"{TABLE}?categorie=judicial")
        assert "van kracht sinds ma 9 mrt 2026" in page
        assert "Wjsg art. 39f" in page
    with past_the_wall():
        purposes = set(AccessLogEntry.objects.exclude(purpose="").values_list("purpose", flat=True))
    assert {
        "verstrekkingentabel: versie 2 begonnen",
        "verstrekkingentabel: versie 2 aanbieden",
        "verstrekkingentabel: versie 2 goedkeuren",
    } <= purposes


def test_a_second_draft_is_refused_in_place(cast: Cast, sign_in: SignIn) -> None:
    offered(cast)
    response = sign_in("om.privacy").post(VERSIONS)
    assert response.status_code == 409
    assert "Versie 2 is nog open" in response.content.decode()


def test_a_version_that_does_not_exist_is_not_found_and_a_step_that_does_not_either(
    cast: Cast, sign_in: SignIn
) -> None:
    version = offered(cast)
    client = sign_in("vt.privacy")
    missing = reverse("cases:disclosure-version", kwargs={"versie": "7f3b4c1e-0000-4000-8000-000000000000"})
    assert client.get(missing).status_code == 404
    url = reverse("cases:disclosure-version", kwargs={"versie": version.public_id})
    assert client.post(url, {"stap": "weggooien"}).status_code == 400
    assert client.post(url, {"stap": "terugnemen"}).status_code == 302
    assert client.post(url, {"stap": "vervallen"}).status_code == 302
    assert DisclosureVersion.objects.get(pk=version.pk).state == "discarded"


def asked(client: WallClient, **question: str) -> str:
    sent = {"zaak": "", "organisatie": "", "gebruiker": "", "doel": "klacht"} | question
    with time_machine.travel(OPENED, tick=False):
        return client.post(EXPLAIN, sent).content.decode()


@pytest.fixture
def number(cast: Cast) -> str:
    """A case of the police in which police and SHN recorded something; Veilig Thuis reads along."""
    family = make_family(cast)
    for username, category, summary in (
        ("politie", Category.JUDICIAL, "Eerder veroordeeld."),
        ("politie", Category.IDENTITY, "Verdachte geregistreerd."),
        ("shn", Category.WISHES, "Toestemming gevraagd."),
    ):
        actor = cast.actor(username)
        with acting_as(actor):
            record_event(
                case=family.case, kind="test", category=category, summary=summary, actor=actor, at=OPENED
            )
    return family.case.number


def test_it_explains_with_the_rows_that_applied_and_without_contents(
    cast: Cast, sign_in: SignIn, number: str
) -> None:
    vt = str(cast.user("vt").organisation.public_id)
    page = asked(sign_in("om.privacy"), zaak=number, organisatie=vt)
    assert "Veilig Thuis krijgt van justitiële documentatie alleen dat-informatie." in page
    assert "Veilig Thuis ziet identiteit en rol in de zaak: mag." in page
    assert "alleen met toestemming van de betrokkene" in page
    assert "Eerder veroordeeld." not in page
    with past_the_wall():
        entry = AccessLogEntry.objects.filter(route="cases:disclosure-explain").latest("pk")
    assert entry.action == "search"
    assert entry.purpose.endswith(": klacht")
    assert len(entry.case_ids) == 1


def test_an_officer_learns_nothing_of_what_the_own_organisation_may_not_even_know(
    cast: Cast, sign_in: SignIn, number: str
) -> None:
    om = str(cast.user("om").organisation.public_id)
    page = asked(sign_in("vt.privacy"), zaak=number, organisatie=om)
    assert "justitiële documentatie" in page
    assert "wensen van het slachtoffer" not in page


def test_a_user_stands_for_the_own_organisation(cast: Cast, sign_in: SignIn, number: str) -> None:
    page = asked(sign_in("om.privacy"), zaak=number, gebruiker="vt.beheer")
    assert "Veilig Thuis Duinrand" in page
    assert "opent er geen" in page


def test_who_takes_no_part_gets_at_most_that(cast: Cast, sign_in: SignIn, number: str) -> None:
    page = asked(sign_in("om.privacy"), zaak=number, gebruiker="vt-rk")
    assert "neemt geen deel" in page.lower()


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ({"zaak": "99-9999", "gebruiker": "vt"}, "geen zaak met dit nummer"),
        ({"zaak": "99-9999", "gebruiker": "niemand"}, "bestaat niet (meer)"),
        ({"zaak": "99-9999"}, "noem een gebruiker"),
        ({"gebruiker": "vt"}, "Zaaknummer: vul dit in."),
    ],
)
def test_a_question_that_cannot_be_answered_says_why(
    sign_in: SignIn, question: dict[str, str], said: str
) -> None:
    assert said in asked(sign_in("vt.privacy"), **question)


def test_an_officer_of_another_region_finds_no_case(cast: Cast, sign_in: SignIn, number: str) -> None:
    assert "geen zaak met dit nummer" in asked(sign_in("vt.privacy-rk"), zaak=number, gebruiker="vt")


def test_the_explanation_follows_the_version_of_the_day(cast: Cast, sign_in: SignIn, number: str) -> None:
    approved(cast)
    page = asked(sign_in("om.privacy"), zaak=number, gebruiker="vt")
    assert "versie 2" in page
    assert "Veilig Thuis ziet justitiële documentatie: mag." in page


def test_an_exclusion_is_told_about_the_own_staff_only(cast: Cast, sign_in: SignIn, number: str) -> None:
    lead = cast.actor("vt.lead")
    with acting_as(lead):
        case = Case.objects.get(number=number)
        exclude(
            case=case,
            new=NewExclusion(reason="Buren van het gezin.", user=cast.user("vt")),
            actor=lead,
            at=OPENED,
        )
    own = asked(sign_in("vt.privacy"), zaak=number, gebruiker="vt")
    assert "Uitgesloten van deze zaak" in own
    assert "Buren van het gezin." not in own
    other = asked(sign_in("om.privacy"), zaak=number, gebruiker="vt")
    assert "Uitgesloten van deze zaak" not in other
    assert "weet alleen de eigen privacyfunctionaris" in other
