"""Sharing beyond the table on the pages: refused in place, shown to the recipient, closed by withdrawal."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
import time_machine

from cases.access.rules.categories import Category
from cases.access.sharing_models import SharingAct
from tests.cases.sharing.acting import AT, told
from tests.factories.cast import Cast
from tests.factories.client import WallClient
from tests.factories.family import Family, make_family
from tests.zsm.decision.making import past_the_wall

pytestmark = pytest.mark.django_db

SignIn = Callable[[str], WallClient]
WEIGHED = "Gewogen met de aandachtsfunctionaris."


@pytest.fixture(autouse=True)
def now() -> Iterator[None]:
    """The afternoon of the arrest."""
    with time_machine.travel(AT, tick=False):
        yield


@pytest.fixture
def family(cast: Cast) -> Family:
    """A case in which probation told something under advice."""
    family = make_family(cast)
    told(cast, family, Category.ADVICE, "Advies met enkelband.")
    return family


def base(family: Family) -> str:
    return f"/zaken/{family.case.public_id}"


def form(cast: Cast, **changes: str) -> dict[str, str]:
    return {
        "recipient": str(cast.user("vt").organisation_id),
        "category": "advice",
        "ground": "meldcode",
        "purpose": "Voorwaarden afstemmen",
        "explanation": WEIGHED,
        "until": "2026-04-01",
        "passing_on_barred": "on",
    } | changes


def page(client: WallClient, url: str) -> str:
    return client.get(url).content.decode()


def test_from_sharing_to_withdrawal(cast: Cast, sign_in: SignIn, family: Family) -> None:
    probation, vt = sign_in("3ro"), sign_in("vt")
    assert "Advies met enkelband." not in page(vt, base(family))
    url = f"{base(family)}/samenwerking/delen"
    assert "Onderdeel delen" in page(probation, f"{base(family)}/samenwerking")
    assert probation.post(url, form(cast)).status_code == 302
    story = page(vt, base(family))
    assert "Advies met enkelband." in story
    assert "niet doorgeven: advies van 3RO Duinrand" in story
    received = page(vt, f"{base(family)}/samenwerking")
    assert "Met uw organisatie gedeeld" in received
    assert "Voorwaarden afstemmen" in received
    assert WEIGHED not in received, "the weighing is the giver's own"
    assert WEIGHED in page(probation, f"{base(family)}/samenwerking")
    assert "Met uw organisatie gedeeld" not in page(sign_in("politie"), f"{base(family)}/samenwerking")
    with past_the_wall():
        act = SharingAct.objects.get(case=family.case)
    withdrawal = f"{url}/{act.public_id}/intrekken"
    assert vt.get(withdrawal).status_code == 404
    assert probation.post(withdrawal, {"reason": ""}).status_code == 400
    assert probation.post(withdrawal, {"reason": "Niet meer nodig."}).status_code == 302
    assert "Advies met enkelband." not in page(vt, base(family))
    assert "Met uw organisatie gedeeld" not in page(vt, f"{base(family)}/samenwerking")


def test_what_is_missing_is_said_in_place_and_nothing_typed_is_lost(
    cast: Cast, sign_in: SignIn, family: Family
) -> None:
    client, url = sign_in("3ro"), f"{base(family)}/samenwerking/delen"
    zvh = str(cast.user("zvh").organisation_id)
    refused = client.post(url, form(cast, recipient=zvh))
    assert refused.status_code == 409
    text = refused.content.decode()
    assert "weet alleen dat deze zaak bestaat" in text
    assert WEIGHED in text
    wrong = client.post(url, form(cast, purpose="", explanation=""))
    assert wrong.status_code == 400
    assert "Doel: vul dit in." in wrong.content.decode()
    consent = client.post(url, form(cast, ground="consent", person=str(family.suspect.pk), explanation=""))
    assert consent.status_code == 409
    assert "leg eerst vast dat zij is gegeven" in consent.content.decode()


def test_probation_records_what_the_suspect_says_and_shares_by_it(
    cast: Cast, sign_in: SignIn, family: Family
) -> None:
    client, url = sign_in("3ro"), f"{base(family)}/samenwerking/toestemming"
    step = {
        "category": "advice",
        "recipient": "vt",
        "step": "given",
        "given_by": "self",
        "manner": "in_person",
        "stepped_at": "2026-03-10T12:30",
        "note": "Op het spreekuur.",
    }
    assert client.post(url, step | {"category": "wishes"}).status_code == 400
    assert client.post(url, step | {"step": "withdrawn"}).status_code == 409
    assert client.post(url, step).status_code == 302
    assert "Op het spreekuur." in page(client, f"{base(family)}/samenwerking")
    assert "Op het spreekuur." not in page(sign_in("vt"), f"{base(family)}/samenwerking")
    shared = form(cast, ground="consent", person=str(family.suspect.pk), explanation="")
    assert client.post(f"{base(family)}/samenwerking/delen", shared).status_code == 302
    assert "Advies met enkelband." in page(sign_in("vt"), base(family))
    client.post(url, step | {"step": "withdrawn", "stepped_at": "2026-03-10T12:45"})
    assert "Advies met enkelband." not in page(sign_in("vt"), base(family))


def test_the_story_says_whom_to_ask_for_what_is_held_back(
    cast: Cast, sign_in: SignIn, family: Family
) -> None:
    assert "niet voor uw organisatie: vraag 3RO Duinrand" in page(sign_in("politie"), base(family))
