"""What is on the table becomes the facts that flowchart and guards read."""

from __future__ import annotations

from datetime import timedelta

import pytest

from cases.access.wall import acting_as
from cases.assessments.rules.answers import Outcome, YesNo
from cases.assessments.services import lift_acuteness
from cases.casefiles.models import Case, CaseRole
from cases.organisations.rules import OrganisationKind
from cases.plans.models import Breach
from cases.plans.rules.conditions import ConditionLevel
from cases.plans.services import NewCondition, judge_breach, set_condition
from tests.factories.cast import Cast
from tests.ground.database import afresh
from tests.zsm.decision.making import (
    ASSESSED,
    DECIDED,
    DUE,
    STATED,
    a_held_case,
    concluded,
    past_the_wall,
    stated,
)
from veiligheid.demo.stories import daughter_at_her_fathers_door, minor_son_hits_his_mother
from zsm.decision.queries import case_facts
from zsm.decision.rules.facts import Answer, CaseFacts, Custody, Unsafety, WayToSafety
from zsm.decision.rules.flowchart import propose

pytestmark = pytest.mark.usefixtures("made", "rolled_back")


@pytest.fixture(scope="module")
def made(module_db: None, cast: Cast) -> Case:
    """The stalking case, nothing stated yet."""
    return a_held_case(cast)


@pytest.fixture
def case(rolled_back: None, made: Case) -> Case:
    """That case, for one test."""
    return afresh(made)


def facts_of(case: Case, **more: object) -> CaseFacts:
    """The facts at the moment of the decision."""
    with past_the_wall():
        return case_facts(case, DECIDED, **more)  # type: ignore[arg-type]  # keywords of case_facts


def test_a_registered_arrest_knows_who_is_held_and_for_what(case: Case) -> None:
    facts = facts_of(case)
    assert facts.custody is Custody.HELD
    assert facts.remand_allowed is Answer.YES
    assert facts.minor is Answer.NO
    assert facts.children is Answer.YES
    assert facts.stalking
    assert (facts.prosecution_complaint_required, facts.prosecution_complaint) == (True, Answer.YES)
    assert facts.first_decision_open
    assert not facts.first_decision_late


def test_what_nobody_stated_is_unknown(case: Case) -> None:
    facts = facts_of(case)
    assert facts.suspicion is facts.serious_objections is facts.victim_wants_prosecution is Answer.UNKNOWN
    assert facts.acute is Unsafety.MISSING
    assert {item.code for item in propose(facts).missing} >= {"suspicion"}


def test_waiting_for_part_a_is_row_two(cast: Cast, case: Case) -> None:
    stated(cast, case)
    assert propose(facts_of(case)).row == 2


def test_acute_with_sufficient_evidence_is_row_three(cast: Cast, case: Case) -> None:
    concluded(cast, case)
    stated(cast, case)
    assert propose(facts_of(case)).row == 3


def test_a_minor_suspect_is_advised_by_the_raad(cast: Cast) -> None:
    facts = facts_of(a_held_case(cast, minor_son_hits_his_mother))
    assert facts.minor is Answer.YES
    assert facts.adviser is OrganisationKind.RVDK


def test_an_offence_without_remand_is_known_as_such(cast: Cast) -> None:
    assert facts_of(a_held_case(cast, daughter_at_her_fathers_door)).remand_allowed is Answer.NO


def test_persons_are_named_by_role_unless_the_reader_may_know_them(cast: Cast, case: Case) -> None:
    concluded(cast, case)
    assert set(facts_of(case).unsafe_persons) == {"het slachtoffer", "een kind"}
    with past_the_wall():
        victim = CaseRole.objects.get(case=case, role="victim").person
    assert victim.full_name in facts_of(case, names={victim.pk: victim.full_name}).unsafe_persons


def test_a_broken_order_counts_again_once_om_judged_and_veilig_thuis_assessed_again(
    cast: Cast, case: Case
) -> None:
    concluded(cast, case)
    assert any(gap.person == "het slachtoffer" for gap in facts_of(case).uncovered)
    om = cast.actor("om")
    with acting_as(om):
        breach = Breach.objects.get(measure__case=case)
        judge_breach(breach=breach, outcome="prosecuted", actor=om, at=STATED)
    concluded(cast, case, at=STATED + timedelta(minutes=10))
    assert not any(gap.person == "het slachtoffer" for gap in facts_of(case).uncovered)


def test_a_plan_of_veilig_thuis_that_police_supervises_is_a_way_to_safety(cast: Cast, case: Case) -> None:
    assert facts_of(case).ways_to_safety == frozenset()
    vt = cast.actor("vt")
    with acting_as(vt):
        suspect = CaseRole.objects.get(case=case, role="suspect").person
        condition = NewCondition(
            level=ConditionLevel.FLOOR,
            text="De verdachte komt niet in de buurt van de woning.",
            binds=suspect,
            supervisor=cast.organisation(OrganisationKind.POLITIE),
            breach_reporter=cast.organisation(OrganisationKind.POLITIE),
            breach_reported_to=cast.organisation(OrganisationKind.VT),
            consequence="aanhouding",
            starts_on=ASSESSED.date(),
        )
        set_condition(case=case, condition=condition, actor=vt, at=ASSESSED)
    assert facts_of(case).ways_to_safety == {WayToSafety.VT_PLAN_WITH_POLICE}


def test_acuteness_is_lifted_by_plan_and_sight_of_an_assessment_that_holds(cast: Cast, case: Case) -> None:
    concluded(cast, case)
    assert not facts_of(case).acuteness_lifted
    vt = cast.actor("vt")
    with acting_as(vt):
        lift_acuteness(
            case=case,
            plan="Zij slaapt met de kinderen bij haar zus.",
            sight=YesNo.YES,
            sight_note="De zus belt elke avond.",
            actor=vt,
            at=STATED,
        )
    assert facts_of(case).acuteness_lifted


def test_not_acute_and_sufficient_waits_for_part_b(cast: Cast, case: Case) -> None:
    concluded(cast, case, Outcome.NO)
    stated(cast, case)
    assert [item.code for item in propose(facts_of(case)).missing] == ["part_b"]


def test_a_moment_after_the_due_moment_the_first_decision_is_late(case: Case) -> None:
    with past_the_wall():
        assert not case_facts(case, DUE).first_decision_late
        assert case_facts(case, DUE + timedelta(seconds=1)).first_decision_late
