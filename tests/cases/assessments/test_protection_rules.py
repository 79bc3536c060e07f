"""The individual assessment: what is missing to record it."""

from __future__ import annotations

import pytest

from cases.assessments.rules.answers import YesNo
from cases.assessments.rules.protection import (
    CHARACTERISTIC_LABELS,
    PROTECTION_LABELS,
    RISK_HELP,
    RISK_LABELS,
    Characteristic,
    Protection,
    Risk,
    protection_refusals,
)

YES, NO, UNKNOWN = YesNo.YES, YesNo.NO, YesNo.UNKNOWN
RISKS = dict.fromkeys(Risk, UNKNOWN)
SOME = (Protection.NO_VISUAL_CONTACT,)


def missing(**changes: object) -> list[str]:
    values: dict[str, object] = {
        "minor": False,
        "risks": RISKS,
        "measures": (),
        "needed": NO,
        "view": "Zij wil geen contact meer",
        "view_missing_reason": "",
    }
    found = protection_refusals(**(values | changes))  # type: ignore[arg-type]  # filled in by name
    return [item.code for item in found]


@pytest.mark.parametrize(
    ("changes", "codes"),
    [
        ({}, []),
        ({"needed": UNKNOWN}, []),
        ({"needed": YES, "measures": SOME}, []),
        ({"needed": YES}, ["measures"]),
        ({"needed": NO, "measures": SOME}, ["needed"]),
        ({"needed": UNKNOWN, "measures": SOME}, []),
        ({"minor": True}, ["minor"]),
        ({"minor": True, "needed": UNKNOWN}, ["minor"]),
        ({"minor": True, "needed": YES, "measures": SOME}, []),
        ({"view": " "}, ["view"]),
        ({"view": "", "view_missing_reason": "nog niet bereikt"}, []),
        ({"needed": YES, "view": ""}, ["measures", "view"]),
    ],
)
def test_what_is_missing(changes: dict[str, object], codes: list[str]) -> None:
    assert missing(**changes) == codes


@pytest.mark.parametrize("risk", Risk)
def test_every_risk_has_an_answer(risk: Risk) -> None:
    assert missing(risks={other: UNKNOWN for other in Risk if other is not risk}) == ["risks"]


def test_everything_has_its_words() -> None:
    assert set(CHARACTERISTIC_LABELS) == set(Characteristic)
    assert set(PROTECTION_LABELS) == set(Protection)
    assert set(RISK_LABELS) == set(RISK_HELP) == set(Risk)
