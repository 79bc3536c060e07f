"""Which advice can be made and what it must hold: kind × adult or minor × stalking × custody, and guard 5."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from cases.organisations.rules import OrganisationKind
from cases.plans.rules.measure import Part
from zsm.advice.rules.advice import (
    AdviceContent,
    AdviceFacts,
    AdviceKind,
    AdvisedCondition,
    AdvisedDecision,
    ChildrenHeard,
    Instrument,
    SpokenWith,
    TakenIn,
    Weighing,
    content_errors,
    kind_refusals,
    missing_considerations,
    missing_for_hand_in,
    possible_kinds,
    with_default_radius,
)

K = AdviceKind
ADULT, MINOR = AdviceFacts(minor=False), AdviceFacts(minor=True)
SHORT = AdviceContent(
    kind=K.ZSM_SHORT,
    risk="Hoog.",
    decision=AdvisedDecision.CONDITIONAL_DISMISSAL,
    decision_reason="Licht feit.",
    feasibility="Kan.",
    spoken_with=frozenset({SpokenWith.SUSPECT}),
)


@pytest.mark.parametrize(
    ("em", "dut", "codes"),
    [
        (False, False, ["em_consideration", "dut_consideration"]),
        (True, False, ["dut_consideration"]),
        (False, True, ["em_consideration"]),
        (True, True, []),
    ],
)
@pytest.mark.parametrize("adviser", [OrganisationKind.RECLASSERING, OrganisationKind.RVDK])
def test_an_advice_in_a_stalking_case_weighs_em_and_dut(
    em: bool, dut: bool, codes: list[str], adviser: OrganisationKind
) -> None:
    found = missing_considerations(stalking=True, em_considered=em, dut_considered=dut, adviser=adviser)
    assert [missing.code for missing in found] == codes
    assert all(missing.supplier is adviser for missing in found)


def test_an_advice_in_another_case_need_not() -> None:
    assert missing_considerations(stalking=False, em_considered=False, dut_considered=False) == ()


KINDS: list[tuple[AdviceKind, bool, bool, bool, bool, bool, list[str]]] = [
    # kind, minor, held, police custody, unsafe, summoned → refusals
    (K.ZSM_SHORT, False, False, False, False, False, []),
    (K.ZSM_SHORT, False, True, True, True, False, []),
    (K.ZSM_SHORT, True, False, False, False, False, []),
    (K.ZSM_SHORT, True, True, True, True, False, []),
    (K.EARLY_HELP, False, False, False, True, False, ["police_custody"]),
    (K.EARLY_HELP, False, True, False, True, False, ["police_custody"]),
    (K.EARLY_HELP, False, True, True, False, False, []),
    (K.EARLY_HELP, False, True, True, True, False, []),
    (K.EARLY_HELP, True, False, False, False, False, ["unsafety"]),
    (K.EARLY_HELP, True, True, True, False, False, ["unsafety"]),
    (K.EARLY_HELP, True, True, False, True, False, []),
    (K.EARLY_HELP, True, False, False, True, False, []),
    (K.SPREEKUUR, False, False, False, False, False, []),
    (K.SPREEKUUR, False, True, False, False, False, ["spreekuur_released"]),
    (K.SPREEKUUR, True, False, False, True, False, ["spreekuur_adult"]),
    (K.SPREEKUUR, True, True, True, True, False, ["spreekuur_adult"]),
    (K.COURT_REPORT, False, False, False, False, False, []),
    (K.COURT_REPORT, False, True, True, True, True, []),
    (K.COURT_REPORT, True, False, False, True, False, ["summons"]),
    (K.COURT_REPORT, True, False, False, True, True, []),
]


@pytest.mark.parametrize("stalking", [False, True])
@pytest.mark.parametrize("row", KINDS, ids=str)
def test_which_kind_of_advice_can_be_made(
    row: tuple[AdviceKind, bool, bool, bool, bool, bool, list[str]], stalking: bool
) -> None:
    kind, minor, held, custody, unsafe, summoned, codes = row
    facts = AdviceFacts(
        minor=minor, stalking=stalking, held=held, police_custody=custody, unsafe=unsafe, summoned=summoned
    )
    assert [missing.code for missing in kind_refusals(kind, facts)] == codes
    assert (kind in possible_kinds(facts)) is (not codes)


@pytest.mark.parametrize("kind", AdviceKind)
def test_without_an_age_no_advice_can_be_made(kind: AdviceKind) -> None:
    assert [missing.code for missing in kind_refusals(kind, AdviceFacts())] == ["minor"]
    assert AdviceFacts().adviser is None


ERRORS: list[tuple[AdviceFacts, dict[str, Any], list[str]]] = [
    (ADULT, {}, []),
    (ADULT, {"spoken_with": {SpokenWith.VICTIM}}, []),
    (replace(ADULT, stalking=True), {"spoken_with": {SpokenWith.VICTIM}}, ["spoken_with"]),
    (replace(MINOR, stalking=True), {"spoken_with": {SpokenWith.VICTIM}}, []),
    (ADULT, {"spoken_with": {SpokenWith.NOBODY}}, []),
    (ADULT, {"spoken_with": {SpokenWith.NOBODY, SpokenWith.SUSPECT}}, ["spoken_with"]),
    (replace(ADULT, children=True), {"children_heard": ChildrenHeard.NO_CHILDREN}, ["children_heard"]),
    (ADULT, {"children_heard": ChildrenHeard.NO_CHILDREN}, []),
    (ADULT, {"decision": AdvisedDecision.HALT}, ["decision"]),
    (MINOR, {"decision": AdvisedDecision.HALT}, []),
    (ADULT, {"dut": Weighing.NOT_APPLICABLE}, []),
    (ADULT, {"dut": Weighing.NOT_APPLICABLE, "decision": AdvisedDecision.SUMMONS}, ["dut"]),
    (ADULT, {"em": Weighing.NOT_APPLICABLE}, ["em"]),
    (ADULT, {"instruments": {Instrument.RISC}}, ["instruments"]),
    (ADULT, {"kind": K.COURT_REPORT, "instruments": {Instrument.RISC, Instrument.B_SAFER}}, []),
    (ADULT, {"kind": K.COURT_REPORT, "instruments": {Instrument.LIJ}}, ["instruments"]),
    (MINOR, {"kind": K.COURT_REPORT, "instruments": {Instrument.RISC}}, ["instruments"]),
    (MINOR, {"kind": K.COURT_REPORT, "instruments": {Instrument.LIJ}}, []),
    (ADULT, {"conditions": (AdvisedCondition(part=Part.CONTACT_BAN, text="", months=0),)}, ["conditions"]),
    (ADULT, {"conditions": (AdvisedCondition(part=Part.CONTACT_BAN, text="", months=24),)}, []),
    (ADULT, {"conditions": (AdvisedCondition(part=Part.ANIMALS, text="", months=24),)}, ["conditions"]),
]


@pytest.mark.parametrize(("facts", "changes", "fields"), ERRORS)
def test_what_cannot_stand_in_an_advice(
    facts: AdviceFacts, changes: dict[str, Any], fields: list[str]
) -> None:
    frozen: dict[str, Any] = {
        name: frozenset(value) if isinstance(value, set) else value for name, value in changes.items()
    }
    assert list(content_errors(replace(SHORT, **frozen), facts)) == fields


MISSING: list[tuple[AdviceFacts, dict[str, Any], list[str]]] = [
    (ADULT, {}, []),
    (MINOR, {}, []),
    (ADULT, {"risk": " "}, ["risk"]),
    (ADULT, {"decision": None}, ["decision"]),
    (ADULT, {"decision_reason": ""}, ["decision_reason"]),
    (ADULT, {"feasibility": ""}, ["feasibility"]),
    (ADULT, {"spoken_with": frozenset()}, ["spoken_with"]),
    (replace(ADULT, stalking=True), {}, ["em_consideration", "dut_consideration"]),
    (replace(MINOR, stalking=True), {}, ["em_consideration", "dut_consideration"]),
    (
        replace(ADULT, stalking=True),
        {"em": Weighing.NO, "em_reason": "x", "dut": Weighing.NOT_APPLICABLE, "dut_reason": "x"},
        [],
    ),
    (replace(ADULT, children=True), {}, ["children_heard"]),
    (replace(ADULT, children=True), {"children_heard": ChildrenHeard.NOT_HEARD}, ["children_note"]),
    (replace(ADULT, children=True), {"children_heard": ChildrenHeard.RVDK}, []),
    (replace(ADULT, vt_conditions=frozenset({"a", "b"})), {}, ["vt_conditions"]),
    (
        replace(ADULT, vt_conditions=frozenset({"a"})),
        {"vt_conditions": {"a": TakenIn(taken=False)}},
        ["vt_condition_reason"],
    ),
    (replace(ADULT, vt_conditions=frozenset({"a"})), {"vt_conditions": {"a": TakenIn(taken=True)}}, []),
    # What Veilig Thuis withdrew since needs no answer any more.
    (ADULT, {"vt_conditions": {"old": TakenIn(taken=False)}}, []),
    (ADULT, {"kind": K.COURT_REPORT}, ["instrument_risc"]),
    (
        replace(ADULT, partner_violence=True),
        {"kind": K.COURT_REPORT},
        ["instrument_risc", "instrument_b_safer"],
    ),
    (replace(MINOR, summoned=True), {"kind": K.COURT_REPORT}, ["instrument_lij"]),
    (ADULT, {"kind": K.EARLY_HELP}, ["police_custody"]),
]


@pytest.mark.parametrize(("facts", "changes", "codes"), MISSING)
def test_what_an_advice_lacks_before_it_is_handed_in(
    facts: AdviceFacts, changes: dict[str, Any], codes: list[str]
) -> None:
    assert [missing.code for missing in missing_for_hand_in(replace(SHORT, **changes), facts)] == codes


@pytest.mark.parametrize(
    ("part", "given", "radius"),
    [
        (Part.AREA_BAN, None, 5),
        (Part.AREA_BAN, 2, 2),
        (Part.LOCATION_BAN, None, None),
        (Part.LOCATION_BAN, 1, 1),
        (Part.CONTACT_BAN, 7, None),
    ],
)
def test_an_area_ban_has_a_radius_of_five_kilometres_by_default(
    part: Part, given: int | None, radius: int | None
) -> None:
    row = AdvisedCondition(part=part, text=" x ", months=12, radius_km=given)
    assert with_default_radius(row).radius_km == radius
