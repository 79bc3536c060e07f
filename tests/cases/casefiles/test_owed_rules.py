"""What the facts of a case make its organisations owe, and by when (tables, section 3)."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from cases.casefiles.rules.owed import OwedFacts, owed, owed_events, owed_on
from cases.casefiles.rules.participation import Capacity
from cases.organisations.rules import OrganisationKind
from cases.terms.rules.kinds import TermKind
from cases.terms.rules.owed import OBLIGATIONS, OwedEvent
from cases.terms.rules.vocabulary import StartEvent

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
K, T = OrganisationKind, TermKind

ARRIVAL = datetime(2026, 3, 10, 10, 0, tzinfo=AMSTERDAM)
FIRST_DECISION = datetime(2026, 3, 10, 19, 0, tzinfo=AMSTERDAM)
END_OF_DAY = datetime(2026, 3, 11, 0, 0, tzinfo=AMSTERDAM)
HELD_STALKING = OwedFacts(
    held=True,
    hg_label=True,
    stalking=True,
    children=True,
    suspect_minor=False,
    first_decision_hours=9,
    start_event=StartEvent.ARRIVAL,
    first_decision_due_at=FIRST_DECISION,
)

# organisation, kind, due for a suspect who is held at 10:00 with the first decision due at 19:00
HELD_ROWS = [
    (K.OM, T.FIRST_DECISION, FIRST_DECISION),
    (K.OM, T.PROSECUTION_FACTS, FIRST_DECISION),
    (K.POLITIE, T.REPORT_TO_VT, END_OF_DAY),
    (K.POLITIE, T.CHILD_CHECK, END_OF_DAY),
    (K.POLITIE, T.IB_OF_VICTIM, END_OF_DAY),
    (K.POLITIE, T.HUISVERBOD_CHECK, END_OF_DAY),
    (K.VT, T.KNOWN_ANSWER, FIRST_DECISION - timedelta(hours=2)),
    (K.VT, T.PART_A, FIRST_DECISION - timedelta(hours=2)),
    (K.SHN, T.WISHES, FIRST_DECISION),
    (K.POLITIE, T.SASH, FIRST_DECISION - timedelta(hours=2)),
    (K.POLITIE, T.KLACHT_ASKED, FIRST_DECISION - timedelta(hours=2)),
    (K.RVDK, T.CIVIL_TRIAGE, FIRST_DECISION),
]


@pytest.mark.parametrize(("organisation", "kind", "due"), HELD_ROWS)
def test_a_held_suspect_makes_each_organisation_owe_its_part_in_time(
    organisation: OrganisationKind, kind: TermKind, due: datetime
) -> None:
    (row,) = [each for each in owed(HELD_STALKING) if each.kind is kind]
    assert row.organisation is organisation
    assert row.due_at(ARRIVAL) == due


def test_nothing_beyond_the_table_is_owed_for_a_held_suspect() -> None:
    assert [row.kind for row in owed(HELD_STALKING)] == [kind for _, kind, _ in HELD_ROWS]


def test_advice_of_3ro_is_owed_one_hour_before_once_om_states_suspicion() -> None:
    rows = owed(replace(HELD_STALKING, suspicion=True))
    (advice,) = [row for row in rows if row.kind is T.ADVICE]
    assert advice.organisation is K.RECLASSERING
    assert advice.due_at(ARRIVAL) == FIRST_DECISION - timedelta(hours=1)
    for suspicion in (None, False):
        assert T.ADVICE not in [row.kind for row in owed(replace(HELD_STALKING, suspicion=suspicion))]


def test_a_minor_suspect_makes_the_rvdk_owe_advice_in_its_penal_hat_whatever_om_stated() -> None:
    rows = owed(replace(HELD_STALKING, suspect_minor=True))
    hats = {row.kind: row.capacity for row in rows if row.organisation is K.RVDK}
    assert hats == {T.ADVICE: Capacity.PENAL, T.CIVIL_TRIAGE: Capacity.CIVIL}


@pytest.mark.parametrize("held", [True, False])
@pytest.mark.parametrize(
    ("children", "victim_minor", "triage"),
    [(False, False, 0), (True, False, 1), (False, True, 1), (True, True, 1)],
)
def test_the_triage_is_owed_once_for_any_child_also_when_it_is_the_victim(
    *, children: bool, victim_minor: bool, triage: int, held: bool
) -> None:
    facts = replace(HELD_STALKING, held=held, heard=not held, children=children, victim_minor=victim_minor)
    assert [row.kind for row in owed(facts)].count(T.CIVIL_TRIAGE) == triage


def test_two_hours_before_never_lies_before_the_event_itself() -> None:
    late = datetime(2026, 3, 10, 18, 0, tzinfo=AMSTERDAM)
    (part_a,) = [row for row in owed(HELD_STALKING) if row.kind is T.PART_A]
    assert part_a.due_at(late) == late


def test_a_heard_suspect_leaves_five_working_days_for_the_sash() -> None:
    heard = replace(HELD_STALKING, held=False, heard=True, first_decision_due_at=None)
    rows = {row.kind: row for row in owed(heard)}
    assert T.FIRST_DECISION not in rows
    assert rows[T.SASH].due_at(ARRIVAL) == datetime(2026, 3, 18, 0, 0, tzinfo=AMSTERDAM)
    assert rows[T.REPORT_TO_VT].due_at(ARRIVAL) is None


def test_before_the_suspect_is_held_or_heard_nothing_is_owed() -> None:
    assert owed(replace(HELD_STALKING, held=False)) == ()


def test_held_and_heard_at_once_is_refused() -> None:
    with pytest.raises(ValueError, match="niet allebei"):
        owed_events(replace(HELD_STALKING, heard=True))


def test_without_label_or_stalking_only_om_owes() -> None:
    rows = owed(
        OwedFacts(held=True, suspect_minor=False, suspicion=True, first_decision_due_at=FIRST_DECISION)
    )
    assert {row.organisation for row in rows} == {K.OM}


CHOICES = {T.SASH, T.KLACHT_ASKED, T.KNOWN_ANSWER, T.PART_A, T.ADVICE}


def test_lengths_that_no_source_gives_are_marked_as_chosen() -> None:
    rows = owed(replace(HELD_STALKING, suspicion=True))
    assert {row.kind for row in rows if row.is_chosen} == CHOICES
    assert owed_on(OwedEvent.DECISION_OR_MEASURE)[0].is_chosen
    assert owed_on(OwedEvent.FINAL_DECISION)[0].is_chosen
    assert not owed_on(OwedEvent.REPORT_RECEIVED)[0].is_chosen


@pytest.mark.parametrize(
    ("event", "expected"),
    [
        (OwedEvent.REPORT_RECEIVED, {(K.VT, T.VT_ASSESSMENT)}),
        (OwedEvent.INVESTIGATION_CHOSEN, {(K.POLITIE, T.INVESTIGATION_PLAN)}),
        (OwedEvent.DECISION_OR_MEASURE, {(None, T.INFORM_VICTIM)}),
        (OwedEvent.ORDER_GIVEN, {(None, T.SERVE_MEASURE), (K.POLITIE, T.REGISTER_MEASURE)}),
        (OwedEvent.BREACH, {(K.POLITIE, T.TELL_BREACH)}),
        (OwedEvent.BREACH_TOLD, {(K.OM, T.JUDGE_BREACH)}),
        (OwedEvent.JUDGE_AGAIN, {(K.VT, T.REASSESS)}),
        (OwedEvent.FINAL_DECISION, {(K.VT, T.HANDOVER)}),
        (OwedEvent.REPORT_OUTCOME, {(K.VT, T.FEEDBACK_TO_REPORTER)}),
        (OwedEvent.GUARD_OVERRIDDEN, {(K.VT, T.SAME_DAY_SAFETY), (K.POLITIE, T.SAME_DAY_SAFETY)}),
    ],
)
def test_later_events_make_their_organisation_owe(
    event: OwedEvent, expected: set[tuple[OrganisationKind | None, TermKind]]
) -> None:
    assert {(row.organisation, row.kind) for row in owed_on(event)} == expected


def test_every_row_says_by_what_it_is_met() -> None:
    assert all(row.met_by for event in OBLIGATIONS for row in owed_on(event))
