"""Adviezen of 3RO or the RvdK, handed in as a new version each time."""

from __future__ import annotations

from typing import Any, ClassVar
from uuid import UUID

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from cases.api.fields import CodeField, EnumField, Flag, Moment, Number, OptionalText, Text
from cases.api.operations import Operation
from cases.api.resource import CaseResource, Created
from cases.api.serializers import In, Out, Record, many
from cases.plans.rules.measure import PART_LABELS, Part
from zsm.advice.models import (
    DECISION_CHOICES,
    HEARD_CHOICES,
    INSTRUMENT_CHOICES,
    KIND_CHOICES,
    SPOKEN_CHOICES,
    WEIGHING_CHOICES,
    Advice,
)
from zsm.advice.permissions import check_can_work_on_advice
from zsm.advice.queries import handed_in, seen_advices
from zsm.advice.rules.advice import (
    ADVICE_KIND_LABELS,
    ADVISED_LABELS,
    CHILDREN_HEARD_LABELS,
    INSTRUMENT_LABELS,
    LONGEST_PERIOD_MONTHS,
    SPOKEN_LABELS,
    WEIGHING_LABELS,
    WIDEST_RADIUS_KM,
    AdviceContent,
    AdviceKind,
    AdvisedCondition,
    AdvisedDecision,
    ChildrenHeard,
    Instrument,
    SpokenWith,
    TakenIn,
    Weighing,
)
from zsm.advice.services import hand_in_advice

TAG = "zsm"
EMPTY = [("", "niet ingevuld")]


class AdvisedConditionOut(Out):
    """Een geadviseerde voorwaarde."""

    NAME = "GeadviseerdeVoorwaarde"

    onderdeel = serializers.CharField(source="part")
    tekst = serializers.CharField(source="text")
    maanden = Number(source="months")
    straalKm = Number(source="radius_km", allow_null=True)


class AdviceOut(Record):
    """Een uitgebracht advies; concepten ziet alleen wie ze maakt."""

    NAME = "Advies"
    MODEL = Advice

    id = serializers.UUIDField(source="public_id")
    versie = Number(source="version")
    soort = CodeField(source="kind", choices=KIND_CHOICES)
    risico = serializers.CharField(source="risk")
    beslissing = CodeField(source="decision", choices=[*EMPTY, *DECISION_CHOICES])
    redenBeslissing = serializers.CharField(source="decision_reason")
    voorwaarden = many(AdvisedConditionOut, source="conditions")
    elektronischeMonitoring = CodeField(source="em", choices=[*EMPTY, *WEIGHING_CHOICES])
    afwegingMonitoring = serializers.CharField(source="em_reason")
    dadelijkUitvoerbaar = CodeField(source="dut", choices=[*EMPTY, *WEIGHING_CHOICES])
    afwegingUitvoerbaar = serializers.CharField(source="dut_reason")
    uitvoerbaarheid = serializers.CharField(source="feasibility")
    instrumenten = serializers.ListField(source="instruments", child=CodeField(choices=INSTRUMENT_CHOICES))
    gesprokenMet = serializers.ListField(source="spoken_with", child=CodeField(choices=SPOKEN_CHOICES))
    toelichtingGesprekken = serializers.CharField(source="spoken_note")
    kinderenGesproken = CodeField(source="children_heard", choices=[*EMPTY, *HEARD_CHOICES])
    toelichtingKinderen = serializers.CharField(source="children_note")
    uitgebrachtOp = Moment(source="handed_in_at")
    organisatie = serializers.UUIDField(source="organisation.public_id")


class AdvisedConditionIn(In):
    """Een voorwaarde die u adviseert."""

    NAME = "GeadviseerdeVoorwaardeNieuw"

    onderdeel = EnumField(Part, PART_LABELS, source="part")
    tekst = Text(source="text", longest=1000)
    maanden = Number(source="months", min_value=1, max_value=LONGEST_PERIOD_MONTHS)
    straalKm = Number(
        source="radius_km",
        min_value=0,
        max_value=WIDEST_RADIUS_KM,
        required=False,
        allow_null=True,
        default=None,
    )


class TakenInIn(In):
    """Wat u doet met een voorwaarde van Veilig Thuis; niet overgenomen: met reden."""

    NAME = "VoorwaardeOvergenomen"

    voorwaarde = serializers.UUIDField(source="condition")
    overgenomen = Flag(source="taken")
    reden = OptionalText(source="reason", longest=2000)


class AdviceIn(In):
    """Een advies dat u uitbrengt. `gezienAantal`: hoeveel adviezen van uw organisatie er waren."""

    NAME = "AdviesNieuw"

    gezienAantal = Number(source="seen", min_value=0, max_value=10_000)
    soort = EnumField(AdviceKind, ADVICE_KIND_LABELS, source="kind")
    risico = OptionalText(source="risk", longest=6000)
    beslissing = EnumField(AdvisedDecision, ADVISED_LABELS, source="decision")
    redenBeslissing = OptionalText(source="decision_reason", longest=4000)
    voorwaarden = many(AdvisedConditionIn, source="conditions", required=False, default=list, max_length=40)
    voorwaardenVeiligThuis = many(
        TakenInIn, source="vt_conditions", required=False, default=list, max_length=60
    )
    elektronischeMonitoring = EnumField(
        Weighing, WEIGHING_LABELS, source="em", required=False, allow_null=True, default=None
    )
    afwegingMonitoring = OptionalText(source="em_reason", longest=2000)
    dadelijkUitvoerbaar = EnumField(
        Weighing, WEIGHING_LABELS, source="dut", required=False, allow_null=True, default=None
    )
    afwegingUitvoerbaar = OptionalText(source="dut_reason", longest=2000)
    uitvoerbaarheid = OptionalText(source="feasibility", longest=4000)
    instrumenten = serializers.ListField(
        source="instruments",
        child=EnumField(Instrument, INSTRUMENT_LABELS),
        required=False,
        default=list,
        max_length=3,
    )
    gesprokenMet = serializers.ListField(
        source="spoken_with",
        child=EnumField(SpokenWith, SPOKEN_LABELS),
        required=False,
        default=list,
        max_length=8,
    )
    toelichtingGesprekken = OptionalText(source="spoken_note", longest=2000)
    kinderenGesproken = EnumField(
        ChildrenHeard,
        CHILDREN_HEARD_LABELS,
        source="children_heard",
        required=False,
        allow_null=True,
        default=None,
    )
    toelichtingKinderen = OptionalText(source="children_note", longest=2000)
    delenMetVeiligThuis = Flag(source="share_with_vt", required=False, default=False)
    redenTeLaat = OptionalText(source="late_reason", longest=1000)


class Advices(CaseResource):
    """De uitgebrachte adviezen: van de reclassering, of bij een minderjarige van de Raad."""

    may: ClassVar = {"post": check_can_work_on_advice}
    operations: ClassVar = {
        "get": Operation(id="adviezenLijst", summary="Adviezen", tag=TAG, answer=AdviceOut, listed=True),
        "post": Operation(
            id="adviesUitbrengen", summary="Advies uitbrengen", tag=TAG, body=AdviceIn, creates=True
        ),
    }

    def get(self, request: Request, zaak: UUID) -> Response:
        """What was handed in and the actor may see."""
        seen = seen_advices(self.access)
        body = AdviceOut(seen, many=True, context=self.shared).data
        return self.listed(body, held_back=len(handed_in(self.case)) - len(seen))

    def post(self, request: Request, zaak: UUID) -> Response:
        """Hand in an advice."""
        return self.create(AdviceIn, self._hand_in)

    def _hand_in(self, values: dict[str, Any]) -> Created:
        around = {name: values.pop(name) for name in ("seen", "late_reason", "share_with_vt")}
        taken = {
            str(row["condition"]): TakenIn(taken=row["taken"], reason=row["reason"])
            for row in values["vt_conditions"]
        }
        content = AdviceContent(
            **{
                **values,
                "conditions": tuple(AdvisedCondition(**row) for row in values["conditions"]),
                "vt_conditions": taken,
                "instruments": frozenset(values["instruments"]),
                "spoken_with": frozenset(values["spoken_with"]),
            }
        )
        saved = hand_in_advice(case=self.case, content=content, actor=self.actor, at=self.at, **around)
        return Created(saved.public_id, self.below("adviezen"), more={"versie": saved.version})
