"""The first page of a case: what happened and what holds now, for each by level and disclosure table."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cases.access.models import AccessLogEntry
from cases.access.rules.levels import Level
from cases.access.wall import acting_as
from cases.assessments.services import NewIncident, add_incident
from cases.casefiles.models import Case
from cases.casefiles.services import Joining, join
from cases.organisations.rules import OrganisationKind
from cases.web.casefile import held_back_text
from cases.web.components import Fact
from tests.factories.cast import Cast
from tests.factories.client import WallClient
from tests.factories.story import REGISTERED, register_stalking_case
from tests.ground.database import afresh
from tests.zsm.decision.making import before_rc, concluded, custody, decided, past_the_wall, stated

pytestmark = pytest.mark.usefixtures("made", "rolled_back")

NOW = REGISTERED + timedelta(minutes=5)
SignIn = Callable[[str], WallClient]


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    """Five minutes after the arrest was registered."""
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture(scope="module")
def made(module_db: None, cast: Cast) -> Case:
    """The stalking case; Halt reads along and the Zorg- en Veiligheidshuis knows that it exists."""
    with time_machine.travel(NOW, tick=False):
        found = register_stalking_case(cast)
    police = cast.actor("politie")
    with acting_as(police):
        rows = [
            Joining(cast.organisation(OrganisationKind.HALT), Level.VIEW, "test"),
            Joining(cast.organisation(OrganisationKind.ZVH), Level.THAT, "test"),
        ]
        with time_machine.travel(NOW, tick=False):
            join(case=found, joining=rows, actor=police, at=REGISTERED)
    return found


@pytest.fixture
def case(rolled_back: None, made: Case) -> Case:
    """That case, for one test."""
    return afresh(made)


def path(case: Case, name: str = "case") -> str:
    return reverse(f"cases:{name}", kwargs={"zaak": case.public_id})


def page(client: WallClient, case: Case) -> str:
    response = client.get(path(case))
    assert response.status_code == 200
    return str(response.content.decode())


def facts(client: WallClient, case: Case, panel: str) -> tuple[dict[str, Fact], str]:
    """The facts of a panel by label, and what it says about the hidden ones."""
    shown = client.get(path(case)).context[panel]
    return {fact.label: fact for fact in shown.facts}, shown.held_back


# --- by level -------------------------------------------------------------------------------------


def test_who_knows_only_that_reads_whom_to_call_and_nothing_of_the_case(case: Case, sign_in: SignIn) -> None:
    text = page(sign_in("zvh"), case)
    assert "Politie Duinrand, telefoon 0600-100000" in text
    assert "uw organisatie weet dat deze zaak bestaat" in text
    for hidden in (
        "Brandwijk",
        "Verloop",
        "Eerste beslissing",
        "Meidoornstraat",
        "Termijnen",
        "Rode vlaggen",
    ):
        assert hidden not in text
    assert [tab.label for tab in sign_in("zvh").get(path(case)).context["head"].tabs] == ["Overzicht"]


def test_who_reads_along_without_a_task_sees_terms_and_partners_and_how_much_is_held_back(
    case: Case, sign_in: SignIn
) -> None:
    response = sign_in("halt").get(path(case))
    text = response.content.decode()
    assert "Eerste beslissing" in text
    assert "Politie Duinrand" in text
    assert response.context["held_back"] == "7 onderdelen niet voor uw organisatie: vraag Politie Duinrand"
    assert response.context["now"].held_back == "1 onderdeel niet voor uw organisatie"
    assert response.context["occasion"].held_back == "2 onderdelen niet voor uw organisatie"
    for hidden in ("Brandwijk", "belaging", "Meidoornstraat", "gedragsaanwijzing", "Rode vlaggen"):
        assert hidden not in text


def test_veilig_thuis_reads_the_report_and_where_it_happened(case: Case, sign_in: SignIn) -> None:
    shown, held_back = facts(sign_in("vt"), case, "occasion")
    report = next(fact for label, fact in shown.items() if label.startswith("Melding "))
    assert report.value.startswith("Ex-partner komt sinds weken")
    assert report.source is not None
    assert report.source.organisation == "Politie Duinrand"
    assert "Onderdeel A voor de beslissing" in shown["Verzoek aan Veilig Thuis"].value
    assert shown["Pleegplaats"].value.endswith("Duinstede")
    assert held_back == ""


def test_the_prosecution_reads_where_it_happened_but_not_the_report(case: Case, sign_in: SignIn) -> None:
    shown, held_back = facts(sign_in("om"), case, "occasion")
    assert list(shown) == ["Pleegplaats"]
    assert held_back == "1 onderdeel niet voor uw organisatie"


def test_nothing_is_held_back_where_nothing_is_hidden(case: Case, sign_in: SignIn) -> None:
    response = sign_in("politie").get(path(case))
    assert [response.context[name] for name in ("held_back",)] == [""]
    assert response.context["now"].held_back == ""
    assert "niet voor uw organisatie" not in response.content.decode()


@pytest.mark.parametrize(
    ("count", "text"),
    [
        (0, ""),
        (1, "1 onderdeel niet voor uw organisatie"),
        (2, "2 onderdelen niet voor uw organisatie"),
    ],
)
def test_how_much_is_held_back_is_said_in_words(count: int, text: str) -> None:
    assert held_back_text(count) == text


def test_an_outsider_and_a_stranger_to_casework_are_refused_in_their_own_way(
    case: Case, sign_in: SignIn
) -> None:
    assert sign_in("om-rk").get(path(case)).status_code == 404
    refused = sign_in("vt.beheer").get(path(case))
    assert refused.status_code == 403
    assert "Uw rol geeft geen toegang tot zaken" in refused.content.decode()


# --- what holds now -------------------------------------------------------------------------------


def test_what_is_not_there_yet_is_unknown_and_says_who_supplies_it(case: Case, sign_in: SignIn) -> None:
    shown, _ = facts(sign_in("om"), case, "now")
    assert shown["Acuut onveilig"].unknown
    assert shown["Acuut onveilig"].supplier == "Veilig Thuis"
    assert shown["Voorwaarden"].value == "geen"
    assert shown["Maatregelen"].value == "gedragsaanwijzing"


def test_a_conclusion_comes_with_its_source_and_is_held_back_where_it_is_not_for_all(
    cast: Cast, case: Case, sign_in: SignIn
) -> None:
    concluded(cast, case, at=NOW)
    shown, _ = facts(sign_in("om"), case, "now")
    acute = shown["Acuut onveilig"]
    assert acute.value == "ja"
    assert acute.source is not None
    assert acute.source.organisation == "VT Duinrand"
    assert not acute.unknown
    hidden, held_back = facts(sign_in("shn"), case, "now")
    assert "Acuut onveilig" not in hidden
    assert held_back == "1 onderdeel niet voor uw organisatie"


def test_an_assessment_that_a_new_event_overtook_says_so(cast: Cast, case: Case, sign_in: SignIn) -> None:
    concluded(cast, case, at=NOW)
    police = cast.actor("politie")
    incident = NewIncident(happened_on=NOW.date(), description="Belde aan.", source="police_investigation")
    with acting_as(police):
        add_incident(case=case, incident=incident, actor=police, at=NOW)
    shown, _ = facts(sign_in("om"), case, "now")
    assert shown["Acuut onveilig"].value.startswith("ja, verouderd: ")


# --- the head -------------------------------------------------------------------------------------


def test_the_head_says_what_is_owed_per_partner_with_ones_own_first(case: Case, sign_in: SignIn) -> None:
    head = sign_in("vt").get(path(case)).context["head"]
    suppliers = [item.supplier for item in head.owed if item.supplier]
    assert suppliers[0] == "VT"
    assert len(suppliers) == len(set(suppliers))
    assert head.owed[0].mine
    assert head.owed[0].text.startswith("Antwoord: bekend bij Veilig Thuis, Onderdeel A")
    assert head.my_step.label == "Antwoorden: bekend?"


def test_the_head_says_that_something_is_late(
    case: Case, sign_in: SignIn, clock: time_machine.Traveller
) -> None:
    clock.move_to(REGISTERED + timedelta(days=1))
    head = sign_in("politie").get(path(case)).context["head"]
    owed = {item.supplier: item.text for item in head.owed}
    assert "Individuele beoordeling van het slachtoffer (te laat)" in owed["POL"]


def test_the_clocks_of_the_head_are_those_that_a_decision_hangs_on(case: Case, sign_in: SignIn) -> None:
    head = sign_in("om").get(path(case)).context["head"]
    labels = [clock.label for clock in head.clocks]
    assert len(labels) == 3
    assert {"Eerste beslissing", "Veiligheidsbeoordeling van de melding"} <= set(labels)
    due = [clock.due_at for clock in head.clocks]
    assert due == sorted(due)


def test_red_flags_stand_in_the_head_of_who_may_know_them(case: Case, sign_in: SignIn) -> None:
    assert "stalking na de breuk" in page(sign_in("3ro"), case)
    assert "stalking na de breuk" not in page(sign_in("shn"), case)


def test_a_participant_has_no_button_for_the_step_of_another(case: Case, sign_in: SignIn) -> None:
    assert sign_in("halt").get(path(case)).context["head"].my_step is None
    assert "v-my-step" not in page(sign_in("halt"), case)


# --- refresh, log, cost ---------------------------------------------------------------------------


def refresh(client: WallClient, case: Case, since: int) -> tuple[int, str]:
    response = client.get(path(case, "story"), {"since": since}, headers={"HX-Request": "true"})
    return response.status_code, response.content.decode()


def version(case: Case) -> int:
    with past_the_wall():
        return Case.objects.get(pk=case.pk).version


def test_a_refresh_without_news_is_empty_and_leaves_no_row_in_the_log(case: Case, sign_in: SignIn) -> None:
    client = sign_in("vt")
    with past_the_wall():
        before = AccessLogEntry.objects.count()
    assert refresh(client, case, version(case)) == (204, "")
    with past_the_wall():
        assert AccessLogEntry.objects.count() == before


def test_news_brings_story_and_head_anew_without_the_rest_of_the_page(
    cast: Cast, case: Case, sign_in: SignIn
) -> None:
    client, seen = sign_in("om"), version(case)
    concluded(cast, case, at=NOW)
    status, text = refresh(client, case, seen)
    assert status == 200
    assert "Onderdeel A: " in text
    assert 'hx-swap-oob="true"' in text
    assert "<!doctype" not in text
    assert f"?since={version(case)}" in text


def test_the_page_itself_puts_its_head_in_no_second_place(case: Case, sign_in: SignIn) -> None:
    text = page(sign_in("om"), case)
    assert "hx-swap-oob" not in text
    assert text.count('id="zaakkop"') == 1


def test_who_knows_only_that_has_no_story_to_refresh(case: Case, sign_in: SignIn) -> None:
    assert sign_in("zvh").get(path(case, "story")).status_code == 403


def test_the_log_holds_the_case_the_persons_named_and_every_category_shown(
    cast: Cast, case: Case, sign_in: SignIn
) -> None:
    concluded(cast, case, at=NOW)
    for username, persons, present, absent in (
        ("vt", 2, {"identity", "report", "assessment_conclusion", "decision"}, {"plan"}),
        ("om", 2, {"identity", "assessment_conclusion", "children"}, {"report"}),
        ("halt", 0, {"that"}, {"identity", "report", "assessment_conclusion", "decision"}),
    ):
        sign_in(username).get(path(case))
        with past_the_wall():
            entry = AccessLogEntry.objects.order_by("-pk")[0]
        assert entry.case_ids == [case.pk]
        assert len(entry.person_ids) == persons
        assert present <= set(entry.categories)
        assert not absent & set(entry.categories)


def test_the_number_of_queries_does_not_grow_with_what_happened(
    cast: Cast, case: Case, sign_in: SignIn
) -> None:
    client, vt = sign_in("vt"), cast.actor("vt")
    concluded(cast, case, at=NOW)
    stated(cast, case, at=NOW)

    def queries() -> int:
        client.get(path(case))
        with CaptureQueriesContext(connection) as captured:
            client.get(path(case))
        return len(captured)

    before = queries()
    decided(cast, case, custody(NOW), before_rc(), at=NOW)
    with acting_as(vt):
        for number in range(5):
            incident = NewIncident(happened_on=NOW.date(), description=f"Voorval {number}", source="report")
            add_incident(case=case, incident=incident, actor=vt, at=NOW)
    assert queries() == before
    # 3 of them are of the test client.
    assert before <= 28
