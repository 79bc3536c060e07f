"""All guards together: nothing is left out, and only a prosecutor's written motivation opens some of them."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.organisations.rules import OrganisationKind, Role
from tests.zsm.decision.situations import (
    ACUTE,
    ACUTE_WITHOUT_CASE,
    COVERED,
    NO,
    SAFE,
    STATED,
    STRUCTURAL,
    YES,
    any_draft,
    any_facts,
    draft,
)
from zsm.decision.rules.checklist import (
    GUARD_LABELS,
    GUARD_STATE_LABELS,
    OVERRIDABLE,
    Guard,
    GuardReport,
    GuardState,
    Override,
    check,
)
from zsm.decision.rules.draft import DecisionDraft
from zsm.decision.rules.facts import CaseFacts
from zsm.decision.rules.kinds import DecisionKind

K = DecisionKind
PROSECUTOR = frozenset({Role.PROSECUTOR})
RELEASE = draft(K.RELEASE_WITHOUT_MEASURES)
MOTIVATION = "De bewaring is opgeheven; de wet dwingt tot vrijlating."


def override(*guards: Guard, motivation: str = MOTIVATION, roles: frozenset[Role] = PROSECUTOR) -> Override:
    return Override(frozenset(guards), motivation, roles)


def states(report: GuardReport) -> dict[Guard, GuardState]:
    return {item.guard: item.state for item in report.items}


def test_every_missing_item_is_named_not_the_first_only() -> None:
    facts = replace(STATED, prosecution_complaint=NO, first_decision_late=True)
    report = check(facts, draft(K.SUMMONS_WITH_RC, informer=None))
    assert [missing.code for missing in report.missing] == [
        "advice",
        "part_a",
        "part_b",
        "informer",
        "overrun_reason",
        "prosecution_complaint",
    ]
    assert not report.allowed


def test_an_item_that_two_guards_miss_is_named_once() -> None:
    report = check(STATED, draft(K.DISMISSAL_02))
    assert [missing.code for missing in report.missing].count("part_a") == 1


def test_the_stalking_case_can_be_held_and_brought_before_the_rc() -> None:
    for kind in (K.HOLD_CUSTODY, K.BRING_BEFORE_RC):
        report = check(ACUTE, draft(kind))
        assert report.allowed
        assert states(report)[Guard.LEGAL_CONDITIONS] is GuardState.OK
        assert states(report)[Guard.RELEASE_WHILE_ACUTE] is GuardState.NOT_APPLICABLE


def test_a_covered_release_shows_its_guards_in_order() -> None:
    shown = states(check(COVERED, RELEASE))
    assert shown[Guard.RELEASE_WHILE_ACUTE] is GuardState.OK
    assert shown[Guard.WAY_TO_SAFETY] is GuardState.NOT_APPLICABLE
    assert shown[Guard.AWAIT_PART_A] is GuardState.OK
    assert shown[Guard.ADVICE] is GuardState.NOT_APPLICABLE


OVERRIDDEN: list[tuple[Guard, CaseFacts, DecisionDraft]] = [
    (Guard.RELEASE_WHILE_ACUTE, ACUTE, RELEASE),
    (Guard.WAY_TO_SAFETY, ACUTE_WITHOUT_CASE, RELEASE),
    (Guard.AWAIT_PART_A, STATED, RELEASE),
    (Guard.ADVICE, STRUCTURAL, draft(K.SUMMONS)),
    (Guard.INFORM_VICTIM, SAFE, draft(K.PLAN_DATE, informer=None)),
]


@pytest.mark.parametrize(("guard", "facts", "decision"), OVERRIDDEN, ids=[row[0].name for row in OVERRIDDEN])
def test_a_prosecutor_overrides_guards_1_to_4_and_6_with_a_motivation(
    guard: Guard, facts: CaseFacts, decision: DecisionDraft
) -> None:
    assert guard in check(facts, decision).can_be_overridden
    report = check(facts, decision, override(guard))
    assert report.allowed
    assert report.overridden == (guard,)


@pytest.mark.parametrize(("guard", "facts", "decision"), OVERRIDDEN, ids=[row[0].name for row in OVERRIDDEN])
def test_nobody_else_overrides_anything(guard: Guard, facts: CaseFacts, decision: DecisionDraft) -> None:
    for role in set(Role) - PROSECUTOR:
        report = check(facts, decision, override(guard, roles=frozenset({role})))
        assert not report.allowed
        assert report.overridden == ()
        assert "override_prosecutor" in {missing.code for missing in report.missing}


@pytest.mark.parametrize("motivation", ["", "  \n"])
def test_an_override_without_a_written_motivation_opens_nothing(motivation: str) -> None:
    report = check(ACUTE, RELEASE, override(Guard.RELEASE_WHILE_ACUTE, motivation=motivation))
    codes = [missing.code for missing in report.missing]
    assert "uncovered" in codes
    assert codes[-1] == "override_motivation"


NOT_OVERRIDABLE: list[tuple[Guard, CaseFacts, DecisionDraft]] = [
    (Guard.LEGAL_CONDITIONS, replace(STATED, remand_allowed=NO), draft(K.HOLD_CUSTODY)),
    (
        Guard.ADVICE_CONSIDERATIONS,
        replace(STRUCTURAL, stalking=True, advice_from=frozenset({OrganisationKind.RECLASSERING})),
        draft(K.SUMMONS),
    ),
    (Guard.LATE_FIRST_DECISION, replace(SAFE, first_decision_late=True), RELEASE),
    (Guard.BEHAVIOURAL_ORDER, replace(ACUTE, serious_objections=NO), draft(K.BEHAVIOURAL_ORDER)),
    (
        Guard.PROSECUTION_COMPLAINT,
        replace(SAFE, prosecution_complaint_required=True, prosecution_complaint=NO),
        draft(K.SUMMONS),
    ),
]


@pytest.mark.parametrize(
    ("guard", "facts", "decision"), NOT_OVERRIDABLE, ids=[row[0].name for row in NOT_OVERRIDABLE]
)
def test_the_other_guards_cannot_be_overridden_by_anybody(
    guard: Guard, facts: CaseFacts, decision: DecisionDraft
) -> None:
    report = check(facts, decision, override(*Guard))
    assert states(report)[guard] is GuardState.MISSING
    assert not report.allowed


def test_an_override_never_sends_3ro_to_a_stalking_victim() -> None:
    report = check(
        STATED, draft(K.PLAN_DATE, informer=OrganisationKind.RECLASSERING), override(Guard.INFORM_VICTIM)
    )
    assert [missing.code for missing in report.missing] == ["informer_3ro_stalking"]
    assert report.can_be_overridden == frozenset()


def test_an_override_opens_only_the_guards_that_it_names() -> None:
    report = check(STATED, replace(RELEASE, informer=None), override(Guard.INFORM_VICTIM))
    assert [missing.code for missing in report.missing] == ["part_a"]


def test_an_override_of_a_guard_that_stops_nothing_leaves_no_mark() -> None:
    report = check(COVERED, RELEASE, override(Guard.RELEASE_WHILE_ACUTE))
    assert report.allowed
    assert report.overridden == ()


def test_an_empty_override_is_no_override() -> None:
    assert check(COVERED, RELEASE, override(motivation="")).allowed


@given(any_facts(), any_draft(), st.frozensets(st.sampled_from(Guard)))
def test_an_override_only_takes_away_items_of_the_guards_it_may_open(
    facts: CaseFacts, decision: DecisionDraft, guards: frozenset[Guard]
) -> None:
    plain = check(facts, decision)
    opened = check(facts, decision, Override(guards, MOTIVATION, PROSECUTOR))
    assert set(opened.missing) <= set(plain.missing)
    assert set(opened.overridden) <= guards & OVERRIDABLE
    for before, after in zip(plain.items, opened.items, strict=True):
        assert before.missing == after.missing


@given(any_facts(), any_draft())
def test_every_item_that_is_missing_has_a_text_that_ends_as_a_sentence(
    facts: CaseFacts, decision: DecisionDraft
) -> None:
    for missing in check(facts, decision).missing:
        assert missing.text.endswith((".", ")."))


def test_every_guard_and_state_has_a_dutch_label() -> None:
    assert set(GUARD_LABELS) == set(Guard)
    assert set(GUARD_STATE_LABELS) == set(GuardState)
    assert [item.label for item in check(SAFE, RELEASE).items] == [GUARD_LABELS[guard] for guard in Guard]


def test_nothing_to_prosecute_is_asked_of_a_release() -> None:
    release = replace(SAFE, prosecution_complaint_required=True, minor=YES)
    assert check(release, RELEASE).allowed
