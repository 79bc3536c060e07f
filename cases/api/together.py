"""Working together in a case: who takes whose place, the fixed contact person, the same-day action."""

from __future__ import annotations

from typing import Any, ClassVar
from uuid import UUID

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from cases.access.errors import InvalidInput
from cases.access.rules.categories import Category
from cases.api.fields import (
    Moment,
    MunicipalityField,
    PersonField,
    Text,
)
from cases.api.operations import Operation
from cases.api.resource import CaseResource, Created
from cases.api.serializers import In, Record
from cases.casefiles.collaboration import (
    movable_in,
    moves_of,
    safety_actions_of,
    successors,
    victim_contacts,
)
from cases.casefiles.models import (
    SafetyAction,
    VictimContactPerson,
)
from cases.casefiles.move_models import ParticipationMove
from cases.casefiles.permissions import (
    check_can_act_for_safety,
    check_can_name_contact,
    check_can_work,
)
from cases.casefiles.services.handover import (
    record_safety_action,
)
from cases.casefiles.services.leads import name_victim_contact
from cases.casefiles.services.rerouting import move_participation
from cases.organisations.queries import member_of

TAG = "samenwerking"


# --- another organisation takes a place -----------------------------------------------------------


class MoveOut(Record):
    """Een organisatie nam de plaats van een andere in: na een verhuizing, of na een foute routering."""

    NAME = "Verplaatsing"
    MODEL = ParticipationMove

    id = serializers.UUIDField(source="public_id")
    van = serializers.UUIDField(source="former.public_id")
    naar = serializers.UUIDField(source="successor.public_id")
    reden = serializers.CharField(source="reason")
    gemeenteTotDan = MunicipalityField(source="municipality_before")
    organisatie = serializers.UUIDField(source="organisation.public_id")
    verplaatstOp = Moment(source="moved_at")


class MoveIn(In):
    """Wie de plaats inneemt en waarom; schrijf geen adres. De coördinator op ZSM noemt ook wiens plaats."""

    NAME = "VerplaatsingNieuw"

    organisatie = serializers.UUIDField(
        source="organisation",
        required=False,
        allow_null=True,
        default=None,
        help_text="Leeg: uw eigen organisatie.",
    )
    naar = serializers.UUIDField(source="to", help_text="Een organisatie van dezelfde soort.")
    reden = Text(source="reason", longest=500)
    gemeenteSlachtoffer = MunicipalityField(
        source="victim_municipality",
        required=False,
        allow_null=True,
        default=None,
        help_text="Waar het slachtoffer nu woont, als dat de reden is.",
    )


class Moves(CaseResource):
    """De verplaatsingen van deelnames. De nieuwe organisatie krijgt de rol en alles wat loopt."""

    may: ClassVar = {"post": check_can_work}
    operations: ClassVar = {
        "get": Operation(
            id="verplaatsingenLijst",
            summary="Verplaatsingen van deelnames",
            tag=TAG,
            answer=MoveOut,
            listed=True,
        ),
        "post": Operation(
            id="deelnameVerplaatsen", summary="Deelname verplaatsen", tag=TAG, body=MoveIn, creates=True
        ),
    }

    def get(self, request: Request, zaak: UUID) -> Response:
        """Each by what the actor may see of it."""
        rows = moves_of(self.case)
        return self.listed(MoveOut(rows, many=True, context=self.shared).data)

    def post(self, request: Request, zaak: UUID) -> Response:
        """Move a place."""
        return self.create(MoveIn, self._move)

    def _move(self, values: dict[str, Any]) -> Created:
        movable = movable_in(self.case, self.actor)
        wanted = values.pop("organisation")
        mine = {"pk": self.actor.organisation_id} if wanted is None else {"public_id": wanted}
        organisation = movable.filter(**mine).first()
        to = successors(movable, self.actor).filter(public_id=values.pop("to")).first()
        problems = {
            "organisation": [] if organisation else ["Deze organisatie verplaatst u hier niet."],
            "to": [] if to else ["Kies een organisatie van dezelfde soort."],
        }
        if organisation is None or to is None:
            raise InvalidInput({name: said for name, said in problems.items() if said})
        saved = move_participation(
            case=self.case, organisation=organisation, to=to, **values, actor=self.actor, at=self.at
        )
        return Created(saved.public_id, self.below("verplaatsingen"))


# --- contact person and same-day action -----------------------------------------------------------


class ContactPersonOut(Record):
    """De vaste contactpersoon van een slachtoffer bij de politie."""

    NAME = "Contactpersoon"
    MODEL = VictimContactPerson

    id = serializers.UUIDField(source="public_id")
    slachtoffer = PersonField(source="victim")
    naam = serializers.CharField(source="user.display_name")
    organisatie = serializers.UUIDField(source="organisation.public_id")
    sinds = Moment(source="since")


class ContactPersonIn(In):
    """Wie van uw organisatie de vaste contactpersoon wordt."""

    NAME = "ContactpersoonNieuw"

    slachtoffer = PersonField(source="victim")
    medewerker = serializers.UUIDField(source="user", help_text="Zie /gebruikers.")


class ContactPersons(CaseResource):
    """De vaste contactpersonen van de slachtoffers; een nieuwe vervangt de vorige zonder gat."""

    may: ClassVar = {"post": check_can_name_contact}
    operations: ClassVar = {
        "get": Operation(
            id="contactpersonenLijst",
            summary="Vaste contactpersonen",
            tag=TAG,
            answer=ContactPersonOut,
            listed=True,
        ),
        "post": Operation(
            id="contactpersoonAanwijzen",
            summary="Vaste contactpersoon aanwijzen",
            tag=TAG,
            body=ContactPersonIn,
            creates=True,
        ),
    }

    def get(self, request: Request, zaak: UUID) -> Response:
        """Those that the actor may see."""
        every = victim_contacts(self.case)
        rows = [row for row in every if self.access.may_see(Category.IDENTITY, row.organisation_id)]
        body = ContactPersonOut(rows, many=True, context=self.shared).data
        return self.listed(body, held_back=len(every) - len(rows))

    def post(self, request: Request, zaak: UUID) -> Response:
        """Name one."""
        return self.create(ContactPersonIn, self._name)

    def _name(self, values: dict[str, Any]) -> Created:
        user = member_of(self.actor.organisation_id, values["user"])
        if user is None:
            raise InvalidInput({"user": ["Kies een collega van de politie."]})
        saved = name_victim_contact(
            case=self.case, victim=values["victim"], user=user, actor=self.actor, at=self.at
        )
        return Created(saved.public_id, self.below("contactpersonen"))


class SafetyActionOut(Record):
    """Wat dezelfde dag voor de veiligheid is gedaan."""

    NAME = "Veiligheidsactie"
    MODEL = SafetyAction

    id = serializers.UUIDField(source="public_id")
    tekst = serializers.CharField(source="text")
    gedaanOp = Moment(source="done_at")
    organisatie = serializers.UUIDField(source="organisation.public_id")


class SafetyActionIn(In):
    """Wat u vandaag voor de veiligheid deed: wie is gesproken, waar is wie vannacht, wie let op."""

    NAME = "VeiligheidsactieNieuw"

    tekst = Text(source="text", longest=1000)


class SafetyActions(CaseResource):
    """De veiligheidsacties; na een opzijgezette waarborg handelen VT en politie elk dezelfde dag."""

    may: ClassVar = {"post": check_can_act_for_safety}
    operations: ClassVar = {
        "get": Operation(
            id="veiligheidsactiesLijst",
            summary="Veiligheidsacties",
            tag=TAG,
            answer=SafetyActionOut,
            listed=True,
        ),
        "post": Operation(
            id="veiligheidsactieVastleggen",
            summary="Veiligheidsactie vastleggen",
            tag=TAG,
            body=SafetyActionIn,
            creates=True,
        ),
    }

    def get(self, request: Request, zaak: UUID) -> Response:
        """Each by what the actor may see of it."""
        rows = safety_actions_of(self.case)
        return self.listed(SafetyActionOut(rows, many=True, context=self.shared).data)

    def post(self, request: Request, zaak: UUID) -> Response:
        """Record one."""
        return self.create(SafetyActionIn, self._record)

    def _record(self, values: dict[str, Any]) -> Created:
        saved = record_safety_action(case=self.case, **values, actor=self.actor, at=self.at)
        return Created(saved.public_id, self.below("veiligheidsacties"))
