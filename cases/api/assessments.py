"""Onveilige gebeurtenissen and beoordelingen of Veilig Thuis."""

from __future__ import annotations

from typing import Any, ClassVar
from uuid import UUID

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from cases.access.rules.categories import Category
from cases.api.fields import (
    CodeField,
    Computed,
    Day,
    EnumField,
    Flag,
    Moment,
    Number,
    OptionalText,
    PersonField,
    Text,
)
from cases.api.operations import Operation, Parameter
from cases.api.resource import CaseResource, Created
from cases.api.serializers import In, Record, many
from cases.assessments.models.safety import (
    ANSWER_CHOICES,
    CONCLUSION_CHOICES,
    PART_CHOICES,
    PRECISION_CHOICES,
    PRESENCE_CHOICES,
    SOURCE_CHOICES,
    AssessedCriterion,
    AssessedThreat,
    Incident,
    SafetyAssessment,
)
from cases.assessments.permissions import check_can_add_incident, check_can_assess
from cases.assessments.queries import PART_A, PART_B, incidents_of, visible_versions
from cases.assessments.rules.answers import (
    ACUTE_LABELS,
    PRESENCE_LABELS,
    YES_NO_LABELS,
    Outcome,
    Presence,
    YesNo,
)
from cases.assessments.rules.criteria import CRITERIA
from cases.assessments.services import (
    CriterionAnswer,
    NewIncident,
    PartA,
    ThreatAnswer,
    add_incident,
    conclude_part_a,
    lift_acuteness,
)

TAG = "veiligheid"
CRITERIA_TEXT = "; ".join(f"{criterion.code}: {criterion.label}" for criterion in CRITERIA)


class IncidentOut(Record):
    """Een onveilige gebeurtenis: gedateerd, feitelijk, met bron."""

    NAME = "OnveiligeGebeurtenis"
    MODEL = Incident

    id = serializers.UUIDField(source="public_id")
    gebeurdOp = Day(source="happened_on")
    nauwkeurigheid = CodeField(source="precision", choices=PRECISION_CHOICES)
    omschrijving = serializers.CharField(source="description")
    bron = CodeField(source="source", choices=SOURCE_CHOICES)
    toelichtingBron = serializers.CharField(source="source_note")
    organisatie = serializers.UUIDField(source="organisation.public_id")
    vastgelegdOp = Moment(source="recorded_at")


class IncidentIn(In):
    """Een onveilige gebeurtenis van nu of vroeger."""

    NAME = "OnveiligeGebeurtenisNieuw"

    gebeurdOp = Day(source="happened_on")
    nauwkeurigheid = CodeField(source="precision", choices=PRECISION_CHOICES, required=False, default="day")
    omschrijving = Text(source="description", longest=2000)
    bron = CodeField(source="source", choices=SOURCE_CHOICES)
    toelichtingBron = OptionalText(source="source_note", longest=200)


class Incidents(CaseResource):
    """De onveilige gebeurtenissen in de zaak, de laatste eerst: samen het patroon."""

    may: ClassVar = {"post": check_can_add_incident}
    operations: ClassVar = {
        "get": Operation(
            id="onveiligeGebeurtenissenLijst",
            summary="Onveilige gebeurtenissen",
            tag=TAG,
            answer=IncidentOut,
            listed=True,
        ),
        "post": Operation(
            id="onveiligeGebeurtenisToevoegen",
            summary="Onveilige gebeurtenis toevoegen",
            tag=TAG,
            body=IncidentIn,
            creates=True,
        ),
    }

    def get(self, request: Request, zaak: UUID) -> Response:
        """What the actor may see of the pattern."""
        found = incidents_of(self.access)
        body = IncidentOut(found.shown, many=True, context=self.shared).data
        return self.listed(body, held_back=found.held_back)

    def post(self, request: Request, zaak: UUID) -> Response:
        """Add an event."""
        return self.create(IncidentIn, self._add)

    def _add(self, values: dict[str, Any]) -> Created:
        saved = add_incident(case=self.case, incident=NewIncident(**values), actor=self.actor, at=self.at)
        return Created(saved.public_id, self.below("onveilige-gebeurtenissen"))


class CriterionOut(Record):
    """Eén criterium van een beoordeling."""

    NAME = "BeoordeeldCriterium"
    MODEL = AssessedCriterion
    GIVER = "assessment.organisation_id"

    code = serializers.CharField()
    oordeel = CodeField(source="answer", choices=PRESENCE_CHOICES)
    toelichting = serializers.CharField(source="note")
    bron = serializers.CharField(source="source")


class ThreatOut(Record):
    """Of een dreigende persoon toegang heeft."""

    NAME = "DreigendePersoon"
    MODEL = AssessedThreat
    GIVER = "assessment.organisation_id"

    persoon = PersonField(source="person")
    toegang = CodeField(source="access", choices=ANSWER_CHOICES)
    toelichting = serializers.CharField(source="note")


class AssessmentOut(Record):
    """Een vastgestelde versie van onderdeel A (acuut) of B (structureel)."""

    NAME = "Beoordeling"
    MODEL = SafetyAssessment
    FIXED: ClassVar = {
        "onveiligePersonen": Category.ASSESSMENT_CONCLUSION,
        "criteria": Category.ASSESSMENT_GROUNDS,
        "dreigendePersonen": Category.ASSESSMENT_GROUNDS,
        "bronnen": Category.ASSESSMENT_GROUNDS,
    }

    id = serializers.UUIDField(source="public_id")
    onderdeel = CodeField(source="part", choices=PART_CHOICES)
    versie = Number(source="version")
    conclusie = CodeField(source="conclusion", choices=CONCLUSION_CHOICES)
    vastgesteldOp = Moment(source="concluded_at")
    verouderdSinds = Moment(source="outdated_at")
    verouderdDoor = serializers.CharField(source="outdated_reason")
    acuteOnveiligheidOpgeheven = Flag(source="acuteness_lifted")
    onveiligePersonen = Computed("unsafe_of", serializers.ListField(child=serializers.UUIDField()))
    voorstel = CodeField(source="proposal", choices=CONCLUSION_CHOICES)
    redenAfwijking = serializers.CharField(source="deviation_reason")
    toelichting = serializers.CharField(source="explanation")
    zicht = CodeField(source="sight", choices=ANSWER_CHOICES)
    toelichtingZicht = serializers.CharField(source="sight_note")
    opgehevenDoorPlan = serializers.CharField(source="lifted_plan")
    opgehevenDoorZicht = serializers.CharField(source="lifted_sight")
    bronnen = serializers.ListField(source="sources", child=CodeField(choices=SOURCE_CHOICES))
    criteria = Computed("criteria_of", CriterionOut(many=True))
    dreigendePersonen = Computed("threats_of", ThreatOut(many=True))
    organisatie = serializers.UUIDField(source="organisation.public_id")

    def unsafe_of(self, row: SafetyAssessment) -> list[str]:
        """Who is unsafe, by public id."""
        people = [unsafe.person for unsafe in row.unsafe_persons.all()]
        for person in people:
            self.context["shows_person"](person.pk)
        return [str(person.public_id) for person in people]

    def criteria_of(self, row: SafetyAssessment) -> Any:
        """The criteria."""
        return CriterionOut(row.criteria.all(), many=True, context=self.context).data

    def threats_of(self, row: SafetyAssessment) -> Any:
        """The threatening persons."""
        return ThreatOut(row.threats.all(), many=True, context=self.context).data


class CriterionIn(In):
    """Het oordeel over één criterium; een criterium dat ontbreekt is onbekend."""

    NAME = "CriteriumNieuw"

    code = Number(min_value=1, max_value=10, help_text=CRITERIA_TEXT)
    oordeel = EnumField(Presence, PRESENCE_LABELS, source="answer")
    toelichting = OptionalText(source="note", longest=500)
    bron = CodeField(source="source", choices=SOURCE_CHOICES, required=False, default="")


class ThreatIn(In):
    """Of een dreigende persoon toegang heeft tot het slachtoffer of anderen."""

    NAME = "DreigendePersoonNieuw"

    persoon = PersonField(source="person")
    toegang = EnumField(YesNo, YES_NO_LABELS, source="access")
    toelichting = OptionalText(source="note", longest=300)


class PartAIn(In):
    """Onderdeel A zoals Veilig Thuis het vaststelt.

    `opVersie`: de versie die u voor u had (0: nog geen); is er intussen een nieuwe, dan volgt 409.
    """

    NAME = "OnderdeelANieuw"

    opVersie = Number(source="based_on", min_value=0, max_value=10_000)
    criteria = many(CriterionIn, max_length=10)
    dreigendePersonen = many(ThreatIn, source="threats", max_length=60)
    zicht = EnumField(YesNo, YES_NO_LABELS, source="sight", help_text="Hebben derden zicht op de situatie?")
    toelichtingZicht = OptionalText(source="sight_note", longest=300)
    onveiligePersonen = serializers.ListField(
        source="unsafe", child=PersonField(), required=False, default=list, max_length=60
    )
    conclusie = EnumField(Outcome, ACUTE_LABELS, source="conclusion")
    redenAfwijking = OptionalText(source="deviation_reason", longest=2000)
    toelichting = OptionalText(source="explanation", longest=4000)
    bronnen = serializers.ListField(
        source="sources", child=CodeField(choices=SOURCE_CHOICES), required=False, default=list, max_length=7
    )
    onderbouwingDelen = Flag(
        source="share_grounds",
        required=False,
        default=False,
        help_text="Politie en OM mogen de onderbouwing zien voor hun taak.",
    )
    redenTeLaat = OptionalText(source="late_reason", longest=1000)


class LiftIn(In):
    """Acute onveiligheid opheffen: een plan én zicht van derden."""

    NAME = "OpheffingNieuw"

    plan = Text(longest=500)
    zicht = EnumField(YesNo, YES_NO_LABELS, source="sight")
    toelichtingZicht = OptionalText(source="sight_note", longest=500)
    redenTeLaat = OptionalText(source="late_reason", longest=1000)


PART = Parameter("onderdeel", "Alleen onderdeel A of B.", CodeField(choices=PART_CHOICES, required=False))


class Assessments(CaseResource):
    """De beoordelingen van Veilig Thuis, elke versie; de onderbouwing alleen voor wie die mag zien."""

    operations: ClassVar = {
        "get": Operation(
            id="beoordelingenLijst",
            summary="Beoordelingen",
            tag=TAG,
            answer=AssessmentOut,
            listed=True,
            query=(PART,),
        )
    }

    def get(self, request: Request, zaak: UUID) -> Response:
        """The versions whose conclusion the actor may see, the current one first."""
        parts = [self.asked["onderdeel"]] if self.asked["onderdeel"] else [PART_A, PART_B]
        rows = [row for part in parts for row in visible_versions(self.access, part)]
        every = SafetyAssessment.objects.filter(case=self.case, part__in=parts).count()
        body = AssessmentOut(rows, many=True, context=self.shared).data
        return self.listed(body, held_back=every - len(rows))


class PartAConclusions(CaseResource):
    """Onderdeel A (acute onveiligheid) vaststellen: elke vaststelling is een nieuwe versie."""

    may: ClassVar = {"post": check_can_assess}
    operations: ClassVar = {
        "post": Operation(
            id="onderdeelAcuutVaststellen",
            summary="Onderdeel A vaststellen",
            tag=TAG,
            body=PartAIn,
            creates=True,
        )
    }

    def post(self, request: Request, zaak: UUID) -> Response:
        """Conclude part A."""
        return self.create(PartAIn, self._conclude)

    def _conclude(self, values: dict[str, Any]) -> Created:
        part_a = PartA(
            **{
                **values,
                "criteria": tuple(CriterionAnswer(**row) for row in values["criteria"]),
                "threats": tuple(ThreatAnswer(**row) for row in values["threats"]),
                "unsafe": tuple(values["unsafe"]),
                "sources": tuple(values["sources"]),
            }
        )
        saved = conclude_part_a(case=self.case, part_a=part_a, actor=self.actor, at=self.at)
        return Created(saved.public_id, self.below("beoordelingen"), more={"versie": saved.version})


class Liftings(CaseResource):
    """Vastleggen dat de acute onveiligheid is opgeheven, als nieuwe versie van onderdeel A."""

    may: ClassVar = {"post": check_can_assess}
    operations: ClassVar = {
        "post": Operation(
            id="acuteOnveiligheidOpheffen",
            summary="Acute onveiligheid opheffen",
            tag=TAG,
            body=LiftIn,
            creates=True,
        )
    }

    def post(self, request: Request, zaak: UUID) -> Response:
        """Lift acuteness."""
        return self.create(LiftIn, self._lift)

    def _lift(self, values: dict[str, Any]) -> Created:
        saved = lift_acuteness(case=self.case, **values, actor=self.actor, at=self.at)
        return Created(saved.public_id, self.below("beoordelingen"), more={"versie": saved.version})
