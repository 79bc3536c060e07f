"""Showing a protected address: to who may know it, after the password anew, for sixty seconds, on record."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from cases.access.actor import Actor
from cases.access.errors import Conflict, InvalidInput, NotAllowed
from cases.access.permissions import check_casework, check_level
from cases.access.rules.categories import Category
from cases.access.rules.levels import Level
from cases.access.writing import one_write
from cases.casefiles.queries import CaseAccess
from cases.casefiles.services import record_event
from cases.organisations.models import User
from cases.persons.address_models import ProtectedAddress
from cases.persons.rules.identifiers import phone_text
from cases.sharing.reveal_models import AddressReveal

SHOWN_FOR: Final = timedelta(seconds=60)
SHORTEST_REASON, LONGEST_REASON = 10, 200
# Guessing a password here locks like guessing it at the door.
WRONG_AT_MOST: Final = 5
LOCKED_FOR: Final = timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class OpenAddress:
    """The words of one protected address, while they are shown."""

    kind: str
    name: str
    street: str
    postcode: str
    place: str
    phone: str
    until: datetime


def check_may_ask(access: CaseAccess) -> None:
    """Raise NotAllowed unless the actor works in the case herself; which address, is another question."""
    check_casework(access.actor)
    check_level(access.actor, access.case.pk, Level.CONTRIBUTE)


def check_can_reveal(access: CaseAccess, address: ProtectedAddress) -> None:
    """Raise NotAllowed unless the disclosure table opens this address to who works in the case herself."""
    check_may_ask(access)
    if not access.may_see(Category.PROTECTED_ADDRESS, address.organisation_id, address.person_id):
        raise NotAllowed(
            f"Dit adres is niet voor uw organisatie. Vraag {address.organisation.name}, die het vastlegde."
        )


def can_reveal(access: CaseAccess, address: ProtectedAddress) -> bool:
    """Whether the button to show an address is shown."""
    try:
        check_can_reveal(access, address)
    except NotAllowed:
        return False
    return True


@one_write
def reveal_address(
    *, access: CaseAccess, address: ProtectedAddress, password: str, reason: str, actor: Actor, at: datetime
) -> AddressReveal:
    """Let the actor see an address for sixty seconds; that she or he asked stays on record either way.

    With a wrong password the row has no `visible_until`: it is not raised, so that it counts. Raises
    NotAllowed, InvalidInput ("reason"), Conflict after too many wrong passwords or when the address ended.
    """
    check_can_reveal(access, address)
    if address.valid_to is not None:
        raise Conflict("Dit adres geldt niet meer.")
    given = " ".join(reason.split())
    if not SHORTEST_REASON <= len(given) <= LONGEST_REASON:
        text = f"Schrijf in {SHORTEST_REASON} tot {LONGEST_REASON} tekens waarvoor u het adres nodig hebt."
        raise InvalidInput({"reason": [text]})
    # One after the other per user: otherwise guesses sent at once would not count each other.
    user = User.objects.select_for_update(of=("self",)).get(pk=actor.user_id)
    wrong = AddressReveal.objects.filter(user=user, visible_until__isnull=True, asked_at__gt=at - LOCKED_FOR)
    if wrong.count() >= WRONG_AT_MOST:
        raise Conflict("Te vaak een verkeerd wachtwoord. Probeer het over een kwartier opnieuw.")
    right = user.check_password(password)
    saved = AddressReveal.objects.create(
        case=access.case,
        address=address,
        user=user,
        organisation_id=actor.organisation_id,
        reason=given,
        asked_at=at,
        visible_until=at + SHOWN_FOR if right else None,
    )
    if right:
        record_event(
            case=access.case,
            kind="address_revealed",
            category=Category.PROTECTED_ADDRESS,
            summary=f"Beschermd adres bekeken: {given}",
            actor=actor,
            at=at,
            subject=saved,
            person=address.person,
        )
    return saved


def revealed(access: CaseAccess, public_id: UUID, at: datetime) -> tuple[AddressReveal, OpenAddress | None]:
    """What the actor asked to see: the words while the sixty seconds run, afterwards None.

    Asked anew each time whether she or he still may. Raises NotAllowed, and AddressReveal.DoesNotExist for
    somebody else's.
    """
    rows = AddressReveal.objects.select_related("address__organisation", "address__person")
    found = rows.get(public_id=public_id, case=access.case, user_id=access.actor.user_id)
    address = found.address
    check_can_reveal(access, address)
    if found.visible_until is None or at >= found.visible_until:
        return found, None
    return found, OpenAddress(
        kind=address.get_kind_display(),
        name=address.name.open(),
        street=address.street.open(),
        postcode=address.postcode.open(),
        place=address.place.open(),
        phone=phone_text(address.phone.open()),
        until=found.visible_until,
    )
