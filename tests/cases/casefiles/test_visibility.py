"""One case, seen by who takes part, at which level, by the disclosure table (tables, section 5)."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from cases.access.actor import Actor
from cases.access.errors import NotAllowed
from cases.access.rules.categories import Category
from cases.access.rules.levels import Level
from cases.access.wall import acting_as
from cases.casefiles.models import Case, CaseLead
from cases.casefiles.queries import open_case as open_for
from cases.casefiles.queries import participants, story
from cases.casefiles.rules.states import CaseState
from cases.casefiles.services import (
    Joining,
    NewCase,
    join,
    lock_case,
    mark_for_task,
    open_case,
    record_event,
)
from cases.organisations.rules import OrganisationKind
from tests.factories.cast import Cast

pytestmark = pytest.mark.django_db
AT = datetime(2026, 3, 10, 10, 0, tzinfo=UTC)

TABLE = (OrganisationKind.VT, OrganisationKind.OM, OrganisationKind.SHN, OrganisationKind.RECLASSERING)


@pytest.fixture
def police(cast: Cast) -> Actor:
    return cast.actor("politie")


@pytest.fixture
def case(cast: Cast, police: Actor) -> Case:
    with acting_as(police):
        own = Joining(cast.organisation(OrganisationKind.POLITIE), Level.DECIDE, "test")
        new = NewCase(CaseState.AT_ZSM, "yes", cast.municipality(), cast.municipality())
        case = open_case(new=new, joining=own, actor=police, at=AT)
        others = [Joining(cast.organisation(kind), Level.CONTRIBUTE, "test") for kind in TABLE]
        others.append(Joining(cast.organisation(OrganisationKind.ZVH), Level.THAT, "test"))
        join(case=case, joining=others, actor=police, at=AT)
        for category in (Category.IDENTITY, Category.INVESTIGATION, Category.CHILDREN):
            record_event(
                case=case, kind="test", category=category, summary=category.value, actor=police, at=AT
            )
    return case


def told(cast: Cast, case: Case, username: str) -> tuple[set[str], int]:
    actor = cast.actor(username)
    with acting_as(actor):
        seen = story(open_for(actor, case.public_id, at=AT))
    return {event.summary for event in seen.events}, seen.held_back


@pytest.mark.parametrize(
    ("username", "seen"),
    [
        ("politie", {"identity", "investigation", "children"}),
        ("om", {"identity", "investigation"}),
        ("vt", {"identity", "children"}),
        ("3ro", {"identity"}),
        ("shn", {"identity"}),
    ],
)
def test_each_participant_reads_the_story_by_its_part(
    cast: Cast, case: Case, username: str, seen: set[str]
) -> None:
    assert told(cast, case, username) == (seen, 3 - len(seen))


def test_a_marked_section_is_shown_to_whom_it_was_opened_for(cast: Cast, case: Case, police: Actor) -> None:
    with acting_as(police):
        mark_for_task(
            case=case,
            category=Category.CHILDREN,
            recipients=[OrganisationKind.OM],
            purpose="beslissing",
            actor=police,
            at=AT,
        )
    assert told(cast, case, "om")[0] == {"identity", "investigation", "children"}
    assert told(cast, case, "3ro")[0] == {"identity"}


def test_level_that_reads_nothing_of_the_story(cast: Cast, case: Case) -> None:
    assert told(cast, case, "zvh") == (set(), 0)


def test_an_outsider_finds_no_case(cast: Cast, case: Case) -> None:
    actor = cast.actor("vt-rk")
    with acting_as(actor), pytest.raises(Case.DoesNotExist):
        open_for(actor, case.public_id, at=AT)


def test_an_administrator_of_a_participant_has_no_part_in_cases(cast: Cast, case: Case) -> None:
    actor = cast.actor("vt.beheer")
    with acting_as(actor), pytest.raises(NotAllowed, match="geen toegang tot zaken"):
        open_for(actor, case.public_id, at=AT)


def test_who_only_knows_of_the_case_gets_no_lock_on_it(cast: Cast, case: Case) -> None:
    with acting_as(cast.actor("zvh")), pytest.raises(NotAllowed, match="draagt niet bij"):
        lock_case(case.pk)


def test_joining_twice_keeps_the_higher_level(cast: Cast, case: Case, police: Actor) -> None:
    vt = cast.organisation(OrganisationKind.VT)
    with acting_as(police):
        for level in (Level.DECIDE, Level.VIEW):
            join(case=case, joining=[Joining(vt, level, "later")], actor=police, at=AT)
        access = open_for(police, case.public_id, at=AT)
        [row] = [row for row in participants(access) if row.organisation == vt]
    assert row.level == Level.DECIDE


def test_who_only_reads_along_lets_nobody_join(cast: Cast, case: Case) -> None:
    actor = cast.actor("zvh")
    with acting_as(actor), pytest.raises(NotAllowed, match="niet op dit niveau"):
        join(case=case, joining=[], actor=actor, at=AT)


def test_who_first_writes_for_an_organisation_becomes_its_named_lead(cast: Cast, case: Case) -> None:
    first, second = cast.actor("vt"), cast.actor("vt.lead")
    for actor in (first, second):
        with acting_as(actor):
            record_event(case=case, kind="test", category=Category.THAT, summary="x", actor=actor, at=AT)
    with acting_as(first):
        [lead] = CaseLead.objects.filter(case=case, organisation=first.organisation_id)
    assert lead.user_id == first.user_id


def test_every_event_raises_the_version_of_the_case(cast: Cast, case: Case, police: Actor) -> None:
    with acting_as(police):
        before = Case.objects.get(pk=case.pk).version
        record_event(case=case, kind="test", category=Category.THAT, summary="x", actor=police, at=AT)
        assert Case.objects.get(pk=case.pk).version == before + 1
