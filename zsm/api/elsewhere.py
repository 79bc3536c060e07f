"""Detenties op een andere titel: zolang die duren, staat de bewaring stil (art. 64 Sv)."""

from __future__ import annotations

from typing import Any, ClassVar
from uuid import UUID

from django.http import Http404
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from cases.access.rules.categories import Category
from cases.api.fields import CodeField, Computed, EnumField, Moment, OptionalText
from cases.api.operations import Operation
from cases.api.resource import CaseResource, Created, record_etag
from cases.api.serializers import In, Record
from zsm.decision.models import TITLE_CHOICES, OtherDetention
from zsm.decision.permissions import check_can_record_escape
from zsm.decision.queries import detentions_elsewhere
from zsm.decision.rules.standstill import TITLE_LABELS, OtherTitle
from zsm.decision.services import NewOtherDetention, end_other_detention, record_other_detention
from zsm.decision.services.release import LONGEST_NOTE

TAG = "zsm"


class OtherDetentionOut(Record):
    """De verdachte zit of zat vast op een andere titel."""

    NAME = "DetentieElders"
    MODEL = OtherDetention

    id = serializers.UUIDField(source="public_id")
    titel = CodeField(source="title", choices=TITLE_CHOICES)
    sinds = Moment(source="since")
    tot = Moment(source="until")
    toelichting = serializers.CharField(source="note")
    organisatie = serializers.UUIDField(source="organisation.public_id")
    vastgelegdOp = Moment(source="recorded_at")
    etag = Computed("etag_of", serializers.CharField(), help_text="Voor If-Match.")

    def etag_of(self, row: OtherDetention) -> str:
        """The version of the detention."""
        return detention_etag(row)


class OtherDetentionIn(In):
    """Op welke titel de verdachte vastzit, en sinds wanneer."""

    NAME = "DetentieEldersNieuw"

    titel = EnumField(OtherTitle, TITLE_LABELS, source="title")
    sinds = Moment(source="since")
    tot = Moment(
        source="until", required=False, allow_null=True, default=None, help_text="Leeg zolang het duurt."
    )
    toelichting = OptionalText(source="note", longest=LONGEST_NOTE)


class NoMoreIn(In):
    """Sinds wanneer de verdachte niet meer op de andere titel vastzit."""

    NAME = "DetentieEldersEinde"

    tot = Moment(source="until")


def detention_etag(row: OtherDetention) -> str:
    """Changes when it is over."""
    return record_etag("other-detention", row.public_id, row.until)


class OtherDetentions(CaseResource):
    """De detenties op een andere titel; de bewaring wordt meteen opnieuw berekend."""

    may: ClassVar = {"post": check_can_record_escape}
    operations: ClassVar = {
        "get": Operation(
            id="detentiesEldersLijst",
            summary="Detenties op een andere titel",
            tag=TAG,
            answer=OtherDetentionOut,
            listed=True,
        ),
        "post": Operation(
            id="detentieEldersVastleggen",
            summary="Detentie op een andere titel vastleggen",
            tag=TAG,
            body=OtherDetentionIn,
            creates=True,
        ),
    }

    def get(self, request: Request, zaak: UUID) -> Response:
        """Those that the actor may see, the newest first."""
        rows = detentions_elsewhere(self.case)
        seen = [row for row in rows if self.access.may_see(Category.DECISION, row.organisation_id)]
        body = OtherDetentionOut(seen, many=True, context=self.shared).data
        return self.listed(body, held_back=len(rows) - len(seen))

    def post(self, request: Request, zaak: UUID) -> Response:
        """Record one."""
        return self.create(OtherDetentionIn, self._record)

    def _record(self, values: dict[str, Any]) -> Created:
        new = NewOtherDetention(**values)
        saved = record_other_detention(case=self.case, new=new, actor=self.actor, at=self.at)
        return Created(saved.public_id, self.below("detenties-elders"), etag=detention_etag(saved))


class OtherDetentionEnds(CaseResource):
    """De verdachte zit niet meer op de andere titel vast; de bewaring loopt verder."""

    may: ClassVar = {"put": check_can_record_escape}
    operations: ClassVar = {
        "put": Operation(
            id="detentieEldersEinde",
            summary="Niet meer op een andere titel vast",
            tag=TAG,
            body=NoMoreIn,
            answer=OtherDetentionOut,
            matches=True,
            etag=True,
        )
    }

    def put(self, request: Request, zaak: UUID, detentie: UUID) -> Response:
        """Record it."""
        self._find(detentie)
        self.lock()
        self.must_match(detention_etag(self._find(detentie)))
        end_other_detention(case=self.case, **self.read(NoMoreIn), actor=self.actor, at=self.at)
        saved = self._find(detentie)
        body = OtherDetentionOut(saved, context=self.shared).data
        return Response(body, headers={"ETag": detention_etag(saved)})

    def _find(self, public_id: UUID) -> OtherDetention:
        for row in detentions_elsewhere(self.case):
            if row.public_id == public_id and self.access.may_see(Category.DECISION, row.organisation_id):
                return row
        raise Http404
