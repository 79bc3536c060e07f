"""Termijnen: everything that is owed in a case, and how each due moment came about."""

from __future__ import annotations

from typing import Any, ClassVar
from uuid import UUID

from django.http import Http404
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from cases.access.rules.categories import Category
from cases.api.fields import CodeField, Computed, Flag, Moment, Number
from cases.api.operations import Operation, Parameter
from cases.api.resource import CaseResource, Created
from cases.api.serializers import In, Out
from cases.casefiles.owing import sees_term
from cases.casefiles.permissions import check_can_work
from cases.casefiles.services.taking_over import take_over
from cases.terms.models import KIND_CHOICES, STATUS_CHOICES, Term
from cases.terms.queries import term_of, terms_of


class TermOut(Out):
    """Eén ding dat één organisatie moet doen, met het moment waarop het uiterlijk moet."""

    NAME = "Termijn"

    id = serializers.UUIDField(source="public_id")
    soort = CodeField(source="kind", choices=KIND_CHOICES)
    omschrijving = serializers.CharField(source="get_kind_display")
    organisatie = serializers.UUIDField(source="organisation.public_id")
    toestand = CodeField(source="status", choices=STATUS_CHOICES)
    begonnenOp = Moment(source="started_at")
    looptAfOp = Moment(source="due_at", allow_null=True, help_text="Leeg: nodig, zonder vast moment.")
    beeindigdOp = Moment(source="ended_at", allow_null=True)
    alarmOp = Moment(source="alarmed_at", allow_null=True)
    opgepaktOp = Moment(
        source="taken_over_at", allow_null=True, help_text="Sindsdien wordt het alarm niet herhaald."
    )
    opgepaktDoor = Computed(
        "taken_by",
        serializers.UUIDField(allow_null=True),
        help_text="De organisatie waarvan iemand de termijn na het alarm oppakte.",
    )
    teLaat = Computed("is_late", Flag(), help_text="Het moment is voorbij en het is niet gedaan.")
    onderwerp = serializers.UUIDField(source="subject_public_id", allow_null=True)
    hoeBerekend = serializers.ListField(source="steps", child=serializers.CharField())
    grondslag = serializers.CharField(source="rule.basis")
    regelversie = Number(source="rule_version")

    def taken_by(self, term: Term) -> str | None:
        """The organisation of who acts on it."""
        return str(term.taken_over_by.organisation.public_id) if term.taken_over_by else None

    def is_late(self, term: Term) -> bool:
        """Whether it should have been done."""
        return term.is_open and term.is_late(self.context["at"])


OPEN = Parameter(
    "lopend",
    "Alleen wat nog moet (true), of alleen wat is beëindigd (false).",
    serializers.BooleanField(required=False),
)


class Terms(CaseResource):
    """Alle termijnen van de zaak, met de stappen van de berekening."""

    operations: ClassVar = {
        "get": Operation(
            id="termijnenLijst",
            summary="Termijnen, met hoe ze zijn berekend",
            tag="termijnen",
            answer=TermOut,
            listed=True,
            query=(OPEN,),
        )
    }

    def get(self, request: Request, zaak: UUID) -> Response:
        """The terms in the order in which they started."""
        rows = list(terms_of(self.case))
        if (running := self.asked["lopend"]) is not None:
            rows = [row for row in rows if row.is_open is running]
        self.trail.shows(categories=[Category.THAT])
        return self.listed(TermOut(rows, many=True, context=self.shared).data)


class TakingOverIn(In):
    """Er hoeft niets bij: wie het doet staat in X-Namens, het moment is dat van het verzoek."""

    NAME = "Oppakking"


class TakingsOver(CaseResource):
    """Ik pak dit op: na het alarm handelt iemand, met naam en moment; het alarm wordt niet herhaald."""

    may: ClassVar = {"post": check_can_work}
    operations: ClassVar = {
        "post": Operation(
            id="termijnOppakken",
            summary="Een verlopen termijn oppakken",
            tag="termijnen",
            body=TakingOverIn,
            creates=True,
        )
    }

    def post(self, request: Request, zaak: UUID, termijn: UUID) -> Response:
        """Take it over."""
        try:
            term = term_of(self.case, termijn)
        except Term.DoesNotExist:
            raise Http404 from None
        if not sees_term(self.access, term.kind, term.organisation_id):
            raise Http404

        def write(values: dict[str, Any]) -> Created:
            taken = take_over(term=term, actor=self.actor, at=self.at)
            return Created(taken.public_id, self.below("termijnen"))

        return self.create(TakingOverIn, write)
