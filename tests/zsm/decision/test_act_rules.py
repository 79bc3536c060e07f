"""One act with several orders: what goes together, its guards, what it causes, and how it is said."""

from __future__ import annotations

from datetime import timedelta

import pytest

from cases.casefiles.rules.states import StateEvent
from cases.organisations.rules import OrganisationKind
from cases.terms.rules.kinds import TermKind
from tests.cases.terms.rules.moments import ams
from zsm.decision.rules.act import (
    Act,
    Order,
    check_act,
    combination_errors,
    effects,
    ends_criminal_track,
    state_event,
    together,
)
from zsm.decision.rules.announcement import LONGEST_NOTICE, confirm_sentence, term_lines, told_to_victim
from zsm.decision.rules.checklist import Guard, GuardState
from zsm.decision.rules.facts import Answer, CaseFacts, Custody, Evidence, Unsafety
from zsm.decision.rules.kinds import DecisionKind as K

AT = ams("2026-03-10 15:10")
ARRESTED = ams("2026-03-10 09:25")
FACTS = CaseFacts(
    suspicion=Answer.YES,
    acute=Unsafety.YES,
    evidence=Evidence.SUFFICIENT,
    serious_objections=Answer.YES,
    custody=Custody.HELD,
    remand_allowed=Answer.YES,
    minor=Answer.NO,
    first_decision_open=True,
)


def act(*kinds: K, informer: OrganisationKind | None = OrganisationKind.SHN) -> Act:
    """An act of these kinds without any field filled in."""
    return Act(orders=tuple(Order(kind, {}) for kind in kinds), motivation="Gevaar.", informer=informer)


@pytest.mark.parametrize(
    "kinds",
    [
        (K.HOLD_CUSTODY, K.BRING_BEFORE_RC),
        (K.HOLD_CUSTODY, K.PLAN_DATE),
        (K.BEHAVIOURAL_ORDER, K.RELEASE_WITH_MEASURES),
        (K.RELEASE_WITHOUT_MEASURES, K.SUMMONS),
    ],
)
def test_orders_that_go_together(kinds: tuple[K, ...]) -> None:
    assert combination_errors(kinds) == []


@pytest.mark.parametrize(
    "kinds",
    [
        (),
        (K.HOLD_CUSTODY, K.RELEASE_WITHOUT_MEASURES),
        (K.BRING_BEFORE_RC, K.DISMISSAL_02),
        (K.RELEASE_WITHOUT_MEASURES, K.RELEASE_WITH_MEASURES),
        (K.SUMMONS, K.PENAL_ORDER),
        (K.SUMMONS_WITH_RC, K.BRING_BEFORE_RC),
        (K.PLAN_DATE, K.ON_HOLD),
        (K.SUMMONS, K.PLAN_DATE),
        (K.ROUTING, K.ROUTING),
    ],
)
def test_orders_that_do_not_go_together(kinds: tuple[K, ...]) -> None:
    assert combination_errors(kinds)


def test_a_behavioural_order_is_the_other_way_beside_holding() -> None:
    assert together((K.HOLD_CUSTODY, K.BRING_BEFORE_RC, K.BEHAVIOURAL_ORDER)) == (
        K.HOLD_CUSTODY,
        K.BRING_BEFORE_RC,
    )


def test_of_two_dismissals_the_first_is_proposed() -> None:
    assert together((K.DISMISSAL_01, K.DISMISSAL_02)) == (K.DISMISSAL_01,)


def test_one_order_that_is_stopped_stops_the_act() -> None:
    no_objections = CaseFacts(
        suspicion=Answer.YES, custody=Custody.HELD, remand_allowed=Answer.YES, serious_objections=Answer.NO
    )
    report = check_act(no_objections, act(K.HOLD_CUSTODY, K.BRING_BEFORE_RC))
    legal = next(item for item in report.items if item.guard is Guard.LEGAL_CONDITIONS)
    assert legal.state is GuardState.MISSING
    assert not report.allowed


def test_custody_and_rc_cause_each_term_once() -> None:
    chosen = act(K.HOLD_CUSTODY, K.BRING_BEFORE_RC)
    caused = effects(FACTS, chosen, check_act(FACTS, chosen), decided_at=AT, arrested_at=ARRESTED)
    assert [start.kind for start in caused.starts] == [
        TermKind.POLICE_CUSTODY,
        TermKind.BEFORE_RC,
        TermKind.INFORM_VICTIM,
    ]
    assert [end.kind for end in caused.ends] == [TermKind.FIRST_DECISION]
    assert caused.custody is Custody.HELD


def test_the_confirm_step_names_suspect_informer_and_terms() -> None:
    chosen = act(K.HOLD_CUSTODY, K.BRING_BEFORE_RC)
    caused = effects(FACTS, chosen, check_act(FACTS, chosen), decided_at=AT, arrested_at=ARRESTED)
    sentence = confirm_sentence(chosen, caused, suspect="Milan Brandwijk", informer="SHN Duinrand")
    assert "Milan Brandwijk blijft vast" in sentence
    assert "SHN Duinrand informeert het slachtoffer" in sentence
    lines = term_lines(caused, "SHN Duinrand")
    assert lines[0] == "Eerste beslissing: gehaald, op tijd."
    assert "Inverzekeringstelling (Openbaar Ministerie): tot vr 13 mrt 15:10." in lines
    assert "Slachtoffer informeren (SHN Duinrand): tot di 10 mrt 19:10." in lines


def test_a_behavioural_order_counts_from_the_order() -> None:
    chosen = Act(orders=(Order(K.BEHAVIOURAL_ORDER, {"days": 30}),), informer=OrganisationKind.SHN)
    caused = effects(FACTS, chosen, check_act(FACTS, chosen), decided_at=AT, arrested_at=ARRESTED)
    assert "Gedragsaanwijzing 509hh (Openbaar Ministerie): tot do 9 apr 15:10." in term_lines(caused, "")


@pytest.mark.parametrize(
    ("kinds", "event"),
    [
        ((K.HOLD_CUSTODY,), None),
        ((K.HOLD_CUSTODY, K.BRING_BEFORE_RC), StateEvent.DECISION_AWAITED),
        ((K.SUMMONS,), StateEvent.DECISION_AWAITED),
        ((K.RELEASE_WITHOUT_MEASURES,), None),
        ((K.DISMISSAL_02,), StateEvent.FINAL_DECISION),
    ],
)
def test_what_an_act_means_for_the_state_of_the_case(kinds: tuple[K, ...], event: StateEvent | None) -> None:
    assert state_event(kinds) is event


def test_a_dismissal_closes_the_criminal_track_and_a_conditional_one_does_not() -> None:
    assert ends_criminal_track([K.DISMISSAL_POLICY])
    assert not ends_criminal_track([K.CONDITIONAL_DISMISSAL])


def test_the_victim_hears_that_a_dismissal_sets_the_suspect_free() -> None:
    assert told_to_victim(act(K.DISMISSAL_02), FACTS) == (
        "De verdachte komt vrij. De verdachte wordt niet vervolgd: er is niet genoeg bewijs."
    )


def test_the_victim_hears_the_day_of_the_hearing() -> None:
    day = (AT + timedelta(days=14)).date()
    chosen = Act(orders=(Order(K.SUMMONS, {"hearing_date": day}),))
    assert told_to_victim(chosen, FACTS) == "De verdachte moet voor de rechter komen op di 24 mrt 2026."


@pytest.mark.parametrize("kind", list(K))
def test_every_kind_can_be_told_to_the_victim(kind: K) -> None:
    told = told_to_victim(act(kind), FACTS)
    assert told.endswith(".")
    assert len(told) < LONGEST_NOTICE
