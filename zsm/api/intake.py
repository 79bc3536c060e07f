"""Aanhoudingen and verhoren: police registers how it met the suspect; one request opens the whole case."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar, Final
from uuid import UUID

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from cases.access.errors import InvalidInput
from cases.access.models import AccessLogEntry
from cases.access.rules.categories import Category
from cases.api.fields import (
    CodeField,
    Day,
)
from cases.api.operations import Operation
from cases.api.resource import Created, Resource
from cases.api.serializers import Out
from cases.casefiles.known import KnownPerson, known_people
from cases.casefiles.models import Case
from cases.casefiles.queries import open_case, roles_in
from cases.casefiles.rules.known import SAME_PERSON_LABELS, SamePerson
from cases.casefiles.rules.linking import LinkKind
from cases.offences.services import NewCharge
from cases.organisations.rules import OrganisationKind
from cases.persons.models import Person
from cases.persons.rules.matching import GRADE_LABELS, Grade
from cases.persons.services import NewPerson, NewSafeContact, checked_person
from cases.reports.services import NewReport
from zsm.api.intake_bodies import ArrestIn, HearingIn, IdentityIn
from zsm.intake.permissions import check_can_arrest_again, check_can_register_arrest
from zsm.intake.rules import RELATIONS
from zsm.intake.services import (
    Arrest,
    ArrestIntake,
    Complaint,
    Hearing,
    HearingIntake,
    Involved,
    InvolvedChild,
    InvolvedGuardian,
    LinkTo,
    RunningMeasure,
    register_arrest,
    register_hearing,
)

TAG: Final = "intake"
MATCH_PURPOSE: Final = "nagaan of een betrokkene al bekend is"


class Arrests(Resource):
    """Een aanhouding registreren: de zaak gaat open, wie erbij hoort doet mee, de klok loopt.

    Wie misschien al bekend is, moet eerst door een mens worden bevestigd of afgewezen: zonder antwoord volgt
    400 met de plaats `/verdachte/bekend`. De kandidaten geeft `persoonsvergelijkingen`.
    """

    operations: ClassVar = {
        "post": Operation(
            id="aanhoudingRegistreren",
            summary="Aanhouding registreren",
            tag=TAG,
            body=ArrestIn,
            creates=True,
        )
    }

    def post(self, request: Request) -> Response:
        """Register an arrest."""
        check_can_register_arrest(self.actor)
        return self.create(ArrestIn, self._register)

    def _register(self, values: dict[str, Any]) -> Created:
        arrest = Arrest(**values.pop("arrest"))
        intake = ArrestIntake(**shared_intake(self, values), arrest=arrest)
        return opened(self, register_arrest(intake=intake, actor=self.actor, at=self.at))


class Hearings(Resource):
    """Een verhoor zonder aanhouding registreren: de zaak gaat open, zonder klok van het eerste besluit.

    Wie misschien al bekend is, wordt eerst door een mens bevestigd of afgewezen, zoals bij een aanhouding.
    """

    operations: ClassVar = {
        "post": Operation(
            id="verhoorRegistreren",
            summary="Verhoor zonder aanhouding registreren",
            tag=TAG,
            body=HearingIn,
            creates=True,
        )
    }

    def post(self, request: Request) -> Response:
        """Register a hearing."""
        check_can_register_arrest(self.actor)
        return self.create(HearingIn, self._register)

    def _register(self, values: dict[str, Any]) -> Created:
        hearing = Hearing(**values.pop("hearing"))
        intake = HearingIntake(**shared_intake(self, values), hearing=hearing)
        return opened(self, register_hearing(intake=intake, actor=self.actor, at=self.at))


def opened(resource: Resource, case: Case) -> Created:
    """The answer to an intake: the case that it opened."""
    resource.trail.shows(cases=[case.pk])
    return Created(
        case.public_id,
        f"/api/v1/zaken/{case.public_id}",
        etag=f'"{case.version}"',
        more={"nummer": case.number},
    )


def shared_intake(resource: Resource, values: dict[str, Any]) -> dict[str, Any]:
    """What an arrest and a hearing have in common, for the service, from the body as read."""
    link, there = _link(resource, values.pop("linked_to"))
    relation = RELATIONS[values["victim_is"]][1]
    complaint, measure = values["complaint"], values["measure"]
    contact, report = values["safe_contact"], values["report"]
    if measure:
        measure = RunningMeasure(**{**measure, "parts": frozenset(measure["parts"])})
    return {
        **values,
        "suspect": Involved(**involved(values["suspect"], there)),
        "victim": Involved(**involved(values["victim"], there)),
        "children": tuple(InvolvedChild(**involved(child, there)) for child in values["children"]),
        "guardians": tuple(InvolvedGuardian(**involved(row, there)) for row in values["guardians"]),
        "linked_to": link,
        "charges": tuple(NewCharge(**charge, relation=relation) for charge in values["charges"]),
        "complaint": Complaint(**complaint) if complaint else None,
        "measure": measure,
        "safe_contact": NewSafeContact(**contact) if contact else None,
        "report": NewReport(**report) if report else None,
        "children_open_to": frozenset(OrganisationKind(kind) for kind in values["children_open_to"]),
    }


def _link(resource: Resource, given: dict[str, Any] | None) -> tuple[LinkTo | None, Mapping[UUID, Person]]:
    """The link to another case, with those in it whom the actor may know.

    An unknown case looks like a foreign one. Raises NotAllowed for who does not register in that case.
    """
    if given is None:
        return None, {}
    try:
        access = open_case(resource.actor, given["case"], at=resource.at)
    except Case.DoesNotExist:
        raise InvalidInput({"link.case": ["Deze zaak is er niet voor uw organisatie."]}) from None
    check_can_arrest_again(resource.actor, access.case.pk)
    people = {role.person.public_id: role.person for role in roles_in(access)}
    resource.trail.shows(cases=[access.case.pk])
    link = LinkTo(case=access.case, kind=LinkKind(given["kind"]), reason=given["reason"])
    return link, people


def involved(values: dict[str, Any], there: Mapping[UUID, Person]) -> dict[str, Any]:
    """Somebody of the intake; who is carried over from the linked case (`there`) is as recorded there."""
    person = there.get(values["carried"]) if values["carried"] else None
    names = ("first_names", "infix", "last_name", "birth_date", "gender", "bsn")
    new = {name: getattr(person, name) if person else values[name] for name in names}
    more = ("carried", "child_of", "guardian_is", "guardian_of")
    answers: dict[UUID, SamePerson] = {row["person"]: row["answer"] for row in values["answers"]}
    return {
        "person": NewPerson(**new),
        "answers": answers,
        **{name: values[name] for name in more if name in values},
    }


class Candidate(Out):
    """Een persoon die uw organisatie al ziet en die misschien dezelfde is."""

    NAME = "Kandidaat"

    persoon = serializers.UUIDField()
    naam = serializers.CharField()
    geboortedatum = Day(allow_null=True)
    sterkte = CodeField(choices=[(str(grade.value), label) for grade, label in GRADE_LABELS.items()])
    gelijk = serializers.CharField(help_text="Waardoor het dezelfde kan zijn; leeg: lijkt er alleen op.")
    bekendAls = serializers.ListField(child=serializers.CharField())
    antwoorden = serializers.ListField(
        child=CodeField(choices=[(answer.value, label) for answer, label in SAME_PERSON_LABELS.items()])
    )


class Comparisons(Resource):
    """Wie is er misschien al bekend, onder wie uw organisatie al ziet? Elke vraag wordt gelogd."""

    operations: ClassVar = {
        "post": Operation(
            id="persoonVergelijken",
            summary="Nagaan wie al bekend is",
            tag=TAG,
            body=IdentityIn,
            answer=Candidate,
            listed=True,
        )
    }

    def post(self, request: Request) -> Response:
        """Compare one person with those whom the actor already sees."""
        check_can_register_arrest(self.actor)
        self.trail.action = AccessLogEntry.ACTION_SEARCH
        self.trail.purpose = MATCH_PURPOSE
        person = checked_person(NewPerson(**self.read(IdentityIn)), self.at)
        found = known_people(self.actor, person.identity, self.at)
        if found:
            persons = [candidate.person.pk for candidate in found]
            self.trail.shows(persons=persons, categories=[Category.IDENTITY])
        return self.listed([_candidate(candidate) for candidate in found])


def _candidate(candidate: KnownPerson) -> dict[str, Any]:
    person, grade = candidate.person, candidate.match.grade
    possible = list(SamePerson) if candidate.identifiers else [SamePerson.SOMEBODY_ELSE]
    return {
        "persoon": str(person.public_id),
        "naam": person.full_name,
        "geboortedatum": person.birth_date.isoformat() if person.birth_date else None,
        "sterkte": str(Grade(grade).value),
        "gelijk": candidate.identifiers,
        "bekendAls": list(candidate.known_as),
        "antwoorden": [answer.value for answer in possible],
    }
