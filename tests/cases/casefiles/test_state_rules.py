"""The states of a case: every transition, every refusal, and what closing needs."""

from __future__ import annotations

from dataclasses import replace

import pytest

from cases.casefiles.rules.closing import TRACK_ENDED_BY, ClosingFacts, Track, closing_refusals
from cases.casefiles.rules.states import (
    STATE_LABELS,
    TRANSITIONS,
    CaseState,
    NoTransition,
    StateEvent,
    diagram,
    events_in,
    next_state,
    transition,
)
from cases.organisations.rules import OrganisationKind, Role

S, E = CaseState, StateEvent

ALLOWED = {
    (None, E.REPORT_RECEIVED): S.REPORTED,
    (None, E.SUSPECT_AT_ZSM): S.AT_ZSM,
    (S.REPORTED, E.PREPARATION_STARTED): S.PREPARING,
    (S.REPORTED, E.SUSPECT_AT_ZSM): S.AT_ZSM,
    (S.REPORTED, E.HANDOVER_ACCEPTED): S.MONITORING,
    (S.REPORTED, E.BOTH_TRACKS_ENDED): S.CLOSED,
    (S.PREPARING, E.SUSPECT_AT_ZSM): S.AT_ZSM,
    (S.PREPARING, E.BOTH_TRACKS_ENDED): S.CLOSED,
    (S.AT_ZSM, E.DECISION_AWAITED): S.AWAITING,
    (S.AT_ZSM, E.FINAL_DECISION): S.AFTER_ZSM,
    (S.AWAITING, E.SUSPECT_AT_ZSM): S.AT_ZSM,
    (S.AWAITING, E.FINAL_DECISION): S.AFTER_ZSM,
    (S.AFTER_ZSM, E.SUSPECT_AT_ZSM): S.AT_ZSM,
    (S.AFTER_ZSM, E.HANDOVER_ACCEPTED): S.MONITORING,
    (S.AFTER_ZSM, E.BOTH_TRACKS_ENDED): S.CLOSED,
    (S.MONITORING, E.SUSPECT_AT_ZSM): S.AT_ZSM,
    (S.MONITORING, E.BOTH_TRACKS_ENDED): S.CLOSED,
    # Reopened: the case returns to the state that the new fact asks for.
    (S.CLOSED, E.REPORT_RECEIVED): S.REPORTED,
    (S.CLOSED, E.PREPARATION_STARTED): S.PREPARING,
    (S.CLOSED, E.SUSPECT_AT_ZSM): S.AT_ZSM,
    (S.CLOSED, E.DECISION_AWAITED): S.AWAITING,
}
EVERY_PAIR = [(state, event) for state in (None, *CaseState) for event in StateEvent]


@pytest.mark.parametrize(("state", "event"), EVERY_PAIR)
def test_every_state_takes_exactly_the_events_of_the_table(
    state: CaseState | None, event: StateEvent
) -> None:
    if (state, event) in ALLOWED:
        assert next_state(state, event) is ALLOWED[state, event]
        assert event in events_in(state)
    else:
        with pytest.raises(NoTransition):
            next_state(state, event)


def test_a_state_and_event_have_one_row() -> None:
    assert len({(row.source, row.event) for row in TRANSITIONS}) == len(TRANSITIONS)


def test_a_refused_event_says_so_in_dutch() -> None:
    with pytest.raises(NoTransition, match="gesloten is, kent niet: eindbeslissing genomen"):
        next_state(S.CLOSED, E.FINAL_DECISION)


def test_a_report_on_an_open_case_joins_it_without_moving_it() -> None:
    for state in CaseState:
        assert (E.REPORT_RECEIVED in events_in(state)) is (state is S.CLOSED)


def test_only_the_prosecutor_takes_the_case_past_zsm() -> None:
    assert transition(S.AT_ZSM, E.FINAL_DECISION).by == ((OrganisationKind.OM, Role.PROSECUTOR),)


def test_reopening_leaves_its_own_trace() -> None:
    assert {row.audit_event for row in TRANSITIONS if row.source is S.CLOSED} == {"case_reopened"}


def test_the_diagram_shows_every_state_and_transition() -> None:
    lines = diagram().splitlines()
    assert lines[0] == "stateDiagram-v2"
    assert len(lines) == 1 + len(STATE_LABELS) + len(TRANSITIONS)
    assert "    at_zsm --> after_zsm: eindbeslissing genomen (Openbaar Ministerie)" in lines


CLOSABLE = ClosingFacts(
    criminal_ended=True,
    care_ended=True,
    running_terms=0,
    measures_without_owner=0,
    open_actions=0,
    handover_accepted=True,
)


def test_a_case_closes_when_both_tracks_ended_and_nothing_is_open() -> None:
    assert closing_refusals(CLOSABLE) == ()


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        (replace(CLOSABLE, criminal_ended=False), "criminal_track"),
        (replace(CLOSABLE, care_ended=False), "care_track"),
        (replace(CLOSABLE, running_terms=1), "running_terms"),
        (replace(CLOSABLE, measures_without_owner=2), "measures"),
        (replace(CLOSABLE, open_actions=3), "open_actions"),
        (replace(CLOSABLE, handover_accepted=False), "handover"),
        (replace(CLOSABLE, handover_accepted=False, no_further_steps_reason=" "), "handover"),
    ],
)
def test_each_open_end_stops_the_closing(facts: ClosingFacts, code: str) -> None:
    assert [item.code for item in closing_refusals(facts)] == [code]


def test_a_reasoned_end_by_veilig_thuis_stands_in_for_the_handover() -> None:
    facts = replace(CLOSABLE, handover_accepted=False, no_further_steps_reason="Gezin is verhuisd.")
    assert closing_refusals(facts) == ()


def test_a_dismissal_alone_does_not_close_the_case() -> None:
    assert [item.code for item in closing_refusals(replace(CLOSABLE, care_ended=False))] == ["care_track"]


def test_the_prosecutor_ends_the_criminal_track_and_veilig_thuis_the_care_track() -> None:
    assert TRACK_ENDED_BY[Track.CRIMINAL] == (OrganisationKind.OM, Role.PROSECUTOR)
    assert TRACK_ENDED_BY[Track.CARE] == (OrganisationKind.VT, None)
