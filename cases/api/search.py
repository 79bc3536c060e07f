"""Zoeken: in the own cases by anything, outside them whether somebody is known."""

from __future__ import annotations

from typing import Any, ClassVar, Final

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from cases.access.models import AccessLogEntry
from cases.access.permissions import check_casework
from cases.api.fields import Day, Flag, OptionalText, Text
from cases.api.operations import Operation
from cases.api.resource import Resource
from cases.api.serializers import In, Out
from cases.casefiles.rules.searching import Question
from cases.casefiles.searching import FoundCase, ask_known, find_cases, note_found

TAG: Final = "zoeken"
OWN_PURPOSE: Final = "zoeken in de eigen zaken"


class CaseQuestionIn(In):
    """Een achternaam (ook zoals die klinkt, met of zonder voornaam ervoor), zaaknummer of telefoonnummer."""

    NAME = "Zaakvraag"

    zoek = Text(source="words", longest=120)


class FoundCaseOut(Out):
    """Een zaak waarin de gezochte voorkomt; bij een zaaknummer zonder persoon."""

    NAME = "GevondenZaak"

    zaak = serializers.UUIDField()
    nummer = serializers.CharField()
    persoon = serializers.UUIDField(allow_null=True)
    naam = serializers.CharField()
    rol = serializers.CharField()
    geboortedatum = Day(allow_null=True)


class CaseQuestions(Resource):
    """Zoeken in de zaken waaraan uw organisatie deelneemt. Elke vraag wordt gelogd."""

    operations: ClassVar = {
        "post": Operation(
            id="zakenZoeken",
            summary="Zoeken in de eigen zaken",
            tag=TAG,
            body=CaseQuestionIn,
            answer=FoundCaseOut,
            listed=True,
        )
    }

    def post(self, request: Request) -> Response:
        """Look in the own cases."""
        check_casework(self.actor)
        self.trail.action, self.trail.purpose = AccessLogEntry.ACTION_SEARCH, OWN_PURPOSE
        found = find_cases(self.actor, self.read(CaseQuestionIn)["words"], at=self.at)
        note_found(self.trail, found)
        return self.listed(FoundCaseOut([_found(row) for row in found], many=True).data)


def _found(row: FoundCase) -> dict[str, Any]:
    role = row.seen.role if row.seen else None
    return {
        "zaak": row.case.public_id,
        "nummer": row.case.number,
        "persoon": role.person.public_id if role else None,
        "naam": role.person.full_name if role else "",
        "rol": role.role if role else "",
        "geboortedatum": role.person.birth_date if role else None,
    }


class PersonQuestionIn(In):
    """Op BSN, of op achternaam met geboortedatum; het doel komt in het toegangslogboek."""

    NAME = "Persoonsvraag"

    bsn = OptionalText(longest=11)
    achternaam = OptionalText(source="last_name", longest=120)
    geboortedatum = Day(source="birth_date", required=False, allow_null=True, default=None)
    voornaam = OptionalText(source="first_names", longest=120)
    doel = Text(source="purpose", longest=200)


class ContactPoint(Out):
    """Bij welke organisatie u terecht kunt."""

    NAME = "Contactpunt"

    naam = serializers.CharField(source="name")
    telefoon = serializers.CharField(source="phone")


class PersonAnswerOut(Out):
    """Bekend of niet bekend; wie u niet mag kennen, is niet bekend."""

    NAME = "Persoonsantwoord"

    bekend = Flag(source="known")
    contactpunt = ContactPoint(source="contact", allow_null=True)
    vragenOver = serializers.IntegerField(source="left")


class PersonQuestions(Resource):
    """Is iemand bekend, ook buiten de eigen zaken? Een beperkt aantal vragen per medewerker per dag."""

    operations: ClassVar = {
        "post": Operation(
            id="persoonBekend",
            summary="Vragen of iemand bekend is",
            tag=TAG,
            body=PersonQuestionIn,
            answer=PersonAnswerOut,
        )
    }

    def post(self, request: Request) -> Response:
        """Ask; what was asked and why stands in the log whatever the answer is."""
        check_casework(self.actor)
        self.trail.action = AccessLogEntry.ACTION_SEARCH
        values = self.read(PersonQuestionIn)
        purpose = self.trail.purpose = values.pop("purpose")
        answer = ask_known(
            question=Question(**values), purpose=purpose, actor=self.actor, at=self.at, trail=self.trail
        )
        return Response(PersonAnswerOut(answer).data)
