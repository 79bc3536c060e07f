"""Part B on the screen: the proposal as one goes, what a refusal keeps, and where the conclusion shows."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
import time_machine

from cases.access.wall import acting_as
from cases.assessments.queries import current
from cases.assessments.rules.structural import HARMFUL_EVENTS
from cases.assessments.services import add_incident, conclude_part_a, conclude_part_b
from cases.organisations.rules import OrganisationKind
from cases.terms.rules.kinds import TermKind
from cases.terms.services import start_term
from tests.cases.assessments.test_part_b import EARLIER
from tests.factories.cast import Cast
from tests.factories.client import WallClient
from tests.factories.family import OPENED, Family, acute, make_family, structural

pytestmark = pytest.mark.django_db
SignIn = Callable[[str], WallClient]
NOW = OPENED + timedelta(hours=3)


@pytest.fixture
def family(cast: Cast) -> Iterator[Family]:
    """The family with one earlier event besides the offence."""
    family, vt = make_family(cast), cast.actor("vt")
    with acting_as(vt):
        add_incident(case=family.case, incident=EARLIER, actor=vt, at=OPENED)
    with time_machine.travel(NOW, tick=False):
        yield family


def words(content: bytes) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html.unescape(content.decode())).split())


def filled_in(**changes: object) -> dict[str, object]:
    """The form with stalking present and the rest absent."""
    answers = {f"soort_{code}": "present" if code == "stalking" else "absent" for code in HARMFUL_EVENTS}
    return {"versie": 0, **answers, "bronnen": ["report"], "conclusie": "yes", **changes}


def page(family: Family, name: str = "onderdeel-b") -> str:
    return f"/zaken/{family.case.public_id}/veiligheid/{name}"


def conclude_both(cast: Cast, family: Family, hours: float = 1) -> None:
    vt = cast.actor("vt")
    with acting_as(vt):
        at = OPENED + timedelta(hours=hours)
        conclude_part_a(case=family.case, part_a=acute(family), actor=vt, at=at)
        conclude_part_b(case=family.case, part_b=structural(), actor=vt, at=at)


def test_a_conclusion_leads_back_to_the_safety_tab(cast: Cast, family: Family, sign_in: SignIn) -> None:
    data = filled_in(toelichting_stalking="sinds een jaar")
    response = sign_in("vt").post(page(family), data)
    assert (response.status_code, response["Location"]) == (302, f"/zaken/{family.case.public_id}/veiligheid")
    with acting_as(cast.actor("vt")):
        saved = current(family.case, "B")
        assert saved is not None
        stalking = saved.criteria.get(code="stalking")
    # The only source of the assessment is that of each answer.
    assert (saved.conclusion, stalking.note, stalking.source) == ("yes", "sinds een jaar", "report")


def test_the_proposal_follows_the_answers_and_names_who_could_know(family: Family, sign_in: SignIn) -> None:
    data = filled_in(soort_physical_neglect="unknown")
    shown = words(sign_in("vt").post(page(family, "onderdeel-b/voorstel"), data).content)
    assert "Structureel onveilig" in shown
    assert "Op 2 dagen tussen 2024 en 2026" in shown
    assert "grootste voorspeller" in shown
    assert "Verwaarlozing (1 soort) Raad voor de Kinderbescherming of Politie" in shown
    assert "25 van 25" in shown


def test_an_incomplete_form_keeps_what_was_filled_in(family: Family, sign_in: SignIn) -> None:
    data = filled_in(soort_stalking="", toelichting_threats="zei dat hij haar vindt")
    response = sign_in("vt").post(page(family), data)
    assert response.status_code == 400
    assert "zei dat hij haar vindt" in response.content.decode()
    assert "Stalking, ook digitaal: maak een keuze." in words(response.content)


def test_a_conclusion_that_differs_is_refused_in_place(family: Family, sign_in: SignIn) -> None:
    response = sign_in("vt").post(page(family), filled_in(conclusie="no"))
    assert response.status_code == 409
    assert "De conclusie wijkt af van het voorstel: leg vast waarom." in words(response.content)


def test_judging_again_starts_from_the_former_version(cast: Cast, family: Family, sign_in: SignIn) -> None:
    conclude_both(cast, family)
    response = sign_in("vt").get(page(family))
    assert "Ingevuld met versie 1: loop alles na." in words(response.content)
    form = response.context["form"]
    assert form["soort_stalking"].value() == "present"
    assert form["toelichting_stalking"].value() == "sinds een jaar"
    assert form["versie"].value() == 1


def test_the_reason_is_asked_when_this_part_ends_a_late_term(
    cast: Cast, family: Family, sign_in: SignIn
) -> None:
    police, vt = cast.actor("politie"), cast.actor("vt")
    with acting_as(police):
        start_term(
            case=family.case,
            kind=TermKind.VT_ASSESSMENT,
            organisation=cast.organisation(OrganisationKind.VT),
            actor=police,
            at=OPENED,
        )
    late = OPENED + timedelta(days=10)
    with time_machine.travel(late, tick=False):
        assert "Reden van de overschrijding" not in words(sign_in("vt").get(page(family)).content)
        with acting_as(vt):
            conclude_part_a(case=family.case, part_a=acute(family), actor=vt, at=late)
        assert "Reden van de overschrijding" in words(sign_in("vt").get(page(family)).content)
        response = sign_in("vt").post(page(family), filled_in())
        assert response.status_code == 400
        response = sign_in("vt").post(page(family), filled_in(te_laat="School was dicht"))
        assert response.status_code == 302


def test_the_button_leads_to_the_part_that_asks_for_a_judgement(
    cast: Cast, family: Family, sign_in: SignIn
) -> None:
    client, vt = sign_in("vt"), cast.actor("vt")

    def next_page() -> str:
        return str(client.get(page(family, "beoordelen"))["Location"]).rsplit("/", 1)[-1]

    assert next_page() == "onderdeel-a"
    with acting_as(vt):
        conclude_part_a(case=family.case, part_a=acute(family), actor=vt, at=OPENED)
    assert next_page() == "onderdeel-b"
    conclude_both(cast, family)
    assert next_page() == "onderdeel-a"


def test_head_and_tab_show_both_parts_each_with_its_own_state(
    cast: Cast, family: Family, sign_in: SignIn
) -> None:
    conclude_both(cast, family)
    police = cast.actor("politie")
    with acting_as(police):
        add_incident(case=family.case, incident=EARLIER, actor=police, at=OPENED + timedelta(hours=2))
    vt = cast.actor("vt")
    with acting_as(vt):
        conclude_part_a(case=family.case, part_a=acute(family), actor=vt, at=NOW)
    response = sign_in("om").get(f"/zaken/{family.case.public_id}/veiligheid")
    marks = {mark.text: mark.outdated for mark in response.context["head"].marks}
    assert marks == {"Acuut": "", "Structureel": "Er is een nieuwe onveilige gebeurtenis."}
    shown = words(response.content)
    assert "Onderdeel B: structurele onveiligheid" in shown
    assert "De onderbouwing is niet voor uw organisatie." in shown
    assert "sinds een jaar" not in shown
    own = words(sign_in("vt").get(f"/zaken/{family.case.public_id}/veiligheid").content)
    assert "sinds een jaar" in own
    assert "23 soorten gebeurtenissen" in own
    assert "Onderdeel B opnieuw beoordelen" in own
