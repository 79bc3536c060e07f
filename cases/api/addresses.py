"""Beschermde adressen: that there is one, recording one, ending one. The words themselves are never given.

A partner system has no password that could be asked again and no sixty seconds: what it once holds, it keeps.
So a protected address is shown on a page only (security, W1).
"""

from __future__ import annotations

from typing import Any, ClassVar
from uuid import UUID

from django.http import Http404
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from cases.access.rules.categories import Category
from cases.api.fields import CodeField, EnumField, Moment, OptionalText, PersonField, Text
from cases.api.operations import Operation
from cases.api.resource import CaseResource, Created, record_etag
from cases.api.serializers import In, Record
from cases.casefiles.queries import roles_in
from cases.casefiles.services.addresses import LONGEST, NewAddress, end_protection, protect_address
from cases.organisations.rules import ORGANISATION_LABELS, OrganisationKind
from cases.persons.address_models import ADDRESS_KIND_CHOICES, ProtectedAddress
from cases.persons.permissions import check_can_end_protection, check_can_protect_address
from cases.persons.queries import protected_addresses_of
from cases.persons.rules.addresses import ADDRESS_KIND_LABELS, AddressKind

TAG = "personen"
# Kinds of partners whose task can ask for it (tables, section 5).
TASKS = {
    kind: ORGANISATION_LABELS[kind]
    for kind in (OrganisationKind.POLITIE, OrganisationKind.VT, OrganisationKind.RVDK)
}


class AddressOut(Record):
    """Dat er een beschermd adres is, en van wie; de soort alleen voor wie het adres mag kennen."""

    NAME = "BeschermdAdres"
    MODEL = ProtectedAddress
    FIXED: ClassVar = {"persoon": Category.IDENTITY}

    id = serializers.UUIDField(source="public_id")
    persoon = PersonField(source="person")
    soort = CodeField(source="kind", choices=ADDRESS_KIND_CHOICES)
    organisatie = serializers.UUIDField(source="organisation.public_id")
    geldigVanaf = Moment(source="valid_from")


class AddressIn(In):
    """Een plaats waar de verdachte iemand niet mag vinden; versleuteld bewaard en nooit teruggegeven."""

    NAME = "BeschermdAdresNieuw"

    persoon = PersonField(source="person")
    soort = EnumField(AddressKind, ADDRESS_KIND_LABELS, source="kind")
    naam = OptionalText(source="name", longest=LONGEST, help_text="Van opvang, school of werkgever.")
    straatEnHuisnummer = OptionalText(source="street", longest=LONGEST)
    postcode = OptionalText(longest=8)
    plaats = OptionalText(source="place", longest=LONGEST)
    telefoon = OptionalText(source="phone", longest=20)
    delenMet = serializers.ListField(
        child=EnumField(OrganisationKind, TASKS),
        source="share_with",
        required=False,
        default=list,
        max_length=len(TASKS),
        help_text="Soorten partners die het voor hun taak nodig hebben.",
    )


class AddressEndIn(In):
    """Waarom een beschermd adres niet meer geldt."""

    NAME = "BeschermdAdresEinde"

    reden = Text(source="reason", longest=200)


def address_etag(row: ProtectedAddress) -> str:
    """Changes when it ends."""
    return record_etag("address", row.public_id, row.valid_to)


class Addresses(CaseResource):
    """De beschermde adressen in de zaak: dat ze er zijn. Wat er staat, toont alleen een pagina."""

    may: ClassVar = {"post": check_can_protect_address}
    operations: ClassVar = {
        "get": Operation(
            id="beschermdeAdressenLijst",
            summary="Beschermde adressen",
            tag=TAG,
            answer=AddressOut,
            listed=True,
        ),
        "post": Operation(
            id="beschermdAdresVastleggen",
            summary="Beschermd adres vastleggen",
            tag=TAG,
            body=AddressIn,
            creates=True,
        ),
    }

    def get(self, request: Request, zaak: UUID) -> Response:
        """Those that the actor may know of."""
        every = protected_addresses_of(role.person_id for role in roles_in(self.access))
        known = [
            row
            for row in every
            if self.access.may_know_of(Category.PROTECTED_ADDRESS, row.organisation_id, row.person_id)
        ]
        self.trail.shows(persons=[row.person_id for row in known], categories=[Category.IDENTITY])
        return self.listed(AddressOut(known, many=True, context=self.shared).data)

    def post(self, request: Request, zaak: UUID) -> Response:
        """Record one."""
        return self.create(AddressIn, self._protect)

    def _protect(self, values: dict[str, Any]) -> Created:
        person = values.pop("person")
        saved = protect_address(
            case=self.case,
            person=person,
            address=NewAddress(**{**values, "share_with": tuple(values["share_with"])}),
            actor=self.actor,
            at=self.at,
        )
        return Created(saved.public_id, self.below("beschermde-adressen"), etag=address_etag(saved))


class AddressEnds(CaseResource):
    """Het einde van een beschermd adres; wat er stond, blijft bewaard."""

    may: ClassVar = {"put": check_can_protect_address}
    operations: ClassVar = {
        "put": Operation(
            id="beschermdAdresBeeindigen",
            summary="Beschermd adres beëindigen",
            tag=TAG,
            body=AddressEndIn,
            answer=AddressOut,
            matches=True,
            etag=True,
        )
    }

    def put(self, request: Request, zaak: UUID, adres: UUID) -> Response:
        """End it."""
        check_can_end_protection(self.actor, self.case.pk, self._find(adres))
        self.lock()
        row = self._find(adres)
        self.must_match(address_etag(row))
        saved = end_protection(
            case=self.case, address=row, **self.read(AddressEndIn), actor=self.actor, at=self.at
        )
        return Response(AddressOut(saved, context=self.shared).data, headers={"ETag": address_etag(saved)})

    def _find(self, public_id: UUID) -> ProtectedAddress:
        for row in protected_addresses_of(role.person_id for role in roles_in(self.access)):
            if row.public_id == public_id:
                return row
        raise Http404
