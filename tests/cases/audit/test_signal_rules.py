"""Which looks ask for a question, row by row."""

from __future__ import annotations

from datetime import time

import pytest

from cases.audit.rules.signals import (
    LIMITS,
    DayCounts,
    Signal,
    same_person,
    same_surname,
    signals_of,
    usual_hours,
)
from cases.organisations.rules import OrganisationKind


@pytest.mark.parametrize(
    ("field", "signal"),
    [
        ("cases", Signal.VOLUME),
        ("outside_hours", Signal.OUTSIDE_HOURS),
        ("exports", Signal.EXPORTS),
        ("searches", Signal.SEARCHES),
        ("refusals", Signal.REFUSALS),
        ("same_surname", Signal.OWN_SURNAME),
        ("colleagues", Signal.COLLEAGUE),
    ],
)
def test_a_day_is_unusual_from_one_above_the_limit(field: str, signal: Signal) -> None:
    limit = LIMITS.get(signal, 0)
    assert list(signals_of(DayCounts(**{field: limit}))) == []
    [(found, told)] = signals_of(DayCounts(**{field: limit + 1}))
    assert found is signal
    assert str(limit + 1) in told


@pytest.mark.parametrize(
    ("own", "last", "expected"),
    [
        ("Noor de Graaf", "Graaf", True),
        ("Noor de Graaf", "de Graaf", True),
        ("Noor de Graaf", "GRAAF", True),
        ("José Müller", "Muller", True),
        ("Noor Bakker-Visser", "Visser", True),
        ("Noor Visser", "Bakker-Visser", True),
        ("Noor de Graaf", "Graafland", False),
        ("Noor Graafland", "Graaf", False),
        ("Noor", "Noor", False),
        ("Noor de Graaf", "", False),
    ],
)
def test_the_same_surname(own: str, last: str, expected: bool) -> None:
    assert same_surname(own, last) is expected


@pytest.mark.parametrize(
    ("name", "first", "infix", "last", "expected"),
    [
        ("Noor de Graaf", "Noor", "de", "Graaf", True),
        ("Noor de Graaf", "Maria Noor", "de", "Graaf", True),
        ("Noor de Graaf", "Noor", "", "de Graaf", True),
        ("Noor de Graaf", "Anna", "de", "Graaf", False),
        ("Noor de Graaf", "Noor", "de", "Groot", False),
        ("Noor de Graaf", "", "de", "Graaf", False),
    ],
)
def test_called_as_a_colleague(name: str, first: str, infix: str, last: str, expected: bool) -> None:
    assert same_person(name, first, infix, last) is expected


def test_police_and_veilig_thuis_work_longer_than_others() -> None:
    assert usual_hours(OrganisationKind.OM) == (time(7), time(22))
    assert (
        usual_hours(OrganisationKind.VT) == usual_hours(OrganisationKind.POLITIE) == (time(6), time(23, 59))
    )
