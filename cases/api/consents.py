"""Toestemming of a victim to share the answers to the three questions with Veilig Thuis (tables, 5)."""

from __future__ import annotations

from typing import Any, ClassVar
from uuid import UUID

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from cases.access.actor import Actor
from cases.access.models import DisclosureConsent
from cases.access.rules.categories import Category
from cases.access.rules.consent import (
    BY_LABELS,
    MANNER_LABELS,
    STEP_LABELS,
    ConsentBy,
    ConsentManner,
    ConsentStep,
)
from cases.api.fields import CodeField, EnumField, Moment, OptionalText, PersonField
from cases.api.operations import Operation
from cases.api.resource import CaseResource, Created
from cases.api.serializers import In, Record
from cases.casefiles.queries import roles_in
from cases.organisations.rules import OrganisationKind
from cases.sharing.permissions import check_can_record_consent
from cases.sharing.queries import consent_steps
from cases.sharing.services import NewConsent, record_consent

TAG = "slachtoffer"
CATEGORY, RECIPIENT = Category.WISHES, OrganisationKind.VT


def _choices(labels: dict[Any, str]) -> list[tuple[str, str]]:
    return [(entry.value, label) for entry, label in labels.items()]


class ConsentOut(Record):
    """Eén stap van een toestemming; de laatste telt, en alleen “gegeven” opent iets."""

    NAME = "Toestemming"
    MODEL = DisclosureConsent

    id = serializers.UUIDField(source="public_id")
    slachtoffer = PersonField(source="person")
    stap = CodeField(source="step", choices=_choices(STEP_LABELS))
    gegevenDoor = CodeField(source="given_by", choices=_choices(BY_LABELS))
    hoe = CodeField(source="manner", choices=_choices(MANNER_LABELS))
    moment = Moment(source="stepped_at")
    toelichting = serializers.CharField(source="note")
    organisatie = serializers.UUIDField(source="organisation.public_id")
    vastgelegdOp = Moment(source="recorded_at")


class ConsentIn(In):
    """Een stap: gevraagd, gegeven, geweigerd of ingetrokken. Intrekken werkt vanaf het volgende verzoek."""

    NAME = "ToestemmingNieuw"

    slachtoffer = PersonField(source="person")
    stap = EnumField(ConsentStep, STEP_LABELS, source="step")
    moment = Moment(source="stepped_at")
    gegevenDoor = EnumField(ConsentBy, BY_LABELS, source="given_by", required=False, default=ConsentBy.SELF)
    hoe = EnumField(
        ConsentManner, MANNER_LABELS, source="manner", required=False, default=ConsentManner.PHONE
    )
    toelichting = OptionalText(source="note", longest=300)


def _may_record(actor: Actor, case_id: int) -> None:
    check_can_record_consent(actor, case_id, CATEGORY)


class Consents(CaseResource):
    """Toestemming om de antwoorden op de drie vragen met Veilig Thuis te delen; Slachtofferhulp legt vast.

    Veilig Thuis ziet nooit of er is gevraagd of geweigerd; met toestemming geeft `wensen` de antwoorden.
    """

    may: ClassVar = {"post": _may_record}
    operations: ClassVar = {
        "get": Operation(
            id="toestemmingenLijst", summary="Toestemmingen", tag=TAG, answer=ConsentOut, listed=True
        ),
        "post": Operation(
            id="toestemmingVastleggen",
            summary="Toestemming vastleggen",
            tag=TAG,
            body=ConsentIn,
            creates=True,
        ),
    }

    def get(self, request: Request, zaak: UUID) -> Response:
        """Every step that the actor may see, the newest first per victim."""
        return self.listed(ConsentOut(self._seen(), many=True, context=self.shared).data)

    def _seen(self) -> list[DisclosureConsent]:
        """Not counted what is held back: that would tell Veilig Thuis that the victim was asked."""
        if self.actor.works_for(OrganisationKind.VT):
            return []
        victims = {role.person_id: role.person for role in roles_in(self.access) if role.role == "victim"}
        return [
            row
            for key, victim in sorted(victims.items())
            for row in consent_steps(self.case, victim, category=CATEGORY, recipient=RECIPIENT)
            if self.access.may_see(CATEGORY, row.organisation_id, key)
        ]

    def post(self, request: Request, zaak: UUID) -> Response:
        """Record a step."""
        return self.create(ConsentIn, self._record)

    def _record(self, values: dict[str, Any]) -> Created:
        person = values.pop("person")
        saved = record_consent(
            case=self.case,
            person=person,
            category=CATEGORY,
            recipient=RECIPIENT,
            consent=NewConsent(**values),
            actor=self.actor,
            at=self.at,
        )
        return Created(saved.public_id, self.below("toestemmingen"))
