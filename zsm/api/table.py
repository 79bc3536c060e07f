"""Tafels: the ZSM table in session, its list and who sits there; the coordinator leads it step by step."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar, Final
from uuid import UUID

from django.http import Http404
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from cases.access.errors import InvalidInput, NotAllowed
from cases.access.rules.categories import Category
from cases.api.fields import CodeField, Computed, Day, EnumField, Flag, Moment, Number, OptionalText
from cases.api.operations import Operation
from cases.api.resource import Created, Resource
from cases.api.serializers import In, Out
from cases.organisations.models import Organisation, User
from zsm.consultation.models import TableItem, TableSession
from zsm.consultation.permissions import check_can_lead_table, check_can_sit
from zsm.consultation.queries import items_of, locations_of, open_tables, seats_of, session_of
from zsm.consultation.rules.table import DAY_PART_LABELS, ITEM_STATE_LABELS, DayPart, ItemState
from zsm.consultation.services import (
    bring_in,
    call_case,
    close_table,
    finish_case,
    leave_seat,
    move_case,
    next_case,
    open_table,
    put_back,
    take_seat,
)

TAG: Final = "tafel"
STEPS: Final = [
    ("next", "de zaak is besproken, de volgende begint"),
    ("discussed", "de zaak is besproken"),
    ("call", "deze wachtende zaak begint"),
    ("up", "deze wachtende zaak een plaats omhoog"),
    ("down", "deze wachtende zaak een plaats omlaag"),
    ("put_back", "de zaak achteraan terugleggen, met reden"),
    ("bring_in", "nieuwe zaken achteraan erbij"),
    ("close", "de tafel sluiten"),
]
ABOUT_A_TURN: Final = frozenset({"call", "up", "down"})
NOT_YOURS: Final = "Uw organisatie zit niet aan deze tafel."


class TurnOut(Out):
    """De beurt van een zaak waaraan uw organisatie deelneemt: alleen dat-informatie."""

    NAME = "TafelBeurt"

    id = serializers.UUIDField(source="public_id")
    zaak = serializers.UUIDField(source="case.public_id")
    nummer = serializers.CharField(source="case.number")
    volgorde = Number(source="place")
    stand = EnumField(ItemState, ITEM_STATE_LABELS, source="state")
    begonnenOp = Moment(source="started_at", allow_null=True)
    afgerondOp = Moment(source="ended_at", allow_null=True)


class SeatOut(Out):
    """Een organisatie die aan tafel zit, en wie voor haar."""

    NAME = "TafelPlaats"

    organisatie = serializers.UUIDField(source="organisation.public_id")
    naam = serializers.CharField(source="organisation.name")
    medewerker = serializers.CharField(source="user.display_name", default="")
    sinds = Moment(source="since")


class TableOut(Out):
    """Een ZSM-tafel in zitting, met de beurten van uw zaken en wie er zit."""

    NAME = "Tafel"

    id = serializers.UUIDField(source="public_id")
    locatie = serializers.CharField(source="location.name")
    dag = Day(source="day")
    dagdeel = EnumField(DayPart, DAY_PART_LABELS, source="part")
    geleidDoor = serializers.UUIDField(source="organisation.public_id")
    geopendOp = Moment(source="opened_at")
    versie = Number(source="version")
    beurten = Computed("turns_of", TurnOut(many=True))
    aanTafel = Computed("seats", SeatOut(many=True))

    def turns_of(self, row: TableSession) -> Any:
        """The turns of the cases in which the actor's organisation takes part."""
        items = items_of(row)
        self.context["shows_cases"]([item.case_id for item in items])
        return TurnOut(items, many=True).data

    def seats(self, row: TableSession) -> Any:
        """Who sits there now."""
        return SeatOut(seats_of(row), many=True).data


class TableIn(In):
    """Een tafel openen op een van uw ZSM-locaties."""

    NAME = "TafelNieuw"

    locatie = serializers.CharField(
        source="location", required=False, allow_blank=True, default="", max_length=80, help_text="De naam."
    )
    dagdeel = EnumField(DayPart, DAY_PART_LABELS, source="part")


class StepIn(In):
    """Eén stap aan tafel; `beurt` bij `call`, `up` en `down`, `reden` bij `put_back`."""

    NAME = "TafelStap"

    stap = CodeField(source="step", choices=STEPS)
    beurt = serializers.UUIDField(source="item", required=False, allow_null=True, default=None)
    reden = OptionalText(source="reason", longest=300)


class SeatIn(In):
    """Of een organisatie aan tafel zit; leeg is uw eigen organisatie, een andere noteert de coördinator."""

    NAME = "TafelPlaatsNieuw"

    aanwezig = Flag(source="sits")
    organisatie = serializers.UUIDField(source="organisation", required=False, allow_null=True, default=None)


class Tables(Resource):
    """De tafels in zitting op de ZSM-locaties van uw organisatie."""

    operations: ClassVar = {
        "get": Operation(
            id="tafelsLijst", summary="ZSM-tafels in zitting", tag=TAG, answer=TableOut, listed=True
        ),
        "post": Operation(id="tafelOpenen", summary="ZSM-tafel openen", tag=TAG, body=TableIn, creates=True),
    }

    @property
    def shared(self) -> dict[str, Any]:
        """What the serializers need to know of the request."""
        return {**super().shared, "shows_cases": lambda keys: self.trail.shows(cases=keys)}

    def get(self, request: Request) -> Response:
        """The open tables."""
        check_can_sit(self.actor)
        rows = list(open_tables(self.actor))
        self.trail.shows(categories=[Category.THAT])
        return self.listed(TableOut(rows, many=True, context=self.shared).data)

    def post(self, request: Request) -> Response:
        """Open one."""
        check_can_lead_table(self.actor)
        return self.create(TableIn, self._open)

    def _open(self, values: dict[str, Any]) -> Created:
        locations = locations_of(self.actor, self.at)
        wanted = values["location"].strip().casefold()
        chosen = [row for row in locations if row.name.casefold() == wanted] if wanted else locations
        if len(chosen) != 1:
            raise InvalidInput({"location": ["Kies een ZSM-locatie waarvoor uw organisatie werkt."]})
        saved = open_table(location=chosen[0], part=values["part"], actor=self.actor, at=self.at)
        return Created(saved.public_id, "/api/v1/tafels")


def table_of(public_id: UUID) -> TableSession:
    """The table; a foreign and an unknown one are refused alike."""
    try:
        return session_of(public_id)
    except TableSession.DoesNotExist:
        raise NotAllowed(NOT_YOURS) from None


class Steps(Resource):
    """Een stap aan tafel; alleen de coördinator die haar leidt."""

    operations: ClassVar = {
        "post": Operation(id="tafelStapZetten", summary="Stap aan tafel", tag=TAG, body=StepIn, creates=True)
    }

    def post(self, request: Request, tafel: UUID) -> Response:
        """Take it."""
        check_can_lead_table(self.actor)
        session = table_of(tafel)

        def write(values: dict[str, Any]) -> Created:
            self._take(session, values)
            return Created(session.public_id, "/api/v1/tafels")

        return self.create(StepIn, write)

    def _take(self, session: TableSession, values: dict[str, Any]) -> None:
        about: dict[str, Any] = {"session": session, "actor": self.actor}
        at, step = self.at, values["step"]
        if step in ABOUT_A_TURN:
            item = self._turn(session, values["item"])
            if step == "call":
                call_case(item=item, at=at, **about)
            else:
                move_case(item=item, step=-1 if step == "up" else 1, **about)
            return
        if step == "put_back":
            put_back(reason=values["reason"], at=at, **about)
            return
        acts: dict[str, Callable[..., object]] = {
            "next": next_case,
            "discussed": finish_case,
            "bring_in": bring_in,
            "close": close_table,
        }
        acts[step](at=at, **about)

    def _turn(self, session: TableSession, key: UUID | None) -> TableItem:
        item = TableItem.objects.filter(session=session, public_id=key).first() if key else None
        if item is None:
            raise InvalidInput({"item": ["Noem een beurt van deze tafel."]})
        return item


class Seats(Resource):
    """Plaatsnemen of vertrekken; een organisatie doet het zelf, of de coördinator noteert het."""

    operations: ClassVar = {
        "post": Operation(
            id="tafelPlaatsNemen", summary="Plaats aan tafel", tag=TAG, body=SeatIn, creates=True
        )
    }

    def post(self, request: Request, tafel: UUID) -> Response:
        """Note it."""
        check_can_sit(self.actor)
        session = table_of(tafel)

        def write(values: dict[str, Any]) -> Created:
            organisation = self._organisation(values["organisation"])
            about: dict[str, Any] = {"session": session, "organisation": organisation}
            if values["sits"]:
                own = organisation.pk == self.actor.organisation_id
                user = User.objects.get(pk=self.actor.user_id) if own else None
                take_seat(user=user, actor=self.actor, at=self.at, **about)
            else:
                leave_seat(actor=self.actor, at=self.at, **about)
            return Created(session.public_id, "/api/v1/tafels")

        return self.create(SeatIn, write)

    def _organisation(self, key: UUID | None) -> Organisation:
        if key is None:
            return Organisation.objects.get(pk=self.actor.organisation_id)
        found = Organisation.objects.filter(public_id=key).first()
        if found is None:
            raise Http404
        return found
