"""The page on which Veilig Thuis answers whether the family is known."""

from __future__ import annotations

import pytest
from django.urls import reverse

from cases.access.wall import acting_as
from tests.factories.cast import Cast
from tests.factories.client import signed_in_client
from tests.factories.family import Family, make_family
from zsm.consultation.queries import known_answer

pytestmark = pytest.mark.django_db


@pytest.fixture
def family(cast: Cast) -> Family:
    return make_family(cast)


def url(family: Family) -> str:
    return reverse("zsm:known", kwargs={"zaak": family.case.public_id})


def test_an_open_file_is_answered_with_its_phase(cast: Cast, family: Family) -> None:
    client = signed_in_client(cast.user("vt"))
    refused = client.post(url(family), {"bekend": "open"})
    assert refused.status_code == 400
    assert "Kies in welke fase het open dossier is." in refused.content.decode()
    assert client.post(url(family), {"bekend": "open", "fase": "stock_inquiry"}).status_code == 302
    page = client.get(url(family)).content.decode()
    assert "Open: werkvoorraad onderzoek" in page
    assert "dat is zelf een risicosignaal" in page


@pytest.mark.parametrize(("answer", "known"), [("not_known", False), ("closed", True)])
def test_another_answer_has_no_phase_of_its_own(cast: Cast, family: Family, answer: str, known: bool) -> None:
    client = signed_in_client(cast.user("vt"))
    assert client.post(url(family), {"bekend": answer, "fase": "inquiry"}).status_code == 400
    assert client.post(url(family), {"bekend": answer}).status_code == 302
    with acting_as(cast.actor("vt")):
        saved = known_answer(family.case)
    assert saved is not None
    assert (saved.known, saved.open_file, saved.phase) == (known, False, answer)


@pytest.mark.parametrize("username", ["politie", "om", "zvh"])
def test_who_does_not_answer_gets_the_reason(cast: Cast, family: Family, username: str) -> None:
    response = signed_in_client(cast.user(username)).get(url(family))
    assert response.status_code == 403
    assert "taak van Veilig Thuis" in response.content.decode()
