"""One trigger notices that the other one is dead, and a wrong clock is seen by whoever has it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from cases.access.wall import acting_as
from cases.outbox.queries import inbox
from cases.terms.models import SweepHeartbeat
from cases.terms.sweep import sweep_due
from cases.terms.watching import EVERY, LONGEST_SILENCE, MOST_OFF, Watch, is_off, look_around
from cases.web.health import readiness
from tests.cases.terms.making import START
from tests.factories.cast import Cast

pytestmark = pytest.mark.django_db

SECOND = timedelta(seconds=1)


def loop_alone(state: Watch, until: timedelta, *, off: timedelta = timedelta()) -> list[str]:
    """The loop sweeps on while beat is silent; answers who was found silent at the end."""
    found: list[str] = []
    passed = timedelta()
    while passed <= until:
        at = START + passed
        sweep_due(at=at, source="loop")
        found += look_around(at=at, here=at + off, source="loop", state=state)
        passed += timedelta(seconds=10)
    return found


def notices(cast: Cast) -> list[str]:
    keeper = cast.actor("vt.beheer")
    with acting_as(keeper):
        return [item.notice.text for item in inbox(keeper, START)]


def test_a_dead_trigger_is_reported_once_to_every_administrator(
    cast: Cast, caplog: pytest.LogCaptureFixture
) -> None:
    sweep_due(at=START, source="beat")
    assert loop_alone(Watch(), timedelta(minutes=5)) == ["beat"] * 3
    [text] = notices(cast)
    assert "Een van de twee aanjagers van de termijnen staat stil." in text
    assert "the trigger beat has not swept since" in caplog.text


def test_a_silence_of_two_minutes_is_borne(cast: Cast) -> None:
    sweep_due(at=START, source="beat")
    assert loop_alone(Watch(), LONGEST_SILENCE) == []
    assert notices(cast) == []


def test_who_has_just_started_gives_the_other_one_time_to_start_too(cast: Cast) -> None:
    sweep_due(at=START - timedelta(hours=6), source="beat")
    assert loop_alone(Watch(), LONGEST_SILENCE - SECOND) == []
    assert notices(cast) == []


def test_a_round_by_hand_is_no_trigger_that_could_die(cast: Cast) -> None:
    sweep_due(at=START, source="once")
    assert loop_alone(Watch(), timedelta(minutes=10)) == []


def test_it_looks_once_a_minute() -> None:
    state = Watch()
    sweep_due(at=START - timedelta(hours=1), source="beat")
    for seconds in range(0, 181, 10):
        at = START + timedelta(seconds=seconds)
        found = look_around(at=at, here=at, source="loop", state=state)
        assert found == (["beat"] if seconds in (120, 180) else []), seconds
    assert timedelta(seconds=60) == EVERY


@pytest.mark.parametrize(("off", "is_wrong"), [(MOST_OFF, False), (MOST_OFF + SECOND, True)])
@pytest.mark.parametrize("sign", [1, -1])
def test_a_wrong_clock_is_logged_and_makes_the_web_server_unfit(
    off: timedelta, is_wrong: bool, sign: int, caplog: pytest.LogCaptureFixture
) -> None:
    here = START + sign * off
    assert is_off(here, START) is is_wrong
    look_around(at=START, here=here, source="loop", state=Watch())
    assert ("the clock of this machine is" in caplog.text) is is_wrong
    pulse = SweepHeartbeat(source="loop", swept_at=START)
    assert readiness([pulse], START, here=here)["problems"] == (["clock"] if is_wrong else [])
