"""Veiligheidsvoorwaarden: floor demands and additional conditions of Veilig Thuis."""

from __future__ import annotations

from typing import Any, ClassVar
from uuid import UUID

from django.http import Http404
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from cases.access.rules.categories import Category
from cases.api.fields import (
    CodeField,
    Computed,
    Day,
    EnumField,
    Moment,
    OptionalText,
    OrganisationField,
    PersonField,
    Text,
)
from cases.api.operations import Operation
from cases.api.resource import CaseResource, Created, record_etag
from cases.api.serializers import In, Record
from cases.plans.models import (
    BREACH_OUTCOME_CHOICES,
    CONDITION_KIND_CHOICES,
    SafetyCondition,
)
from cases.plans.permissions import check_can_set_conditions
from cases.plans.queries import condition_of, plan_of
from cases.plans.rules.catalogue import ORDER_GROUND_LABELS
from cases.plans.rules.conditions import CONDITION_LEVEL_LABELS, ConditionLevel
from cases.plans.rules.measure import PART_LABELS
from cases.plans.services import (
    NewCondition,
    set_condition,
    withdraw_condition,
)

TAG = "plan"
PARTS = [(part.value, label) for part, label in PART_LABELS.items()]
JUDGEMENTS = [(code, label) for code, label in BREACH_OUTCOME_CHOICES if code]
GROUND_TEXT = "; ".join(f"`{ground.value}`: {label}" for ground, label in ORDER_GROUND_LABELS.items())


class ConditionOut(Record):
    """Een veiligheidsvoorwaarde: voor wie, wie houdt toezicht, wie meldt een schending, wat volgt dan."""

    NAME = "Voorwaarde"
    MODEL = SafetyCondition

    id = serializers.UUIDField(source="public_id")
    soort = CodeField(source="kind", choices=CONDITION_KIND_CHOICES)
    tekst = serializers.CharField(source="text")
    geldtVoor = PersonField(source="binds")
    toezichthouder = OrganisationField(source="supervisor")
    toezicht = serializers.CharField(source="supervision")
    schendingGemeldDoor = OrganisationField(source="breach_reporter")
    schendingGemeldAan = OrganisationField(source="breach_reported_to")
    gevolg = serializers.CharField(source="consequence")
    vanaf = Day(source="starts_on")
    totEnMet = Day(source="ends_on")
    ingetrokkenOp = Moment(source="withdrawn_at")
    redenIntrekking = serializers.CharField(source="withdrawal_reason")
    organisatie = serializers.UUIDField(source="organisation.public_id")
    vastgelegdOp = Moment(source="recorded_at")
    etag = Computed("etag_of", serializers.CharField(), help_text="Voor If-Match.")

    def etag_of(self, row: SafetyCondition) -> str:
        """The version of the condition."""
        return condition_etag(row)


class ConditionIn(In):
    """Een voorwaarde die Veilig Thuis stelt."""

    NAME = "VoorwaardeNieuw"

    soort = EnumField(ConditionLevel, CONDITION_LEVEL_LABELS, source="level")
    tekst = Text(source="text", longest=500)
    geldtVoor = PersonField(source="binds")
    toezichthouder = OrganisationField(source="supervisor")
    toezicht = OptionalText(source="supervision", longest=300)
    schendingGemeldDoor = OrganisationField(source="breach_reporter")
    schendingGemeldAan = OrganisationField(source="breach_reported_to")
    gevolg = Text(source="consequence", longest=300)
    vanaf = Day(source="starts_on")
    totEnMet = Day(source="ends_on", required=False, allow_null=True, default=None)


class WithdrawalIn(In):
    """Waarom een voorwaarde wordt ingetrokken."""

    NAME = "Intrekking"

    reden = Text(source="reason", longest=200)


def condition_etag(row: SafetyCondition) -> str:
    """Changes when the condition is withdrawn."""
    return record_etag("condition", row.public_id, row.withdrawn_at)


class Conditions(CaseResource):
    """De voorwaarden, ook die niet meer gelden. Alleen Veilig Thuis stelt ze."""

    may: ClassVar = {"post": check_can_set_conditions}
    operations: ClassVar = {
        "get": Operation(
            id="voorwaardenLijst", summary="Veiligheidsvoorwaarden", tag=TAG, answer=ConditionOut, listed=True
        ),
        "post": Operation(
            id="voorwaardeStellen", summary="Voorwaarde stellen", tag=TAG, body=ConditionIn, creates=True
        ),
    }

    def get(self, request: Request, zaak: UUID) -> Response:
        """What the actor may see."""
        plan = plan_of(self.access, self.at)
        rows = [*plan.conditions, *plan.ended_conditions]
        every = SafetyCondition.objects.filter(case=self.case).count()
        body = ConditionOut(rows, many=True, context=self.shared).data
        return self.listed(body, held_back=every - len(rows))

    def post(self, request: Request, zaak: UUID) -> Response:
        """Set one."""
        return self.create(ConditionIn, self._set)

    def _set(self, values: dict[str, Any]) -> Created:
        saved = set_condition(case=self.case, condition=NewCondition(**values), actor=self.actor, at=self.at)
        return Created(saved.public_id, self.below("voorwaarden"), etag=condition_etag(saved))


class Withdrawals(CaseResource):
    """De intrekking van een voorwaarde; zij blijft staan, met de reden."""

    may: ClassVar = {"put": check_can_set_conditions}
    operations: ClassVar = {
        "put": Operation(
            id="voorwaardeIntrekken",
            summary="Voorwaarde intrekken",
            tag=TAG,
            body=WithdrawalIn,
            answer=ConditionOut,
            matches=True,
            etag=True,
        )
    }

    def put(self, request: Request, zaak: UUID, voorwaarde: UUID) -> Response:
        """Withdraw it."""
        self._find(voorwaarde)
        self.lock()
        row = self._find(voorwaarde)
        self.must_match(condition_etag(row))
        saved = withdraw_condition(condition=row, **self.read(WithdrawalIn), actor=self.actor, at=self.at)
        shown = self._find(saved.public_id)
        return Response(
            ConditionOut(shown, context=self.shared).data, headers={"ETag": condition_etag(shown)}
        )

    def _find(self, public_id: UUID) -> SafetyCondition:
        try:
            row = condition_of(self.case, public_id)
        except SafetyCondition.DoesNotExist:
            raise Http404 from None
        if not self.access.may_see(Category.PLAN, row.organisation_id):
            raise Http404
        return row
