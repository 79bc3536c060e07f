"""Onderdeel B (structural unsafety) of the assessment of Veilig Thuis."""

from __future__ import annotations

from typing import Any, ClassVar
from uuid import UUID

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from cases.api.fields import CodeField, EnumField, Flag, Number, OptionalText
from cases.api.operations import Operation
from cases.api.resource import CaseResource, Created
from cases.api.serializers import In, many
from cases.assessments.models import SOURCE_CHOICES
from cases.assessments.permissions import check_can_assess
from cases.assessments.rules.answers import PRESENCE_LABELS, STRUCTURAL_LABELS, Outcome, Presence
from cases.assessments.rules.structural import HARMFUL_EVENTS
from cases.assessments.services import HarmAnswer, PartB, conclude_part_b

KIND_CHOICES = [(event.code, event.label) for event in HARMFUL_EVENTS.values()]


class HarmIn(In):
    """Of één soort schadelijke gebeurtenis er is; een soort die ontbreekt is onbekend."""

    NAME = "SchadelijkeGebeurtenisNieuw"

    soort = CodeField(source="code", choices=KIND_CHOICES)
    oordeel = EnumField(Presence, PRESENCE_LABELS, source="answer")
    toelichting = OptionalText(source="note", longest=500)
    bron = CodeField(source="source", choices=SOURCE_CHOICES, required=False, default="")


class PartBIn(In):
    """Onderdeel B zoals Veilig Thuis het vaststelt.

    `opVersie`: de versie die u voor u had (0: nog geen); is er intussen een nieuwe, dan volgt 409.
    """

    NAME = "OnderdeelBNieuw"

    opVersie = Number(source="based_on", min_value=0, max_value=10_000)
    soorten = many(HarmIn, source="kinds", max_length=60)
    conclusie = EnumField(Outcome, STRUCTURAL_LABELS, source="conclusion")
    redenAfwijking = OptionalText(source="deviation_reason", longest=2000)
    toelichting = OptionalText(source="explanation", longest=4000)
    bronnen = serializers.ListField(
        source="sources", child=CodeField(choices=SOURCE_CHOICES), required=False, default=list, max_length=7
    )
    onderbouwingDelen = Flag(
        source="share_grounds",
        required=False,
        default=False,
        help_text="Politie en OM mogen de onderbouwing zien voor hun taak.",
    )
    redenTeLaat = OptionalText(source="late_reason", longest=1000)


class PartBConclusions(CaseResource):
    """Onderdeel B (structurele onveiligheid) vaststellen: elke vaststelling is een nieuwe versie."""

    may: ClassVar = {"post": check_can_assess}
    operations: ClassVar = {
        "post": Operation(
            id="onderdeelStructureelVaststellen",
            summary="Onderdeel B vaststellen",
            tag="veiligheid",
            body=PartBIn,
            creates=True,
        )
    }

    def post(self, request: Request, zaak: UUID) -> Response:
        """Conclude part B."""
        return self.create(PartBIn, self._conclude)

    def _conclude(self, values: dict[str, Any]) -> Created:
        kinds = tuple(HarmAnswer(**row) for row in values["kinds"])
        part_b = PartB(**{**values, "kinds": kinds, "sources": tuple(values["sources"])})
        saved = conclude_part_b(case=self.case, part_b=part_b, actor=self.actor, at=self.at)
        return Created(saved.public_id, self.below("beoordelingen"), more={"versie": saved.version})
