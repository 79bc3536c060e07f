"""A duty: given and withdrawn by the team lead of the organisation acted for, looked at by both walls."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from cases.access.actor import Actor
from cases.access.errors import Conflict, InvalidInput, NotAllowed
from cases.access.rules.categories import Category
from cases.access.wall import WEB_ROLE, acting_as, set_context
from cases.assessments.rules.known import DossierPhase
from cases.casefiles.models import Case, CaseEvent, CaseLead
from cases.casefiles.queries import open_case, signed_in_the_name_of
from cases.casefiles.services import record_event
from cases.organisations.duty_models import DutyGrant
from cases.organisations.models import User
from cases.organisations.rules import OrganisationKind, Role
from cases.outbox.models import OutboxMessage
from cases.staff.duty import NewDuty, employers_for, grant_duty, withdraw_duty
from cases.terms.digest import DIGEST_RENDERER, queue_digests
from cases.terms.sweep import sweep_due
from tests.cases.terms.making import a_case, a_term
from tests.cases.terms.rules.moments import ams
from tests.factories.cast import Cast
from tests.factories.duty import give_duty
from tests.zsm.decision.making import past_the_wall
from zsm.consultation.services import KnownReply, answer_known

pytestmark = pytest.mark.django_db

AT = ams("2026-03-10 18:00")
MICROSECOND = timedelta(microseconds=1)
VT = OrganisationKind.VT
NOT_KNOWN = KnownReply(known=False, open_file=False, phase=DossierPhase.NOT_KNOWN)


@pytest.fixture
def case(cast: Cast) -> Case:
    """A case of police and Veilig Thuis of Duinrand."""
    return a_case(cast, VT)


def on_duty(duty: DutyGrant) -> Actor:
    return Actor.on_duty(duty.user, duty)


def cases_seen_by(duty: DutyGrant, *, at: object) -> int:
    with acting_as(on_duty(duty), at=at):  # type: ignore[arg-type]  # a moment of the table
        return Case.objects.count()


# --- giving -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("username", ["vt", "vt.beheer", "vt.privacy", "vt-rk", "politie.lead", "om.lead"])
def test_only_a_team_lead_of_a_veilig_thuis_gives_a_duty(cast: Cast, username: str) -> None:
    actor = cast.actor(username)
    new = NewDuty(user=cast.user("vt.lead-rk"), starts_at=AT, ends_at=AT + timedelta(hours=8))
    with acting_as(actor), pytest.raises(NotAllowed):
        grant_duty(new=new, actor=actor, at=AT)


def test_a_team_lead_gives_it_for_the_own_organisation_and_never_to_own_staff(cast: Cast) -> None:
    lead = cast.actor("vt.lead")
    for username in ("vt", "vt.lead"):
        new = NewDuty(user=cast.user(username), starts_at=AT, ends_at=AT + timedelta(hours=8))
        with acting_as(lead), pytest.raises(InvalidInput) as refusal:
            grant_duty(new=new, actor=lead, at=AT)
        assert "werkt al bij uw eigen organisatie" in refusal.value.errors["user"][0]


def test_a_crisis_service_gets_a_mandate_and_police_nothing(cast: Cast) -> None:
    duty = give_duty(cast, AT, to="gi", lasts=timedelta(days=31))
    assert duty.get_kind_display() == "mandaat van de crisisdienst"
    with pytest.raises(InvalidInput) as refusal:
        give_duty(cast, AT, to="politie")
    assert set(refusal.value.errors) == {"user"}


def test_one_can_choose_another_veilig_thuis_and_the_crisis_services_of_the_region(cast: Cast) -> None:
    lead = cast.actor("vt.lead")
    with acting_as(lead):
        names = {row.short_name for row in employers_for(lead)}
    assert names == {"VT Rivierkwartier", "Gemeente Duinrand", "GI Duinrand", "Lokaal team Duinrand"}


def test_two_duties_at_once_are_refused_and_one_after_the_other_is_not(cast: Cast) -> None:
    first = give_duty(cast, AT)
    with pytest.raises(Conflict, match="heeft in deze tijd al dienst"):
        give_duty(cast, AT)
    with acting_as(cast.actor("vt.lead")):
        new = NewDuty(user=first.user, starts_at=first.ends_at, ends_at=first.ends_at + timedelta(hours=8))
        assert grant_duty(new=new, actor=cast.actor("vt.lead"), at=AT).starts_at == first.ends_at


def test_the_user_is_told_of_a_duty_and_of_its_withdrawal(cast: Cast) -> None:
    duty, lead = give_duty(cast, AT), cast.actor("vt.lead")
    with acting_as(lead):
        withdraw_duty(duty=duty, reason="ziek", actor=lead, at=AT)
    with past_the_wall():
        told = set(OutboxMessage.objects.filter(recipient=duty.user).values_list("kind", "channel"))
    assert told == {
        (kind, channel) for kind in ("duty_granted", "duty_withdrawn") for channel in ("email", "in_app")
    }


def test_the_database_bounds_every_duty(cast: Cast) -> None:
    duty = give_duty(cast, AT)
    for change in (
        {"ends_at": AT + timedelta(days=31) + MICROSECOND},
        {"ends_at": AT},
        {"employer": duty.organisation},
        {"granted_by": duty.user},
        {"withdrawn_at": AT},
    ):
        with past_the_wall(), pytest.raises(IntegrityError), transaction.atomic():
            DutyGrant.objects.filter(pk=duty.pk).update(**change)


# --- withdrawing --------------------------------------------------------------------------------------


def test_only_a_team_lead_of_the_organisation_acted_for_withdraws_it_with_a_reason(cast: Cast) -> None:
    duty = give_duty(cast, AT)
    for username in ("vt", "vt.lead-rk", "vt-rk"):
        actor = cast.actor(username)
        with acting_as(actor), pytest.raises(NotAllowed):
            withdraw_duty(duty=duty, reason="x", actor=actor, at=AT)
    lead = cast.actor("vt.lead")
    with acting_as(lead), pytest.raises(InvalidInput):
        withdraw_duty(duty=duty, reason=" ", actor=lead, at=AT)
    with acting_as(lead):
        withdraw_duty(duty=duty, reason="ziek", actor=lead, at=AT)
        with pytest.raises(Conflict, match="al voorbij"):
            withdraw_duty(duty=duty, reason="ziek", actor=lead, at=AT)


# --- the second wall ----------------------------------------------------------------------------------


def test_the_wall_opens_from_the_first_to_the_last_moment_of_a_duty(cast: Cast, case: Case) -> None:
    duty = give_duty(cast, AT)
    seen = {
        at: cases_seen_by(duty, at=at)
        for at in (AT - MICROSECOND, AT, duty.ends_at - MICROSECOND, duty.ends_at)
    }
    assert list(seen.values()) == [0, 1, 1, 0]


def test_the_wall_closes_when_it_is_withdrawn_or_the_user_leaves_or_moves(cast: Cast, case: Case) -> None:
    duty, lead = give_duty(cast, AT), cast.actor("vt.lead")
    for change in ({"is_active": False}, {"organisation": cast.organisation(OrganisationKind.POLITIE)}):
        with transaction.atomic():
            User.objects.filter(pk=duty.user_id).update(**change)
            assert cases_seen_by(duty, at=AT) == 0
            transaction.set_rollback(True)
    assert cases_seen_by(duty, at=AT) == 1
    with acting_as(lead):
        withdraw_duty(duty=duty, reason="ziek", actor=lead, at=AT)
    assert cases_seen_by(duty, at=AT) == 0


@pytest.mark.parametrize(("username", "sees"), [("vt", 1), ("vt-rk", 0), ("politie", 0)])
def test_the_wall_itself_knows_who_works_where(cast: Cast, case: Case, username: str, sees: int) -> None:
    """Even when our code were to name a wrong organisation, the database gives nothing."""
    with transaction.atomic():
        set_context(WEB_ROLE, organisation_id=cast.organisation(VT).pk, user_id=cast.user(username).pk, at=AT)
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM cases_case")
            assert cursor.fetchone() == (sees,)
        set_context("none")


def test_nobody_gives_a_duty_past_the_service(cast: Cast) -> None:
    """Not for another organisation than the own one, and not in somebody else's name."""
    user, lead = cast.user("vt-rk"), cast.user("vt.lead")
    row = {
        "user": user,
        "employer": user.organisation,
        "kind": "zsm",
        "starts_at": AT,
        "ends_at": AT + timedelta(hours=1),
        "granted_at": AT,
    }
    for acting, organisation, granted_by in (
        ("vt-rk", lead.organisation, lead),
        ("politie", lead.organisation, lead),
        ("vt", lead.organisation, lead),
    ):
        with (
            acting_as(cast.actor(acting)),
            pytest.raises(DatabaseError, match="row-level security"),
            transaction.atomic(),
        ):
            DutyGrant.objects.create(organisation=organisation, granted_by=granted_by, **row)


def test_a_duty_is_seen_by_who_has_it_and_by_the_organisation_acted_for(cast: Cast) -> None:
    give_duty(cast, AT)
    seen = set()
    for username in ("vt-rk", "vt.lead-rk", "vt", "vt.lead", "politie", "gi"):
        with acting_as(cast.actor(username)):
            if DutyGrant.objects.exists():
                seen.add(username)
    assert seen == {"vt-rk", "vt", "vt.lead"}


# --- acting -------------------------------------------------------------------------------------------


def test_who_acts_is_a_case_handler_and_nothing_more(cast: Cast) -> None:
    actor = on_duty(give_duty(cast, AT, to="vt.lead-rk"))
    assert actor.roles == {Role.CASE_HANDLER}
    assert actor.organisation_name == "VT Duinrand"
    assert actor.signature == "VT Rivierkwartier namens VT Duinrand"


def test_who_writes_on_duty_signs_for_both_and_never_becomes_the_lead(cast: Cast, case: Case) -> None:
    actor = on_duty(give_duty(cast, AT))
    with acting_as(actor, at=AT):
        answer = answer_known(case=case, answer=NOT_KNOWN, actor=actor, at=AT)
        [event] = CaseEvent.objects.filter(case=case, organisation=actor.organisation_id)
        [lead] = CaseLead.objects.filter(case=case, organisation=actor.organisation_id)
        signed = signed_in_the_name_of(open_case(actor, case.public_id, at=AT))
    assert (event.employer_id, event.recorded_by_id) == (cast.actor("vt-rk").organisation_id, actor.user_id)
    assert lead.user.username == "vt.lead"
    assert signed == {answer.public_id: "VT Rivierkwartier namens VT Duinrand"}


def test_what_is_done_later_changes_no_signature(cast: Cast, case: Case) -> None:
    own, other = cast.actor("vt"), on_duty(give_duty(cast, AT))
    with acting_as(own):
        answer = answer_known(case=case, answer=NOT_KNOWN, actor=own, at=AT)
    with acting_as(other, at=AT):
        record_event(
            case=case, kind="x", category=Category.THAT, summary="x", actor=other, at=AT, subject=answer
        )
        assert signed_in_the_name_of(open_case(other, case.public_id, at=AT)) == {}


def test_a_coordinator_who_writes_first_does_not_become_the_lead_of_the_prosecution(cast: Cast) -> None:
    case, kpc = a_case(cast, OrganisationKind.OM), cast.actor("kpc")

    def leads() -> list[str]:
        rows = CaseLead.objects.filter(case=case, organisation=kpc.organisation_id, until__isnull=True)
        return list(rows.values_list("user__username", flat=True))

    def write() -> None:
        with acting_as(kpc):
            record_event(case=case, kind="x", category=Category.THAT, summary="x", actor=kpc, at=AT)

    write()
    with past_the_wall():
        assert leads() == ["om.lead"]
        CaseLead.objects.all().delete()
    with transaction.atomic():
        User.objects.filter(username="om.lead").update(is_active=False)
        write()
        with past_the_wall():
            assert leads() == ["om"]


# --- what is owed -------------------------------------------------------------------------------------


@pytest.mark.parametrize("when", ["running", "ended", "withdrawn"])
def test_an_alarm_reaches_who_has_duty_at_that_moment_also_when_a_person_is_named(
    cast: Cast, case: Case, when: str, run_sweep: Callable[[object], set[str]]
) -> None:
    a_term(cast, case, owner=VT, person="vt")
    due = ams("2026-03-10 19:00")
    duty = give_duty(cast, due - timedelta(hours=4), lasts=timedelta(hours=3 if when == "ended" else 20))
    if when == "withdrawn":
        lead = cast.actor("vt.lead")
        with acting_as(lead):
            withdraw_duty(duty=duty, reason="ziek", actor=lead, at=due)
    heard = run_sweep(due)
    assert "vt" in heard
    assert ("vt-rk" in heard) is (when == "running")


@pytest.mark.parametrize(("hours", "reads"), [(3, False), (20, True)])
def test_the_mail_of_the_night_reaches_who_has_duty_when_it_leaves(
    cast: Cast, case: Case, hours: int, reads: bool
) -> None:
    a_term(cast, case, owner=VT)
    duty = give_duty(cast, AT, lasts=timedelta(hours=hours))
    queue_digests(at=ams("2026-03-11 06:00"))
    with past_the_wall():
        mail = OutboxMessage.objects.filter(kind="nightly_digest", recipient=duty.user).first()
        assert (mail is not None) is reads
        if mail is not None:
            sent = DIGEST_RENDERER.mail(mail, ams("2026-03-11 06:01"))
            assert sent is not None
            assert case.number in sent.text


@pytest.fixture
def run_sweep() -> Callable[[object], set[str]]:
    """Sweeps at a moment; answers who heard the alarm."""

    def run(at: object) -> set[str]:
        sweep_due(at=at, source="test")  # type: ignore[arg-type]  # a moment
        with past_the_wall():
            alarms = OutboxMessage.objects.filter(kind="term_stage", payload__stage="due")
            return set(alarms.values_list("recipient__username", flat=True))

    return run
