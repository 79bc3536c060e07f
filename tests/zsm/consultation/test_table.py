"""The coordinator leads the table: order, seats, one case at a time, put back with a reason, closing."""

from __future__ import annotations

import pytest

from cases.access.errors import Conflict, InvalidInput, NotAllowed
from cases.access.wall import acting_as
from cases.casefiles.models import Case, CaseEvent
from cases.organisations.rules import OrganisationKind
from tests.factories.cast import Cast
from tests.factories.story import REGISTERED, register_case, register_stalking_case
from tests.ground.database import afresh
from zsm.consultation.models import TableItem, TableSeat, TableSession
from zsm.consultation.queries import items_of, open_tables, seats_of
from zsm.consultation.rules.table import DayPart
from zsm.consultation.services import (
    bring_in,
    call_case,
    close_table,
    finish_case,
    leave_seat,
    move_case,
    next_case,
    open_table,
    put_back,
    take_seat,
)

pytestmark = pytest.mark.usefixtures("made", "rolled_back")
K = OrganisationKind


@pytest.fixture(scope="module")
def made(module_db: None, cast: Cast) -> list[Case]:
    """Two cases; the stalking case began ten minutes later, so that it runs out last."""
    first = register_case(cast, 3)
    return [first, register_case(cast, 4)]


@pytest.fixture
def cases(rolled_back: None, made: list[Case]) -> list[Case]:
    """Those cases, for one test."""
    return [afresh(case) for case in made]


def opened(cast: Cast, username: str = "kpc") -> TableSession:
    actor = cast.actor(username)
    with acting_as(actor):
        location = cast.municipality().zsm_location
        return open_table(location=location, part=DayPart.MORNING, actor=actor, at=REGISTERED)


@pytest.fixture
def table(cast: Cast, cases: list[Case]) -> TableSession:
    return opened(cast)


def numbers(cast: Cast, session: TableSession, state: str = "waiting", username: str = "kpc") -> list[str]:
    with acting_as(cast.actor(username)):
        return [item.case.number for item in items_of(session) if item.state == state]


def told(cast: Cast, case: Case) -> list[str]:
    with acting_as(cast.actor("om")):
        events = CaseEvent.objects.filter(case=case, kind__startswith="table_").order_by("pk")
        return list(events.values_list("summary", flat=True))


def go_on(cast: Cast, session: TableSession) -> TableItem | None:
    actor = cast.actor("kpc")
    with acting_as(actor):
        return next_case(session=session, actor=actor, at=REGISTERED)


def test_the_table_opens_with_every_case_of_the_location_and_its_own_organisation(
    cast: Cast, table: TableSession, cases: list[Case]
) -> None:
    assert numbers(cast, table) == [case.number for case in cases]
    with acting_as(cast.actor("kpc")):
        assert [(seat.organisation.kind, seat.user_id) for seat in seats_of(table)] == [
            ("om", cast.user("kpc").pk)
        ]


def test_there_is_one_open_table_per_location(cast: Cast, table: TableSession) -> None:
    with pytest.raises(Conflict, match="al een tafel open"):
        opened(cast)


@pytest.mark.parametrize("username", ["om", "politie", "vt", "3ro", "rvdk", "shn", "om.lead", "vt.beheer"])
def test_only_a_coordinator_opens_a_table(cast: Cast, username: str) -> None:
    with pytest.raises(NotAllowed):
        opened(cast, username)


def test_a_coordinator_of_another_region_neither_opens_nor_leads_it(cast: Cast, table: TableSession) -> None:
    with pytest.raises(NotAllowed, match="werkt niet voor"):
        opened(cast, "kpc-rk")
    other = cast.actor("kpc-rk")
    with acting_as(other):
        assert not open_tables(other).exists()
        with pytest.raises(NotAllowed, match="andere organisatie"):
            next_case(session=table, actor=other, at=REGISTERED)


def test_one_key_takes_the_next_case_and_tells_who_sat_there(
    cast: Cast, table: TableSession, cases: list[Case]
) -> None:
    first = go_on(cast, table)
    assert first is not None
    assert first.case == cases[0]
    go_on(cast, table)
    assert go_on(cast, table) is None
    assert numbers(cast, table, "discussed") == [case.number for case in cases]
    assert told(cast, cases[0]) == [
        "Aan de orde op ZSM Duinrand (ochtend). Aan tafel: OM.",
        "Besproken aan de ZSM-tafel. Aan tafel: OM.",
    ]


def test_who_is_present_is_told_in_the_story(cast: Cast, table: TableSession, cases: list[Case]) -> None:
    for username, kind in (("politie", K.POLITIE), ("vt", K.VT)):
        actor = cast.actor(username)
        with acting_as(actor):
            take_seat(
                session=table,
                organisation=cast.organisation(kind),
                user=cast.user(username),
                actor=actor,
                at=REGISTERED,
            )
    go_on(cast, table)
    assert told(cast, cases[0]) == ["Aan de orde op ZSM Duinrand (ochtend). Aan tafel: OM, POL, VT."]


def test_a_case_is_put_back_with_a_reason_and_gets_a_new_turn(
    cast: Cast, table: TableSession, cases: list[Case]
) -> None:
    go_on(cast, table)
    kpc = cast.actor("kpc")
    with acting_as(kpc):
        with pytest.raises(InvalidInput):
            put_back(session=table, reason=" ", actor=kpc, at=REGISTERED)
        put_back(session=table, reason="Wacht op onderdeel A.", actor=kpc, at=REGISTERED)
    first, second = (case.number for case in cases)
    assert numbers(cast, table, "put_back") == [first]
    assert numbers(cast, table) == [second, first]
    assert told(cast, cases[0])[-1] == "Teruggelegd aan de ZSM-tafel. Aan tafel: OM."


def test_a_waiting_case_is_moved_or_called_at_once(
    cast: Cast, table: TableSession, cases: list[Case]
) -> None:
    kpc = cast.actor("kpc")
    first, second = (case.number for case in cases)
    with acting_as(kpc):
        item = items_of(table)[1]
        move_case(session=table, item=item, step=-1, actor=kpc)
    assert numbers(cast, table) == [second, first]
    with acting_as(kpc):
        call_case(session=table, item=items_of(table)[1], actor=kpc, at=REGISTERED)
    assert numbers(cast, table, "current") == [first]
    with acting_as(kpc), pytest.raises(Conflict, match="nu aan de orde"):
        call_case(session=table, item=items_of(table)[1], actor=kpc, at=REGISTERED)


def test_new_cases_are_brought_in_behind_the_others(cast: Cast, table: TableSession) -> None:
    new = register_stalking_case(cast)
    kpc = cast.actor("kpc")
    with acting_as(kpc):
        assert bring_in(session=table, actor=kpc, at=REGISTERED) == 1
        assert bring_in(session=table, actor=kpc, at=REGISTERED) == 0
    assert numbers(cast, table)[-1] == new.number


def test_without_a_case_on_the_table_there_is_nothing_to_finish(cast: Cast, table: TableSession) -> None:
    kpc = cast.actor("kpc")
    for act in (
        lambda: finish_case(session=table, actor=kpc, at=REGISTERED),
        lambda: put_back(session=table, reason="x", actor=kpc, at=REGISTERED),
    ):
        with acting_as(kpc), pytest.raises(Conflict, match="geen zaak aan de orde"):
            act()


def test_a_closed_table_is_left_by_all_and_takes_no_step(cast: Cast, table: TableSession) -> None:
    go_on(cast, table)
    kpc = cast.actor("kpc")
    with acting_as(kpc):
        close_table(session=table, actor=kpc, at=REGISTERED)
        assert seats_of(table) == []
        assert not open_tables(kpc).exists()
    assert len(numbers(cast, table, "discussed")) == 1
    with pytest.raises(Conflict, match="gesloten"):
        go_on(cast, table)
    with acting_as(kpc), pytest.raises(Conflict, match="gesloten"):
        take_seat(session=table, organisation=cast.organisation(K.VT), user=None, actor=kpc, at=REGISTERED)
    assert opened(cast).pk != table.pk


SEATS: list[tuple[str, OrganisationKind, bool]] = [
    ("kpc", K.VT, True),
    ("vt", K.VT, True),
    ("vt", K.POLITIE, False),
    ("om", K.VT, False),
    ("shn", K.SHN, True),
    ("halt", K.HALT, True),
    ("lokaal", K.LOKAAL, False),
    ("kpc", K.LOKAAL, False),
]


@pytest.mark.parametrize(("username", "kind", "allowed"), SEATS)
def test_who_notes_that_an_organisation_sits_at_the_table(
    cast: Cast, table: TableSession, username: str, kind: OrganisationKind, allowed: bool
) -> None:
    actor = cast.actor(username)

    def sit() -> TableSeat:
        with acting_as(actor):
            return take_seat(
                session=table, organisation=cast.organisation(kind), user=None, actor=actor, at=REGISTERED
            )

    if not allowed:
        with pytest.raises(NotAllowed):
            sit()
        return
    assert sit().until is None
    with acting_as(actor):
        leave_seat(session=table, organisation=cast.organisation(kind), actor=actor, at=REGISTERED)
        assert kind.value not in {seat.organisation.kind for seat in seats_of(table)}


def test_an_organisation_of_another_region_takes_no_seat(cast: Cast, table: TableSession) -> None:
    kpc = cast.actor("kpc")
    foreign = cast.organisation(K.VT, "Rivierkwartier")
    with acting_as(kpc), pytest.raises(NotAllowed, match="zit niet aan deze tafel"):
        take_seat(session=table, organisation=foreign, user=None, actor=kpc, at=REGISTERED)


def test_a_partner_sees_the_turns_of_its_own_cases_only(
    cast: Cast, table: TableSession, cases: list[Case]
) -> None:
    assert numbers(cast, table, username="vt") == [case.number for case in cases]
    # The municipality works for the location and takes part in neither case.
    assert numbers(cast, table, username="gemeente") == []
