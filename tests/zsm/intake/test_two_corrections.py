"""Two people correct the start at the same moment: one correction counts, the other is a conflict (W4)."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from threading import Barrier

from django.db import connection

from cases.access.errors import DomainError
from cases.casefiles.models import Case
from tests.factories.cast import Cast
from tests.zsm.intake.making import held_case
from tests.zsm.intake.test_correction import EARLIER, MOMENTS, corrected


def outcome(cast: Cast, case: Case, minutes: int, start: Barrier) -> str:
    moments = replace(MOMENTS, arrived_at=EARLIER + timedelta(minutes=minutes))
    start.wait()
    try:
        corrected(cast, case, moments, username=("politie", "om")[minutes % 2], seen=0)
    except DomainError as refusal:
        return type(refusal).__name__
    finally:
        connection.close()
    return "corrected"


def test_of_two_corrections_at_once_one_is_a_conflict(committed_db: str) -> None:
    cast = Cast()
    case = held_case(cast)
    start = Barrier(2)
    with ThreadPoolExecutor(2) as pool:
        results = sorted(pool.map(lambda minutes: outcome(cast, case, minutes, start), (1, 2)))
    assert results == ["Conflict", "corrected"]
