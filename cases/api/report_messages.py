"""Meldingen in the national message form (JZV Meldingen): in by police or Veilig Thuis, the outcome out."""

from __future__ import annotations

import re
from typing import Any, ClassVar
from uuid import UUID

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from cases.api.fields import EnumField, Flag, MunicipalityField, OptionalText
from cases.api.operations import Operation
from cases.api.problems import ApiRefusal, Wrong
from cases.api.resource import Created, Resource
from cases.api.serializers import In, many
from cases.casefiles.rules.known import SAME_PERSON_LABELS, SamePerson
from cases.persons.services import NewPerson, NewSafeContact
from cases.reports.permissions import check_can_open_reported_case
from cases.reports.rules.jzv import MessagePerson, read_message
from cases.reports.services import Named, ReportIntake, open_reported_case

_ROW = re.compile(r"\[(\d+)\]")
_PERSON = re.compile(r"person-(\d+)(?:\.(.*))?")
# By the name of the service: where the message holds it.
REPORT_PLACES = {
    "situation": "/zorgelijkeSituatie/situatieSchets",
    "explanation": "/zorgelijkeSituatie/nadereOmschrijving",
    "request": "/verzoek",
    "reference": "/registratienummer",
    "reported_at": "/datumTijd",
    "further_information": "/overigeInformatie",
    "incident.happened_at": "/incident/datumTijd",
    "incident.place": "/incident/locatie",
    "incident.description": "/incident/omschrijving",
}
PERSON_PLACES = {
    "last_name": "/naam/geslachtsnaam",
    "birth_date": "/geboorte/datum",
    "bsn": "/burgerservicenummer",
    "address": "/adres",
    "match": "/bekend",
}


class Period(In):
    """Van wanneer tot wanneer."""

    NAME = "JzvPeriode"

    van = OptionalText(longest=30)
    tot = OptionalText(longest=30)


class IncidentPart(In):
    """De aanleiding."""

    NAME = "JzvIncident"

    datumTijd = OptionalText(longest=40)
    locatie = OptionalText(longest=200)
    omschrijving = OptionalText(longest=5000)
    periodeVanTot = Period(required=False, allow_null=True, default=None)


class Question(In):
    """Een vraag met haar antwoord: VT-001 (bestaande hulp), VT-002 (huisverbod)."""

    NAME = "JzvVraagAntwoord"

    code = OptionalText(longest=10)
    antwoord = OptionalText(longest=300)
    toelichting = OptionalText(longest=300)


class Situation(In):
    """De zorgelijke situatie."""

    NAME = "JzvZorgelijkeSituatie"

    situatieSchets = OptionalText(longest=5000)
    nadereOmschrijving = OptionalText(longest=5000)
    vraagAntwoord = many(Question, required=False, default=list, max_length=20)


class Name(In):
    """De naam van een persoon."""

    NAME = "JzvNaam"

    voornamen = OptionalText(longest=120)
    voorvoegsel = OptionalText(longest=20)
    geslachtsnaam = OptionalText(longest=120)


class Birth(In):
    """De geboorte van een persoon."""

    NAME = "JzvGeboorte"

    datum = OptionalText(longest=10)


class Address(In):
    """Een adres; het wordt behandeld als geheim tot iemand zegt dat het dat niet is."""

    NAME = "JzvAdres"

    straatnaam = OptionalText(longest=80)
    huisnummer = OptionalText(longest=10)
    huisletter = OptionalText(longest=2)
    huisnummertoevoeging = OptionalText(longest=10)
    postcode = OptionalText(longest=10)
    woonplaats = OptionalText(longest=80)


class ContactMeans(In):
    """Een telefoonnummer of e-mailadres; het is nog niet veilig bevonden."""

    NAME = "JzvCommunicatiemiddel"

    soort = OptionalText(longest=20)
    waarde = OptionalText(longest=254)


class KnownAnswerIn(In):
    """Het antwoord, door een mens gegeven, op de vraag of een bekende persoon dezelfde is."""

    NAME = "JzvBekend"

    persoon = serializers.UUIDField()
    antwoord = EnumField(SamePerson, SAME_PERSON_LABELS)


class PersonPart(In):
    """Een natuurlijk persoon. `bekend` is geen deel van de standaard: de antwoorden op mogelijke gelijken."""

    NAME = "JzvNatuurlijkPersoon"

    rol = OptionalText(longest=20)
    naam = Name()
    geboorte = Birth(required=False, allow_null=True, default=None)
    geslachtsaanduiding = OptionalText(longest=2)
    burgerservicenummer = OptionalText(longest=12)
    adres = Address(required=False, allow_null=True, default=None)
    communicatiemiddel = many(ContactMeans, required=False, default=list, max_length=10)
    bekend = many(KnownAnswerIn, required=False, default=list, max_length=50)


class ReporterPart(In):
    """Wie meldt: politie, professional of burger."""

    NAME = "JzvMelder"

    soort = OptionalText(longest=20)
    anoniem = Flag(required=False, default=False)
    naam = OptionalText(longest=120)
    bereikbaarheid = OptionalText(longest=200)


class MessageIn(In):
    """Een bericht "JZV Meldingen". `gemeente` en `pleeggemeente` zijn van ons: zij bepalen wie ontvangt."""

    NAME = "JzvMelding"

    gemeente = MunicipalityField(help_text="Waar het slachtoffer woont.")
    pleeggemeente = MunicipalityField(required=False, allow_null=True, default=None)
    registratienummer = OptionalText(longest=60)
    soort = OptionalText(longest=4)
    datumTijd = OptionalText(longest=40)
    verzoek = OptionalText(longest=300)
    acuut = Flag(required=False, default=False)
    terugkoppelingGewenst = Flag(required=False, default=True)
    overigeInformatie = OptionalText(longest=5000)
    incident = IncidentPart(required=False, allow_null=True, default=None)
    zorgelijkeSituatie = Situation()
    natuurlijkPersoon = many(PersonPart, allow_empty=False, max_length=40)
    melder = ReporterPart(required=False, allow_null=True, default=None)


class ReportMessages(Resource):
    """Een melding aan Veilig Thuis in de landelijke berichtvorm: zij opent een zaak of komt in de lopende.

    Hetzelfde registratienummer twee keer is één melding: de tweede keer volgt 400.
    """

    operations: ClassVar = {
        "post": Operation(
            id="jzvMeldingDoen",
            summary="Melding in de landelijke berichtvorm",
            tag="meldingen",
            body=MessageIn,
            creates=True,
        )
    }

    def post(self, request: Request) -> Response:
        """Take in a report."""
        check_can_open_reported_case(self.actor)
        return self.create(MessageIn, self._take_in)

    def _take_in(self, values: dict[str, Any]) -> Created:
        read = read_message(values)
        if read.problems:
            raise ApiRefusal(
                "invoer",
                wrong=[
                    Wrong("body", _pointer(place), text)
                    for place, texts in read.problems.items()
                    for text in texts
                ],
            )
        persons = [
            _named(person, row) for person, row in zip(read.persons, values["natuurlijkPersoon"], strict=True)
        ]
        intake = ReportIntake(
            report=read.report,
            municipality=values["gemeente"],
            place=values["pleeggemeente"],
            persons=tuple(persons),
        )
        report = open_reported_case(intake=intake, actor=self.actor, at=self.at)
        self.trail.shows(cases=[report.case_id])
        case = report.case.public_id
        return Created(
            report.public_id,
            f"/api/v1/zaken/{case}/meldingen",
            more={"zaak": str(case), "registratienummer": report.number},
        )

    def pointer(self, key: str) -> str:
        """Where the message holds what the service calls `key`."""
        if key == "municipality":
            return "/gemeente"
        if found := _PERSON.fullmatch(key):
            return f"/natuurlijkPersoon/{found[1]}{PERSON_PLACES.get(found[2] or '', '')}"
        return REPORT_PLACES.get(key.removeprefix("report."), "")


def _pointer(place: str) -> str:
    """From the place in the words of the message, such as `natuurlijkPersoon[0].rol`, to a JSON pointer."""
    return "/" + _ROW.sub(r"/\1", place).replace(".", "/")


def _named(person: MessagePerson, row: dict[str, Any]) -> Named:
    contact = NewSafeContact(phone=person.phone, email=person.email)
    answers: dict[UUID, SamePerson] = {entry["persoon"]: entry["antwoord"] for entry in row["bekend"]}
    return Named(
        person=NewPerson(
            last_name=person.last_name,
            first_names=person.first_names,
            infix=person.infix,
            birth_date=person.birth_date,
            gender=person.gender,
            bsn=person.bsn,
        ),
        described_as=person.described_as,
        address=person.address,
        contact=contact if person.phone or person.email else None,
        answers=answers,
    )
