"""What a victim gets in writing: the safe e-mail of who informed, and the official letter of the OM."""

from __future__ import annotations

from typing import Any, ClassVar
from uuid import UUID

from django.http import Http404
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from cases.access.errors import NotAllowed
from cases.access.rules.categories import Category
from cases.api.fields import CodeField, Computed, Flag, Moment, OptionalText, PersonField
from cases.api.operations import Operation
from cases.api.resource import CaseResource, Created, record_etag
from cases.api.serializers import In, Record
from cases.victims.models import OfficialLetter, VictimLetter, VictimNotice
from cases.victims.permissions import check_can_confirm_address
from cases.victims.queries import official_letter_of
from cases.victims.rules.letter import LETTER_LABELS, OFFICIAL_LABELS
from cases.victims.services import (
    confirm_address,
    hand_over_official_letter,
    post_official_letter,
    send_letter,
)

TAG = "slachtoffer"
LETTER_CHOICES = [(status.value, label) for status, label in LETTER_LABELS.items()]
OFFICIAL_CHOICES = [(status.value, label) for status, label in OFFICIAL_LABELS.items()]
CONFIRMED, POSTED, HANDED_OVER = "address_confirmed", "sent", "handed_over"
STEPS = [
    (CONFIRMED, "het postadres is nagevraagd en veilig"),
    (POSTED, "verstuurd naar het bevestigde adres (OM)"),
    (HANDED_OVER, "persoonlijk overhandigd (OM)"),
]
NOT_NAMED = "De e-mail stuurt wie is aangewezen om het slachtoffer te informeren."


# --- the safe e-mail ------------------------------------------------------------------------------


class LetterOut(Record):
    """Een veilige e-mail aan het slachtoffer; de tekst is vast, een adres staat hier niet."""

    NAME = "VeiligeEmail"
    MODEL = VictimLetter

    id = serializers.UUIDField(source="public_id")
    slachtoffer = PersonField(source="victim")
    stand = CodeField(source="status", choices=LETTER_CHOICES)
    klaargezetOp = Moment(source="queued_at")
    afgehandeldOp = Moment(source="settled_at")
    organisatie = serializers.UUIDField(source="organisation.public_id")


class LetterIn(In):
    """Hetzelfde nog eens per e-mail; het slachtoffer wil het op dit adres ontvangen."""

    NAME = "VeiligeEmailNieuw"

    slachtoffer = PersonField(source="victim")
    akkoord = Flag(source="agreed", help_text="Het slachtoffer wil dit per e-mail ontvangen.")


class Letters(CaseResource):
    """De veilige e-mails. Bij het verzenden wordt opnieuw gekeken of het adres nog veilig is."""

    operations: ClassVar = {
        "get": Operation(
            id="veiligeEmailsLijst", summary="Veilige e-mails", tag=TAG, answer=LetterOut, listed=True
        ),
        "post": Operation(
            id="veiligeEmailSturen",
            summary="Slachtoffer per veilige e-mail informeren",
            tag=TAG,
            body=LetterIn,
            creates=True,
        ),
    }

    def get(self, request: Request, zaak: UUID) -> Response:
        """Those that the actor may see, the newest first."""
        rows = VictimLetter.objects.filter(case=self.case).select_related("organisation", "victim")
        every = list(rows.order_by("-queued_at", "-pk"))
        seen = [row for row in every if self.access.may_see(Category.DECISION, row.organisation_id)]
        body = LetterOut(seen, many=True, context=self.shared).data
        return self.listed(body, held_back=len(every) - len(seen))

    def post(self, request: Request, zaak: UUID) -> Response:
        """Queue one."""
        own = VictimNotice.objects.filter(case=self.case, informer=self.actor.organisation_id)
        if not own.exists():
            raise NotAllowed(NOT_NAMED)
        return self.create(LetterIn, self._send)

    def _send(self, values: dict[str, Any]) -> Created:
        saved = send_letter(case=self.case, **values, actor=self.actor, at=self.at)
        return Created(saved.public_id, self.below("veilige-emails"))


# --- the official letter --------------------------------------------------------------------------


class OfficialLetterOut(Record):
    """De officiële brief van het OM over een bericht: nog te sturen, verstuurd of overhandigd."""

    NAME = "OfficieleBrief"
    MODEL = OfficialLetter
    FIXED: ClassVar = {"slachtoffer": Category.IDENTITY, "over": Category.DECISION}

    id = serializers.UUIDField(source="public_id")
    slachtoffer = PersonField(source="notice.victim")
    over = serializers.CharField(source="notice.about")
    stand = CodeField(source="status", choices=OFFICIAL_CHOICES)
    adresBevestigdOp = Moment(source="address_confirmed_at")
    gedaanOp = Moment(source="done_at")
    overhandigdDoor = serializers.CharField(source="handed_over_by")
    organisatie = serializers.UUIDField(source="organisation.public_id")
    vastgelegdOp = Moment(source="recorded_at")
    etag = Computed("etag_of", serializers.CharField(), help_text="Voor If-Match.")

    def etag_of(self, row: OfficialLetter) -> str:
        """The version of the letter."""
        return official_etag(row)


class OfficialStepIn(In):
    """Wat er met de brief is gedaan; zonder bevestigd veilig adres gaat hij niet op de post."""

    NAME = "OfficieleBriefStap"

    stap = CodeField(source="step", choices=STEPS)
    overhandigdDoor = OptionalText(source="handed_over_by", longest=120)


def official_etag(row: OfficialLetter) -> str:
    """Changes with every step."""
    return record_etag("official-letter", row.public_id, row.status, row.address_confirmed_at)


class OfficialLetters(CaseResource):
    """De officiële brieven van het OM."""

    operations: ClassVar = {
        "get": Operation(
            id="officieleBrievenLijst",
            summary="Officiële brieven van het OM",
            tag=TAG,
            answer=OfficialLetterOut,
            listed=True,
        )
    }

    def get(self, request: Request, zaak: UUID) -> Response:
        """Those that the actor may see, the newest first."""
        rows = OfficialLetter.objects.filter(notice__case=self.case)
        rows = rows.select_related("notice__victim", "organisation").order_by("-recorded_at", "-pk")
        every = list(rows)
        seen = [row for row in every if self.access.may_see(Category.DECISION, row.organisation_id)]
        body = OfficialLetterOut(seen, many=True, context=self.shared).data
        return self.listed(body, held_back=len(every) - len(seen))


class OfficialSteps(CaseResource):
    """Het adres bevestigen, of vastleggen dat de brief is verstuurd of overhandigd."""

    may: ClassVar = {"put": check_can_confirm_address}
    operations: ClassVar = {
        "put": Operation(
            id="officieleBriefBijwerken",
            summary="Officiële brief bijwerken",
            tag=TAG,
            body=OfficialStepIn,
            answer=OfficialLetterOut,
            matches=True,
            etag=True,
        )
    }

    def put(self, request: Request, zaak: UUID, brief: UUID) -> Response:
        """Take the step."""
        self._find(brief)
        self.lock()
        row = self._find(brief)
        self.must_match(official_etag(row))
        values = self.read(OfficialStepIn)
        about: dict[str, Any] = {"letter": row, "actor": self.actor, "at": self.at}
        if values["step"] == CONFIRMED:
            confirm_address(**about)
        elif values["step"] == POSTED:
            post_official_letter(**about)
        else:
            hand_over_official_letter(handed_over_by=values["handed_over_by"], **about)
        saved = self._find(brief)
        body = OfficialLetterOut(saved, context=self.shared).data
        return Response(body, headers={"ETag": official_etag(saved)})

    def _find(self, public_id: UUID) -> OfficialLetter:
        try:
            row = official_letter_of(self.case, public_id)
        except OfficialLetter.DoesNotExist:
            raise Http404 from None
        if not self.access.may_see(Category.DECISION, row.organisation_id):
            raise Http404
        return row
