"""After the decision: release, escape, and longer holding."""

from __future__ import annotations

from typing import Any, ClassVar, Final
from uuid import UUID

from django.http import Http404
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from cases.access.actor import Actor
from cases.access.rules.categories import Category
from cases.api.fields import (
    CodeField,
    Computed,
    Flag,
    Moment,
    Number,
    OptionalText,
    OrganisationField,
    Text,
)
from cases.api.operations import Operation
from cases.api.resource import CaseResource, Created, record_etag
from cases.api.serializers import In, Record
from cases.organisations.rules import OrganisationKind
from cases.terms.rules.kinds import TermKind
from zsm.decision.models import RELEASE_CHOICES, Escape, Release
from zsm.decision.permissions import (
    check_can_extend,
    check_can_record_escape,
    check_can_record_release,
)
from zsm.decision.queries import escape_history, releases_of
from zsm.decision.rules.checklist import GUARD_LABELS, RELEASE_GUARDS, Guard, Override
from zsm.decision.rules.choices import NOTICES
from zsm.decision.rules.custody import EXTENDABLE
from zsm.decision.services import (
    Extension,
    NewRelease,
    extend_holding,
    record_caught,
    record_escape,
    record_release,
)

TAG = "zsm"
TOLD: Final = [choice for choice in NOTICES if choice[0] != OrganisationKind.SHN.value]
GUARD_TEXT: Final = "; ".join(f"{guard.value}: {GUARD_LABELS[guard]}" for guard in RELEASE_GUARDS)
HOLDING: Final = [(kind.value, rule.label) for kind, rule in EXTENDABLE.items()]


# --- release --------------------------------------------------------------------------------------


class ReleaseOut(Record):
    """De verdachte is vrij: waarop dat rust, wat beschermde, en wie het vooraf wist."""

    NAME = "Vrijlating"
    MODEL = Release

    id = serializers.UUIDField(source="public_id")
    grond = CodeField(source="ground", choices=RELEASE_CHOICES)
    vrijSinds = Moment(source="released_at")
    vooraf = serializers.ListField(source="told", child=serializers.CharField())
    slachtofferVooraf = Flag(source="victim_told")
    uitgereikteMaatregelen = serializers.ListField(source="served", child=serializers.UUIDField())
    toelichting = serializers.CharField(source="note")
    opzijgezetteWaarborgen = serializers.ListField(source="overridden_guards", child=Number())
    motiveringOpzijzetten = serializers.CharField(source="override_motivation")
    organisatie = serializers.UUIDField(source="organisation.public_id")
    vastgelegdOp = Moment(source="recorded_at")


class ReleaseIn(In):
    """De vrijlating zoals zij gebeurde, en wie het vooraf wist.

    Een officier kan een waarborg opzijzetten als de wet de vrijlating afdwingt, met motivering.
    """

    NAME = "VrijlatingNieuw"

    vrijSinds = Moment(source="released_at")
    vooraf = serializers.ListField(
        source="told", child=CodeField(choices=TOLD), required=False, default=list, max_length=len(TOLD)
    )
    slachtofferVooraf = Flag(source="victim_told", required=False, default=False)
    wieInformeert = OrganisationField(source="informer", required=False, allow_null=True, default=None)
    toelichting = OptionalText(source="note", longest=500)
    opzijzetten = serializers.ListField(
        source="overridden",
        child=Number(min_value=1, max_value=9),
        required=False,
        default=list,
        max_length=9,
    )
    motiveringOpzijzetten = OptionalText(source="motivation", longest=4000)

    def validate_opzijzetten(self, given: list[int]) -> list[int]:
        """Only guards of a release can be set aside here."""
        if not set(given) <= {guard.value for guard in RELEASE_GUARDS}:
            raise serializers.ValidationError(f"Alleen: {GUARD_TEXT}.", code="waarborg")
        return given


class Releases(CaseResource):
    """De vrijlatingen. Maatregelen zijn uitgereikt en wie het moet weten is ingelicht, vóór de vrijlating."""

    may: ClassVar = {"post": check_can_record_release}
    operations: ClassVar = {
        "get": Operation(
            id="vrijlatingenLijst", summary="Vrijlatingen", tag=TAG, answer=ReleaseOut, listed=True
        ),
        "post": Operation(
            id="vrijlatingVastleggen", summary="Vrijlating vastleggen", tag=TAG, body=ReleaseIn, creates=True
        ),
    }

    def get(self, request: Request, zaak: UUID) -> Response:
        """Those that the actor may see, the newest first."""
        rows = releases_of(self.case)
        seen = [row for row in rows if self.access.may_see(Category.DECISION, row.organisation_id)]
        body = ReleaseOut(seen, many=True, context=self.shared).data
        return self.listed(body, held_back=len(rows) - len(seen))

    def post(self, request: Request, zaak: UUID) -> Response:
        """Record one."""
        return self.create(ReleaseIn, self._release)

    def _release(self, values: dict[str, Any]) -> Created:
        guards = frozenset(Guard(number) for number in values.pop("overridden"))
        motivation = values.pop("motivation")
        values["told"] = frozenset(OrganisationKind(kind) for kind in values["told"])
        saved = record_release(
            case=self.case,
            new=NewRelease(**values),
            override=Override(guards, motivation, frozenset()) if guards else None,
            actor=self.actor,
            at=self.at,
        )
        return Created(saved.public_id, self.below("vrijlatingen"))


# --- escape ---------------------------------------------------------------------------------------


class EscapeOut(Record):
    """Een ontsnapping; zolang de verdachte niet weer vastzit, staat de bewaring stil."""

    NAME = "Ontsnapping"
    MODEL = Escape

    id = serializers.UUIDField(source="public_id")
    ontsnaptOp = Moment(source="escaped_at")
    weerVastOp = Moment(source="caught_at")
    toelichting = serializers.CharField(source="note")
    organisatie = serializers.UUIDField(source="organisation.public_id")
    vastgelegdOp = Moment(source="recorded_at")
    etag = Computed("etag_of", serializers.CharField(), help_text="Voor If-Match.")

    def etag_of(self, row: Escape) -> str:
        """The version of the escape."""
        return escape_etag(row)


class EscapeIn(In):
    """Wanneer de verdachte ontsnapte, en wie het slachtoffer nu inlicht."""

    NAME = "OntsnappingNieuw"

    ontsnaptOp = Moment(source="escaped_at")
    wieInformeert = OrganisationField(source="informer", required=False, allow_null=True, default=None)
    toelichting = OptionalText(source="note", longest=500)


class CaughtIn(In):
    """Wanneer de ontsnapte verdachte weer vastzat."""

    NAME = "WeerVast"

    weerVastOp = Moment(source="caught_at")


def escape_etag(row: Escape) -> str:
    """Changes when the suspect is caught."""
    return record_etag("escape", row.public_id, row.caught_at)


class Escapes(CaseResource):
    """De ontsnappingen. Alle partners krijgen meteen een alarm; het slachtoffer wordt direct ingelicht."""

    may: ClassVar = {"post": check_can_record_escape}
    operations: ClassVar = {
        "get": Operation(
            id="ontsnappingenLijst", summary="Ontsnappingen", tag=TAG, answer=EscapeOut, listed=True
        ),
        "post": Operation(
            id="ontsnappingVastleggen",
            summary="Ontsnapping vastleggen",
            tag=TAG,
            body=EscapeIn,
            creates=True,
        ),
    }

    def get(self, request: Request, zaak: UUID) -> Response:
        """Those that the actor may see, the newest first."""
        rows = escape_history(self.case)
        seen = [row for row in rows if self.access.may_see(Category.DECISION, row.organisation_id)]
        body = EscapeOut(seen, many=True, context=self.shared).data
        return self.listed(body, held_back=len(rows) - len(seen))

    def post(self, request: Request, zaak: UUID) -> Response:
        """Record one."""
        return self.create(EscapeIn, self._escape)

    def _escape(self, values: dict[str, Any]) -> Created:
        saved = record_escape(case=self.case, **values, actor=self.actor, at=self.at)
        return Created(saved.public_id, self.below("ontsnappingen"), etag=escape_etag(saved))


class Caught(CaseResource):
    """De ontsnapte verdachte zit weer vast; de bewaring loopt verder."""

    may: ClassVar = {"put": check_can_record_escape}
    operations: ClassVar = {
        "put": Operation(
            id="weerVastVastleggen",
            summary="Verdachte weer vast",
            tag=TAG,
            body=CaughtIn,
            answer=EscapeOut,
            matches=True,
            etag=True,
        )
    }

    def put(self, request: Request, zaak: UUID, ontsnapping: UUID) -> Response:
        """Record it."""
        self._find(ontsnapping)
        self.lock()
        self.must_match(escape_etag(self._find(ontsnapping)))
        record_caught(case=self.case, **self.read(CaughtIn), actor=self.actor, at=self.at)
        saved = self._find(ontsnapping)
        return Response(EscapeOut(saved, context=self.shared).data, headers={"ETag": escape_etag(saved)})

    def _find(self, public_id: UUID) -> Escape:
        for row in escape_history(self.case):
            if row.public_id == public_id and self.access.may_see(Category.DECISION, row.organisation_id):
                return row
        raise Http404


# --- longer holding -------------------------------------------------------------------------------


class ExtensionIn(In):
    """Een last om langer vast te houden: hoeveel, waarom, en dat aan de voorwaarde van de wet is voldaan."""

    NAME = "VasthoudverlengingNieuw"

    termijn = CodeField(source="kind", choices=HOLDING)
    hoeveel = Number(
        source="amount", min_value=1, max_value=100, help_text="Identiteit: uren. Verzekering: dagen."
    )
    reden = Text(source="reason", longest=1000)
    voorwaardeVervuld = Flag(source="condition_met")
    wieInformeert = OrganisationField(source="informer", required=False, allow_null=True, default=None)


def _may_extend(actor: Actor, case_id: int) -> None:
    check_can_extend(actor, case_id, by_police=True)


class Extensions(CaseResource):
    """Langer vasthouden, eenmalig, zover de wet het OM of een hulpofficier dat toestaat."""

    may: ClassVar = {"post": _may_extend}
    operations: ClassVar = {
        "post": Operation(
            id="vasthoudenVerlengen", summary="Vasthouden verlengen", tag=TAG, body=ExtensionIn, creates=True
        )
    }

    def post(self, request: Request, zaak: UUID) -> Response:
        """Extend it."""
        return self.create(ExtensionIn, self._extend)

    def _extend(self, values: dict[str, Any]) -> Created:
        order = Extension(**{**values, "kind": TermKind(values["kind"])})
        saved = extend_holding(case=self.case, order=order, actor=self.actor, at=self.at)
        return Created(saved.public_id, self.below("termijnen"))
