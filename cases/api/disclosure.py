"""De verstrekkingentabel: the rows in force, and what another organisation would see in a case, and why."""

from __future__ import annotations

from typing import Any, ClassVar, Final

from django.db.models import Q
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from cases.access.errors import InvalidInput
from cases.access.models import CATEGORY_CHOICES, AccessLogEntry
from cases.access.rules.categories import Category
from cases.access.rules.disclosure import TABLE_START, DisclosureRow
from cases.access.rules.levels import Level
from cases.access.rules.sharing import GROUND_LABELS
from cases.access.table_models import GRANT_CHOICES, PHASE_CHOICES
from cases.api.casefiles import LEVEL_CODES
from cases.api.fields import CodeField, Computed, Day, Flag, Number, OptionalText, Text
from cases.api.operations import Operation, Parameter
from cases.api.resource import Resource
from cases.api.serializers import In, Out
from cases.casefiles.models import STATE_CHOICES, Case
from cases.organisations.models import KIND_CHOICES, Organisation, User
from cases.sharing.explaining import Explained, Explanation, explain
from cases.sharing.keeping import check_can_keep_table
from cases.sharing.versions import last_approved, version_in_force, version_rows
from cases.terms.rules.wording import local

TAG: Final = "verstrekkingentabel"
NO_CASE: Final = "Uw organisatie heeft geen zaak met dit nummer."
ONE_READER: Final = "Noem een organisatie of een gebruiker, niet beide."
NO_READER: Final = "Deze organisatie of gebruiker bestaat niet (meer)."
GROUND_CODES: Final = [(ground.value, label) for ground, label in GROUND_LABELS.items()]
EVERY_PHASE: Final = [choice for choice in PHASE_CHOICES if choice[0]]


class RowOut(Out):
    """Een regel: wie wat ontvangt. Zonder gever of fase geldt zij voor elke gever of fase."""

    NAME = "Verstrekkingsregel"

    gever = Computed("giver_of", CodeField(choices=KIND_CHOICES, allow_null=True))
    ontvanger = Computed("recipient_of", CodeField(choices=KIND_CHOICES))
    onderdeel = Computed("category_of", CodeField(choices=CATEGORY_CHOICES))
    fase = Computed("phase_of", CodeField(choices=EVERY_PHASE, allow_null=True))
    verstrekking = Computed("grant_of", CodeField(choices=GRANT_CHOICES))
    grondslag = serializers.CharField(source="basis")
    toelichting = serializers.CharField(source="note")
    geldigVanaf = Computed("begin_of", Day(allow_null=True), help_text="Leeg: zolang de versie geldt.")
    geldigTot = Day(source="valid_to", allow_null=True, help_text="De eerste dag erna.")

    def giver_of(self, row: DisclosureRow) -> str | None:
        """The kind of giver."""
        return row.giver.value if row.giver else None

    def recipient_of(self, row: DisclosureRow) -> str:
        """The kind of recipient."""
        return row.recipient.value

    def category_of(self, row: DisclosureRow) -> str:
        """The category."""
        return row.category.value

    def phase_of(self, row: DisclosureRow) -> str | None:
        """The phase."""
        return row.phase.value if row.phase else None

    def grant_of(self, row: DisclosureRow) -> str:
        """The verdict."""
        return row.grant.value

    def begin_of(self, row: DisclosureRow) -> str | None:
        """The first day; none when it is as old as its version."""
        return row.valid_from.isoformat() if row.valid_from != TABLE_START else None


class TableOut(Out):
    """De versie die vandaag geldt, en de versie die al is goedgekeurd en daarna begint."""

    NAME = "Verstrekkingentabel"

    versie = Number(source="version")
    geldtSinds = Day(source="since")
    volgendeVersie = Number(source="next_version", allow_null=True)
    volgendeGaatIn = Day(source="next_from", allow_null=True)
    regels = RowOut(source="rows", many=True)


RECIPIENT: Final = Parameter(
    "ontvanger", "Alleen regels voor deze ontvanger.", CodeField(choices=KIND_CHOICES, required=False)
)
CATEGORY: Final = Parameter(
    "onderdeel", "Alleen regels over dit onderdeel.", CodeField(choices=CATEGORY_CHOICES, required=False)
)


class Table(Resource):
    """De verstrekkingentabel die vandaag geldt; iedereen mag weten waarom iets niet zichtbaar is."""

    operations: ClassVar = {
        "get": Operation(
            id="verstrekkingentabel",
            summary="De geldende verstrekkingentabel",
            tag=TAG,
            answer=TableOut,
            query=(RECIPIENT, CATEGORY),
        )
    }

    def get(self, request: Request) -> Response:
        """The version in force with its rows."""
        version, coming = version_in_force(local(self.at).date()), last_approved()
        later = coming if coming is not None and coming != version else None
        kind, category = self.asked["ontvanger"], self.asked["onderdeel"]
        body = {
            "version": version.number if version else 1,
            "since": version.effective_from if version else TABLE_START,
            "next_version": later.number if later else None,
            "next_from": later.effective_from if later else None,
            "rows": [
                row
                for row in version_rows(version)
                if kind in (None, row.recipient.value) and category in (None, row.category.value)
            ],
        }
        return Response(TableOut(body).data)


class QuestionIn(In):
    """Wat een organisatie, of iemand van een organisatie, in een zaak zou zien; het doel wordt gelogd."""

    NAME = "Verstrekkingsvraag"

    zaaknummer = Text(source="number", longest=12)
    organisatie = serializers.UUIDField(source="reader", required=False, allow_null=True, default=None)
    gebruiker = OptionalText(source="username", longest=80, help_text="Een gebruikersnaam.")
    doel = Text(source="purpose", longest=120, help_text="Zonder namen.")


class SectionOut(Out):
    """Een onderdeel van een gever: hoeveel gebeurtenissen, zichtbaar of niet, en door welke regel."""

    NAME = "VerstrekkingsuitlegOnderdeel"

    gever = serializers.UUIDField(source="giver.public_id")
    onderdeel = Computed("category_of", CodeField(choices=CATEGORY_CHOICES))
    aantal = Number(source="number")
    zichtbaar = Flag(source="answer.allowed")
    waarom = serializers.CharField(source="answer.reason")
    grond = Computed("ground_of", CodeField(choices=GROUND_CODES, allow_null=True))
    regel = RowOut(source="answer.row", allow_null=True)

    def category_of(self, row: Explained) -> str:
        """The category."""
        return row.category.value

    def ground_of(self, row: Explained) -> str | None:
        """On which ground the giver shared it beyond the table."""
        return row.answer.ground.value if row.answer.ground else None


class ExplanationOut(Out):
    """Wat een organisatie nu in een zaak zou zien, en waarom; zonder inhoud."""

    NAME = "Verstrekkingsuitleg"

    zaaknummer = serializers.CharField(source="case.number")
    toestand = CodeField(source="case.state", choices=STATE_CHOICES)
    organisatie = serializers.UUIDField(source="reader.public_id")
    niveau = Computed(
        "level_of", CodeField(choices=LEVEL_CODES, allow_null=True), help_text="Leeg: geen deel."
    )
    versie = Number(source="version")
    uitsluitingBekend = Computed(
        "knows_exclusion",
        Flag(),
        help_text="Onwaar bij een gebruiker van elders: of die zelf is uitgesloten, weet alleen de eigen "
        "privacyfunctionaris.",
    )
    onderdelen = SectionOut(source="sections", many=True)

    def level_of(self, found: Explanation) -> str | None:
        """The level at which the reader takes part."""
        return Level(found.level).name.lower() if found.level is not None else None

    def knows_exclusion(self, found: Explanation) -> bool:
        """Whether the answer takes the reader's own exclusions into account."""
        known: bool = self.context["knows_exclusion"]
        return known


class Questions(Resource):
    """“Wat zou X zien in zaak Y, en waarom”, voor privacyfunctionarissen; elke vraag wordt gelogd."""

    operations: ClassVar = {
        "post": Operation(
            id="verstrekkingUitleggen",
            summary="Wat zou een ander zien, en waarom",
            tag=TAG,
            body=QuestionIn,
            answer=ExplanationOut,
        )
    }

    def post(self, request: Request) -> Response:
        """Explain."""
        check_can_keep_table(self.actor)
        self.trail.action = AccessLogEntry.ACTION_SEARCH
        values = self.read(QuestionIn)
        reader, user = self._reader(values)
        self.trail.purpose = f"uitleg verstrekking aan organisatie {reader.pk}: {values['purpose']}"
        number = values["number"].strip()
        try:
            found = explain(number=number, reader=reader, actor=self.actor, at=self.at, user=user)
        except Case.DoesNotExist:
            raise InvalidInput({"number": [NO_CASE]}) from None
        self.trail.shows(cases=[found.case.pk], categories=[Category.THAT])
        known = user is None or user.organisation_id == self.actor.organisation_id
        return Response(ExplanationOut(found, context={"knows_exclusion": known}).data)

    def _reader(self, values: dict[str, Any]) -> tuple[Organisation, User | None]:
        if bool(values["reader"]) == bool(values["username"]):
            raise InvalidInput({"reader": [ONE_READER]})
        if values["username"]:
            named = Q(username=values["username"], is_active=True)
            user = User.objects.select_related("organisation").filter(named).first()
            if user is None:
                raise InvalidInput({"username": [NO_READER]})
            return user.organisation, user
        organisation = Organisation.objects.filter(public_id=values["reader"]).first()
        if organisation is None:
            raise InvalidInput({"reader": [NO_READER]})
        return organisation, None
