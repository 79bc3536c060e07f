"""What each kind of decision is, who may take it, and when the law leaves it open."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given

from cases.organisations.rules import Role
from tests.zsm.decision.situations import ARRESTED, NO, NOTHING_KNOWN, SAFE, STATED, UNKNOWN, YES, any_facts
from zsm.decision.rules import kinds
from zsm.decision.rules.conditions import is_release, possible_kinds, unmet
from zsm.decision.rules.facts import CaseFacts, Custody, Evidence
from zsm.decision.rules.kinds import DECISION_LABELS, DecisionKind, DecisionStage, may_take

K = DecisionKind
HEARD = replace(STATED, custody=Custody.HEARD)


def test_every_kind_has_a_label_and_one_stage() -> None:
    assert set(DECISION_LABELS) == set(DecisionKind)
    listed = [kind for stage in DecisionStage for kind in kinds.decisions_in(stage)]
    assert sorted(listed) == sorted(DecisionKind)
    assert kinds.decisions_in(DecisionStage.ORDER) == (K.BEHAVIOURAL_ORDER,)


def test_the_prosecutor_takes_every_decision() -> None:
    assert all(may_take(kind, roles=frozenset({Role.PROSECUTOR}), mandated=False) for kind in K)


@pytest.mark.parametrize("role", [Role.ASSISTANT_PROSECUTOR, Role.PROSECUTOR_CLERK])
def test_assistants_and_clerks_decide_only_when_mandated_and_never_on_liberty(role: Role) -> None:
    roles = frozenset({role})
    assert not any(may_take(kind, roles=roles, mandated=False) for kind in K)
    assert may_take(K.PLAN_DATE, roles=roles, mandated=True)
    for kind in kinds.FIRST | {K.SUMMONS_WITH_RC, K.BEHAVIOURAL_ORDER}:
        assert not may_take(kind, roles=roles, mandated=True)


@pytest.mark.parametrize(
    "role", sorted(set(Role) - {Role.PROSECUTOR, Role.ASSISTANT_PROSECUTOR, Role.PROSECUTOR_CLERK})
)
def test_nobody_outside_the_prosecution_service_decides(role: Role) -> None:
    roles = frozenset({role})
    assert not any(may_take(kind, roles=roles, mandated=True) for kind in K)
    assert not kinds.may_override(roles)


CONDITIONS: list[tuple[str, DecisionKind, CaseFacts, list[str]]] = [
    ("custody", K.HOLD_CUSTODY, STATED, []),
    ("custody without serious objections", K.HOLD_CUSTODY, replace(STATED, serious_objections=NO), []),
    (
        "custody for a lighter offence",
        K.HOLD_CUSTODY,
        replace(STATED, remand_allowed=NO),
        ["no_remand_offence"],
    ),
    ("custody of a heard suspect", K.HOLD_CUSTODY, HEARD, ["not_held"]),
    ("custody without suspicion", K.HOLD_CUSTODY, replace(STATED, suspicion=NO), ["no_suspicion"]),
    (
        "custody with nothing known",
        K.HOLD_CUSTODY,
        NOTHING_KNOWN,
        ["custody", "suspicion", "remand_allowed"],
    ),
    ("before the RC", K.BRING_BEFORE_RC, STATED, []),
    (
        "before the RC without objections",
        K.BRING_BEFORE_RC,
        replace(STATED, serious_objections=NO),
        ["no_serious_objections"],
    ),
    (
        "summons with RC, objections unknown",
        K.SUMMONS_WITH_RC,
        replace(STATED, serious_objections=UNKNOWN),
        ["serious_objections"],
    ),
    ("release", K.RELEASE_WITHOUT_MEASURES, ARRESTED, []),
    ("release of a heard suspect", K.RELEASE_WITH_MEASURES, HEARD, ["not_held"]),
    ("Halt for an adult", K.HALT, SAFE, ["not_a_minor"]),
    ("Halt for a minor", K.HALT, replace(SAFE, minor=YES), []),
    ("Halt, age unknown", K.HALT, replace(SAFE, minor=UNKNOWN), ["minor"]),
    ("spreekuur", K.ON_HOLD, SAFE, []),
    ("spreekuur for a minor", K.ON_HOLD, replace(SAFE, minor=YES), ["spreekuur_for_adults"]),
    (
        "spreekuur without complete evidence",
        K.ON_HOLD,
        replace(SAFE, evidence=Evidence.INVESTIGABLE),
        ["evidence_not_complete"],
    ),
    ("summons without suspicion", K.SUMMONS, replace(STATED, suspicion=NO), ["no_suspicion"]),
    ("policy dismissal without suspicion", K.DISMISSAL_POLICY, replace(SAFE, suspicion=NO), ["no_suspicion"]),
    ("dismissal 01 with nothing known", K.DISMISSAL_01, NOTHING_KNOWN, []),
    ("plan date with nothing known", K.PLAN_DATE, NOTHING_KNOWN, []),
    ("routing with nothing known", K.ROUTING, NOTHING_KNOWN, []),
]


@pytest.mark.parametrize(
    ("kind", "facts", "codes"), [row[1:] for row in CONDITIONS], ids=[row[0] for row in CONDITIONS]
)
def test_the_law_leaves_a_kind_open_or_says_what_is_missing(
    kind: DecisionKind, facts: CaseFacts, codes: list[str]
) -> None:
    assert [missing.code for missing in unmet(kind, facts)] == codes


def test_the_end_of_the_case_of_a_held_suspect_is_a_release() -> None:
    assert is_release(K.DISMISSAL_01, ARRESTED)
    assert is_release(K.ON_HOLD, ARRESTED)
    assert not is_release(K.DISMISSAL_01, HEARD)
    assert not is_release(K.SUMMONS, ARRESTED)


@given(any_facts())
def test_something_can_always_be_decided(facts: CaseFacts) -> None:
    assert {K.DISMISSAL_01, K.DISMISSAL_02, K.ROUTING, K.PLAN_DATE} <= set(possible_kinds(facts))


@given(any_facts())
def test_a_suspect_who_is_not_held_is_neither_kept_nor_released(facts: CaseFacts) -> None:
    free = replace(facts, custody=Custody.HEARD)
    assert not set(possible_kinds(free)) & (kinds.FIRST | kinds.BEFORE_RC)
