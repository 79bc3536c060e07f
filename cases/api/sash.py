"""SASH: a draft of trained police, handed in as a version, enriched by Veilig Thuis."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar
from uuid import UUID

from django.http import Http404
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from cases.access.rules.categories import Category
from cases.api.fields import CodeField, Computed, EnumField, Flag, Moment, Number, OptionalText, Text
from cases.api.operations import Operation
from cases.api.resource import CaseResource, Created
from cases.api.serializers import In, Record, many
from cases.assessments.models import Sash, SashAnswer, SashEnrichment
from cases.assessments.permissions import check_can_enrich_sash, check_can_take_sash
from cases.assessments.queries import answers_of, draft_sash, handed_in_sashes, visible_sashes
from cases.assessments.rules.answers import PRESENCE_LABELS, Presence
from cases.assessments.rules.sash import CONCERN_LABELS, QUESTIONS, Concern, alarms
from cases.assessments.services import SashGiven, SashInput, enrich_sash, hand_in_sash, save_sash

TAG = "screening"
QUESTION_CHOICES = [(question.code, question.label) for question in QUESTIONS]
CONCERN_CHOICES = [("", "nog niet gekozen"), *((entry.value, text) for entry, text in CONCERN_LABELS.items())]
ANSWER_CHOICES = [
    ("", "nog niet beantwoord"),
    *((entry.value, text) for entry, text in PRESENCE_LABELS.items()),
]


class SashAnswerOut(Record):
    """Het antwoord op één vraag."""

    NAME = "SashAntwoord"
    MODEL = SashAnswer
    GIVER = "sash.organisation_id"

    vraag = CodeField(source="code", choices=QUESTION_CHOICES)
    oordeel = CodeField(source="answer", choices=ANSWER_CHOICES)
    toelichting = serializers.CharField(source="note")


class EnrichmentOut(Record):
    """Wat Veilig Thuis aan de SASH toevoegde."""

    NAME = "SashVerrijking"
    MODEL = SashEnrichment

    id = serializers.UUIDField(source="public_id")
    tekst = serializers.CharField(source="text")
    organisatie = serializers.UUIDField(source="organisation.public_id")
    vastgelegdOp = Moment(source="recorded_at")


class SashOut(Record):
    """Eén versie van de SASH. Een alarmbel maakt het niveau uit zichzelf hoog; er is geen score."""

    NAME = "Sash"
    MODEL = Sash
    FIXED: ClassVar = dict.fromkeys(("alarmbellen", "antwoorden", "verrijkingen"), Category.SCREENINGS)

    id = serializers.UUIDField(source="public_id")
    versie = Number(source="version")
    exPartner = Flag(source="ex_partner")
    niveau = CodeField(source="concern", choices=CONCERN_CHOICES)
    afweging = serializers.CharField(source="explanation")
    alarmbellen = Computed(
        "alarms_of", serializers.ListField(child=CodeField(choices=QUESTION_CHOICES)), help_text="De vragen."
    )
    antwoorden = Computed("answers_of", SashAnswerOut(many=True))
    verrijkingen = Computed("enrichments_of", EnrichmentOut(many=True))
    bewaardOp = Moment(source="saved_at")
    ingediendOp = Moment(source="handed_in_at")
    organisatie = serializers.UUIDField(source="organisation.public_id")

    def alarms_of(self, row: Sash) -> list[str]:
        """The alarms that ring."""
        return [question.code for question in alarms(answers_of(row), ex_partner=row.ex_partner)]

    def answers_of(self, row: Sash) -> Any:
        """The answers, in the order of the questions."""
        return SashAnswerOut(row.answers.all(), many=True, context=self.context).data

    def enrichments_of(self, row: Sash) -> Any:
        """What was added; each by who gave it."""
        return EnrichmentOut(row.enrichments.all(), many=True, context=self.context).data


class SashAnswerIn(In):
    """Het antwoord op één vraag; zonder oordeel is zij nog niet beantwoord."""

    NAME = "SashAntwoordNieuw"

    vraag = CodeField(source="code", choices=QUESTION_CHOICES)
    oordeel = EnumField(
        Presence, PRESENCE_LABELS, source="answer", required=False, allow_null=True, default=None
    )
    toelichting = OptionalText(source="note", longest=500)


class SashIn(In):
    """De SASH zoals zij is ingevuld. `opVersie`: de laatste ingediende versie (0: geen)."""

    NAME = "SashNieuw"

    opVersie = Number(source="based_on", min_value=0, max_value=10_000)
    conceptBewaardOp = Moment(
        source="seen",
        required=False,
        allow_null=True,
        default=None,
        help_text="`bewaardOp` van het concept dat u voor u had; is het intussen gewijzigd, dan volgt 409.",
    )
    exPartner = Flag(source="ex_partner", help_text="Van een ex-partner: drie vragen meer.")
    antwoorden = many(SashAnswerIn, source="answers", max_length=len(QUESTIONS))
    niveau = EnumField(
        Concern, CONCERN_LABELS, source="concern", required=False, allow_null=True, default=None
    )
    afweging = OptionalText(source="explanation", longest=4000)
    redenTeLaat = OptionalText(source="late_reason", longest=300)


class EnrichmentIn(In):
    """Wat Veilig Thuis weet en de SASH nog niet zegt."""

    NAME = "SashVerrijkingNieuw"

    tekst = Text(source="text", longest=4000)


class TakesSash(CaseResource):
    """What a draft and what is handed in share."""

    def take(self, write: Callable[..., Sash], place: str) -> Response:
        """Write what trained police filled in; who is not trained hears who is."""
        check_can_take_sash(self.actor, self.case.pk, self.at)

        def saved(values: dict[str, Any]) -> Created:
            given = {**values, "answers": tuple(SashGiven(**row) for row in values["answers"])}
            row = write(case=self.case, sash=SashInput(**given), actor=self.actor, at=self.at)
            return Created(row.public_id, self.below(place), more={"versie": row.version})

        return self.create(SashIn, saved)


class Sashes(TakesSash):
    """De ingediende versies van de SASH. Indienen doet de politie, met een geldig certificaat."""

    operations: ClassVar = {
        "get": Operation(id="sashLijst", summary="SASH", tag=TAG, answer=SashOut, listed=True),
        "post": Operation(id="sashIndienen", summary="SASH indienen", tag=TAG, body=SashIn, creates=True),
    }

    def get(self, request: Request, zaak: UUID) -> Response:
        """The versions that the actor may see, the current one first."""
        rows = visible_sashes(self.access)
        body = SashOut(rows, many=True, context=self.shared).data
        return self.listed(body, held_back=handed_in_sashes(self.case).count() - len(rows))

    def post(self, request: Request, zaak: UUID) -> Response:
        """Hand it in."""
        return self.take(hand_in_sash, "sash-screeningen")


class SashDrafts(TakesSash):
    """Het concept van de SASH: het telt voor niets en is er alleen voor getrainde politie."""

    operations: ClassVar = {
        "get": Operation(
            id="sashConceptLijst", summary="Concept van de SASH", tag=TAG, answer=SashOut, listed=True
        ),
        "post": Operation(
            id="sashConceptBewaren", summary="Concept van de SASH bewaren", tag=TAG, body=SashIn, creates=True
        ),
    }

    def get(self, request: Request, zaak: UUID) -> Response:
        """The draft of the actor's own organisation, when there is one."""
        check_can_take_sash(self.actor, self.case.pk, self.at)
        row = draft_sash(self.case, self.actor.organisation_id)
        return self.listed([SashOut(row, context=self.shared).data] if row else [])

    def post(self, request: Request, zaak: UUID) -> Response:
        """Keep it."""
        return self.take(save_sash, "sash-concepten")


class Enrichments(CaseResource):
    """Wat Veilig Thuis aan de geldende SASH toevoegt: eerdere meldingen, wat bekend is van de stalker."""

    may: ClassVar = {"post": check_can_enrich_sash}
    operations: ClassVar = {
        "post": Operation(
            id="sashVerrijken", summary="SASH verrijken", tag=TAG, body=EnrichmentIn, creates=True
        )
    }

    def post(self, request: Request, zaak: UUID, sash: UUID) -> Response:
        """Add to it."""
        row = next((row for row in visible_sashes(self.access) if row.public_id == sash), None)
        if row is None:
            raise Http404

        def write(values: dict[str, Any]) -> Created:
            saved = enrich_sash(sash=row, **values, actor=self.actor, at=self.at)
            return Created(saved.public_id, self.below("sash-screeningen"))

        return self.create(EnrichmentIn, write)
