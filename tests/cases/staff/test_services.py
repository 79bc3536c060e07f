"""Coming, changing, going: by the own administrator, without a gap, and looked at by the database too."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest
from django.core import mail
from django.db import DatabaseError, connection, transaction

from cases.access.actor import Actor
from cases.access.errors import Conflict, InvalidInput, NotAllowed
from cases.access.models import AccessLogEntry
from cases.access.rules.categories import Category
from cases.access.wall import WEB_ROLE, acting_as, set_context
from cases.casefiles.models import Case, CaseEvent, CaseLead, VictimContactPerson
from cases.casefiles.services import record_event
from cases.casefiles.services.leads import name_victim_contact
from cases.organisations.account_models import AccountAct
from cases.organisations.models import Certificate, User
from cases.organisations.rules import CertificateKind, OrganisationKind, Role
from cases.outbox.delivery import deliver_due
from cases.outbox.models import OutboxMessage
from cases.sharing.exclusion import NewExclusion, exclude
from cases.staff.queries import colleague, colleagues, released
from cases.staff.rules import Account, Training
from cases.staff.services import (
    add_colleague,
    change_account,
    let_go,
    record_training,
    send_access_link,
    take_back,
    take_in,
)
from cases.terms.models import Term
from cases.terms.taking_over import give_term, take_over_term
from tests.cases.terms.making import a_case, a_term
from tests.cases.terms.rules.moments import ams
from tests.factories.cast import Cast
from tests.factories.family import OPENED, make_family
from tests.zsm.decision.making import past_the_wall

pytestmark = pytest.mark.django_db

AT = ams("2026-03-10 10:00")
LATER = AT + timedelta(hours=12)
HANDLER, LEAD, ADMIN = Role.CASE_HANDLER, Role.TEAM_LEAD, Role.FUNCTIONAL_ADMINISTRATOR


@pytest.fixture
def administrator(cast: Cast) -> Actor:
    """Who keeps the accounts of Veilig Thuis Duinrand."""
    return cast.actor("vt.beheer")


@pytest.fixture
def police_administrator(cast: Cast) -> Actor:
    """Who keeps the accounts of the police of Duinrand."""
    return cast.actor("politie.beheer")


def account(*roles: Role, name: str = "Nienke Waal", email: str = "n.waal@vt.example") -> Account:
    return Account(display_name=name, email=email, roles=frozenset(roles or {HANDLER}))


def led_case(cast: Cast, username: str = "vt") -> Case:
    """A case of police and Veilig Thuis that this user leads."""
    case = a_case(cast, OrganisationKind.VT, OrganisationKind.OM, at=AT)
    actor = cast.actor(username)
    with acting_as(actor):
        record_event(case=case, kind="test", category=Category.THAT, summary="x", actor=actor, at=AT)
    return case


def lead_of(case: Case, kind: OrganisationKind) -> str:
    with past_the_wall():
        lead = CaseLead.objects.get(case=case, organisation__kind=kind.value, until__isnull=True)
        return lead.user.username


def last_act(user: User) -> AccountAct:
    with past_the_wall():
        return AccountAct.objects.filter(user=user).exclude(step="invited").order_by("-pk")[0]


def delivered(at: datetime) -> int:
    """How many mails left at a moment."""
    return deliver_due(clock=lambda: at).sent


def test_a_new_colleague_gets_a_link_and_nobody_knows_a_password(cast: Cast, administrator: Actor) -> None:
    with acting_as(administrator):
        user = add_colleague(username=" N.Waal ", account=account(), actor=administrator, at=AT)
    assert user.username == "n.waal"
    assert not user.has_usable_password()
    assert user.organisation == cast.user("vt").organisation
    assert [group.name for group in user.groups.all()] == [user.organisation.name]
    assert last_act(user).roles_after == ["case_handler"]
    assert delivered(AT) == 1
    (sent,) = mail.outbox
    assert (sent.to, sent.subject) == (["n.waal@vt.example"], "Uw toegang")
    assert f"/toegang/{user.public_id}/" in sent.body
    assert "Waal" not in sent.body
    with past_the_wall():
        assert AccessLogEntry.objects.filter(action="rights", purpose__contains="n.waal").exists()


@pytest.mark.parametrize("by", ["vt", "vt.lead", "vt.privacy", "om", "kpc"])
def test_who_is_no_administrator_adds_nobody(cast: Cast, by: str) -> None:
    actor = cast.actor(by)
    with acting_as(actor), pytest.raises(NotAllowed):
        add_colleague(username="n.waal", account=account(), actor=actor, at=AT)


def test_all_that_is_wrong_is_said_at_its_field(cast: Cast, administrator: Actor) -> None:
    wrong = Account(display_name="", email="x", roles=frozenset({Role.PROSECUTOR}))
    with acting_as(administrator), pytest.raises(InvalidInput) as refusal:
        add_colleague(username="VT.Lead", account=wrong, actor=administrator, at=AT)
    assert set(refusal.value.errors) == {"username", "display_name", "email", "roles"}
    assert "al in gebruik" in refusal.value.errors["username"][0]


def test_a_role_changes_with_a_reason_and_holds_at_once(cast: Cast, administrator: Actor) -> None:
    user = cast.user("vt")
    wanted = account(HANDLER, LEAD, name=user.display_name, email=user.email)
    with acting_as(administrator):
        with pytest.raises(InvalidInput, match="note"):
            change_account(user=user, account=wanted, note="", actor=administrator, at=AT)
        change_account(user=user, account=wanted, note="Vervangt de teamleider.", actor=administrator, at=AT)
        with pytest.raises(Conflict, match="niets gewijzigd"):
            change_account(user=user, account=wanted, note="", actor=administrator, at=AT)
    assert cast.actor("vt").has(LEAD)
    act = last_act(user)
    assert (act.roles_before, act.roles_after) == (["case_handler"], ["case_handler", "team_lead"])
    assert act.acted_by.username == "vt.beheer"


def test_nobody_changes_the_own_account_or_one_of_elsewhere(cast: Cast, administrator: Actor) -> None:
    with acting_as(administrator):
        for username, why in (("vt.beheer", "eigen account"), ("om", "andere organisatie")):
            with pytest.raises(NotAllowed, match=why):
                change_account(
                    user=cast.user(username), account=account(), note="x", actor=administrator, at=AT
                )
            with pytest.raises(NotAllowed):
                let_go(user=cast.user(username), destination=None, note="", actor=administrator, at=AT)
        assert colleague(administrator, cast.user("om").public_id) is None


def test_who_stops_with_casework_hands_everything_over(cast: Cast, administrator: Actor) -> None:
    case = led_case(cast)
    user = cast.user("vt")
    wanted = account(Role.PRIVACY_OFFICER, name=user.display_name, email=user.email)
    with acting_as(administrator):
        handed = change_account(
            user=user, account=wanted, note="Andere functie.", actor=administrator, at=LATER
        )
    assert (handed.cases, lead_of(case, OrganisationKind.VT)) == (1, "vt.lead")


def test_a_leaver_leaves_nothing_behind(cast: Cast, administrator: Actor) -> None:
    case = led_case(cast)
    vt, user = cast.actor("vt"), cast.user("vt")
    owed = a_term(cast, case, owner=OrganisationKind.VT)
    taken = a_term(cast, case, owner=OrganisationKind.OM)
    with acting_as(vt):
        give_term(term=owed, to=user, at=AT)
        take_over_term(term=taken, actor=vt, at=LATER)
    with acting_as(administrator):
        handed = let_go(user=user, destination=None, note="Einde contract.", actor=administrator, at=LATER)
    assert (handed.cases, handed.terms, {heir.username for heir in handed.heirs}) == (1, 2, {"vt.lead"})
    user.refresh_from_db()
    assert not user.is_active
    assert lead_of(case, OrganisationKind.VT) == "vt.lead"
    with past_the_wall():
        assert Term.objects.get(pk=owed.pk).person == cast.user("vt.lead")
        assert Term.objects.get(pk=taken.pk).taken_over_by == cast.user("vt.lead")
        assert "Bram Kuipers" in CaseEvent.objects.filter(kind="lead_changed").latest("pk").summary
        told = OutboxMessage.objects.filter(kind="work_handed_on")
        assert {message.recipient for message in told if message.recipient} == {cast.user("vt.lead")}
    act = last_act(user)
    assert (act.step, act.cases_moved, act.note) == ("left", 1, "Einde contract.")
    with acting_as(administrator), pytest.raises(Conflict, match="vertrokken"):
        let_go(user=user, destination=None, note="", actor=administrator, at=LATER)


def test_the_fixed_contact_of_a_victim_goes_over_too(cast: Cast, police_administrator: Actor) -> None:
    family = make_family(cast)
    police = cast.actor("politie")
    with acting_as(police):
        name_victim_contact(
            case=family.case, victim=family.victim, user=cast.user("politie"), actor=police, at=OPENED
        )
    with acting_as(police_administrator):
        handed = let_go(
            user=cast.user("politie"), destination=None, note="", actor=police_administrator, at=LATER
        )
    assert handed.contacts == 1
    with past_the_wall():
        contact = VictimContactPerson.objects.get(case=family.case, until__isnull=True)
        assert contact.user == cast.user("politie.lead")


def test_without_another_team_lead_nobody_leaves_with_cases_in_hand(cast: Cast, administrator: Actor) -> None:
    led_case(cast)
    with acting_as(administrator):
        let_go(user=cast.user("vt.lead"), destination=None, note="", actor=administrator, at=LATER)
        with pytest.raises(Conflict, match="teamleider"):
            let_go(user=cast.user("vt"), destination=None, note="", actor=administrator, at=LATER)
    assert cast.user("vt").is_active


def test_a_case_never_goes_to_who_is_excluded_from_it(cast: Cast, administrator: Actor) -> None:
    case = led_case(cast)
    officer = cast.actor("vt.privacy")
    with acting_as(officer):
        neighbours = NewExclusion(reason="Buren.", user=cast.user("vt.lead"))
        exclude(case=case, new=neighbours, actor=officer, at=AT)
    with acting_as(administrator), pytest.raises(Conflict, match="niemand overnemen"):
        let_go(user=cast.user("vt"), destination=None, note="", actor=administrator, at=LATER)
    assert cast.user("vt").is_active


def test_an_excluded_administrator_leaves_no_case_without_a_lead(cast: Cast, administrator: Actor) -> None:
    case = led_case(cast)
    officer = cast.actor("vt.privacy")
    with acting_as(officer):
        neighbours = NewExclusion(reason="Buren.", user=cast.user("vt.beheer"))
        exclude(case=case, new=neighbours, actor=officer, at=AT)
    with acting_as(administrator), pytest.raises(Conflict, match="andere functioneel beheerder"):
        let_go(user=cast.user("vt"), destination=None, note="", actor=administrator, at=LATER)
    assert lead_of(case, OrganisationKind.VT) == "vt"


def test_a_mover_opens_nothing_until_the_other_organisation_takes_her_in(
    cast: Cast, administrator: Actor
) -> None:
    case = led_case(cast)
    user, there = cast.user("vt"), cast.actor("vt.beheer-rk")
    target = cast.organisation(OrganisationKind.VT, "Rivierkwartier")
    with acting_as(there), pytest.raises(NotAllowed, match="niet"):
        take_in(user=user, account=account(), actor=there, at=AT)
    with acting_as(administrator):
        let_go(user=user, destination=target, note="", actor=administrator, at=AT)
    with acting_as(cast.actor("vt")):
        assert not Case.objects.filter(pk=case.pk).exists()
    with acting_as(there):
        assert [row.user for row in released(there)] == [user]
        moved = take_in(user=user, account=account(), actor=there, at=LATER)
        assert not released(there).exists()
    assert (moved.organisation, moved.is_active) == (target, True)
    assert [group.name for group in moved.groups.all()] == [target.name]
    with acting_as(cast.actor("vt")):
        assert not Case.objects.filter(pk=case.pk).exists()
    with acting_as(administrator), pytest.raises(NotAllowed):
        take_back(user=moved, roles=[HANDLER], note="", actor=administrator, at=LATER)


def test_who_left_comes_back_and_an_offer_elsewhere_lapses(cast: Cast, administrator: Actor) -> None:
    user, there = cast.user("vt"), cast.actor("vt.beheer-rk")
    target = cast.organisation(OrganisationKind.VT, "Rivierkwartier")
    with acting_as(administrator):
        with pytest.raises(Conflict, match="werkt hier"):
            take_back(user=user, roles=[HANDLER], note="", actor=administrator, at=AT)
        let_go(user=user, destination=target, note="", actor=administrator, at=AT)
        assert [row.user for row in colleagues(administrator, on=AT.date(), left=True)] == [user]
        with pytest.raises(InvalidInput):
            take_back(user=user, roles=[], note="", actor=administrator, at=LATER)
        take_back(user=user, roles=[HANDLER], note="Ziet ervan af.", actor=administrator, at=LATER)
        with pytest.raises(Conflict):
            take_back(user=user, roles=[HANDLER], note="", actor=administrator, at=LATER)
    with acting_as(there):
        assert not released(there).exists()
        with pytest.raises(NotAllowed):
            take_in(user=user, account=account(), actor=there, at=LATER)


def test_a_link_lapses_by_a_newer_one_by_time_and_by_leaving(cast: Cast, administrator: Actor) -> None:
    user = cast.user("vt")
    with acting_as(administrator):
        send_access_link(user=user, actor=administrator, at=AT)
        send_access_link(user=user, actor=administrator, at=AT + timedelta(minutes=1))
    assert delivered(AT + timedelta(minutes=2)) == 1
    with acting_as(administrator):
        send_access_link(user=user, actor=administrator, at=LATER)
    assert delivered(LATER + timedelta(hours=72)) == 0
    with acting_as(administrator):
        send_access_link(user=user, actor=administrator, at=LATER)
        let_go(user=user, destination=None, note="", actor=administrator, at=LATER)
        with pytest.raises(Conflict):
            send_access_link(user=user, actor=administrator, at=LATER)
    assert delivered(LATER) == 0
    assert len(mail.outbox) == 1


def test_a_certificate_opens_its_task_and_ends_on_its_last_day(
    cast: Cast, police_administrator: Actor
) -> None:
    lead, today = cast.user("politie.lead"), AT.date()
    assert not Actor.of(lead, on=today).certificates
    training = Training(kind=CertificateKind.SASH, first_day=today, last_day=None)
    with acting_as(police_administrator):
        record_training(user=lead, training=training, actor=police_administrator, at=AT)
        assert Actor.of(lead, on=today).certificates == {CertificateKind.SASH}
        overlapping = Training(kind=CertificateKind.SASH, first_day=date(2026, 3, 1), last_day=None)
        with pytest.raises(Conflict, match="geldt al"):
            record_training(user=lead, training=overlapping, actor=police_administrator, at=AT)
        shorter = Training(kind=CertificateKind.SASH, first_day=today, last_day=today)
        record_training(user=lead, training=shorter, actor=police_administrator, at=AT)
    assert Actor.of(lead, on=today).certificates
    assert not Actor.of(lead, on=today + timedelta(days=1)).certificates
    assert "tot en met 10-03-2026" in last_act(lead).note


def test_where_no_task_asks_for_it_no_certificate_is_kept(cast: Cast, administrator: Actor) -> None:
    training = Training(kind=CertificateKind.SASH, first_day=AT.date(), last_day=None)
    with acting_as(administrator), pytest.raises(InvalidInput, match="kind"):
        record_training(user=cast.user("vt"), training=training, actor=administrator, at=AT)


Write = Callable[[Cast], object]


def _rights(cast: Cast) -> None:
    User.objects.filter(pk=cast.user("om").pk).update(roles=["team_lead"])


def _own_rights(cast: Cast) -> None:
    User.objects.filter(username="vt.beheer").update(roles=["functional_administrator", "team_lead"])


def _stolen(cast: Cast) -> None:
    User.objects.filter(username="om").update(organisation=cast.user("vt").organisation)


def _password(cast: Cast) -> None:
    User.objects.create(
        username="nieuw",
        display_name="x",
        email="x@x.example",
        password="geheim",
        organisation=cast.user("vt").organisation,
        created_at=AT,
    )


def _name(cast: Cast) -> None:
    User.objects.filter(username="vt").update(username="iemand.anders")


def _super(cast: Cast) -> None:
    User.objects.filter(username="vt").update(is_superuser=True)


def _certificate(cast: Cast) -> None:
    Certificate.objects.create(user=cast.user("politie.lead"), kind="sash", valid_from=AT.date())


def _left_with_cases(cast: Cast) -> None:
    User.objects.filter(username="vt").update(is_active=False)


@pytest.mark.parametrize(
    "write",
    [_rights, _own_rights, _stolen, _password, _name, _super, _certificate, _left_with_cases],
)
def test_the_database_refuses_what_no_service_would_do(
    cast: Cast, administrator: Actor, write: Write
) -> None:
    led_case(cast)
    with acting_as(administrator), pytest.raises(DatabaseError), transaction.atomic():
        write(cast)


def test_the_database_refuses_accounts_of_who_is_no_administrator(cast: Cast) -> None:
    with transaction.atomic():
        organisation = cast.user("vt").organisation_id
        set_context(WEB_ROLE, organisation_id=organisation, user_id=cast.user("vt.lead").pk)
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("UPDATE cases_user SET roles = '{team_lead}' WHERE username = 'vt'")
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM cases_accountact")
            assert cursor.fetchone() == (0,)
        set_context("none")
