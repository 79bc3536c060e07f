"""Who counts as a child on a day."""

from __future__ import annotations

from datetime import date

import pytest

from cases.persons.rules.age import is_child_on

DAY = date(2026, 3, 10)


@pytest.mark.parametrize(
    ("born", "child"),
    [
        (None, False),
        (date(2008, 3, 10), False),
        (date(2008, 3, 11), True),
        (date(2026, 3, 10), True),
        (date(2026, 5, 1), True),
        (date(1990, 1, 1), False),
    ],
)
def test_a_child_is_under_eighteen_on_the_day_or_born_after_it(born: date | None, *, child: bool) -> None:
    assert is_child_on(born, DAY) is child
