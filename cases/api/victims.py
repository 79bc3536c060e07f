"""Slachtofferberichten: who has to tell the victim what, and every attempt."""

from __future__ import annotations

from typing import Any, ClassVar
from uuid import UUID

from django.http import Http404
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from cases.access.errors import NotAllowed
from cases.access.rules.categories import Category
from cases.api.fields import CodeField, Computed, EnumField, Flag, Moment, Number, OptionalText, PersonField
from cases.api.operations import Operation
from cases.api.resource import CaseResource, Created
from cases.api.serializers import In, Out
from cases.victims.models import NoticeAttempt, VictimNotice
from cases.victims.models.notices import (
    MANNER_CHOICES,
    NOTICE_STATUS_CHOICES,
    OUTCOME_CHOICES,
    PURPOSE_CHOICES,
)
from cases.victims.queries import NoticeView, notices
from cases.victims.rules.contact import MANNER_LABELS, OUTCOME_LABELS, Manner, Outcome
from cases.victims.services import NewAttempt, record_attempt

TAG = "slachtoffer"
NOT_NAMED = "Een poging vastleggen doet de organisatie die is aangewezen om het slachtoffer te informeren."


class Attempt(Out):
    """Eén poging om het slachtoffer te bereiken."""

    NAME = "Poging"

    id = serializers.UUIDField(source="public_id")
    gedaanOp = Moment(source="attempted_at")
    hoe = CodeField(source="manner", choices=MANNER_CHOICES)
    uitkomst = CodeField(source="outcome", choices=OUTCOME_CHOICES)
    verslag = serializers.CharField(source="note")
    opnieuwOp = Moment(source="next_at", allow_null=True)
    gesprokenMet = PersonField(source="told_to", allow_null=True, help_text="Niet het slachtoffer zelf.")
    organisatie = serializers.UUIDField(source="organisation.public_id")


class Notice(Out):
    """Eén slachtoffer moet over één besluit of maatregel worden geïnformeerd door één organisatie."""

    NAME = "Slachtofferbericht"

    id = serializers.UUIDField(source="notice.public_id")
    slachtoffer = PersonField(source="notice.victim")
    waarom = CodeField(source="notice.purpose", choices=PURPOSE_CHOICES)
    waarover = serializers.CharField(source="notice.about")
    wieInformeert = serializers.UUIDField(source="notice.informer.public_id")
    toestand = CodeField(source="notice.status", choices=NOTICE_STATUS_CHOICES)
    gevraagdOp = Moment(source="notice.required_at")
    geinformeerdOp = Moment(source="notice.done_at", allow_null=True)
    onderwerp = serializers.UUIDField(source="notice.subject_public_id")
    aanUwOrganisatie = Flag(source="mine", help_text="Uw organisatie is aangewezen.")
    aantalPogingen = Number(source="attempts_made")
    pogingen = Computed("attempts_of", Attempt(many=True), help_text="Leeg als ze niet voor u zijn.")

    def attempts_of(self, view: NoticeView) -> Any:
        """The attempts that the actor may see."""
        if view.attempts:
            self.context["shows"]([Category.CONTACT])
        return Attempt(view.attempts, many=True, context=self.context).data


class AttemptIn(In):
    """Een poging; alleen `reached` beëindigt de plicht om te informeren."""

    NAME = "PogingNieuw"

    uitkomst = EnumField(Outcome, OUTCOME_LABELS, source="outcome")
    hoe = EnumField(Manner, MANNER_LABELS, source="manner")
    gedaanOp = Moment(source="attempted_at")
    verslag = OptionalText(source="note", longest=500)
    redenTeLaat = OptionalText(source="late_reason", longest=1000)
    opnieuwOp = Moment(source="next_at", required=False, allow_null=True, default=None)
    gesprokenMet = PersonField(source="told_to", required=False, allow_null=True, default=None)


class Notices(CaseResource):
    """Waarover het slachtoffer moet worden geïnformeerd, door wie, en hoe het staat."""

    operations: ClassVar = {
        "get": Operation(
            id="slachtofferberichtenLijst",
            summary="Slachtofferberichten",
            tag=TAG,
            answer=Notice,
            listed=True,
        )
    }

    def get(self, request: Request, zaak: UUID) -> Response:
        """The notices as the actor may know them."""
        views = notices(self.access)
        hidden = VictimNotice.objects.filter(case=self.case).count() - len(views)
        if views:
            self.trail.shows(categories=[Category.DECISION, Category.IDENTITY])
        return self.listed(Notice(views, many=True, context=self.shared).data, held_back=hidden)


class Attempts(CaseResource):
    """Een poging vastleggen; dat doet de aangewezen organisatie."""

    operations: ClassVar = {
        "post": Operation(
            id="pogingVastleggen", summary="Poging vastleggen", tag=TAG, body=AttemptIn, creates=True
        )
    }

    def post(self, request: Request, zaak: UUID, bericht: UUID) -> Response:
        """Record an attempt."""
        own = [view.notice for view in notices(self.access) if view.mine]
        if not own:
            raise NotAllowed(NOT_NAMED)
        notice = next((row for row in own if row.public_id == bericht), None)
        if notice is None:
            raise Http404

        def write(values: dict[str, Any]) -> Created:
            saved: NoticeAttempt = record_attempt(
                notice=notice, attempt=NewAttempt(**values), actor=self.actor, at=self.at
            )
            return Created(saved.public_id, self.below("slachtofferberichten"))

        return self.create(AttemptIn, write)
