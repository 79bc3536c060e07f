"""Where the victim of the canary case hides, who saw it, and the copy that was held back for it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from cases.access.encryption import Sealed
from cases.access.wall import acting_as
from cases.casefiles.models import Case, CaseRole
from cases.casefiles.queries import open_case
from cases.casefiles.services.addresses import end_protection
from cases.documents.blocked_models import BlockedDocument
from cases.documents.rules.kinds import DocumentKind
from cases.organisations.rules import OrganisationKind
from cases.persons.address_models import ProtectedAddress
from cases.persons.models import Person, PersonLink
from cases.persons.rules.addresses import AddressKind
from cases.sharing.reveal import reveal_address
from cases.sharing.reveal_models import AddressReveal
from tests.factories.cast import TEST_PASSWORD, Cast
from tests.factories.story import register_case

K = OrganisationKind
SEALED = ("name", "street", "postcode", "place", "phone")


def hide_addresses(
    cast: Cast, case: Case, victim: Person, word: Callable[..., str], at: datetime
) -> dict[str, UUID]:
    """Police recorded two places of the victim, looked at the one and ended the other."""
    police = cast.actor("politie")
    with acting_as(police):
        home, work = (_address(victim, kind, word, police.user_id, at) for kind in ("home", "work"))
        access = open_case(police, case.public_id, at=at)
        reason = f"Nodig voor {word(AddressReveal, 'reason', K.POLITIE)}."
        seen = reveal_address(
            access=access, address=home, password=TEST_PASSWORD, reason=reason, actor=police, at=at
        )
        ended = word(ProtectedAddress, "end_reason", K.POLITIE)
        end_protection(case=case, address=work, reason=ended, actor=police, at=at)
    return {
        "adres": home.public_id,
        "onthulling": seen.public_id,
        "vrijgave": _held_back(cast, case, word, at).public_id,
    }


def _address(
    person: Person, kind: str, word: Callable[..., str], user_id: int, at: datetime
) -> ProtectedAddress:
    words = {field: Sealed.of(word(ProtectedAddress, field, K.POLITIE)) for field in SEALED}
    return ProtectedAddress.objects.create(
        person=person,
        kind=AddressKind(kind).value,
        organisation_id=Cast().user("politie").organisation_id,
        recorded_by_id=user_id,
        valid_from=at,
        **words,
    )


def _held_back(cast: Cast, case: Case, word: Callable[..., str], at: datetime) -> BlockedDocument:
    maker = cast.actor("vt")
    with acting_as(maker):
        return BlockedDocument.objects.create(
            case=case,
            kind=DocumentKind.SUSPECT_COPY.value,
            fingerprint="0" * 64,
            findings=[{"where": "Voorwaarde", "secret": "address"}],
            reason=word(BlockedDocument, "reason", K.VT),
            organisation_id=maker.organisation_id,
            asked_by_id=maker.user_id,
            asked_at=at,
            outcome="refused",
            decided_by=cast.user("vt.lead"),
            decided_at=at,
            decision_reason=word(BlockedDocument, "decision_reason", K.VT),
        )


def joined_and_undone(cast: Cast, victim: Person, word: Callable[..., str], at: datetime) -> dict[str, UUID]:
    """Police joined the victim with somebody of another case, undid it, and joined them again."""
    police = cast.actor("politie")
    elsewhere = register_case(cast, 9, at)
    with acting_as(police):
        other = CaseRole.objects.select_related("person").get(case=elsewhere, role="victim").person
        made = {
            "person": victim,
            "other": other,
            "identifiers": "naam en geboortedatum",
            "organisation_id": police.organisation_id,
            "confirmed_by_id": police.user_id,
            "confirmed_at": at,
        }
        undone = {"undone_at": at, "undone_by_id": police.user_id}
        PersonLink.objects.create(**made, **undone, undo_reason=word(PersonLink, "undo_reason", K.POLITIE))
        link = PersonLink.objects.create(**made)
    return {"ander": other.public_id, "koppeling": link.public_id}
