"""Own relations and exclusions: they win over every grant, in our code and in the database (security, A9)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from django.apps import apps
from django.db import DatabaseError, connection, transaction
from django.db.models import ForeignKey
from django.urls import reverse

from cases.access.actor import Actor
from cases.access.errors import Conflict, GuardRefusal, InvalidInput, NotAllowed
from cases.access.exclusion import closed_to
from cases.access.rules.levels import Level
from cases.access.wall import WEB_ROLE, acting_as, set_context
from cases.casefiles.models import Case, CaseEvent, CaseLead, CaseRole
from cases.casefiles.queries import visible_to
from cases.casefiles.services import Joining, appoint_lead, join
from cases.organisations.models import User
from cases.organisations.rules import OrganisationKind
from cases.outbox.models import OutboxMessage
from cases.persons.models import Person, PersonLink
from cases.sharing.exclusion import (
    NewExclusion,
    NewRelation,
    declare_known_person,
    declare_relation,
    exclude,
    lift_exclusion,
    lift_relation,
)
from cases.sharing.models import Exclusion, OwnRelation
from cases.sharing.rules import Tie
from cases.terms.digest import DIGEST_RENDERER, queue_digests
from cases.terms.models import Term
from cases.terms.sweep import sweep_due
from tests.cases.terms.rules.moments import ams
from tests.factories.cast import Cast
from tests.factories.client import WallClient
from tests.factories.duty import give_duty
from tests.factories.story import REGISTERED, register_case, register_stalking_case
from tests.ground.database import afresh
from tests.zsm.decision.making import past_the_wall

pytestmark = pytest.mark.usefixtures("made", "rolled_back")

SignIn = Callable[[str], WallClient]


@pytest.fixture(scope="module")
def made(module_db: None, cast: Cast) -> Case:
    """The stalking case, registered by police and led there by who registered it."""
    return register_stalking_case(cast)


@pytest.fixture
def case(rolled_back: None, made: Case) -> Case:
    """That case, for one test."""
    return afresh(made)


def victim_of(case: Case) -> Person:
    with past_the_wall():
        return CaseRole.objects.select_related("person").get(case=case, role="victim").person


def sees(cast: Cast, username: str, case: Case) -> bool:
    with acting_as(cast.actor(username)):
        return Case.objects.filter(pk=case.pk).exists()


def declare(cast: Cast, username: str, person: Person, **changes: object) -> OwnRelation:
    actor = cast.actor(username)
    new = {"tie": Tie.RELATIVE, "last_name": person.last_name, "birth_date": person.birth_date}
    with acting_as(actor):
        relation = NewRelation(**{**new, **changes})  # type: ignore[arg-type]  # one field per case
        return declare_relation(new=relation, actor=actor, at=REGISTERED)


def shut(cast: Cast, case: Case, by: str = "politie.lead", **what: object) -> Exclusion:
    actor = cast.actor(by)
    new = NewExclusion(reason="Buurvrouw van het slachtoffer.", **what)  # type: ignore[arg-type]  # who and what
    with acting_as(actor):
        return exclude(case=case, new=new, actor=actor, at=REGISTERED)


# --- own relations ------------------------------------------------------------------------------------


def test_who_says_to_know_a_person_sees_no_case_with_her_and_colleagues_do(cast: Cast, case: Case) -> None:
    declare(cast, "shn", victim_of(case))
    assert not sees(cast, "shn", case)
    assert sees(cast, "shn.lead", case)


@pytest.mark.parametrize("change", [{"last_name": "Anders"}, {"birth_date": date(1950, 1, 1)}])
def test_somebody_else_with_the_same_name_or_birthday_closes_nothing(
    cast: Cast, case: Case, change: dict[str, object]
) -> None:
    declare(cast, "shn", victim_of(case), **change)
    assert sees(cast, "shn", case)


def test_a_case_that_comes_later_is_closed_too_and_is_led_by_somebody_else(cast: Cast) -> None:
    elsewhere = register_case(cast, 3, by="politie-rk", municipality="Waalburg")
    declare(cast, "politie", victim_of(elsewhere))
    again = register_case(cast, 3)
    assert not sees(cast, "politie", again)
    with past_the_wall():
        lead = CaseLead.objects.get(case=again, organisation__kind="politie", until__isnull=True)
    assert lead.user.username != "politie"


def test_saying_it_on_a_case_closes_it_and_hands_over_what_one_led_and_owed(cast: Cast, case: Case) -> None:
    police, victim = cast.actor("politie"), victim_of(case)
    with past_the_wall():
        Term.objects.filter(case=case, organisation=police.organisation_id).update(person=police.user_id)
    with acting_as(police):
        declare_known_person(case=case, person=victim, tie=Tie.ACQUAINTANCE, actor=police, at=REGISTERED)
    assert not sees(cast, "politie", case)
    with past_the_wall():
        lead = CaseLead.objects.get(case=case, organisation=police.organisation_id, until__isnull=True)
        assert lead.user.username == "politie.lead"
        assert not Term.objects.filter(case=case, person=police.user_id, status="open").exists()
        told = CaseEvent.objects.filter(case=case, kind="lead_changed").latest("pk")
    assert told.summary == "Karim Osdorp is nu aanspreekpunt bij Politie Duinrand."


def test_a_link_to_another_family_system_closes_the_cases_there_too(cast: Cast, case: Case) -> None:
    other = register_case(cast, 4)
    here, there = victim_of(case), victim_of(other)
    with past_the_wall():
        PersonLink.objects.create(
            person=here,
            other=there,
            identifiers="BSN",
            organisation=cast.organisation(OrganisationKind.POLITIE),
            confirmed_by=cast.user("politie"),
            confirmed_at=REGISTERED,
        )
    declare(cast, "shn", here)
    assert not sees(cast, "shn", other)


def test_what_is_not_filled_in_is_said_per_field(cast: Cast, case: Case) -> None:
    with pytest.raises(InvalidInput) as refusal:
        declare(cast, "shn", victim_of(case), last_name=" ", birth_date=date(2030, 1, 1))
    assert set(refusal.value.errors) == {"last_name", "birth_date"}


# --- exclusions ---------------------------------------------------------------------------------------


def test_an_excluded_colleague_sees_nothing_and_the_others_do(cast: Cast, case: Case) -> None:
    shut(cast, case, user=cast.user("politie"))
    assert not sees(cast, "politie", case)
    assert sees(cast, "politie.sash", case)
    with past_the_wall():
        summary = CaseEvent.objects.filter(case=case, kind="excluded").get().summary
    # Who it is concerns the own organisation only.
    assert summary == "Een medewerker van Politie Duinrand is uitgesloten van deze zaak."


def test_from_a_person_means_from_every_case_with_her(cast: Cast) -> None:
    first, second = register_case(cast, 3), register_case(cast, 5)
    victim = victim_of(first)
    with past_the_wall():
        role = CaseRole.objects.get(case=second, role="victim")
        role.pk, role.person, role.role = None, victim, "witness"
        role.save()
    shut(cast, first, user=cast.user("politie"), person=victim)
    assert closed_to(cast.user("politie").pk, cast.user("politie").organisation_id) == {first.pk, second.pk}


def test_an_organisation_that_still_owes_is_not_shut_out_and_one_that_reads_along_is(
    cast: Cast, case: Case
) -> None:
    with pytest.raises(GuardRefusal) as refusal:
        shut(cast, case, organisation=cast.organisation(OrganisationKind.OM))
    assert "Verplaats eerst de deelname" in refusal.value.missing[0].text
    assert len(refusal.value.missing) > 1
    police = cast.actor("politie")
    with acting_as(police):
        halt = Joining(cast.organisation(OrganisationKind.HALT), Level.VIEW, "test")
        join(case=case, joining=[halt], actor=police, at=REGISTERED)
    assert sees(cast, "halt", case)
    shut(cast, case, organisation=halt.organisation)
    assert not sees(cast, "halt", case)


@pytest.mark.parametrize(
    ("by", "what", "fields"),
    [
        ("politie.lead", {"user": "om"}, {"user"}),
        ("politie.lead", {"user": "politie.lead"}, {"user"}),
        ("politie.lead", {"organisation": OrganisationKind.POLITIE}, {"organisation"}),
        ("politie.lead", {}, {"user"}),
    ],
)
def test_what_cannot_be_excluded_is_said(
    cast: Cast, case: Case, by: str, what: dict[str, object], fields: set[str]
) -> None:
    chosen = {
        name: cast.user(value) if isinstance(value, str) and name == "user" else cast.organisation(value)  # type: ignore[arg-type]  # a name or a kind
        for name, value in what.items()
    }
    with pytest.raises(InvalidInput) as refusal:
        shut(cast, case, by, **chosen)
    assert set(refusal.value.errors) == fields


@pytest.mark.parametrize("username", ["politie", "om", "kpc", "halt"])
def test_only_team_leads_and_privacy_officers_exclude(cast: Cast, case: Case, username: str) -> None:
    with pytest.raises(NotAllowed):
        shut(cast, case, username, user=cast.user("politie.sash"))


def test_only_the_privacy_officer_lifts_and_never_for_her_or_himself(cast: Cast, case: Case) -> None:
    row = shut(cast, case, "vt.lead", user=cast.user("vt"))
    said = declare(cast, "vt.privacy", victim_of(case))
    lead, officer = cast.actor("vt.lead"), cast.actor("vt.privacy")
    with acting_as(lead), pytest.raises(NotAllowed):
        lift_exclusion(exclusion=row, reason="x", actor=lead, at=REGISTERED)
    with acting_as(officer):
        with pytest.raises(NotAllowed):
            lift_relation(relation=said, reason="x", actor=officer, at=REGISTERED)
        lift_exclusion(exclusion=row, reason="Andere persoon.", actor=officer, at=REGISTERED)
        with pytest.raises(Conflict):
            lift_exclusion(exclusion=row, reason="Andere persoon.", actor=officer, at=REGISTERED)
    assert sees(cast, "vt", case)


# --- wins over every grant ----------------------------------------------------------------------------


def tables_on_a_case() -> list[tuple[str, str]]:
    """Every table with the case in a column."""
    return [
        (model._meta.db_table, field.column)
        for model in apps.get_models()
        for field in model._meta.concrete_fields
        if isinstance(field, ForeignKey)
        and field.related_model is Case
        # What was decided about colleagues is no part of the case file, and hidden from whom it is about.
        and model is not Exclusion
    ]


def test_the_database_gives_an_excluded_user_no_row_of_the_case_in_any_table(cast: Cast, case: Case) -> None:
    shut(cast, case, user=cast.user("politie"))
    seen, rows = [], 0
    for username in ("politie", "politie.lead"):
        with acting_as(cast.actor(username)), connection.cursor() as cursor:
            for table, column in tables_on_a_case():
                cursor.execute(f"SELECT count(*) FROM {table} WHERE {column} = %s", [case.pk])
                (number,) = cursor.fetchone()
                if number and username == "politie":
                    seen.append(table)
                rows += number
    assert seen == []
    assert rows > 20


def test_the_database_refuses_also_when_nobody_told_it_what_is_closed(cast: Cast, case: Case) -> None:
    """A raw connection that only says who it works for."""
    shut(cast, case, user=cast.user("politie"))
    for username, expected in (("politie", 0), ("politie.lead", 1)):
        actor = cast.actor(username)
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT set_config('role', %s, true)", [WEB_ROLE])
            for name, value in (("organisation", actor.organisation_id), ("user", actor.user_id)):
                cursor.execute(f"SELECT set_config('app.{name}', %s, true)", [str(value)])
            cursor.execute("SELECT count(*) FROM cases_case WHERE id = %s", [case.pk])
            assert cursor.fetchone() == (expected,)
            set_context("none")


def test_an_excluded_user_adds_nothing_to_the_case_past_our_code(cast: Cast, case: Case) -> None:
    shut(cast, case, user=cast.user("politie"))
    police = cast.actor("politie")
    with acting_as(police), pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
        appoint_lead(case=case, user=cast.user("politie"), actor=police, at=REGISTERED)


def test_our_own_code_closes_the_case_before_the_wall_does(cast: Cast, case: Case) -> None:
    """The first wall alone: the guard passes row-level security."""
    police = cast.actor("politie")
    with past_the_wall():
        assert case in visible_to(police)
        assert case not in visible_to(replace(police, excluded_cases=frozenset({case.pk})))


def test_a_duty_opens_nothing_that_stays_closed_to_its_user_or_her_employer(cast: Cast, case: Case) -> None:
    at = ams("2026-03-10 18:00")
    duty = give_duty(cast, at)
    actor = Actor.on_duty(duty.user, duty)
    with acting_as(actor, at=at):
        assert Case.objects.filter(pk=case.pk).exists()
    declare(cast, "vt-rk", victim_of(case))
    with acting_as(actor, at=at):
        assert not Case.objects.filter(pk=case.pk).exists()


def test_no_mail_of_the_case_reaches_who_is_excluded(cast: Cast, case: Case) -> None:
    night = ams("2026-03-11 06:00")
    shut(cast, case, user=cast.user("politie"))
    queue_digests(at=night)
    with past_the_wall():
        for message in OutboxMessage.objects.filter(kind="nightly_digest").select_related("recipient"):
            mail = DIGEST_RENDERER.mail(message, night)
            assert (mail is None) is (message.addressee.username == "politie"), message.addressee.username


def test_an_alarm_goes_up_when_the_only_one_who_works_is_shut_out(cast: Cast, case: Case) -> None:
    shut(cast, case, user=cast.user("politie"))
    User.objects.filter(username="politie.sash").update(is_active=False)
    with past_the_wall():
        CaseLead.objects.filter(case=case, organisation__kind="politie").delete()
        due = Term.objects.get(case=case, organisation__kind="politie", kind="ib_of_victim")
    assert due.due_at is not None
    sweep_due(at=due.due_at, source="test")
    with past_the_wall():
        alarms = OutboxMessage.objects.filter(kind="term_stage", term=due)
        told = set(alarms.values_list("recipient__username", flat=True))
    assert "politie.lead" in told
    assert "politie" not in told


def test_nobody_reads_or_changes_what_was_said_of_others(cast: Cast, case: Case) -> None:
    shut(cast, case, user=cast.user("politie"))
    said = declare(cast, "shn", victim_of(case))
    with acting_as(cast.actor("politie")):
        assert not Exclusion.objects.exists()
    with acting_as(cast.actor("politie.lead")):
        assert not OwnRelation.objects.exists()
    with acting_as(cast.actor("shn")):
        assert (
            OwnRelation.objects.filter(pk=said.pk).update(
                lifted_at=REGISTERED, lifted_by=cast.user("shn"), lift_reason="x"
            )
            == 0
        )


# --- pages --------------------------------------------------------------------------------------------


def test_the_page_of_ones_own_relations_never_tells_whether_somebody_is_in_a_case(
    cast: Cast, case: Case, sign_in: SignIn
) -> None:
    client, page = sign_in("shn"), reverse("cases:own-relations")
    known = victim_of(case)
    answers = []
    for name in (known.last_name, "Onbekendema"):
        typed = {"last_name": name, "birth_date": str(known.birth_date), "tie": "relative"}
        answers.append(client.post(page, typed, follow=True).content.decode().count("Vastgelegd."))
    assert answers == [1, 1]
    assert client.get(reverse("cases:case", kwargs={"zaak": case.public_id})).status_code == 404
    assert client.post(page, {"last_name": "Jansen", "birth_date": "31-31-2000"}).status_code == 400


def test_a_colleague_closes_a_case_to_her_or_himself_from_the_page_of_persons(
    cast: Cast, case: Case, sign_in: SignIn
) -> None:
    client, keys = sign_in("shn"), {"zaak": case.public_id, "persoon": victim_of(case).public_id}
    known = reverse("cases:known-person", kwargs=keys)
    assert known in client.get(reverse("cases:persons", kwargs={"zaak": case.public_id})).content.decode()
    page = client.post(known, {"tie": "acquaintance"}, follow=True).content.decode()
    assert "Deze zaak is nu voor u gesloten." in page
    for path in ("cases:case", "cases:persons", "cases:documents", "zsm:case"):
        assert client.get(reverse(path, kwargs={"zaak": case.public_id})).status_code == 404
    assert case.number not in client.get(reverse("zsm:board")).content.decode()
    assert case.number not in client.get(reverse("cases:my-work")).content.decode()


def test_team_lead_excludes_and_privacy_officer_lifts_on_their_pages(
    cast: Cast, case: Case, sign_in: SignIn
) -> None:
    lead, officer = sign_in("vt.lead"), sign_in("vt.privacy")
    page = reverse("cases:exclude", kwargs={"zaak": case.public_id})
    assert lead.post(page, {"user": "", "reason": ""}).status_code == 400
    typed = {"user": str(cast.user("vt").public_id), "reason": "Zus van de verdachte."}
    assert "De uitsluiting geldt vanaf nu." in lead.post(page, typed, follow=True).content.decode()
    assert not sees(cast, "vt", case)
    review = officer.get(reverse("cases:exclusions")).content.decode()
    assert f"zaak {case.number}" in review
    assert "Zus van de verdachte." in review
    with past_the_wall():
        key = Exclusion.objects.get().public_id
    lift = reverse("cases:exclusion-lift", kwargs={"uitsluiting": key})
    assert officer.post(lift, {"reason": ""}).status_code == 400
    assert officer.post(lift, {"reason": "Andere familie."}).status_code == 302
    assert sees(cast, "vt", case)


def test_why_and_whom_one_knows_is_read_by_nobody_else(cast: Cast, case: Case, sign_in: SignIn) -> None:
    known = victim_of(case)
    shut(cast, case, "vt.lead", user=cast.user("vt.beheer"))
    declare(cast, "vt.beheer", known, last_name="Onbekendema")
    own = sign_in("vt.beheer").get(reverse("cases:own-relations")).content.decode()
    officer = sign_in("vt.privacy").get(reverse("cases:exclusions")).content.decode()
    assert ("Onbekendema" in own, "Onbekendema" in officer) == (True, False)
    assert ("Buurvrouw van het slachtoffer." in own, "Buurvrouw van het slachtoffer." in officer) == (
        False,
        True,
    )
    for username in ("vt.lead", "vt", "politie", "politie.lead"):
        client = sign_in(username)
        for path in ("cases:case", "cases:persons", "cases:collaboration"):
            page = client.get(reverse(path, kwargs={"zaak": case.public_id})).content.decode()
            assert "Buurvrouw" not in page
            assert "Onbekendema" not in page
            assert "Lia Overbeek" not in page


def test_the_privacy_officer_excludes_by_case_number_without_opening_the_case(
    cast: Cast, case: Case, sign_in: SignIn
) -> None:
    officer, page = sign_in("vt.privacy"), reverse("cases:exclusions")
    typed = {"number": "99-9999", "user": str(cast.user("vt").public_id), "reason": "x"}
    refused = officer.post(page, typed)
    assert refused.status_code == 400
    assert "Uw organisatie heeft geen zaak met dit nummer." in refused.content.decode()
    assert officer.post(page, {**typed, "number": case.number}).status_code == 302
    assert not sees(cast, "vt", case)
