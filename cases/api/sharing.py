"""Verstrekkingen buiten de tabel: a giver shares a section with one participant, and takes it back."""

from __future__ import annotations

from typing import Any, ClassVar, Final
from uuid import UUID

from django.http import Http404
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from cases.access.models import CATEGORY_CHOICES
from cases.access.rules.categories import CATEGORY_LABELS, Category
from cases.access.rules.sharing import GROUND_LABELS, Ground
from cases.access.sharing_models import GROUND_CHOICES, SharingAct
from cases.api.fields import (
    CodeField,
    Day,
    EnumField,
    Flag,
    Moment,
    OptionalText,
    OrganisationField,
    PersonField,
    Text,
)
from cases.api.operations import Operation, Parameter
from cases.api.paging import PAGING, page_of
from cases.api.resource import CaseResource, Created, record_etag
from cases.api.serializers import In, Record
from cases.sharing.acts import LONGEST_EXPLANATION, LONGEST_PURPOSE, LONGEST_REASON, NewAct, share, withdraw
from cases.sharing.permissions import check_can_share
from cases.sharing.queries import acts_seen

TAG: Final = "delen"
GIVEN, RECEIVED = "gegeven", "ontvangen"
DIRECTIONS: Final = [(GIVEN, "wat uw organisatie deelt of deelde"), (RECEIVED, "wat u nu van anderen leest")]
# The weighing of the giver, and who consented, are for the giver alone: so it is on the page.
OF_THE_GIVER: Final = ("persoon", "afweging", "redenIntrekking")
DIRECTION: Final = Parameter(
    "richting", "Alleen wat uw organisatie deelt, of ontvangt.", CodeField(choices=DIRECTIONS, required=False)
)


class ActOut(Record):
    """Een onderdeel dat een gever met één deelnemer deelt: waarvoor, op welke grond, tot wanneer."""

    NAME = "Verstrekking"
    MODEL = SharingAct

    id = serializers.UUIDField(source="public_id")
    gever = serializers.UUIDField(source="organisation.public_id")
    ontvanger = serializers.UUIDField(source="recipient.public_id")
    onderdeel = CodeField(source="category", choices=CATEGORY_CHOICES)
    bijlage = serializers.UUIDField(
        source="attachment.public_id",
        default=None,
        allow_null=True,
        help_text="Alleen deze ene bijlage van het onderdeel; leeg als het hele onderdeel is gedeeld.",
    )
    eneBijlage = serializers.BooleanField(
        source="is_one_attachment", help_text="Of het om één bijlage gaat, ook als die nu wordt nagekeken."
    )
    grond = CodeField(source="ground", choices=GROUND_CHOICES)
    doel = serializers.CharField(source="purpose")
    persoon = PersonField(source="person", help_text="Wie toestemming gaf; alleen voor de gever.")
    afweging = serializers.CharField(source="explanation", help_text="Alleen voor de gever.")
    nietDoorgeven = serializers.BooleanField(source="passing_on_barred")
    totEnMet = Day(source="until")
    gedeeldOp = Moment(source="shared_at")
    ingetrokkenOp = Moment(source="withdrawn_at")
    redenIntrekking = serializers.CharField(source="withdrawal_reason", help_text="Alleen voor de gever.")

    def held_back_from(self, row: SharingAct) -> tuple[str, ...]:
        """What nobody but the giver reads."""
        own = row.organisation_id == self.context["access"].actor.organisation_id
        return () if own else OF_THE_GIVER


class ShareIn(In):
    """Met wie u deelt, waarvoor, op welke grond en tot wanneer; wat u deelt staat in het pad."""

    NAME = "VerstrekkingVanEenBijlage"

    ontvanger = OrganisationField(source="recipient", help_text="Een deelnemer van deze zaak.")
    grond = EnumField(Ground, GROUND_LABELS, source="ground")
    doel = Text(source="purpose", longest=LONGEST_PURPOSE)
    afweging = OptionalText(source="explanation", longest=LONGEST_EXPLANATION)
    persoon = PersonField(source="person", required=False, allow_null=True, default=None)
    totEnMet = Day(source="until")
    nietDoorgeven = Flag(source="passing_on_barred", required=False, default=True)


class ActIn(ShareIn):
    """Wat u deelt, met wie, waarvoor, op welke grond; uw eigen gegevens, nooit die van een ander."""

    NAME = "VerstrekkingNieuw"

    onderdeel = EnumField(Category, CATEGORY_LABELS, source="category")


class ActEndIn(In):
    """Waarom u dit niet meer deelt; bij het volgende verzoek is het voor de ontvanger dicht."""

    NAME = "VerstrekkingIntrekking"

    reden = Text(source="reason", longest=LONGEST_REASON)


def act_etag(act: SharingAct) -> str:
    """Changes when it is withdrawn."""
    return record_etag("sharing-act", act.public_id, act.withdrawn_at)


class Acts(CaseResource):
    """Wat buiten de verstrekkingentabel om is gedeeld: door uw organisatie, en nu met haar."""

    may: ClassVar = {"post": check_can_share}
    operations: ClassVar = {
        "get": Operation(
            id="verstrekkingenLijst",
            summary="Verstrekkingen buiten de tabel",
            tag=TAG,
            answer=ActOut,
            listed=True,
            query=(DIRECTION, *PAGING),
        ),
        "post": Operation(id="onderdeelDelen", summary="Onderdeel delen", tag=TAG, body=ActIn, creates=True),
    }

    def get(self, request: Request, zaak: UUID) -> Response:
        """What was given, ever, and what is received now; the newest first."""
        rows = acts_seen(self.access)
        if (way := self.asked["richting"]) is not None:
            own = {"organisation_id": self.actor.organisation_id}
            rows = rows.filter(**own) if way == GIVEN else rows.exclude(**own)
        page = page_of(self.asked, request.query_params, rows, moment="shared_at")
        return self.listed(ActOut(page.rows, many=True, context=self.shared).data, following=page.following)

    def post(self, request: Request, zaak: UUID) -> Response:
        """Share a section."""
        return self.create(ActIn, self._share)

    def _share(self, values: dict[str, Any]) -> Created:
        saved = share(case=self.case, act=NewAct(**values), actor=self.actor, at=self.at)
        return Created(saved.public_id, self.below("verstrekkingen", saved.public_id), etag=act_etag(saved))


class ActDetail(CaseResource):
    """Eén verstrekking buiten de tabel, met haar versie."""

    operations: ClassVar = {
        "get": Operation(id="verstrekking", summary="Verstrekking", tag=TAG, answer=ActOut, etag=True)
    }

    def get(self, request: Request, zaak: UUID, verstrekking: UUID) -> Response:
        """One act."""
        act = acts_seen(self.access).filter(public_id=verstrekking).first()
        if act is None:
            raise Http404
        return Response(ActOut(act, context=self.shared).data, headers={"ETag": act_etag(act)})


class ActEnds(CaseResource):
    """Niet meer delen; alleen wie deelde, met de reden."""

    may: ClassVar = {"put": check_can_share}
    operations: ClassVar = {
        "put": Operation(
            id="verstrekkingIntrekken",
            summary="Verstrekking intrekken",
            tag=TAG,
            body=ActEndIn,
            answer=ActOut,
            matches=True,
            etag=True,
        )
    }

    def put(self, request: Request, zaak: UUID, verstrekking: UUID) -> Response:
        """Take it back."""
        self.lock()
        own = acts_seen(self.access).filter(organisation_id=self.actor.organisation_id)
        act = own.filter(public_id=verstrekking).first()
        if act is None:
            raise Http404
        self.must_match(act_etag(act))
        saved = withdraw(act=act, **self.read(ActEndIn), actor=self.actor, at=self.at)
        return Response(ActOut(saved, context=self.shared).data, headers={"ETag": act_etag(saved)})
