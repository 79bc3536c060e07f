"""The wishes of the victim: versions, the task of SHN, the fact for OM, and who is told before a release."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from cases.access.errors import InvalidInput, NotAllowed
from cases.access.models import DisclosureMark
from cases.access.rules.categories import Category
from cases.access.wall import acting_as
from cases.organisations.rules import OrganisationKind
from cases.terms.models import Term
from cases.terms.rules.kinds import TermKind
from cases.victims.models import VictimNotice
from cases.victims.queries import (
    last_wishes,
    may_see_wishes,
    notice_before_release,
    wants_prosecution,
    wishes_versions,
)
from cases.victims.rules.calls import YesNoUnknown
from cases.victims.rules.contact import Manner, Outcome
from cases.victims.rules.wishes import ToldBy
from cases.victims.services import NewAttempt, record_attempt, require_release_notices
from tests.cases.victims.making import SETTLED, SPOKEN, reachable_family, wished
from tests.factories.cast import Cast
from tests.factories.family import Family, family_afresh
from tests.zsm.decision.making import past_the_wall
from zsm.decision.queries import case_facts
from zsm.decision.rules.facts import Answer

pytestmark = pytest.mark.usefixtures("made", "rolled_back")


class Custody:
    """What a release is about."""

    def __init__(self) -> None:
        self.public_id: UUID = uuid4()


@pytest.fixture(scope="module")
def made(module_db: None, cast: Cast) -> Family:
    """A case with one victim who can be called safely."""
    return reachable_family(cast)


@pytest.fixture
def family(rolled_back: None, made: Family) -> Family:
    """That family, for one test."""
    return family_afresh(made)


def test_wishes_meet_the_task_and_stand_as_versions(cast: Cast, family: Family) -> None:
    wished(cast, family, prosecution=YesNoUnknown.NO)
    with past_the_wall():
        assert Term.objects.get(case=family.case, kind=TermKind.WISHES.value).status == "met"
    wished(cast, family, at=SPOKEN + timedelta(hours=2), prosecution=YesNoUnknown.YES)
    with acting_as(cast.actor("om")):
        versions = wishes_versions(family.case, family.victim)
    assert [(row.version, row.prosecution) for row in versions] == [(2, "yes"), (1, "no")]


@pytest.mark.parametrize("username", ["vt", "politie", "om", "3ro", "rvdk"])
def test_only_slachtofferhulp_records_wishes(cast: Cast, family: Family, username: str) -> None:
    with pytest.raises(NotAllowed, match="Slachtofferhulp"):
        wished(cast, family, username)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"spoken_at": SPOKEN + timedelta(minutes=1)}, "spoken_at"),
        ({"contact": "x" * 2001}, "contact"),
        ({"wants_now": "x" * 2001}, "wants_now"),
        ({"language": "x" * 41}, "language"),
        ({"informed_how": ToldBy.UNKNOWN}, "informed_how"),
        ({"share_with": frozenset({OrganisationKind.HALT})}, "share_with"),
    ],
)
def test_what_is_wrong_is_said_at_its_field(
    cast: Cast, family: Family, changes: dict[str, object], field: str
) -> None:
    with pytest.raises(InvalidInput) as refused:
        wished(cast, family, **changes)  # type: ignore[arg-type]  # fields by name
    assert set(refused.value.errors) == {field}


@pytest.mark.parametrize(
    ("said", "fact"),
    [
        (YesNoUnknown.YES, Answer.YES),
        (YesNoUnknown.NO, Answer.NO),
        (YesNoUnknown.UNKNOWN, Answer.UNKNOWN),
    ],
)
def test_the_wish_is_the_fact_of_the_flowchart(
    cast: Cast, family: Family, said: YesNoUnknown, fact: Answer
) -> None:
    with acting_as(cast.actor("om")):
        assert case_facts(family.case, SPOKEN).victim_wants_prosecution is Answer.UNKNOWN
    wished(cast, family, prosecution=said)
    with acting_as(cast.actor("om")):
        assert case_facts(family.case, SPOKEN).victim_wants_prosecution is fact
        assert wants_prosecution(family.case) is said


@pytest.mark.parametrize(
    ("username", "sees"),
    [("politie", True), ("om", True), ("shn", True), ("vt", False), ("3ro", False), ("rvdk", False)],
)
def test_who_reads_the_wishes(cast: Cast, family: Family, username: str, sees: bool) -> None:
    wished(cast, family)
    with acting_as(cast.actor(username)):
        wishes = last_wishes(family.case, family.victim)
        assert wishes is not None
        assert may_see_wishes(family.seen_by(cast, username), wishes) is sees


def test_slachtofferhulp_opens_the_wishes_for_an_advice(cast: Cast, family: Family) -> None:
    wished(cast, family, share_with=frozenset({OrganisationKind.RECLASSERING}))
    with acting_as(cast.actor("3ro")):
        wishes = last_wishes(family.case, family.victim)
        assert wishes is not None
        assert may_see_wishes(family.seen_by(cast, "3ro"), wishes)
    with past_the_wall():
        mark = DisclosureMark.objects.get(case=family.case, category=Category.WISHES.value)
    assert mark.recipient_kind == "3ro"


def test_who_asked_for_it_is_told_before_the_release(cast: Cast, family: Family) -> None:
    custody = Custody()
    om = cast.actor("om")
    with acting_as(om):
        assert notice_before_release(family.case, since=SETTLED) == ()
    wished(cast, family, informed_of_release=YesNoUnknown.YES, informed_how=ToldBy.PHONE)
    with acting_as(om):
        (row,) = notice_before_release(family.case, since=SETTLED)
        assert (row.victim, row.how, row.informer, row.done) == (family.victim, ToldBy.PHONE, None, False)
        informer = cast.organisation(OrganisationKind.SHN)
        (notice,) = require_release_notices(
            case=family.case, subject=custody, informer=informer, actor=om, at=SPOKEN
        )
        assert not require_release_notices(
            case=family.case, subject=custody, informer=informer, actor=om, at=SPOKEN
        )
        (row,) = notice_before_release(family.case, since=SETTLED)
        assert (row.informer, row.done) == (informer, False)
    _told(cast, notice)
    with acting_as(om):
        (row,) = notice_before_release(family.case, since=SETTLED)
        assert row.told_at == SPOKEN
        (later,) = notice_before_release(family.case, since=SPOKEN + timedelta(days=3))
        assert not later.done


def test_who_did_not_ask_for_it_is_not_told_beforehand(cast: Cast, family: Family) -> None:
    wished(cast, family, informed_of_release=YesNoUnknown.NO, informed_how=ToldBy.UNKNOWN)
    om = cast.actor("om")
    with acting_as(om):
        assert notice_before_release(family.case, since=SETTLED) == ()
        shn = cast.organisation(OrganisationKind.SHN)
        assert not require_release_notices(
            case=family.case, subject=Custody(), informer=shn, actor=om, at=SPOKEN
        )


def _told(cast: Cast, notice: VictimNotice) -> None:
    shn = cast.actor("shn")
    attempt = NewAttempt(outcome=Outcome.REACHED, manner=Manner.PHONE, attempted_at=SPOKEN)
    with acting_as(shn):
        record_attempt(notice=notice, attempt=attempt, actor=shn, at=SPOKEN)
