"""Uitkomsten bij de rechter: judges are no users, OM records what they decided."""

from __future__ import annotations

from typing import Any, ClassVar
from uuid import UUID

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from cases.access.rules.categories import Category
from cases.api.fields import (
    CodeField,
    EnumField,
    Flag,
    Moment,
    Number,
    OptionalText,
    OrganisationField,
    PersonField,
)
from cases.api.operations import Operation
from cases.api.resource import CaseResource, Created
from cases.api.serializers import In, Record
from cases.plans.rules.measure import PART_LABELS, Part
from zsm.decision.models import JudicialOutcome
from zsm.decision.permissions import check_can_record_outcome
from zsm.decision.queries import outcomes_of
from zsm.decision.rules.court import LONGEST_CONTENT, MOST_DETENTION_DAYS, OUTCOME_CHOICES, CourtOutcome
from zsm.decision.services import NewJudicialOutcome, record_judicial_outcome

TAG = "zsm"
LABELS = {CourtOutcome(code): label for code, label in OUTCOME_CHOICES}


class JudicialOutcomeOut(Record):
    """Wat de rechter-commissaris, de raadkamer of de rechter besliste, zoals het OM het vastlegde."""

    NAME = "RechterlijkeUitkomst"
    MODEL = JudicialOutcome
    FIXED: ClassVar = {"maatregel": Category.DECISION}

    id = serializers.UUIDField(source="public_id")
    uitkomst = CodeField(source="kind", choices=OUTCOME_CHOICES)
    beslistOp = Moment(source="decided_at")
    uitgevoerdOp = Moment(source="executed_at")
    dagen = Number(source="days")
    inhoud = serializers.CharField(source="content")
    maatregel = serializers.UUIDField(source="measure.public_id", default=None)
    wieInformeert = OrganisationField(source="informer")
    organisatie = serializers.UUIDField(source="organisation.public_id")
    vastgelegdOp = Moment(source="recorded_at")


class JudicialOutcomeIn(In):
    """Een uitkomst bij de rechter; bij een schorsing met haar voorwaarden."""

    NAME = "RechterlijkeUitkomstNieuw"

    uitkomst = EnumField(CourtOutcome, LABELS, source="outcome")
    beslistOp = Moment(source="decided_at")
    uitgevoerdOp = Moment(
        source="executed_at",
        required=False,
        allow_null=True,
        default=None,
        help_text="Bij bewaring of gevangenhouding.",
    )
    dagen = Number(
        source="days",
        required=False,
        allow_null=True,
        default=None,
        min_value=1,
        max_value=MOST_DETENTION_DAYS,
        help_text="Bij gevangenhouding.",
    )
    inhoud = OptionalText(source="content", longest=LONGEST_CONTENT, help_text="Verplicht bij een vonnis.")
    voorwaarden = serializers.ListField(
        source="parts", child=EnumField(Part, PART_LABELS), required=False, default=list, max_length=20
    )
    beschermt = serializers.ListField(
        source="persons", child=PersonField(), required=False, default=list, max_length=60
    )
    gebied = OptionalText(source="area", longest=300)
    voorwaardenTot = Moment(source="ends_at", required=False, allow_null=True, default=None)
    elektronischeMonitoring = Flag(source="electronic_monitoring", required=False, default=False)
    toezichthouder = OrganisationField(source="supervisor", required=False, allow_null=True, default=None)
    wieInformeert = OrganisationField(source="informer", required=False, allow_null=True, default=None)
    redenTeLaat = OptionalText(source="late_reason", longest=1000)


class JudicialOutcomes(CaseResource):
    """De uitkomsten bij de rechter. Elk gevolg (termijn, maatregel, bericht) ontstaat als op de pagina."""

    may: ClassVar = {"post": check_can_record_outcome}
    operations: ClassVar = {
        "get": Operation(
            id="rechterlijkeUitkomstenLijst",
            summary="Uitkomsten bij de rechter",
            tag=TAG,
            answer=JudicialOutcomeOut,
            listed=True,
        ),
        "post": Operation(
            id="rechterlijkeUitkomstVastleggen",
            summary="Uitkomst bij de rechter vastleggen",
            tag=TAG,
            body=JudicialOutcomeIn,
            creates=True,
        ),
    }

    def get(self, request: Request, zaak: UUID) -> Response:
        """The outcomes that the actor may see, the newest first."""
        rows = outcomes_of(self.case)
        seen = [row for row in rows if self.access.may_see(Category.DECISION, row.organisation_id)]
        body = JudicialOutcomeOut(seen, many=True, context=self.shared).data
        return self.listed(body, held_back=len(rows) - len(seen))

    def post(self, request: Request, zaak: UUID) -> Response:
        """Record one."""
        return self.create(JudicialOutcomeIn, self._record)

    def _record(self, values: dict[str, Any]) -> Created:
        values = {**values, "parts": frozenset(values["parts"]), "persons": tuple(values["persons"])}
        saved = record_judicial_outcome(
            case=self.case, new=NewJudicialOutcome(**values), actor=self.actor, at=self.at
        )
        return Created(saved.public_id, self.below("rechterlijke-uitkomsten"))
