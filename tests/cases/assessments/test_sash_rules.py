"""The SASH as a table: who is asked what, the two alarms, and what handing in needs."""

from __future__ import annotations

import pytest

from cases.assessments.rules.answers import Presence
from cases.assessments.rules.red_flags import RedFlag, sash_flags
from cases.assessments.rules.sash import (
    CONSEQUENCES,
    QUESTIONS,
    Concern,
    alarms,
    concern_of,
    questions_for,
    sash_refusals,
)

PRESENT, ABSENT, UNKNOWN = Presence.PRESENT, Presence.ABSENT, Presence.UNKNOWN
LOW, MODERATE, HIGH = Concern.LOW, Concern.MODERATE, Concern.HIGH
ALL_ABSENT = dict.fromkeys((question.code for question in QUESTIONS), ABSENT)

# Every question of annex X: code, only about a former partner, an alarm.
TABLE = [
    ("nothing_left_to_lose", False, True),
    ("physical_approach", False, False),
    ("threats", False, False),
    ("entered_home", False, False),
    ("damage_or_theft", False, False),
    ("ignored_warning", False, False),
    ("getting_worse", False, False),
    ("must_keep_contact", False, False),
    ("stalked_before", False, False),
    ("history_of_violence", False, False),
    ("mental_problems", False, False),
    ("substance_problems", False, False),
    ("recent_loss", False, False),
    ("mortal_fear", True, True),
    ("possessive", True, False),
    ("conflicts", True, False),
]


def test_the_questions_are_those_of_the_annex() -> None:
    assert [(row.code, row.ex_partner, row.alarm) for row in QUESTIONS] == TABLE


def test_thirteen_questions_for_everybody_and_three_about_a_former_partner() -> None:
    assert len(questions_for(ex_partner=False)) == 13
    assert len(questions_for(ex_partner=True)) == 16


@pytest.mark.parametrize("chosen", [None, LOW, MODERATE, HIGH])
@pytest.mark.parametrize("ex_partner", [True, False])
@pytest.mark.parametrize(("code", "only_ex", "alarm"), TABLE)
def test_only_an_alarm_that_is_asked_makes_the_concern_high(
    code: str, only_ex: bool, alarm: bool, ex_partner: bool, chosen: Concern | None
) -> None:
    answers = ALL_ABSENT | {code: PRESENT}
    rings = alarm and (ex_partner or not only_ex)
    assert [row.code for row in alarms(answers, ex_partner=ex_partner)] == ([code] if rings else [])
    assert concern_of(chosen, answers, ex_partner=ex_partner) is (HIGH if rings else chosen)


@pytest.mark.parametrize("answer", [ABSENT, UNKNOWN])
def test_an_alarm_that_is_absent_or_unknown_is_silent(answer: Presence) -> None:
    answers = ALL_ABSENT | {"nothing_left_to_lose": answer, "mortal_fear": answer}
    assert alarms(answers, ex_partner=True) == ()
    assert concern_of(LOW, answers, ex_partner=True) is LOW


def test_there_is_no_score_that_fills_the_concern_in() -> None:
    many = ALL_ABSENT | dict.fromkeys(("threats", "entered_home", "getting_worse", "recent_loss"), PRESENT)
    assert concern_of(None, many, ex_partner=True) is None
    assert concern_of(LOW, many, ex_partner=True) is LOW


@pytest.mark.parametrize("code", [code for code, _, _ in TABLE])
@pytest.mark.parametrize("ex_partner", [True, False])
def test_a_question_that_is_asked_has_to_be_answered(code: str, ex_partner: bool) -> None:
    answers = {key: value for key, value in ALL_ABSENT.items() if key != code}
    missing = [item.code for item in sash_refusals(LOW, answers, ex_partner=ex_partner)]
    asked = code in {question.code for question in questions_for(ex_partner=ex_partner)}
    assert missing == ([f"question_{code}"] if asked else [])


def test_unknown_is_an_answer() -> None:
    unknown = dict.fromkeys(ALL_ABSENT, UNKNOWN)
    assert sash_refusals(MODERATE, unknown, ex_partner=True) == ()


def test_everything_that_is_missing_is_named_with_the_concern() -> None:
    missing = [item.code for item in sash_refusals(None, {}, ex_partner=False)]
    assert missing == [*(f"question_{row.code}" for row in questions_for(ex_partner=False)), "concern"]


def test_an_alarm_needs_no_choice_of_the_concern() -> None:
    assert sash_refusals(None, ALL_ABSENT | {"mortal_fear": PRESENT}, ex_partner=True) == ()
    missing = sash_refusals(None, ALL_ABSENT | {"mortal_fear": PRESENT}, ex_partner=False)
    assert [item.code for item in missing] == ["concern"]


def test_a_question_outside_the_sash_is_refused() -> None:
    with pytest.raises(ValueError, match="roddel"):
        sash_refusals(LOW, ALL_ABSENT | {"roddel": PRESENT}, ex_partner=True)


def test_moderate_and_high_ask_a_plan_a_meeting_and_registration() -> None:
    for concern in (MODERATE, HIGH):
        told = " ".join(CONSEQUENCES[concern])
        for word in ("plan van aanpak", "Overleg", "Zorg- en Veiligheidshuis", "509hh", "contactpersoon"):
            assert word in told
    assert "plan van aanpak" not in " ".join(CONSEQUENCES[LOW])
    assert "contactpersoon" in " ".join(CONSEQUENCES[LOW])


@pytest.mark.parametrize(
    ("answers", "ex_partner", "flags"),
    [
        ({}, False, []),
        ({}, True, [(RedFlag.STALKING_AFTER_SEPARATION, True)]),
        ({"nothing_left_to_lose": PRESENT}, False, [(RedFlag.NOTHING_LEFT_TO_LOSE, True)]),
        ({"mortal_fear": PRESENT}, False, []),
        (
            {"mortal_fear": PRESENT},
            True,
            [(RedFlag.MORTAL_FEAR, True), (RedFlag.STALKING_AFTER_SEPARATION, True)],
        ),
        (
            {"possessive": PRESENT},
            True,
            [(RedFlag.COERCIVE_CONTROL, False), (RedFlag.STALKING_AFTER_SEPARATION, True)],
        ),
        ({"possessive": UNKNOWN}, True, [(RedFlag.STALKING_AFTER_SEPARATION, True)]),
    ],
)
def test_red_flags_of_the_sash(
    answers: dict[str, Presence], ex_partner: bool, flags: list[tuple[RedFlag, bool]]
) -> None:
    raised = sash_flags(answers, ex_partner=ex_partner)
    assert [(row.flag, row.certain) for row in raised] == flags
