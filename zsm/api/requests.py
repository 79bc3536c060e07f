"""What is asked with a decision: a routing to accept, and what a plan date wants to see ready."""

from __future__ import annotations

from typing import Any, ClassVar, Final
from uuid import UUID

from django.http import Http404
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from cases.access.rules.categories import Category
from cases.api.fields import CodeField, Flag, Moment, OptionalText, Text
from cases.api.operations import Operation
from cases.api.resource import CaseResource, Created
from cases.api.serializers import In, Out
from zsm.decision.permissions import check_can_decide
from zsm.decision.queries import plan_date_requests
from zsm.decision.rules.choices import PREPARED_LABELS
from zsm.decision.services import answer_routing, fulfil_request

TAG: Final = "zsm"
ASKED: Final = [(need.value, label) for need, label in PREPARED_LABELS.items()]


class RoutingAnswerIn(In):
    """De ontvangende officier aanvaardt de zaak, of stuurt haar terug met de reden."""

    NAME = "RouteringsantwoordNieuw"

    besluit = serializers.UUIDField(source="decision", help_text="Het besluit met de routering.")
    aanvaard = Flag(source="accepted")
    reden = OptionalText(source="reason", longest=500)


class RoutingAnswers(CaseResource):
    """Het antwoord op een routering binnen het OM; tot dan blijft de zaak bij wie haar doorstuurt."""

    may: ClassVar = {"post": check_can_decide}
    operations: ClassVar = {
        "post": Operation(
            id="routeringBeantwoorden",
            summary="Routering beantwoorden",
            tag=TAG,
            body=RoutingAnswerIn,
            creates=True,
        )
    }

    def post(self, request: Request, zaak: UUID) -> Response:
        """Answer it."""
        return self.create(RoutingAnswerIn, self._answer)

    def _answer(self, values: dict[str, Any]) -> Created:
        saved = answer_routing(case=self.case, **values, actor=self.actor, at=self.at)
        return Created(saved.public_id, self.below("besluiten"))


class RequestOut(Out):
    """Wat een plandatum van uw organisatie vraagt."""

    NAME = "PlandatumVerzoek"

    id = serializers.UUIDField(source="term.public_id")
    besluit = serializers.UUIDField(source="term.subject_public_id")
    gevraagd = serializers.ListField(
        source="asked",
        child=CodeField(choices=[(need.value, label) for need, label in PREPARED_LABELS.items()]),
    )
    looptAfOp = Moment(source="term.due_at", allow_null=True)


class ReadyIn(In):
    """Wat er klaar is van wat werd gevraagd."""

    NAME = "GereedmeldingNieuw"

    watIsKlaar = Text(source="note", longest=500)
    redenTeLaat = OptionalText(source="late_reason", longest=1000)


class Requests(CaseResource):
    """De verzoeken van een plandatum aan uw eigen organisatie die nog lopen."""

    operations: ClassVar = {
        "get": Operation(
            id="plandatumverzoekenLijst",
            summary="Verzoeken aan uw organisatie",
            tag=TAG,
            answer=RequestOut,
            listed=True,
        )
    }

    def get(self, request: Request, zaak: UUID) -> Response:
        """What still has to be there."""
        rows = plan_date_requests(self.access)
        if rows:
            self.trail.shows(categories=[Category.DECISION])
        return self.listed(RequestOut(rows, many=True, context=self.shared).data)


class Ready(CaseResource):
    """Melden dat er is wat voor de plandatum werd gevraagd."""

    operations: ClassVar = {
        "post": Operation(
            id="plandatumverzoekGereedmelden",
            summary="Verzoek gereedmelden",
            tag=TAG,
            body=ReadyIn,
            creates=True,
        )
    }

    def post(self, request: Request, zaak: UUID, verzoek: UUID) -> Response:
        """Report it ready."""
        term = next(
            (row.term for row in plan_date_requests(self.access) if row.term.public_id == verzoek), None
        )
        if term is None:
            raise Http404

        def write(values: dict[str, Any]) -> Created:
            saved = fulfil_request(term=term, **values, actor=self.actor, at=self.at)
            return Created(saved.public_id, self.below("termijnen"))

        return self.create(ReadyIn, write)
