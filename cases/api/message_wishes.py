"""Which mail a colleague wants and when it is quiet, and what the organisation says for all."""

from __future__ import annotations

from typing import ClassVar

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from cases.api.fields import CodeField, EnumField, Flag
from cases.api.operations import Operation
from cases.api.resource import Resource, record_etag
from cases.api.serializers import In, Out, many
from cases.outbox.topics import OPTIONAL, POSITION_LABELS, TOPICS, Position, Topic, Wishes
from cases.outbox.wishes import (
    CHANGED,
    NewWishes,
    check_can_set_positions,
    own_wishes,
    positions_of,
    positions_text,
    set_own_wishes,
    set_positions,
    topics_for,
)

TAG = "gebruikers"
TOPIC_LABELS = {topic: about.label for topic, about in TOPICS.items()}
TOPIC_CHOICES = [(topic.value, label) for topic, label in TOPIC_LABELS.items()]
POSITION_CHOICES = [(position.value, label) for position, label in POSITION_LABELS.items()]


class WishOut(Out):
    """Een onderwerp: of het wordt gemaild, en of de medewerker daarover kiest."""

    NAME = "BerichtKeuze"

    onderwerp = CodeField(source="topic", choices=TOPIC_CHOICES)
    gewenst = Flag(source="wanted", help_text="Of hierover wordt gemaild.")
    teKiezen = Flag(source="can_choose", help_text="`false`: dit wordt altijd gemaild.")
    wachtInStilleUren = Flag(source="waits")


class WishesOut(Out):
    """Wat een medewerker per e-mail krijgt, en wanneer niet. In de applicatie staat altijd alles."""

    NAME = "BerichtKeuzes"

    keuzes = many(WishOut, source="wishes")
    stilVan = serializers.TimeField(source="begins", allow_null=True, help_text="Nederlandse tijd.")
    stilTot = serializers.TimeField(source="ends", allow_null=True)
    weekendStil = Flag(source="weekend")


class WishIn(In):
    """Een keuze."""

    NAME = "BerichtKeuzeNieuw"

    onderwerp = EnumField(Topic, TOPIC_LABELS, source="topic")
    gewenst = Flag(source="wanted")


class WishesIn(In):
    """Keuzes; een onderwerp dat ontbreekt blijft zoals het is. Zonder tijden zijn er geen stille uren."""

    NAME = "BerichtKeuzesNieuw"

    keuzes = many(WishIn, source="wishes", max_length=len(TOPICS))
    stilVan = serializers.TimeField(source="begins", required=False, allow_null=True, default=None)
    stilTot = serializers.TimeField(source="ends", required=False, allow_null=True, default=None)
    weekendStil = Flag(source="weekend", required=False, default=False)


class PositionOut(Out):
    """Wat de organisatie over een onderwerp zegt."""

    NAME = "BerichtStand"

    onderwerp = CodeField(source="topic", choices=TOPIC_CHOICES)
    stand = CodeField(source="position", choices=POSITION_CHOICES)


class PositionsOut(Out):
    """De standen van alle onderwerpen die uit kunnen."""

    NAME = "BerichtStanden"

    standen = many(PositionOut, source="positions")


class PositionIn(In):
    """Een stand."""

    NAME = "BerichtStandNieuw"

    onderwerp = EnumField(Topic, TOPIC_LABELS, source="topic")
    stand = EnumField(Position, POSITION_LABELS, source="position")


class PositionsIn(In):
    """Standen; een onderwerp dat ontbreekt blijft zoals het is."""

    NAME = "BerichtStandenNieuw"

    standen = many(PositionIn, source="positions", max_length=len(TOPICS))


class MessageWishes(Resource):
    """Wat de medewerker in `Namens` per e-mail wil, en wanneer het stil moet zijn."""

    operations: ClassVar = {
        "get": Operation(
            id="berichtkeuzes", summary="Keuzes voor e-mail", tag=TAG, answer=WishesOut, etag=True
        ),
        "put": Operation(
            id="berichtkeuzesZetten",
            summary="Keuzes voor e-mail zetten",
            tag=TAG,
            body=WishesIn,
            answer=WishesOut,
            matches=True,
            etag=True,
        ),
    }

    def get(self, request: Request) -> Response:
        """As it is now."""
        return self._shown(own_wishes(self.actor))

    def put(self, request: Request) -> Response:
        """Choose."""
        self.must_match(_wishes_etag(own_wishes(self.actor)))
        values = self.read(WishesIn)
        wanted = {row["topic"]: row["wanted"] for row in values.pop("wishes")}
        saved = set_own_wishes(wishes=NewWishes(wanted=wanted, **values), actor=self.actor, at=self.at)
        self.trail.purpose = CHANGED
        return self._shown(saved)

    def _shown(self, now: Wishes) -> Response:
        mine = topics_for(self.actor.roles)
        hours = now.quiet if now.quiet and now.quiet.has_hours else None
        body = {
            "wishes": [
                {
                    "topic": topic.value,
                    "wanted": now.wants(topic),
                    "can_choose": now.can_choose(topic),
                    "waits": about.waits,
                }
                for topic, about in TOPICS.items()
                if about.mandatory or topic in mine
            ],
            "begins": hours.begins if hours else None,
            "ends": hours.ends if hours else None,
            "weekend": now.quiet is not None and now.quiet.weekend,
        }
        return Response(WishesOut(body).data, headers={"ETag": _wishes_etag(now)})


class MessagePositions(Resource):
    """Wat voor alle medewerkers van de organisatie geldt; alleen de functioneel beheerder."""

    operations: ClassVar = {
        "get": Operation(
            id="berichtstanden", summary="E-mail van de organisatie", tag=TAG, answer=PositionsOut, etag=True
        ),
        "put": Operation(
            id="berichtstandenZetten",
            summary="E-mail van de organisatie instellen",
            tag=TAG,
            body=PositionsIn,
            answer=PositionsOut,
            matches=True,
            etag=True,
        ),
    }

    def get(self, request: Request) -> Response:
        """As it is now."""
        check_can_set_positions(self.actor)
        return self._shown()

    def put(self, request: Request) -> Response:
        """Set; the access log says from what to what."""
        check_can_set_positions(self.actor)
        self.must_match(_positions_etag(positions_of(self.actor)))
        values = self.read(PositionsIn)
        wanted = {row["topic"]: row["position"] for row in values["positions"]}
        changed = set_positions(positions=wanted, actor=self.actor, at=self.at)
        self.trail.purpose = positions_text(changed)[:200]
        return self._shown()

    def _shown(self) -> Response:
        now = positions_of(self.actor)
        rows = [{"topic": topic.value, "position": now[topic].value} for topic in OPTIONAL]
        return Response(PositionsOut({"positions": rows}).data, headers={"ETag": _positions_etag(now)})


def _wishes_etag(now: Wishes) -> str:
    """Changes with every choice, of the user and of the organisation."""
    wanted = sorted(topic.value for topic in TOPICS if now.wants(topic))
    return record_etag("wishes", wanted, sorted(now.positions.items()), now.quiet)


def _positions_etag(now: dict[Topic, Position]) -> str:
    """Changes with every position."""
    return record_etag("positions", *(f"{topic}={position}" for topic, position in now.items()))
