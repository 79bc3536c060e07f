"""The plan tab, conditions from patterns, serving, breaches."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from cases.access.wall import acting_as
from cases.plans.models import Breach, SafetyCondition, SafetyMeasure
from tests.cases.web.test_safety_pages import answers
from tests.cases.web.test_safety_pages import url as url_of
from tests.factories.cast import Cast
from tests.factories.client import signed_in_client
from tests.factories.family import Family, make_family, make_order

pytestmark = pytest.mark.django_db


@pytest.fixture
def family(cast: Cast) -> Family:
    return make_family(cast, timezone.now() - timedelta(hours=3))


@pytest.fixture
def order(cast: Cast, family: Family) -> SafetyMeasure:
    return make_order(cast, family, timezone.now() - timedelta(hours=2))


def test_a_pattern_fills_the_form_with_the_persons_of_the_case(cast: Cast, family: Family) -> None:
    client = signed_in_client(cast.user("vt"))
    page = client.get(f"{url_of('condition', family)}?patroon=no_contact").content.decode()
    assert "Milan Bakker heeft geen contact met Sofie Winter: niet in persoon" in page
    assert page.count(" selected") == 4


def condition(cast: Cast, family: Family, **changes: str) -> dict[str, str]:
    with acting_as(cast.actor("vt")):
        access = family.seen_by(cast, "vt", timezone.now())
        police = access.case.organisation
    return {
        "soort": "floor",
        "tekst": "Milan Bakker heeft geen contact met Sofie Winter.",
        "geldt_voor": str(family.suspect.public_id),
        "toezicht": str(police.public_id),
        "melder": str(police.public_id),
        "melden_aan": str(police.public_id),
        "gevolg": "De politie houdt aan.",
        "vanaf": "2026-03-10",
    } | changes


def test_a_condition_is_set_shown_to_partners_and_withdrawn(cast: Cast, family: Family) -> None:
    client = signed_in_client(cast.user("vt"))
    response = client.post(url_of("condition", family), condition(cast, family))
    assert response.status_code == 302
    page = signed_in_client(cast.user("om")).get(url_of("plan", family)).content.decode()
    assert "Milan Bakker heeft geen contact met Sofie Winter." in page
    assert "Intrekken" not in page
    with acting_as(cast.actor("vt")):
        saved = SafetyCondition.objects.get(case=family.case)
    keys = {"zaak": family.case.public_id, "voorwaarde": saved.public_id}
    withdraw = reverse("cases:condition-withdraw", kwargs=keys)
    assert client.post(withdraw, {"reden": ""}).status_code == 400
    assert client.post(withdraw, {"reden": "Vervangen door een maatregel"}).status_code == 302
    page = client.get(url_of("plan", family)).content.decode()
    assert "Vervangen door een maatregel" in page
    assert client.post(withdraw, {"reden": "Nog eens"}).status_code == 409


def test_a_placeholder_that_was_left_is_named(cast: Cast, family: Family) -> None:
    client = signed_in_client(cast.user("vt"))
    response = client.post(
        url_of("condition", family), condition(cast, family, tekst="[wie] komt niet bij [adres of gebied].")
    )
    assert response.status_code == 400
    assert "Vul nog in: [wie], [adres of gebied]." in response.content.decode()


@pytest.mark.parametrize("username", ["politie", "om", "shn"])
def test_who_sets_no_conditions_gets_the_reason(cast: Cast, family: Family, username: str) -> None:
    response = signed_in_client(cast.user(username)).get(url_of("condition", family))
    assert response.status_code == 403
    assert "taak van Veilig Thuis" in response.content.decode()


def test_the_plan_shows_what_the_order_covers(cast: Cast, family: Family, order: SafetyMeasure) -> None:
    client = signed_in_client(cast.user("vt"))
    client.post(url_of("part-a", family), answers(family))
    page = client.get(url_of("plan", family)).content.decode()
    assert "van kracht" in page
    assert "Niet beschermd door een maatregel die telt" not in page


def breach_url(family: Family, order: SafetyMeasure) -> str:
    return reverse("cases:breach", kwargs={"zaak": family.case.public_id, "maatregel": order.public_id})


def test_a_breach_shows_who_is_unprotected_until_it_is_judged_and_assessed_again(
    cast: Cast, family: Family, order: SafetyMeasure
) -> None:
    vt, police = signed_in_client(cast.user("vt")), signed_in_client(cast.user("politie"))
    vt.post(url_of("part-a", family), answers(family))
    moment = timezone.localtime(timezone.now() - timedelta(minutes=30)).strftime("%Y-%m-%dT%H:%M")
    response = police.post(breach_url(family, order), {"wanneer": moment, "wat": "Aan de deur gezien"})
    assert response.status_code == 302
    page = vt.get(url_of("plan", family)).content.decode()
    assert "overtreden: telt nu niet mee" in page
    assert "Milan Bakker kan bij Sofie Winter komen" in page
    # The description is part of the investigation, which Veilig Thuis sees only when marked.
    assert "Aan de deur gezien" not in page
    with acting_as(cast.actor("om")):
        broken = Breach.objects.get(measure=order)
    keys = {"zaak": family.case.public_id, "schending": broken.public_id}
    om = signed_in_client(cast.user("om"))
    assert "Aan de deur gezien" in om.get(reverse("cases:breach-judge", kwargs=keys)).content.decode()
    assert om.post(reverse("cases:breach-judge", kwargs=keys), {"oordeel": "prosecuted"}).status_code == 302
    again = vt.post(url_of("part-a", family), answers(family, versie=1, te_laat="Direct opgepakt"))
    assert again.status_code == 302
    page = vt.get(url_of("plan", family)).content.decode()
    assert "overtreden: telt nu niet mee" not in page
    assert "Oordeel van het OM: vervolgd" in page


def test_police_records_serving_and_is_not_asked_twice(cast: Cast, family: Family) -> None:
    order = make_order(cast, family, timezone.now() - timedelta(hours=2), is_served=False)
    police = signed_in_client(cast.user("politie"))
    keys = {"zaak": family.case.public_id, "maatregel": order.public_id}
    page = reverse("cases:measure-served", kwargs=keys)
    assert "niet uitgereikt: telt nog niet mee" in police.get(url_of("plan", family)).content.decode()
    moment = timezone.localtime(timezone.now() - timedelta(minutes=5)).strftime("%Y-%m-%dT%H:%M")
    sent = {"uitgereikt_op": moment, "uitgereikt_door": "agent Blom"}
    assert police.post(page, sent).status_code == 302
    assert "uitgereikt_op" not in police.get(page).content.decode()
    assert "van kracht" in police.get(url_of("plan", family)).content.decode()


def test_a_measure_of_another_case_is_not_found(cast: Cast, family: Family) -> None:
    other = make_order(cast, make_family(cast, timezone.now() - timedelta(hours=3)), timezone.now())
    assert signed_in_client(cast.user("politie")).get(breach_url(family, other)).status_code == 404


def test_a_child_is_named_to_who_may_know_children_and_to_nobody_else(
    cast: Cast, family: Family, order: SafetyMeasure
) -> None:
    vt = signed_in_client(cast.user("vt"))
    unsafe = [str(family.victim.public_id), str(family.children[0].public_id)]
    vt.post(url_of("part-a", family), answers(family, onveilig=unsafe))
    for name in ("safety", "plan"):
        seen = vt.get(url_of(name, family)).content.decode()
        hidden = signed_in_client(cast.user("om")).get(url_of(name, family)).content.decode()
        assert "Lotte Bakker" in seen
        assert "Lotte Bakker" not in hidden
        assert "een kind" in hidden


def test_a_pattern_does_not_spell_out_the_names_of_children(cast: Cast, family: Family) -> None:
    client = signed_in_client(cast.user("vt"))
    unsafe = [str(person.public_id) for person in (family.victim, *family.children)]
    client.post(url_of("part-a", family), answers(family, onveilig=unsafe))
    page = client.get(f"{url_of('condition', family)}?patroon=no_contact").content.decode()
    assert "geen contact met Sofie Winter en de kinderen: niet in persoon" in page
