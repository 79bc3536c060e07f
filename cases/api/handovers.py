"""The handover to the local team, and the contacts with which Veilig Thuis follows the family."""

from __future__ import annotations

from typing import Any, ClassVar
from uuid import UUID

from django.http import Http404
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from cases.access.errors import InvalidInput
from cases.access.rules.categories import Category
from cases.access.rules.levels import Level
from cases.api.fields import (
    CodeField,
    Computed,
    Flag,
    Moment,
    Number,
    OptionalText,
    Text,
)
from cases.api.operations import Operation
from cases.api.resource import CaseResource, Created, record_etag
from cases.api.serializers import In, Record
from cases.casefiles.collaboration import (
    handovers_of,
    local_teams,
    monitoring_of,
    note_of,
)
from cases.casefiles.models import (
    HANDOVER_CHOICES,
    Handover,
    MonitoringContact,
)
from cases.casefiles.permissions import (
    check_can_answer_handover,
    check_can_offer_handover,
)
from cases.casefiles.services.handover import (
    accept_handover,
    offer_handover,
    record_monitoring,
    refuse_handover,
)

TAG = "samenwerking"


class HandoverOut(Record):
    """Een overdracht aan het lokale team; de toelichting pas na de aanvaarding."""

    NAME = "Overdracht"
    MODEL = Handover
    FIXED: ClassVar = {"toelichting": Category.PLAN}

    id = serializers.UUIDField(source="public_id")
    ontvanger = serializers.UUIDField(source="receiver.public_id")
    stand = CodeField(source="status", choices=HANDOVER_CHOICES)
    aangebodenOp = Moment(source="offered_at")
    beantwoordOp = Moment(source="answered_at")
    redenWeigering = serializers.CharField(source="refusal_reason")
    toelichting = Computed("note_with", serializers.CharField(allow_null=True))
    organisatie = serializers.UUIDField(source="organisation.public_id")

    def note_with(self, row: Handover) -> str | None:
        """What Veilig Thuis wrote, for who may read it."""
        note = note_of(row)
        return note.text if note else None


class HandoverIn(In):
    """Een zaak aanbieden aan een lokaal team, met wat het moet weten."""

    NAME = "OverdrachtNieuw"

    ontvanger = serializers.UUIDField(source="receiver", help_text="Het kenmerk van het lokale team.")
    toelichting = Text(source="note", longest=5000)


class HandoverAnswerIn(In):
    """Of het lokale team de zaak overneemt; zo niet: met de reden."""

    NAME = "OverdrachtAntwoord"

    aanvaard = Flag(source="accepted")
    reden = OptionalText(source="reason", longest=500)


class Handovers(CaseResource):
    """De overdrachten aan het lokale team; tot het aanvaardt weet het alleen dat er een zaak is."""

    at_least = Level.THAT
    may: ClassVar = {"post": check_can_offer_handover}
    operations: ClassVar = {
        "get": Operation(
            id="overdrachtenLijst",
            summary="Overdrachten aan het lokale team",
            tag=TAG,
            answer=HandoverOut,
            listed=True,
        ),
        "post": Operation(
            id="overdrachtAanbieden",
            summary="Zaak aan het lokale team aanbieden",
            tag=TAG,
            body=HandoverIn,
            creates=True,
        ),
    }

    def get(self, request: Request, zaak: UUID) -> Response:
        """Every handover that the wall shows, for Veilig Thuis and for who received one."""
        rows = handovers_of(self.case)
        if not any(row.receiver_id == self.actor.organisation_id for row in rows):
            check_can_offer_handover(self.actor, self.case.pk)
        return self.listed(HandoverOut(rows, many=True, context=self.shared).data)

    def post(self, request: Request, zaak: UUID) -> Response:
        """Offer it."""
        return self.create(HandoverIn, self._offer)

    def _offer(self, values: dict[str, Any]) -> Created:
        receiver = local_teams(None).all.filter(public_id=values["receiver"]).first()
        if receiver is None:
            raise InvalidInput({"receiver": ["Kies een lokaal team."]})
        saved = offer_handover(
            case=self.case, receiver=receiver, note=values["note"], actor=self.actor, at=self.at
        )
        return Created(saved.public_id, self.below("overdrachten"))


class HandoverAnswers(CaseResource):
    """Het antwoord van het lokale team."""

    at_least = Level.THAT
    operations: ClassVar = {
        "post": Operation(
            id="overdrachtBeantwoorden",
            summary="Overdracht aanvaarden of weigeren",
            tag=TAG,
            body=HandoverAnswerIn,
            creates=True,
        )
    }

    def post(self, request: Request, zaak: UUID, overdracht: UUID) -> Response:
        """Answer it."""
        row = next((row for row in handovers_of(self.case) if row.public_id == overdracht), None)
        if row is None:
            raise Http404
        check_can_answer_handover(self.actor, row)

        def write(values: dict[str, Any]) -> Created:
            if values["accepted"]:
                accept_handover(handover=row, actor=self.actor, at=self.at)
            else:
                refuse_handover(handover=row, reason=values["reason"], actor=self.actor, at=self.at)
            return Created(row.public_id, self.below("overdrachten"))

        return self.create(HandoverAnswerIn, write)


class MonitoringOut(Record):
    """Een contact waarmee Veilig Thuis het gezin na de overdracht volgt."""

    NAME = "Monitoringcontact"
    MODEL = MonitoringContact

    id = serializers.UUIDField(source="public_id")
    naMaanden = Number(source="months")
    gedaanOp = Moment(source="done_at")
    veilig = Flag(source="is_safe")
    toelichting = serializers.CharField(source="note")
    organisatie = serializers.UUIDField(source="organisation.public_id")
    etag = Computed("etag_of", serializers.CharField(), help_text="Voor If-Match.")

    def etag_of(self, row: MonitoringContact) -> str:
        """The version of the contact."""
        return monitoring_etag(row)


class MonitoringIn(In):
    """Wat het contact opleverde."""

    NAME = "MonitoringcontactVastlegging"

    veilig = Flag(source="is_safe")
    toelichting = Text(source="note", longest=1000)
    redenTeLaat = OptionalText(source="late_reason", longest=1000)


def monitoring_etag(row: MonitoringContact) -> str:
    """Changes when it is recorded."""
    return record_etag("monitoring", row.public_id, row.done_at)


class Monitoring(CaseResource):
    """De reeks contacten na de overdracht."""

    operations: ClassVar = {
        "get": Operation(
            id="monitoringcontactenLijst",
            summary="Monitoringcontacten",
            tag=TAG,
            answer=MonitoringOut,
            listed=True,
        )
    }

    def get(self, request: Request, zaak: UUID) -> Response:
        """Each by what the actor may see of it."""
        rows = monitoring_of(self.case)
        return self.listed(MonitoringOut(rows, many=True, context=self.shared).data)


class MonitoringDone(CaseResource):
    """Een monitoringcontact vastleggen; dat doet Veilig Thuis."""

    may: ClassVar = {"put": check_can_offer_handover}
    operations: ClassVar = {
        "put": Operation(
            id="monitoringcontactVastleggen",
            summary="Monitoringcontact vastleggen",
            tag=TAG,
            body=MonitoringIn,
            answer=MonitoringOut,
            matches=True,
            etag=True,
        )
    }

    def put(self, request: Request, zaak: UUID, contact: UUID) -> Response:
        """Record it."""
        self._find(contact)
        self.lock()
        row = self._find(contact)
        self.must_match(monitoring_etag(row))
        record_monitoring(contact=row, **self.read(MonitoringIn), actor=self.actor, at=self.at)
        saved = self._find(contact)
        body = MonitoringOut(saved, context=self.shared).data
        return Response(body, headers={"ETag": monitoring_etag(saved)})

    def _find(self, public_id: UUID) -> MonitoringContact:
        for row in monitoring_of(self.case):
            if row.public_id == public_id:
                return row
        raise Http404
