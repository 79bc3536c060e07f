"""Bekendheid: whether the family is known to Veilig Thuis."""

from __future__ import annotations

from typing import Any, ClassVar
from uuid import UUID

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from cases.api.fields import CodeField, EnumField, Flag, Moment, OptionalText
from cases.api.operations import Operation
from cases.api.resource import CaseResource, Created
from cases.api.serializers import In, Record
from cases.assessments.rules.known import PHASE_LABELS, DossierPhase
from zsm.consultation.models import PHASE_CHOICES, KnownAnswer
from zsm.consultation.permissions import check_can_answer_known
from zsm.consultation.queries import known_answer
from zsm.consultation.services import KnownReply, answer_known

TAG = "zsm"


class KnownOut(Record):
    """Het antwoord van Veilig Thuis: is het gezin bekend, loopt er een dossier, in welke fase."""

    NAME = "Bekendheid"
    MODEL = KnownAnswer

    id = serializers.UUIDField(source="public_id")
    bekend = Flag(source="known")
    lopendDossier = Flag(source="open_file")
    fase = CodeField(source="phase", choices=PHASE_CHOICES)
    toelichting = serializers.CharField(source="note")
    organisatie = serializers.UUIDField(source="organisation.public_id")
    vastgelegdOp = Moment(source="recorded_at")


class KnownIn(In):
    """Het antwoord; de drie delen moeten bij elkaar passen."""

    NAME = "BekendheidNieuw"

    bekend = Flag(source="known")
    lopendDossier = Flag(source="open_file", required=False, default=False)
    fase = EnumField(DossierPhase, PHASE_LABELS, source="phase")
    toelichting = OptionalText(source="note", longest=500)
    redenTeLaat = OptionalText(source="late_reason", longest=1000)


class KnownAnswers(CaseResource):
    """Het laatste antwoord van Veilig Thuis op de vraag of het gezin bekend is."""

    may: ClassVar = {"post": check_can_answer_known}
    operations: ClassVar = {
        "get": Operation(
            id="bekendheidLijst", summary="Bekend bij Veilig Thuis", tag=TAG, answer=KnownOut, listed=True
        ),
        "post": Operation(
            id="bekendheidVastleggen",
            summary="Antwoorden of het gezin bekend is",
            tag=TAG,
            body=KnownIn,
            creates=True,
        ),
    }

    def get(self, request: Request, zaak: UUID) -> Response:
        """The last answer."""
        row = known_answer(self.case)
        rows = [row] if row else []
        return self.listed(KnownOut(rows, many=True, context=self.shared).data)

    def post(self, request: Request, zaak: UUID) -> Response:
        """Answer."""
        return self.create(KnownIn, self._answer)

    def _answer(self, values: dict[str, Any]) -> Created:
        saved = answer_known(case=self.case, answer=KnownReply(**values), actor=self.actor, at=self.at)
        return Created(saved.public_id, self.below("bekendheidsantwoorden"))
