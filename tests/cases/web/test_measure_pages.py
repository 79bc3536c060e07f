"""Measures on the page: brought into the case, extended, ended, their end judged and told; the register."""

from __future__ import annotations

import html
import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from cases.access.models import AccessLogEntry
from cases.access.wall import acting_as
from cases.organisations.rules import OrganisationKind
from cases.plans.models import SafetyMeasure
from tests.cases.web.test_safety_pages import url as url_of
from tests.factories.cast import Cast
from tests.factories.client import signed_in_client
from tests.factories.family import Family, make_family, make_order
from tests.zsm.decision.making import past_the_wall

pytestmark = pytest.mark.django_db


@pytest.fixture
def family(cast: Cast) -> Family:
    return make_family(cast, timezone.now() - timedelta(hours=3))


@pytest.fixture
def order(cast: Cast, family: Family) -> SafetyMeasure:
    return make_order(cast, family, timezone.now() - timedelta(hours=2))


def text(content: bytes) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html.unescape(content.decode())).split())


def shn(cast: Cast) -> str:
    return str(cast.organisation(OrganisationKind.SHN).public_id)


def page_of(name: str, family: Family, measure: SafetyMeasure) -> str:
    keys = {"zaak": family.case.public_id, "maatregel": measure.public_id}
    return reverse(f"cases:measure-{name}", kwargs=keys)


def when(days: int = 0, hours: int = 0) -> str:
    moment = timezone.localtime(timezone.now() + timedelta(days=days, hours=hours))
    return moment.strftime("%Y-%m-%dT%H:%M")


def test_police_brings_the_order_of_the_mayor_into_the_case(cast: Cast, family: Family) -> None:
    client = signed_in_client(cast.user("politie"))
    sent = {
        "maatregel": "temporary_restraining_order",
        "geldt_voor": str(family.suspect.public_id),
        "beschermt": [str(family.victim.public_id)],
        "gebied": "Duinweg 12",
        "informeert": "",
        "opgelegd_door": "burgemeester van Duinstede",
        "opgelegd_op": when(hours=-1),
    }
    wrong = client.post(url_of("measure-new", family), sent)
    assert wrong.status_code == 400
    assert "Duinweg 12" in wrong.content.decode()
    done = client.post(url_of("measure-new", family), {**sent, "informeert": shn(cast)})
    assert done.status_code == 302
    plan = text(client.get(url_of("plan", family)).content)
    assert "Tijdelijk huisverbod (art. 2, 3 en 9 Wet tijdelijk huisverbod)" in plan
    assert "niet uitgereikt: telt nog niet mee" in plan


def test_each_organisation_is_offered_only_what_it_records(cast: Cast, family: Family) -> None:
    offered = {
        username: signed_in_client(cast.user(username)).get(url_of("measure-new", family)).content.decode()
        for username in ("politie", "om", "rvdk")
    }
    assert "temporary_restraining_order" in offered["politie"]
    assert "supervision_order" not in offered["politie"]
    assert "liberty_restricting" in offered["om"]
    assert "behavioural_order" not in offered["om"]
    assert "supervision_order" in offered["rvdk"]


def test_the_prosecutor_extends_within_the_law(cast: Cast, family: Family, order: SafetyMeasure) -> None:
    client = signed_in_client(cast.user("om"))
    assert order.ends_at is not None
    # Days by the calendar: the clock may change in between.
    new_end = (timezone.localtime(order.ends_at) + timedelta(days=90)).strftime("%Y-%m-%dT%H:%M")
    sent = {"tot": new_end, "reden": "Zitting later.", "informeert": shn(cast)}
    page = client.post(page_of("extend", family, order), sent)
    assert page.status_code == 400
    assert "de verdachte wordt vervolgd" in text(page.content)
    done = client.post(page_of("extend", family, order), {**sent, "voorwaarde": "on"})
    assert done.status_code == 302
    assert "Verlengd tot" in text(client.get(url_of("plan", family)).content)


def test_a_measure_is_suspended_resumed_and_ended(cast: Cast, family: Family, order: SafetyMeasure) -> None:
    client = signed_in_client(cast.user("om"))
    sent = {"reden": "Beslissing van de rechtbank.", "wie": "rechtbank", "informeert": shn(cast)}
    assert client.post(page_of("suspend", family, order), sent).status_code == 302
    assert "geschorst: telt nu niet mee" in text(client.get(url_of("plan", family)).content)
    assert client.post(page_of("resume", family, order), sent).status_code == 302
    ended = client.post(page_of("end", family, order), {**sent, "sinds": when(hours=-1)})
    assert ended.status_code == 302
    page = text(client.get(url_of("plan", family)).content)
    assert "Afgelopen maatregelen (1)" in page
    assert "Beëindigd door rechtbank" in page
    assert client.post(page_of("end", family, order), {**sent, "sinds": when()}).status_code == 409


def test_what_is_owed_before_the_end_has_its_buttons(
    cast: Cast, family: Family, order: SafetyMeasure
) -> None:
    assert (
        page_of("judge-end", family, order)
        in signed_in_client(cast.user("vt")).get(url_of("plan", family)).content.decode()
    )
    client = signed_in_client(cast.user("shn"))
    assert page_of("tell-end", family, order) in client.get(url_of("plan", family)).content.decode()
    assert client.get(page_of("tell-end", family, order)).status_code == 200
    told = client.post(page_of("tell-end", family, order), {})
    assert told.headers["Location"] == url_of("victim", family)
    assert "De gedragsaanwijzing eindigt op" in text(client.get(url_of("victim", family)).content)


def test_the_register_finds_a_ban_by_person_or_area_and_logs_the_look(
    cast: Cast, family: Family, order: SafetyMeasure
) -> None:
    client = signed_in_client(cast.user("politie"))
    assert "Milan Bakker" in text(client.get(reverse("cases:bans")).content)
    for words in ("bakker", "Sofie Winter", "duinweg 500"):
        page = text(client.post(reverse("cases:bans"), {"zoek": words}).content)
        assert "1 verbod" in page
        assert "Duinweg 12 en 500 meter eromheen" in page
    assert "0 verboden" in text(client.post(reverse("cases:bans"), {"zoek": "Lotte"}).content)
    with past_the_wall():
        rows = list(AccessLogEntry.objects.filter(route="cases:bans").order_by("-pk"))
    assert rows[1].action == "search"
    assert set(rows[1].person_ids) >= {family.suspect.pk, family.victim.pk}
    assert rows[1].purpose == "Register van contact- en locatieverboden"


def test_the_register_is_of_the_police_and_of_their_own_cases(
    cast: Cast, family: Family, order: SafetyMeasure
) -> None:
    assert signed_in_client(cast.user("vt")).get(reverse("cases:bans")).status_code == 403
    elsewhere = text(signed_in_client(cast.user("politie-rk")).get(reverse("cases:bans")).content)
    assert "Milan Bakker" not in elsewhere


def test_an_ended_ban_is_not_in_the_register(cast: Cast, family: Family, order: SafetyMeasure) -> None:
    with acting_as(cast.actor("politie")):
        SafetyMeasure.objects.filter(pk=order.pk).update(ends_at=timezone.now() - timedelta(minutes=1))
    page = text(signed_in_client(cast.user("politie")).get(reverse("cases:bans")).content)
    assert "Er geldt geen verbod dat hierop past." in page
