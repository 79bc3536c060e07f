"""Aanbiedingen: handing one's cases to a colleague of the own organisation; the old lead stays until then."""

from __future__ import annotations

from typing import Any, ClassVar
from uuid import UUID

from django.http import Http404
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from cases.access.errors import InvalidInput
from cases.access.permissions import check_casework
from cases.access.rules.categories import Category
from cases.api.fields import CodeField, Moment, OptionalText, Text
from cases.api.operations import Operation
from cases.api.resource import Created, Resource
from cases.api.serializers import In, Out, many
from cases.casefiles.collaboration import colleagues_of, offers_to
from cases.casefiles.models import Case
from cases.casefiles.queries import open_case
from cases.casefiles.services.leads import accept_lead, hand_over_shift, refuse_lead
from cases.organisations.models import User

TAG = "samenwerking"
MOST_CASES = 100
ANSWERS = [("accepted", "ik neem de zaak over"), ("refused", "ik geef de zaak terug, met reden")]
NOT_THERE = "Deze zaak is er niet voor uw organisatie."


class OfferOut(Out):
    """Een zaak die een collega u aanbiedt."""

    NAME = "Aanbieding"

    id = serializers.UUIDField(source="public_id")
    zaak = serializers.UUIDField(source="case.public_id")
    nummer = serializers.CharField(source="case.number")
    aangebodenDoor = serializers.CharField(source="proposed_by.display_name")
    notitie = serializers.CharField(source="note")
    aangebodenOp = Moment(source="proposed_at")


class OfferedCaseIn(In):
    """Eén zaak, met wat uw collega moet weten."""

    NAME = "AangebodenZaak"

    zaak = serializers.UUIDField(source="case")
    notitie = Text(source="note", longest=500)


class OfferIn(In):
    """De zaken die u in één keer aanbiedt: alle of geen."""

    NAME = "AanbiedingNieuw"

    aan = serializers.UUIDField(source="to", help_text="Het kenmerk van de collega (zie /gebruikers).")
    zaken = many(OfferedCaseIn, source="cases", allow_empty=False, max_length=MOST_CASES)

    def validate_zaken(self, given: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """Each case once."""
        if len({row["case"] for row in given}) != len(given):
            raise serializers.ValidationError("Noem elke zaak één keer.", code="dubbel")
        return given


class AnswerIn(In):
    """Of u de zaak overneemt; zo niet: met de reden."""

    NAME = "AanbiedingAntwoord"

    antwoord = CodeField(source="answer", choices=ANSWERS)
    reden = OptionalText(source="reason", longest=500)


class Offers(Resource):
    """De zaken die collega's u aanbieden. Wie aanbiedt blijft aanspreekpunt tot de ander aanvaardt."""

    operations: ClassVar = {
        "get": Operation(
            id="aanbiedingenLijst",
            summary="Zaken die u worden aangeboden",
            tag=TAG,
            answer=OfferOut,
            listed=True,
        ),
        "post": Operation(
            id="zakenAanbieden",
            summary="Zaken aan een collega aanbieden",
            tag=TAG,
            body=OfferIn,
            creates=True,
        ),
    }
    numbers: dict[str, int]

    def get(self, request: Request) -> Response:
        """What waits for an answer of who is named."""
        check_casework(self.actor)
        rows = offers_to(self.actor)
        if rows:
            shown = [Category.THAT, Category.PLAN]
            self.trail.shows(cases=[row.case_id for row in rows], categories=shown)
        return self.listed(OfferOut(rows, many=True).data)

    def post(self, request: Request) -> Response:
        """Offer them."""
        check_casework(self.actor)
        return self.create(OfferIn, self._offer)

    def pointer(self, key: str) -> str:
        """A note is named by the number of its case."""
        number = key.removeprefix("note-")
        place = getattr(self, "numbers", {}).get(number)
        return super().pointer(key) if place is None else f"/zaken/{place}/notitie"

    def _offer(self, values: dict[str, Any]) -> Created:
        cases = [self._case(place, row["case"]) for place, row in enumerate(values["cases"])]
        self.numbers = {case.number: place for place, case in enumerate(cases)}
        colleague: User | None = colleagues_of(self.actor).filter(public_id=values["to"]).first()
        if colleague is None:
            raise InvalidInput({"to": ["Kies een collega die zaken behandelt."]})
        notes = {case: row["note"] for case, row in zip(cases, values["cases"], strict=True)}
        offers = hand_over_shift(notes=notes, to=colleague, actor=self.actor, at=self.at)
        keys = [str(offer.public_id) for offer in offers]
        return Created(offers[0].public_id, "/api/v1/aanbiedingen", more={"kenmerken": keys})

    def _case(self, place: int, public_id: UUID) -> Case:
        try:
            case = open_case(self.actor, public_id, at=self.at).case
        except Case.DoesNotExist:
            raise InvalidInput({"cases": [f"Zaak {place + 1} van de lijst: {NOT_THERE}"]}) from None
        self.trail.shows(cases=[case.pk])
        return case


class Answers(Resource):
    """Een aangeboden zaak overnemen, zonder gat; of teruggeven met de reden."""

    operations: ClassVar = {
        "post": Operation(
            id="aanbiedingBeantwoorden",
            summary="Aanbieding beantwoorden",
            tag=TAG,
            body=AnswerIn,
            creates=True,
        )
    }

    def post(self, request: Request, aanbieding: UUID) -> Response:
        """Answer it."""
        check_casework(self.actor)
        row = next((row for row in offers_to(self.actor) if row.public_id == aanbieding), None)
        if row is None:
            raise Http404

        def write(values: dict[str, Any]) -> Created:
            if values["answer"] == "accepted":
                accept_lead(offer=row, actor=self.actor, at=self.at)
            else:
                refuse_lead(offer=row, reason=values["reason"], actor=self.actor, at=self.at)
            return Created(row.public_id, "/api/v1/aanbiedingen")

        return self.create(AnswerIn, write)
