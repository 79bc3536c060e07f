"""Veilig Thuis's answer whether a family is known, with the phase of the file."""

from __future__ import annotations

import pytest

from cases.assessments.rules.known import (
    PHASE_LABELS,
    DossierPhase,
    has_open_file,
    is_known,
    is_waiting,
    known_refusals,
)

P = DossierPhase

# phase, known, open file, waiting in a work stock
TABLE = [
    (P.NOT_KNOWN, False, False, False),
    (P.CLOSED, True, False, False),
    (P.STOCK_ASSESSMENT, True, True, True),
    (P.STOCK_CONDITIONS, True, True, True),
    (P.STOCK_INQUIRY, True, True, True),
    (P.CONDITIONS_SERVICE, True, True, False),
    (P.INQUIRY, True, True, False),
    (P.HANDOVER, True, True, False),
    (P.MONITORING, True, True, False),
]


@pytest.mark.parametrize(("phase", "known", "open_file", "waiting"), TABLE)
def test_a_phase_says_whether_the_family_is_known_the_file_open_and_waiting(
    phase: DossierPhase, *, known: bool, open_file: bool, waiting: bool
) -> None:
    assert (is_known(phase), has_open_file(phase), is_waiting(phase)) == (known, open_file, waiting)
    assert known_refusals(known=known, open_file=open_file, phase=phase) == ()


def test_every_phase_is_in_the_table_and_has_a_label() -> None:
    assert {row[0] for row in TABLE} == set(DossierPhase) == set(PHASE_LABELS)


@pytest.mark.parametrize(
    ("known", "open_file", "phase", "codes"),
    [
        (False, True, P.NOT_KNOWN, ["open_file"]),
        (False, False, P.MONITORING, ["phase"]),
        (True, False, P.NOT_KNOWN, ["phase"]),
        (True, True, P.CLOSED, ["phase"]),
        (True, False, P.INQUIRY, ["phase"]),
        (False, True, P.INQUIRY, ["open_file", "phase"]),
    ],
)
def test_an_answer_whose_parts_contradict_each_other_is_refused(
    phase: DossierPhase, codes: list[str], *, known: bool, open_file: bool
) -> None:
    assert [item.code for item in known_refusals(known=known, open_file=open_file, phase=phase)] == codes
