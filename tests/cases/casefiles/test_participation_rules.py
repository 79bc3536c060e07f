"""Who takes part, at which level, from which event: tables, section 1, row by row."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from cases.access.rules.levels import Level
from cases.casefiles.rules.participation import (
    JOINING_TABLE,
    Capacity,
    JoiningEvent,
    ParticipationFacts,
    Routing,
    joins_on,
    level_after_closing,
    participants,
    participation_missing,
)
from cases.organisations.rules import OrganisationKind

ON = date(2026, 3, 10)
K, L, C, R, E = OrganisationKind, Level, Capacity, Routing, JoiningEvent
PLACE, VICTIM, NAMED = R.OFFENCE_PLACE, R.VICTIM_MUNICIPALITY, R.NAMED

ROWS = {
    E.SUSPECT_REGISTERED: {(K.POLITIE, L.DECIDE, C.NONE, PLACE), (K.OM, L.DECIDE, C.NONE, PLACE)},
    E.HG_OR_STALKING: {(K.VT, L.CONTRIBUTE, C.NONE, VICTIM), (K.SHN, L.CONTRIBUTE, C.NONE, PLACE)},
    E.HG_OR_STALKING_ADULT: {(K.RECLASSERING, L.CONTRIBUTE, C.NONE, PLACE)},
    E.HG_OR_STALKING_MINOR: {(K.RVDK, L.CONTRIBUTE, C.PENAL, VICTIM)},
    E.MINOR_SUSPECT: {(K.RVDK, L.CONTRIBUTE, C.PENAL, VICTIM)},
    E.CHILD_IN_SYSTEM: {(K.RVDK, L.CONTRIBUTE, C.CIVIL, VICTIM)},
    E.MINOR_VICTIM: {(K.RVDK, L.CONTRIBUTE, C.CIVIL, VICTIM)},
    E.MINOR_LIGHT_OFFENCE: {(K.HALT, L.VIEW, C.NONE, PLACE)},
    E.REPORT_WITHOUT_SUSPECT: {(K.VT, L.DECIDE, C.NONE, VICTIM)},
    E.MEETING_AGENDA: {
        (kind, L.VIEW, C.NONE, NAMED) for kind in (K.VT, K.POLITIE, K.OM, K.RECLASSERING, K.RVDK)
    },
    E.ASKED_BY_VT: {(kind, L.VIEW, C.NONE, NAMED) for kind in (K.VT, K.EXPERT, K.LEC_EGG, K.OPVANG)},
    E.HANDOVER_ACCEPTED: {(K.LOKAAL, L.CONTRIBUTE, C.NONE, VICTIM)},
}


@pytest.mark.parametrize("event", list(JoiningEvent))
def test_each_event_lets_its_organisations_join(event: JoiningEvent) -> None:
    rows = {(row.kind, row.level, row.capacity, row.routing) for row in joins_on(event, ON)}
    assert rows == ROWS[event]


def test_every_row_gives_its_ground() -> None:
    assert all(row.ground.endswith(".") for row in JOINING_TABLE)


@pytest.mark.parametrize("event", [E.MEETING_AGENDA, E.ASKED_BY_VT])
def test_who_is_invited_by_name_leaves_again(event: JoiningEvent) -> None:
    assert all(row.until for row in joins_on(event, ON))


STALKING_CASE = ParticipationFacts(
    suspect_registered=True,
    suspect_minor=False,
    hg_label=True,
    stalking=True,
    children=True,
    report_received=True,
)


def kinds(facts: ParticipationFacts) -> set[tuple[OrganisationKind, Capacity]]:
    return {(row.kind, row.capacity) for row in participants(facts, ON)}


def test_the_stalking_case_of_an_adult_with_children_brings_six_organisations_together() -> None:
    assert kinds(STALKING_CASE) == {
        (K.POLITIE, C.NONE),
        (K.OM, C.NONE),
        (K.VT, C.NONE),
        (K.SHN, C.NONE),
        (K.RECLASSERING, C.NONE),
        (K.RVDK, C.CIVIL),
    }


def test_a_minor_suspect_brings_the_rvdk_in_its_penal_hat_instead_of_3ro() -> None:
    found = kinds(replace(STALKING_CASE, suspect_minor=True))
    assert {(K.RVDK, C.PENAL), (K.RVDK, C.CIVIL)} <= found
    assert (K.RECLASSERING, C.NONE) not in found


@pytest.mark.parametrize(
    ("children", "victim_minor", "civil"),
    [(False, False, False), (True, False, True), (False, True, True), (True, True, True)],
)
def test_a_child_brings_the_rvdk_in_its_civil_hat_also_when_it_is_the_victim(
    *, children: bool, victim_minor: bool, civil: bool
) -> None:
    rows = participants(replace(STALKING_CASE, children=children, victim_minor=victim_minor), ON)
    found = [row.capacity for row in rows if row.kind is K.RVDK]
    assert found == ([C.CIVIL] if civil else [])


def test_halt_sees_only_light_offences_of_minors() -> None:
    minor = replace(STALKING_CASE, suspect_minor=True, light_offence=True)
    assert (K.HALT, C.NONE) in kinds(minor)
    assert (K.HALT, C.NONE) not in kinds(replace(minor, suspect_minor=False))
    assert (K.HALT, C.NONE) not in kinds(replace(minor, light_offence=False))


@pytest.mark.parametrize(("hg_label", "stalking"), [(True, False), (False, True)])
def test_either_label_or_stalking_is_enough(*, hg_label: bool, stalking: bool) -> None:
    facts = ParticipationFacts(
        suspect_registered=True, suspect_minor=False, hg_label=hg_label, stalking=stalking
    )
    assert kinds(facts) == {(kind, C.NONE) for kind in (K.POLITIE, K.OM, K.VT, K.SHN, K.RECLASSERING)}


def test_without_label_only_police_and_om_take_part() -> None:
    facts = ParticipationFacts(suspect_registered=True, suspect_minor=False)
    assert kinds(facts) == {(K.POLITIE, C.NONE), (K.OM, C.NONE)}


def test_a_report_without_suspect_is_decided_on_by_veilig_thuis() -> None:
    rows = participants(ParticipationFacts(suspect_registered=False, report_received=True, hg_label=True), ON)
    assert [row.level for row in rows if row.kind is K.VT] == [Level.DECIDE]
    assert {row.kind for row in rows} == {K.VT, K.SHN}


def test_the_local_team_joins_only_after_the_handover() -> None:
    assert (K.LOKAAL, C.NONE) not in kinds(STALKING_CASE)
    assert (K.LOKAAL, C.NONE) in kinds(replace(STALKING_CASE, handover_accepted=True))


def test_an_unknown_age_is_asked_of_the_police_before_an_adviser_can_join() -> None:
    unknown = replace(STALKING_CASE, suspect_minor=None)
    assert [item.code for item in participation_missing(unknown)] == ["suspect_birth_date"]
    assert not {(K.RECLASSERING, C.NONE), (K.RVDK, C.PENAL)} & kinds(unknown)
    assert participation_missing(STALKING_CASE) == ()


@pytest.mark.parametrize(
    ("level", "kind", "days", "after"),
    [
        (Level.VIEW, K.POLITIE, 29, Level.VIEW),
        (Level.VIEW, K.POLITIE, 30, Level.THAT),
        (Level.DECIDE, K.OM, 30, Level.THAT),
        (Level.THAT, K.EXPERT, 30, Level.THAT),
        (Level.VIEW, K.ZVH, 0, None),
    ],
)
def test_after_closing_reading_ends_after_thirty_days_and_for_the_zvh_at_once(
    level: Level, kind: OrganisationKind, days: int, after: Level | None
) -> None:
    assert level_after_closing(level, kind, days) is after
