"""The victim tab: how and when to call, what to say, and who may record an attempt."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

import pytest
import time_machine

from cases.access.wall import acting_as
from cases.casefiles.models import Case, CaseRole, VictimContactPerson
from cases.casefiles.services import set_safe_contact
from cases.organisations.rules import OrganisationKind
from cases.persons.models import SafeContact
from cases.persons.services import NewSafeContact
from cases.victims.models import NoticeAttempt, VictimNotice
from tests.factories.cast import Cast
from tests.factories.client import WallClient
from tests.ground.database import afresh
from tests.zsm.decision.making import DECIDED, a_held_case, concluded, custody, decided, past_the_wall, stated
from veiligheid.demo.stories import threat_at_home

pytestmark = pytest.mark.usefixtures("made", "rolled_back")

SignIn = Callable[[str], WallClient]
CALLED = DECIDED + timedelta(minutes=30)
NUMBER = "06 00000417"


@pytest.fixture(scope="module")
def made(module_db: None, cast: Cast) -> Case:
    """The stalking case after the decision; SHN was named to inform the victim."""
    found = a_held_case(cast)
    concluded(cast, found)
    stated(cast, found)
    decided(cast, found, custody())
    return found


@pytest.fixture
def case(rolled_back: None, made: Case) -> Iterator[Case]:
    """That case, for one test, at the moment that its clock stands at."""
    with time_machine.travel(CALLED, tick=False):
        yield afresh(made)


def look(sign_in: SignIn, username: str, case: Case) -> str:
    """The words of the tab as a user sees it."""
    response = sign_in(username).get(f"/zaken/{case.public_id}/slachtoffer")
    assert response.status_code == 200
    return words(response.content)


def words(content: bytes) -> str:
    """The words of a page."""
    return " ".join(re.sub(r"<[^>]+>", " ", html.unescape(content.decode())).split())


def post(
    sign_in: SignIn,
    username: str,
    case: Case,
    outcome: str = "reached",
    *,
    manner: str = "phone",
    moment: str = "2026-03-10T15:35",
    verslag: str = "Rustig gesprek.",
) -> tuple[int, str]:
    """Send the form of the one notice; gives the status and the words of the answer."""
    with past_the_wall():
        key = str(VictimNotice.objects.get(case=case).public_id)
    prefix = key[:8]
    data = {
        "bericht": key,
        f"{prefix}-uitkomst": outcome,
        f"{prefix}-hoe": manner,
        f"{prefix}-moment": moment,
        f"{prefix}-verslag": verslag,
    }
    response = sign_in(username).post(f"/zaken/{case.public_id}/slachtoffer", data)
    return response.status_code, words(response.content)


def test_the_informer_sees_how_to_call_and_what_to_say(case: Case, sign_in: SignIn) -> None:
    page = look(sign_in, "shn", case)
    assert f"{NUMBER}: veilig" in page
    assert "bellen kan nu" in page
    assert "Spreek geen voicemail in." in page
    assert "De verdachte blijft vastzitten bij de politie" in page
    assert "Contactverbod: de verdachte mag op geen enkele manier contact zoeken." in page
    assert "Gebiedsverbod: de verdachte mag niet in dit gebied komen: Meidoornstraat" in page
    assert "Een overtreding melden: Politie Duinrand, 0900-8844" in page


def test_in_writing_the_bans_in_force_are_explained_without_the_area(case: Case, sign_in: SignIn) -> None:
    assert post(sign_in, "shn", case)[0] == 302
    with past_the_wall():
        notice = VictimNotice.objects.select_related("victim").get(case=case)
    path = f"/zaken/{case.public_id}/slachtoffer/{notice.victim.public_id}/e-mail"
    page = words(sign_in("shn").get(path).content)
    assert "De verdachte blijft vastzitten bij de politie" in page
    assert "Er geldt een contactverbod." in page
    assert "Er geldt een gebiedsverbod." in page
    assert "Meidoornstraat" not in page


@pytest.mark.parametrize(
    ("moment", "badge"),
    [
        (datetime.fromisoformat("2026-03-11T08:59+01:00"), "nu niet bellen"),
        (datetime.fromisoformat("2026-03-11T09:00+01:00"), "bellen kan nu"),
        (datetime.fromisoformat("2026-03-11T21:00+01:00"), "nu niet bellen"),
    ],
)
def test_the_tab_says_whether_calling_is_safe_now(
    case: Case, sign_in: SignIn, moment: datetime, badge: str
) -> None:
    with time_machine.travel(moment, tick=False):
        assert badge in look(sign_in, "shn", case)


@pytest.mark.parametrize("username", ["3ro", "rvdk"])
def test_who_does_not_inform_sees_the_status_only(case: Case, sign_in: SignIn, username: str) -> None:
    page = look(sign_in, username, case)
    assert "nog niet geïnformeerd" in page
    assert "Slachtofferhulp Duinrand informeert" in page
    assert NUMBER not in page
    assert "Poging vastleggen" not in page
    assert "Wat u vertelt" not in page


def test_who_was_not_named_gets_the_reason(case: Case, sign_in: SignIn) -> None:
    status, page = post(sign_in, "vt", case)
    assert status == 403
    assert "aangewezen om het slachtoffer te informeren" in page


def test_not_reached_stays_open_and_shows_the_attempt(case: Case, sign_in: SignIn) -> None:
    assert post(sign_in, "shn", case, "not_reached")[0] == 302
    page = look(sign_in, "shn", case)
    assert "nog niet geïnformeerd" in page
    assert "Niet bereikt, gebeld op het veilige nummer. Rustig gesprek." in page


def test_reached_closes_it(case: Case, sign_in: SignIn) -> None:
    assert post(sign_in, "shn", case)[0] == 302
    page = look(sign_in, "shn", case)
    assert "nog niet geïnformeerd" not in page
    assert "Poging vastleggen" not in page
    assert "Gesproken en geïnformeerd" in page


def test_without_a_safe_number_a_call_is_refused_and_nothing_typed_is_lost(
    cast: Cast, case: Case, sign_in: SignIn
) -> None:
    police = cast.actor("politie")
    with acting_as(police):
        victim = SafeContact.objects.get(person__case_roles__case=case, valid_to__isnull=True).person
        unsafe = NewSafeContact(phone="06 12345678", phone_safe=False)
        set_safe_contact(case=case, person=victim, contact=unsafe, actor=police, at=CALLED)
    assert "nu niet bellen" in look(sign_in, "shn", case)
    status, page = post(sign_in, "shn", case)
    assert status == 409
    assert "Er is geen telefoonnummer dat veilig is. Bel niet." in page
    assert "Rustig gesprek." in page
    with past_the_wall():
        assert not NoticeAttempt.objects.exists()
    assert post(sign_in, "shn", case, manner="in_person")[0] == 302


def test_a_wrong_moment_is_said_at_the_field(case: Case, sign_in: SignIn) -> None:
    status, page = post(sign_in, "shn", case, moment="2026-03-10T16:35")
    assert status == 400
    assert "Dit moment ligt in de toekomst." in page


def test_a_notice_of_another_case_does_not_exist_here(cast: Cast, case: Case, sign_in: SignIn) -> None:
    other = a_held_case(cast, threat_at_home)
    stated(cast, other)
    decided(cast, other, custody(), informer=OrganisationKind.VT)
    with past_the_wall():
        key = VictimNotice.objects.get(case=other).public_id
    response = sign_in("shn").post(f"/zaken/{case.public_id}/slachtoffer", {"bericht": str(key)})
    assert response.status_code == 404


def test_the_fixed_contact_person_is_shown(cast: Cast, case: Case, sign_in: SignIn) -> None:
    lead, user = cast.actor("politie.lead"), cast.user("politie")
    with acting_as(lead):
        victim = CaseRole.objects.select_related("person").get(case=case, role="victim").person
        VictimContactPerson.objects.create(
            case=case,
            victim=victim,
            user=user,
            organisation=user.organisation,
            since=CALLED,
            recorded_by_id=lead.user_id,
        )
    said = f"Vaste contactpersoon van het slachtoffer: {user.display_name}"
    assert said in look(sign_in, "shn", case)


def test_the_button_for_the_wishes_leads_to_the_form_of_the_victim(case: Case, sign_in: SignIn) -> None:
    with past_the_wall():
        victim = CaseRole.objects.select_related("person").get(case=case, role="victim").person
    response = sign_in("shn").get(f"/zaken/{case.public_id}/slachtoffer/wensen")
    assert response["Location"] == f"/zaken/{case.public_id}/slachtoffer/{victim.public_id}/wensen"
    assert sign_in("vt").get(f"/zaken/{case.public_id}/slachtoffer/wensen").status_code == 403
