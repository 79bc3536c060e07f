"""Zelfde mens: who in another family system may be a person of this case, joined by hand and undone (S5)."""

from __future__ import annotations

from typing import Any, ClassVar
from uuid import UUID

from django.http import Http404
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from cases.access.errors import InvalidInput
from cases.access.rules.categories import Category
from cases.api.fields import CodeField, Computed, Day, EnumField, Flag, Moment, Text
from cases.api.operations import Operation
from cases.api.resource import CaseResource, Created, record_etag
from cases.api.serializers import In, Out
from cases.casefiles.counterparts import Counterpart, counterparts
from cases.casefiles.models import CaseRole
from cases.casefiles.queries import roles_in
from cases.casefiles.services.person_links import LONGEST_REASON, confirm_link, undo_link
from cases.persons.models import PersonLink
from cases.persons.permissions import check_can_link_persons
from cases.persons.rules.comparing import IDENTIFIER_LABELS, Agreement, Identifier

TAG = "personen"
AGREEMENT_CHOICES = [
    (Agreement.EQUAL.value, "gelijk"),
    (Agreement.DIFFERENT.value, "verschilt"),
    (Agreement.UNKNOWN.value, "niet te vergelijken"),
]
IDENTIFIER_CHOICES = [(row.value, label) for row, label in IDENTIFIER_LABELS.items()]


class ComparedOut(Out):
    """Hoe een kenmerk van beide personen zich verhoudt; alleen van wat u van beiden mag weten."""

    NAME = "VergelekenKenmerk"

    kenmerk = CodeField(source="identifier", choices=IDENTIFIER_CHOICES)
    uitkomst = CodeField(source="agreement", choices=AGREEMENT_CHOICES)


class LinkOut(Out):
    """Een bevestigde koppeling."""

    NAME = "Personenkoppeling"

    id = serializers.UUIDField(source="public_id")
    kenmerken = serializers.CharField(source="identifiers", help_text="Waarop is vergeleken, in woorden.")
    bevestigdOp = Moment(source="confirmed_at")


class CounterpartOut(Out):
    """Iemand uit een andere zaak van uw organisatie die dezelfde mens kan zijn, of is."""

    NAME = "ZelfdeMens"

    id = serializers.UUIDField(source="person.public_id")
    voornamen = serializers.CharField(source="person.first_names")
    tussenvoegsel = serializers.CharField(source="person.infix")
    achternaam = serializers.CharField(source="person.last_name")
    geboortedatum = Day(source="person.birth_date", allow_null=True)
    zaken = Computed("cases_of", serializers.ListField(child=serializers.UUIDField()))
    vergelijking = Computed("compared", ComparedOut(many=True))
    koppeling = LinkOut(source="link", allow_null=True)

    def cases_of(self, row: Counterpart) -> list[str]:
        """The cases of the own organisation in which she or he is known."""
        return sorted({str(seen.role.case.public_id) for seen in row.roles})

    def compared(self, row: Counterpart) -> Any:
        """Every identifier."""
        rows = [{"identifier": one, "agreement": how} for one, how in row.fields.items()]
        return ComparedOut(rows, many=True).data


class LinkIn(In):
    """Twee personen zijn dezelfde mens: op precies twee kenmerken, en met zoveel woorden bevestigd."""

    NAME = "PersonenkoppelingNieuw"

    ander = serializers.UUIDField(source="other", help_text="Iemand uit de lijst.")
    kenmerken = serializers.ListField(
        child=EnumField(Identifier, IDENTIFIER_LABELS),
        source="identifiers",
        max_length=len(IDENTIFIER_LABELS),
        help_text="Precies twee, bij beiden bekend en gelijk.",
    )
    bevestigd = Flag(source="confirmed")


class LinkEndIn(In):
    """Waarom het toch twee mensen zijn; de koppeling blijft in de geschiedenis."""

    NAME = "PersonenkoppelingEinde"

    reden = Text(source="reason", longest=LONGEST_REASON)


def link_etag(link: PersonLink) -> str:
    """Changes when it is undone."""
    return record_etag("person-link", link.public_id, link.undone_at)


class Counterparts(CaseResource):
    """Wie in een andere zaak van uw organisatie dezelfde mens kan zijn. Niets wordt vanzelf samengevoegd."""

    may: ClassVar = {"get": check_can_link_persons, "post": check_can_link_persons}
    operations: ClassVar = {
        "get": Operation(
            id="zelfdeMensenLijst",
            summary="Wie dezelfde mens kan zijn",
            tag=TAG,
            answer=CounterpartOut,
            listed=True,
        ),
        "post": Operation(
            id="personenKoppelen", summary="Personen koppelen", tag=TAG, body=LinkIn, creates=True
        ),
    }

    def get(self, request: Request, zaak: UUID, persoon: UUID) -> Response:
        """Everybody of whom the actor sees both rows, the linked first."""
        role = self._role(persoon)
        rows = counterparts(self.actor, role.person, self.at)
        self.trail.shows(
            cases={seen.role.case_id for row in rows for seen in row.roles},
            persons=[role.person_id, *(row.person.pk for row in rows)],
            categories=[Category.IDENTITY],
        )
        return self.listed(CounterpartOut(rows, many=True).data)

    def post(self, request: Request, zaak: UUID, persoon: UUID) -> Response:
        """Join two."""
        role = self._role(persoon)
        return self.create(LinkIn, lambda values: self._link(role, values))

    def _link(self, role: CaseRole, values: dict[str, Any]) -> Created:
        wanted = values.pop("other")
        found = counterparts(self.actor, role.person, self.at)
        row = next((one for one in found if one.person.public_id == wanted), None)
        if row is None:
            raise InvalidInput({"other": ["Deze persoon staat niet in de lijst."]})
        saved = confirm_link(
            case=self.case, person=role.person, other=row.person, **values, actor=self.actor, at=self.at
        )
        return Created(saved.public_id, self.below("personenkoppelingen"), etag=link_etag(saved))

    def _role(self, public_id: UUID) -> CaseRole:
        for role in roles_in(self.access):
            if role.person.public_id == public_id:
                return role
        raise Http404


class LinkEnds(CaseResource):
    """Een koppeling ongedaan maken, met de reden."""

    may: ClassVar = {"put": check_can_link_persons}
    operations: ClassVar = {
        "put": Operation(
            id="personenOntkoppelen",
            summary="Koppeling ongedaan maken",
            tag=TAG,
            body=LinkEndIn,
            answer=LinkOut,
            matches=True,
            etag=True,
        )
    }

    def put(self, request: Request, zaak: UUID, koppeling: UUID) -> Response:
        """Undo it."""
        self.lock()
        role, row, link = self._find(koppeling)
        self.must_match(link_etag(link))
        saved = undo_link(
            case=self.case,
            person=role.person,
            other=row.person,
            **self.read(LinkEndIn),
            actor=self.actor,
            at=self.at,
        )
        return Response(LinkOut(saved).data, headers={"ETag": link_etag(saved)})

    def _find(self, public_id: UUID) -> tuple[CaseRole, Counterpart, PersonLink]:
        for role in roles_in(self.access):
            for row in counterparts(self.actor, role.person, self.at):
                if row.link is not None and row.link.public_id == public_id:
                    return role, row, row.link
        raise Http404
