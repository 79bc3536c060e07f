"""Onderzoeksplannen: OM chooses and judges, police writes the plan and carries it out."""

from __future__ import annotations

import re
from typing import Any, ClassVar, Final
from uuid import UUID

from django.http import Http404
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from cases.access.rules.categories import Category
from cases.api.fields import CodeField, Computed, Day, EnumField, Moment, Number, OptionalText, Text
from cases.api.operations import Operation
from cases.api.resource import CaseResource, Created, record_etag
from cases.api.serializers import In, Record, many
from zsm.investigation.models import ITEM_CHOICES, PLAN_CHOICES, InvestigationItem, InvestigationPlan
from zsm.investigation.permissions import check_can_direct, check_can_investigate
from zsm.investigation.queries import item_of, items_of, plans_of
from zsm.investigation.rules import ITEM_STATE_LABELS, LONGEST_TEXT, MOST_ITEMS, ItemState, NewItem, PlanState
from zsm.investigation.services import (
    approve_plan,
    choose_investigation,
    finish_item,
    return_plan,
    stop_investigation,
    write_plan,
)

TAG = "onderzoek"
JUDGEMENTS = [
    (code, label)
    for code, label in PLAN_CHOICES
    if PlanState(code) in (PlanState.APPROVED, PlanState.RETURNED, PlanState.STOPPED)
]
# What the rules call a field of an act: "items-0-due_on".
_ITEM: Final = re.compile(r"items-(\d+)-(\w+)")
_NAMES: Final = {"text": "wat", "who": "wie", "due_on": "uiterlijk"}


class ItemOut(Record):
    """Eén onderdeel van het onderzoeksplan."""

    NAME = "Onderzoeksonderdeel"
    MODEL = InvestigationItem

    id = serializers.UUIDField(source="public_id")
    wat = serializers.CharField(source="text")
    wie = serializers.CharField(source="who")
    uiterlijk = Day(source="due_on")
    stand = CodeField(source="state", choices=ITEM_CHOICES)
    uitkomst = serializers.CharField(source="result")
    beeindigdOp = Moment(source="ended_at")
    etag = Computed("etag_of", serializers.CharField(), help_text="Voor If-Match.")

    def etag_of(self, row: InvestigationItem) -> str:
        """The version of the act."""
        return item_etag(row)


class PlanOut(Record):
    """Een onderzoeksplan: wat het OM vraagt, waar het plan is, en de onderdelen van de laatste versie."""

    NAME = "Onderzoeksplan"
    MODEL = InvestigationPlan
    FIXED: ClassVar = {"onderdelen": Category.INVESTIGATION}

    id = serializers.UUIDField(source="public_id")
    vraag = serializers.CharField(source="question")
    gevraagdVoor = Day(source="wanted_on")
    stand = CodeField(source="state", choices=PLAN_CHOICES)
    versie = Number(source="version")
    oordeelOm = serializers.CharField(source="answer")
    beoordeeldOp = Moment(source="judged_at")
    onderdelen = Computed("items", ItemOut(many=True))
    organisatie = serializers.UUIDField(source="organisation.public_id")
    vastgelegdOp = Moment(source="recorded_at")

    def items(self, row: InvestigationPlan) -> Any:
        """The acts of the last version, each by who gave it."""
        return ItemOut(items_of(row), many=True, context=self.context).data


class ChosenIn(In):
    """Wat moet worden onderzocht, en wanneer het plan er moet zijn."""

    NAME = "OnderzoeksplanNieuw"

    vraag = Text(source="question", longest=LONGEST_TEXT)
    gevraagdVoor = Day(source="wanted_on", required=False, allow_null=True, default=None)


class ItemIn(In):
    """Wat, door wie, en uiterlijk wanneer."""

    NAME = "OnderzoeksonderdeelNieuw"

    wat = Text(source="text", longest=LONGEST_TEXT)
    wie = Text(source="who", longest=120)
    uiterlijk = Day(source="due_on", required=False, allow_null=True, default=None)


class WrittenIn(In):
    """Een versie van het plan, met al haar onderdelen."""

    NAME = "OnderzoeksplanVersie"

    onderdelen = many(ItemIn, source="items", max_length=MOST_ITEMS)


class JudgedIn(In):
    """Het oordeel van het OM; terugsturen en stoppen met de reden."""

    NAME = "OnderzoeksplanOordeel"
    ALSO: ClassVar = {"toelichting": "reason"}

    oordeel = CodeField(source="judgement", choices=JUDGEMENTS)
    toelichting = OptionalText(source="remark", longest=LONGEST_TEXT)
    redenTeLaat = OptionalText(source="late_reason", longest=1000)


class FinishedIn(In):
    """Hoe een onderdeel eindigde; niet gedaan of niet mogelijk: met de reden."""

    NAME = "OnderzoeksonderdeelAfronding"

    stand = EnumField(ItemState, ITEM_STATE_LABELS, source="state")
    uitkomst = OptionalText(source="result", longest=LONGEST_TEXT)
    redenTeLaat = OptionalText(source="late_reason", longest=1000)


def item_etag(row: InvestigationItem) -> str:
    """Changes when the act ends."""
    return record_etag("act", row.public_id, row.ended_at)


class Plans(CaseResource):
    """De onderzoeksplannen, ook die zijn gestopt. Het OM kiest voor nader onderzoek."""

    may: ClassVar = {"post": check_can_direct}
    operations: ClassVar = {
        "get": Operation(
            id="onderzoeksplannenLijst", summary="Onderzoeksplannen", tag=TAG, answer=PlanOut, listed=True
        ),
        "post": Operation(
            id="onderzoekKiezen",
            summary="Kiezen voor nader onderzoek",
            tag=TAG,
            body=ChosenIn,
            creates=True,
        ),
    }

    def get(self, request: Request, zaak: UUID) -> Response:
        """Those that the actor may see, the newest first."""
        rows = plans_of(self.case)
        seen = [row for row in rows if self.access.may_see(Category.INVESTIGATION, row.organisation_id)]
        body = PlanOut(seen, many=True, context=self.shared).data
        return self.listed(body, held_back=len(rows) - len(seen))

    def post(self, request: Request, zaak: UUID) -> Response:
        """Choose it."""
        return self.create(ChosenIn, self._choose)

    def _choose(self, values: dict[str, Any]) -> Created:
        saved = choose_investigation(case=self.case, **values, actor=self.actor, at=self.at)
        return Created(saved.public_id, self.below("onderzoeksplannen"))


class OnPlan(CaseResource):
    """A resource on one plan."""

    def plan(self, public_id: UUID) -> InvestigationPlan:
        """The plan; 404 when it is not of this case."""
        for row in plans_of(self.case):
            if row.public_id == public_id:
                return row
        raise Http404


class Versions(OnPlan):
    """De politie schrijft het plan; vóór het oordeel van het OM kan zij een nieuwe versie schrijven."""

    may: ClassVar = {"post": check_can_investigate}
    operations: ClassVar = {
        "post": Operation(
            id="onderzoeksplanSchrijven",
            summary="Onderzoeksplan schrijven",
            tag=TAG,
            body=WrittenIn,
            creates=True,
        )
    }

    def post(self, request: Request, zaak: UUID, plan: UUID) -> Response:
        """Write it."""
        row = self.plan(plan)

        def write(values: dict[str, Any]) -> Created:
            items = [NewItem(**item) for item in values["items"]]
            saved = write_plan(plan=row, items=items, actor=self.actor, at=self.at)
            place = self.below("onderzoeksplannen")
            return Created(saved.public_id, place, more={"versie": saved.version})

        return self.create(WrittenIn, write)

    def pointer(self, key: str) -> str:
        """Where an act of the body is."""
        found = _ITEM.fullmatch(key)
        return f"/onderdelen/{found[1]}/{_NAMES[found[2]]}" if found else super().pointer(key)


class Judgements(OnPlan):
    """Het OM keurt het plan goed, stuurt het terug of stopt het onderzoek."""

    may: ClassVar = {"post": check_can_direct}
    operations: ClassVar = {
        "post": Operation(
            id="onderzoeksplanBeoordelen",
            summary="Onderzoeksplan beoordelen",
            tag=TAG,
            body=JudgedIn,
            creates=True,
        )
    }

    def post(self, request: Request, zaak: UUID, plan: UUID) -> Response:
        """Judge it."""
        row = self.plan(plan)

        def write(values: dict[str, Any]) -> Created:
            about: dict[str, Any] = {"plan": row, "actor": self.actor, "at": self.at}
            remark, judgement = values["remark"], PlanState(values["judgement"])
            if judgement is PlanState.APPROVED:
                saved = approve_plan(remark=remark, late_reason=values["late_reason"], **about)
            else:
                act = return_plan if judgement is PlanState.RETURNED else stop_investigation
                saved = act(reason=remark, **about)
            return Created(saved.public_id, self.below("onderzoeksplannen"))

        return self.create(JudgedIn, write)


class Endings(CaseResource):
    """Hoe een onderdeel van het onderzoek eindigde; de politie legt het vast."""

    may: ClassVar = {"put": check_can_investigate}
    operations: ClassVar = {
        "put": Operation(
            id="onderzoeksonderdeelAfronden",
            summary="Onderdeel van het onderzoek afronden",
            tag=TAG,
            body=FinishedIn,
            answer=ItemOut,
            matches=True,
            etag=True,
        )
    }

    def put(self, request: Request, zaak: UUID, onderdeel: UUID) -> Response:
        """End it."""
        self._find(onderdeel)
        self.lock()
        row = self._find(onderdeel)
        self.must_match(item_etag(row))
        finish_item(item=row, **self.read(FinishedIn), actor=self.actor, at=self.at)
        saved = self._find(onderdeel)
        return Response(ItemOut(saved, context=self.shared).data, headers={"ETag": item_etag(saved)})

    def _find(self, public_id: UUID) -> InvestigationItem:
        try:
            row = item_of(self.case, public_id)
        except InvestigationItem.DoesNotExist:
            raise Http404 from None
        if not self.access.may_see(Category.INVESTIGATION, row.organisation_id):
            raise Http404
        return row
