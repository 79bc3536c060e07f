"""Protected addresses are cipher; shown to who may know after the password anew, for sixty seconds."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.test import override_settings

from cases.access.errors import Conflict, InvalidInput, NotAllowed
from cases.access.wall import GUARD_ROLE, acting_as, set_context
from cases.audit.models import RecordChange
from cases.casefiles.models import CaseEvent
from cases.casefiles.services.addresses import NewAddress, end_protection, protect_address
from cases.organisations.rules import OrganisationKind
from cases.persons.address_models import ProtectedAddress
from cases.persons.models import Person
from cases.persons.rules.addresses import AddressKind
from cases.sharing.reveal import LOCKED_FOR, SHOWN_FOR, WRONG_AT_MOST, reveal_address, revealed
from cases.sharing.reveal_models import AddressReveal
from tests.factories.cast import TEST_PASSWORD, Cast
from tests.factories.family import OPENED, Family, make_family

pytestmark = pytest.mark.django_db

AT = OPENED + timedelta(hours=1)
SECOND = timedelta(seconds=1)
REASON = "Nodig om haar op te halen."
HOME = NewAddress(
    kind=AddressKind.HOME, street="Rietkraag 417", postcode="1234ab", place="Havenmeer", phone="06 12345678"
)


@pytest.fixture
def family(cast: Cast) -> Family:
    return make_family(cast)


def protected(
    cast: Cast,
    family: Family,
    username: str = "politie",
    address: NewAddress = HOME,
    person: Person | None = None,
) -> ProtectedAddress:
    actor = cast.actor(username)
    with acting_as(actor):
        return protect_address(
            case=family.case, person=person or family.victim, address=address, actor=actor, at=AT
        )


def shared_with(*kinds: OrganisationKind) -> NewAddress:
    return NewAddress(kind=AddressKind.HOME, street="Rietkraag 417", share_with=kinds)


def asked(
    cast: Cast, family: Family, address: ProtectedAddress, username: str = "politie", **changes: object
) -> AddressReveal:
    values: dict[str, object] = {"password": TEST_PASSWORD, "reason": REASON, "at": AT, **changes}
    actor = cast.actor(username)
    with acting_as(actor):
        access = family.seen_by(cast, username, AT)
        return reveal_address(access=access, address=address, actor=actor, **values)  # type: ignore[arg-type]


def test_the_database_holds_cipher_only(cast: Cast, family: Family) -> None:
    saved = protected(cast, family)
    with connection.cursor() as cursor:
        set_context(GUARD_ROLE)
        cursor.execute("SELECT a::text FROM cases_protectedaddress a WHERE id = %s", [saved.pk])
        row = bytes(cursor.fetchone()[0], "utf-8")
        cursor.execute("SELECT street, postcode, place, phone FROM cases_protectedaddress")
        columns = b" ".join(bytes(value) for value in cursor.fetchone())
    for words in (b"Rietkraag", b"1234 AB", b"Havenmeer"):
        assert words not in row + columns


def test_who_recorded_it_sees_it_for_sixty_seconds(cast: Cast, family: Family) -> None:
    found = asked(cast, family, protected(cast, family))
    with acting_as(cast.actor("politie")):
        access = family.seen_by(cast, "politie", AT)
        _, opened = revealed(access, found.public_id, AT + SHOWN_FOR - SECOND)
        assert opened is not None
        assert (opened.street, opened.postcode, opened.place) == ("Rietkraag 417", "1234 AB", "Havenmeer")
        assert opened.phone == "06 12345678"
        _, closed = revealed(access, found.public_id, AT + SHOWN_FOR)
        assert closed is None
        assert CaseEvent.objects.filter(kind="address_revealed", summary__contains=REASON).count() == 1


def test_a_partner_sees_it_only_when_it_is_marked_for_its_task(cast: Cast, family: Family) -> None:
    own = protected(cast, family)
    with pytest.raises(NotAllowed, match="Politie Duinrand"):
        asked(cast, family, own, "vt")
    marked = protected(cast, family, address=shared_with(OrganisationKind.VT))
    assert asked(cast, family, marked, "vt").visible_until == AT + SHOWN_FOR
    for username in ("rvdk", "om", "shn"):
        with pytest.raises(NotAllowed):
            asked(cast, family, marked, username)


def test_somebody_elses_reveal_shows_nothing(cast: Cast, family: Family) -> None:
    found = asked(cast, family, protected(cast, family))
    with acting_as(cast.actor("politie.lead")), pytest.raises(AddressReveal.DoesNotExist):
        revealed(family.seen_by(cast, "politie.lead", AT), found.public_id, AT)


def test_a_wrong_password_shows_nothing_counts_and_locks(cast: Cast, family: Family) -> None:
    address = protected(cast, family)
    wrong = [asked(cast, family, address, password="verkeerd") for _ in range(WRONG_AT_MOST)]
    assert [row.visible_until for row in wrong] == [None] * WRONG_AT_MOST
    with acting_as(cast.actor("politie")):
        assert revealed(family.seen_by(cast, "politie", AT), wrong[0].public_id, AT)[1] is None
    with pytest.raises(Conflict, match="kwartier"):
        asked(cast, family, address)
    assert asked(cast, family, address, at=AT + LOCKED_FOR).visible_until is not None


@pytest.mark.parametrize("reason", ["", "kort", "x" * 201])
def test_a_reason_is_asked(cast: Cast, family: Family, reason: str) -> None:
    with pytest.raises(InvalidInput) as refusal:
        asked(cast, family, protected(cast, family), reason=reason)
    assert list(refusal.value.errors) == ["reason"]


def test_a_new_address_of_a_kind_replaces_the_running_one(cast: Cast, family: Family) -> None:
    first = protected(cast, family)
    school = protected(cast, family, address=NewAddress(kind=AddressKind.SCHOOL, name="De Springplank"))
    second = protected(cast, family)
    with acting_as(cast.actor("politie")):
        running = ProtectedAddress.objects.filter(valid_to__isnull=True).order_by("pk")
        assert list(running) == [school, second]
        first.refresh_from_db()
        assert (first.valid_to, first.end_reason) == (AT, "vervangen")
    with pytest.raises(Conflict):
        asked(cast, family, first)


def test_only_who_recorded_it_ends_it(cast: Cast, family: Family) -> None:
    address = protected(cast, family, address=shared_with(OrganisationKind.VT))
    police, vt = cast.actor("politie"), cast.actor("vt")
    with acting_as(vt), pytest.raises(NotAllowed, match="wie dit adres vastlegde"):
        end_protection(case=family.case, address=address, reason="verhuisd", actor=vt, at=AT)
    with acting_as(police):
        with pytest.raises(InvalidInput):
            end_protection(case=family.case, address=address, reason=" ", actor=police, at=AT)
        end_protection(case=family.case, address=address, reason="verhuisd", actor=police, at=AT)
        with pytest.raises(Conflict):
            end_protection(case=family.case, address=address, reason="verhuisd", actor=police, at=AT)


@pytest.mark.parametrize(
    ("address", "field"),
    [
        (NewAddress(kind=AddressKind.HOME), "street"),
        (NewAddress(kind=AddressKind.HOME, street="Laan 1", postcode="12"), "postcode"),
        (NewAddress(kind=AddressKind.HOME, street="Laan 1", phone="geen"), "phone"),
        (NewAddress(kind=AddressKind.HOME, street="x" * 121), "street"),
    ],
)
def test_what_says_nothing_or_is_no_address_is_refused(
    cast: Cast, family: Family, address: NewAddress, field: str
) -> None:
    with pytest.raises(InvalidInput) as refusal:
        protected(cast, family, address=address)
    assert list(refusal.value.errors) == [field]


def test_the_suspect_has_none_and_others_may_not_record_one(cast: Cast, family: Family) -> None:
    with pytest.raises(Conflict):
        protected(cast, family, person=family.suspect)
    for username in ("om", "3ro"):
        with pytest.raises(NotAllowed):
            protected(cast, family, username)


def test_new_keys_leave_everything_readable_and_the_old_key_can_go(cast: Cast, family: Family) -> None:
    address = protected(cast, family)
    before = bytes(address.street.token)
    with override_settings(ADDRESS_KEYS=["n" * 40, *settings.ADDRESS_KEYS]):
        call_command("rotate_keys")
        call_command("rotate_keys")
    with override_settings(ADDRESS_KEYS=["n" * 40]):
        set_context(GUARD_ROLE)
        address.refresh_from_db()
        assert address.street.token != before
        assert address.street.open() == "Rietkraag 417"
        kept = RecordChange.objects.filter(table_name="cases_protectedaddress").order_by("pk")
        told = {word for change in kept for word in (*change.before.values(), *change.after.values())}
        assert told == {"(afgeschermd)"}
