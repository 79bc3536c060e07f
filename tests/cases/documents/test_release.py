"""Copies by which a protected person could be found: held back, until a second person looked."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import time_machine

from cases.access.wall import acting_as
from cases.casefiles.models import Case, CaseEvent
from cases.casefiles.queries import open_case
from cases.casefiles.services.addresses import NewAddress, protect_address
from cases.documents.blocked_models import BlockedDocument
from cases.documents.models import Document
from cases.documents.releasing import BLOCKED
from cases.documents.rules.release import RELEASED_FOR, fingerprint
from cases.persons.address_models import ProtectedAddress
from cases.persons.rules.addresses import AddressKind
from cases.victims.models import OfficialLetter
from cases.victims.queries import official_missing
from cases.victims.rules.letter import ADDRESS_CHANGED
from cases.victims.services import confirm_address
from tests.cases.documents.reading import words_of
from tests.cases.documents.test_plan_documents import condition, for_victim, make, person, word
from tests.factories.cast import Cast
from tests.factories.client import WallClient, signed_in_client
from tests.ground.database import afresh
from tests.zsm.decision.making import DECIDED, a_held_case, concluded, custody, decided, past_the_wall, stated

pytestmark = pytest.mark.usefixtures("made", "rolled_back")

REASON = "De school staat ook in het vonnis."
SCHOOL = NewAddress(
    kind=AddressKind.SCHOOL, name="De Springplank", street="Rietkraag 417", postcode="1234 AB"
)
HELD_BACK = "U blijft weg bij De Spring-plank."
LATER = DECIDED + timedelta(hours=1)


@pytest.fixture(scope="module")
def made(module_db: None, cast: Cast) -> Case:
    """After the decision, with a condition that names a protected school."""
    found = a_held_case(cast)
    concluded(cast, found)
    stated(cast, found)
    decided(cast, found, custody())
    condition(cast, found, HELD_BACK)
    protect(cast, found, "child")
    with time_machine.travel(DECIDED, tick=False):
        word(desk(cast, "vt"), found)
    return found


@pytest.fixture
def case(rolled_back: None, made: Case) -> Case:
    """That case, for one test."""
    return afresh(made)


def protect(cast: Cast, case: Case, role: str) -> None:
    police = cast.actor("politie")
    whom = person(case, role)
    with acting_as(police):
        protect_address(case=case, person=whom, address=SCHOOL, actor=police, at=DECIDED)


def desk(cast: Cast, username: str) -> WallClient:
    return signed_in_client(cast.user(username))


def ask(client: WallClient, case: Case, reason: str = REASON) -> Any:
    fields = {"vrijgave": "1", "soort": "exemplaar-verdachte", "reden": reason}
    return client.post(f"/zaken/{case.public_id}/documenten", fields)


def decide(client: WallClient, case: Case, outcome: str = "released") -> Any:
    with past_the_wall():
        asked = BlockedDocument.objects.get(case=case)
    url = f"/zaken/{case.public_id}/documenten/vrijgave/{asked.public_id}"
    return client.post(url, {"outcome": outcome, "reason": "Staat al in het openbare vonnis."})


def test_a_copy_is_held_back_until_a_second_person_lets_it_go(cast: Cast, case: Case) -> None:
    maker, colleague = desk(cast, "vt"), desk(cast, "vt.lead")
    with time_machine.travel(LATER, tick=False) as clock:
        refused = make(maker, case, "exemplaar-verdachte")
        page = refused.content.decode()
        assert refused.status_code == 409
        assert BLOCKED in page
        assert "Een school in:" in page
        assert "Springplank" not in page
        too_short = ask(maker, case, "kort")
        assert too_short.status_code == 400
        assert ">kort</textarea>" in too_short.content.decode()
        assert ask(maker, case).status_code == 302
        assert ask(maker, case).status_code == 409
        assert decide(maker, case).status_code == 403
        assert decide(desk(cast, "politie"), case).status_code == 404
        assert decide(desk(cast, "vt-rk"), case).status_code == 404
        assert make(maker, case, "exemplaar-verdachte").status_code == 409
        assert decide(colleague, case).status_code == 302
        assert decide(colleague, case).status_code == 409
        released = make(maker, case, "exemplaar-verdachte")
        assert released.status_code == 200
        assert "De Spring-plank" in words_of(released.content)
        clock.shift(RELEASED_FOR)
        assert make(desk(cast, "vt"), case, "exemplaar-verdachte").status_code == 409
    with past_the_wall():
        made = Document.objects.get(case=case)
        assert made.released_by == BlockedDocument.objects.get(case=case)
        kinds = CaseEvent.objects.filter(case=case, kind__startswith="release_").order_by("pk")
        assert list(kinds.values_list("kind", flat=True)) == ["release_asked", "release_decided"]


def test_another_text_is_another_document(cast: Cast, case: Case) -> None:
    maker, colleague = desk(cast, "vt"), desk(cast, "vt.lead")
    with time_machine.travel(LATER, tick=False):
        ask(maker, case)
        decide(colleague, case)
        condition(cast, case, "U komt niet op de Rietkraag 417.")
        assert make(maker, case, "exemplaar-verdachte").status_code == 409
    assert fingerprint([("a", "b")]) != fingerprint([("a", "c")])


def test_what_is_refused_stays_held_back(cast: Cast, case: Case) -> None:
    maker = desk(cast, "vt")
    with time_machine.travel(LATER, tick=False):
        ask(maker, case)
        decide(desk(cast, "vt.lead"), case, "refused")
        assert make(maker, case, "exemplaar-verdachte").status_code == 409
        page = maker.get(f"/zaken/{case.public_id}/documenten").content.decode()
        assert "niet vrijgegeven door" in page


def test_nothing_is_asked_for_what_nothing_holds_back(cast: Cast, case: Case) -> None:
    with time_machine.travel(LATER, tick=False):
        answer = desk(cast, "vt").post(
            f"/zaken/{case.public_id}/documenten",
            {"vrijgave": "1", "soort": "zaakoverzicht", "reden": REASON},
        )
    assert answer.status_code == 409
    assert "Niets houdt dit exemplaar nog tegen" in answer.content.decode()


def test_a_victim_reads_her_own_address_and_nobody_elses(cast: Cast, case: Case) -> None:
    maker = desk(cast, "vt")
    condition(cast, case, "U haalt de kinderen op bij De Springplank.")
    with time_machine.travel(LATER, tick=False):
        assert for_victim(maker, case, afgifte="in_person").status_code == 409
        victim = person(case, "victim")
        with past_the_wall():
            ProtectedAddress.objects.update(person=victim)
        assert for_victim(maker, case, afgifte="in_person").status_code == 200


def test_a_new_protected_address_freezes_the_post(cast: Cast, case: Case) -> None:
    om = cast.actor("om")
    with past_the_wall():
        letter = OfficialLetter.objects.select_related("notice__victim").filter(notice__case=case).first()
    assert letter is not None
    meets = cast.actor("shn")
    with acting_as(meets):
        letter = confirm_address(letter=letter, actor=meets, at=LATER)
    with acting_as(om):
        open_case(om, case.public_id, at=LATER)
        assert official_missing(letter) == ()
    police = cast.actor("politie")
    with acting_as(police):
        protect_address(
            case=case,
            person=letter.notice.victim,
            address=SCHOOL,
            actor=police,
            at=LATER + timedelta(minutes=1),
        )
    with acting_as(om):
        assert official_missing(letter) == (ADDRESS_CHANGED,)
