"""How late stages were given, counted since ever in a few rows: nobody has to read millions of them."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable
from typing import Final

from django.db import connection

# Seconds; the last one stands for everything later. Security, J3: p99 at most 60 s, never more than 120 s.
BUCKETS: Final = (5, 10, 20, 30, 60, 120, 300, 3600, 2_147_483_647)

_ADD: Final = """
INSERT INTO cases_sweeplag AS lag (at_most, number, seconds)
SELECT at_most, number, seconds
FROM unnest(%s::int[], %s::bigint[], %s::bigint[]) AS added(at_most, number, seconds)
ORDER BY at_most
ON CONFLICT (at_most) DO UPDATE
SET number = lag.number + EXCLUDED.number, seconds = lag.seconds + EXCLUDED.seconds
"""


def add_lags(lags: Iterable[int]) -> None:
    """Count these seconds, in the transaction of the caller; always in the same order, so two never block."""
    found: dict[int, list[int]] = defaultdict(list)
    for lag in lags:
        found[BUCKETS[bisect_left(BUCKETS, max(lag, 0))]].append(max(lag, 0))
    if not found:
        return
    rows = [(at_most, len(seconds), sum(seconds)) for at_most, seconds in sorted(found.items())]
    with connection.cursor() as cursor:
        cursor.execute(_ADD, [list(column) for column in zip(*rows, strict=True)])
