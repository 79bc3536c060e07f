"""Bijlagen: what there is, giving one, its file, sharing it, a second person's look, taking it back.

Everything is JSON: a file goes in and out as base64.
"""

from __future__ import annotations

import base64
import binascii
from functools import partial
from typing import Any, ClassVar
from uuid import UUID

from django.http import Http404
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from cases.access.errors import InvalidInput
from cases.access.models import AccessLogEntry
from cases.access.rules.categories import CATEGORY_LABELS, Category
from cases.access.rules.disclosure import ALWAYS_SEEN
from cases.api.fields import CodeField, Computed, EnumField, Moment, Text
from cases.api.operations import Operation
from cases.api.problems import CONTENT_TYPE, problem
from cases.api.resource import CaseResource, Created, Parser, record_etag
from cases.api.serializers import In, Out
from cases.api.sharing import ShareIn, act_etag
from cases.attachments.models import MEDIA_CHOICES, STATE_CHOICES, Attachment
from cases.attachments.permissions import check_can_give, check_can_look, check_own
from cases.attachments.queries import attachments_of, find
from cases.attachments.rules.files import LARGEST, LONGEST_TITLE
from cases.attachments.services import (
    HELD_BACK,
    NewAttachment,
    decide_look,
    give_attachment,
    hand_out,
    share_attachment,
    withdraw_attachment,
)
from cases.casefiles.models import CaseRole
from cases.documents.rules.release import LONGEST_REASON, RELEASE_LABELS, Release
from cases.sharing.acts import NewAct
from cases.sharing.permissions import check_can_share

TAG = "bijlagen"
# Of every three bytes come four signs; and room for title and category.
LONGEST_FILE = (LARGEST + 2) // 3 * 4
LARGEST_BODY = LONGEST_FILE + 10_000
CATEGORIES = [
    (category.value, label) for category, label in CATEGORY_LABELS.items() if category not in ALWAYS_SEEN
]


class AttachmentOut(Out):
    """Een bijlage; de inhoud staat onder `inhoud`. Redenen en bevindingen zijn er alleen voor de gever."""

    NAME = "Bijlage"

    id = serializers.UUIDField(source="public_id")
    titel = serializers.CharField(source="title")
    categorie = CodeField(source="category", choices=CATEGORIES)
    soort = CodeField(source="media_type", choices=MEDIA_CHOICES)
    bestandsnaam = serializers.CharField(source="file_name")
    grootte = serializers.IntegerField(source="size")
    sha256 = serializers.CharField()
    bladzijden = serializers.IntegerField(source="pages")
    staat = CodeField(source="state", choices=STATE_CHOICES)
    organisatie = serializers.UUIDField(source="organisation.public_id")
    gegevenOp = Moment(source="given_at")
    ingetrokkenOp = Moment(source="withdrawn_at", allow_null=True)
    redenIntrekking = Computed("reason_of", serializers.CharField(allow_null=True))
    bevindingen = Computed(
        "findings_of",
        serializers.ListField(child=serializers.CharField()),
        help_text="Waar iets is gevonden, nooit wat.",
    )

    def _own(self, row: Attachment) -> bool:
        return bool(row.organisation_id == self.context["access"].actor.organisation_id)

    def reason_of(self, row: Attachment) -> str | None:
        """Why it was taken back, for the giver."""
        return row.withdrawal_reason or None if self._own(row) else None

    def findings_of(self, row: Attachment) -> list[str]:
        """Where something was found, for the giver."""
        return sorted({hit["where"] for hit in row.findings}) if self._own(row) else []

    def to_representation(self, instance: Any) -> dict[str, Any]:
        """The attachment; its category goes into the log."""
        self.context["shows"]([Category(instance.category)])
        return super().to_representation(instance)


class AttachmentIn(In):
    """Een bestand bij de zaak. Het wordt ontdaan van alles wat het over zichzelf vertelt, en doorzocht."""

    NAME = "BijlageNieuw"

    titel = Text(source="title", longest=LONGEST_TITLE, help_text="Zonder namen of adressen.")
    categorie = CodeField(source="category", choices=CATEGORIES)
    inhoud = Text(
        source="contents",
        longest=LONGEST_FILE,
        help_text="PDF, JPEG of PNG, ten hoogste 10 MB, als base64.",
    )


class FileOut(Out):
    """De inhoud van een bijlage."""

    NAME = "BijlageInhoud"

    bestandsnaam = serializers.CharField(source="file_name")
    soort = CodeField(source="media_type", choices=MEDIA_CHOICES)
    sha256 = serializers.CharField()
    inhoud = serializers.CharField(help_text="Als base64.")


class LookIn(In):
    """Wat een tweede persoon besluit over een bijlage die is tegengehouden."""

    NAME = "BijlageVrijgave"

    uitkomst = EnumField(Release, RELEASE_LABELS, source="outcome")
    reden = Text(source="reason", longest=LONGEST_REASON)


class WithdrawIn(In):
    """Waarom een bijlage wordt ingetrokken."""

    NAME = "BijlageIntrekking"

    reden = Text(source="reason", longest=LONGEST_REASON)


def attachment_etag(row: Attachment) -> str:
    """Changes with its state."""
    return record_etag("attachment", row.public_id, row.state, row.freed_at)


class LargeParser(Parser):
    """JSON with a file in it."""

    largest = LARGEST_BODY


class OneAttachment(CaseResource):
    """A resource on one attachment of the case."""

    def find(self, public_id: UUID) -> Attachment:
        """The attachment as the actor may know it. Raises Http404 and NotAllowed."""
        try:
            return find(self.access, public_id)
        except Attachment.DoesNotExist:
            raise Http404 from None

    def shown(self, row: Attachment) -> Response:
        """The attachment with its version."""
        return Response(AttachmentOut(row, context=self.shared).data, headers={"ETag": attachment_etag(row)})


class Attachments(CaseResource):
    """De bijlagen van de zaak die uw organisatie mag kennen; van anderen pas als ze zijn nagekeken."""

    parser_classes = [LargeParser]
    may: ClassVar = {"post": check_can_give}
    operations: ClassVar = {
        "get": Operation(id="bijlagenLijst", summary="Bijlagen", tag=TAG, answer=AttachmentOut, listed=True),
        "post": Operation(
            id="bijlageGeven", summary="Bijlage geven", tag=TAG, body=AttachmentIn, creates=True, etag=True
        ),
    }

    def get(self, request: Request, zaak: UUID) -> Response:
        """Those that the actor may see, the newest first."""
        listing = attachments_of(self.access)
        rows = AttachmentOut(listing.seen, many=True, context=self.shared).data
        return self.listed(rows, held_back=listing.held_back)

    def post(self, request: Request, zaak: UUID) -> Response:
        """Give one."""
        return self.create(AttachmentIn, self._give)

    def _give(self, values: dict[str, Any]) -> Created:
        try:
            contents = base64.b64decode(values["contents"], validate=True)
        except (binascii.Error, ValueError):
            raise InvalidInput({"contents": ["Dit is geen base64."]}) from None
        new = NewAttachment(values["title"], Category(values["category"]), contents)
        saved = give_attachment(case=self.case, new=new, actor=self.actor, at=self.at)
        return Created(
            saved.public_id,
            self.below("bijlagen", saved.public_id),
            etag=attachment_etag(saved),
            more={"staat": saved.state},
        )


class AttachmentDetail(OneAttachment):
    """Eén bijlage, zonder de inhoud."""

    operations: ClassVar = {
        "get": Operation(id="bijlage", summary="Bijlage", tag=TAG, answer=AttachmentOut, etag=True)
    }

    def get(self, request: Request, zaak: UUID, bijlage: UUID) -> Response:
        """What it is and how it stands."""
        return self.shown(self.find(bijlage))


class AttachmentFiles(OneAttachment):
    """De inhoud van een bijlage. Zij wordt eerst opnieuw doorzocht op wie sindsdien wordt beschermd."""

    operations: ClassVar = {
        "get": Operation(
            id="bijlageInhoud",
            summary="Inhoud van een bijlage",
            tag=TAG,
            answer=FileOut,
            conflicts=True,
            etag=True,
        )
    }

    def get(self, request: Request, zaak: UUID, bijlage: UUID) -> Response:
        """Hand it out; logged as an export."""
        row = self.find(bijlage)
        self.trail.action, self.trail.purpose = AccessLogEntry.ACTION_EXPORT, "bijlage"
        given = hand_out(access=self.access, attachment=row, at=self.at)
        if given.contents is None:
            # Not raised: that it is held back now must stay.
            self.trail.refused = True
            return Response(problem("conflict", HELD_BACK), status=409, content_type=CONTENT_TYPE)
        persons = CaseRole.objects.filter(case=self.case).values_list("person_id", flat=True)
        self.trail.shows(persons=persons, categories=[Category(row.category)])
        body = {
            "bestandsnaam": row.file_name,
            "soort": row.media_type,
            "sha256": row.sha256,
            "inhoud": base64.b64encode(given.contents).decode(),
        }
        return Response(body, headers={"ETag": attachment_etag(row)})


class AttachmentShares(OneAttachment):
    """Deze ene bijlage delen met een deelnemer die haar onderdeel niet krijgt; niets anders gaat mee open."""

    may: ClassVar = {"post": check_can_share}
    operations: ClassVar = {
        "post": Operation(id="bijlageDelen", summary="Bijlage delen", tag=TAG, body=ShareIn, creates=True)
    }

    def post(self, request: Request, zaak: UUID, bijlage: UUID) -> Response:
        """Share it."""
        row = self.find(bijlage)
        check_own(self.actor, row)
        return self.create(ShareIn, partial(self._share, row))

    def _share(self, row: Attachment, values: dict[str, Any]) -> Created:
        act = NewAct(category=Category(row.category), **values)
        saved = share_attachment(attachment=row, act=act, actor=self.actor, at=self.at)
        return Created(saved.public_id, self.below("verstrekkingen", saved.public_id), etag=act_etag(saved))


class AttachmentLooks(OneAttachment):
    """Het besluit van een tweede persoon van de gever over een bijlage die is tegengehouden."""

    may: ClassVar = {"put": check_can_give}
    operations: ClassVar = {
        "put": Operation(
            id="bijlageNakijken",
            summary="Bijlage vrijgeven of niet",
            tag=TAG,
            body=LookIn,
            answer=AttachmentOut,
            matches=True,
            etag=True,
        )
    }

    def put(self, request: Request, zaak: UUID, bijlage: UUID) -> Response:
        """Decide."""
        check_can_look(self.actor, self.find(bijlage))
        self.lock()
        row = self.find(bijlage)
        self.must_match(attachment_etag(row))
        return self.shown(decide_look(attachment=row, **self.read(LookIn), actor=self.actor, at=self.at))


class AttachmentWithdrawals(OneAttachment):
    """Een bijlage intrekken, met de reden; daarna krijgt niemand haar nog."""

    may: ClassVar = {"put": check_can_give}
    operations: ClassVar = {
        "put": Operation(
            id="bijlageIntrekken",
            summary="Bijlage intrekken",
            tag=TAG,
            body=WithdrawIn,
            answer=AttachmentOut,
            matches=True,
            etag=True,
        )
    }

    def put(self, request: Request, zaak: UUID, bijlage: UUID) -> Response:
        """Take it back."""
        check_own(self.actor, self.find(bijlage))
        self.lock()
        row = self.find(bijlage)
        self.must_match(attachment_etag(row))
        values = self.read(WithdrawIn)
        return self.shown(withdraw_attachment(attachment=row, **values, actor=self.actor, at=self.at))
