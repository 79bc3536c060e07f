"""Niet afgeleverd: e-mail die is opgegeven, voor wie ervoor zorgt dat het toch wordt verteld."""

from __future__ import annotations

from typing import Any, ClassVar
from uuid import UUID

from django.http import Http404
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from cases.access.rules.categories import Category
from cases.api.fields import CodeField, Computed, EnumField, Moment, Text
from cases.api.operations import Operation
from cases.api.resource import Created, Resource, record_etag
from cases.api.serializers import In, Out
from cases.outbox.rules import BY_HAND_LABELS, ByHand, message_label
from cases.outbox.task_models import OUTCOME_CHOICES, DeliveryTask
from cases.outbox.undelivered import LONGEST_NOTE, end_task, open_tasks, send_task_again, task_of

TAG = "termijnen"
PLACE = "/api/v1/niet-afgeleverd"


class TaskOut(Out):
    """Een e-mail die niet is aangekomen; wat erin stond, staat hier niet."""

    NAME = "NietAfgeleverd"

    id = serializers.UUIDField(source="public_id")
    soort = Computed("what", serializers.CharField(), help_text="Neutraal, zonder inhoud.")
    zaak = serializers.UUIDField(source="case.public_id", allow_null=True)
    ontvanger = serializers.UUIDField(
        source="recipient.public_id",
        allow_null=True,
        help_text="De medewerker; leeg: een betrokkene.",
    )
    verantwoordelijke = serializers.UUIDField(source="responsible.public_id", allow_null=True)
    sinds = Moment(source="since")
    opnieuwOp = Moment(source="again_at", allow_null=True, help_text="Wacht sindsdien op een nieuwe poging.")
    afgehandeldOp = Moment(source="ended_at", allow_null=True)
    hoe = CodeField(source="outcome", choices=OUTCOME_CHOICES, allow_blank=True)
    toelichting = serializers.CharField(source="note")
    versie = Computed("version", serializers.CharField(), help_text="Voor If-Match.")

    def what(self, task: DeliveryTask) -> str:
        """What kind of message it was."""
        return message_label(task.kind, in_case=task.case_id is not None)

    def version(self, task: DeliveryTask) -> str:
        """The entity tag."""
        return task_etag(task)


class EndIn(In):
    """Hoe het bericht is afgehandeld."""

    NAME = "NietAfgeleverdAfhandeling"

    hoe = EnumField(ByHand, BY_HAND_LABELS, source="outcome")
    toelichting = Text(source="note", longest=LONGEST_NOTE, help_text="Hoe en wanneer bereikt, of de reden.")


class AgainIn(In):
    """Er hoeft niets bij: wie het doet staat in X-Namens."""

    NAME = "NietAfgeleverdOpnieuw"


def task_etag(task: DeliveryTask) -> str:
    """Changes when it is sent again and when it ends."""
    return record_etag("delivery-task", task.public_id, task.again_at, task.ended_at)


class Tasks(Resource):
    """Wat u nog moet afhandelen: het eigene, en wat bij uw rol hoort."""

    operations: ClassVar = {
        "get": Operation(
            id="nietAfgeleverdLijst", summary="Niet afgeleverde e-mail", tag=TAG, answer=TaskOut, listed=True
        )
    }

    def get(self, request: Request) -> Response:
        """The longest waiting first."""
        rows = list(open_tasks(self.actor))
        self.trail.shows(cases=[row.case_id for row in rows if row.case_id], categories=[Category.THAT])
        return self.listed(TaskOut(rows, many=True, context=self.shared).data)


class TaskResource(Resource):
    """A resource on one task."""

    def find(self, public_id: UUID) -> DeliveryTask:
        """The task. Raises Http404 outside its organisation, NotAllowed for who has no part in it."""
        try:
            task = task_of(self.actor, public_id)
        except DeliveryTask.DoesNotExist:
            raise Http404 from None
        if task.case_id is not None:
            self.trail.shows(cases=[task.case_id], categories=[Category.THAT])
        return task


class TaskEnds(TaskResource):
    """Een niet afgeleverd bericht afhandelen, met de toelichting."""

    operations: ClassVar = {
        "put": Operation(
            id="nietAfgeleverdAfhandelen",
            summary="Niet afgeleverd bericht afhandelen",
            tag=TAG,
            body=EndIn,
            answer=TaskOut,
            matches=True,
            etag=True,
        )
    }

    def put(self, request: Request, taak: UUID) -> Response:
        """Settle it."""
        task = self.find(taak)
        self.must_match(task_etag(task))
        saved = end_task(task=task, **self.read(EndIn), actor=self.actor, at=self.at)
        return Response(TaskOut(saved, context=self.shared).data, headers={"ETag": task_etag(saved)})


class TaskRetries(TaskResource):
    """Opnieuw versturen; komt het aan, dan vervalt de taak vanzelf."""

    operations: ClassVar = {
        "post": Operation(
            id="nietAfgeleverdOpnieuw",
            summary="Bericht opnieuw versturen",
            tag=TAG,
            body=AgainIn,
            creates=True,
        )
    }

    def post(self, request: Request, taak: UUID) -> Response:
        """Queue it again."""
        task = self.find(taak)

        def write(values: dict[str, Any]) -> Created:
            saved = send_task_again(task=task, actor=self.actor, at=self.at)
            return Created(saved.public_id, PLACE, etag=task_etag(saved))

        return self.create(AgainIn, write)
