"""SHN and VT settle who calls first; calls are recorded; an ex officio call waits for word of it."""

from __future__ import annotations

from datetime import time, timedelta

import pytest

from cases.access.errors import Conflict, GuardRefusal, InvalidInput, NotAllowed
from cases.access.wall import acting_as
from cases.casefiles.models import CaseEvent
from cases.casefiles.services import set_safe_contact
from cases.organisations.rules import OrganisationKind
from cases.persons.services import NewSafeContact
from cases.terms.models import Term
from cases.terms.rules.kinds import TermKind
from cases.victims.models import CallAgreement
from cases.victims.queries import call_refusal_of, call_warning_for, running_agreement
from cases.victims.rules.calls import YesNoUnknown
from cases.victims.rules.contact import Outcome
from cases.victims.services import tell_of_prosecution
from tests.cases.victims.making import (
    SAFE,
    SETTLED,
    SPOKEN,
    agreed,
    called,
    proposed,
    reachable_family,
    reported,
    wished,
)
from tests.factories.cast import Cast
from tests.factories.family import Family, family_afresh
from tests.zsm.decision.making import past_the_wall

pytestmark = pytest.mark.usefixtures("made", "rolled_back")

SHN, VT = OrganisationKind.SHN, OrganisationKind.VT


@pytest.fixture(scope="module")
def made(module_db: None, cast: Cast) -> Family:
    """A case with one victim who can be called safely."""
    return reachable_family(cast)


@pytest.fixture
def family(rolled_back: None, made: Family) -> Family:
    """That family, for one test."""
    return family_afresh(made)


def warned(cast: Cast, family: Family, username: str) -> str:
    """What an organisation is warned of before it calls."""
    actor = cast.actor(username)
    with acting_as(actor):
        return call_warning_for(family.case, family.victim, actor.organisation_kind)


def test_what_one_proposes_the_other_agrees_to(cast: Cast, family: Family) -> None:
    agreed(cast, proposed(cast, family))
    with acting_as(cast.actor("vt")):
        running = running_agreement(family.case, family.victim)
    assert running is not None
    assert (running.status, running.first, running.agreed_at) == ("agreed", "shn", SETTLED)
    assert warned(cast, family, "shn") == ""
    assert "als eerste belt" in warned(cast, family, "vt")


def test_nobody_agrees_to_an_own_proposal(cast: Cast, family: Family) -> None:
    agreement = proposed(cast, family)
    with pytest.raises(NotAllowed, match="eigen voorstel"):
        agreed(cast, agreement, "shn")


@pytest.mark.parametrize("username", ["politie", "om", "3ro"])
def test_only_the_two_who_call_settle_it(cast: Cast, family: Family, username: str) -> None:
    with pytest.raises(NotAllowed):
        proposed(cast, family, username)


def test_a_new_proposal_replaces_what_was_settled(cast: Cast, family: Family) -> None:
    first = proposed(cast, family)
    agreed(cast, first)
    proposed(cast, family, "vt", VT)
    with past_the_wall():
        assert list(CallAgreement.objects.order_by("pk").values_list("status", flat=True)) == [
            "replaced",
            "proposed",
        ]
    with pytest.raises(Conflict, match="geldt niet meer"):
        agreed(cast, first)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"good_moment": " "}, "good_moment"),
        ({"good_moment": "x" * 201}, "good_moment"),
        ({"anonymous_told": False}, "anonymous_told"),
        ({"roles_told": False}, "roles_told"),
    ],
)
def test_everything_is_settled_or_nothing(
    cast: Cast, family: Family, changes: dict[str, object], field: str
) -> None:
    with pytest.raises(InvalidInput) as refused:
        proposed(cast, family, **changes)  # type: ignore[arg-type]  # fields by name
    assert set(refused.value.errors) == {field}


def test_a_call_without_agreement_is_recorded_and_marked(cast: Cast, family: Family) -> None:
    assert called(cast, family).against_agreement
    with past_the_wall():
        event = CaseEvent.objects.get(case=family.case, kind="victim_called")
    assert "zonder of tegen de afspraak" in event.summary
    assert event.category == "contact"


def test_a_call_by_agreement_is_not_marked(cast: Cast, family: Family) -> None:
    agreed(cast, proposed(cast, family))
    assert called(cast, family, "vt", Outcome.REACHED).against_agreement
    assert not called(cast, family, "shn", Outcome.REACHED).against_agreement
    assert not called(cast, family, "vt").against_agreement


def test_a_call_without_a_safe_number_is_refused(cast: Cast, family: Family) -> None:
    police = cast.actor("politie")
    unsafe = NewSafeContact(phone="06 12345678")
    with acting_as(police):
        set_safe_contact(case=family.case, person=family.victim, contact=unsafe, actor=police, at=SETTLED)
    with pytest.raises(GuardRefusal):
        called(cast, family)


def test_the_next_attempt_lies_inside_the_safe_hours(cast: Cast, family: Family) -> None:
    police = cast.actor("politie")
    hours = NewSafeContact(
        phone=SAFE.phone,
        phone_safe=True,
        hours_from=time(13),
        hours_until=time(15),
    )
    with acting_as(police):
        set_safe_contact(case=family.case, person=family.victim, contact=hours, actor=police, at=SETTLED)
    for wrong in (SPOKEN - timedelta(minutes=1), SPOKEN + timedelta(hours=3)):
        with pytest.raises(InvalidInput) as refused:
            called(cast, family, next_at=wrong)
        assert set(refused.value.errors) == {"next_at"}
    assert called(cast, family, next_at=SPOKEN + timedelta(hours=2)).next_at is not None


def test_two_attempts_meet_the_task_of_slachtofferhulp(cast: Cast, family: Family) -> None:
    def term() -> Term:
        with past_the_wall():
            return Term.objects.get(case=family.case, kind=TermKind.WISHES.value)

    called(cast, family)
    called(cast, family, "vt")
    assert term().status == "open"
    called(cast, family, at=SPOKEN + timedelta(hours=1))
    assert term().status == "met"


def test_an_ex_officio_call_waits_until_the_victim_was_told(cast: Cast) -> None:
    family = reachable_family(cast, stalking=False)
    reported(cast, family, YesNoUnknown.NO, "Zij wil dat het stopt.")
    for act in (called, wished):
        with pytest.raises(GuardRefusal) as refused:
            act(cast, family)
        assert [row.code for row in refused.value.missing] == ["told_of_prosecution"]
    called(cast, family, "vt")
    om = cast.actor("om")
    with acting_as(om):
        tell_of_prosecution(case=family.case, victim=family.victim, told_at=SETTLED, actor=om, at=SETTLED)
        assert call_refusal_of(family.case, family.victim) == ()
    called(cast, family)
    with acting_as(om), pytest.raises(Conflict):
        tell_of_prosecution(case=family.case, victim=family.victim, told_at=SETTLED, actor=om, at=SETTLED)


def test_a_klacht_or_a_report_opens_the_call(cast: Cast, family: Family) -> None:
    reported(cast, family, YesNoUnknown.NO)
    called(cast, family)
    other = reachable_family(cast, stalking=False)
    reported(cast, other, YesNoUnknown.NO)
    reported(cast, other, YesNoUnknown.YES)
    called(cast, other)


@pytest.mark.parametrize("username", ["shn", "vt", "3ro"])
def test_only_police_and_om_tell_of_the_prosecution(cast: Cast, family: Family, username: str) -> None:
    actor = cast.actor(username)
    with acting_as(actor), pytest.raises(NotAllowed):
        tell_of_prosecution(case=family.case, victim=family.victim, told_at=SETTLED, actor=actor, at=SETTLED)


@pytest.mark.parametrize("told_at", [SETTLED + timedelta(minutes=1), SETTLED - timedelta(days=2)])
def test_the_telling_lies_inside_the_case(cast: Cast, family: Family, told_at: object) -> None:
    om = cast.actor("om")
    with acting_as(om), pytest.raises(InvalidInput) as refused:
        tell_of_prosecution(
            case=family.case,
            victim=family.victim,
            told_at=told_at,  # type: ignore[arg-type]  # the table above holds moments
            actor=om,
            at=SETTLED,
        )
    assert set(refused.value.errors) == {"told_at"}
