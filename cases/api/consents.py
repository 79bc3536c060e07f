"""Toestemming of a person to share what a giver recorded with a kind of partner (tables, 5)."""

from __future__ import annotations

from typing import Any, ClassVar
from uuid import UUID

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from cases.access.models import CATEGORY_CHOICES, DisclosureConsent
from cases.access.rules.categories import CATEGORY_LABELS, Category
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
from cases.api.paging import PAGING, page_of
from cases.api.resource import CaseResource, Created
from cases.api.serializers import In, Record
from cases.organisations.models import KIND_CHOICES
from cases.organisations.rules import ORGANISATION_LABELS, OrganisationKind
from cases.sharing.permissions import check_can_ask_consent
from cases.sharing.queries import consents_seen
from cases.sharing.services import NewConsent, record_consent

TAG = "delen"


def _choices(labels: dict[Any, str]) -> list[tuple[str, str]]:
    return [(entry.value, label) for entry, label in labels.items()]


class ConsentOut(Record):
    """Eén stap van een toestemming; de laatste telt, en alleen “gegeven” opent iets."""

    NAME = "Toestemming"
    MODEL = DisclosureConsent

    id = serializers.UUIDField(source="public_id")
    persoon = PersonField(source="person")
    onderdeel = CodeField(source="category", choices=CATEGORY_CHOICES)
    ontvanger = CodeField(source="recipient_kind", choices=KIND_CHOICES)
    stap = CodeField(source="step", choices=_choices(STEP_LABELS))
    gegevenDoor = CodeField(source="given_by", choices=_choices(BY_LABELS))
    hoe = CodeField(source="manner", choices=_choices(MANNER_LABELS))
    moment = Moment(source="stepped_at")
    toelichting = serializers.CharField(source="note")
    organisatie = serializers.UUIDField(source="organisation.public_id")
    vastgelegdOp = Moment(source="recorded_at")


class ConsentIn(In):
    """Een stap: gevraagd, gegeven, geweigerd of ingetrokken. Intrekken werkt vanaf het volgende verzoek.

    Zonder onderdeel en ontvanger: de wensen van het slachtoffer, te delen met Veilig Thuis.
    """

    NAME = "ToestemmingNieuw"

    persoon = PersonField(source="person")
    onderdeel = EnumField(
        Category, CATEGORY_LABELS, source="category", required=False, default=Category.WISHES
    )
    ontvanger = EnumField(
        OrganisationKind,
        ORGANISATION_LABELS,
        source="recipient",
        required=False,
        default=OrganisationKind.VT,
        help_text="De soort partner waarmee wordt gedeeld.",
    )
    stap = EnumField(ConsentStep, STEP_LABELS, source="step")
    moment = Moment(source="stepped_at")
    gegevenDoor = EnumField(ConsentBy, BY_LABELS, source="given_by", required=False, default=ConsentBy.SELF)
    hoe = EnumField(
        ConsentManner, MANNER_LABELS, source="manner", required=False, default=ConsentManner.PHONE
    )
    toelichting = OptionalText(source="note", longest=300)


class Consents(CaseResource):
    """Toestemming om te delen wat uw organisatie vastlegde, van de betrokkene zelf.

    Slachtofferhulp legt die van het slachtoffer over de wensen vast; reclassering, Halt en jeugdreclassering
    die van de verdachte. De ontvanger ziet nooit of er is gevraagd of geweigerd.
    """

    may: ClassVar = {"post": check_can_ask_consent}
    operations: ClassVar = {
        "get": Operation(
            id="toestemmingenLijst",
            summary="Toestemmingen",
            tag=TAG,
            answer=ConsentOut,
            listed=True,
            query=PAGING,
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
        """Every step that the actor may see, the newest first."""
        page = page_of(self.asked, request.query_params, consents_seen(self.access), moment="recorded_at")
        return self.listed(
            ConsentOut(page.rows, many=True, context=self.shared).data, following=page.following
        )

    def post(self, request: Request, zaak: UUID) -> Response:
        """Record a step."""
        return self.create(ConsentIn, self._record)

    def _record(self, values: dict[str, Any]) -> Created:
        saved = record_consent(
            case=self.case,
            person=values.pop("person"),
            category=values.pop("category"),
            recipient=values.pop("recipient"),
            consent=NewConsent(**values),
            actor=self.actor,
            at=self.at,
        )
        return Created(saved.public_id, self.below("toestemmingen"))
