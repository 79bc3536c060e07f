"""Protected addresses of the people of a case: recorded as cipher, replaced, ended; never overwritten."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from cases.access.actor import Actor
from cases.access.encryption import Sealed
from cases.access.errors import Conflict, InvalidInput
from cases.access.rules.categories import Category
from cases.access.writing import one_write
from cases.casefiles.models import Case, CaseRole
from cases.casefiles.services import lock_case, mark_for_task, record_event
from cases.organisations.rules import OrganisationKind
from cases.persons.address_models import ProtectedAddress
from cases.persons.models import Person
from cases.persons.permissions import check_can_end_protection, check_can_protect_address
from cases.persons.rules.addresses import AddressKind, clean_postcode
from cases.persons.rules.identifiers import clean_phone

LONGEST: Final = 120
LONGEST_REASON: Final = 200
PURPOSE: Final = "bescherming van de persoon"


@dataclass(frozen=True, slots=True, kw_only=True)
class NewAddress:
    """A place as it is told; `name` of a shelter, school or employer. Empty is unknown.

    `share_with`: kinds of partners that need it for their task (the `t` of tables, section 5).
    """

    kind: AddressKind
    name: str = ""
    street: str = ""
    postcode: str = ""
    place: str = ""
    phone: str = ""
    share_with: tuple[OrganisationKind, ...] = ()


@one_write
def protect_address(
    *, case: Case, person: Person, address: NewAddress, actor: Actor, at: datetime
) -> ProtectedAddress:
    """Record a place where the suspect must not find somebody; the running one of the kind ends and is kept.

    From now on no document with it leaves, and post to her or him waits until the address is confirmed anew
    (security, S3 and S4). Raises NotAllowed, Conflict when she or he is no person of this case or is the
    suspect, InvalidInput per field of `NewAddress`.
    """
    check_can_protect_address(actor, case.pk)
    lock_case(case.pk)
    role = CaseRole.objects.filter(case=case, person=person).order_by("pk").first()
    if role is None:
        raise Conflict("Deze persoon hoort niet bij deze zaak.")
    if role.role == "suspect":
        raise Conflict("Een adres van de verdachte wordt niet voor de verdachte afgeschermd.")
    checked = checked_address(address)
    Person.objects.select_for_update(of=("self",)).get(pk=person.pk)
    ProtectedAddress.objects.filter(person=person, kind=checked.kind.value, valid_to__isnull=True).update(
        valid_to=at, ended_by_id=actor.user_id, end_reason="vervangen"
    )
    saved = ProtectedAddress.objects.create(
        person=person,
        kind=checked.kind.value,
        name=Sealed.of(checked.name),
        street=Sealed.of(checked.street),
        postcode=Sealed.of(checked.postcode),
        place=Sealed.of(checked.place),
        phone=Sealed.of(checked.phone),
        organisation_id=actor.organisation_id,
        recorded_by_id=actor.user_id,
        valid_from=at,
    )
    if checked.share_with:
        mark_for_task(
            case=case,
            category=Category.PROTECTED_ADDRESS,
            recipients=checked.share_with,
            purpose=PURPOSE,
            actor=actor,
            at=at,
        )
    record_event(
        case=case,
        kind="address_protected",
        category=Category.PROTECTED_ADDRESS,
        summary=f"Beschermd adres vastgelegd ({role.get_role_display()}).",
        actor=actor,
        at=at,
        subject=saved,
        person=person,
    )
    return saved


@one_write
def end_protection(
    *, case: Case, address: ProtectedAddress, reason: str, actor: Actor, at: datetime
) -> ProtectedAddress:
    """Say that somebody can not be found there any more; what was recorded stays on record.

    Raises NotAllowed for another organisation than the one that recorded it, InvalidInput ("reason"),
    Conflict when it has ended.
    """
    lock_case(case.pk)
    address = ProtectedAddress.objects.select_for_update(of=("self",)).get(pk=address.pk)
    check_can_end_protection(actor, case.pk, address)
    if address.valid_to is not None:
        raise Conflict("Dit adres was al beëindigd.")
    given = " ".join(reason.split())
    if not given:
        raise InvalidInput({"reason": ["Vul in waarom dit adres niet meer geldt."]})
    if len(given) > LONGEST_REASON:
        raise InvalidInput({"reason": [f"Gebruik ten hoogste {LONGEST_REASON} tekens."]})
    address.valid_to, address.ended_by_id, address.end_reason = at, actor.user_id, given
    address.save(update_fields=["valid_to", "ended_by", "end_reason"])
    record_event(
        case=case,
        kind="address_protection_ended",
        category=Category.PROTECTED_ADDRESS,
        summary=f"Een beschermd adres geldt niet meer: {given}",
        actor=actor,
        at=at,
        subject=address,
        person=address.person,
    )
    return address


def checked_address(address: NewAddress) -> NewAddress:
    """The place in one written form.

    Raises InvalidInput for what is no postcode or number, and when it says nothing.
    """
    errors: dict[str, list[str]] = {}
    texts = {name: " ".join(getattr(address, name).split()) for name in ("name", "street", "place")}
    for name, text in texts.items():
        if len(text) > LONGEST:
            errors[name] = [f"Gebruik ten hoogste {LONGEST} tekens."]
    try:
        texts["postcode"] = clean_postcode(address.postcode)
    except ValueError as problem:
        errors["postcode"] = [str(problem)]
    try:
        texts["phone"] = clean_phone(address.phone) if address.phone.strip() else ""
    except ValueError as problem:
        errors["phone"] = [str(problem)]
    if not errors and not (texts["street"] or texts["name"] or texts["phone"]):
        errors["street"] = ["Vul een straat met huisnummer in, of een naam of telefoonnummer."]
    if errors:
        raise InvalidInput(errors)
    return NewAddress(kind=address.kind, share_with=address.share_with, **texts)
