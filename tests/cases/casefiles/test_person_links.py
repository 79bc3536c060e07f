"""Two rows of one human being: found, compared, joined by hand and undone; nothing crosses."""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import timedelta

import pytest
from django.urls import reverse

from cases.access.actor import Actor
from cases.access.errors import Conflict, InvalidInput, NotAllowed
from cases.access.models import Participation
from cases.access.wall import acting_as
from cases.audit.models import RecordChange
from cases.casefiles.counterparts import Counterpart, counterparts
from cases.casefiles.models import CaseEvent
from cases.casefiles.services import set_safe_contact
from cases.casefiles.services.person_links import confirm_link, undo_link
from cases.organisations.rules import OrganisationKind
from cases.persons.models import Person, PersonLink
from cases.persons.rules.comparing import Agreement, Identifier
from cases.persons.services import NewSafeContact
from tests.factories.cast import Cast
from tests.factories.client import WallClient
from tests.factories.family import OPENED, Family, make_family
from tests.zsm.decision.making import past_the_wall

pytestmark = pytest.mark.django_db

SignIn = Callable[[str], WallClient]
AT = OPENED + timedelta(hours=5)
NAME_AND_BIRTH = (Identifier.NAME, Identifier.BIRTH_DATE)
PHONE = NewSafeContact(phone="06 1234 5678", phone_safe=True)


@pytest.fixture
def here(cast: Cast) -> Family:
    return make_family(cast)


@pytest.fixture
def there(cast: Cast) -> Family:
    return make_family(cast, OPENED + timedelta(hours=1))


def found(actor: Actor, person: Person) -> list[Counterpart]:
    with acting_as(actor):
        return counterparts(actor, person, AT)


def link(
    actor: Actor,
    here: Family,
    other: Person,
    identifiers: Collection[Identifier] = NAME_AND_BIRTH,
    *,
    confirmed: bool = True,
) -> PersonLink:
    with acting_as(actor):
        return confirm_link(
            case=here.case,
            person=here.suspect,
            other=other,
            identifiers=identifiers,
            confirmed=confirmed,
            actor=actor,
            at=AT,
        )


def undo(actor: Actor, here: Family, other: Person, reason: str) -> PersonLink:
    with acting_as(actor):
        return undo_link(case=here.case, person=here.suspect, other=other, reason=reason, actor=actor, at=AT)


def leave(family: Family, cast: Cast, kind: OrganisationKind) -> None:
    with past_the_wall():
        rows = Participation.objects.filter(case=family.case, organisation=cast.organisation(kind))
        assert rows.update(ended_at=AT, end_reason="test") == 1


def test_who_sees_both_finds_the_other_row_with_what_agrees(cast: Cast, here: Family, there: Family) -> None:
    (row,) = found(cast.actor("politie"), here.suspect)
    assert (row.person, row.link) == (there.suspect, None)
    assert row.fields[Identifier.NAME] is row.fields[Identifier.BIRTH_DATE] is Agreement.EQUAL
    assert row.fields[Identifier.BSN] is row.fields[Identifier.PHONE] is Agreement.UNKNOWN


def test_who_left_the_other_case_finds_nobody_and_links_nobody(
    cast: Cast, here: Family, there: Family
) -> None:
    police, vt = cast.actor("politie"), cast.actor("vt")
    link(police, here, there.suspect)
    leave(there, cast, OrganisationKind.VT)
    assert found(vt, here.suspect) == []
    with pytest.raises(Conflict):
        undo(vt, here, there.suspect, "Verschillende mensen.")
    with acting_as(vt):
        told = CaseEvent.objects.filter(case=here.case, kind="identity_checked").get()
        assert not PersonLink.objects.exists()
        assert not Person.objects.filter(pk=there.suspect.pk).exists()
    assert told.summary == "Identiteit nagekeken (verdachte)."
    assert there.case.number not in told.summary


def test_a_phone_number_finds_somebody_of_another_name_only_for_who_may_see_it(
    cast: Cast, here: Family, there: Family
) -> None:
    police = cast.actor("politie")
    with acting_as(police):
        for family, person in ((here, here.victim), (there, there.brother)):
            set_safe_contact(case=family.case, person=person, contact=PHONE, actor=police, at=OPENED)
    assert [row.person for row in found(police, here.victim)] == [there.victim, there.brother]
    assert [row.person for row in found(cast.actor("rvdk"), here.victim)] == [there.victim]


def test_a_link_is_kept_with_its_two_identifiers_and_told_neutrally_in_both_cases(
    cast: Cast, here: Family, there: Family
) -> None:
    police = cast.actor("politie")
    saved = link(police, here, there.suspect)
    assert (saved.identifiers, saved.confirmed_by_id) == ("naam en geboortedatum", police.user_id)
    with past_the_wall():
        told = CaseEvent.objects.filter(kind="identity_checked").order_by("case_id")
        assert [row.case for row in told] == [here.case, there.case]
    assert [row.link for row in found(police, there.suspect)] == [saved]


@pytest.mark.parametrize(
    ("asked", "fields"),
    [
        (((Identifier.NAME,), True), {"identifiers"}),
        (((Identifier.NAME, Identifier.BSN), True), {"identifiers"}),
        ((NAME_AND_BIRTH, False), {"confirmed"}),
        (((), False), {"identifiers", "confirmed"}),
    ],
)
def test_nothing_is_linked_without_two_equal_identifiers_and_a_confirmation(
    cast: Cast, here: Family, there: Family, asked: tuple[tuple[Identifier, ...], bool], fields: set[str]
) -> None:
    with pytest.raises(InvalidInput) as refusal:
        link(cast.actor("politie"), here, there.suspect, asked[0], confirmed=asked[1])
    assert set(refusal.value.errors) == fields
    with past_the_wall():
        assert not PersonLink.objects.exists()


def test_persons_of_one_family_system_and_persons_linked_already_are_refused(
    cast: Cast, here: Family, there: Family
) -> None:
    police = cast.actor("politie")
    with pytest.raises(Conflict, match="hetzelfde gezinssysteem"):
        link(police, here, here.brother)
    link(police, here, there.suspect)
    with pytest.raises(Conflict, match="al gekoppeld"):
        link(police, here, there.suspect)


@pytest.mark.parametrize("username", ["shn", "3ro", "rvdk", "vt.beheer", "zvh"])
def test_who_does_not_record_persons_links_none(
    cast: Cast, here: Family, there: Family, username: str
) -> None:
    with pytest.raises(NotAllowed):
        link(cast.actor(username), here, there.suspect)


def test_a_link_is_undone_with_a_reason_and_stays_on_record(cast: Cast, here: Family, there: Family) -> None:
    police, vt = cast.actor("politie"), cast.actor("vt")
    saved = link(police, here, there.suspect)
    for wrong in ("  ", "x" * 201):
        with pytest.raises(InvalidInput):
            undo(vt, here, there.suspect, wrong)
    undone = undo(vt, here, there.suspect, "Tweelingbroer.")
    assert (undone.pk, undone.undone_at, undone.undo_reason) == (saved.pk, AT, "Tweelingbroer.")
    assert [row.link for row in found(police, here.suspect)] == [None]
    with pytest.raises(Conflict, match="niet"):
        undo(vt, here, there.suspect, "Nogmaals.")
    assert link(police, here, there.suspect).pk != saved.pk
    with past_the_wall():
        changed = RecordChange.objects.filter(table_name="cases_personlink")
        assert [row.user_id for row in changed] == [vt.user_id]


def test_the_page_of_persons_shows_the_link_on_both_sides_and_only_to_who_sees_both(
    cast: Cast, here: Family, there: Family, sign_in: SignIn
) -> None:
    link(cast.actor("politie"), here, there.suspect)
    leave(there, cast, OrganisationKind.VT)
    told = "naam en geboortedatum gelijk"
    for username, family, shown in (("politie", here, True), ("politie", there, True), ("vt", here, False)):
        page = sign_in(username).get(reverse("cases:persons", kwargs={"zaak": family.case.public_id}))
        assert page.status_code == 200
        assert (told in page.content.decode()) is shown
