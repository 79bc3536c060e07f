"""An alarm is said again until somebody acts on it, by name; then everybody knows who acts."""

from __future__ import annotations

from datetime import timedelta

import pytest

from cases.access.errors import Conflict, InvalidInput, NotAllowed
from cases.access.rules.levels import Level
from cases.access.wall import acting_as
from cases.casefiles.models import Case, CaseEvent
from cases.casefiles.services.taking_over import hand_on, take_over
from cases.organisations.rules import OrganisationKind
from cases.outbox.models import OutboxMessage
from cases.outbox.queries import inbox
from cases.terms.models import Term, TermStage
from cases.terms.rules.kinds import TermKind
from cases.terms.services import meet_term
from cases.terms.sweep import sweep_due
from tests.cases.terms.making import DUE, START, a_case, a_term, seen, told
from tests.cases.terms.rules.moments import ams
from tests.factories.cast import Cast

pytestmark = pytest.mark.django_db

OM = OrganisationKind.OM
VT = OrganisationKind.VT
ESCALATED = ams("2026-03-10 20:00")
HALF_AN_HOUR = timedelta(minutes=30)


def sweep_at(*moments: object) -> list[int]:
    """How many stages each sweep gave."""
    return [sweep_due(at=moment, source="test").fired for moment in moments]  # type: ignore[arg-type]  # moments


def rounds() -> list[tuple[int, str]]:
    """Every round of the last escalation with its state."""
    return [(stage.round, stage.status) for stage in seen(TermStage) if stage.stage == "late_second"]


def taken(cast: Cast, term: Term, username: str, at: object = ESCALATED) -> Term:
    """The term, taken over by a user of the cast."""
    actor = cast.actor(username)
    with acting_as(actor):
        return take_over(term=term, actor=actor, at=at)  # type: ignore[arg-type]  # a moment


@pytest.fixture
def case(cast: Cast) -> Case:
    return a_case(cast, OM, VT)


@pytest.fixture
def term(cast: Cast, case: Case) -> Term:
    """The first decision of nine hours, due at 19:00."""
    return a_term(cast, case, person="om")


def test_escalation_is_said_again_every_half_hour_to_everybody(cast: Cast, term: Term) -> None:
    sweep_due(at=ESCALATED, source="test")
    first = OutboxMessage.objects.count
    assert sweep_at(ESCALATED + HALF_AN_HOUR - timedelta(seconds=1)) == [0]
    assert sweep_at(*(ESCALATED + HALF_AN_HOUR * number for number in (1, 2, 3))) == [1, 1, 1]
    assert rounds() == [(0, "fired"), (1, "fired"), (2, "fired"), (3, "fired"), (4, "pending")]
    told_last = [
        row for row in seen(OutboxMessage) if row.dedup_key.startswith(f"term:{term.pk}:late_second.3:")
    ]
    assert {row.channel for row in told_last} == {"in_app", "email"}
    assert told("late_second", "in_app") == {"om", "om.lead", "kpc", "vt.lead", "politie.lead"}
    assert first is not None


def test_rounds_that_an_outage_swallowed_are_not_made_up_for(cast: Cast, term: Term) -> None:
    sweep_due(at=ESCALATED + timedelta(hours=6, minutes=10), source="test")
    waiting = [stage for stage in seen(TermStage) if stage.status == "pending"]
    assert [(stage.round, stage.fires_at) for stage in waiting] == [
        (1, ESCALATED + timedelta(hours=6, minutes=30))
    ]


def test_who_takes_it_over_is_named_and_nothing_is_said_again(cast: Cast, case: Case, term: Term) -> None:
    sweep_due(at=ESCALATED, source="test")
    took = taken(cast, term, "om.lead")
    assert (took.taken_over_by, took.taken_over_at) == (cast.user("om.lead"), ESCALATED)
    assert took.person == cast.user("om.lead")
    assert took.is_open
    assert rounds() == [(0, "fired"), (1, "cancelled")]
    assert sweep_at(ESCALATED + HALF_AN_HOUR, ESCALATED + timedelta(days=3)) == [0, 0]
    lead = cast.user("om.lead").display_name
    with acting_as(cast.actor("vt")):
        event = CaseEvent.objects.get(case=case, kind="term_taken_over")
    assert event.summary == f"{lead} (OM Duinrand) pakt op: eerste beslissing."


def test_who_heard_the_alarm_hears_who_acts(cast: Cast, case: Case, term: Term) -> None:
    sweep_due(at=ESCALATED, source="test")
    taken(cast, term, "om.lead")
    vt = cast.actor("vt.lead")
    with acting_as(vt):
        newest = inbox(vt, ESCALATED)[0]
    name = cast.user("om.lead").display_name
    assert (
        newest.notice.text == f"Zaak {case.number}: {name} (OM Duinrand) pakt op: {term.rule.neutral_label}."
    )
    assert "om.lead" not in {row.recipient.username for row in seen_notices() if row.recipient is not None}


def seen_notices() -> list[OutboxMessage]:
    return [row for row in seen(OutboxMessage) if row.kind == "term_taken_over"]


def test_a_partner_may_act_on_it_while_it_stays_owed_by_the_same(cast: Cast, term: Term) -> None:
    sweep_due(at=ESCALATED, source="test")
    took = taken(cast, term, "vt")
    assert (took.taken_over_by, took.person) == (cast.user("vt"), cast.user("om"))
    assert took.organisation == cast.organisation(OM)


def test_second_one_hears_who_acts_already(cast: Cast, term: Term) -> None:
    sweep_due(at=DUE, source="test")
    taken(cast, term, "om", DUE)
    name = cast.user("om").display_name
    with pytest.raises(Conflict, match=f"{name} heeft dit al opgepakt"):
        taken(cast, term, "kpc")
    with pytest.raises(Conflict, match="heeft dit al opgepakt"):
        taken(cast, term, "om")


def test_before_its_moment_nothing_can_be_taken_over(cast: Cast, term: Term) -> None:
    with pytest.raises(Conflict, match="Er is nog geen alarm: deze termijn loopt af op di 10 mrt 19:00"):
        taken(cast, term, "om", DUE)


def test_taken_over_between_alarm_and_escalation_it_does_not_escalate(cast: Cast, term: Term) -> None:
    sweep_due(at=DUE, source="test")
    taken(cast, term, "om", DUE)
    assert sweep_at(ESCALATED) == [0]
    assert told("late_first", "in_app") == told("late_second", "in_app") == set()


def test_ended_term_cannot_be_taken_over(cast: Cast, term: Term) -> None:
    om = cast.actor("om")
    with acting_as(om):
        meet_term(term=term, actor=om, at=DUE)
    with pytest.raises(Conflict, match="intussen al beëindigd"):
        taken(cast, term, "om")


def test_who_only_reads_along_takes_nothing_over(cast: Cast) -> None:
    case = a_case(cast, OM, level=Level.CONTRIBUTE)
    term = a_term(cast, case)
    with pytest.raises(NotAllowed):
        taken(cast, term, "vt")
    with pytest.raises(NotAllowed):
        taken(cast, term, "vt.beheer")


def test_term_goes_to_a_colleague_who_hears_it_and_can_take_it_over(
    cast: Cast, case: Case, term: Term
) -> None:
    sweep_due(at=DUE, source="test")
    taken(cast, term, "om", DUE)
    om, colleague = cast.actor("om"), cast.actor("om.assistent")
    with acting_as(om):
        handed = hand_on(term=term, to=cast.user("om.assistent"), actor=om, at=ESCALATED)
    assert handed.taken_over_by == cast.user("om")
    with acting_as(colleague):
        assert inbox(colleague, ESCALATED)[0].notice.text == (
            f"Zaak {case.number}: uw collega draagt aan u over: Eerste beslissing."
        )
    took = taken(cast, term, "om.assistent", ESCALATED + HALF_AN_HOUR)
    assert took.taken_over_by == cast.user("om.assistent")


def test_a_term_goes_to_colleagues_only(cast: Cast, term: Term) -> None:
    om, vt = cast.actor("om"), cast.actor("vt")
    with acting_as(om), pytest.raises(InvalidInput):
        hand_on(term=term, to=cast.user("vt"), actor=om, at=START)
    with acting_as(vt), pytest.raises(NotAllowed, match="de organisatie die haar moet halen"):
        hand_on(term=term, to=cast.user("vt"), actor=vt, at=START)


def test_term_of_a_decision_is_taken_over_in_the_category_of_the_decision(cast: Cast, case: Case) -> None:
    custody = a_term(cast, case, TermKind.POLICE_CUSTODY, OM)
    taken(cast, custody, "om", custody.due_at + timedelta(seconds=1) if custody.due_at else None)
    with acting_as(cast.actor("om")):
        assert CaseEvent.objects.get(case=case, kind="term_taken_over").category == "decision"
