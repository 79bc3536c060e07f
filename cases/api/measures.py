"""Maatregelen and schendingen: imposed, served, registered, broken, judged."""

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
    EnumField,
    Flag,
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
    Breach,
    SafetyMeasure,
)
from cases.plans.permissions import (
    check_can_judge_breach,
    check_can_record_breach,
    check_can_record_measure,
    check_can_serve,
)
from cases.plans.queries import breach_of, measure_of, plan_of
from cases.plans.rules.catalogue import ORDER_GROUND_LABELS
from cases.plans.rules.measure import PART_LABELS, MeasureKind, Part
from cases.plans.services import (
    NewMeasure,
    Service,
    impose_measure,
    judge_breach,
    record_breach,
    record_service,
)

TAG = "plan"
PARTS = [(part.value, label) for part, label in PART_LABELS.items()]
JUDGEMENTS = [(code, label) for code, label in BREACH_OUTCOME_CHOICES if code]
GROUND_TEXT = "; ".join(f"`{ground.value}`: {label}" for ground, label in ORDER_GROUND_LABELS.items())


class BreachOut(Record):
    """Een schending van een maatregel."""

    NAME = "Schending"
    MODEL = Breach

    id = serializers.UUIDField(source="public_id")
    gebeurdOp = Moment(source="happened_at")
    omschrijving = serializers.CharField(source="description")
    beoordeeldOp = Moment(source="judged_at")
    oordeel = CodeField(source="outcome", choices=BREACH_OUTCOME_CHOICES)
    organisatie = serializers.UUIDField(source="organisation.public_id")
    vastgelegdOp = Moment(source="recorded_at")
    etag = Computed("etag_of", serializers.CharField(), help_text="Voor If-Match.")

    def etag_of(self, row: Breach) -> str:
        """The version of the breach."""
        return breach_etag(row)


class MeasureOut(Record):
    """Een maatregel: grondslag, voor wie, wie zij beschermt, uitgereikt, geregistreerd en geschonden."""

    NAME = "Maatregel"
    MODEL = SafetyMeasure
    FIXED: ClassVar = {
        "naam": Category.DECISION,
        "beschermt": Category.DECISION,
        "schendingen": Category.DECISION,
    }

    id = serializers.UUIDField(source="public_id")
    soort = CodeField(source="kind", choices=[(kind.value, kind.value) for kind in MeasureKind])
    naam = serializers.CharField(source="label")
    grondslag = serializers.CharField(source="basis")
    onderdelen = serializers.ListField(source="parts", child=CodeField(choices=PARTS))
    gronden = serializers.CharField(source="grounds")
    geldtVoor = PersonField(source="binds")
    beschermt = Computed("protected_by", serializers.ListField(child=serializers.UUIDField()))
    opgelegdDoor = serializers.CharField(source="imposed_by")
    opgelegdOp = Moment(source="imposed_at")
    vanaf = Moment(source="starts_at")
    tot = Moment(source="ends_at")
    gebied = serializers.CharField(source="area")
    elektronischeMonitoring = Flag(source="electronic_monitoring")
    toezichthouder = OrganisationField(source="supervisor")
    uitgereiktOp = Moment(source="served_at")
    uitgereiktDoor = serializers.CharField(source="served_by")
    geregistreerdOp = Moment(source="registered_at")
    geregistreerdDoor = serializers.CharField(source="registered_by")
    overtredingMeldenBij = serializers.CharField(source="breach_reporting")
    geschorstOp = Moment(source="suspended_at")
    eerderGeeindigd = serializers.CharField(source="ended_reason")
    schendingen = Computed("breaches_of", BreachOut(many=True))
    organisatie = serializers.UUIDField(source="organisation.public_id")
    vastgelegdOp = Moment(source="recorded_at")
    etag = Computed("etag_of", serializers.CharField(), help_text="Voor If-Match.")

    def protected_by(self, row: SafetyMeasure) -> list[str]:
        """Whom it protects, by public id."""
        people = [protection.person for protection in row.protections.all()]
        for person in people:
            self.context["shows_person"](person.pk)
        return [str(person.public_id) for person in people]

    def breaches_of(self, row: SafetyMeasure) -> Any:
        """Every breach, each by what the actor may see of it."""
        return BreachOut(row.breaches.all(), many=True, context=self.context).data

    def etag_of(self, row: SafetyMeasure) -> str:
        """The version of the measure."""
        return measure_etag(row)


class MeasureIn(In):
    """Een maatregel die is opgelegd."""

    NAME = "MaatregelNieuw"

    soort = EnumField(MeasureKind, {}, source="kind")
    onderdelen = serializers.ListField(
        source="parts", child=EnumField(Part, PART_LABELS), required=False, default=list, max_length=20
    )
    gronden = OptionalText(source="grounds", longest=200, help_text=GROUND_TEXT)
    geldtVoor = PersonField(source="binds", required=False, allow_null=True, default=None)
    beschermt = serializers.ListField(source="protects", child=PersonField(), max_length=60)
    opgelegdDoor = Text(source="imposed_by", longest=120)
    opgelegdOp = Moment(source="imposed_at")
    vanaf = Moment(source="starts_at", required=False, allow_null=True, default=None)
    tot = Moment(source="ends_at", required=False, allow_null=True, default=None)
    gebied = OptionalText(source="area", longest=300)
    elektronischeMonitoring = Flag(source="electronic_monitoring", required=False, default=False)
    toezichthouder = OrganisationField(source="supervisor", required=False, allow_null=True, default=None)
    uitgereiktOp = Moment(source="served_at", required=False, allow_null=True, default=None)
    uitgereiktDoor = OptionalText(source="served_by", longest=120)
    geregistreerdOp = Moment(source="registered_at", required=False, allow_null=True, default=None)
    geregistreerdDoor = OptionalText(source="registered_by", longest=120)
    overtredingMeldenBij = OptionalText(source="breach_reporting", longest=200)
    wieInformeert = OrganisationField(
        source="informer",
        required=False,
        allow_null=True,
        default=None,
        help_text="Wie het slachtoffer informeert; zonder volgt 409.",
    )


class ServiceIn(In):
    """Wanneer en door wie een maatregel is uitgereikt, bij de politie geregistreerd, of allebei."""

    NAME = "Uitreiking"

    uitgereiktOp = Moment(source="served_at", required=False, allow_null=True, default=None)
    uitgereiktDoor = OptionalText(source="served_by", longest=120)
    geregistreerdOp = Moment(source="registered_at", required=False, allow_null=True, default=None)
    geregistreerdDoor = OptionalText(source="registered_by", longest=120)


class BreachIn(In):
    """Een schending: wanneer, en feitelijk wat er gebeurde."""

    NAME = "SchendingNieuw"

    gebeurdOp = Moment(source="happened_at")
    omschrijving = Text(source="description", longest=500)


class JudgementIn(In):
    """Het oordeel van het OM over een schending."""

    NAME = "OordeelSchending"

    oordeel = CodeField(source="outcome", choices=JUDGEMENTS)


def measure_etag(row: SafetyMeasure) -> str:
    """Changes when the measure is served, registered, extended, ended or suspended."""
    moments = (row.served_at, row.registered_at, row.ends_at, row.suspended_at)
    return record_etag("measure", row.public_id, *moments)


def breach_etag(row: Breach) -> str:
    """Changes when the breach is judged."""
    return record_etag("breach", row.public_id, row.judged_at)


class Measures(CaseResource):
    """De maatregelen van de zaak, ook die zijn geëindigd.

    Wat de officier met een besluit oplegt, ontstaat met dat besluit en wordt hier niet vastgelegd.
    """

    may: ClassVar = {"post": check_can_record_measure}
    operations: ClassVar = {
        "get": Operation(
            id="maatregelenLijst", summary="Maatregelen", tag=TAG, answer=MeasureOut, listed=True
        ),
        "post": Operation(
            id="maatregelVastleggen", summary="Maatregel vastleggen", tag=TAG, body=MeasureIn, creates=True
        ),
    }

    def get(self, request: Request, zaak: UUID) -> Response:
        """What the actor may see."""
        plan = plan_of(self.access, self.at)
        rows = [*plan.measures, *plan.ended_measures]
        every = SafetyMeasure.objects.filter(case=self.case).count()
        body = MeasureOut(rows, many=True, context=self.shared).data
        return self.listed(body, held_back=every - len(rows))

    def post(self, request: Request, zaak: UUID) -> Response:
        """Record one that was imposed."""
        return self.create(MeasureIn, self._record)

    def _record(self, values: dict[str, Any]) -> Created:
        values = {**values, "parts": frozenset(values["parts"]), "protects": tuple(values["protects"])}
        saved = impose_measure(case=self.case, measure=NewMeasure(**values), actor=self.actor, at=self.at)
        return Created(saved.public_id, self.below("maatregelen"), etag=measure_etag(saved))


class OnMeasure(CaseResource):
    """A resource on one measure of the case."""

    def measure(self, public_id: UUID) -> SafetyMeasure:
        """The measure; 404 when it is not in this case or not for this organisation."""
        try:
            row = measure_of(self.case, public_id)
        except SafetyMeasure.DoesNotExist:
            raise Http404 from None
        if not self.access.may_see(Category.DECISION, row.organisation_id):
            raise Http404
        return row


class Servings(OnMeasure):
    """Uitreiken aan de verdachte en registreren bij de politie; pas dan telt de maatregel als bescherming."""

    may: ClassVar = {"put": check_can_serve}
    operations: ClassVar = {
        "put": Operation(
            id="maatregelUitreiken",
            summary="Uitreiking of registratie vastleggen",
            tag=TAG,
            body=ServiceIn,
            answer=MeasureOut,
            matches=True,
            etag=True,
        )
    }

    def put(self, request: Request, zaak: UUID, maatregel: UUID) -> Response:
        """Record it."""
        self.measure(maatregel)
        self.lock()
        row = self.measure(maatregel)
        self.must_match(measure_etag(row))
        record_service(measure=row, service=Service(**self.read(ServiceIn)), actor=self.actor, at=self.at)
        saved = self.measure(maatregel)
        return Response(MeasureOut(saved, context=self.shared).data, headers={"ETag": measure_etag(saved)})


class Breaches(OnMeasure):
    """Een schending vastleggen: het OM beoordeelt haar, de veiligheidsbeoordeling raakt verouderd."""

    may: ClassVar = {"post": check_can_record_breach}
    operations: ClassVar = {
        "post": Operation(
            id="schendingVastleggen", summary="Schending vastleggen", tag=TAG, body=BreachIn, creates=True
        )
    }

    def post(self, request: Request, zaak: UUID, maatregel: UUID) -> Response:
        """Record a breach."""
        row = self.measure(maatregel)

        def write(values: dict[str, Any]) -> Created:
            saved = record_breach(measure=row, **values, actor=self.actor, at=self.at)
            return Created(saved.public_id, self.below("maatregelen"), etag=breach_etag(saved))

        return self.create(BreachIn, write)


class OnBreach(CaseResource):
    """A resource on one breach in the case."""

    def breach(self, public_id: UUID) -> Breach:
        """The breach; 404 when it is not in this case or not for this organisation."""
        try:
            row = breach_of(self.case, public_id)
        except Breach.DoesNotExist:
            raise Http404 from None
        if not self.access.may_see(Category.DECISION, row.measure.organisation_id):
            raise Http404
        return row


class Judgements(OnBreach):
    """Het oordeel van de officier van justitie over een schending."""

    may: ClassVar = {"put": check_can_judge_breach}
    operations: ClassVar = {
        "put": Operation(
            id="schendingBeoordelen",
            summary="Schending beoordelen",
            tag=TAG,
            body=JudgementIn,
            answer=BreachOut,
            matches=True,
            etag=True,
        )
    }

    def put(self, request: Request, zaak: UUID, schending: UUID) -> Response:
        """Judge it."""
        self.breach(schending)
        self.lock()
        row = self.breach(schending)
        self.must_match(breach_etag(row))
        judge_breach(breach=row, **self.read(JudgementIn), actor=self.actor, at=self.at)
        saved = self.breach(schending)
        return Response(BreachOut(saved, context=self.shared).data, headers={"ETag": breach_etag(saved)})
