"""Bijdragen: what every organisation brings to the table, with its dissent."""

from __future__ import annotations

from typing import Any, ClassVar
from uuid import UUID

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from cases.access.rules.categories import CATEGORY_LABELS, Category
from cases.api.fields import CodeField, Computed, EnumField, Moment, Number, OptionalText, Text
from cases.api.operations import Operation
from cases.api.resource import CaseResource, Created
from cases.api.serializers import In, Out, many
from zsm.consultation.permissions import check_can_contribute
from zsm.consultation.queries import contributions_of
from zsm.consultation.services import NewContribution, contribute

CATEGORIES = [(category.value, label) for category, label in CATEGORY_LABELS.items()]


class Known(Out):
    """Wat een organisatie weet, onder een van haar eigen categorieën."""

    NAME = "BijdrageDeel"

    categorie = CodeField(source="category", choices=CATEGORIES)
    tekst = serializers.CharField(source="text")


class ContributionOut(Out):
    """De laatste bijdrage van een organisatie, zover die voor u is."""

    NAME = "Bijdrage"

    id = serializers.UUIDField(source="row.public_id")
    versie = Number(source="row.version")
    organisatie = serializers.UUIDField(source="row.organisation.public_id")
    weet = Computed("parts_of", Known(many=True))
    kijk = serializers.CharField(source="view")
    kanDoen = serializers.CharField(source="offer")
    anderOordeel = serializers.CharField(source="dissent")
    redenAnderOordeel = serializers.CharField(source="dissent_reason")
    vastgelegdOp = Moment(source="row.recorded_at")
    delenAchtergehouden = Number(source="held_back")

    def parts_of(self, seen: Any) -> Any:
        """The parts that the actor may see."""
        return Known(seen.parts, many=True).data


class KnownIn(In):
    """Wat uw organisatie weet, onder een categorie van haar eigen taak."""

    NAME = "BijdrageDeelNieuw"

    categorie = EnumField(Category, CATEGORY_LABELS, source="category")
    tekst = Text(source="text", longest=2000)


class ContributionIn(In):
    """Uw bijdrage. `opVersie`: de versie van uw organisatie die u voor u had (0: nog geen)."""

    NAME = "BijdrageNieuw"

    opVersie = Number(source="seen_version", min_value=0, max_value=10_000)
    weet = many(KnownIn, source="knows", required=False, default=list, max_length=20)
    kijk = OptionalText(source="view", longest=2000)
    kanDoen = OptionalText(source="offer", longest=2000)
    anderOordeel = OptionalText(source="dissent", longest=2000)
    redenAnderOordeel = OptionalText(source="dissent_reason", longest=2000)


class Contributions(CaseResource):
    """Wat elke organisatie inbrengt; een ander oordeel blijft met de reden naast het besluit staan."""

    may: ClassVar = {"post": check_can_contribute}
    operations: ClassVar = {
        "get": Operation(
            id="bijdragenLijst", summary="Bijdragen", tag="zsm", answer=ContributionOut, listed=True
        ),
        "post": Operation(
            id="bijdrageVastleggen",
            summary="Bijdrage vastleggen",
            tag="zsm",
            body=ContributionIn,
            creates=True,
        ),
    }

    def get(self, request: Request, zaak: UUID) -> Response:
        """The last contribution of each organisation."""
        rows = contributions_of(self.access)
        for row in rows:
            self.trail.shows(categories=row.categories)
        held_back = sum(row.held_back for row in rows)
        return self.listed(ContributionOut(rows, many=True, context=self.shared).data, held_back=held_back)

    def post(self, request: Request, zaak: UUID) -> Response:
        """Contribute."""
        return self.create(ContributionIn, self._contribute)

    def _contribute(self, values: dict[str, Any]) -> Created:
        knows = {row["category"]: row["text"] for row in values.pop("knows")}
        saved = contribute(
            case=self.case,
            contribution=NewContribution(**values, knows=knows),
            actor=self.actor,
            at=self.at,
        )
        return Created(saved.public_id, self.below("bijdragen"), more={"versie": saved.version})
