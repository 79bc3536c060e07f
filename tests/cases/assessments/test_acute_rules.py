"""Acute unsafety: criteria, access and sight give a proposal; the assessor concludes."""

from __future__ import annotations

import pytest

from cases.assessments.rules.acute import (
    TRIGGER_TEXTS,
    Access,
    Proposal,
    Trigger,
    conclusion_refusals,
    lifting_refusals,
    propose,
)
from cases.assessments.rules.answers import Outcome, Presence, YesNo
from cases.assessments.rules.criteria import CRITERIA, prefill_eight_year
from cases.offences.rules.charge import Charge, Mode
from cases.offences.rules.relation import Relation

PRESENT, ABSENT = Presence.PRESENT, Presence.ABSENT
YES, NO, UNKNOWN = YesNo.YES, YesNo.NO, YesNo.UNKNOWN
ALL_ABSENT = dict.fromkeys(range(1, 11), ABSENT)
SUSPECT_FREE = (Access("de verdachte", YES),)
SUSPECT_HELD = (Access("de verdachte", NO),)


def criteria(presence: Presence | None) -> dict[int, Presence]:
    """All absent but criterion 9, which is as given; None: nothing was answered."""
    return {} if presence is None else {**ALL_ABSENT, 9: presence}


@pytest.mark.parametrize("code", range(1, 11))
def test_each_criterion_alone_with_access_and_without_sight_is_acute(code: int) -> None:
    proposal = propose({**ALL_ABSENT, code: PRESENT}, SUSPECT_FREE, NO)
    assert proposal.outcome is Outcome.YES
    assert proposal.reasons[0].startswith(f"Criterium {code} is aanwezig")
    assert proposal.missing == ()


# criterion 9, access, sight -> outcome: acute only when all three hold, not acute as soon as one does not
TABLE = [
    (PRESENT, YES, NO, Outcome.YES),
    (PRESENT, YES, YES, Outcome.NO),
    (PRESENT, YES, UNKNOWN, Outcome.NOT_YET_KNOWN),
    (PRESENT, NO, NO, Outcome.NO),
    (PRESENT, NO, UNKNOWN, Outcome.NO),
    (PRESENT, UNKNOWN, NO, Outcome.NOT_YET_KNOWN),
    (PRESENT, UNKNOWN, YES, Outcome.NO),
    (PRESENT, UNKNOWN, UNKNOWN, Outcome.NOT_YET_KNOWN),
    (ABSENT, YES, NO, Outcome.NO),
    (ABSENT, UNKNOWN, UNKNOWN, Outcome.NO),
    (None, YES, NO, Outcome.NOT_YET_KNOWN),
    (None, NO, NO, Outcome.NO),
    (None, YES, YES, Outcome.NO),
    (Presence.UNKNOWN, YES, NO, Outcome.NOT_YET_KNOWN),
]


@pytest.mark.parametrize(("criterion", "access", "sight", "outcome"), TABLE)
def test_the_proposal_follows_from_criteria_access_and_sight(
    criterion: Presence | None, access: YesNo, sight: YesNo, outcome: Outcome
) -> None:
    assert propose(criteria(criterion), [Access("de verdachte", access)], sight).outcome is outcome


def test_holding_the_suspect_does_not_end_acuteness_through_the_network() -> None:
    proposal = propose(criteria(PRESENT), [*SUSPECT_HELD, Access("de broer", YES)], NO)
    assert proposal.outcome is Outcome.YES
    assert "de broer heeft toegang tot het slachtoffer of anderen." in proposal.reasons


def test_with_the_suspect_held_and_the_network_unknown_it_is_not_yet_known() -> None:
    proposal = propose(criteria(PRESENT), [*SUSPECT_HELD, Access("de broer", UNKNOWN)], NO)
    assert proposal.outcome is Outcome.NOT_YET_KNOWN
    assert [item.text for item in proposal.missing] == ["Of de broer toegang heeft, is onbekend."]


def test_without_any_threatening_person_access_is_missing() -> None:
    proposal = propose(criteria(PRESENT), [], NO)
    assert [item.code for item in proposal.missing] == ["access"]


def test_every_missing_answer_is_named_at_once() -> None:
    proposal = propose({}, [Access("de verdachte", UNKNOWN)], UNKNOWN)
    codes = [item.code for item in proposal.missing]
    assert codes == [*(f"criterion_{code}" for code in range(1, 11)), "access", "sight"]


def test_one_present_criterion_makes_unknown_ones_no_obstacle() -> None:
    assert propose({9: PRESENT}, SUSPECT_FREE, NO).outcome is Outcome.YES


def test_a_criterion_that_does_not_exist_is_refused() -> None:
    with pytest.raises(ValueError, match="11"):
        propose({11: PRESENT}, SUSPECT_FREE, NO)


def test_there_are_ten_criteria_in_order() -> None:
    assert [criterion.code for criterion in CRITERIA] == list(range(1, 11))
    assert len({criterion.label for criterion in CRITERIA}) == 10


@pytest.mark.parametrize(
    ("conclusion", "reason", "refused"),
    [
        (Outcome.YES, "", False),
        (Outcome.NO, "", True),
        (Outcome.NO, "   ", True),
        (Outcome.NO, "Het slachtoffer zit in de opvang.", False),
        (Outcome.NOT_YET_KNOWN, "", True),
    ],
)
def test_a_conclusion_that_differs_from_the_proposal_needs_a_reason(
    conclusion: Outcome, reason: str, *, refused: bool
) -> None:
    proposal = Proposal(Outcome.YES, ())
    codes = [item.code for item in conclusion_refusals(proposal, conclusion, reason)]
    assert codes == (["deviation_reason"] if refused else [])


@pytest.mark.parametrize(
    ("has_plan", "sight", "codes"),
    [
        (True, YES, []),
        (True, NO, ["sight"]),
        (True, UNKNOWN, ["sight"]),
        (False, YES, ["plan"]),
        (False, NO, ["plan", "sight"]),
    ],
)
def test_acuteness_is_lifted_only_by_a_plan_and_sight_together(
    sight: YesNo, codes: list[str], *, has_plan: bool
) -> None:
    assert [item.code for item in lifting_refusals(has_plan=has_plan, sight=sight)] == codes


@pytest.mark.parametrize(
    ("charges", "presence"),
    [
        ((Charge("302-1"),), PRESENT),
        ((Charge("285b"), Charge("184a")), ABSENT),
        ((Charge("300-3", relation=Relation.CHILD),), Presence.UNKNOWN),
        ((Charge("302-1", Mode.ATTEMPT),), Presence.UNKNOWN),
        ((), Presence.UNKNOWN),
    ],
)
def test_criterion_one_is_suggested_from_the_charges(charges: tuple[Charge, ...], presence: Presence) -> None:
    prefill = prefill_eight_year(charges)
    assert prefill.presence is presence
    assert prefill.grounds


def test_every_trigger_that_puts_an_assessment_out_of_date_reads_as_a_sentence() -> None:
    assert set(TRIGGER_TEXTS) == set(Trigger)
    assert all(text.endswith(".") for text in TRIGGER_TEXTS.values())
