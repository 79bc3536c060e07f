"""Zaken: the list, one case, who takes part, what happened since a version."""

from __future__ import annotations

from typing import Any, ClassVar
from uuid import UUID

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from cases.access.models import Participation
from cases.access.permissions import check_casework
from cases.access.rules.categories import CATEGORY_LABELS, Category
from cases.access.rules.levels import LEVEL_LABELS, Level
from cases.api.fields import CodeField, Computed, Moment, Number, Text
from cases.api.operations import Operation, Parameter
from cases.api.paging import CURSOR, PAGING, SIZE, SIZE_PARAMETER, after_cursor, cursor_of
from cases.api.resource import CaseResource, Resource
from cases.api.serializers import Out, Record
from cases.casefiles.models import HG_LABEL_CHOICES, STATE_CHOICES, Case
from cases.casefiles.queries import events_since, leads_of, participants, participations_of
from cases.organisations.models import KIND_CHOICES

TAG = "zaken"
LEVEL_CODES = [(level.name.lower(), label) for level, label in LEVEL_LABELS.items()]
HIGHEST_VERSION = 2_000_000_000


class CaseLine(Out):
    """Een zaak in de lijst: alleen dat-informatie."""

    NAME = "ZaakRegel"

    id = serializers.UUIDField(source="case.public_id")
    nummer = Text(source="case.number")
    toestand = CodeField(source="case.state", choices=STATE_CHOICES)
    geopendOp = Moment(source="case.opened_at")
    geslotenOp = Moment(source="case.closed_at", allow_null=True)
    niveau = Computed("level_of", CodeField(choices=LEVEL_CODES), help_text="Hoe ver u deelneemt.")
    adres = Computed("address_of", serializers.CharField())

    def level_of(self, row: Participation) -> str:
        """The level as a code."""
        return Level(row.level).name.lower()

    def address_of(self, row: Participation) -> str:
        """Where the case is."""
        return f"/api/v1/zaken/{row.case.public_id}"


class CaseOut(Record):
    """Een zaak zoals uw organisatie die mag kennen."""

    NAME = "Zaak"
    MODEL = Case
    FIXED: ClassVar = {"niveau": Category.THAT, "aangemeldDoor": Category.THAT, "zsmLocatie": Category.THAT}

    id = serializers.UUIDField(source="public_id")
    nummer = Text(source="number")
    versie = Number(source="version", help_text="Loopt op bij alles wat er gebeurt.")
    toestand = CodeField(source="state", choices=STATE_CHOICES)
    geopendOp = Moment(source="opened_at")
    geslotenOp = Moment(source="closed_at")
    strafspoorBeeindigdOp = Moment(source="criminal_ended_at")
    zorgspoorBeeindigdOp = Moment(source="care_ended_at")
    hgLabel = CodeField(source="hg_label", choices=HG_LABEL_CHOICES)
    pleegplaats = Text(source="offence_place")
    pleeggemeente = serializers.CharField(source="offence_municipality.name")
    gemeenteSlachtoffer = serializers.CharField(source="victim_municipality.name")
    zsmLocatie = serializers.CharField(source="zsm_location.name", default=None)
    aangemeldDoor = serializers.UUIDField(source="organisation.public_id")
    niveau = Computed("level_of", CodeField(choices=LEVEL_CODES), help_text="Hoe ver u deelneemt.")

    def level_of(self, case: Case) -> str:
        """The level of who asks."""
        level: Level = self.context["access"].level
        return level.name.lower()


STATE_FILTER = Parameter(
    "toestand", "Alleen zaken in deze toestand.", CodeField(choices=STATE_CHOICES, required=False)
)
NUMBER_FILTER = Parameter(
    "nummer", "Alleen de zaak met dit nummer.", serializers.CharField(required=False, max_length=12)
)
OPEN_FILTER = Parameter(
    "lopend",
    "Alleen lopende (true) of alleen gesloten (false) zaken.",
    serializers.BooleanField(required=False),
)


class Cases(Resource):
    """De zaken waaraan uw organisatie deelneemt, de nieuwste eerst."""

    operations: ClassVar = {
        "get": Operation(
            id="zakenLijst",
            summary="De zaken van uw organisatie",
            tag=TAG,
            answer=CaseLine,
            listed=True,
            query=(STATE_FILTER, NUMBER_FILTER, OPEN_FILTER, *PAGING),
        )
    }

    def get(self, request: Request) -> Response:
        """One page of the list."""
        check_casework(self.actor)
        rows = participations_of(self.actor).select_related("case").order_by("-case_opened_at", "-case_id")
        if (state := self.asked["toestand"]) is not None:
            rows = rows.filter(case__state=state)
        if (number := self.asked["nummer"]) is not None:
            rows = rows.filter(case__number=number)
        if (running := self.asked["lopend"]) is not None:
            rows = rows.filter(case_open=running)
        if (cursor := self.asked[CURSOR]) is not None:
            rows = after_cursor(rows, cursor, moment="case_opened_at", key="case_id")
        size: int = self.asked[SIZE]
        # One organisation can take part twice in one case (RvdK): the page is counted in cases.
        found: dict[int, Participation] = {}
        for row in rows[: 2 * (size + 1)]:
            known = found.get(row.case_id)
            if known is None or known.level < row.level:
                found[row.case_id] = row
        page = list(found.values())[:size]
        self.trail.shows(cases=[row.case_id for row in page], categories=[Category.THAT])
        return self.listed(
            CaseLine(page, many=True).data, following=self._following(page) if len(found) > size else None
        )

    def _following(self, page: list[Participation]) -> dict[str, Any]:
        kept = {name: self.request.query_params[name] for name in self.request.query_params}
        return {**kept, CURSOR: cursor_of(page[-1].case_opened_at, page[-1].case_id)}


class CaseDetail(CaseResource):
    """Eén zaak; wat niet voor uw organisatie is, staat onder `achtergehouden`."""

    at_least = Level.THAT
    operations: ClassVar = {
        "get": Operation(id="zaakOpvragen", summary="Eén zaak", tag=TAG, answer=CaseOut, etag=True)
    }

    def get(self, request: Request, zaak: UUID) -> Response:
        """The case."""
        body = CaseOut(self.case, context=self.shared).data
        return Response(body, headers={"ETag": f'"{self.case.version}"'})


class Participant(Out):
    """Een organisatie die deelneemt aan de zaak."""

    NAME = "Deelnemer"

    organisatie = serializers.UUIDField()
    naam = serializers.CharField()
    soort = CodeField(choices=KIND_CHOICES)
    niveau = CodeField(choices=LEVEL_CODES)
    hoedanigheid = serializers.CharField(help_text="Leeg, `penal` (strafrechtelijk) of `civil` (civiel).")
    telefoon = serializers.CharField(help_text="Voor ketenpartners.")
    aanspreekpunt = serializers.CharField(allow_null=True, help_text="De genoemde persoon per organisatie.")


class Participants(CaseResource):
    """Welke organisaties deelnemen, op welk niveau, en wie er aanspreekpunt is."""

    operations: ClassVar = {
        "get": Operation(id="deelnemersLijst", summary="Deelnemers", tag=TAG, answer=Participant, listed=True)
    }

    def get(self, request: Request, zaak: UUID) -> Response:
        """Everybody who takes part."""
        leads = leads_of(self.access)
        return self.listed(
            {
                "organisatie": str(row.organisation.public_id),
                "naam": row.organisation.name,
                "soort": row.organisation.kind,
                "niveau": Level(row.level).name.lower(),
                "hoedanigheid": row.capacity,
                "telefoon": row.organisation.phone,
                "aanspreekpunt": leads.get(row.organisation_id),
            }
            for row in participants(self.access)
        )


class Event(Out):
    """Wat er in de zaak gebeurde."""

    NAME = "Gebeurtenis"

    id = serializers.UUIDField(source="event.public_id")
    versie = Number(source="version", help_text="De versie die de zaak hierdoor kreeg.")
    soort = serializers.CharField(source="event.kind")
    categorie = CodeField(
        source="event.category", choices=[(entry.value, label) for entry, label in CATEGORY_LABELS.items()]
    )
    omschrijving = serializers.CharField(source="event.summary")
    gebeurdOp = Moment(source="event.happened_at")
    vastgelegdOp = Moment(source="event.recorded_at")
    organisatie = serializers.UUIDField(source="event.organisation.public_id")
    werkgever = serializers.UUIDField(
        source="event.employer.public_id",
        allow_null=True,
        default=None,
        help_text="Van wie namens de organisatie handelde, als die er zelf niet werkt.",
    )
    onderwerp = serializers.UUIDField(
        source="event.subject_public_id", allow_null=True, help_text="Waarover het gaat, als dat er is."
    )


SINCE = Parameter(
    "sindsVersie",
    "Wat er gebeurde na deze versie van de zaak; 0 of leeg: alles.",
    serializers.IntegerField(required=False, default=0, min_value=0, max_value=HIGHEST_VERSION),
)


class Events(CaseResource):
    """Wat er gebeurde sinds een versie van de zaak, het oudste eerst: zo blijft uw systeem bij.

    Neem na elke bladzijde `totVersie` over als de volgende `sindsVersie`. Wat niet voor uw organisatie is,
    wordt geteld onder `achtergehouden`.
    """

    operations: ClassVar = {
        "get": Operation(
            id="gebeurtenissenLijst",
            summary="Gebeurtenissen sinds een versie",
            tag=TAG,
            answer=Event,
            listed=True,
            query=(SINCE, SIZE_PARAMETER),
        )
    }

    def get(self, request: Request, zaak: UUID) -> Response:
        """The news."""
        size: int = self.asked[SIZE]
        news = events_since(self.access, self.asked["sindsVersie"], limit=size)
        self.trail.shows(categories={Category(row.event.category) for row in news.events})
        following = {"sindsVersie": news.version, SIZE: size} if news.more else None
        return self.listed(
            Event(news.events, many=True).data,
            held_back=news.held_back,
            following=following,
            totVersie=news.version,
        )
