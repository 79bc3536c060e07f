"""Tests that change the disclosure table leave no trace in what this process keeps of it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from cases.access.schedule import forget_schedule


@pytest.fixture
def own_schedule() -> Iterator[None]:
    """Read the schedule anew, before and after."""
    forget_schedule()
    yield
    forget_schedule()
