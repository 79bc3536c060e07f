"""Structural unsafety: the tree of annex II, what is proposed from it, and what a conclusion needs."""

from __future__ import annotations

from datetime import date

import pytest

from cases.assessments.rules.acute import Proposal
from cases.assessments.rules.answers import Outcome, Presence
from cases.assessments.rules.structural import (
    HARM_CATEGORIES,
    HARMFUL_EVENTS,
    PREDICTOR_TEXT,
    Pattern,
    pattern_of,
    propose_structural,
    structural_refusals,
)
from cases.assessments.rules.who_knows import WHO_COULD_KNOW_HARM

PRESENT, ABSENT, UNKNOWN = Presence.PRESENT, Presence.ABSENT, Presence.UNKNOWN
YES, NO, NOT_YET = Outcome.YES, Outcome.NO, Outcome.NOT_YET_KNOWN
NEVER, ONCE = Pattern(), pattern_of([date(2026, 3, 9)])
AGAIN = pattern_of([date(2026, 3, 9), date(2024, 6, 1)])
ALL_ABSENT = dict.fromkeys(HARMFUL_EVENTS, ABSENT)


@pytest.mark.parametrize(
    ("category", "events"),
    [("physical", 1), ("psychological", 9), ("sexual", 4), ("neglect", 3), ("special", 8)],
)
def test_the_five_categories_hold_the_events_of_the_annex(category: str, events: int) -> None:
    found = {each.code: len(each.events) for each in HARM_CATEGORIES}
    assert found[category] == events
    assert len(found) == 5


def test_event_codes_are_unique_and_somebody_could_know_of_each() -> None:
    assert len(HARMFUL_EVENTS) == sum(len(category.events) for category in HARM_CATEGORIES)
    assert {category.code for category in HARM_CATEGORIES} == set(WHO_COULD_KNOW_HARM)


# --- the proposal ---------------------------------------------------------------------------------


@pytest.mark.parametrize("code", HARMFUL_EVENTS)
def test_every_kind_that_is_present_and_repeated_makes_it_structural(code: str) -> None:
    proposal = propose_structural({code: PRESENT}, AGAIN)
    assert proposal.outcome is YES
    assert proposal.reasons == (f"{HARMFUL_EVENTS[code].label}: aanwezig.", AGAIN.text, PREDICTOR_TEXT)


@pytest.mark.parametrize(
    ("answers", "pattern", "outcome", "missing"),
    [
        ({"stalking": PRESENT}, ONCE, NOT_YET, ["repetition"]),
        ({"stalking": PRESENT}, NEVER, NOT_YET, ["repetition"]),
        (ALL_ABSENT | {"stalking": PRESENT}, ONCE, NOT_YET, ["repetition"]),
        (ALL_ABSENT, NEVER, NO, []),
        (ALL_ABSENT, ONCE, NO, []),
        (ALL_ABSENT, AGAIN, NOT_YET, ["kinds"]),
        (ALL_ABSENT | {"stalking": UNKNOWN}, AGAIN, NOT_YET, ["category_psychological"]),
        (ALL_ABSENT | {"stalking": UNKNOWN, "pcf": UNKNOWN}, NEVER, NOT_YET, None),
        ({}, NEVER, NOT_YET, [f"category_{each.code}" for each in HARM_CATEGORIES]),
    ],
)
def test_the_proposal_follows_from_kinds_and_repetition(
    answers: dict[str, Presence], pattern: Pattern, outcome: Outcome, missing: list[str] | None
) -> None:
    proposal = propose_structural(answers, pattern)
    expected = ["category_psychological", "category_special"] if missing is None else missing
    assert (proposal.outcome, [item.code for item in proposal.missing]) == (outcome, expected)


def test_what_is_unknown_is_counted_per_category() -> None:
    proposal = propose_structural(ALL_ABSENT | {"stalking": UNKNOWN, "threats": UNKNOWN}, NEVER)
    assert [item.text for item in proposal.missing] == [
        "Psychisch geweld: van 2 van de 9 soorten is onbekend of ze voorkomt."
    ]


@pytest.mark.parametrize(
    ("pattern", "text"),
    [
        (NEVER, "Er is nog geen onveilige gebeurtenis vastgelegd."),
        (ONCE, "Er is op één dag een onveilige gebeurtenis vastgelegd: herhaling blijkt nog niet."),
        (AGAIN, "Op 2 dagen tussen 2024 en 2026 is een onveilige gebeurtenis vastgelegd."),
        (
            pattern_of([date(2026, 3, 9), date(2026, 3, 9), date(2026, 1, 2)]),
            "Op 2 dagen in 2026 is een onveilige gebeurtenis vastgelegd.",
        ),
    ],
)
def test_the_pattern_is_told_in_words_and_a_day_counts_once(pattern: Pattern, text: str) -> None:
    assert pattern.text == text


def test_an_event_outside_the_tree_is_refused() -> None:
    with pytest.raises(ValueError, match="roddel"):
        propose_structural({"roddel": PRESENT}, NEVER)


# --- concluding -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("proposed", "conclusion", "reason", "codes"),
    [
        (YES, YES, "", []),
        (YES, NO, "", ["deviation_reason"]),
        (YES, NO, "eenmalig conflict", []),
        (NOT_YET, NOT_YET, "", []),
        (NOT_YET, YES, " ", ["deviation_reason"]),
        (NOT_YET, YES, "patroon uit eerdere dossiers", []),
        (NO, NO, "", []),
        (NO, YES, "", ["deviation_reason"]),
    ],
)
def test_a_conclusion_that_differs_from_the_proposal_needs_a_reason(
    proposed: Outcome, conclusion: Outcome, reason: str, codes: list[str]
) -> None:
    missing = structural_refusals(Proposal(proposed, ()), conclusion, {}, {}, reason)
    assert [item.code for item in missing] == codes


def test_another_form_is_described_in_words() -> None:
    proposal = Proposal(YES, ())
    missing = structural_refusals(proposal, YES, {"other": PRESENT}, {"other": " "}, "")
    assert [item.code for item in missing] == ["text_other"]
    assert structural_refusals(proposal, YES, {"other": PRESENT}, {"other": "sekte"}, "") == ()
    assert structural_refusals(proposal, YES, {"other": ABSENT}, {}, "") == ()
