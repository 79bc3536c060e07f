"""The national flowchart: eleven rows, the first that matches wins, a missing fact is named."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import example, given

from cases.organisations.rules import OrganisationKind
from tests.zsm.decision.situations import (
    ACUTE,
    ACUTE_WITHOUT_CASE,
    ARRESTED,
    NO,
    NOTHING_KNOWN,
    SAFE,
    STATED,
    STRUCTURAL,
    UNKNOWN,
    YES,
    any_facts,
)
from zsm.decision.rules.chart import OUTCOMES, chart
from zsm.decision.rules.facts import CaseFacts, Custody, Evidence, Unsafety
from zsm.decision.rules.flowchart import Proposal, propose
from zsm.decision.rules.kinds import DISMISSAL, RELEASE, DecisionKind
from zsm.decision.rules.rows import ROWS

K = DecisionKind
HEARD = Custody.HEARD
INVESTIGABLE = Evidence.INVESTIGABLE
INSUFFICIENT = Evidence.INSUFFICIENT
HOLD = (K.HOLD_CUSTODY, K.BRING_BEFORE_RC)
DISMISS = (K.DISMISSAL_01, K.DISMISSAL_02)
PROSECUTE = (K.SUMMONS, K.PENAL_ORDER, K.OM_HEARING)
RELEASE_FIRST = (K.RELEASE_WITHOUT_MEASURES,)

AWAITING = replace(STATED, acute=Unsafety.NOT_YET_KNOWN, evidence=Evidence.UNKNOWN)
ROW_4 = replace(ACUTE, evidence=INVESTIGABLE)
ROW_6 = replace(ACUTE, evidence=INSUFFICIENT, serious_objections=NO)
ROW_7 = replace(SAFE, evidence=INVESTIGABLE, serious_objections=NO)
ROW_8 = replace(STRUCTURAL, evidence=INVESTIGABLE, serious_objections=NO)
ADVISED = frozenset({OrganisationKind.RECLASSERING})
ADVISED_BY_RVDK = frozenset({OrganisationKind.RVDK})

TABLE: list[tuple[str, CaseFacts, int, tuple[DecisionKind, ...]]] = [
    ("no suspicion", replace(ARRESTED, suspicion=NO), 1, DISMISS),
    ("no suspicion, acute", replace(ACUTE, suspicion=NO), 1, DISMISS),
    ("no suspicion, everything else unknown", CaseFacts(suspicion=NO), 1, DISMISS),
    ("part A not yet decided", AWAITING, 2, (K.HOLD_CUSTODY,)),
    ("part A missing", replace(AWAITING, acute=Unsafety.MISSING), 2, (K.HOLD_CUSTODY,)),
    ("acute but out of date", replace(ACUTE, acute_out_of_date=True), 2, (K.HOLD_CUSTODY,)),
    ("not acute but out of date", replace(SAFE, acute_out_of_date=True), 2, (K.HOLD_CUSTODY,)),
    ("acute, sufficient, held", ACUTE, 3, (*HOLD, K.BEHAVIOURAL_ORDER)),
    ("acute, sufficient, no objections", replace(ACUTE, serious_objections=NO), 3, (K.HOLD_CUSTODY,)),
    (
        "acute, sufficient, objections unknown",
        replace(ACUTE, serious_objections=UNKNOWN),
        3,
        (K.HOLD_CUSTODY,),
    ),
    (
        "acute, sufficient, remand not allowed",
        replace(ACUTE, remand_allowed=NO),
        3,
        (K.BEHAVIOURAL_ORDER, K.RELEASE_WITH_MEASURES),
    ),
    ("acute, sufficient, heard", replace(ACUTE, custody=HEARD), 3, (K.BEHAVIOURAL_ORDER, K.PLAN_DATE)),
    ("acute, sufficient, minor", replace(ACUTE, minor=YES), 3, (*HOLD, K.BEHAVIOURAL_ORDER)),
    ("acute, investigable, objections", ROW_4, 4, (*HOLD, K.BEHAVIOURAL_ORDER)),
    ("acute, investigable, heard", replace(ROW_4, custody=HEARD), 4, (K.BEHAVIOURAL_ORDER, K.PLAN_DATE)),
    ("acute, investigable, no objections", ACUTE_WITHOUT_CASE, 5, (*RELEASE_FIRST, K.PLAN_DATE)),
    ("same, heard", replace(ACUTE_WITHOUT_CASE, custody=HEARD), 5, (K.PLAN_DATE,)),
    ("acute, insufficient for good", ROW_6, 6, (K.DISMISSAL_02,)),
    ("same, minor, heard", replace(ROW_6, minor=YES, custody=HEARD), 6, (K.DISMISSAL_02,)),
    ("safe, victim wants none", replace(ROW_7, victim_wants_prosecution=NO), 7, DISMISS),
    (
        "safe, victim wants prosecution",
        replace(ROW_7, victim_wants_prosecution=YES),
        7,
        (*RELEASE_FIRST, K.PLAN_DATE),
    ),
    ("safe, wish unknown", ROW_7, 7, ()),
    (
        "structural, measures needed",
        replace(ROW_8, criminal_measures_needed=YES, custody=HEARD),
        8,
        (K.PLAN_DATE,),
    ),
    (
        "structural, victim wants prosecution",
        replace(ROW_8, victim_wants_prosecution=YES, custody=HEARD),
        8,
        (K.PLAN_DATE,),
    ),
    (
        "structural, neither",
        replace(ROW_8, criminal_measures_needed=NO, victim_wants_prosecution=NO),
        8,
        DISMISS,
    ),
    ("structural, one no, other unknown", replace(ROW_8, criminal_measures_needed=NO), 8, ()),
    (
        "structural, sufficient, no advice",
        replace(STRUCTURAL, custody=HEARD),
        9,
        (K.PLAN_DATE, K.ON_HOLD),
    ),
    (
        "same, held: free first, a plan date alone would leave him held",
        replace(STRUCTURAL, custody=Custody.HELD),
        9,
        (K.RELEASE_WITHOUT_MEASURES, K.PLAN_DATE, K.ON_HOLD),
    ),
    (
        "same, minor: no spreekuur",
        replace(STRUCTURAL, custody=HEARD, minor=YES),
        9,
        (K.PLAN_DATE,),
    ),
    (
        "same, advice there",
        replace(STRUCTURAL, custody=HEARD, advice_from=ADVISED),
        9,
        (*PROSECUTE, K.CONDITIONAL_DISMISSAL),
    ),
    (
        "same, held: a summons alone would leave him held",
        replace(STRUCTURAL, custody=Custody.HELD, advice_from=ADVISED),
        9,
        (K.RELEASE_WITHOUT_MEASURES, *PROSECUTE, K.CONDITIONAL_DISMISSAL),
    ),
    (
        "same, minor with advice of the wrong organisation",
        replace(STRUCTURAL, custody=HEARD, minor=YES, advice_from=ADVISED),
        9,
        (K.PLAN_DATE,),
    ),
    (
        "same, minor with advice of RvdK",
        replace(STRUCTURAL, custody=HEARD, minor=YES, advice_from=ADVISED_BY_RVDK),
        9,
        (*PROSECUTE, K.CONDITIONAL_DISMISSAL),
    ),
    (
        "safe, sufficient, victim wants none",
        replace(SAFE, victim_wants_prosecution=NO),
        10,
        (K.CONDITIONAL_DISMISSAL, K.DISMISSAL_POLICY),
    ),
    (
        "safe, sufficient, victim wants prosecution, held",
        replace(SAFE, victim_wants_prosecution=YES),
        10,
        (*RELEASE_FIRST, *PROSECUTE),
    ),
    (
        "safe, sufficient, victim wants prosecution, heard",
        replace(SAFE, victim_wants_prosecution=YES, custody=HEARD),
        10,
        PROSECUTE,
    ),
    ("safe, insufficient for good", replace(SAFE, evidence=INSUFFICIENT), 11, DISMISS),
    ("structural, insufficient for good", replace(STRUCTURAL, evidence=INSUFFICIENT), 11, DISMISS),
    (
        "structural unknown, insufficient for good",
        replace(SAFE, structural=Unsafety.MISSING, evidence=INSUFFICIENT),
        11,
        DISMISS,
    ),
]


@pytest.mark.parametrize(
    ("facts", "row", "kinds"), [entry[1:] for entry in TABLE], ids=[entry[0] for entry in TABLE]
)
def test_the_row_and_the_decisions_that_fit_follow_from_the_facts(
    facts: CaseFacts, row: int, kinds: tuple[DecisionKind, ...]
) -> None:
    proposal = propose(facts)
    assert (proposal.row, proposal.kinds) == (row, kinds)


def test_every_row_of_the_guide_is_in_the_table() -> None:
    assert {row for _, _, row, _ in TABLE} == set(range(1, 12))


MISSING_TABLE: list[tuple[str, CaseFacts, list[str]]] = [
    (
        "nothing known",
        NOTHING_KNOWN,
        [
            "suspicion",
            "part_a",
            "custody",
            "remand_allowed",
            "evidence",
            "serious_objections",
            "part_b",
        ],
    ),
    (
        "heard and not assessed",
        replace(STATED, custody=HEARD),
        ["part_a", "part_b"],
    ),
    (
        "held without remand and not assessed",
        replace(STATED, remand_allowed=NO, evidence=Evidence.UNKNOWN),
        ["part_a", "evidence", "part_b"],
    ),
    (
        "held, objections not stated",
        replace(STATED, evidence=INVESTIGABLE, serious_objections=UNKNOWN),
        ["part_a", "serious_objections", "part_b"],
    ),
    ("acute, evidence not judged", replace(ACUTE, evidence=Evidence.UNKNOWN), ["evidence"]),
    ("acute, objections not stated", replace(ROW_4, serious_objections=UNKNOWN), ["serious_objections"]),
    ("not acute, part B missing", replace(SAFE, structural=Unsafety.MISSING), ["part_b"]),
    ("not acute, part B out of date", replace(SAFE, structural_out_of_date=True), ["part_b"]),
    (
        "not acute, evidence and part B unknown",
        replace(SAFE, evidence=Evidence.UNKNOWN, structural=Unsafety.MISSING),
        ["evidence", "part_b"],
    ),
]


@pytest.mark.parametrize(
    ("facts", "codes"), [entry[1:] for entry in MISSING_TABLE], ids=[entry[0] for entry in MISSING_TABLE]
)
def test_when_no_row_matches_the_facts_that_still_matter_are_named(
    facts: CaseFacts, codes: list[str]
) -> None:
    proposal = propose(facts)
    assert proposal.row is None
    assert proposal.kinds == ()
    assert [missing.code for missing in proposal.missing] == codes
    assert all(missing.supplier is not None for missing in proposal.missing)


def test_a_missing_part_a_says_who_supplies_it() -> None:
    (missing,) = propose(replace(AWAITING, acute=Unsafety.MISSING)).missing
    assert missing.text == "Onderdeel A ontbreekt. Veilig Thuis levert dit aan."
    assert missing.supplier is OrganisationKind.VT


@given(any_facts())
@example(NOTHING_KNOWN)
def test_the_aid_always_gives_a_row_or_names_what_is_missing(facts: CaseFacts) -> None:
    proposal = propose(facts)
    assert (proposal.row is None) == (not any(row.matches(facts) for row in ROWS))
    if proposal.row is None:
        assert proposal.missing


@given(any_facts())
def test_the_first_row_that_matches_wins(facts: CaseFacts) -> None:
    matching = [row.number for row in ROWS if row.matches(facts)]
    assert propose(facts).row == (matching[0] if matching else None)


@given(any_facts())
def test_an_undecided_fork_names_its_fact_and_stops_every_dismissal(facts: CaseFacts) -> None:
    proposal = propose(facts)
    if any(branch.holds is UNKNOWN for branch in proposal.branches):
        assert proposal.kinds == ()
        assert proposal.missing
        assert any(entry.kinds == DISMISSAL for entry in proposal.may_not_yet)


@given(any_facts())
def test_the_lit_path_is_unbroken_and_ends_at_the_row_or_at_the_missing_answer(facts: CaseFacts) -> None:
    proposal = propose(facts)
    drawing = chart()
    arrows = {(edge.source, edge.target) for edge in drawing.edges}
    place: str | None = drawing.nodes[0].key
    for step in proposal.path:
        assert step.node == place
        assert step.target is None or (step.node, step.target) in arrows
        place = step.target
    assert place == (None if proposal.row is None else f"row-{proposal.row}")


def test_the_drawing_has_every_row_once_and_asks_each_question_with_all_its_answers() -> None:
    drawing = chart()
    assert sorted(node.row for node in drawing.nodes if node.row) == list(range(1, 12))
    assert set(OUTCOMES) == {row.number for row in ROWS}
    reached = {edge.target for edge in drawing.edges}
    assert {node.key for node in drawing.nodes} - reached == {"start"}
    answers = {edge.label for edge in drawing.edges if edge.source == "suspicion=yes"}
    assert answers == {"ja", "nee", "onbekend"}


def codes_not_yet(proposal: Proposal, kind: DecisionKind) -> set[str]:
    return {
        missing.code for entry in proposal.may_not_yet if kind in entry.kinds for missing in entry.missing
    }


def test_while_part_a_is_missing_the_aid_says_that_release_may_not_be_done() -> None:
    assert codes_not_yet(propose(AWAITING), K.RELEASE_WITHOUT_MEASURES) == {"part_a"}


def test_without_any_matching_row_the_aid_still_says_what_may_not_be_done() -> None:
    proposal = propose(replace(ACUTE, evidence=Evidence.UNKNOWN))
    assert proposal.row is None
    assert {"unsafe_persons", "uncovered"} & codes_not_yet(proposal, K.RELEASE_WITHOUT_MEASURES)
    assert "advice" in codes_not_yet(proposal, K.SUMMONS)


def test_release_is_not_mentioned_for_a_suspect_who_is_not_held() -> None:
    proposal = propose(replace(ACUTE, custody=HEARD))
    assert not any(entry.kinds & RELEASE for entry in proposal.may_not_yet)


def test_row_5_never_allows_a_behavioural_order() -> None:
    proposal = propose(ACUTE_WITHOUT_CASE)
    assert "no_serious_objections" in codes_not_yet(proposal, K.BEHAVIOURAL_ORDER)


@pytest.mark.parametrize("facts", [ACUTE, ROW_4, ACUTE_WITHOUT_CASE], ids=["row 3", "row 4", "row 5"])
def test_a_heard_suspect_while_acute_means_consider_arrest(facts: CaseFacts) -> None:
    heard = propose(replace(facts, custody=HEARD))
    assert any("alsnog aan te houden" in note for note in heard.notes)
    assert "new_fact" not in {missing.code for missing in heard.missing}


def test_a_second_arrest_needs_a_new_fact_on_record() -> None:
    released = replace(ACUTE, custody=Custody.RELEASED)
    assert "new_fact" in {missing.code for missing in propose(released).missing}
    recorded = propose(replace(released, new_fact_recorded=True))
    assert "new_fact" not in {missing.code for missing in recorded.missing}
    assert any("opnieuw aan te houden" in note for note in recorded.notes)


def steps_of(facts: CaseFacts, organisation: OrganisationKind) -> str:
    return " ".join(step.text for step in propose(facts).steps if step.by is organisation)


def test_a_minor_suspect_gets_advice_from_rvdk_and_no_temporary_restraining_order() -> None:
    minor = replace(ACUTE, minor=YES)
    assert "vroeghulpadvies" in steps_of(minor, OrganisationKind.RVDK)
    assert steps_of(minor, OrganisationKind.RECLASSERING) == ""
    assert "huisverbod" not in steps_of(replace(ACUTE_WITHOUT_CASE, minor=YES), OrganisationKind.POLITIE)
    assert "huisverbod" in steps_of(ACUTE_WITHOUT_CASE, OrganisationKind.POLITIE)


def test_children_bring_in_rvdk_civil_and_unknown_children_the_child_check() -> None:
    assert "RvdK civiel" in steps_of(ACUTE, OrganisationKind.RVDK)
    assert "RvdK civiel" not in steps_of(replace(ACUTE, children=NO), OrganisationKind.RVDK)
    assert "kindcheck" in steps_of(replace(ACUTE, children=UNKNOWN), OrganisationKind.POLITIE)


def test_every_route_ends_with_informing_the_victim() -> None:
    for _, facts, _, _ in TABLE:
        assert "Informeer het slachtoffer" in steps_of(facts, OrganisationKind.OM)


@pytest.mark.parametrize("facts", [ROW_7, ROW_8, SAFE], ids=["row 7", "row 8", "row 10"])
def test_no_dismissal_while_the_wish_of_the_victim_is_unknown(facts: CaseFacts) -> None:
    assert "victim_wants_prosecution" in codes_not_yet(propose(facts), K.DISMISSAL_01)
    decided = replace(facts, victim_wants_prosecution=NO, criminal_measures_needed=NO)
    assert codes_not_yet(propose(decided), K.DISMISSAL_01) == set()


def test_the_spreekuur_is_named_for_an_adult_only() -> None:
    assert "HG-spreekuur" in propose(STRUCTURAL).route
    assert "HG-spreekuur" not in propose(replace(STRUCTURAL, minor=YES)).route
