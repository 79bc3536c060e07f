"""The safety tab, unsafe events and part A as pages."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse

from cases.access.wall import acting_as
from cases.assessments.models import Incident
from cases.assessments.queries import current
from tests.factories.cast import Cast
from tests.factories.client import signed_in_client
from tests.factories.family import Family, make_family, make_order

pytestmark = pytest.mark.django_db


@pytest.fixture
def family(cast: Cast) -> Family:
    return make_family(cast)


def url(name: str, family: Family) -> str:
    return reverse(f"cases:{name}", kwargs={"zaak": family.case.public_id})


def answers(family: Family, **changes: Any) -> dict[str, Any]:
    """What the form of part A sends: acute by criteria 7 and 10."""
    sent: dict[str, Any] = {
        "versie": 0,
        "zicht": "no",
        "conclusie": "yes",
        "bronnen": ["police_investigation"],
    }
    for code in range(1, 11):
        sent[f"criterium_{code}"] = "present" if code in (7, 10) else "absent"
    sent[f"toegang_{family.suspect.public_id}"] = "yes"
    sent[f"toegang_{family.brother.public_id}"] = "no"
    sent["onveilig"] = [str(family.victim.public_id)]
    return sent | changes


def test_part_a_is_concluded_and_shown_with_its_grounds(cast: Cast, family: Family) -> None:
    client = signed_in_client(cast.user("vt"))
    response = client.post(url("part-a", family), answers(family, toelichting_10="Aan de deur gezien"))
    assert response.status_code == 302
    page = client.get(response["Location"]).content.decode()
    assert "Aan de deur gezien" in page
    assert "Acuut onveilig" in page
    with acting_as(cast.actor("vt")):
        saved = current(family.case, "A")
        assert saved is not None
        # One source for the whole assessment is the source of every answer without its own.
        assert {row.source for row in saved.criteria.all()} == {"police_investigation"}


def test_police_sees_the_conclusion_and_is_told_that_the_grounds_are_held_back(
    cast: Cast, family: Family
) -> None:
    vt = signed_in_client(cast.user("vt"))
    vt.post(url("part-a", family), answers(family, toelichting_10="Aan de deur gezien"))
    page = signed_in_client(cast.user("politie")).get(url("safety", family)).content.decode()
    assert "Acuut onveilig" in page
    assert "De onderbouwing is niet voor uw organisatie." in page
    assert "Aan de deur gezien" not in page
    assert reverse("cases:part-a", kwargs={"zaak": family.case.public_id}) not in page


def test_a_red_flag_is_shown_without_the_criterion_behind_it(cast: Cast, family: Family) -> None:
    signed_in_client(cast.user("vt")).post(url("part-a", family), answers(family))
    om = signed_in_client(cast.user("om")).get(url("safety", family)).content.decode()
    vt = signed_in_client(cast.user("vt")).get(url("safety", family)).content.decode()
    assert "intieme terreur" in om
    assert "criterium 7" not in om
    assert "criterium 7" in vt


def test_a_form_with_gaps_comes_back_with_every_gap_named(cast: Cast, family: Family) -> None:
    sent = answers(family, conclusie="")
    del sent["criterium_3"]
    response = signed_in_client(cast.user("vt")).post(url("part-a", family), sent)
    assert response.status_code == 400
    page = response.content.decode()
    assert "Kijk nog 2 punten na" in page
    assert "Criterium 3: maak een keuze." in page


def test_a_differing_conclusion_is_refused_in_place_with_a_link_to_the_reason(
    cast: Cast, family: Family
) -> None:
    response = signed_in_client(cast.user("vt")).post(url("part-a", family), answers(family, conclusie="no"))
    assert response.status_code == 409
    page = response.content.decode()
    assert "De conclusie wijkt af van het voorstel" in page
    assert 'href="#id_afwijking"' in page


def test_the_proposal_follows_the_answers_so_far(cast: Cast, family: Family) -> None:
    client = signed_in_client(cast.user("vt"))
    some = {"versie": 0, "criterium_1": "absent", "criterium_2": "unknown", "criterium_7": "present"}
    page = client.post(url("part-a-proposal", family), some).content.decode()
    assert "3 van 10" in page
    assert "2. Vuurwapen" in page
    assert "Politie" in page
    page = client.post(url("part-a-proposal", family), answers(family, conclusie="no")).content.decode()
    assert "Acuut onveilig" in page
    assert "Uw conclusie wijkt af van het voorstel" in page
    with acting_as(cast.actor("vt")):
        assert current(family.case, "A") is None


def test_criterion_one_is_filled_in_from_the_charges_with_the_reason(cast: Cast, family: Family) -> None:
    page = signed_in_client(cast.user("vt")).get(url("part-a", family)).content.decode()
    assert "Uit de feiten: belaging" in page
    assert page.count("checked") == 1


def test_a_second_version_starts_from_the_first(cast: Cast, family: Family) -> None:
    client = signed_in_client(cast.user("vt"))
    client.post(url("part-a", family), answers(family))
    page = client.get(url("part-a", family)).content.decode()
    assert "Ingevuld met versie 1" in page
    stale = client.post(url("part-a", family), answers(family))
    assert stale.status_code == 409
    assert "Intussen is versie 1" in stale.content.decode()


@pytest.mark.parametrize("name", ["part-a", "part-a-proposal", "lift-acuteness"])
@pytest.mark.parametrize("username", ["politie", "om", "rvdk"])
def test_who_does_not_assess_gets_the_reason(cast: Cast, family: Family, name: str, username: str) -> None:
    response = signed_in_client(cast.user(username)).post(url(name, family), answers(family))
    assert response.status_code == 403
    assert "taak van Veilig Thuis" in response.content.decode()


def test_acuteness_is_lifted_only_with_plan_and_sight(cast: Cast, family: Family) -> None:
    client = signed_in_client(cast.user("vt"))
    client.post(url("part-a", family), answers(family))
    refused = client.post(url("lift-acuteness", family), {"plan": "Bij haar zus", "zicht": ""})
    assert refused.status_code == 409
    assert "Derden hebben nog geen zicht" in refused.content.decode()
    done = client.post(
        url("lift-acuteness", family), {"plan": "Bij haar zus", "zicht": "Wijkteam belt elke ochtend"}
    )
    assert done.status_code == 302
    assert "Wijkteam belt elke ochtend" in client.get(done["Location"]).content.decode()


@pytest.mark.parametrize(
    ("typed", "shown"),
    [("10-03-2024", "10 maart 2024"), ("3-2024", "maart 2024"), ("2024", "2024")],
)
def test_an_event_is_as_precise_as_it_was_typed(cast: Cast, family: Family, typed: str, shown: str) -> None:
    client = signed_in_client(cast.user("vt"))
    sent = {"wanneer": typed, "wat": "Duwde haar", "bron": "report", "bron_toelichting": "M-12"}
    response = client.post(url("incident", family), sent)
    page = client.get(response["Location"]).content.decode()
    assert f'<span class="v-incident__when">{shown}</span>' in page
    assert "melding (M-12)" in page


@pytest.mark.parametrize("typed", ["31-02-2024", "gisteren", "2024-13", ""])
def test_a_date_that_is_none_is_refused(cast: Cast, family: Family, typed: str) -> None:
    client = signed_in_client(cast.user("vt"))
    response = client.post(url("incident", family), {"wanneer": typed, "wat": "Duwde haar", "bron": "report"})
    assert response.status_code == 400
    with acting_as(cast.actor("vt")):
        assert not Incident.objects.filter(case=family.case).exists()


def test_a_new_event_of_the_police_shows_the_assessment_as_out_of_date(cast: Cast, family: Family) -> None:
    vt = signed_in_client(cast.user("vt"))
    vt.post(url("part-a", family), answers(family))
    police = signed_in_client(cast.user("politie"))
    police.post(url("incident", family), {"wanneer": "2024", "wat": "Duwde haar", "bron": "report"})
    page = vt.get(url("safety", family)).content.decode()
    assert "Verouderd sinds" in page
    assert "Er is een nieuwe onveilige gebeurtenis." in page


def test_who_only_knows_that_the_case_exists_reads_no_tab(cast: Cast, family: Family) -> None:
    client = signed_in_client(cast.user("zvh"))
    for name in ("safety", "plan"):
        assert client.get(url(name, family)).status_code == 403


def test_the_safety_tab_stands_with_an_order_and_without_anything(cast: Cast, family: Family) -> None:
    make_order(cast, family)
    page = signed_in_client(cast.user("vt")).get(url("safety", family)).content.decode()
    assert "Onderdeel A is er nog niet" in page
    assert "Er is nog geen onveilige gebeurtenis vastgelegd." in page
