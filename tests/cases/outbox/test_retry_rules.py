"""When a message that failed is tried again, and when a person takes over."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.outbox.rules import LEASE, LONGEST_DELAY, MOST_ATTEMPTS, exhausted, retry_delay


@pytest.mark.parametrize(
    ("attempts", "seconds"), [(1, 15), (2, 30), (3, 60), (4, 120), (5, 240), (8, 1800), (9, 1800)]
)
def test_delay_doubles_up_to_half_an_hour(attempts: int, seconds: int) -> None:
    assert retry_delay(attempts, 0.5) == timedelta(seconds=seconds)


@given(attempts=st.integers(1, MOST_ATTEMPTS), spread=st.floats(0, 1))
def test_spread_moves_a_delay_by_a_fifth_at_most(attempts: int, spread: float) -> None:
    middle = retry_delay(attempts, 0.5)
    assert middle * 0.8 <= retry_delay(attempts, spread) <= middle * 1.2
    assert retry_delay(attempts, spread) <= LONGEST_DELAY * 1.2


def test_message_is_given_to_a_person_within_three_hours() -> None:
    whole = sum((retry_delay(attempt, 1.0) for attempt in range(1, MOST_ATTEMPTS)), timedelta())
    assert whole < timedelta(hours=3)
    assert not exhausted(MOST_ATTEMPTS - 1)
    assert exhausted(MOST_ATTEMPTS)


def test_sender_that_died_is_noticed_within_two_minutes() -> None:
    # The delivery runs every ten seconds.
    assert LEASE + timedelta(seconds=10) <= timedelta(minutes=2)
