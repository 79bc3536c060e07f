"""Uitsluitingen: who must not receive anything of a case or about a person, and the end of it (A9)."""

from __future__ import annotations

from typing import Any, ClassVar, Final
from uuid import UUID

from django.http import Http404
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from cases.access.errors import InvalidInput
from cases.access.rules.categories import Category
from cases.api.fields import Computed, Moment, OrganisationField, PersonField, Text
from cases.api.operations import Operation
from cases.api.paging import PAGING, page_of
from cases.api.resource import CaseResource, Created, Resource, record_etag
from cases.api.serializers import In, Out
from cases.casefiles.queries import participations_of
from cases.organisations.models import User
from cases.organisations.queries import member_of
from cases.sharing.exclusion import (
    LONGEST_REASON,
    NewExclusion,
    check_can_exclude,
    check_reviews_exclusions,
    exclude,
    exclusion_of,
    exclusions_in,
    lift_exclusion,
)
from cases.sharing.models import Exclusion

TAG: Final = "uitsluitingen"
PURPOSE, LIFTED = "uitsluiting vastgelegd", "uitsluiting opgeheven"
ROOT: Final = "/api/v1/uitsluitingen"
NO_COLLEAGUE: Final = "Kies een medewerker van uw organisatie (zie /gebruikers)."


class ExclusionOut(Out):
    """Wie niets ontvangt, en waarvan; nooit over wie het gaat. Alleen voor uw privacyfunctionaris."""

    NAME = "Uitsluiting"

    id = serializers.UUIDField(source="public_id")
    medewerker = serializers.UUIDField(source="user.public_id", default=None, allow_null=True)
    organisatie = serializers.UUIDField(source="excluded.public_id", default=None, allow_null=True)
    zaaknummer = serializers.CharField(
        source="case.number",
        default=None,
        allow_null=True,
        help_text="Leeg: van elke zaak met één persoon.",
    )
    reden = serializers.CharField(source="reason")
    beslotenDoor = serializers.CharField(source="decided_by.display_name")
    beslotenOp = Moment(source="decided_at")
    opgehevenOp = Moment(source="lifted_at", allow_null=True)
    opgehevenDoor = Computed("lifter", serializers.CharField(allow_null=True))
    redenOpheffing = serializers.CharField(source="lift_reason")

    def lifter(self, row: Exclusion) -> str | None:
        """Who lifted it."""
        return row.lifted_by.display_name if row.lifted_by else None


class ExclusionIn(In):
    """Een collega of een andere organisatie; van deze zaak, of van elke zaak met een persoon ervan."""

    NAME = "UitsluitingNieuw"

    medewerker = serializers.UUIDField(
        source="user", required=False, allow_null=True, default=None, help_text="Zie /gebruikers."
    )
    organisatie = OrganisationField(source="organisation", required=False, allow_null=True, default=None)
    persoon = PersonField(source="person", required=False, allow_null=True, default=None)
    reden = Text(source="reason", longest=LONGEST_REASON)


class ExclusionByNumberIn(In):
    """Een collega, van de zaak met dit nummer: de privacyfunctionaris opent geen zaken."""

    NAME = "UitsluitingOpNummer"

    zaaknummer = Text(source="number", longest=12)
    medewerker = serializers.UUIDField(source="user", help_text="Zie /gebruikers.")
    reden = Text(source="reason", longest=LONGEST_REASON)


class ExclusionEndIn(In):
    """Waarom de uitsluiting eindigt."""

    NAME = "UitsluitingOpheffing"

    reden = Text(source="reason", longest=LONGEST_REASON)


def exclusion_etag(row: Exclusion) -> str:
    """Changes when it is lifted."""
    return record_etag("exclusion", row.public_id, row.lifted_at)


def _colleague(organisation_id: int, public_id: UUID) -> User:
    found = member_of(organisation_id, public_id)
    if found is None:
        raise InvalidInput({"user": [NO_COLLEAGUE]})
    return found


class CaseExclusions(CaseResource):
    """Uitsluiten van deze zaak. Wie is uitgesloten, ziet niets, wat er ook is gedeeld."""

    may: ClassVar = {"post": lambda actor, case_id: check_can_exclude(actor)}
    operations: ClassVar = {
        "post": Operation(
            id="uitsluiten", summary="Uitsluiten van een zaak", tag=TAG, body=ExclusionIn, creates=True
        )
    }

    def post(self, request: Request, zaak: UUID) -> Response:
        """A team lead closes the case to a colleague or to another organisation."""
        return self.create(ExclusionIn, self._exclude)

    def _exclude(self, values: dict[str, Any]) -> Created:
        if values["user"] is not None:
            values["user"] = _colleague(self.actor.organisation_id, values["user"])
        saved = exclude(case=self.case, new=NewExclusion(**values), actor=self.actor, at=self.at)
        self.trail.purpose = PURPOSE
        return Created(saved.public_id, f"{ROOT}/{saved.public_id}", etag=exclusion_etag(saved))


class Exclusions(Resource):
    """Wat binnen uw organisatie gesloten blijft; voor haar privacyfunctionaris."""

    operations: ClassVar = {
        "get": Operation(
            id="uitsluitingenLijst",
            summary="Uitsluitingen van uw organisatie",
            tag=TAG,
            answer=ExclusionOut,
            listed=True,
            query=PAGING,
        ),
        "post": Operation(
            id="uitsluitenOpNummer",
            summary="Een collega uitsluiten op zaaknummer",
            tag=TAG,
            body=ExclusionByNumberIn,
            creates=True,
        ),
    }

    def get(self, request: Request) -> Response:
        """Everything that was decided, the newest first."""
        check_reviews_exclusions(self.actor)
        page = page_of(self.asked, request.query_params, exclusions_in(self.actor), moment="decided_at")
        shown = [row.case_id for row in page.rows if row.case_id]
        self.trail.shows(cases=shown, categories=[Category.THAT])
        return self.listed(ExclusionOut(page.rows, many=True).data, following=page.following)

    def post(self, request: Request) -> Response:
        """Close a case of the own organisation to a colleague."""
        check_reviews_exclusions(self.actor)
        return self.create(ExclusionByNumberIn, self._exclude)

    def _exclude(self, values: dict[str, Any]) -> Created:
        rows = participations_of(self.actor).filter(case__number=values["number"].strip())
        row = rows.select_related("case").first()
        if row is None:
            raise InvalidInput({"number": ["Uw organisatie heeft geen zaak met dit nummer."]})
        user = _colleague(self.actor.organisation_id, values["user"])
        new = NewExclusion(reason=values["reason"], user=user)
        saved = exclude(case=row.case, new=new, actor=self.actor, at=self.at)
        self.trail.purpose = PURPOSE
        self.trail.shows(cases=[row.case_id], categories=[Category.THAT])
        return Created(saved.public_id, f"{ROOT}/{saved.public_id}", etag=exclusion_etag(saved))


class OneExclusion(Resource):
    """What looks at one exclusion of the own organisation."""

    def find(self, public_id: UUID) -> Exclusion:
        """The exclusion in the path. Raises NotAllowed and Http404."""
        check_reviews_exclusions(self.actor)
        row = exclusion_of(self.actor, public_id)
        if row is None:
            raise Http404
        self.trail.shows(cases=[row.case_id] if row.case_id else (), categories=[Category.THAT])
        return row


class ExclusionDetail(OneExclusion):
    """Eén uitsluiting van uw organisatie, met haar versie."""

    operations: ClassVar = {
        "get": Operation(id="uitsluiting", summary="Uitsluiting", tag=TAG, answer=ExclusionOut, etag=True)
    }

    def get(self, request: Request, uitsluiting: UUID) -> Response:
        """One of them."""
        row = self.find(uitsluiting)
        return Response(ExclusionOut(row).data, headers={"ETag": exclusion_etag(row)})


class ExclusionEnds(OneExclusion):
    """Een uitsluiting opheffen, met de reden; nooit die van uzelf."""

    operations: ClassVar = {
        "put": Operation(
            id="uitsluitingOpheffen",
            summary="Uitsluiting opheffen",
            tag=TAG,
            body=ExclusionEndIn,
            answer=ExclusionOut,
            matches=True,
            etag=True,
        )
    }

    def put(self, request: Request, uitsluiting: UUID) -> Response:
        """End it; the service locks the row and refuses a second end."""
        row = self.find(uitsluiting)
        self.must_match(exclusion_etag(row))
        lift_exclusion(exclusion=row, **self.read(ExclusionEndIn), actor=self.actor, at=self.at)
        self.trail.purpose = LIFTED
        saved = self.find(uitsluiting)
        return Response(ExclusionOut(saved).data, headers={"ETag": exclusion_etag(saved)})
