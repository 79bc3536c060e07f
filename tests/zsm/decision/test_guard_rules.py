"""Guards 1 to 9, each with what it refuses and what it lets through."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from cases.organisations.rules import OrganisationKind
from cases.plans.rules.catalogue import OrderGround
from tests.zsm.decision.situations import (
    ACUTE,
    ACUTE_WITHOUT_CASE,
    ARRESTED,
    COVERED,
    NO,
    SAFE,
    STATED,
    STRUCTURAL,
    UNKNOWN,
    YES,
    any_draft,
    any_facts,
    draft,
)
from zsm.decision.rules import guards
from zsm.decision.rules.draft import DecisionDraft
from zsm.decision.rules.facts import (
    Answer,
    CaseFacts,
    Custody,
    Evidence,
    Uncovered,
    Unsafety,
    WayToSafety,
)
from zsm.decision.rules.kinds import FINAL, FIRST, PROSECUTION, RELEASE, DecisionKind

K = DecisionKind
Org = OrganisationKind

Verdict = list[str] | None


def codes(found: guards.Findings) -> Verdict:
    return None if found is None else [missing.code for missing in found]


RELEASED = K.RELEASE_WITHOUT_MEASURES
LIFT = "acuteness_lifted"
BOTH_UNCOVERED = ["uncovered", "uncovered", "measure_does_not_count", LIFT]

GUARD_1: list[tuple[str, CaseFacts, DecisionKind, Verdict]] = [
    ("acute, sufficient evidence, nobody covered", ACUTE, RELEASED, BOTH_UNCOVERED),
    ("release with measures that do not cover", ACUTE, K.RELEASE_WITH_MEASURES, BOTH_UNCOVERED),
    ("a dismissal frees a held suspect too", ACUTE, K.DISMISSAL_02, BOTH_UNCOVERED),
    (
        "a dismissal of a heard suspect frees nobody",
        replace(ACUTE, custody=Custody.HEARD),
        K.DISMISSAL_02,
        None,
    ),
    (
        "serious objections are enough",
        replace(ACUTE, evidence=Evidence.INVESTIGABLE),
        RELEASED,
        BOTH_UNCOVERED,
    ),
    (
        "sufficient evidence is enough",
        replace(ACUTE, serious_objections=NO),
        RELEASED,
        BOTH_UNCOVERED,
    ),
    (
        "one of two still uncovered",
        replace(COVERED, uncovered=(Uncovered("het oudste kind"),)),
        RELEASED,
        ["uncovered", LIFT],
    ),
    (
        "a threat from the network",
        replace(COVERED, uncovered=(Uncovered("de ex-partner", "een broer", network=True),)),
        RELEASED,
        ["uncovered_network", LIFT],
    ),
    (
        "nobody marked unsafe is no protection",
        replace(COVERED, unsafe_persons=()),
        RELEASED,
        ["unsafe_persons", LIFT],
    ),
    ("everybody covered", COVERED, RELEASED, []),
    ("lifted by plan and sight", replace(ACUTE, plan_lifts_acute=True, sight_lifts_acute=True), RELEASED, []),
    ("lifted by plan only", replace(ACUTE, plan_lifts_acute=True), RELEASED, BOTH_UNCOVERED),
    ("lifted by sight only", replace(ACUTE, sight_lifts_acute=True), RELEASED, BOTH_UNCOVERED),
    ("an outdated acute stays acute", replace(ACUTE, acute_out_of_date=True), RELEASED, BOTH_UNCOVERED),
    (
        "evidence and objections not stated",
        replace(ACUTE, evidence=Evidence.UNKNOWN, serious_objections=UNKNOWN),
        RELEASED,
        ["evidence", "serious_objections", *BOTH_UNCOVERED],
    ),
    (
        "not stated but everybody covered",
        replace(COVERED, evidence=Evidence.UNKNOWN, serious_objections=UNKNOWN),
        RELEASED,
        [],
    ),
    ("not acute", SAFE, RELEASED, None),
    ("too little for the criminal process", ACUTE_WITHOUT_CASE, RELEASED, None),
    (
        "no suspicion, nothing to weigh",
        replace(ACUTE, suspicion=NO, evidence=Evidence.UNKNOWN, serious_objections=UNKNOWN),
        K.DISMISSAL_01,
        None,
    ),
    ("custody is no release", ACUTE, K.HOLD_CUSTODY, None),
    ("a plan date is no release", ACUTE, K.PLAN_DATE, None),
]

HUISVERBOD = frozenset({WayToSafety.HUISVERBOD_ASSESSMENT})
VT_PLAN = frozenset({WayToSafety.VT_PLAN_WITH_POLICE})

GUARD_2: list[tuple[str, CaseFacts, DecisionKind, Verdict]] = [
    ("nothing arranged", ACUTE_WITHOUT_CASE, RELEASED, ["vt_told", "way_to_safety"]),
    ("VT told only", replace(ACUTE_WITHOUT_CASE, vt_told=True), RELEASED, ["way_to_safety"]),
    ("a way only", replace(ACUTE_WITHOUT_CASE, ways_to_safety=HUISVERBOD), RELEASED, ["vt_told"]),
    (
        "VT told and huisverbod",
        replace(ACUTE_WITHOUT_CASE, vt_told=True, ways_to_safety=HUISVERBOD),
        RELEASED,
        [],
    ),
    ("VT told and plan", replace(ACUTE_WITHOUT_CASE, vt_told=True, ways_to_safety=VT_PLAN), RELEASED, []),
    (
        "a huisverbod is no way for a minor",
        replace(ACUTE_WITHOUT_CASE, minor=YES, vt_told=True, ways_to_safety=HUISVERBOD),
        RELEASED,
        ["way_to_safety"],
    ),
    (
        "a plan is one for a minor",
        replace(ACUTE_WITHOUT_CASE, minor=YES, vt_told=True, ways_to_safety=VT_PLAN),
        RELEASED,
        [],
    ),
    (
        "row 6: dismissal of a held suspect",
        replace(ACUTE_WITHOUT_CASE, evidence=Evidence.INSUFFICIENT),
        K.DISMISSAL_02,
        ["vt_told", "way_to_safety"],
    ),
    ("guard 1 applies instead", ACUTE, RELEASED, None),
    ("not acute", replace(SAFE, serious_objections=NO, evidence=Evidence.INVESTIGABLE), RELEASED, None),
    (
        "acuteness lifted",
        replace(ACUTE_WITHOUT_CASE, plan_lifts_acute=True, sight_lifts_acute=True),
        RELEASED,
        None,
    ),
    ("a plan date is no release", ACUTE_WITHOUT_CASE, K.PLAN_DATE, None),
]

GUARD_3: list[tuple[str, CaseFacts, DecisionKind, Verdict]] = [
    ("part A missing", STATED, RELEASED, ["part_a"]),
    ("part A undecided", replace(STATED, acute=Unsafety.NOT_YET_KNOWN), RELEASED, ["part_a"]),
    ("part A out of date", replace(SAFE, acute_out_of_date=True), RELEASED, ["part_a"]),
    ("dismissal of a held suspect", STATED, K.DISMISSAL_02, ["part_a"]),
    (
        "objections not stated",
        replace(STATED, serious_objections=UNKNOWN),
        RELEASED,
        ["part_a", "serious_objections"],
    ),
    (
        "offences not recorded",
        replace(STATED, remand_allowed=UNKNOWN),
        RELEASED,
        ["part_a", "remand_allowed"],
    ),
    ("part A there", SAFE, RELEASED, []),
    ("no serious objections: not blocked", replace(STATED, serious_objections=NO), RELEASED, None),
    ("no remand offence: not blocked", replace(STATED, remand_allowed=NO), RELEASED, None),
    ("no suspicion: not blocked", replace(ARRESTED, suspicion=NO), K.DISMISSAL_01, None),
    ("custody is what it proposes", STATED, K.HOLD_CUSTODY, None),
]

BY_3RO = frozenset({Org.RECLASSERING})
BY_RVDK = frozenset({Org.RVDK})
INVESTIGABLE = Evidence.INVESTIGABLE

GUARD_4: list[tuple[str, CaseFacts, DecisionKind, Verdict]] = [
    ("acute, sufficient, no advice", ACUTE, K.SUMMONS, ["advice"]),
    ("structural, sufficient, no advice", STRUCTURAL, K.PENAL_ORDER, ["advice"]),
    ("with advice of 3RO", replace(STRUCTURAL, advice_from=BY_3RO), K.PENAL_ORDER, []),
    (
        "with advice of the wrong organisation",
        replace(STRUCTURAL, advice_from=BY_RVDK),
        K.PENAL_ORDER,
        ["advice"],
    ),
    ("no unsafety", SAFE, K.SUMMONS, None),
    ("evidence not sufficient", replace(STRUCTURAL, evidence=INVESTIGABLE), K.DISMISSAL_02, None),
    ("no suspicion", replace(STRUCTURAL, suspicion=NO, evidence=Evidence.UNKNOWN), K.DISMISSAL_01, None),
    (
        "evidence not judged",
        replace(STRUCTURAL, evidence=Evidence.UNKNOWN),
        K.SUMMONS,
        ["advice", "evidence"],
    ),
    ("unsafety not judged", STATED, K.SUMMONS, ["advice", "part_a", "part_b"]),
    ("part B missing", replace(SAFE, structural=Unsafety.MISSING), K.SUMMONS, ["advice", "part_b"]),
    ("an outdated structural stays", replace(STRUCTURAL, structural_out_of_date=True), K.SUMMONS, ["advice"]),
    (
        "a minor, safe and without evidence",
        replace(SAFE, minor=YES, evidence=INVESTIGABLE),
        K.HALT,
        ["advice"],
    ),
    ("a minor with advice of RvdK", replace(STRUCTURAL, minor=YES, advice_from=BY_RVDK), K.SUMMONS, []),
    ("a minor with advice of 3RO", replace(STRUCTURAL, minor=YES, advice_from=BY_3RO), K.SUMMONS, ["advice"]),
    ("age unknown", replace(STRUCTURAL, minor=UNKNOWN, advice_from=BY_3RO), K.SUMMONS, ["minor", "advice"]),
    ("a plan date is not final", ACUTE, K.PLAN_DATE, None),
    ("routing is not final", ACUTE, K.ROUTING, None),
    ("custody is not final", ACUTE, K.HOLD_CUSTODY, None),
]

ADVISED = replace(STRUCTURAL, stalking=True, advice_from=BY_3RO)

GUARD_5: list[tuple[str, CaseFacts, DecisionKind, Verdict]] = [
    ("neither weighed", ADVISED, K.SUMMONS, ["em_consideration", "dut_consideration"]),
    ("only EM weighed", replace(ADVISED, em_considered=True), K.SUMMONS, ["dut_consideration"]),
    ("only DUT weighed", replace(ADVISED, dut_considered=True), K.SUMMONS, ["em_consideration"]),
    ("both weighed", replace(ADVISED, em_considered=True, dut_considered=True), K.SUMMONS, []),
    ("no stalking", replace(ADVISED, stalking=False), K.SUMMONS, None),
    ("an advice of RvdK", replace(ADVISED, advice_from=BY_RVDK), K.SUMMONS, None),
    ("no final decision", ADVISED, K.PLAN_DATE, None),
]

COMPLAINT = replace(STATED, prosecution_complaint_required=True)

GUARD_9: list[tuple[str, CaseFacts, DecisionKind, Verdict]] = [
    *(
        (
            f"{kind} without klacht",
            replace(COMPLAINT, prosecution_complaint=NO),
            kind,
            ["prosecution_complaint"],
        )
        for kind in sorted(PROSECUTION)
    ),
    (
        "klacht not asked",
        replace(COMPLAINT, prosecution_complaint=UNKNOWN),
        K.SUMMONS,
        ["prosecution_complaint"],
    ),
    ("with klacht", COMPLAINT, K.SUMMONS, []),
    ("no offence that needs one", replace(SAFE, prosecution_complaint=NO), K.SUMMONS, None),
    ("a dismissal needs none", replace(COMPLAINT, prosecution_complaint=NO), K.DISMISSAL_02, None),
]


Guard = Callable[[CaseFacts, DecisionDraft], guards.Findings]


def table(name: str, guard: Guard, rows: list[tuple[str, CaseFacts, DecisionKind, Verdict]]) -> list[object]:
    return [
        pytest.param(guard, facts, kind, verdict, id=f"{name}: {case}") for case, facts, kind, verdict in rows
    ]


@pytest.mark.parametrize(
    ("guard", "facts", "kind", "verdict"),
    [
        *table("guard 1", guards.guard_release_while_acute, GUARD_1),
        *table("guard 2", guards.guard_way_to_safety, GUARD_2),
        *table("guard 3", guards.guard_await_part_a, GUARD_3),
        *table("guard 4", guards.guard_advice, GUARD_4),
        *table("guard 5", guards.guard_advice_considerations, GUARD_5),
        *table("guard 9", guards.guard_prosecution_complaint, GUARD_9),
    ],
)
def test_a_guard_names_everything_that_is_missing(
    guard: Guard,
    facts: CaseFacts,
    kind: DecisionKind,
    verdict: Verdict,
) -> None:
    assert codes(guard(facts, draft(kind))) == verdict


def test_release_is_refused_while_acute_and_no_measure_in_force() -> None:
    found = guards.guard_release_while_acute(ACUTE, draft(RELEASED)) or ()
    texts = {missing.text: missing.supplier for missing in found}
    assert texts == {
        "Geen maatregel in werking houdt de verdachte weg bij de ex-partner. "
        "Het OM legt een maatregel op die dat doet.": Org.OM,
        "Geen maatregel in werking houdt de verdachte weg bij het oudste kind. "
        "Het OM legt een maatregel op die dat doet.": Org.OM,
        "Het gebiedsverbod is geschonden. Het OM beoordeelt dit.": Org.OM,
        "Of: Veilig Thuis legt vast dat de acute onveiligheid is opgeheven; daarvoor ontbreekt "
        "een plan en zicht door derden.": Org.VT,
    }


def test_the_half_that_lifts_acuteness_is_not_asked_again() -> None:
    found = guards.guard_release_while_acute(replace(ACUTE, plan_lifts_acute=True), draft(RELEASED)) or ()
    assert found[-1].text.endswith("daarvoor ontbreekt zicht door derden.")


@pytest.mark.parametrize("kind", DecisionKind)
def test_every_decision_names_who_informs_the_victim(kind: DecisionKind) -> None:
    assert codes(guards.guard_inform_victim(STATED, draft(kind, informer=None))) == ["informer"]
    assert codes(guards.guard_inform_victim(STATED, draft(kind, informer=Org.SHN))) == []


def test_3ro_never_informs_a_stalking_victim_but_may_inform_another() -> None:
    by_3ro = draft(K.PLAN_DATE, informer=Org.RECLASSERING)
    assert codes(guards.guard_inform_victim(STATED, by_3ro)) == ["informer_3ro_stalking"]
    assert codes(guards.guard_inform_victim(SAFE, by_3ro)) == []


def test_halt_does_not_inform_a_victim() -> None:
    assert codes(guards.guard_inform_victim(SAFE, draft(K.HALT, informer=Org.HALT))) == [
        "informer_unsuitable"
    ]


LATE = replace(STATED, first_decision_open=True, first_decision_late=True)


@pytest.mark.parametrize("kind", sorted(FIRST))
def test_a_late_first_decision_needs_its_reason(kind: DecisionKind) -> None:
    assert codes(guards.guard_late_first_decision(LATE, draft(kind))) == ["overrun_reason"]
    blank = replace(draft(kind), overrun_reason="   ")
    assert codes(guards.guard_late_first_decision(LATE, blank)) == ["overrun_reason"]
    given_reason = replace(draft(kind), overrun_reason="De tolk kwam pas om 18.40 uur.")
    assert codes(guards.guard_late_first_decision(LATE, given_reason)) == []


def test_a_first_decision_in_time_needs_no_reason() -> None:
    assert codes(guards.guard_late_first_decision(STATED, draft(K.HOLD_CUSTODY))) == []


def test_a_decision_after_the_first_one_needs_no_reason_of_an_overrun() -> None:
    decided = replace(LATE, first_decision_open=False)
    assert guards.guard_late_first_decision(decided, draft(RELEASED)) is None
    assert guards.guard_late_first_decision(LATE, draft(K.ROUTING)) is None


ORDER = draft(K.BEHAVIOURAL_ORDER)


@pytest.mark.parametrize(
    ("stated", "grounds", "verdict"),
    [
        (YES, {OrderGround.PERSONS}, []),
        (YES, set(), ["order_ground"]),
        (NO, {OrderGround.PERSONS}, ["no_serious_objections"]),
        (UNKNOWN, {OrderGround.PERSONS}, ["serious_objections"]),
        (NO, set(), ["no_serious_objections", "order_ground"]),
    ],
)
def test_a_behavioural_order_needs_serious_objections_and_a_ground(
    stated: Answer, grounds: set[OrderGround], verdict: Verdict
) -> None:
    facts = replace(ACUTE, serious_objections=stated)
    order = replace(ORDER, order_grounds=frozenset(grounds))
    assert codes(guards.guard_behavioural_order(facts, order)) == verdict


def test_the_ground_of_a_behavioural_order_is_asked_of_no_other_decision() -> None:
    assert guards.guard_behavioural_order(ACUTE, draft(K.SUMMONS)) is None


RELEASE_GUARDS = (
    guards.guard_release_while_acute,
    guards.guard_way_to_safety,
    guards.guard_await_part_a,
)


def refused(facts: CaseFacts, decision: DecisionDraft) -> bool:
    return any(guard(facts, decision) for guard in RELEASE_GUARDS)


Change = Callable[[CaseFacts], CaseFacts]


def evidence(said: Evidence) -> Change:
    return lambda facts: replace(facts, evidence=said)


def objections(said: Answer) -> Change:
    return lambda facts: replace(facts, serious_objections=said)


def remand(said: Answer) -> Change:
    return lambda facts: replace(facts, remand_allowed=said)


STATEMENTS: list[tuple[Change, list[Change]]] = [
    (evidence(Evidence.UNKNOWN), [evidence(said) for said in Evidence]),
    (objections(UNKNOWN), [objections(said) for said in Answer]),
    (remand(UNKNOWN), [remand(said) for said in Answer]),
]


@given(any_facts(), any_draft(), st.sampled_from(STATEMENTS))
@example(ACUTE, draft(RELEASED), STATEMENTS[0])
def test_a_fact_that_is_not_stated_never_lets_a_release_through_that_a_stated_one_would_stop(
    facts: CaseFacts, decision: DecisionDraft, statement: tuple[Change, list[Change]]
) -> None:
    # Without a suspicion unknown evidence and objections read as no: that is not "unknown" any more.
    assume(facts.suspicion is not NO)
    unstated, stated = statement
    if any(refused(state(facts), decision) for state in stated):
        assert refused(unstated(facts), decision)


PROTECTING: list[Change] = [
    lambda facts: replace(facts, uncovered=()),
    lambda facts: replace(facts, plan_lifts_acute=True),
    lambda facts: replace(facts, sight_lifts_acute=True),
    lambda facts: replace(facts, vt_told=True),
    lambda facts: replace(facts, ways_to_safety=frozenset(WayToSafety)),
    lambda facts: replace(facts, advice_from=frozenset({Org.RECLASSERING, Org.RVDK})),
    lambda facts: replace(facts, prosecution_complaint=YES),
    lambda facts: replace(facts, first_decision_late=False),
]
ALL_GUARDS = (
    *RELEASE_GUARDS,
    guards.guard_advice,
    guards.guard_inform_victim,
    guards.guard_late_first_decision,
    guards.guard_behavioural_order,
    guards.guard_prosecution_complaint,
)


@given(any_facts(), any_draft(), st.sampled_from(PROTECTING))
def test_more_protection_never_adds_a_refusal(
    facts: CaseFacts, decision: DecisionDraft, protect: Change
) -> None:
    safer = protect(facts)
    for guard in ALL_GUARDS:
        before = {missing.code for missing in guard(facts, decision) or ()}
        after = {missing.code for missing in guard(safer, decision) or ()}
        assert after <= before


@given(any_facts(), st.sampled_from(sorted(RELEASE)), st.booleans())
def test_an_acute_suspect_is_never_released_unprotected_without_an_override(
    facts: CaseFacts, kind: DecisionKind, by_evidence: bool
) -> None:
    liable = (
        replace(facts, evidence=Evidence.SUFFICIENT)
        if by_evidence
        else replace(facts, serious_objections=YES)
    )
    acute = replace(liable, acute=Unsafety.YES, sight_lifts_acute=False)
    unprotected = acute if acute.uncovered else replace(acute, unsafe_persons=())
    assert guards.guard_release_while_acute(unprotected, draft(kind))


@given(any_facts(), st.sampled_from(sorted(FINAL)))
def test_no_minor_gets_a_final_decision_without_rvdk(facts: CaseFacts, kind: DecisionKind) -> None:
    minor = replace(facts, minor=YES, advice_from=facts.advice_from - BY_RVDK)
    assert codes(guards.guard_advice(minor, draft(kind))) == ["advice"]
