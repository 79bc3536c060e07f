"""Red flags for femicide: certain when a record says so, possible when a record only points at it."""

from __future__ import annotations

import pytest

from cases.assessments.rules.answers import Presence
from cases.assessments.rules.red_flags import RED_FLAG_LABELS, RedFlag, RedFlagFacts, red_flags

PRESENT, ABSENT, UNKNOWN = Presence.PRESENT, Presence.ABSENT, Presence.UNKNOWN


@pytest.mark.parametrize(
    ("criterion", "flags"),
    [
        (3, {(RedFlag.STRANGULATION, False)}),
        (4, {(RedFlag.PREGNANCY, True)}),
        (6, {(RedFlag.WITHHOLDING_CARE, True)}),
        (7, {(RedFlag.COERCIVE_CONTROL, False), (RedFlag.SEPARATION, False)}),
        (9, {(RedFlag.STALKING_AFTER_SEPARATION, False)}),
        (2, set()),
        (10, set()),
    ],
)
def test_a_present_criterion_raises_its_flags(criterion: int, flags: set[tuple[RedFlag, bool]]) -> None:
    raised = red_flags(RedFlagFacts(criteria={criterion: PRESENT}))
    assert {(each.flag, each.certain) for each in raised} == flags


@pytest.mark.parametrize("answer", [ABSENT, UNKNOWN])
def test_an_absent_or_unknown_criterion_raises_no_flag(answer: Presence) -> None:
    assert red_flags(RedFlagFacts(criteria=dict.fromkeys(range(1, 11), answer))) == ()


@pytest.mark.parametrize("flag", list(RedFlag))
def test_a_direct_answer_makes_every_flag_certain(flag: RedFlag) -> None:
    raised = red_flags(RedFlagFacts(direct={flag: PRESENT}))
    assert [(each.flag, each.certain, each.text) for each in raised] == [(flag, True, RED_FLAG_LABELS[flag])]


def test_a_direct_no_takes_away_what_a_combined_criterion_points_at() -> None:
    facts = RedFlagFacts(criteria={3: PRESENT}, direct={RedFlag.STRANGULATION: ABSENT})
    assert red_flags(facts) == ()


def test_a_possible_flag_says_so_and_names_its_source() -> None:
    (flag,) = red_flags(RedFlagFacts(criteria={3: PRESENT}))
    assert flag.text == "mogelijk: (poging tot) verwurging"
    assert flag.source.startswith("criterium 3")


@pytest.mark.parametrize(
    ("stalking", "between_ex_partners", "raised"),
    [(True, True, True), (True, False, False), (False, True, False)],
)
def test_stalking_between_ex_partners_is_a_flag_by_itself(
    *, stalking: bool, between_ex_partners: bool, raised: bool
) -> None:
    found = red_flags(RedFlagFacts(stalking=stalking, between_ex_partners=between_ex_partners))
    assert [each.flag for each in found] == ([RedFlag.STALKING_AFTER_SEPARATION] if raised else [])
