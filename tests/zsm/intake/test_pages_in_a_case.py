"""The pages of the intake in a running case: what they write, and how they refuse in place."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
import time_machine

from cases.access.wall import acting_as
from cases.casefiles.link_models import CaseLink
from cases.casefiles.models import Case, CaseRole
from cases.offences.models import Charge
from tests.cases.terms.rules.moments import ams
from tests.factories.cast import Cast
from tests.factories.client import WallClient
from tests.zsm.intake.making import (
    HEARD,
    LIGHT,
    MINOR,
    REMAND,
    charge,
    heard_case,
    held_case,
    new_event,
    owes,
)
from tests.zsm.intake.test_label_and_later import a_child
from zsm.intake.models import Custody, StartCorrection
from zsm.intake.queries import new_facts

pytestmark = pytest.mark.django_db
NOW = ams("2026-03-10 15:00")
SignIn = Callable[[str], WallClient]


@pytest.fixture(autouse=True)
def now() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


def path(case: Case, page: str) -> str:
    return f"/zaken/{case.public_id}/zsm/{page}"


def test_arrest_without_a_new_fact_says_in_place_what_is_missing_and_who_supplies_it(
    cast: Cast, sign_in: SignIn
) -> None:
    case = heard_case(cast)
    form = {
        "mode": "red_handed",
        "arrested_at": "2026-03-10T14:00",
        "arrived_at": "2026-03-10T14:30",
        "place": "Bureau",
        "suspicion": "Getuige.",
    }
    response = sign_in("politie").post(path(case, "aanhouden"), form)
    page = response.content.decode()
    assert response.status_code == 409
    assert "geen nieuw feit vastgelegd" in page
    assert 'value="Bureau"' in page


def test_arrest_on_a_new_fact_leads_to_the_case_with_the_new_clock(cast: Cast, sign_in: SignIn) -> None:
    case = heard_case(cast)
    new_event(cast, case, NOW - timedelta(hours=2))
    with acting_as(cast.actor("politie")):
        fact = new_facts(case, Custody.objects.get(case=case))[0].code
    form = {
        "fact": fact,
        "suspicion": "Getuige.",
        "mode": "red_handed",
        "arrested_at": "2026-03-10T14:00",
        "arrived_at": "2026-03-10T14:30",
        "place": "Bureau",
    }
    client = sign_in("politie")
    response = client.post(path(case, "aanhouden"), form)
    assert response.status_code == 302
    shown = client.get(response["Location"]).content.decode()
    assert "Eerste beslissing uiterlijk di 10 mrt 23:30." in shown
    tab = sign_in("om").get(path(case, "")[:-1]).content.decode()
    assert "onveilige gebeurtenis van di 10 mrt 2026" in tab
    assert "Niet-vast, gehoord" in tab


def test_correction_shows_before_and_after_and_refuses_a_screen_that_is_out_of_date(
    cast: Cast, sign_in: SignIn
) -> None:
    case = held_case(cast)
    form = {
        "arrested_at": "2026-03-10T08:30",
        "arrived_at": "2026-03-10T09:00",
        "reason": "Verkeerd overgenomen.",
        "seen": "0",
    }
    assert sign_in("politie").post(path(case, "begin-corrigeren"), form).status_code == 302
    tab = sign_in("vt").get(path(case, "")[:-1]).content.decode()
    assert "Aankomst: di 10 mrt 10:00 → di 10 mrt 09:00" in tab
    assert "Reden: Verkeerd overgenomen." in tab
    again = {**form, "arrived_at": "2026-03-10T09:10"}
    refused = sign_in("om").post(path(case, "begin-corrigeren"), again)
    assert refused.status_code == 409
    assert "intussen gecorrigeerd" in refused.content.decode()
    with acting_as(cast.actor("om")):
        assert StartCorrection.objects.filter(case=case).count() == 1


def test_charges_are_dropped_and_added_on_one_page(cast: Cast, sign_in: SignIn) -> None:
    case = held_case(cast, charges=(charge(REMAND), charge(LIGHT)))
    with acting_as(cast.actor("om")):
        dropped = Charge.objects.get(case=case, offence_code=REMAND).public_id
    form = {
        "withdraw": [str(dropped)],
        "reason": "Niet te bewijzen.",
        "feiten-TOTAL_FORMS": "1",
        "feiten-INITIAL_FORMS": "0",
        "feiten-0-mode": "completed",
    }
    client = sign_in("om")
    response = client.post(path(case, "feiten-wijzigen"), form)
    assert response.status_code == 302
    assert "Eerste beslissing uiterlijk di 10 mrt 16:00." in client.get(response["Location"]).content.decode()
    wrong = client.post(path(case, "feiten-wijzigen"), {**form, "withdraw": [], "reason": ""})
    assert wrong.status_code == 400


def test_every_check_that_is_owed_has_a_button_that_leads_to_where_it_is_met(
    cast: Cast, sign_in: SignIn
) -> None:
    case = heard_case(cast, children_checked=False)
    work = sign_in("politie").get("/mijn-werk").content.decode()
    for page in ("kindcheck", "huisverbod", "melding"):
        assert path(case, page) in work


def test_checks_are_met_on_their_pages(cast: Cast, sign_in: SignIn) -> None:
    case = heard_case(cast, children_checked=False)
    client = sign_in("politie")
    children = {
        "kindcheck-has_children": "yes",
        "kindcheck-purpose": "veiligheid",
        "kinderen-TOTAL_FORMS": "1",
        "kinderen-INITIAL_FORMS": "0",
        "kinderen-0-first_names": "Noor",
        "kinderen-0-last_name": "Tienhoven",
        "kinderen-0-birth_date": "2018-05-05",
        "kinderen-0-gender": "f",
        "kinderen-0-child_of": "both",
    }
    assert client.post(path(case, "kindcheck"), children).status_code == 302
    assert client.post(path(case, "huisverbod"), {"maatregel-in_force": "no"}).status_code == 302
    report = {"melding-situation": "Ruzie met geweld, kind was erbij."}
    assert client.post(path(case, "melding"), report).status_code == 302
    assert client.post(path(case, "klacht"), {"klacht-answer": "no"}).status_code == 302
    with acting_as(cast.actor("politie")):
        owed = owes(case)
        assert CaseRole.objects.filter(case=case, role="child").count() == 1
    assert not {("politie", kind) for kind in ("child_check", "huisverbod_check", "report_to_vt")} & set(owed)


@pytest.mark.parametrize("page", ["kindcheck", "huisverbod", "melding", "klacht", "label-voorstellen"])
def test_empty_form_is_refused_with_the_reason_at_the_field(cast: Cast, sign_in: SignIn, page: str) -> None:
    case = held_case(cast, hg_label=False)
    empty = {"kinderen-TOTAL_FORMS": "1", "kinderen-INITIAL_FORMS": "0"}
    response = sign_in("politie").post(path(case, page), empty)
    assert response.status_code == 400
    assert "v-field--invalid" in response.content.decode()


def test_label_is_proposed_by_one_and_accepted_by_another(cast: Cast, sign_in: SignIn) -> None:
    case = held_case(cast, hg_label=False, born=MINOR, guardians_unknown=True)
    assert sign_in("rvdk").post(path(case, "label-voorstellen"), {"reason": "Ex-partner."}).status_code == 302
    given = {"accept": "yes", "reason": "Klopt."}
    assert sign_in("om").post(path(case, "label-beoordelen"), given).status_code == 302
    assert sign_in("vt").get(f"/zaken/{case.public_id}").status_code == 200
    refused = sign_in("politie").post(path(case, "label-beoordelen"), given)
    assert refused.status_code == 409


def linked_form(**changes: str) -> dict[str, str]:
    form = {
        "begin-met": "summoned",
        "verhoor-heard_at": "2026-03-10T14:00",
        "verhoor-place": "Bureau",
        "koppeling-reason": "Beiden sloegen.",
        "zaak-hg_label": "yes",
        "zaak-victim_is": "life_companion",
        "feiten-TOTAL_FORMS": "1",
        "feiten-INITIAL_FORMS": "1",
        "feiten-0-code": REMAND,
        "feiten-0-mode": "completed",
        "feiten-0-committed_on": HEARD.date().isoformat(),
        "ouders-known": "none",
        "ouder-TOTAL_FORMS": "0",
        "ouder-INITIAL_FORMS": "0",
        "kindcheck-has_children": "yes",
        "kindcheck-purpose": "veiligheid",
        "kinderen-TOTAL_FORMS": "0",
        "kinderen-INITIAL_FORMS": "0",
        "maatregel-in_force": "no",
        "contact-language": "Nederlands",
        "melding-send": "earlier",
        "melding-reported_on": "2026-03-10",
    }
    return form | changes


def test_violence_both_ways_is_registered_from_the_first_case_with_the_roles_swapped(
    cast: Cast, sign_in: SignIn
) -> None:
    first = held_case(cast, children=(a_child(),))
    client = sign_in("politie")
    shown = client.get(path(first, "over-en-weer"))
    assert shown.status_code == 200
    page = shown.content.decode()
    assert "Eva0 Zandstra" in page
    assert "Noor Tienhoven" in page
    begun = shown.context["forms"]
    assert begun.case["hg_label"].value() == "yes"
    assert begun.case["offence_municipality"].value() == first.offence_municipality_id
    assert [form["code"].value() for form in begun.charges] == [REMAND]
    with acting_as(cast.actor("politie")):
        child = CaseRole.objects.select_related("person").get(case=first, role="child").person.public_id
        key = str(cast.municipality().pk)
    places = {"zaak-offence_municipality": key, "zaak-victim_municipality": key}
    response = client.post(
        path(first, "over-en-weer"), linked_form(**places, **{"koppeling-children": str(child)})
    )
    assert response.status_code == 302, response.context["problems"]
    with acting_as(cast.actor("politie")):
        link = CaseLink.objects.select_related("case").get(other=first)
        suspect = CaseRole.objects.select_related("person").get(case=link.case, role="suspect").person
        custody = Custody.objects.get(case=link.case)
    assert (link.kind, suspect.first_names, custody.status) == ("mutual", "Eva0", "heard")


def test_co_suspect_is_asked_for_and_the_victim_is_taken_along(cast: Cast, sign_in: SignIn) -> None:
    first = held_case(cast)
    client = sign_in("politie")
    page = client.get(path(first, "nog-een-verdachte")).content.decode()
    assert "Eva0 Zandstra" in page
    assert "Bram0" not in page
    response = client.post(path(first, "nog-een-verdachte"), linked_form())
    assert response.status_code == 400
    assert "Achternaam: vul dit in." in response.content.decode()


def test_persons_tab_says_per_offence_how_old_the_suspect_was(cast: Cast, sign_in: SignIn) -> None:
    case = heard_case(cast, born=MINOR, guardians_unknown=True)
    page = sign_in("om").get(f"/zaken/{case.public_id}/personen").content.decode()
    assert "verdachte was 16 jaar, minderjarig" in page


def test_heard_suspect_stands_on_the_board_under_not_held(cast: Cast, sign_in: SignIn) -> None:
    case = heard_case(cast)
    for username in ("politie", "vt", "om", "shn"):
        board = sign_in(username).get("/bord").context["board"]
        groups = {row.number: group.key for group in board.groups for row in group.rows}
        assert groups[case.number] == "niet-vast", username
