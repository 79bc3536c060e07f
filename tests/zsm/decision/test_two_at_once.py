"""Several prosecutors decide at the same moment: one act is taken, the others are conflicts (W4)."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.db import connection

from cases.access.errors import Conflict, DomainError
from tests.factories.cast import Cast
from tests.zsm.decision.making import (
    DECIDED,
    a_held_case,
    before_rc,
    concluded,
    custody,
    decided,
    past_the_wall,
    stated,
)
from zsm.decision.models import Decision

PROSECUTORS = 4


def outcome(act: Callable[[], object], start: Barrier) -> str:
    """How the act of one prosecutor went; each works on a connection of her or his own."""
    start.wait()
    try:
        act()
    except DomainError as refusal:
        return type(refusal).__name__
    finally:
        connection.close()
    return "taken"


@pytest.mark.parametrize("looked", [0, None], ids=["from the page", "without a page"])
def test_of_several_acts_at_once_one_is_taken(committed_db: str, looked: int | None) -> None:
    cast = Cast()
    case = a_held_case(cast)
    concluded(cast, case)
    stated(cast, case)
    start = Barrier(PROSECUTORS)
    moments = [DECIDED + timedelta(seconds=number) for number in range(PROSECUTORS)]
    acts = [lambda at=at: decided(cast, case, custody(at), before_rc(), at=at, seen=looked) for at in moments]
    with ThreadPoolExecutor(PROSECUTORS) as pool:
        results = sorted(pool.map(lambda act: outcome(act, start), acts))
    assert results == [Conflict.__name__] * (PROSECUTORS - 1) + ["taken"]
    with past_the_wall():
        assert Decision.objects.filter(case=case).count() == 1
