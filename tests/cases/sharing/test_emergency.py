"""Emergency access: one case, an hour, reading only, told at once, judged within a working day (A11)."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from django.core import mail
from django.db import DatabaseError, IntegrityError, transaction

from cases.access.actor import Actor
from cases.access.emergency_models import EmergencyAccess
from cases.access.errors import Conflict, InvalidInput, NotAllowed
from cases.access.rules.categories import Category
from cases.access.rules.emergency import EmergencyOutcome
from cases.access.rules.levels import Level
from cases.access.trail import Trail
from cases.access.wall import WEB_ROLE, _transaction_as, acting_as, set_context
from cases.casefiles.models import Case, CaseEvent, CaseRole
from cases.casefiles.queries import CaseAccess, open_case, story
from cases.casefiles.rules.searching import Question
from cases.casefiles.search_models import SearchQuota
from cases.casefiles.services import record_event
from cases.casefiles.services.addresses import NewAddress, protect_address
from cases.organisations.rules import OrganisationKind
from cases.outbox.delivery import deliver_due
from cases.outbox.models import OutboxMessage
from cases.persons.address_models import ProtectedAddress
from cases.persons.models import Person
from cases.persons.rules.addresses import AddressKind
from cases.sharing.emergency import (
    Wanted,
    end_emergency,
    judge_emergency,
    number_of,
    open_in_emergency,
    remind_of_reviews,
    review_due,
    running_access,
    to_judge,
)
from cases.sharing.exclusion import NewExclusion, exclude
from cases.terms.rules.calendar import WorkCalendar
from tests.cases.terms.making import a_case
from tests.cases.terms.rules.moments import ams
from tests.factories.cast import Cast
from tests.factories.story import REGISTERED, register_stalking_case
from tests.zsm.decision.making import past_the_wall

pytestmark = pytest.mark.usefixtures("rolled_back")

AT = REGISTERED + timedelta(hours=1)
SECOND = timedelta(seconds=1)
REASON = "Zij belt vanuit een kelder en de verbinding valt weg."


@pytest.fixture(scope="module")
def case(module_db: None) -> Case:
    """The stalking case of Duinrand, of which Rivierkwartier knows nothing; registered once."""
    return register_stalking_case(Cast())


@pytest.fixture
def outsider(cast: Cast) -> Actor:
    """Police of the other region."""
    return cast.actor("politie-rk")


def opened(actor: Actor, wanted: Wanted, at: datetime = AT) -> Trail:
    trail = Trail()
    with acting_as(actor, at=at):
        open_in_emergency(wanted=wanted, actor=actor, at=at, trail=trail)
    return trail


def looked(actor: Actor, case: Case, at: datetime) -> CaseAccess:
    """The case as a page of this user opens it."""
    with _transaction_as(WEB_ROLE, actor, at, emergency=True) as entered:
        known = replace(actor, excluded_cases=entered.excluded, emergency_cases=entered.emergency)
        return open_case(known, case.public_id, at=at)


def by_number(case: Case) -> Wanted:
    return Wanted(number=case.number, reason=REASON)


def only_access() -> EmergencyAccess:
    with past_the_wall():
        access: EmergencyAccess = EmergencyAccess.objects.select_related("user", "organisation").get()
        return access


def test_an_outsider_reads_one_case_for_an_hour_and_not_a_second_longer(
    cast: Cast, case: Case, outsider: Actor
) -> None:
    with pytest.raises(Case.DoesNotExist):
        looked(outsider, case, AT)
    trail = opened(outsider, by_number(case))
    assert trail.case_ids == {case.pk}
    access = looked(outsider, case, AT + SECOND)
    assert (access.level, access.emergency_until) == (Level.VIEW, AT + timedelta(hours=1))
    assert looked(outsider, case, AT + timedelta(hours=1) - SECOND).level is Level.VIEW
    for late in (AT + timedelta(hours=1), AT + timedelta(days=1), AT - SECOND):
        with pytest.raises(Case.DoesNotExist):
            looked(outsider, case, late)


def test_it_is_for_who_took_it_and_on_the_pages_only(cast: Cast, case: Case, outsider: Actor) -> None:
    opened(outsider, by_number(case))
    with pytest.raises(Case.DoesNotExist):
        looked(cast.actor("politie.lead-rk"), case, AT + SECOND)
    with acting_as(outsider, at=AT + SECOND):
        assert not Case.objects.filter(pk=case.pk).exists()
        with pytest.raises(Case.DoesNotExist):
            open_case(outsider, case.public_id, at=AT + SECOND)


def test_what_is_read_follows_the_table_of_the_own_kind(cast: Cast, case: Case, outsider: Actor) -> None:
    opened(outsider, by_number(case))
    access = looked(outsider, case, AT + SECOND)
    police, vt = cast.user("politie").organisation_id, cast.user("vt").organisation_id
    assert access.may_see(Category.IDENTITY, police)
    assert access.may_see(Category.ASSESSMENT_CONCLUSION, vt)
    assert not access.may_see(Category.ASSESSMENT_GROUNDS, vt)
    assert not access.may_see(Category.PROTECTED_ADDRESS, police)
    assert not access.may_know_of(Category.PROTECTED_ADDRESS, police)


def test_a_protected_address_stays_closed_in_the_database_too(
    cast: Cast, case: Case, outsider: Actor
) -> None:
    police = cast.actor("politie")
    with acting_as(police):
        victim = CaseRole.objects.get(case=case, role="victim").person
        address = NewAddress(kind=AddressKind.HOME, street="Rietkraag 417")
        protect_address(case=case, person=victim, address=address, actor=police, at=REGISTERED)
        assert ProtectedAddress.objects.count() == 1
    opened(outsider, by_number(case))
    with _transaction_as(WEB_ROLE, outsider, AT + SECOND, emergency=True):
        assert Person.objects.filter(pk=victim.pk).exists()
        assert not ProtectedAddress.objects.exists()


def test_nothing_can_be_written(cast: Cast, case: Case, outsider: Actor) -> None:
    opened(outsider, by_number(case))
    with _transaction_as(WEB_ROLE, outsider, AT + SECOND, emergency=True) as entered:
        actor = replace(outsider, emergency_cases=entered.emergency)
        assert CaseEvent.objects.filter(case=case).exists()
        assert CaseEvent.objects.filter(case=case).update(summary="x") == 0
        with pytest.raises(DatabaseError), transaction.atomic():
            record_event(case=case, kind="x", category=Category.THAT, summary="x", actor=actor, at=AT)


def test_the_partners_read_in_the_story_that_somebody_came_in(
    cast: Cast, case: Case, outsider: Actor
) -> None:
    version = case.version
    opened(outsider, by_number(case))
    vt = cast.actor("vt")
    with acting_as(vt):
        access = open_case(vt, case.public_id, at=AT)
        told = story(access).events[0]
    assert told.summary.startswith("Noodtoegang door Ruben Hoekstra (Politie Rivierkwartier), tot ")
    assert REASON not in told.summary
    assert access.case.version > version


def test_the_privacy_officers_of_both_sides_hear_it_at_once(cast: Cast, case: Case, outsider: Actor) -> None:
    opened(outsider, by_number(case))
    with past_the_wall():
        told = OutboxMessage.objects.filter(kind="emergency_opened", channel="in_app")
        names = {message.recipient.username for message in told if message.recipient}
    assert names == {"vt.privacy", "om.privacy"}
    deliver_due(clock=lambda: AT)
    told_by_mail = [letter for letter in mail.outbox if letter.subject == "Er is iets te beoordelen"]
    assert {letter.to[0].split("@")[0] for letter in told_by_mail} == {"vt.privacy", "om.privacy"}
    everything = "".join(str(letter.message()) for letter in told_by_mail)
    assert "Hoekstra" not in everything
    assert case.number not in everything


def test_a_person_is_found_exactly_and_a_question_is_counted(cast: Cast, case: Case, outsider: Actor) -> None:
    with acting_as(cast.actor("politie")):
        victim = CaseRole.objects.get(case=case, role="victim").person
        assert victim.birth_date is not None
    question = Question(last_name=victim.last_name, birth_date=victim.birth_date)
    opened(outsider, Wanted(question=question, reason=REASON))
    assert looked(outsider, case, AT + SECOND).case == case
    nobody = Question(last_name="Nergenshuizen", birth_date=victim.birth_date)
    stranger = cast.actor("vt-rk")
    with acting_as(stranger, at=AT):
        for wanted in (
            Wanted(question=nobody, reason=REASON),
            Wanted(number="26-999999", reason=REASON),
        ):
            with pytest.raises(Conflict, match="geen zaak gevonden"):
                open_in_emergency(wanted=wanted, actor=stranger, at=AT, trail=Trail())
        assert SearchQuota.objects.get().used == 2


@pytest.mark.parametrize(
    ("wanted", "fields"),
    [
        (Wanted(reason=REASON), {"bsn"}),
        (Wanted(number="geen nummer", reason="kort"), {"number", "reason"}),
        (Wanted(number="26-0001", question=Question(last_name="De Wit"), reason=REASON), {"number"}),
        (Wanted(question=Question(last_name="De Wit"), reason=REASON), {"birth_date"}),
        (Wanted(question=Question(bsn="123"), reason=REASON), {"bsn"}),
        (Wanted(number="26-0001", reason="x" * 201), {"reason"}),
    ],
)
def test_what_is_wrong_is_said_at_its_field(outsider: Actor, wanted: Wanted, fields: set[str]) -> None:
    with acting_as(outsider, at=AT), pytest.raises(InvalidInput) as refusal:
        open_in_emergency(wanted=wanted, actor=outsider, at=AT, trail=Trail())
    assert set(refusal.value.errors) == fields


def test_who_takes_part_needs_none_and_nobody_has_two(cast: Cast, case: Case, outsider: Actor) -> None:
    vt = cast.actor("vt")
    with acting_as(vt, at=AT), pytest.raises(Conflict, match="leest al mee"):
        open_in_emergency(wanted=by_number(case), actor=vt, at=AT, trail=Trail())
    other = a_case(cast, OrganisationKind.VT)
    opened(outsider, by_number(case))
    with acting_as(outsider, at=AT + SECOND), pytest.raises(Conflict, match="al noodtoegang"):
        open_in_emergency(wanted=by_number(other), actor=outsider, at=AT + SECOND, trail=Trail())
    opened(outsider, by_number(other), AT + timedelta(hours=1))


@pytest.mark.parametrize("who", ["vt.privacy", "vt.beheer"])
def test_who_does_not_work_on_cases_opens_none(cast: Cast, case: Case, who: str) -> None:
    actor = cast.actor(who)
    with acting_as(actor, at=AT), pytest.raises(NotAllowed):
        open_in_emergency(wanted=by_number(case), actor=actor, at=AT, trail=Trail())


def test_a_partner_system_opens_none(cast: Cast, case: Case) -> None:
    system = Actor.of_system(cast.user("politie-rk").organisation)
    with acting_as(system, at=AT), pytest.raises(NotAllowed):
        open_in_emergency(wanted=by_number(case), actor=system, at=AT, trail=Trail())


def test_exclusion_wins_before_and_after(cast: Cast, case: Case, outsider: Actor) -> None:
    lead = cast.actor("vt.lead")
    opened(outsider, by_number(case))
    with acting_as(lead):
        exclude(
            case=case,
            new=NewExclusion(reason="Kent de familie.", organisation=cast.user("politie-rk").organisation),
            actor=lead,
            at=AT,
        )
    with pytest.raises(Case.DoesNotExist):
        looked(outsider, case, AT + SECOND)
    colleague = cast.actor("politie.lead-rk")
    with acting_as(colleague, at=AT), pytest.raises(Conflict, match="geen zaak gevonden"):
        open_in_emergency(wanted=by_number(case), actor=colleague, at=AT, trail=Trail())


def test_it_ends_at_once_when_who_took_it_says_so_or_leaves(cast: Cast, case: Case, outsider: Actor) -> None:
    opened(outsider, by_number(case))
    with acting_as(outsider, at=AT):
        running = running_access(outsider, AT)
        assert running is not None
        end_emergency(access=running, actor=outsider, at=AT + SECOND)
        with pytest.raises(Conflict, match="voorbij"):
            end_emergency(access=running, actor=outsider, at=AT + SECOND)
    with pytest.raises(Case.DoesNotExist):
        looked(outsider, case, AT + 2 * SECOND)
    with acting_as(cast.actor("vt.privacy")):
        access = to_judge(cast.actor("vt.privacy"))[0]
        with pytest.raises(NotAllowed):
            end_emergency(access=access, actor=cast.actor("vt.privacy"), at=AT)


@pytest.mark.parametrize(
    ("opened_at", "due"),
    [
        ("2026-03-10 10:00", "2026-03-12 00:00"),
        ("2026-03-10 23:59", "2026-03-12 00:00"),
        # Friday, and the Thursday before Good Friday: the first working day after it.
        ("2026-03-13 22:00", "2026-03-17 00:00"),
        ("2026-04-02 22:00", "2026-04-08 00:00"),
        # The night in which the clock goes forward.
        ("2026-03-28 23:30", "2026-03-31 00:00"),
    ],
)
def test_it_is_judged_before_the_end_of_the_next_working_day(opened_at: str, due: str) -> None:
    assert review_due(ams(opened_at), WorkCalendar()) == ams(due)


def test_a_privacy_officer_judges_once_and_nobody_judges_herself(
    cast: Cast, case: Case, outsider: Actor
) -> None:
    opened(outsider, by_number(case))
    officer = cast.actor("vt.privacy")
    for outside in ("vt.privacy-rk", "om.privacy-rk"):
        with acting_as(cast.actor(outside)):
            assert not to_judge(cast.actor(outside)).exists()
    with acting_as(officer):
        access = to_judge(officer).get()
        assert number_of(access) == case.number
        with pytest.raises(InvalidInput, match="note"):
            judge_emergency(
                access=access, outcome=EmergencyOutcome.UNJUSTIFIED, note=" ", actor=officer, at=AT
            )
        judge_emergency(access=access, outcome=EmergencyOutcome.JUSTIFIED, note="", actor=officer, at=AT)
        # Judged while it still runs: whoever took it can end it all the same.
        with pytest.raises(Conflict, match="al beoordeeld"):
            judge_emergency(access=access, outcome=EmergencyOutcome.JUSTIFIED, note="", actor=officer, at=AT)
    access = only_access()
    with acting_as(outsider):
        assert number_of(access) == case.number
        end_emergency(access=access, actor=outsider, at=AT + SECOND)
        with pytest.raises(NotAllowed):
            to_judge(outsider)
    with past_the_wall(), pytest.raises(IntegrityError), transaction.atomic():
        EmergencyAccess.objects.update(reviewed_by=outsider.user_id)


def test_what_was_not_judged_in_time_is_said_again_once(cast: Cast, case: Case, outsider: Actor) -> None:
    opened(outsider, by_number(case))
    due = only_access().review_due_at
    assert remind_of_reviews(at=due - SECOND) == 0
    assert remind_of_reviews(at=due) == 1
    assert remind_of_reviews(at=due + timedelta(hours=1)) == 0
    with past_the_wall():
        assert OutboxMessage.objects.filter(kind="emergency_unjudged").count() == 4


def test_the_database_opens_nothing_by_hand_and_never_longer_than_an_hour(
    cast: Cast, case: Case, outsider: Actor
) -> None:
    opened(outsider, by_number(case))
    with acting_as(outsider, at=AT):
        with pytest.raises(DatabaseError), transaction.atomic():
            EmergencyAccess.objects.update(ends_at=AT + timedelta(days=1))
        # What is one's own cannot be judged, whatever is written.
        judged = {"reviewed_at": AT, "outcome": "justified"}
        assert EmergencyAccess.objects.update(reviewed_by=outsider.user_id, **judged) == 0
    with past_the_wall(), pytest.raises(IntegrityError), transaction.atomic():
        EmergencyAccess.objects.update(ends_at=AT + timedelta(hours=1, seconds=1))
    set_context("none")
