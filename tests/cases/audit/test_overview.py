"""The person concerned reads who looked at her data; never a name of staff or a safe place."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta

import pytest
import time_machine
from django.urls import reverse

from cases.access.models import AccessLogEntry
from cases.access.wall import acting_as
from cases.audit.overview import concerned_in
from cases.audit.rules.overview import UNNAMED, Look, told_of
from cases.casefiles.models import Case, CaseRole
from cases.organisations.rules import OrganisationKind
from tests.cases.audit.test_review import log
from tests.cases.documents.reading import information_of, words_of
from tests.factories.cast import Cast
from tests.factories.client import WallClient
from tests.factories.story import register_stalking_case
from tests.ground.database import afresh
from tests.ground.vera import Vera
from tests.zsm.decision.making import past_the_wall

SignIn = Callable[[str], WallClient]
AT = datetime(2026, 3, 10, 10, 0, tzinfo=UTC)
PAGE = "cases:log-overview"


def look(kind: OrganisationKind, *, at: time = time(9), action: str = "read", day: int = 10) -> Look:
    return Look(
        day=date(2026, 3, day),
        clock=at,
        organisation=f"Organisatie {kind}",
        kind=kind,
        roles=("case_handler",),
        action=action,
    )


def test_looks_alike_on_one_day_are_one_line_and_other_actions_are_left_out() -> None:
    vt = OrganisationKind.VT
    rows = [look(vt), look(vt, at=time(11, 5)), look(vt, action="log"), look(vt, day=11)]
    newest, older = told_of(rows, suspect=False)
    assert (newest.day.day, newest.times) == (11, 1)
    assert (older.times, older.first, older.last) == (2, time(9), time(11, 5))
    assert older.function == "behandelaar"


@pytest.mark.parametrize("kind", OrganisationKind)
def test_a_suspect_is_not_told_which_shelter_or_helper_looked(kind: OrganisationKind) -> None:
    [told] = told_of([look(kind)], suspect=True)
    hidden = kind in {
        OrganisationKind.OPVANG,
        OrganisationKind.SHN,
        OrganisationKind.EXPERT,
        OrganisationKind.LEC_EGG,
        OrganisationKind.LOKAAL,
        OrganisationKind.ZVH,
        OrganisationKind.GEMEENTE,
    }
    assert (told.organisation == UNNAMED) is hidden
    assert (told.function == "") is hidden
    [open_told] = told_of([look(kind)], suspect=False)
    assert open_told.organisation == f"Organisatie {kind}"


@pytest.fixture(scope="module")
def made(module_db: None, cast: Cast) -> Case:
    """The stalking case, at which four organisations looked."""
    found = register_stalking_case(cast, AT - timedelta(hours=2))
    with past_the_wall():
        roles = dict(CaseRole.objects.filter(case=found).values_list("role", "person_id"))
    for username in ("vt", "om", "shn"):
        log(cast.actor(username), cases=[found.pk], persons=[roles["victim"], roles["suspect"]])
    log(cast.actor("politie"), cases=[found.pk], persons=[roles["suspect"]])
    return found


@pytest.fixture
def case(rolled_back: None, made: Case) -> Case:
    """That case, for one test."""
    return afresh(made)


def asked(case: Case, role: str, **changed: str) -> dict[str, str]:
    with past_the_wall():
        person = CaseRole.objects.select_related("person").get(case=case, role=role).person
    typed = {
        "zaaknummer": case.number,
        "persoon": str(person.public_id),
        "van": "2026-03-01",
        "tot": "2026-03-10",
        "identiteit": "passport",
    }
    return {**typed, **changed}


@pytest.mark.usefixtures("rolled_back")
def test_the_victim_reads_every_organisation_and_no_name_of_staff(
    sign_in: SignIn, case: Case, vera: Vera
) -> None:
    with time_machine.travel(AT + timedelta(minutes=5), tick=False):
        response = sign_in("vt.privacy").post(reverse(PAGE), asked(case, "victim"))
    assert response["Content-Disposition"] == 'attachment; filename="overzicht-c.pdf"'
    text = words_of(response.content)
    for name in ("Veilig Thuis Duinrand", "Openbaar Ministerie Duinrand", "Slachtofferhulp Duinrand"):
        assert name in text
    for hidden in ("Noor de Graaf", "Maarten Schouten", case.number):
        assert hidden not in text + information_of(response.content)
    assert "Politie Duinrand" not in text
    assert vera.faults({"overzicht": response.content}) == []
    with past_the_wall():
        row = AccessLogEntry.objects.latest("pk")
    assert (row.action, row.purpose) == ("export", "overzicht voor de betrokkene, paspoort")


@pytest.mark.usefixtures("rolled_back")
def test_the_suspect_does_not_read_that_victim_support_looked(sign_in: SignIn, case: Case) -> None:
    with time_machine.travel(AT + timedelta(minutes=5), tick=False):
        response = sign_in("vt.privacy").post(reverse(PAGE), asked(case, "suspect"))
    text = words_of(response.content)
    assert "Politie Duinrand" in text
    assert "Slachtofferhulp" not in text
    assert UNNAMED in text


@pytest.mark.usefixtures("rolled_back")
def test_only_persons_of_cases_of_the_own_organisation_can_be_chosen(
    sign_in: SignIn, cast: Cast, case: Case
) -> None:
    client, stranger = sign_in("vt.privacy"), sign_in("vt.privacy-rk")
    page = client.post(reverse(PAGE), {"zaaknummer": case.number}).content.decode()
    assert "(slachtoffer)" in page
    for number in (case.number, "99-9999"):
        refused = stranger.post(reverse(PAGE), {"zaaknummer": number})
        assert refused.status_code == 400
        assert "uw organisatie heeft geen zaak met dit nummer" in refused.content.decode()
    officer = cast.actor("vt.privacy")
    with acting_as(officer):
        assert len(concerned_in(officer, case.number, AT)) >= 2


@pytest.mark.usefixtures("rolled_back")
@pytest.mark.parametrize(
    "changed", [{"tot": "2026-02-01"}, {"tot": "2035-01-01"}, {"identiteit": ""}, {"persoon": "x"}]
)
def test_a_wrong_answer_is_refused_in_place(sign_in: SignIn, case: Case, changed: dict[str, str]) -> None:
    response = sign_in("vt.privacy").post(reverse(PAGE), asked(case, "victim", **changed))
    assert response.status_code == 400
    assert response["Content-Type"].startswith("text/html")
