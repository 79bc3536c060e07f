"""What happens with a measure after it was imposed: changed by order, judged and told before its end."""

from __future__ import annotations

from typing import Any, ClassVar
from uuid import UUID

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from cases.api.fields import CodeField, Flag, Moment, OptionalText, OrganisationField, Text
from cases.api.measures import TAG, OnBreach, OnMeasure
from cases.api.operations import Operation
from cases.api.resource import Created
from cases.api.serializers import In, Record
from cases.plans.models import CHANGE_CHOICES, MeasureChange
from cases.plans.permissions import (
    check_can_change,
    check_can_judge_end,
    check_can_record_breach,
    check_can_record_measure,
    check_can_tell_end,
)
from cases.plans.rules.changes import CHANGE_LABELS, Change
from cases.plans.services import (
    ChangeOrder,
    end_measure,
    extend_measure,
    judge_end,
    resume_measure,
    start_telling_end,
    suspend_measure,
    tell_breach,
)

ORDERS = [
    (change.value, CHANGE_LABELS[change])
    for change in (Change.EXTENDED, Change.ENDED, Change.SUSPENDED, Change.RESUMED)
]


class ChangeOut(Record):
    """Een wijziging van een maatregel; het einde van daarvoor blijft bewaard."""

    NAME = "Maatregelwijziging"
    MODEL = MeasureChange

    id = serializers.UUIDField(source="public_id")
    wat = CodeField(source="kind", choices=CHANGE_CHOICES)
    metIngangVan = Moment(source="effective_at")
    eindeWas = Moment(source="ends_before")
    einde = Moment(source="ends_at")
    wieBesliste = serializers.CharField(source="ordered_by")
    reden = serializers.CharField(source="reason")
    organisatie = serializers.UUIDField(source="organisation.public_id")
    vastgelegdOp = Moment(source="recorded_at")


class ChangeIn(In):
    """Een last over een maatregel: verlengen, beëindigen, schorsen of de schorsing opheffen."""

    NAME = "MaatregelwijzigingNieuw"

    wat = CodeField(source="kind", choices=ORDERS)
    tot = Moment(
        source="ends_at", required=False, allow_null=True, default=None, help_text="Bij verlengen: het einde."
    )
    voorwaardeVervuld = Flag(
        source="condition_met",
        required=False,
        default=False,
        help_text="Bij verlengen: u stelt vast dat de voorwaarde van de wet is vervuld.",
    )
    geeindigdOp = Moment(
        source="ended_at", required=False, allow_null=True, default=None, help_text="Bij beëindigen."
    )
    reden = Text(source="reason", longest=500)
    wieBesliste = OptionalText(source="ordered_by", longest=120)
    wieInformeert = OrganisationField(
        source="informer",
        required=False,
        allow_null=True,
        default=None,
        help_text="Wie het slachtoffer informeert; zonder volgt 409.",
    )

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """The moment that the order asks."""
        needed = {Change.EXTENDED.value: ("tot", "ends_at"), Change.ENDED.value: ("geeindigdOp", "ended_at")}
        name, source = needed.get(attrs["kind"], ("", ""))
        if source and attrs[source] is None:
            raise serializers.ValidationError({name: ["Dit is verplicht bij deze wijziging."]})
        return attrs


class Changes(OnMeasure):
    """De wijzigingen van een maatregel. Wie haar oplegt of voor hem vastlegt, wijzigt haar."""

    may: ClassVar = {"post": check_can_record_measure}
    operations: ClassVar = {
        "get": Operation(
            id="maatregelwijzigingenLijst",
            summary="Wijzigingen van een maatregel",
            tag=TAG,
            answer=ChangeOut,
            listed=True,
        ),
        "post": Operation(
            id="maatregelWijzigen", summary="Maatregel wijzigen", tag=TAG, body=ChangeIn, creates=True
        ),
    }

    def get(self, request: Request, zaak: UUID, maatregel: UUID) -> Response:
        """Every change that the actor may see, the newest first."""
        rows = self.measure(maatregel).changes.select_related("organisation").order_by("-recorded_at", "-pk")
        return self.listed(ChangeOut(rows, many=True, context=self.shared).data)

    def post(self, request: Request, zaak: UUID, maatregel: UUID) -> Response:
        """Carry out an order."""
        row = self.measure(maatregel)
        check_can_change(self.actor, row)

        def write(values: dict[str, Any]) -> Created:
            order = ChangeOrder(**{name: values[name] for name in ("reason", "ordered_by", "informer")})
            about: dict[str, Any] = {"measure": row, "order": order, "actor": self.actor, "at": self.at}
            match Change(values["kind"]):
                case Change.EXTENDED:
                    given = {name: values[name] for name in ("ends_at", "condition_met")}
                    saved = extend_measure(**about, **given)
                case Change.ENDED:
                    saved = end_measure(**about, ended_at=values["ended_at"])
                case Change.SUSPENDED:
                    saved = suspend_measure(**about)
                case _:
                    saved = resume_measure(**about)
            return Created(saved.public_id, self.below("maatregelen", maatregel, "wijzigingen"))

        return self.create(ChangeIn, write)


class EndJudgedIn(In):
    """Wat er nodig is als de maatregel eindigt."""

    NAME = "EindbeoordelingNieuw"

    toelichting = Text(source="note", longest=500)
    redenTeLaat = OptionalText(source="late_reason", longest=1000)


class EndsJudged(OnMeasure):
    """Vóór het einde beoordelen Veilig Thuis, wie toezicht houdt en wie oplegde de veiligheid opnieuw."""

    operations: ClassVar = {
        "post": Operation(
            id="maatregeleindeBeoordelen",
            summary="Veiligheid beoordelen voor het einde",
            tag=TAG,
            body=EndJudgedIn,
            creates=True,
        )
    }

    def post(self, request: Request, zaak: UUID, maatregel: UUID) -> Response:
        """Record the judgement."""
        row = self.measure(maatregel)
        check_can_judge_end(self.actor, row)

        def write(values: dict[str, Any]) -> Created:
            saved = judge_end(measure=row, **values, actor=self.actor, at=self.at)
            return Created(saved.public_id, self.below("maatregelen", maatregel, "wijzigingen"))

        return self.create(EndJudgedIn, write)


class LateIn(In):
    """Alleen als het te laat is, met de reden."""

    NAME = "RedenTeLaat"

    redenTeLaat = OptionalText(source="late_reason", longest=1000)


class EndsTold(OnMeasure):
    """Het slachtoffer laten vertellen dat de maatregel eindigt; daarna staat het slachtofferbericht open."""

    operations: ClassVar = {
        "post": Operation(
            id="maatregeleindeVertellen",
            summary="Einde aan het slachtoffer vertellen",
            tag=TAG,
            body=LateIn,
            creates=True,
        )
    }

    def post(self, request: Request, zaak: UUID, maatregel: UUID) -> Response:
        """Start telling."""
        row = self.measure(maatregel)
        check_can_tell_end(self.actor, row)

        def write(values: dict[str, Any]) -> Created:
            saved = start_telling_end(measure=row, **values, actor=self.actor, at=self.at)
            return Created(saved.public_id, self.below("slachtofferberichten"))

        return self.create(LateIn, write)


class BreachesTold(OnBreach):
    """Een schending melden aan het OM, als dat nog niet meedoet; het OM beoordeelt haar vandaag."""

    may: ClassVar = {"post": check_can_record_breach}
    operations: ClassVar = {
        "post": Operation(
            id="schendingMelden", summary="Schending melden aan het OM", tag=TAG, body=LateIn, creates=True
        )
    }

    def post(self, request: Request, zaak: UUID, schending: UUID) -> Response:
        """Tell it."""
        row = self.breach(schending)

        def write(values: dict[str, Any]) -> Created:
            saved = tell_breach(breach=row, **values, actor=self.actor, at=self.at)
            return Created(saved.public_id, self.below("maatregelen"))

        return self.create(LateIn, write)
