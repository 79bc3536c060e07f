"""The fourteen questions of the stalking checklist, and what each brings to the SASH."""

from __future__ import annotations

import pytest

from cases.assessments.rules.answers import Presence, YesNo
from cases.assessments.rules.sash import QUESTION_BY_CODE as SASH
from cases.assessments.rules.stalking_checklist import (
    QUESTIONS,
    Suggestion,
    checklist_errors,
    suggestions,
    summary_text,
)

YES, NO, UNKNOWN = YesNo.YES, YesNo.NO, YesNo.UNKNOWN
PRESENT, ABSENT = Presence.PRESENT, Presence.ABSENT
ALL_NO = dict.fromkeys((question.code for question in QUESTIONS), NO)

# Question: what a yes, a no and an unknown bring to which question of the SASH (None: the description only).
FEEDS = [
    ("effort", {}, {}, {}),
    (
        "getting_worse",
        {"getting_worse": PRESENT},
        {"getting_worse": ABSENT},
        {"getting_worse": Presence.UNKNOWN},
    ),
    ("ex_partner", {}, {}, {}),
    ("contact", {"must_keep_contact": None}, {"must_keep_contact": None}, {"must_keep_contact": None}),
    ("conflicts", {"conflicts": PRESENT}, {"conflicts": ABSENT}, {"conflicts": Presence.UNKNOWN}),
    (
        "approach_or_entry",
        {"physical_approach": None, "entered_home": None},
        {"physical_approach": None, "entered_home": None},
        {"physical_approach": None, "entered_home": None},
    ),
    (
        "violence",
        {"history_of_violence": PRESENT},
        {"history_of_violence": ABSENT},
        {"history_of_violence": Presence.UNKNOWN},
    ),
    ("damage", {"damage_or_theft": PRESENT}, {}, {}),
    (
        "last_resort",
        {"nothing_left_to_lose": PRESENT},
        {"nothing_left_to_lose": ABSENT},
        {"nothing_left_to_lose": Presence.UNKNOWN},
    ),
    (
        "explicit_threat",
        {"threats": None, "mental_problems": None},
        {"threats": None, "mental_problems": None},
        {"threats": None, "mental_problems": None},
    ),
    ("weapons", {}, {}, {}),
    (
        "substance",
        {"substance_problems": PRESENT},
        {"substance_problems": ABSENT},
        {"substance_problems": Presence.UNKNOWN},
    ),
    ("recent_loss", {"recent_loss": PRESENT}, {"recent_loss": ABSENT}, {"recent_loss": Presence.UNKNOWN}),
    ("fear", {"mortal_fear": None}, {"mortal_fear": None}, {"mortal_fear": None}),
]


def test_there_are_fourteen_questions_and_each_stands_in_the_table() -> None:
    assert [question.code for question in QUESTIONS] == [row[0] for row in FEEDS]
    assert len(QUESTIONS) == 14


@pytest.mark.parametrize(("code", "yes", "no", "unknown"), FEEDS)
def test_what_an_answer_brings_to_the_sash(
    code: str,
    yes: dict[str, Presence | None],
    no: dict[str, Presence | None],
    unknown: dict[str, Presence | None],
) -> None:
    for answer, brought in ((YES, yes), (NO, no), (UNKNOWN, unknown)):
        found = suggestions({code: answer}, {code: "zo is het"})
        assert found == {target: Suggestion(presence, "zo is het") for target, presence in brought.items()}
        assert set(found) <= set(SASH)


def test_only_a_description_that_is_there_is_brought() -> None:
    assert suggestions({"fear": YES}, {"fear": " "}) == {}
    assert suggestions({"recent_loss": NO}, {}) == {"recent_loss": Suggestion(ABSENT, "")}


@pytest.mark.parametrize("code", [question.code for question in QUESTIONS])
def test_every_question_is_answered_and_a_yes_described(code: str) -> None:
    without = {key: value for key, value in ALL_NO.items() if key != code}
    assert set(checklist_errors(without, {})) == {code}
    wrong = checklist_errors(ALL_NO | {code: YES}, {code: " "})
    assert set(wrong) == (set() if code == "ex_partner" else {code})
    assert checklist_errors(ALL_NO | {code: YES}, {code: "elke dag"}) == {}
    assert checklist_errors(ALL_NO | {code: UNKNOWN}, {}) == {}


def test_a_question_outside_the_list_is_refused() -> None:
    assert set(checklist_errors(ALL_NO | {"roddel": NO}, {})) == {"answers"}


def test_the_summary_counts_yes_and_says_what_that_means() -> None:
    two = ALL_NO | {"effort": YES, "weapons": YES, "fear": UNKNOWN}
    assert summary_text(two) == "2 van de 14 keer ja. Hoe vaker ja, hoe meer risico."
