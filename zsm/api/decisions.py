"""Besluiten of the prosecutor: orders with only the fields that each needs, behind the guards of the page."""

from __future__ import annotations

from typing import Any, ClassVar
from uuid import UUID

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from cases.access.rules.categories import CATEGORY_LABELS, Category
from cases.api.fields import (
    CodeField,
    Computed,
    EnumField,
    Moment,
    Number,
    OptionalText,
    OrganisationField,
    Text,
)
from cases.api.operations import Operation
from cases.api.resource import CaseResource, Created
from cases.api.serializers import In, Out, Record, many
from cases.organisations.rules import OrganisationKind
from zsm.api.order_fields import KIND_CHOICES, NAMES, OrderValuesIn, in_dutch
from zsm.decision.models import Decision
from zsm.decision.permissions import check_can_decide
from zsm.decision.queries import case_facts, decisions_of, lines, on_the_table
from zsm.decision.rules.act import Order
from zsm.decision.rules.checklist import GUARD_LABELS, Guard, Override
from zsm.decision.rules.choices import NOTICES
from zsm.decision.rules.kinds import DECISION_LABELS, DecisionKind
from zsm.decision.services import decide

TAG = "zsm"
GUARD_TEXT = "; ".join(f"{guard.value}: {label}" for guard, label in GUARD_LABELS.items())


class OrderOut(Out):
    """Eén onderdeel van een besluit."""

    NAME = "OnderdeelBesluit"

    id = serializers.UUIDField(source="public_id")
    soort = CodeField(source="kind", choices=KIND_CHOICES)
    gegevens = Computed("values_of", serializers.DictField())

    def values_of(self, order: Any) -> dict[str, Any]:
        """The fields under their Dutch names."""
        return in_dutch(order.values)


class LineOut(Out):
    """Eén regel van wat op tafel ligt, met wie het gaf."""

    NAME = "TafelRegel"

    code = serializers.CharField()
    naam = serializers.CharField()
    categorie = CodeField(choices=[(entry.value, label) for entry, label in CATEGORY_LABELS.items()])
    waarde = serializers.CharField()
    gegevenDoor = serializers.CharField(help_text="Korte naam van de organisatie; leeg: niemand nog.")
    onbekend = serializers.BooleanField()


class DecisionOut(Record):
    """Een besluit van de officier van justitie, met wat toen op tafel lag."""

    NAME = "Besluit"
    MODEL = Decision
    FIXED: ClassVar = {
        "onderdelen": Category.DECISION,
        "genomenDoor": Category.DECISION,
        "opTafel": Category.DECISION,
        "opTafelAchtergehouden": Category.DECISION,
    }

    id = serializers.UUIDField(source="public_id")
    onderdelen = Computed("orders_of", OrderOut(many=True))
    motivering = serializers.CharField(source="motivation")
    genomenDoor = serializers.CharField(source="decided_by.display_name")
    genomenOp = Moment(source="decided_at")
    wieInformeert = OrganisationField(source="informer")
    redenTeLaat = serializers.CharField(source="late_reason")
    opzijgezetteWaarborgen = serializers.ListField(
        source="overridden_guards", child=Number(), help_text=GUARD_TEXT
    )
    motiveringOpzijzetten = serializers.CharField(source="override_motivation")
    rijBeslisboom = Number(source="flowchart_row")
    opTafel = Computed("table_of", LineOut(many=True), help_text="Bevroren: zoals het toen was.")
    opTafelAchtergehouden = Computed("hidden_of", Number())
    organisatie = serializers.UUIDField(source="organisation.public_id")

    def orders_of(self, decision: Decision) -> Any:
        """The orders in it."""
        rows = sorted(decision.orders.all(), key=lambda order: order.pk)
        return OrderOut(rows, many=True).data

    def table_of(self, decision: Decision) -> list[dict[str, Any]]:
        """The frozen lines that the actor may see now."""
        rows = self._seen(decision)
        self.context["shows"]([Category(row["category"]) for row in rows if row["given"] is not None])
        return [
            {
                "code": row["code"],
                "naam": row["label"],
                "categorie": row["category"],
                "waarde": row["value"],
                "gegevenDoor": row["by"],
                "onbekend": row["unknown"],
            }
            for row in rows
        ]

    def hidden_of(self, decision: Decision) -> int:
        """How many lines are not for the actor."""
        return len(decision.on_the_table.get("lines", [])) - len(self._seen(decision))

    def _seen(self, decision: Decision) -> list[dict[str, Any]]:
        access = self.context["access"]
        return [
            row
            for row in decision.on_the_table.get("lines", [])
            if row["given"] is None or access.may_see(Category(row["category"]), row["given"])
        ]


class OrderIn(In):
    """Eén onderdeel: de soort, en alleen de gegevens die zij nodig heeft."""

    NAME = "OnderdeelBesluitNieuw"

    soort = EnumField(DecisionKind, DECISION_LABELS, source="kind")
    gegevens = OrderValuesIn(source="values", required=False, default=dict)


class OverrideIn(In):
    """Waarborgen opzijzetten: alleen de officier, met motivering; alle deelnemers zien het."""

    NAME = "Opzijzetten"

    waarborgen = serializers.ListField(
        source="guards",
        child=Number(min_value=0, max_value=9),
        allow_empty=False,
        max_length=10,
        help_text=GUARD_TEXT,
    )
    motivering = Text(source="motivation", longest=4000)


class DecisionIn(In):
    """Een besluit. `gezienAantal`: hoeveel besluiten u in de zaak zag; is er intussen een bij, dan 409."""

    NAME = "BesluitNieuw"

    gezienAantal = Number(source="seen", min_value=0, max_value=10_000)
    onderdelen = many(OrderIn, source="orders", allow_empty=False, max_length=10)
    motivering = Text(source="motivation", longest=8000)
    wieInformeert = OrganisationField(source="informer", required=False, allow_null=True, default=None)
    redenTeLaat = OptionalText(source="late_reason", longest=500)
    opzij = OverrideIn(source="override", required=False, allow_null=True, default=None)
    voorafIngelicht = serializers.ListField(
        source="told_before",
        child=CodeField(choices=NOTICES),
        required=False,
        default=list,
        max_length=3,
        help_text="Wie vooraf van de vrijlating wist.",
    )


class Decisions(CaseResource):
    """De besluiten in de zaak. Wat een waarborg nog vraagt, staat met de leverancier in het antwoord 409."""

    may: ClassVar = {"post": check_can_decide}
    operations: ClassVar = {
        "get": Operation(id="besluitenLijst", summary="Besluiten", tag=TAG, answer=DecisionOut, listed=True),
        "post": Operation(id="besluitNemen", summary="Besluit nemen", tag=TAG, body=DecisionIn, creates=True),
    }

    def get(self, request: Request, zaak: UUID) -> Response:
        """The decisions that the actor may see, the newest first."""
        rows = decisions_of(self.case)
        seen = [row for row in rows if self.access.may_see(Category.DECISION, row.organisation_id)]
        body = DecisionOut(seen, many=True, context=self.shared).data
        return self.listed(body, held_back=len(rows) - len(seen))

    def post(self, request: Request, zaak: UUID) -> Response:
        """Decide."""
        return self.create(DecisionIn, self._decide)

    def _decide(self, values: dict[str, Any]) -> Created:
        override = values["override"]
        decision = decide(
            case=self.case,
            orders=[Order(row["kind"], _plain(row["values"])) for row in values["orders"]],
            motivation=values["motivation"],
            informer=values["informer"],
            late_reason=values["late_reason"],
            override=Override(
                frozenset(Guard(number) for number in override["guards"]),
                override["motivation"],
                self.actor.roles,
            )
            if override
            else None,
            told_before=[OrganisationKind(kind) for kind in values["told_before"]],
            seen=values["seen"],
            actor=self.actor,
            at=self.at,
        )
        return Created(decision.public_id, self.below("besluiten"))

    def pointer(self, key: str) -> str:
        """Of a field of an order: the order of that kind, and the Dutch name."""
        kind, separator, name = key.partition("-")
        sent: Any = self.sent
        orders = sent.validated_data["orders"] if sent is not None else []
        for number, order in enumerate(orders):
            if separator and order["kind"].value == kind:
                return f"/onderdelen/{number}/gegevens/{NAMES.get(name, name)}"
        return super().pointer(key)


def _plain(values: dict[str, Any]) -> dict[str, Any]:
    """The values as the rules expect them: a list is a tuple, what is empty falls out."""
    made = {name: tuple(value) if isinstance(value, list) else value for name, value in values.items()}
    return {name: value for name, value in made.items() if value not in ("", None, ())}


class TableLines(CaseResource):
    """Wat er nu op tafel ligt voor het besluit; wat nog ontbreekt staat er als onbekend bij."""

    operations: ClassVar = {
        "get": Operation(
            id="tafelRegelsLijst", summary="Wat op tafel ligt", tag=TAG, answer=LineOut, listed=True
        )
    }

    def get(self, request: Request, zaak: UUID) -> Response:
        """The lines that the actor may see."""
        table = on_the_table(self.case)
        rows = lines(table, case_facts(self.case, self.at, table=table), self.at)
        seen = [row for row in rows if row.visible_to(self.access)]
        self.trail.shows(categories=[row.category for row in seen if row.given is not None])
        return self.listed(
            [
                {
                    "code": row.code,
                    "naam": row.label,
                    "categorie": row.category.value,
                    "waarde": row.value,
                    "gegevenDoor": row.given.short_name if row.given else "",
                    "onbekend": row.unknown,
                }
                for row in seen
            ],
            held_back=len(rows) - len(seen),
        )
