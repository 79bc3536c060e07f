"""Correcting when the clock began: what depends on it is counted again, what was stays on record."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from cases.access.errors import Conflict, InvalidInput, NotAllowed
from cases.access.wall import GUARD_ROLE, acting_as, set_context
from cases.casefiles.models import Case, CaseEvent
from cases.offences.models import Charge
from cases.organisations.models import ZsmLocation
from cases.organisations.rules import OrganisationKind
from cases.outbox.models import OutboxMessage
from cases.terms.models import Term, TermStage
from cases.terms.rules.kinds import TermKind
from cases.terms.services import NewTerm, start_terms
from cases.terms.sweep import sweep_due
from tests.cases.terms.rules.moments import ams
from tests.factories.cast import Cast
from tests.zsm.intake.making import HEARD, LIGHT, REMAND, charge, heard_case, held_case, joined, owes, term
from zsm.intake.models import Custody, StartCorrection
from zsm.intake.services import StartMoments, change_charges, correct_start_event

pytestmark = pytest.mark.django_db
NOW = ams("2026-03-10 12:00")
EARLIER = HEARD - timedelta(hours=1)
MOMENTS = StartMoments(arrested_at=HEARD - timedelta(minutes=90), arrived_at=EARLIER)
REASON = "Aankomst stond verkeerd in het proces-verbaal."


def corrected(
    cast: Cast,
    case: Case,
    moments: StartMoments = MOMENTS,
    *,
    username: str = "politie",
    reason: str = REASON,
    seen: int | None = None,
) -> StartCorrection:
    actor = cast.actor(username)
    with acting_as(actor):
        return correct_start_event(case=case, moments=moments, reason=reason, actor=actor, at=NOW, seen=seen)


def test_first_decision_and_everything_counted_back_from_it_move_along(cast: Cast) -> None:
    case = held_case(cast, children_checked=False)
    corrected(cast, case)
    due = ams("2026-03-10 18:00")
    with acting_as(cast.actor("politie")):
        owed = owes(case)
    assert owed["om", "first_decision"] == due
    assert owed["om", "prosecution_facts"] == due
    assert owed["vt", "part_a"] == due - timedelta(hours=2)
    assert owed["vt", "known_answer"] == due - timedelta(hours=2)
    assert owed["3ro", "advice"] == due - timedelta(hours=1)
    assert owed["shn", "wishes"] == due
    assert owed["politie", "child_check"] == ams("2026-03-11 00:00")


def test_former_values_stay_and_the_new_computation_says_what_was_counted_before(cast: Cast) -> None:
    case = held_case(cast)
    saved = corrected(cast, case)
    with acting_as(cast.actor("politie")):
        custody = Custody.objects.get(case=case)
        former = term(case, TermKind.FIRST_DECISION, "cancelled")
        again = term(case, TermKind.FIRST_DECISION)
        event = CaseEvent.objects.get(case=case, kind="start_corrected")
    assert (saved.arrived_before, saved.arrived_after) == (HEARD, EARLIER)
    assert (saved.due_before, saved.due_after) == (ams("2026-03-10 19:00"), ams("2026-03-10 18:00"))
    assert custody.arrived_at == EARLIER
    assert custody.starts_at == MOMENTS.arrested_at
    assert former.end_reason == f"Begin gecorrigeerd: {REASON}"
    assert again.steps[0].startswith("Gecorrigeerd di 10 mrt 12:00. Eerder: begin di 10 mrt 10:00, loopt af")
    assert "di 10 mrt 19:00" in again.steps[0]
    assert REASON not in " ".join(again.steps)
    assert event.category == "decision"
    assert REASON in event.summary


def test_warnings_are_armed_anew_so_that_the_right_moment_alarms(cast: Cast) -> None:
    case = held_case(cast)
    corrected(cast, case)
    with acting_as(cast.actor("politie")):
        again = term(case, TermKind.FIRST_DECISION)
        former = term(case, TermKind.FIRST_DECISION, "cancelled")
        assert not TermStage.objects.filter(term=former, status="pending").exists()
        pending = TermStage.objects.filter(term=again, status="pending")
        assert again.due_at in set(pending.values_list("fires_at", flat=True))
    sweep_due(at=ams("2026-03-10 18:00"), source="test")
    with acting_as(cast.actor("politie")):
        assert Term.objects.get(pk=again.pk).alarmed


def test_order_counts_where_the_location_says_so(cast: Cast) -> None:
    ZsmLocation.objects.update(clock_starts_at="order")
    case = held_case(cast)
    ordered = HEARD + timedelta(minutes=30)
    moments = StartMoments(arrested_at=HEARD - timedelta(minutes=30), arrived_at=HEARD, order_at=ordered)
    corrected(cast, case, moments)
    with acting_as(cast.actor("politie")):
        assert owes(case)["om", "first_decision"] == ams("2026-03-10 19:30")


def test_everybody_who_takes_part_is_warned(cast: Cast) -> None:
    case = held_case(cast)
    corrected(cast, case)
    set_context(GUARD_ROLE)
    told = OutboxMessage.objects.filter(case=case, kind="start_corrected", channel="in_app")
    kinds = set(told.values_list("recipient__organisation__kind", flat=True))
    names = set(told.values_list("recipient__username", flat=True))
    set_context("none")
    assert kinds >= {"vt", "om", "shn", "3ro"}
    assert "politie" not in names


def test_prosecutor_corrects_too(cast: Cast) -> None:
    case = held_case(cast)
    assert corrected(cast, case, username="om").organisation.kind == "om"


@pytest.mark.parametrize("username", ["vt", "shn", "om.assistent", "kpc", "politie.lead"])
def test_only_hovj_and_prosecutor_correct_the_start(cast: Cast, username: str) -> None:
    case = held_case(cast)
    with pytest.raises(NotAllowed):
        corrected(cast, case, username=username)


def test_wrong_moments_and_a_missing_reason_are_told_together(cast: Cast) -> None:
    case = held_case(cast)
    wrong = StartMoments(
        arrested_at=NOW, arrived_at=NOW - timedelta(hours=1), order_at=NOW + timedelta(hours=1)
    )
    with pytest.raises(InvalidInput) as refused:
        corrected(cast, case, wrong, reason=" ")
    assert set(refused.value.errors) == {"arrived_at", "order_at", "reason"}


def test_a_term_from_before_every_rule_is_told_and_is_no_fault(cast: Cast) -> None:
    case, om = held_case(cast), cast.actor("om")
    wanted = NewTerm(
        kind=TermKind.PART_A,
        organisation=cast.organisation(OrganisationKind.VT),
        start=ams("1999-03-10 09:00"),
    )
    with acting_as(om), pytest.raises(InvalidInput) as refused:
        start_terms(case=case, terms=[wanted], actor=om, at=NOW)
    assert "te ver terug" in refused.value.errors[""][0]


def test_nothing_to_change_or_nobody_held_is_a_conflict(cast: Cast) -> None:
    held, heard = held_case(cast), heard_case(cast, number=1)
    same = StartMoments(arrested_at=HEARD - timedelta(minutes=30), arrived_at=HEARD)
    with pytest.raises(Conflict):
        corrected(cast, held, same)
    with pytest.raises(Conflict):
        corrected(cast, heard)


def test_correction_on_a_screen_that_is_out_of_date_is_a_conflict(cast: Cast) -> None:
    case = held_case(cast)
    corrected(cast, case, seen=0)
    later = replace(MOMENTS, arrived_at=EARLIER + timedelta(minutes=5))
    with pytest.raises(Conflict):
        corrected(cast, case, later, username="om", seen=0)
    corrected(cast, case, later, username="om", seen=1)


def changed(cast: Cast, case: Case, *, add: str = "", drop: str = "", username: str = "om") -> object:
    actor = cast.actor(username)
    with acting_as(actor):
        dropped = [row.public_id for row in Charge.objects.filter(case=case, offence_code=drop)]
        added = [charge(add)] if add else []
        return change_charges(
            case=case, add=added, withdraw=dropped, reason="Anders gekwalificeerd.", actor=actor, at=NOW
        )


def test_dropping_the_charge_that_allows_remand_makes_nine_hours_six(cast: Cast) -> None:
    case = held_case(cast, charges=(charge(REMAND), charge(LIGHT)))
    saved = changed(cast, case, drop=REMAND)
    with acting_as(cast.actor("om")):
        owed, dropped = owes(case), Charge.objects.get(case=case, offence_code=REMAND)
    assert isinstance(saved, StartCorrection)
    assert (saved.hours_before, saved.hours_after) == (9, 6)
    assert owed["om", "first_decision"] == ams("2026-03-10 16:00")
    assert owed["vt", "part_a"] == ams("2026-03-10 14:00")
    assert dropped.withdrawal_reason == "Anders gekwalificeerd."


def test_adding_a_charge_that_allows_remand_makes_six_hours_nine(cast: Cast) -> None:
    case = held_case(cast, charges=(charge(LIGHT),))
    changed(cast, case, add=REMAND, username="politie")
    with acting_as(cast.actor("om")):
        assert owes(case)["om", "first_decision"] == ams("2026-03-10 19:00")


def test_change_that_leaves_the_hours_moves_no_clock(cast: Cast) -> None:
    case = held_case(cast, charges=(charge(REMAND),))
    assert changed(cast, case, add=LIGHT) is None


def test_stalking_that_is_added_lets_the_partners_join_and_owe(cast: Cast) -> None:
    case = held_case(cast, hg_label=False)
    changed(cast, case, add="285b")
    with acting_as(cast.actor("politie")):
        taking_part, owed = joined(case), owes(case)
    assert {("vt", ""), ("shn", ""), ("3ro", "")} <= taking_part
    assert {("politie", "sash"), ("politie", "klacht_asked"), ("vt", "part_a")} <= set(owed)


def test_last_charge_cannot_be_dropped_and_others_do_not_change_charges(cast: Cast) -> None:
    case = held_case(cast)
    with pytest.raises(Conflict):
        changed(cast, case, drop=REMAND)
    with pytest.raises(NotAllowed):
        changed(cast, case, add=LIGHT, username="vt")
    with pytest.raises(InvalidInput):
        changed(cast, case)
