"""Attachments: searched before anybody else knows of them, looked at by a second person, closed at rest."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction
from django.test import override_settings
from django.urls import reverse

from cases.access.errors import Conflict, GuardRefusal, InvalidInput, NotAllowed
from cases.access.rules.categories import Category
from cases.access.rules.sharing import Ground
from cases.access.trail import Trail
from cases.access.wall import GUARD_ROLE, WEB_ROLE, _transaction_as, acting_as, set_context
from cases.attachments.models import Attachment, AttachmentContent, AttachmentLook
from cases.attachments.queries import attachments_of, find
from cases.attachments.rules.recording import recorded_by
from cases.attachments.rules.states import State
from cases.attachments.services import hand_out, share_attachment, withdraw_attachment
from cases.audit.models import RecordChange
from cases.casefiles.models import Case, CaseEvent
from cases.casefiles.queries import open_case
from cases.casefiles.services.addresses import NewAddress
from cases.documents.rules.release import Release
from cases.organisations.rules import OrganisationKind
from cases.outbox.messages import InAppNotice
from cases.outbox.models import OutboxMessage
from cases.outbox.queries import inbox
from cases.persons.rules.addresses import AddressKind
from cases.sharing.acts import NewAct, withdraw
from cases.sharing.emergency import Wanted, open_in_emergency
from tests.cases.attachments.giving import AT, STREET, give, got, hide, looked_at
from tests.cases.documents.reading import words_of
from tests.factories.cast import Cast
from tests.factories.family import Family, make_family
from tests.factories.files import pdf, photo
from tests.zsm.decision.making import past_the_wall

pytestmark = pytest.mark.usefixtures("rolled_back")
K = OrganisationKind
FOUND = pdf("Zij verblijft aan de Riet-kraag 417.")
SCHOOL = NewAddress(kind=AddressKind.SCHOOL, name="De Springplank", street="Laan 12", postcode="4321BA")


@pytest.fixture(scope="module")
def cast(module_db: None) -> Cast:
    """The fixed cast, for the whole module."""
    return Cast()


@pytest.fixture(scope="module")
def family(cast: Cast) -> Family:
    """The family, with an address of the victim that stays closed."""
    made = make_family(cast)
    hide(cast, made.case, made.victim)
    return made


def seen(cast: Cast, case: Case, who: str) -> tuple[list[str], int]:
    """The states of what somebody sees in the list, and how many are held back."""
    actor = cast.actor(who)
    with acting_as(actor):
        listing = attachments_of(open_case(actor, case.public_id, at=AT))
        return [row.state for row in listing.seen], listing.held_back


def test_a_clean_file_is_read_by_who_the_table_opens_it_to(cast: Cast, family: Family) -> None:
    row = give(cast, family.case)
    assert row.state == State.FREE.value
    assert "voor de deur" in words_of(got(cast, row) or b"")
    assert seen(cast, family.case, "om") == (["free"], 0)
    assert seen(cast, family.case, "shn") == ([], 1), "incidents go to SHN only when marked for its task"
    actor = cast.actor("shn")
    with acting_as(actor), pytest.raises(NotAllowed, match="gemarkeerd"):
        find(open_case(actor, family.case.public_id, at=AT), row.public_id)


def test_what_is_found_is_held_back_until_a_second_person_lets_it_go(cast: Cast, family: Family) -> None:
    row = give(cast, family.case, FOUND)
    assert (row.state, row.freed_at) == (State.HELD.value, None)
    assert row.findings == [{"where": "bladzijde 1", "secret": "address"}]
    assert seen(cast, family.case, "politie.lead") == (["held"], 0)
    assert seen(cast, family.case, "om") == ([], 0), "the wall hides what nobody looked at"
    for who in ("politie", "om"):
        with pytest.raises(NotAllowed):
            looked_at(cast, row, who)
    with pytest.raises(InvalidInput):
        looked_at(cast, row, reason="kort")
    row = looked_at(cast, row)
    assert row.state == State.FREE.value
    assert got(cast, row)
    with pytest.raises(Conflict):
        looked_at(cast, row)
    with past_the_wall():
        kinds = CaseEvent.objects.filter(case=family.case, kind__startswith="attachment_").order_by("pk")
        assert list(kinds.values_list("kind", flat=True)) == ["attachment_given", "attachment_looked_at"]
        told = " ".join(kinds.values_list("summary", flat=True))
    assert "bevindingen" not in told, "the title stands in no event"


def test_what_a_colleague_refuses_stays_held_back(cast: Cast, family: Family) -> None:
    row = looked_at(cast, give(cast, family.case, FOUND), outcome=Release.REFUSED)
    assert row.state == State.REFUSED.value
    assert seen(cast, family.case, "om") == ([], 0)
    with pytest.raises(Conflict):
        looked_at(cast, row)


@pytest.mark.parametrize("contents", [photo(), pdf("Tekst", "")], ids=["picture", "page-without-words"])
def test_what_cannot_be_searched_waits_for_a_second_person(
    cast: Cast, family: Family, contents: bytes
) -> None:
    row = give(cast, family.case, contents)
    assert row.state == State.WAITING.value
    assert seen(cast, family.case, "om") == ([], 0)
    assert got(cast, looked_at(cast, row))


@pytest.mark.parametrize("contents", [pdf("Zij leert op De Springplank."), photo()], ids=["text", "picture"])
def test_who_is_protected_since_holds_it_back_at_the_download(
    cast: Cast, family: Family, contents: bytes
) -> None:
    row = give(cast, family.case, contents)
    if row.state == State.WAITING.value:
        row = looked_at(cast, row)
    assert got(cast, row)
    hide(cast, family.case, family.children[0], SCHOOL)
    assert got(cast, row) is None
    assert seen(cast, family.case, "om") == ([], 0)
    assert seen(cast, family.case, "politie") == (["held"], 0)
    with past_the_wall():
        told = OutboxMessage.objects.filter(kind="attachment_held").select_related("recipient")
        assert {"politie", "politie.lead"} <= {message.addressee.username for message in told}
        assert {message.addressee.organisation_id for message in told} == {row.organisation_id}
    assert got(cast, row, "politie"), "its giver still reads it"
    assert got(cast, looked_at(cast, row)), "what was weighed holds it back no more"


def test_a_title_with_a_protected_address_is_refused(cast: Cast, family: Family) -> None:
    with pytest.raises(InvalidInput) as refused:
        give(cast, family.case, title=f"Bezoek aan {STREET}")
    assert list(refused.value.errors) == ["title"]


def test_who_may_give_what(cast: Cast, family: Family) -> None:
    with pytest.raises(NotAllowed):
        give(cast, family.case, who="zvh", category=Category.PLAN)
    with pytest.raises(InvalidInput) as refused:
        give(cast, family.case, who="shn", category=Category.INVESTIGATION)
    assert list(refused.value.errors) == ["category"]
    with pytest.raises(InvalidInput) as refused:
        give(cast, family.case, b"geen bestand", title=" ")
    assert list(refused.value.errors) == ["title"]
    with pytest.raises(InvalidInput) as refused:
        give(cast, family.case, b"geen bestand")
    assert "geen PDF, JPEG of PNG" in refused.value.errors["contents"][0]


def test_no_kind_of_organisation_gives_a_protected_address_as_a_file() -> None:
    for kind in OrganisationKind:
        categories = recorded_by(kind)
        assert categories
        assert not {Category.PROTECTED_ADDRESS, Category.THAT, Category.TECHNICAL} & set(categories)


def test_withdrawn_is_gone_for_everybody_and_on_record(cast: Cast, family: Family) -> None:
    row = give(cast, family.case)
    om, police = cast.actor("om"), cast.actor("politie")
    with acting_as(om), pytest.raises(NotAllowed):
        withdraw_attachment(attachment=row, reason="Niet van ons, dus nee.", actor=om, at=AT)
    with acting_as(police):
        withdraw_attachment(attachment=row, reason="Verkeerde zaak gekozen.", actor=police, at=AT)
        row.refresh_from_db()
        with pytest.raises(Conflict):
            withdraw_attachment(attachment=row, reason="Verkeerde zaak gekozen.", actor=police, at=AT)
        assert not AttachmentContent.objects.filter(attachment=row).exists(), "the wall keeps the bytes"
    for who in ("politie", "om"):
        with pytest.raises(Conflict):
            got(cast, row, who)
    with past_the_wall():
        change = RecordChange.objects.filter(table_name="cases_attachment").latest("pk")
    assert change.after["withdrawal_reason"] == "(afgeschermd)"
    assert (change.before["state"], change.after["state"]) == ("free", "withdrawn")


def test_the_wall_keeps_bytes_and_looks_from_others_and_lets_nobody_change_them(
    cast: Cast, family: Family
) -> None:
    held = give(cast, family.case, FOUND)
    free = looked_at(cast, give(cast, family.case, photo()))
    for who, contents, looks in (("om", 1, 0), ("politie.lead", 2, 1), ("zvh", 0, 0), ("politie-rk", 0, 0)):
        with acting_as(cast.actor(who)):
            assert AttachmentContent.objects.count() == contents, who
            assert AttachmentLook.objects.count() == looks, who
    with acting_as(cast.actor("om")):
        assert Attachment.objects.filter(pk=free.pk).update(title="anders") == 0
        assert not Attachment.objects.filter(pk=held.pk).exists()
    for model in (AttachmentContent, AttachmentLook):
        with (
            acting_as(cast.actor("politie")),
            pytest.raises(DatabaseError, match="permission denied"),
            transaction.atomic(),
        ):
            model.objects.update(attachment=free)


def test_the_database_holds_cipher_and_new_keys_take_over(cast: Cast, family: Family) -> None:
    row = looked_at(cast, give(cast, family.case, FOUND))
    with connection.cursor() as cursor:
        set_context(GUARD_ROLE)
        cursor.execute("SELECT contents, words FROM cases_attachmentcontent")
        stored = b" ".join(bytes(value) for value in cursor.fetchone())
        cursor.execute("SELECT weighed FROM cases_attachmentlook")
        stored += bytes(cursor.fetchone()[0])
    for word in (b"%PDF", b"kraag", b"417"):
        assert word not in stored
    set_context("none")
    before = got(cast, row)
    with override_settings(ADDRESS_KEYS=["n" * 40, *settings.ADDRESS_KEYS]):
        call_command("rotate_keys")
    with override_settings(ADDRESS_KEYS=["n" * 40]):
        assert got(cast, row) == before


def test_one_attachment_is_shared_and_nothing_else_of_its_section(cast: Cast, family: Family) -> None:
    one, other = (give(cast, family.case, category=Category.INVESTIGATION, title=title) for title in "ab")
    police, shn = cast.actor("politie"), cast.organisation(K.SHN)
    act = NewAct(
        recipient=shn,
        category=Category.PLAN,
        ground=Ground.DANGER,
        purpose="Zij moet dit vandaag weten",
        explanation="Afgewogen met de officier.",
        until=date(2026, 4, 10),
    )
    assert seen(cast, family.case, "shn") == ([], 2)
    with acting_as(police):
        held = give(cast, family.case, FOUND, category=Category.INVESTIGATION)
        with pytest.raises(GuardRefusal):
            share_attachment(attachment=held, act=act, actor=police, at=AT)
        made = share_attachment(attachment=one, act=act, actor=police, at=AT)
        assert made.category == Category.INVESTIGATION.value
        with pytest.raises(Conflict):
            share_attachment(attachment=one, act=act, actor=police, at=AT)
    assert got(cast, one, "shn")
    assert seen(cast, family.case, "shn") == (["free"], 1)
    with pytest.raises(NotAllowed):
        got(cast, other, "shn")
    actor = cast.actor("shn")
    with acting_as(actor):
        access = open_case(actor, family.case.public_id, at=AT)
        assert not access.may_see(Category.INVESTIGATION, police.organisation_id), "no section was opened"
    with acting_as(police):
        withdraw(act=made, reason="Niet meer nodig.", actor=police, at=AT)
    with pytest.raises(NotAllowed):
        got(cast, one, "shn")


def test_who_got_an_attachment_by_itself_hears_when_it_is_taken_back(cast: Cast, family: Family) -> None:
    row = give(cast, family.case, pdf("Zij leert op De Springplank."), category=Category.INVESTIGATION)
    police, shn = cast.actor("politie"), cast.actor("shn")
    act = NewAct(
        recipient=cast.organisation(K.SHN),
        category=Category.INVESTIGATION,
        ground=Ground.DANGER,
        purpose="Zij moet dit vandaag weten",
        explanation="Afgewogen met de officier.",
        until=date(2026, 4, 10),
    )

    def notices() -> list[InAppNotice]:
        with acting_as(shn):
            return [item.notice for item in inbox(shn, AT)]

    with acting_as(police):
        share_attachment(attachment=row, act=act, actor=police, at=AT)
    documents = reverse("cases:documents", kwargs={"zaak": family.case.public_id})
    assert [(notice.path, "een bijlage" in notice.text) for notice in notices()] == [(documents, True)]
    hide(cast, family.case, family.children[0], SCHOOL)
    assert got(cast, row) is None
    assert notices() == [], "it is held back: whether there is one is not said"
    row = looked_at(cast, row)
    assert len(notices()) == 1
    with acting_as(police):
        withdraw_attachment(attachment=row, reason="Verkeerde zaak gekozen.", actor=police, at=AT)
    (notice,) = notices()
    assert notice.path == documents
    assert "een onderdeel niet meer met u" in notice.text
    assert "bijlage" not in notice.text


def test_another_organisation_shares_nothing_of_it(cast: Cast, family: Family) -> None:
    row = give(cast, family.case)
    om = cast.actor("om")
    act = NewAct(
        recipient=cast.organisation(K.SHN),
        category=Category.INCIDENTS,
        ground=Ground.TASK,
        purpose="Doorgeven",
        until=date(2026, 4, 10),
    )
    with acting_as(om), pytest.raises(NotAllowed):
        share_attachment(attachment=row, act=act, actor=om, at=AT)


def test_an_emergency_gives_no_file(cast: Cast, family: Family) -> None:
    row = give(cast, family.case)
    give(cast, family.case, FOUND)
    stranger = cast.actor("politie-rk")
    later = AT + timedelta(minutes=1)
    with acting_as(stranger, at=AT):
        wanted = Wanted(number=family.case.number, reason="Zij belt en de verbinding valt weg.")
        open_in_emergency(wanted=wanted, actor=stranger, at=AT, trail=Trail())
    with _transaction_as(WEB_ROLE, stranger, later, emergency=True):
        actor = replace(stranger, emergency_cases=frozenset({family.case.pk}))
        access = open_case(actor, family.case.public_id, at=later)
        assert [seen.pk for seen in attachments_of(access).seen] == [row.pk]
        assert not AttachmentContent.objects.exists()
        with pytest.raises(NotAllowed, match="Noodtoegang"):
            hand_out(access=access, attachment=row, at=later)
