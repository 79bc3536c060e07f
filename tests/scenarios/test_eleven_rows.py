"""All eleven rows of the flowchart through the services: adult and minor, held and heard (issue 3).

Each case is registered, assessed and stated by who owns that step; the row has to come out, and the first
decision that the flowchart proposes is taken. Where a guard stops it, the refusal has to say what is missing,
and the prosecutor goes against it with a motivation, as the law can force.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

import pytest

from cases.access.rules.refusal import Missing
from cases.access.wall import acting_as
from cases.assessments.rules.answers import Outcome, Presence
from cases.assessments.services import HarmAnswer, PartB, conclude_part_b
from cases.casefiles.models import Case
from cases.casefiles.queries import open_case
from cases.organisations.rules import OrganisationKind
from cases.outbox.models import OutboxMessage
from cases.terms.rules.kinds import TermKind
from cases.victims.models import VictimNotice
from tests.factories.cast import Cast
from tests.ground.database import afresh
from tests.zsm.decision.kinds import values_of
from tests.zsm.decision.making import (
    ASSESSED,
    DECIDED,
    a_held_case,
    concluded,
    decided,
    past_the_wall,
    running,
    stated,
)
from veiligheid.demo.stories import minor_son_hits_his_mother, threat_at_home
from zsm.decision.models import Decision
from zsm.decision.queries import case_facts, preview
from zsm.decision.rules.act import Act, Order, together
from zsm.decision.rules.checklist import OVERRIDABLE, Override
from zsm.decision.rules.facts import Answer, CaseFacts, Evidence
from zsm.decision.rules.flowchart import Proposal, propose
from zsm.decision.rules.kinds import FINAL, DecisionKind
from zsm.intake.services import change_custody

pytestmark = pytest.mark.usefixtures("made", "rolled_back")

YES, NO = Outcome.YES, Outcome.NO
SUFFICIENT, INVESTIGABLE, INSUFFICIENT = Evidence.SUFFICIENT, Evidence.INVESTIGABLE, Evidence.INSUFFICIENT


@dataclass(frozen=True)
class Row:
    """What makes a row: suspicion, part A, evidence, serious objections, part B (None: not concluded)."""

    number: int
    acute: Outcome | None
    evidence: Evidence
    objections: Answer
    structural: Outcome | None = None
    suspicion: Answer = Answer.YES


ROWS = (
    Row(1, None, Evidence.UNKNOWN, Answer.NO, suspicion=Answer.NO),
    Row(2, None, SUFFICIENT, Answer.YES),
    Row(3, YES, SUFFICIENT, Answer.YES),
    Row(4, YES, INVESTIGABLE, Answer.YES),
    Row(5, YES, INVESTIGABLE, Answer.NO),
    Row(6, YES, INSUFFICIENT, Answer.NO),
    Row(7, NO, INVESTIGABLE, Answer.NO, NO),
    Row(8, NO, INVESTIGABLE, Answer.NO, YES),
    Row(9, NO, SUFFICIENT, Answer.YES, YES),
    Row(10, NO, SUFFICIENT, Answer.YES, NO),
    Row(11, NO, INSUFFICIENT, Answer.NO),
)
# What the aid proposes first: held, heard. None: it waits for what the victim wants, and says so.
PROPOSED: dict[int, tuple[DecisionKind | None, DecisionKind | None]] = {
    1: (DecisionKind.DISMISSAL_01, DecisionKind.DISMISSAL_01),
    2: (DecisionKind.HOLD_CUSTODY, None),
    3: (DecisionKind.HOLD_CUSTODY, DecisionKind.BEHAVIOURAL_ORDER),
    4: (DecisionKind.HOLD_CUSTODY, DecisionKind.BEHAVIOURAL_ORDER),
    5: (DecisionKind.RELEASE_WITHOUT_MEASURES, DecisionKind.PLAN_DATE),
    6: (DecisionKind.DISMISSAL_02, DecisionKind.DISMISSAL_02),
    7: (None, None),
    8: (None, None),
    9: (DecisionKind.RELEASE_WITHOUT_MEASURES, DecisionKind.PLAN_DATE),
    10: (None, None),
    11: (DecisionKind.DISMISSAL_01, DecisionKind.DISMISSAL_01),
}


def part_b(cast: Cast, case: Case, conclusion: Outcome) -> None:
    """Veilig Thuis concludes part B."""
    vt = cast.actor("vt")
    present = Presence.PRESENT if conclusion is Outcome.YES else Presence.ABSENT
    new = PartB(
        kinds=(HarmAnswer(code="physical_abuse", answer=present),),
        conclusion=conclusion,
        deviation_reason="Beoordeeld op alles wat bekend is.",
        sources=("police_investigation",),
    )
    with acting_as(vt):
        conclude_part_b(case=case, part_b=new, actor=vt, at=ASSESSED + timedelta(minutes=5))


@pytest.fixture(scope="module")
def made(module_db: None, cast: Cast) -> tuple[Case, Case]:
    """The case of an adult suspect and that of a minor, as police registered them."""
    return a_held_case(cast, threat_at_home), a_held_case(cast, minor_son_hits_his_mother, number=2)


@pytest.fixture
def case(rolled_back: None, made: tuple[Case, Case], minor: bool) -> Case:
    """The case of one row, for one test."""
    return afresh(made[minor])


def bring(cast: Cast, case: Case, row: Row, *, held: bool) -> None:
    """Let the case lie on the table as the row has it."""
    if not held:
        police = cast.actor("politie")
        with acting_as(police):
            heard = ASSESSED - timedelta(minutes=30)
            change_custody(case=case, status="heard", actor=police, at=heard)
    if row.acute is not None:
        concluded(cast, case, row.acute)
    if row.structural is not None:
        part_b(cast, case, row.structural)
    stated(cast, case, suspicion=row.suspicion, evidence=row.evidence, objections=row.objections)


def seen(cast: Cast, case: Case) -> tuple[CaseFacts, Proposal]:
    """What the aid says to the prosecutor."""
    with acting_as(cast.actor("om")):
        facts = case_facts(case, DECIDED)
    return facts, propose(facts)


def taken(cast: Cast, case: Case, orders: list[Order], *, minor: bool) -> Decision:
    """The act as it is; where a guard stops it, what it says, and the act with the guard set aside."""
    missing = stopped(cast, case, orders)
    if not missing:
        return decided(cast, case, *orders)
    assert all(item.text and item.supplier for item in missing)
    if minor and any(order.kind in FINAL for order in orders):
        assert "advice" in {item.code for item in missing}
    forced = Override(OVERRIDABLE, "De wet dwingt dit af.", frozenset())
    decision = decided(cast, case, *orders, override=forced)
    with past_the_wall():
        alerts = OutboxMessage.objects.filter(kind="guard_overridden", case=case)
        assert {alert.addressee.organisation.kind for alert in alerts} == {"vt", "politie"}
    return decision


def stopped(cast: Cast, case: Case, orders: list[Order]) -> tuple[Missing, ...]:
    """Everything that the guards miss for this act, as the prosecutor sees it before deciding."""
    om = cast.actor("om")
    act = Act(orders=tuple(orders), motivation="Test", informer=OrganisationKind.SHN)
    with acting_as(om):
        access = open_case(om, case.public_id, at=DECIDED)
        return preview(access, act, DECIDED).report.missing


def cases() -> list[object]:
    """Row 2 exists for a held suspect only."""
    return [
        pytest.param(row, minor, held, id=f"row-{row.number}-{who}-{where}")
        for row in ROWS
        for minor, who in ((False, "adult"), (True, "minor"))
        for held, where in ((True, "held"), (False, "heard"))
        if held or row.number != 2
    ]


@pytest.mark.parametrize(("row", "minor", "held"), cases())
def test_each_row_comes_out_and_its_decision_is_taken(
    cast: Cast, case: Case, row: Row, minor: bool, held: bool
) -> None:
    bring(cast, case, row, held=held)
    facts, proposal = seen(cast, case)
    assert proposal.row == row.number
    assert facts.minor is (Answer.YES if minor else Answer.NO)
    expected = PROPOSED[row.number][0 if held else 1]
    if expected is None:
        assert proposal.kinds == ()
        assert "victim_wants_prosecution" in {missing.code for missing in proposal.missing}
        assert any(entry.text == "Seponeren" for entry in proposal.may_not_yet)
        return
    act = together(proposal.kinds)
    assert act[0] is expected
    orders = [Order(kind, values_of(kind, case.pk, DECIDED)) for kind in act]
    decision = taken(cast, case, orders, minor=minor)
    assert decision.flowchart_row == row.number
    with past_the_wall():
        assert VictimNotice.objects.filter(subject_public_id=decision.public_id).count() == 1
    assert running(case, TermKind.INFORM_VICTIM)
    if row.number == 5:
        assert DecisionKind.BEHAVIOURAL_ORDER not in proposal.kinds
