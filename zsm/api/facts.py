"""Feiten-om: suspicion, evidence and serious objections; and custody as a dated history."""

from __future__ import annotations

from typing import Any, ClassVar
from uuid import UUID

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from cases.access.rules.categories import Category
from cases.api.fields import CodeField, EnumField, Flag, Moment, Number, OptionalText
from cases.api.operations import Operation
from cases.api.resource import CaseResource, Created
from cases.api.serializers import In, Record
from cases.organisations.rules import ORGANISATION_LABELS, OrganisationKind
from zsm.decision.models import ANSWER_CHOICES, EVIDENCE_CHOICES, ProsecutionFacts
from zsm.decision.permissions import check_can_state_facts
from zsm.decision.queries import facts_versions
from zsm.decision.rules.facts import ANSWER_LABELS, EVIDENCE_LABELS, Answer, Evidence
from zsm.decision.services import NewFacts, state_facts
from zsm.decision.services.facts import SHARED_WITH
from zsm.intake.models import ARREST_CHOICES, CUSTODY_CHOICES, Custody
from zsm.intake.queries import custody_history

TAG = "zsm"


class FactsOut(Record):
    """Eén versie van wat het OM vaststelt."""

    NAME = "FeitenOm"
    MODEL = ProsecutionFacts

    id = serializers.UUIDField(source="public_id")
    versie = Number(source="version")
    verdenking = CodeField(source="suspicion", choices=ANSWER_CHOICES)
    grondVerdenking = serializers.CharField(source="suspicion_ground")
    bewijs = CodeField(source="evidence", choices=EVIDENCE_CHOICES)
    ernstigeBezwaren = CodeField(source="serious_objections", choices=ANSWER_CHOICES)
    strafrechtelijkeMaatregelenNodig = CodeField(source="criminal_measures_needed", choices=ANSWER_CHOICES)
    toelichting = serializers.CharField(source="explanation")
    organisatie = serializers.UUIDField(source="organisation.public_id")
    vastgelegdOp = Moment(source="recorded_at")


class FactsIn(In):
    """Wat het OM vaststelt. `opVersie`: de versie die u voor u had (0: nog geen)."""

    NAME = "FeitenOmNieuw"

    opVersie = Number(source="seen_version", min_value=0, max_value=10_000)
    verdenking = EnumField(Answer, ANSWER_LABELS, source="suspicion")
    grondVerdenking = OptionalText(source="suspicion_ground", longest=300)
    bewijs = EnumField(Evidence, EVIDENCE_LABELS, source="evidence")
    ernstigeBezwaren = EnumField(Answer, ANSWER_LABELS, source="serious_objections")
    strafrechtelijkeMaatregelenNodig = EnumField(
        Answer,
        ANSWER_LABELS,
        source="criminal_measures_needed",
        required=False,
        default=Answer.UNKNOWN,
    )
    toelichting = OptionalText(source="explanation", longest=4000)
    delenMet = serializers.ListField(
        source="share_with",
        child=CodeField(choices=[(kind.value, ORGANISATION_LABELS[kind]) for kind in SHARED_WITH]),
        required=False,
        default=list,
        max_length=3,
        help_text="Wie het onderzoek van het OM mag zien voor de eigen taak.",
    )


class Facts(CaseResource):
    """Verdenking, bewijs en ernstige bezwaren: elke vaststelling is een nieuwe versie."""

    may: ClassVar = {"post": check_can_state_facts}
    operations: ClassVar = {
        "get": Operation(
            id="feitenOmLijst", summary="Wat het OM vaststelt", tag=TAG, answer=FactsOut, listed=True
        ),
        "post": Operation(
            id="feitenOmVaststellen",
            summary="Feiten van het OM vaststellen",
            tag=TAG,
            body=FactsIn,
            creates=True,
        ),
    }

    def get(self, request: Request, zaak: UUID) -> Response:
        """The versions that the actor may see, the newest first."""
        rows = facts_versions(self.case)
        seen = [row for row in rows if self.access.may_see(Category.INVESTIGATION, row.organisation_id)]
        body = FactsOut(seen, many=True, context=self.shared).data
        return self.listed(body, held_back=len(rows) - len(seen))

    def post(self, request: Request, zaak: UUID) -> Response:
        """State them anew."""
        return self.create(FactsIn, self._state)

    def _state(self, values: dict[str, Any]) -> Created:
        shared = frozenset(OrganisationKind(kind) for kind in values.pop("share_with"))
        saved = state_facts(
            case=self.case,
            facts=NewFacts(**values, share_with=shared),
            actor=self.actor,
            at=self.at,
        )
        return Created(saved.public_id, self.below("feiten-om"), more={"versie": saved.version})


class CustodyOut(Record):
    """Eén periode vast of niet-vast."""

    NAME = "VastPeriode"
    MODEL = Custody

    id = serializers.UUIDField(source="public_id")
    stand = CodeField(source="status", choices=CUSTODY_CHOICES)
    vanaf = Moment(source="starts_at")
    tot = Moment(source="ends_at")
    aangehoudenOp = Moment(source="arrested_at")
    aangekomenOp = Moment(source="arrived_at")
    bevelOp = Moment(source="order_at")
    wijze = CodeField(source="arrest_mode", choices=ARREST_CHOICES)
    nieuwFeit = serializers.CharField(source="new_fact")
    waaromVerdenking = serializers.CharField(source="suspicion_continues")
    plaats = serializers.CharField(source="place")
    onderInvloed = Flag(source="intoxicated")
    organisatie = serializers.UUIDField(source="organisation.public_id")
    vastgelegdOp = Moment(source="recorded_at")


class Custodies(CaseResource):
    """Vast of niet-vast, elke periode, de oudste eerst."""

    operations: ClassVar = {
        "get": Operation(
            id="vastPeriodenLijst", summary="Vast of niet-vast", tag=TAG, answer=CustodyOut, listed=True
        )
    }

    def get(self, request: Request, zaak: UUID) -> Response:
        """The periods that the actor may see."""
        rows = custody_history(self.case)
        seen = [row for row in rows if self.access.may_see(Category.DECISION, row.organisation_id)]
        body = CustodyOut(seen, many=True, context=self.shared).data
        return self.listed(body, held_back=len(rows) - len(seen))
