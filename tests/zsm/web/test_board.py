"""The board: which clock runs out first, who owes what, what may I do now; for each by what may be known."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cases.access.models import AccessLogEntry
from cases.access.rules.categories import Category
from cases.access.rules.levels import Level
from cases.access.wall import acting_as
from cases.assessments.services import NewIncident, add_incident
from cases.casefiles.models import Case
from cases.casefiles.services import Joining, join, mark_for_task
from cases.organisations.rules import OrganisationKind
from cases.terms.models import Term
from cases.terms.rules.kinds import TermKind
from cases.terms.rules.parameters import Parameters
from cases.web.components import BoardRow
from tests.cases.terms.making import a_term
from tests.factories.cast import Cast
from tests.factories.client import WallClient
from tests.factories.story import REGISTERED, register_case, register_stalking_case
from tests.ground.database import afresh
from tests.zsm.decision.making import before_rc, concluded, custody, decided, past_the_wall, stated
from zsm.intake.services import change_custody

pytestmark = pytest.mark.usefixtures("made", "rolled_back")

NOW = REGISTERED + timedelta(minutes=5)
HOUR = timedelta(hours=1)
SignIn = Callable[[str], WallClient]


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    """Five minutes after the arrest was registered."""
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture(scope="module")
def made(module_db: None, cast: Cast) -> Case:
    """The stalking case at its start."""
    with time_machine.travel(NOW, tick=False):
        return register_stalking_case(cast)


@pytest.fixture
def case(rolled_back: None, made: Case) -> Case:
    """That case, for one test."""
    return afresh(made)


def board_of(client: WallClient) -> Any:
    return client.get(reverse("zsm:board")).context["board"]


def groups(client: WallClient) -> dict[str, list[str]]:
    """The numbers of the cases under each heading, in order."""
    return {group.key: [row.number for row in group.rows] for group in board_of(client).groups}


def row_of(client: WallClient, case: Case) -> BoardRow:
    rows: list[BoardRow] = [row for group in board_of(client).groups for row in group.rows]
    return next(row for row in rows if row.number == case.number)


def let_join(cast: Cast, case: Case, kind: OrganisationKind, level: Level) -> None:
    police = cast.actor("politie")
    with acting_as(police):
        join(case=case, joining=[Joining(cast.organisation(kind), level, "test")], actor=police, at=NOW)


# --- groups and order -----------------------------------------------------------------------------


def test_held_cases_stand_by_the_clock_of_the_first_decision(cast: Cast, case: Case, sign_in: SignIn) -> None:
    sooner = register_case(cast, 2, REGISTERED - 3 * HOUR)
    board = groups(sign_in("om"))
    assert board["vast"] == [sooner.number, case.number]
    assert board["niet-vast"] == board["afwachtend"] == []


def test_the_clock_of_a_held_case_is_that_of_the_first_decision_also_when_other_terms_end_sooner(
    case: Case, sign_in: SignIn
) -> None:
    clock = row_of(sign_in("vt"), case).clock
    assert clock is not None
    assert (clock.label, clock.remaining) == ("Eerste beslissing", "nog 8 u 45 min")


def test_a_decided_case_waits_and_shows_what_runs_out_first(cast: Cast, case: Case, sign_in: SignIn) -> None:
    concluded(cast, case, at=NOW)
    stated(cast, case, at=NOW)
    decided(cast, case, custody(NOW), before_rc(), at=NOW)
    client = sign_in("shn")
    assert groups(client)["afwachtend"] == [case.number]
    assert groups(client)["vast"] == []
    clock = row_of(client, case).clock
    assert clock is not None
    assert clock.label == "Slachtoffer informeren"


def test_a_suspect_who_is_no_longer_held_stands_under_not_held(
    cast: Cast, case: Case, sign_in: SignIn
) -> None:
    police = cast.actor("politie")
    with acting_as(police):
        change_custody(case=case, status="heard", actor=police, at=NOW)
    assert groups(sign_in("om"))["niet-vast"] == [case.number]
    assert "niet-vast" in row_of(sign_in("om"), case).detail


def plan(cast: Cast, case: Case, due_at: datetime) -> None:
    """Give the case a plan date."""
    far = Parameters(reference=NOW + 60 * HOUR)
    plan_date = a_term(cast, case, TermKind.PLAN_DATE, parameters=far, start=NOW)
    with past_the_wall():
        Term.objects.filter(pk=plan_date.pk).update(due_at=due_at)


@pytest.mark.parametrize(
    ("due", "expected"),
    [
        (timedelta(hours=3), "plandatum"),
        # 10:15 plus 13 h 45 min is 24:00 of today, a minute later is tomorrow.
        (timedelta(hours=13, minutes=45), "plandatum"),
        (timedelta(hours=13, minutes=46), "vast"),
    ],
)
def test_a_case_whose_plan_date_is_today_has_a_heading_of_its_own(
    cast: Cast, case: Case, sign_in: SignIn, due: timedelta, expected: str
) -> None:
    plan(cast, case, NOW + due)
    found = groups(sign_in("om"))
    assert [key for key, numbers in found.items() if numbers] == [expected]


def test_a_plan_date_that_passed_stays_under_its_heading(
    cast: Cast, case: Case, sign_in: SignIn, clock: time_machine.Traveller
) -> None:
    plan(cast, case, NOW + HOUR)
    clock.move_to(NOW + 30 * HOUR)
    assert groups(sign_in("om"))["plandatum"] == [case.number]


def test_the_heading_of_plan_dates_is_there_only_when_it_is_needed(case: Case, sign_in: SignIn) -> None:
    assert list(groups(sign_in("om"))) == ["vast", "niet-vast", "afwachtend"]


def test_how_many_cases_and_how_many_within_two_hours(
    cast: Cast, sign_in: SignIn, clock: time_machine.Traveller
) -> None:
    for number in (1, 2):
        register_case(cast, number, REGISTERED + number * HOUR)
    clock.move_to(REGISTERED + 8 * HOUR)
    # Due at 19:00, 20:00 and 21:00; it is 18:10.
    assert board_of(sign_in("om")).summary == "3 zaken · 2 binnen 2 uur"


# --- what one may do ------------------------------------------------------------------------------


def test_a_row_has_one_button_for_the_first_step_of_the_own_organisation(case: Case, sign_in: SignIn) -> None:
    owed = row_of(sign_in("vt"), case).owed
    assert [item.mine for item in owed] == [True, True]
    assert [item.action.label if item.action else "" for item in owed] == ["Antwoorden: bekend?", ""]


def test_stating_the_facts_comes_before_the_decision_that_is_due_at_the_same_moment(
    case: Case, sign_in: SignIn
) -> None:
    first, second = row_of(sign_in("om"), case).owed
    assert (first.text, second.text) == ("Verdenking, bewijs en ernstige bezwaren", "Eerste beslissing")
    assert first.action is not None
    assert second.action is None


def test_nobody_gets_the_button_of_another_organisation(cast: Cast, case: Case, sign_in: SignIn) -> None:
    let_join(cast, case, OrganisationKind.HALT, Level.VIEW)
    owed = row_of(sign_in("halt"), case).owed
    assert owed
    assert not any(item.mine or item.action for item in owed)


def test_the_moment_of_the_clock_is_not_said_twice_in_a_row(case: Case, sign_in: SignIn) -> None:
    assert [item.clock for item in row_of(sign_in("om"), case).owed] == [None, None]
    assert all(item.clock for item in row_of(sign_in("vt"), case).owed)


# --- what one may know ----------------------------------------------------------------------------


def test_names_offence_custody_and_children_are_on_the_row_of_a_partner(case: Case, sign_in: SignIn) -> None:
    row = row_of(sign_in("om"), case)
    assert row.title == "Brandwijk – de Wilde (33)"
    assert row.detail == "belaging (stalking) en 1 meer · vast · 2 kinderen"


def test_who_may_not_know_the_persons_reads_the_number_and_the_clock_only(
    cast: Cast, case: Case, sign_in: SignIn
) -> None:
    let_join(cast, case, OrganisationKind.HALT, Level.VIEW)
    client = sign_in("halt")
    row = row_of(client, case)
    assert (row.title, row.detail) == ("Zaak", "")
    # The clock of the first decision runs for a held suspect only: the heading gives nothing away.
    assert groups(client)["vast"] == [case.number]


def test_a_mark_of_the_giver_opens_it(cast: Cast, case: Case, sign_in: SignIn) -> None:
    let_join(cast, case, OrganisationKind.HALT, Level.VIEW)
    police = cast.actor("politie")
    with acting_as(police):
        mark_for_task(
            case=case,
            category=Category.IDENTITY,
            recipients=[OrganisationKind.HALT],
            purpose="test",
            actor=police,
            at=NOW,
        )
    row = row_of(sign_in("halt"), case)
    assert row.title == "Brandwijk – de Wilde (33)"
    assert row.detail == "belaging (stalking) en 1 meer"


def test_who_knows_only_that_the_case_exists_reads_that(cast: Cast, case: Case, sign_in: SignIn) -> None:
    let_join(cast, case, OrganisationKind.ZVH, Level.THAT)
    client = sign_in("zvh")
    row = row_of(client, case)
    assert (row.title, row.detail) == ("Zaak", "uw organisatie weet dat deze zaak bestaat")
    assert (row.clock, row.marks, row.partners, row.owed, row.badges) == (None, (), (), (), ())
    assert groups(client)["afwachtend"] == [case.number]


def test_a_conclusion_that_is_held_back_is_neither_unknown_nor_safe(
    cast: Cast, case: Case, sign_in: SignIn
) -> None:
    assert [mark.text for mark in row_of(sign_in("shn"), case).marks] == ["Onderdeel A en B"]
    concluded(cast, case, at=NOW)
    row = row_of(sign_in("shn"), case)
    assert row.marks == ()
    assert [badge.text for badge in row.badges] == ["veiligheid: niet voor uw organisatie"]
    assert [mark.text for mark in row_of(sign_in("om"), case).marks] == ["Acuut", "Onderdeel B"]


def test_the_other_region_has_an_empty_board(case: Case, sign_in: SignIn) -> None:
    page = sign_in("om-rk").get(reverse("zsm:board"))
    assert page.context["board"].total == 0
    assert "Er lopen geen zaken" in page.content.decode()


def test_an_administrator_has_no_board(case: Case, sign_in: SignIn) -> None:
    assert sign_in("vt.beheer").get(reverse("zsm:board")).status_code == 403
    assert sign_in("vt.beheer").get("/")["Location"] == reverse("cases:my-work")
    assert sign_in("vt").get("/")["Location"] == reverse("zsm:board")


# --- refresh and cost -----------------------------------------------------------------------------


def refresh(client: WallClient, version: str) -> Any:
    return client.get(reverse("zsm:board"), {"since": version}, headers={"HX-Request": "true"})


def rows_in_log() -> int:
    with past_the_wall():
        return AccessLogEntry.objects.count()


def test_a_refresh_without_news_shows_and_logs_nothing(case: Case, sign_in: SignIn) -> None:
    client = sign_in("vt")
    version = board_of(client).version
    before = rows_in_log()
    response = refresh(client, version)
    assert (response.status_code, response.content) == (204, b"")
    assert rows_in_log() == before


def test_an_event_in_a_case_is_news_and_comes_as_a_part_of_the_page(
    cast: Cast, case: Case, sign_in: SignIn
) -> None:
    client, vt = sign_in("om"), cast.actor("vt")
    version = board_of(client).version
    incident = NewIncident(happened_on=NOW.date(), description="Belde aan.", source="report")
    with acting_as(vt):
        add_incident(case=case, incident=incident, actor=vt, at=NOW)
    response = refresh(client, version)
    assert response.status_code == 200
    assert b"<!doctype" not in response.content
    assert b'<div id="bord"' in response.content
    assert refresh(client, response.context["board"].version).status_code == 204


@pytest.mark.parametrize("left", [timedelta(hours=2), timedelta(0)])
def test_a_term_that_comes_near_or_runs_out_is_news_without_any_event(
    case: Case, sign_in: SignIn, clock: time_machine.Traveller, left: timedelta
) -> None:
    due = REGISTERED - timedelta(minutes=10) + 9 * HOUR
    clock.move_to(due - left - timedelta(seconds=1))
    client = sign_in("om")
    version = board_of(client).version
    assert refresh(client, version).status_code == 204
    clock.move_to(due - left)
    assert refresh(client, version).status_code == 200


def queries(client: WallClient, path: str, **headers: str) -> int:
    client.get(path)
    with CaptureQueriesContext(connection) as captured:
        client.get(path, headers=headers)
    return len(captured)


def test_the_number_of_queries_does_not_grow_with_the_cases(
    cast: Cast, sign_in: SignIn, clock: time_machine.Traveller
) -> None:
    client, path = sign_in("vt"), reverse("zsm:board")
    found = []
    for start, end in ((1, 3), (3, 12)):
        for number in range(start, end):
            register_case(cast, number)
        clock.shift(timedelta(minutes=2))
        with CaptureQueriesContext(connection) as captured:
            client.get(path)
        found += [len(captured), queries(client, path)]
    # Context twice, session, user, cases, unread messages, log row; 3 are of the test client. The first time
    # also what is drawn: rows, marks, terms, what was met, partners, assessments, persons, organisations,
    # charges, custody.
    assert found == [20, 10, 20, 10]


def test_a_refresh_without_news_costs_no_more_than_knowing_who_asks_and_which_cases(
    case: Case, sign_in: SignIn
) -> None:
    client = sign_in("vt")
    path = f"{reverse('zsm:board')}?since={board_of(client).version}"
    assert queries(client, path) == 5 + 3


def test_the_log_names_whose_names_were_shown_and_no_category_that_was_not(
    cast: Cast, case: Case, sign_in: SignIn
) -> None:
    let_join(cast, case, OrganisationKind.HALT, Level.VIEW)
    for username, persons, categories in (
        ("om", 2, ["decision", "identity"]),
        ("halt", 0, []),
    ):
        sign_in(username).get(reverse("zsm:board"))
        with past_the_wall():
            entry = AccessLogEntry.objects.order_by("-pk")[0]
        assert (entry.case_ids, len(entry.person_ids)) == ([case.pk], persons)
        assert entry.categories == categories
