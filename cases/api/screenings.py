"""Vragenlijst bij stalking and individuele beoordeling of the victim: police takes them, in versions."""

from __future__ import annotations

from typing import Any, ClassVar, Final
from uuid import UUID

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from cases.access.rules.categories import Category
from cases.api.fields import CodeField, Computed, EnumField, Moment, Number, OptionalText, PersonField, Text
from cases.api.operations import Operation
from cases.api.resource import CaseResource, Created
from cases.api.serializers import In, Record, many
from cases.assessments.models import ChecklistAnswer, IndividualAssessment, StalkingChecklist
from cases.assessments.models.safety import ANSWER_CHOICES
from cases.assessments.permissions import check_can_assess_victim, check_can_take_checklist
from cases.assessments.queries import checklists_of, individual_assessments
from cases.assessments.rules.answers import YES_NO_LABELS, YesNo
from cases.assessments.rules.protection import (
    CHARACTERISTIC_LABELS,
    PROTECTION_LABELS,
    RISK_LABELS,
    Characteristic,
    Protection,
    Risk,
)
from cases.assessments.rules.stalking_checklist import QUESTIONS
from cases.assessments.services import ChecklistGiven, VictimAssessment, assess_victim, record_checklist

TAG = "screening"
QUESTION_CHOICES = [(question.code, question.label) for question in QUESTIONS]
CHARACTERISTIC_CHOICES = [(code.value, label) for code, label in CHARACTERISTIC_LABELS.items()]
PROTECTION_CHOICES = [(code.value, label) for code, label in PROTECTION_LABELS.items()]
SAYS_WHAT: Final = frozenset((Category.SCREENINGS, Category.WISHES))


# --- stalking checklist ---------------------------------------------------------------------------


class ChecklistAnswerOut(Record):
    """Het antwoord op één vraag van de vragenlijst."""

    NAME = "VragenlijstAntwoord"
    MODEL = ChecklistAnswer
    GIVER = "checklist.organisation_id"

    vraag = CodeField(source="code", choices=QUESTION_CHOICES)
    antwoord = CodeField(source="answer", choices=ANSWER_CHOICES)
    beschrijving = serializers.CharField(source="description")


class ChecklistOut(Record):
    """Eén versie van de vragenlijst bij stalking: hoe vaker ja, hoe meer risico."""

    NAME = "Stalkingvragenlijst"
    MODEL = StalkingChecklist
    FIXED: ClassVar = {"antwoorden": Category.SCREENINGS}

    id = serializers.UUIDField(source="public_id")
    versie = Number(source="version")
    antwoorden = Computed("answers_of", ChecklistAnswerOut(many=True))
    organisatie = serializers.UUIDField(source="organisation.public_id")
    vastgelegdOp = Moment(source="recorded_at")

    def answers_of(self, row: StalkingChecklist) -> Any:
        """The answers, in the order of the questions."""
        return ChecklistAnswerOut(row.answers.all(), many=True, context=self.context).data


class ChecklistAnswerIn(In):
    """Het antwoord op één vraag; bij ja met een beschrijving."""

    NAME = "VragenlijstAntwoordNieuw"

    vraag = CodeField(source="code", choices=QUESTION_CHOICES)
    antwoord = EnumField(YesNo, YES_NO_LABELS, source="answer")
    beschrijving = OptionalText(source="description", longest=500)


class ChecklistIn(In):
    """De vragenlijst, elke vraag één keer. `opVersie`: de versie die u voor u had (0: nog geen)."""

    NAME = "StalkingvragenlijstNieuw"

    opVersie = Number(source="based_on", min_value=0, max_value=10_000)
    antwoorden = many(ChecklistAnswerIn, source="answers", max_length=len(QUESTIONS))

    def validate_antwoorden(self, given: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """Each question once."""
        if len({row["code"] for row in given}) != len(given):
            raise serializers.ValidationError("Beantwoord elke vraag één keer.", code="dubbel")
        return given


class Checklists(CaseResource):
    """De vragenlijst bij stalking; haar antwoorden worden aangeboden bij de SASH."""

    may: ClassVar = {"post": check_can_take_checklist}
    operations: ClassVar = {
        "get": Operation(
            id="stalkingvragenlijstLijst",
            summary="Vragenlijst bij stalking",
            tag=TAG,
            answer=ChecklistOut,
            listed=True,
        ),
        "post": Operation(
            id="stalkingvragenlijstVastleggen",
            summary="Vragenlijst bij stalking vastleggen",
            tag=TAG,
            body=ChecklistIn,
            creates=True,
        ),
    }

    def get(self, request: Request, zaak: UUID) -> Response:
        """The versions that the actor may see, the current one first."""
        every = list(checklists_of(self.case))
        rows = [row for row in every if self.access.may_see(Category.SCREENINGS, row.organisation_id)]
        body = ChecklistOut(rows, many=True, context=self.shared).data
        return self.listed(body, held_back=len(every) - len(rows))

    def post(self, request: Request, zaak: UUID) -> Response:
        """Record it."""
        return self.create(ChecklistIn, self._record)

    def pointer(self, key: str) -> str:
        """The place of a question among the answers that were sent; the list when it was left out."""
        data = self.request.data
        sent = data.get("antwoorden", []) if isinstance(data, dict) else []
        codes = [row.get("vraag") for row in sent]
        if key in codes:
            return f"/antwoorden/{codes.index(key)}/beschrijving"
        return "/antwoorden" if key in dict(QUESTION_CHOICES) else super().pointer(key)

    def _record(self, values: dict[str, Any]) -> Created:
        saved = record_checklist(
            case=self.case,
            answers=tuple(ChecklistGiven(**row) for row in values["answers"]),
            based_on=values["based_on"],
            actor=self.actor,
            at=self.at,
        )
        return Created(saved.public_id, self.below("stalkingvragenlijsten"), more={"versie": saved.version})


# --- individual assessment ------------------------------------------------------------------------


class ProtectionOut(Record):
    """Eén versie van de individuele beoordeling (IB) van een slachtoffer."""

    NAME = "IndividueleBeoordeling"
    MODEL = IndividualAssessment
    FIXED: ClassVar = {"slachtoffer": Category.IDENTITY}

    id = serializers.UUIDField(source="public_id")
    slachtoffer = PersonField(source="victim")
    versie = Number(source="version")
    kenmerken = serializers.ListField(
        source="characteristics", child=CodeField(choices=CHARACTERISTIC_CHOICES)
    )
    toelichtingKenmerken = serializers.CharField(source="characteristics_note")
    verhouding = serializers.CharField(source="relation")
    omstandigheden = serializers.CharField(source="offence_circumstances")
    risicoStrafproces = CodeField(source="risk_secondary", choices=ANSWER_CHOICES)
    risicoHerhaling = CodeField(source="risk_repeat", choices=ANSWER_CHOICES)
    risicoIntimidatie = CodeField(source="risk_intimidation", choices=ANSWER_CHOICES)
    risicoWraak = CodeField(source="risk_retaliation", choices=ANSWER_CHOICES)
    toelichtingRisico = serializers.CharField(source="risk_note")
    beschermingNodig = CodeField(source="special_protection", choices=ANSWER_CHOICES)
    bescherming = serializers.ListField(source="measures", child=CodeField(choices=PROTECTION_CHOICES))
    toelichtingBescherming = serializers.CharField(source="measures_note")
    wens = serializers.CharField(source="victim_view")
    wensOnbekendOmdat = serializers.CharField(source="view_missing_reason")
    organisatie = serializers.UUIDField(source="organisation.public_id")
    vastgelegdOp = Moment(source="recorded_at")


def _risk(risk: Risk) -> EnumField[YesNo]:
    return EnumField(YesNo, YES_NO_LABELS, source=f"risk_{risk.value}", help_text=f"{RISK_LABELS[risk]}.")


class ProtectionIn(In):
    """De individuele beoordeling van één slachtoffer; het OM kan haar pas na de politie actualiseren.

    `opVersie`: de versie die u voor u had (0: nog geen); is er intussen een nieuwe, dan volgt 409.
    """

    NAME = "IndividueleBeoordelingNieuw"

    opVersie = Number(source="based_on", min_value=0, max_value=10_000)
    slachtoffer = PersonField(source="victim")
    kenmerken = serializers.ListField(
        source="characteristics",
        child=EnumField(Characteristic, CHARACTERISTIC_LABELS),
        required=False,
        default=list,
        max_length=len(Characteristic),
    )
    toelichtingKenmerken = OptionalText(source="characteristics_note", longest=2000)
    verhouding = Text(source="relation", longest=2000)
    omstandigheden = Text(source="offence_circumstances", longest=2000)
    risicoStrafproces = _risk(Risk.SECONDARY)
    risicoHerhaling = _risk(Risk.REPEAT)
    risicoIntimidatie = _risk(Risk.INTIMIDATION)
    risicoWraak = _risk(Risk.RETALIATION)
    toelichtingRisico = OptionalText(source="risk_note", longest=2000)
    beschermingNodig = EnumField(YesNo, YES_NO_LABELS, source="needed")
    bescherming = serializers.ListField(
        source="measures",
        child=EnumField(Protection, PROTECTION_LABELS),
        required=False,
        default=list,
        max_length=len(Protection),
    )
    toelichtingBescherming = OptionalText(source="measures_note", longest=2000)
    wens = OptionalText(source="view", longest=2000)
    wensOnbekendOmdat = OptionalText(source="view_missing_reason", longest=300)
    redenTeLaat = OptionalText(source="late_reason", longest=300)


class Protections(CaseResource):
    """De individuele beoordelingen van de slachtoffers: de politie neemt ze af, het OM actualiseert."""

    may: ClassVar = {"post": check_can_assess_victim}
    operations: ClassVar = {
        "get": Operation(
            id="individueleBeoordelingenLijst",
            summary="Individuele beoordelingen",
            tag=TAG,
            answer=ProtectionOut,
            listed=True,
        ),
        "post": Operation(
            id="individueleBeoordelingVastleggen",
            summary="Individuele beoordeling vastleggen",
            tag=TAG,
            body=ProtectionIn,
            creates=True,
        ),
    }

    def get(self, request: Request, zaak: UUID) -> Response:
        """Every version of which the actor may see something, the current one of each victim first."""
        every = list(individual_assessments(self.case))
        rows = [row for row in every if self._sees(row)]
        body = ProtectionOut(rows, many=True, context=self.shared).data
        return self.listed(body, held_back=len(every) - len(rows))

    def _sees(self, row: IndividualAssessment) -> bool:
        return any(self.access.may_see(category, row.organisation_id) for category in SAYS_WHAT)

    def post(self, request: Request, zaak: UUID) -> Response:
        """Record one."""
        return self.create(ProtectionIn, self._record)

    def _record(self, values: dict[str, Any]) -> Created:
        values["risks"] = {risk: values.pop(f"risk_{risk.value}") for risk in Risk}
        for several in ("characteristics", "measures"):
            values[several] = tuple(values[several])
        assessment = VictimAssessment(**values)
        saved = assess_victim(case=self.case, assessment=assessment, actor=self.actor, at=self.at)
        return Created(
            saved.public_id, self.below("individuele-beoordelingen"), more={"versie": saved.version}
        )
