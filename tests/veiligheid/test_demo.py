"""The demo: opened once, topped up at every start, at any hour of the day."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core.management import CommandError, call_command
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import Settings

from cases.access.wall import acting_as
from cases.casefiles.models import CaseRole
from cases.terms.models import Term
from cases.terms.rules.computation import due_moment
from cases.terms.rules.kinds import TermKind
from cases.terms.rules.parameters import Parameters
from tests.factories.cast import Cast
from veiligheid.demo.load import RUNNING_WANTED, load_demo
from veiligheid.demo.moments import counted_back
from veiligheid.demo.people import People

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
NOON = datetime(2026, 11, 20, 12, 30, tzinfo=AMSTERDAM)
DEEP_NIGHT = datetime(2026, 11, 21, 3, 10, tzinfo=AMSTERDAM)
EARLY = datetime(2026, 10, 25, 9, 5, tzinfo=AMSTERDAM)
POLICE = {"Duinrand": "politie", "Rivierkwartier": "politie-rk"}


def running(cast: Cast, at: datetime) -> dict[str, int]:
    counts = {}
    for region, username in POLICE.items():
        with acting_as(cast.actor(username)):
            clocks = Term.objects.filter(kind=TermKind.FIRST_DECISION.value, status="open", due_at__gt=at)
            counts[region] = clocks.count()
    return counts


@given(passed=st.integers(0, 2 * 366 * 24 * 60), used=st.integers(1, 539))
def test_an_arrival_is_counted_back_the_way_the_clock_counts_on(passed: int, used: int) -> None:
    at = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=passed)
    arrived_at = counted_back(at, timedelta(minutes=used))
    due_at = due_moment(TermKind.FIRST_DECISION, arrived_at, parameters=Parameters(hours=9)).due_at
    assert due_at is not None
    at_the_end = counted_back(due_at, timedelta(hours=9))
    assert arrived_at <= at
    assert at_the_end == arrived_at
    assert due_at > at


@pytest.mark.django_db
@pytest.mark.parametrize("at", [NOON, DEEP_NIGHT, EARLY])
def test_the_demo_opens_with_clocks_at_different_hours_in_both_regions(cast: Cast, at: datetime) -> None:
    assert load_demo(at) == 8
    assert running(cast, at) == RUNNING_WANTED


@pytest.mark.django_db
def test_later_starts_bring_fresh_clocks_with_other_people(cast: Cast) -> None:
    load_demo(NOON)
    for days in range(1, 5):
        at = NOON + timedelta(days=days, hours=3 * days)
        assert load_demo(at) == sum(RUNNING_WANTED.values())
        assert running(cast, at) == RUNNING_WANTED
    with acting_as(cast.actor("politie")):
        suspects = CaseRole.objects.filter(role="suspect").select_related("person")
        named = [role.person.full_name for role in suspects]
    assert len(named) == 25
    assert len(set(named)) == len(named)


def test_no_family_comes_back_within_a_thousand_cases() -> None:
    today = NOON.date()
    drawn = {
        (person.full_name, person.birth_date) for n in range(1000) for person in [People(n, today).man(40)]
    }
    assert len(drawn) == 1000


@pytest.mark.django_db
def test_the_command_refuses_outside_the_demo(settings: Settings) -> None:
    settings.DEMO = False
    with pytest.raises(CommandError, match="alleen in de demo-instellingen"):
        call_command("load_demo_data")
