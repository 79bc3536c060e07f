"""Who informs the victim, what an attempt leads to, and what safe contact forbids."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID, uuid4

import pytest

from cases.access.errors import Conflict, GuardRefusal, InvalidInput, NotAllowed
from cases.access.rules.levels import Level
from cases.access.wall import acting_as
from cases.casefiles.models import CaseEvent
from cases.casefiles.services import set_safe_contact
from cases.organisations.rules import OrganisationKind
from cases.persons.services import NewSafeContact
from cases.terms.models import Term
from cases.terms.rules.kinds import TermKind
from cases.victims.models import NoticeAttempt, VictimNotice
from cases.victims.permissions import can_inform
from cases.victims.queries import contact_cards, notices
from cases.victims.rules.contact import Manner, Outcome
from cases.victims.services import NewAttempt, record_attempt, require_notices
from tests.cases.terms.rules.moments import ams
from tests.factories.cast import Cast
from tests.factories.family import Family, make_family
from tests.zsm.decision.making import past_the_wall

pytestmark = pytest.mark.django_db

ASKED = ams("2026-03-10 15:10")
CALLED = ams("2026-03-10 16:00")
DUE = ASKED + timedelta(hours=4)


class Judgement:
    """What a notice is about."""

    def __init__(self) -> None:
        self.public_id: UUID = uuid4()


@pytest.fixture
def family(cast: Cast) -> Family:
    """A case with one victim, who can be called safely between nine and nine."""
    family = make_family(cast)
    police = cast.actor("politie")
    contact = NewSafeContact(phone="06 12345678", phone_safe=True)
    with acting_as(police):
        set_safe_contact(
            case=family.case, person=family.victim, contact=contact, actor=police, at=ams("2026-03-10 10:30")
        )
    return family


def asked(
    cast: Cast,
    family: Family,
    informer: OrganisationKind = OrganisationKind.SHN,
    at: datetime = ASKED,
) -> VictimNotice:
    """OM has the victim told by an organisation."""
    actor = cast.actor("om")
    with acting_as(actor):
        (notice,) = require_notices(
            case=family.case,
            about="De verdachte blijft vast.",
            subject=Judgement(),
            informer=cast.organisation(informer),
            actor=actor,
            at=at,
        )
    return notice


def tried(
    cast: Cast,
    notice: VictimNotice,
    outcome: Outcome = Outcome.REACHED,
    *,
    username: str = "shn",
    manner: Manner = Manner.PHONE,
    called: datetime = CALLED,
    at: datetime = CALLED,
    note: str = "",
    late_reason: str = "",
) -> NoticeAttempt:
    """An attempt of a user."""
    actor = cast.actor(username)
    attempt = NewAttempt(
        outcome=outcome, manner=manner, attempted_at=called, note=note, late_reason=late_reason
    )
    with acting_as(actor):
        return record_attempt(notice=notice, attempt=attempt, actor=actor, at=at)


def the_term() -> Term:
    """The term to inform the victim."""
    with past_the_wall():
        return Term.objects.select_related("organisation").get(kind=TermKind.INFORM_VICTIM.value)


def test_the_named_organisation_owes_the_notice_within_four_hours(cast: Cast, family: Family) -> None:
    asked(cast, family)
    term = the_term()
    assert (term.organisation.kind, term.due_at, term.status) == ("shn", DUE, "open")


def test_an_informer_who_only_knew_that_the_case_exists_joins_it(cast: Cast, family: Family) -> None:
    asked(cast, family, OrganisationKind.ZVH)
    with past_the_wall():
        row = family.case.participations.get(organisation__kind="zvh")
    assert row.level == Level.CONTRIBUTE


def test_reaching_the_victim_ends_the_duty(cast: Cast, family: Family) -> None:
    notice = asked(cast, family)
    tried(cast, notice)
    with past_the_wall():
        notice.refresh_from_db()
    assert (notice.status, notice.done_at) == ("done", CALLED)
    assert the_term().status == "met"


@pytest.mark.parametrize("outcome", [Outcome.NOT_REACHED, Outcome.CALL_BACK])
def test_not_reached_stays_open(cast: Cast, family: Family, outcome: Outcome) -> None:
    notice = asked(cast, family)
    tried(cast, notice, outcome, note="Na 18:00 terugbellen.")
    with past_the_wall():
        notice.refresh_from_db()
        told = CaseEvent.objects.filter(case=family.case).order_by("-pk")[0]
    assert notice.status == "open"
    assert the_term().status == "open"
    assert "Informeren blijft nodig" in told.summary


def test_who_was_not_named_may_not_record_an_attempt(cast: Cast, family: Family) -> None:
    notice = asked(cast, family)
    with pytest.raises(NotAllowed, match="aangewezen"):
        tried(cast, notice, username="vt")


def test_a_call_without_a_safe_number_is_refused(cast: Cast) -> None:
    family = make_family(cast)
    notice = asked(cast, family)
    with pytest.raises(GuardRefusal) as refused:
        tried(cast, notice)
    assert [item.code for item in refused.value.missing] == ["safe_phone"]


def test_a_talk_in_person_needs_no_safe_number(cast: Cast) -> None:
    family = make_family(cast)
    notice = asked(cast, family)
    tried(cast, notice, manner=Manner.IN_PERSON)
    assert the_term().status == "met"


def test_reaching_the_victim_late_needs_the_reason(cast: Cast, family: Family) -> None:
    notice = asked(cast, family)
    late = DUE + timedelta(minutes=1)
    with pytest.raises(InvalidInput) as refused:
        tried(cast, notice, called=late, at=late)
    assert set(refused.value.errors) == {"late_reason"}
    tried(cast, notice, called=late, at=late, late_reason="Was niet eerder te bereiken.")
    assert (the_term().status, the_term().end_reason) == ("met_late", "Was niet eerder te bereiken.")


@pytest.mark.parametrize("called", [ASKED - timedelta(minutes=1), CALLED + timedelta(minutes=1)])
def test_an_attempt_lies_between_the_decision_and_now(cast: Cast, family: Family, called: datetime) -> None:
    notice = asked(cast, family)
    with pytest.raises(InvalidInput) as refused:
        tried(cast, notice, called=called)
    assert set(refused.value.errors) == {"attempted_at"}


def test_an_attempt_in_the_minute_of_the_decision_counts(cast: Cast, family: Family) -> None:
    notice = asked(cast, family, at=ASKED + timedelta(seconds=40))
    tried(cast, notice, called=ASKED, at=ASKED + timedelta(seconds=50))
    assert the_term().status == "met"


def test_calling_back_says_when(cast: Cast, family: Family) -> None:
    notice = asked(cast, family)
    with pytest.raises(InvalidInput) as refused:
        tried(cast, notice, Outcome.CALL_BACK)
    assert set(refused.value.errors) == {"note"}


def test_a_victim_is_told_once(cast: Cast, family: Family) -> None:
    notice = asked(cast, family)
    tried(cast, notice)
    with pytest.raises(Conflict):
        tried(cast, notice)


def test_others_see_the_status_and_not_the_account(cast: Cast, family: Family) -> None:
    notice = asked(cast, family)
    tried(cast, notice, Outcome.NOT_REACHED, note="Kreeg haar zus aan de lijn.")
    with acting_as(cast.actor("3ro")):
        (view,) = notices(family.seen_by(cast, "3ro"))
    assert (view.open, view.mine, view.attempts, view.attempts_made) == (True, False, (), 1)


def test_safe_contact_is_for_the_informer_only_as_long_as_it_has_to_inform(cast: Cast) -> None:
    family = make_family(cast, stalking=False)
    police = cast.actor("politie")
    with acting_as(police):
        contact = NewSafeContact(phone="06 12345678", phone_safe=True)
        set_safe_contact(case=family.case, person=family.victim, contact=contact, actor=police, at=ASKED)
    notice = asked(cast, family, OrganisationKind.RECLASSERING)
    access = None
    with acting_as(cast.actor("3ro")):
        access = family.seen_by(cast, "3ro")
        (known,) = contact_cards(access, [family.victim], informs={notice.victim_id}, at=CALLED)
        (hidden,) = contact_cards(access, [family.victim], informs=set(), at=CALLED)
        assert can_inform(cast.actor("3ro"), notice)
    assert known.contact is not None
    assert known.call.allowed
    assert (hidden.contact, hidden.hidden, hidden.call.allowed) == (None, True, False)
