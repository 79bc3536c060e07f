"""The first administrator of an organisation is made by who installs the application."""

from __future__ import annotations

import io
import re

import pytest
from django.core.management import CommandError, call_command

from tests.factories.cast import Cast
from tests.factories.client import WallClient

pytestmark = pytest.mark.django_db
GIVEN = ("SHN Duinrand", "shn.beheer", "Ella Dam", "e.dam@shn.example")


def make(*given: str) -> str:
    said = io.StringIO()
    call_command("create_administrator", *given, stdout=said)
    return said.getvalue()


def test_the_first_administrator_begins_with_the_link_and_adds_the_others(cast: Cast) -> None:
    path = re.search(r"/toegang/\S+", make(*GIVEN))
    assert path is not None
    client = WallClient()
    page = client.get(path.group(), follow=True)
    chosen = {"new_password1": "zeven sloten tegelijk", "new_password2": "zeven sloten tegelijk"}
    client.post(page.request["PATH_INFO"], chosen)
    assert client.login(username="shn.beheer", password=chosen["new_password1"])
    assert client.get("/beheer/medewerkers").status_code == 200


@pytest.mark.parametrize(
    ("given", "why"),
    [
        (("Nergens", *GIVEN[1:]), "geen organisatie"),
        (("VT Duinrand", *GIVEN[1:]), "heeft een functioneel beheerder"),
        ((GIVEN[0], "SHN", *GIVEN[2:]), "al in gebruik"),
        ((GIVEN[0], "a b", GIVEN[2], "geen adres"), "geldig|e-mailadres"),
    ],
)
def test_what_cannot_be_is_refused_with_the_reason(cast: Cast, given: tuple[str, ...], why: str) -> None:
    with pytest.raises(CommandError, match=why):
        make(*given)
