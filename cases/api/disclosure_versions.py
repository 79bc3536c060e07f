"""Versions of the verstrekkingentabel: a draft with its rows, offered, judged by a second pair of eyes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar, Final
from uuid import UUID

from django.http import Http404
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from cases.access.errors import InvalidInput
from cases.access.rules.categories import CATEGORY_LABELS, Category
from cases.access.rules.disclosure import PHASE_LABELS, DisclosureRow, Phase
from cases.access.rules.grants import GRANT_LABELS, Grant
from cases.access.rules.versions import Difference
from cases.access.table_models import VERSION_CHOICES, DisclosureVersion
from cases.api.disclosure import TAG, RowOut
from cases.api.fields import CodeField, Day, EnumField, Moment, Number, OptionalText, Text
from cases.api.operations import Operation
from cases.api.paging import PAGING, page_of
from cases.api.resource import Created, Resource, record_etag
from cases.api.serializers import In, Out
from cases.organisations.rules import ORGANISATION_LABELS, OrganisationKind
from cases.sharing.keeping import check_can_keep_table
from cases.sharing.table import (
    LONGEST_BASIS,
    LONGEST_REASON,
    NewCell,
    discard,
    drop_cell,
    judge,
    offer,
    restore_cell,
    set_cell,
    start_draft,
    take_back,
)
from cases.sharing.versions import all_versions, changes_of, version_by, version_rows

ROOT: Final = "/api/v1/verstrekkingentabel/versies"
OFFER, TAKE_BACK, APPROVE, REFUSE, DISCARD = "aanbieden", "terugnemen", "goedkeuren", "afkeuren", "vervallen"
STEPS: Final = [
    (OFFER, "aan een tweede privacyfunctionaris, met ingangsdag en motivering"),
    (TAKE_BACK, "weer een concept"),
    (APPROVE, "met reden; nooit door wie haar schreef"),
    (REFUSE, "met reden; nooit door wie haar schreef"),
    (DISCARD, "het concept vervalt"),
]
RESTORE, DROP = "herstellen", "weghalen"
UNDOINGS: Final = [
    (RESTORE, "zoals in de versie waarop het concept bouwt"),
    (DROP, "niet meer apart regelen voor deze gever of fase"),
]


class ChangeOut(Out):
    """Wat een versie aan één regel wijzigt: zoals hij was (leeg: nieuw) en wordt (leeg: vervalt)."""

    NAME = "Regelwijziging"

    was = RowOut(source="before", allow_null=True)
    wordt = RowOut(source="after", allow_null=True)


class VersionOut(Out):
    """Een versie van de tabel: door wie geschreven, wanneer zij ingaat, en het oordeel van de tweede."""

    NAME = "Tabelversie"

    id = serializers.UUIDField(source="public_id")
    nummer = Number(source="number")
    toestand = CodeField(source="state", choices=VERSION_CHOICES)
    bouwtOp = Number(source="based_on.number", default=1)
    gaatIn = Day(source="effective_from", allow_null=True)
    motivering = serializers.CharField(source="motivation")
    geschrevenDoor = serializers.CharField(source="made_by.display_name")
    begonnenOp = Moment(source="made_at")
    aangebodenOp = Moment(source="offered_at", allow_null=True)
    beoordeeldDoor = serializers.CharField(source="judged_by.display_name", default=None, allow_null=True)
    beoordeeldOp = Moment(source="judged_at", allow_null=True)
    oordeel = serializers.CharField(source="judgement")


class VersionInFullOut(VersionOut):
    """Een versie met al haar regels, en wat zij wijzigt."""

    NAME = "TabelversieVolledig"

    wijzigingen = ChangeOut(source="changes", many=True)
    regels = RowOut(source="rows", many=True)


class DraftIn(In):
    """Een nieuw concept begint met elke regel van de laatste goedgekeurde versie; er hoeft niets bij."""

    NAME = "TabelconceptNieuw"


class Places(In):
    """Waar een regel over gaat; zonder gever of fase geldt hij voor elke gever of fase."""

    ontvanger = EnumField(OrganisationKind, ORGANISATION_LABELS, source="recipient")
    onderdeel = EnumField(Category, CATEGORY_LABELS, source="category")
    gever = EnumField(
        OrganisationKind, ORGANISATION_LABELS, source="giver", required=False, allow_null=True, default=None
    )
    fase = EnumField(Phase, PHASE_LABELS, source="phase", required=False, allow_null=True, default=None)


class CellIn(Places):
    """Wat een regel van het concept voortaan zegt."""

    NAME = "VerstrekkingsregelNieuw"

    verstrekking = EnumField(Grant, GRANT_LABELS, source="grant")
    grondslag = Text(source="basis", longest=LONGEST_BASIS)
    toelichting = OptionalText(source="note", longest=LONGEST_BASIS)
    geldigVanaf = Day(source="valid_from", required=False, allow_null=True, default=None)
    geldigTot = Day(source="valid_to", required=False, allow_null=True, default=None)


class UndoIn(Places):
    """Een regel van het concept herstellen of weghalen."""

    NAME = "VerstrekkingsregelTerug"

    stap = CodeField(source="step", choices=UNDOINGS)


class StepIn(In):
    """Een stap met een versie; `gaatIn` en `motivering` bij aanbieden, `reden` bij een oordeel."""

    NAME = "TabelversieStap"

    stap = CodeField(source="step", choices=STEPS)
    gaatIn = Day(source="effective_from", required=False, allow_null=True, default=None)
    motivering = OptionalText(source="motivation", longest=LONGEST_REASON)
    reden = OptionalText(source="reason", longest=LONGEST_REASON)


def version_etag(version: DisclosureVersion, changes: tuple[Difference, ...]) -> str:
    """Changes with every step of a version and with every row of a draft."""
    steps = (version.state, version.effective_from, version.offered_at, version.judged_at)
    return record_etag("disclosure-version", version.public_id, *steps, *changes)


class VersionResource(Resource):
    """What looks at one version, for a privacy officer in person."""

    def find(self, public_id: UUID, *, locked: bool = False) -> DisclosureVersion:
        """The version in the path. Raises NotAllowed and Http404."""
        check_can_keep_table(self.actor)
        try:
            return version_by(public_id, locked=locked)
        except DisclosureVersion.DoesNotExist:
            raise Http404 from None

    def matching(self, public_id: UUID) -> DisclosureVersion:
        """The version, locked, when it is the one that the caller knows."""
        version = self.find(public_id, locked=True)
        self.must_match(version_etag(version, changes_of(version)))
        return version

    def shown(self, public_id: UUID) -> Response:
        """A version in full."""
        version = self.find(public_id)
        changes = changes_of(version)
        version.changes, version.rows = changes, version_rows(version)  # type: ignore[attr-defined]  # for the serializer
        return Response(VersionInFullOut(version).data, headers={"ETag": version_etag(version, changes)})

    def done(self, version: DisclosureVersion, what: str) -> Response:
        """Note what was done, and show how it stands now."""
        self.trail.purpose = f"verstrekkingentabel: versie {version.number} {what}"
        return self.shown(version.public_id)


class Versions(Resource):
    """Elke versie die iemand begon, de nieuwste eerst; versie 1 is de wettelijke standaard."""

    operations: ClassVar = {
        "get": Operation(
            id="tabelversiesLijst",
            summary="Versies van de verstrekkingentabel",
            tag=TAG,
            answer=VersionOut,
            listed=True,
            query=PAGING,
        ),
        "post": Operation(
            id="tabelconceptBeginnen", summary="Een concept beginnen", tag=TAG, body=DraftIn, creates=True
        ),
    }

    def get(self, request: Request) -> Response:
        """The versions."""
        check_can_keep_table(self.actor)
        page = page_of(self.asked, request.query_params, all_versions(), moment="made_at")
        return self.listed(VersionOut(page.rows, many=True).data, following=page.following)

    def post(self, request: Request) -> Response:
        """Begin a draft."""
        check_can_keep_table(self.actor)
        return self.create(DraftIn, self._start)

    def _start(self, values: dict[str, Any]) -> Created:
        version = start_draft(actor=self.actor, at=self.at)
        self.trail.purpose = f"verstrekkingentabel: versie {version.number} begonnen"
        etag = version_etag(version, changes_of(version))
        return Created(version.public_id, f"{ROOT}/{version.public_id}", etag=etag)


class VersionDetail(VersionResource):
    """Eén versie met al haar regels, en wat zij wijzigt."""

    operations: ClassVar = {
        "get": Operation(id="tabelversie", summary="Versie", tag=TAG, answer=VersionInFullOut, etag=True)
    }

    def get(self, request: Request, versie: UUID) -> Response:
        """One version."""
        return self.shown(versie)


class Cells(VersionResource):
    """Een regel van het concept wijzigen of toevoegen; alleen wie het schrijft."""

    operations: ClassVar = {
        "put": Operation(
            id="tabelregelZetten",
            summary="Regel van het concept zetten",
            tag=TAG,
            body=CellIn,
            answer=VersionInFullOut,
            matches=True,
            etag=True,
        )
    }

    def put(self, request: Request, versie: UUID) -> Response:
        """Say what a row says."""
        version = self.matching(versie)
        set_cell(version=version, cell=NewCell(**self.read(CellIn)), actor=self.actor, at=self.at)
        return self.done(version, "regel gezet")


class CellsUndone(VersionResource):
    """Een regel van het concept herstellen, of niet meer apart regelen; alleen wie het schrijft."""

    operations: ClassVar = {
        "put": Operation(
            id="tabelregelTerug",
            summary="Regel van het concept herstellen of weghalen",
            tag=TAG,
            body=UndoIn,
            answer=VersionInFullOut,
            matches=True,
            etag=True,
        )
    }

    def put(self, request: Request, versie: UUID) -> Response:
        """Undo a row."""
        version = self.matching(versie)
        values = self.read(UndoIn)
        step = values.pop("step")
        wanted = (values["giver"], values["recipient"], values["category"], values["phase"])
        row = self._row(version, wanted)
        undo = restore_cell if step == RESTORE else drop_cell
        undo(version=version, row=row, actor=self.actor, at=self.at)
        return self.done(version, "regel terug")

    @staticmethod
    def _row(version: DisclosureVersion, wanted: tuple[Any, ...]) -> DisclosureRow:
        rows = (*version_rows(version), *(change.row for change in changes_of(version)))
        row = next((row for row in rows if row.key == wanted), None)
        if row is None:
            raise InvalidInput({"recipient": ["Deze regel staat niet in het concept."]})
        return row


class VersionSteps(VersionResource):
    """Aanbieden, terugnemen, beoordelen of laten vervallen. Wat geldt, wijzigt nooit."""

    operations: ClassVar = {
        "put": Operation(
            id="tabelversieStap",
            summary="Stap met een versie",
            tag=TAG,
            body=StepIn,
            answer=VersionInFullOut,
            matches=True,
            etag=True,
        )
    }

    def put(self, request: Request, versie: UUID) -> Response:
        """Take a step."""
        version = self.matching(versie)
        values = self.read(StepIn)
        steps: dict[str, Callable[[], object]] = {
            OFFER: lambda: self._offer(version, values),
            TAKE_BACK: lambda: take_back(version=version, actor=self.actor, at=self.at),
            APPROVE: lambda: self._judge(version, values["reason"], approved=True),
            REFUSE: lambda: self._judge(version, values["reason"], approved=False),
            DISCARD: lambda: discard(version=version, actor=self.actor, at=self.at),
        }
        steps[values["step"]]()
        return self.done(version, values["step"])

    def _offer(self, version: DisclosureVersion, values: dict[str, Any]) -> None:
        day = values["effective_from"]
        if day is None:
            raise InvalidInput({"effective_from": ["Kies de dag waarop deze versie ingaat."]})
        offer(
            version=version,
            effective_from=day,
            motivation=values["motivation"],
            actor=self.actor,
            at=self.at,
        )

    def _judge(self, version: DisclosureVersion, reason: str, *, approved: bool) -> None:
        judge(version=version, approved=approved, reason=reason, actor=self.actor, at=self.at)
