"""Wensen of the victim: all of them by disclosure; Veilig Thuis gets the three answers, by consent only."""

from __future__ import annotations

from typing import Any, ClassVar
from uuid import UUID

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from cases.access.rules.categories import Category
from cases.api.fields import CodeField, EnumField, Flag, Moment, Number, OptionalText, PersonField
from cases.api.operations import Operation
from cases.api.resource import CaseResource, Created
from cases.api.serializers import In, Out
from cases.casefiles.queries import roles_in
from cases.organisations.rules import ORGANISATION_LABELS, OrganisationKind
from cases.persons.rules.contact import DUTCH
from cases.victims.models import VictimWishes
from cases.victims.permissions import check_can_record_wishes
from cases.victims.queries import may_see_wishes, three_answers, wishes_by_victim
from cases.victims.rules.calls import YES_NO_UNKNOWN_LABELS, YesNoUnknown
from cases.victims.rules.wishes import (
    STATEMENT_LABELS,
    THREE_QUESTIONS,
    TOLD_BY_LABELS,
    Statement,
    ToldBy,
)
from cases.victims.services import NewWishes, record_wishes

SHARED_WITH = [
    (kind.value, ORGANISATION_LABELS[kind]) for kind in (OrganisationKind.RECLASSERING, OrganisationKind.RVDK)
]
ANSWERS = [(answer.value, label) for answer, label in YES_NO_UNKNOWN_LABELS.items()]


class WishesOut(Out):
    """De laatste wensen van een slachtoffer; wat niet voor uw organisatie is, is null."""

    NAME = "Wensen"

    id = serializers.UUIDField(source="public_id")
    slachtoffer = serializers.UUIDField()
    versie = Number(source="version")
    wilVervolging = CodeField(source="prosecution", choices=ANSWERS, allow_null=True)
    contactMetVerdachte = serializers.CharField(source="contact", allow_null=True)
    bescherming = serializers.CharField(source="protection", allow_null=True)
    wilWetenVanVrijlating = CodeField(source="informed_of_release", choices=ANSWERS, allow_null=True)
    hoeInformeren = EnumField(ToldBy, TOLD_BY_LABELS, source="informed_how", allow_null=True)
    verklaring = EnumField(Statement, STATEMENT_LABELS, source="statement", allow_null=True)
    taal = serializers.CharField(source="language", allow_null=True)
    tolk = Flag(source="interpreter", allow_null=True)
    overVeiligheid = serializers.CharField(source="says_of_safety", allow_null=True)
    wilNu = serializers.CharField(source="wants_now", allow_null=True)
    zietOplossing = serializers.CharField(source="sees_solution", allow_null=True)
    gesprokenOp = Moment(source="spoken_at", allow_null=True)


class WishesIn(In):
    """Wat een slachtoffer wil, zoals zij of hij het zei; elke vastlegging is een nieuwe versie."""

    NAME = "WensenNieuw"

    slachtoffer = PersonField(source="victim")
    gesprokenOp = Moment(source="spoken_at")
    wilVervolging = EnumField(
        YesNoUnknown,
        YES_NO_UNKNOWN_LABELS,
        source="prosecution",
        required=False,
        default=YesNoUnknown.UNKNOWN,
    )
    contactMetVerdachte = OptionalText(source="contact", longest=2000)
    bescherming = OptionalText(source="protection", longest=2000)
    wilWetenVanVrijlating = EnumField(
        YesNoUnknown,
        YES_NO_UNKNOWN_LABELS,
        source="informed_of_release",
        required=False,
        default=YesNoUnknown.UNKNOWN,
    )
    hoeInformeren = EnumField(
        ToldBy, TOLD_BY_LABELS, source="informed_how", required=False, default=ToldBy.UNKNOWN
    )
    verklaring = EnumField(
        Statement, STATEMENT_LABELS, source="statement", required=False, default=Statement.UNKNOWN
    )
    taal = OptionalText(source="language", longest=40, default=DUTCH)
    tolk = Flag(source="interpreter", required=False, default=False)
    overVeiligheid = OptionalText(source="says_of_safety", longest=2000)
    wilNu = OptionalText(source="wants_now", longest=2000)
    zietOplossing = OptionalText(source="sees_solution", longest=2000)
    delenMet = serializers.ListField(
        source="share_with", child=CodeField(choices=SHARED_WITH), required=False, default=list, max_length=2
    )


class Wishes(CaseResource):
    """De wensen van de slachtoffers. Slachtofferhulp legt ze vast."""

    may: ClassVar = {"post": check_can_record_wishes}
    operations: ClassVar = {
        "get": Operation(
            id="wensenLijst", summary="Wensen", tag="slachtoffer", answer=WishesOut, listed=True
        ),
        "post": Operation(
            id="wensenVastleggen", summary="Wensen vastleggen", tag="slachtoffer", body=WishesIn, creates=True
        ),
    }

    def get(self, request: Request, zaak: UUID) -> Response:
        """The last version of each victim, as far as the actor may see it."""
        rows = wishes_by_victim(self.case)
        people = {role.person_id: role.person for role in roles_in(self.access)}
        shown: list[dict[str, Any]] = []
        for key, row in sorted(rows.items()):
            body = self._shown(row) if key in people else None
            if body is not None:
                self.trail.shows(persons=[key], categories=[Category.WISHES])
                shown.append({**body, "slachtoffer": str(people[key].public_id)})
        return self.listed(shown, held_back=len(rows) - len(shown))

    def _shown(self, row: VictimWishes) -> dict[str, Any] | None:
        """Everything, or the three answers, or nothing."""
        fields = WishesOut(context=self.shared).fields
        told = three_answers(self.access, row)
        answers = {name: told[question] for name, question in THREE_QUESTIONS.items() if question in told}
        everything = may_see_wishes(self.access, row)
        if not everything and not answers:
            return None
        body: dict[str, Any] = {}
        for name, field in fields.items():
            source = field.source or name
            if name == "slachtoffer":
                continue
            open_to = everything or source in ("public_id", "version")
            value = getattr(row, source) if open_to else answers.get(source)
            body[name] = None if value is None else field.to_representation(value)
        return body

    def post(self, request: Request, zaak: UUID) -> Response:
        """Record wishes."""
        return self.create(WishesIn, self._record)

    def _record(self, values: dict[str, Any]) -> Created:
        victim = values.pop("victim")
        shared = frozenset(OrganisationKind(kind) for kind in values.pop("share_with"))
        saved = record_wishes(
            case=self.case,
            victim=victim,
            wishes=NewWishes(**values, share_with=shared),
            actor=self.actor,
            at=self.at,
        )
        return Created(saved.public_id, self.below("wensen"), more={"versie": saved.version})
