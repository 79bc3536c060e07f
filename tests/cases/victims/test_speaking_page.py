"""The pages of the first call, wishes, consent, report and letters: who sees and does what."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterator

import pytest
import time_machine

from cases.access.rules.consent import ConsentStep
from cases.access.wall import acting_as
from cases.victims.models import CallAgreement, OfficialLetter, VictimWishes
from cases.victims.rules.calls import YesNoUnknown
from tests.cases.victims.making import (
    SPOKEN,
    agreed,
    consented,
    proposed,
    reachable_family,
    reported,
    wished,
)
from tests.cases.victims.test_letters import asked, told
from tests.factories.cast import Cast
from tests.factories.client import WallClient
from tests.factories.family import Family, family_afresh
from tests.zsm.decision.making import past_the_wall

pytestmark = pytest.mark.usefixtures("made", "rolled_back")

SignIn = Callable[[str], WallClient]


@pytest.fixture(scope="module")
def made(module_db: None, cast: Cast) -> Family:
    """A case with one victim who can be called safely, at noon."""
    return reachable_family(cast)


@pytest.fixture
def family(rolled_back: None, made: Family) -> Iterator[Family]:
    """That family, for one test, at noon."""
    with time_machine.travel(SPOKEN, tick=False):
        yield family_afresh(made)


def words(content: bytes) -> str:
    """The words of a page."""
    return " ".join(re.sub(r"<[^>]+>", " ", html.unescape(content.decode())).split())


def tab(sign_in: SignIn, username: str, family: Family) -> str:
    """The words of the victim tab."""
    response = sign_in(username).get(f"/zaken/{family.case.public_id}/slachtoffer")
    assert response.status_code == 200
    return words(response.content)


def send(
    sign_in: SignIn, username: str, family: Family, page: str, data: dict[str, object], *, query: str = ""
) -> tuple[int, str]:
    """Send a form about the victim; gives the status and the words of the answer."""
    path = f"/zaken/{family.case.public_id}/slachtoffer/{family.victim.public_id}/{page}{query}"
    response = sign_in(username).post(path, data)
    return response.status_code, words(response.content)


FIRST_CALL: dict[str, object] = {
    "first": "shn",
    "vt_has_contact": "no",
    "good_moment": "Na 19:00.",
    "anonymous_told": "on",
    "roles_told": "on",
}
WISHES: dict[str, object] = {
    "spoken_at": "2026-03-10T11:50",
    "prosecution": "yes",
    "informed_of_release": "yes",
    "informed_how": "phone",
    "statement": "wants_to",
    "language": "Pools",
    "interpreter": "on",
    "says_of_safety": "Bang in de avond.",
}


def test_one_proposes_and_the_other_agrees(family: Family, sign_in: SignIn) -> None:
    assert "nog niet afgesproken" in tab(sign_in, "vt", family)
    assert "Er is nog niet met Slachtofferhulp" in tab(sign_in, "vt", family)
    assert send(sign_in, "shn", family, "eerste-gesprek", FIRST_CALL)[0] == 302
    assert "Akkoord" not in tab(sign_in, "shn", family)
    page = tab(sign_in, "vt", family)
    assert "Na 19:00." in page
    assert "anoniem nummer" in page
    with past_the_wall():
        key = CallAgreement.objects.get(case=family.case).public_id
    assert send(sign_in, "vt", family, "eerste-gesprek", {}, query=f"?akkoord={key}")[0] == 302
    for username in ("shn", "vt"):
        assert "afgesproken" in tab(sign_in, username, family)
    assert "als eerste belt. Dat gesprek is nog niet vastgelegd." in tab(sign_in, "vt", family)
    assert send(sign_in, "vt", family, "eerste-gesprek", {}, query="?akkoord=iets")[0] == 404


def test_a_proposal_that_settles_nothing_is_refused_at_its_fields(family: Family, sign_in: SignIn) -> None:
    status, page = send(sign_in, "shn", family, "eerste-gesprek", {"first": "shn", "good_moment": "Morgen."})
    assert status == 400
    assert "Heeft Veilig Thuis al contact met het slachtoffer? maak een keuze." in page


@pytest.mark.parametrize("username", ["3ro", "rvdk"])
def test_others_see_nothing_of_it(cast: Cast, family: Family, sign_in: SignIn, username: str) -> None:
    agreed(cast, proposed(cast, family))
    wished(cast, family)
    consented(cast, family)
    page = tab(sign_in, username, family)
    assert "Eerste gesprek" not in page
    assert "Zij is bang voor de avond." not in page


def test_slachtofferhulp_records_wishes_that_police_and_om_read(family: Family, sign_in: SignIn) -> None:
    status, page = send(sign_in, "shn", family, "wensen", WISHES | {"informed_how": "unknown"})
    assert status == 400
    assert "Vul in hoe het slachtoffer gewaarschuwd wil worden." in page
    assert "Bang in de avond." in page
    assert send(sign_in, "shn", family, "wensen", WISHES)[0] == 302
    with past_the_wall():
        assert VictimWishes.objects.get(case=family.case).version == 1
    page = tab(sign_in, "om", family)
    assert "Wil vervolging ja" in page
    assert "Pools (tolk nodig)" in page


def test_veilig_thuis_reads_the_answers_only_while_consent_stands(
    cast: Cast, family: Family, sign_in: SignIn
) -> None:
    wished(cast, family)
    consent: dict[str, object] = {
        "step": "given",
        "given_by": "self",
        "manner": "phone",
        "stepped_at": "2026-03-10T11:55",
    }
    hidden = "mag de antwoorden op de drie vragen (nog) niet met Veilig Thuis delen"
    assert hidden in tab(sign_in, "vt", family)
    assert send(sign_in, "shn", family, "toestemming", consent)[0] == 302
    page = tab(sign_in, "vt", family)
    assert "Zij is bang voor de avond." in page
    assert "Een contactverbod." not in page
    assert hidden not in page
    assert send(sign_in, "shn", family, "toestemming", consent | {"step": "withdrawn"})[0] == 302
    page = tab(sign_in, "vt", family)
    assert "Zij is bang voor de avond." not in page
    assert hidden in page


def test_a_refusal_is_not_told_to_veilig_thuis(cast: Cast, family: Family, sign_in: SignIn) -> None:
    wished(cast, family)
    consented(cast, family, ConsentStep.REFUSED)
    assert "geweigerd" not in tab(sign_in, "vt", family)
    assert "geweigerd" in tab(sign_in, "shn", family)


def test_an_ex_officio_call_waits_for_the_word_of_police_or_om(
    cast: Cast, family: Family, sign_in: SignIn
) -> None:
    plain = reachable_family(cast, stalking=False)
    reported(cast, plain, YesNoUnknown.NO, "Ze wil rust.")
    page = tab(sign_in, "shn", plain)
    assert "Nog niet bellen" in page
    assert "Ze wil rust." in page
    assert send(sign_in, "shn", plain, "wensen", WISHES)[0] == 409
    told_at: dict[str, object] = {"made": "no", "statement": "Ze wil rust.", "told_at": "2026-03-10T11:30"}
    assert send(sign_in, "politie", plain, "aangifte", told_at)[0] == 302
    assert "Nog niet bellen" not in tab(sign_in, "shn", plain)
    assert send(sign_in, "shn", plain, "wensen", WISHES)[0] == 302


def test_the_preview_shows_what_is_sent_and_asks_for_consent(
    cast: Cast, family: Family, sign_in: SignIn
) -> None:
    notice = asked(cast, family)
    path = f"/zaken/{family.case.public_id}/slachtoffer/{family.victim.public_id}/e-mail"
    page = words(sign_in("shn").get(path).content)
    assert "nog niet gesproken" in page
    told(cast, notice)
    page = words(sign_in("shn").get(path).content)
    assert "Er geldt een contactverbod." in page
    assert "veilig@voorbeeld.example" in page
    status, page = send(sign_in, "shn", family, "e-mail", {})
    assert status == 400
    assert "Vraag het slachtoffer of zij of hij dit per e-mail wil ontvangen." in page
    assert send(sign_in, "shn", family, "e-mail", {"agreed": "on"})[0] == 302
    assert "staat klaar om te verzenden" in tab(sign_in, "shn", family)


def test_the_official_letter_is_tracked(cast: Cast, family: Family, sign_in: SignIn) -> None:
    notice = asked(cast, family)
    with acting_as(cast.actor("om")):
        key = OfficialLetter.objects.get(notice=notice).public_id
    path = f"/zaken/{family.case.public_id}/slachtoffer/brief/{key}"
    assert sign_in("om").post(path, {"what": "post"}).status_code == 409
    assert sign_in("shn").post(path, {"what": "post"}).status_code == 400
    assert sign_in("shn").post(path, {"what": "adres"}).status_code == 302
    assert sign_in("om").post(path, {"what": "post"}).status_code == 302
    assert "verstuurd naar een bevestigd veilig adres" in tab(sign_in, "om", family)
    assert sign_in("om").get(path.replace(str(key), str(family.victim.public_id))).status_code == 404
