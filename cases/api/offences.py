"""Feiten (what the suspect is suspected of) and the klacht."""

from __future__ import annotations

from typing import Any, ClassVar
from uuid import UUID

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from cases.access.rules.categories import Category
from cases.api.fields import (
    CodeField,
    Computed,
    Day,
    EnumField,
    Flag,
    Moment,
    OptionalText,
    PersonField,
    Text,
)
from cases.api.operations import Operation
from cases.api.resource import CaseResource, Created
from cases.api.serializers import In, Record
from cases.offences.models import ANSWER_CHOICES, Charge, ProsecutionComplaint
from cases.offences.permissions import check_can_record_complaint
from cases.offences.queries import as_rule, charges_of, complaint_of
from cases.offences.rules.charge import MODE_LABELS, Mode
from cases.offences.rules.charges import charges_needing_klacht
from cases.offences.rules.relation import RELATION_LABELS, Relation
from cases.offences.services import NewComplaint, record_complaint

TAG = "feiten"
RELATION_CHOICES = [(relation.value, label) for relation, label in RELATION_LABELS.items()]


class ChargeOut(Record):
    """Een strafbaar feit waarvan de verdachte wordt verdacht."""

    NAME = "Feit"
    MODEL = Charge
    FIXED: ClassVar = {"klachtNodig": Category.IDENTITY}

    id = serializers.UUIDField(source="public_id")
    artikel = serializers.CharField(source="offence_code")
    naam = serializers.CharField(source="offence_name")
    vorm = CodeField(source="mode", choices=[(mode.value, label) for mode, label in MODE_LABELS.items()])
    relatie = CodeField(
        source="relation",
        choices=RELATION_CHOICES,
        help_text="Wat het slachtoffer is van de verdachte; leeg: niet bekend.",
    )
    strafverhoging = Flag(source="aggravated")
    gepleegdOp = Day(source="committed_on")
    klachtNodig = Computed("needs_complaint", Flag())
    organisatie = serializers.UUIDField(source="organisation.public_id")
    vastgelegdOp = Moment(source="recorded_at")

    def needs_complaint(self, charge: Charge) -> bool:
        """Whether the offence is prosecuted on a klacht only."""
        return bool(charges_needing_klacht([as_rule(charge)]))


class ChargeIn(In):
    """Een feit dat u toevoegt."""

    NAME = "FeitNieuw"

    artikel = Text(source="code", longest=20)
    gepleegdOp = Day(source="committed_on")
    vorm = EnumField(Mode, MODE_LABELS, source="mode", required=False, default=Mode.COMPLETED)
    relatie = EnumField(
        Relation, RELATION_LABELS, source="relation", required=False, allow_null=True, default=None
    )


class Charges(CaseResource):
    """De feiten van de zaak. Toevoegen en laten vervallen gaat via `feitwijzigingen`, met de reden."""

    operations: ClassVar = {
        "get": Operation(id="feitenLijst", summary="Feiten", tag=TAG, answer=ChargeOut, listed=True)
    }

    def get(self, request: Request, zaak: UUID) -> Response:
        """The charges that the actor may see."""
        rows = charges_of(self.case)
        seen = [row for row in rows if self.access.may_see(Category.IDENTITY, row.organisation_id)]
        body = ChargeOut(seen, many=True, context=self.shared).data
        return self.listed(body, held_back=len(rows) - len(seen))


class ComplaintOut(Record):
    """De klacht: is om vervolging gevraagd, wanneer, door wie en bij wie."""

    NAME = "Klacht"
    MODEL = ProsecutionComplaint

    id = serializers.UUIDField(source="public_id")
    antwoord = CodeField(source="answer", choices=ANSWER_CHOICES)
    gedaanOp = Day(source="made_on")
    gedaanDoor = PersonField(source="made_by")
    opgenomenDoor = serializers.CharField(source="received_by")
    organisatie = serializers.UUIDField(source="organisation.public_id")
    vastgelegdOp = Moment(source="recorded_at")


class ComplaintIn(In):
    """Het antwoord op de vraag naar de klacht; een nieuw antwoord is een nieuwe regel."""

    NAME = "KlachtNieuw"

    antwoord = CodeField(source="answer", choices=ANSWER_CHOICES)
    gedaanOp = Day(source="made_on", required=False, allow_null=True, default=None)
    gedaanDoor = PersonField(source="made_by", required=False, allow_null=True, default=None)
    opgenomenDoor = OptionalText(source="received_by", longest=120)


class Complaints(CaseResource):
    """Het laatste antwoord op de vraag naar de klacht; politie en OM leggen het vast."""

    may: ClassVar = {"post": check_can_record_complaint}
    operations: ClassVar = {
        "get": Operation(id="klachtenLijst", summary="Klacht", tag=TAG, answer=ComplaintOut, listed=True),
        "post": Operation(
            id="klachtVastleggen", summary="Klacht vastleggen", tag=TAG, body=ComplaintIn, creates=True
        ),
    }

    def get(self, request: Request, zaak: UUID) -> Response:
        """The last answer, when there is one that the actor may see."""
        row = complaint_of(self.case)
        if row is None:
            return self.listed([], held_back=0)
        if not self.access.may_see(Category.INVESTIGATION, row.organisation_id):
            return self.listed([], held_back=1)
        return self.listed([ComplaintOut(row, context=self.shared).data], held_back=0)

    def post(self, request: Request, zaak: UUID) -> Response:
        """Record an answer."""
        return self.create(ComplaintIn, self._record)

    def _record(self, values: dict[str, Any]) -> Created:
        saved = record_complaint(
            case=self.case, complaint=NewComplaint(**values), actor=self.actor, at=self.at
        )
        return Created(saved.public_id, self.below("klachten"))
