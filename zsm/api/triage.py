"""Kindertriages: the civil triage of the RvdK, and the agreement of Veilig Thuis with its consequence."""

from __future__ import annotations

from typing import Any, ClassVar
from uuid import UUID

from django.http import Http404
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from cases.access.rules.categories import Category
from cases.api.fields import (
    CodeField,
    Computed,
    EnumField,
    Flag,
    Moment,
    Number,
    OptionalText,
    PersonField,
    Text,
)
from cases.api.operations import Operation
from cases.api.resource import CaseResource, Created
from cases.api.serializers import In, Out, Record, many
from cases.organisations.rules import ORGANISATION_LABELS
from zsm.advice.models import CivilTriage, TriageAgreement
from zsm.advice.permissions import check_can_agree, check_can_triage
from zsm.advice.queries import seen_triages, triages_of
from zsm.advice.rules.triage import (
    OUTCOME_LABELS,
    SPOKEN_TO_CHILD_LABELS,
    ChildConcern,
    SpokenToChild,
    TriageOutcome,
)
from zsm.advice.services import NewTriage, agree_with_triage, record_triage
from zsm.advice.services.triage import LONGEST_TEXT, SHARED_WITH
from zsm.intake.queries import children_of

TAG = "zsm"
LONGEST_NOTE = 500
SHARED_CHOICES = {kind: ORGANISATION_LABELS[kind] for kind in SHARED_WITH}
SPOKEN_CHOICES = [(entry.value, label) for entry, label in SPOKEN_TO_CHILD_LABELS.items()]
OUTCOME_CHOICES = [(entry.value, label) for entry, label in OUTCOME_LABELS.items()]


class ConcernOut(Out):
    """De zorgen over één kind."""

    NAME = "ZorgOverKind"

    kind = serializers.UUIDField(source="child")
    zorgen = serializers.CharField(source="concern")
    gesproken = CodeField(source="spoken", choices=SPOKEN_CHOICES)
    toelichting = serializers.CharField(source="note")


class AgreementOut(Record):
    """Het antwoord van Veilig Thuis op het gevolg."""

    NAME = "TriageInstemming"
    MODEL = TriageAgreement

    id = serializers.UUIDField(source="public_id")
    akkoord = Flag(source="agreed")
    toelichting = serializers.CharField(source="note")
    organisatie = serializers.UUIDField(source="organisation.public_id")
    vastgelegdOp = Moment(source="recorded_at")


class TriageOut(Record):
    """Eén versie van de triage: zorgen per kind, de uitkomst, en wat volgt als het gezin niet nakomt."""

    NAME = "Kindertriage"
    MODEL = CivilTriage
    FIXED: ClassVar = {"instemming": Category.CHILDREN}

    id = serializers.UUIDField(source="public_id")
    versie = Number(source="version")
    kinderen = many(ConcernOut, source="concerns")
    uitkomst = CodeField(source="outcome", choices=OUTCOME_CHOICES)
    reden = serializers.CharField(source="reason")
    gevolg = serializers.CharField(source="consequence")
    instemming = Computed("agreement_of", AgreementOut(allow_null=True))
    organisatie = serializers.UUIDField(source="organisation.public_id")
    vastgelegdOp = Moment(source="recorded_at")

    def agreement_of(self, row: CivilTriage) -> Any:
        """What Veilig Thuis answered; None when it did not yet."""
        answer = getattr(row, "agreement", None)
        return AgreementOut(answer, context=self.context).data if answer else None


class ConcernIn(In):
    """De zorgen over één kind, en of het gesproken is; zo niet: met reden."""

    NAME = "ZorgOverKindNieuw"

    kind = PersonField(source="child")
    zorgen = Text(source="concern", longest=LONGEST_TEXT)
    gesproken = EnumField(SpokenToChild, SPOKEN_TO_CHILD_LABELS, source="spoken")
    toelichting = OptionalText(source="note", longest=LONGEST_NOTE)


class TriageIn(In):
    """Een triage over alle kinderen van de zaak, ook een minderjarig slachtoffer.

    `gezienVersie`: de versie die u voor u had (0: nog geen); is er intussen een nieuwe, dan volgt 409.
    """

    NAME = "KindertriageNieuw"

    gezienVersie = Number(source="seen_version", min_value=0, max_value=10_000)
    kinderen = many(ConcernIn, source="concerns", max_length=60)
    uitkomst = EnumField(TriageOutcome, OUTCOME_LABELS, source="outcome")
    reden = Text(source="reason", longest=LONGEST_TEXT)
    gevolg = OptionalText(source="consequence", longest=LONGEST_TEXT)
    delenMet = serializers.ListField(
        source="share_with",
        child=CodeField(choices=[(kind.value, label) for kind, label in SHARED_CHOICES.items()]),
        required=False,
        default=list,
        max_length=len(SHARED_WITH),
        help_text="Wie dit voor de eigen taak mag lezen; Veilig Thuis leest het altijd.",
    )
    redenTeLaat = OptionalText(source="late_reason", longest=1000)


class AgreementIn(In):
    """Of Veilig Thuis instemt; zo niet: wat er anders moet."""

    NAME = "TriageInstemmingNieuw"

    akkoord = Flag(source="agreed")
    toelichting = OptionalText(source="note", longest=LONGEST_TEXT)
    redenTeLaat = OptionalText(source="late_reason", longest=1000)


class Triages(CaseResource):
    """De triage van de kinderen door de Raad (civiel), elke versie met het antwoord van Veilig Thuis."""

    may: ClassVar = {"post": check_can_triage}
    operations: ClassVar = {
        "get": Operation(
            id="kindertriagesLijst", summary="Triage van de kinderen", tag=TAG, answer=TriageOut, listed=True
        ),
        "post": Operation(
            id="kindertriageVastleggen",
            summary="Triage van de kinderen vastleggen",
            tag=TAG,
            body=TriageIn,
            creates=True,
        ),
    }

    def get(self, request: Request, zaak: UUID) -> Response:
        """The versions that the actor may see, the newest first."""
        rows = seen_triages(self.access)
        told = {child["child"] for row in rows for child in row.concerns}
        people = [role.person for role in children_of(self.case)] if told else []
        self.trail.shows(persons=[person.pk for person in people if str(person.public_id) in told])
        body = TriageOut(rows, many=True, context=self.shared).data
        return self.listed(body, held_back=len(triages_of(self.case)) - len(rows))

    def post(self, request: Request, zaak: UUID) -> Response:
        """Record one."""
        return self.create(TriageIn, self._record)

    def pointer(self, key: str) -> str:
        """The place of a child among those that were sent; the list when it was left out."""
        if not key.startswith("child."):
            return super().pointer(key)
        data = self.request.data
        sent = [row.get("kind") for row in data.get("kinderen", [])] if isinstance(data, dict) else []
        child = key.removeprefix("child.")
        return f"/kinderen/{sent.index(child)}" if child in sent else "/kinderen"

    def _record(self, values: dict[str, Any]) -> Created:
        concerns = tuple(
            ChildConcern(key=str(row.pop("child").public_id), **row) for row in values["concerns"]
        )
        shared = frozenset(kind for kind in SHARED_WITH if kind.value in values["share_with"])
        new = NewTriage(**{**values, "concerns": concerns, "share_with": shared})
        saved = record_triage(case=self.case, triage=new, actor=self.actor, at=self.at)
        return Created(saved.public_id, self.below("kindertriages"), more={"versie": saved.version})


class Agreements(CaseResource):
    """Veilig Thuis stemt vooraf in met het gevolg van niet nakomen, of zegt wat er anders moet."""

    may: ClassVar = {"post": check_can_agree}
    operations: ClassVar = {
        "post": Operation(
            id="kindertriageBeantwoorden",
            summary="Antwoord van Veilig Thuis vastleggen",
            tag=TAG,
            body=AgreementIn,
            creates=True,
        )
    }

    def post(self, request: Request, zaak: UUID, triage: UUID) -> Response:
        """Answer it."""
        row = next((row for row in seen_triages(self.access) if row.public_id == triage), None)
        if row is None:
            raise Http404

        def write(values: dict[str, Any]) -> Created:
            saved = agree_with_triage(triage=row, **values, actor=self.actor, at=self.at)
            return Created(saved.public_id, self.below("kindertriages"))

        return self.create(AgreementIn, write)
