"""Rows that were drawn before: nothing old is shown, nobody sees another's row, every look is on record."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils.safestring import SafeString

from cases.access.models import AccessLogEntry, Participation
from cases.casefiles.models import Case
from cases.web.components import BoardRow
from tests.factories.cast import Cast
from tests.factories.client import WallClient
from tests.factories.story import REGISTERED, register_case, register_stalking_case
from tests.zsm.decision.making import concluded, past_the_wall
from zsm.web import board as board_page
from zsm.web.drawn import Drawn, DrawnRows

pytestmark = pytest.mark.django_db

NOW = REGISTERED + timedelta(minutes=5)
SignIn = Callable[[str], WallClient]


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    """Five minutes after the arrest was registered."""
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def drawn(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many rows were drawn, look by look."""
    counts: list[int] = []
    draw = board_page.draw

    def counted(shown, at):  # type: ignore[no-untyped-def]  # stands in for draw
        counts.append(len(shown))
        return draw(shown, at)

    monkeypatch.setattr(board_page, "draw", counted)
    return counts


def html_of(client: WallClient) -> str:
    return client.get(reverse("zsm:board")).content.decode()


def test_after_an_event_only_the_row_of_that_case_is_drawn_again(
    cast: Cast, sign_in: SignIn, drawn: list[int]
) -> None:
    case = register_stalking_case(cast)
    for number in range(4):
        register_case(cast, number)
    client = sign_in("om")
    before = html_of(client)
    html_of(client)
    concluded(cast, case, at=NOW)
    after = html_of(client)
    assert drawn == [5, 1]
    assert after.count("v-board-row__number") == before.count("v-board-row__number") == 5
    assert after != before


def test_the_words_of_a_clock_are_at_most_a_minute_old(
    cast: Cast, sign_in: SignIn, drawn: list[int], clock: time_machine.Traveller
) -> None:
    register_stalking_case(cast)
    client = sign_in("om")
    html_of(client)
    clock.shift(timedelta(minutes=1))
    html_of(client)
    assert drawn == [1, 1]


def test_who_may_know_something_else_gets_a_row_of_his_own(
    cast: Cast, sign_in: SignIn, drawn: list[int]
) -> None:
    register_stalking_case(cast)
    html_of(sign_in("om"))
    other = html_of(sign_in("shn"))
    assert drawn == [1, 1]
    assert "onvoldoende" not in other


def test_a_case_in_which_the_organisation_takes_no_part_any_more_is_gone_at_once(
    cast: Cast, sign_in: SignIn
) -> None:
    case = register_stalking_case(cast)
    client = sign_in("shn")
    assert case.number in html_of(client)
    with past_the_wall():
        Participation.objects.filter(case=case, organisation=cast.user("shn").organisation).update(
            ended_at=NOW, end_reason="Niet meer nodig."
        )
    assert case.number not in html_of(client)


def test_the_access_log_names_the_persons_of_a_row_that_was_drawn_before(cast: Cast, sign_in: SignIn) -> None:
    case: Case = register_stalking_case(cast)
    client = sign_in("om")
    html_of(client)
    html_of(client)
    with past_the_wall():
        first, second = AccessLogEntry.objects.filter(route="zsm:board").order_by("pk")
    assert first.case_ids == second.case_ids == [case.pk]
    assert first.person_ids == second.person_ids != []
    assert first.categories == second.categories != []


def test_the_oldest_rows_go_when_many_were_drawn() -> None:
    rows = DrawnRows(at_most=2)
    for case_id in range(3):
        row = BoardRow(number=str(case_id), url="", title="")
        drawn = Drawn(row, SafeString(""), "vast", (True, 0.0), (), frozenset())
        rows.keep({case_id: (case_id,)}, {case_id: drawn})
    assert set(rows.known({case_id: (case_id,) for case_id in range(3)})) == {1, 2}
