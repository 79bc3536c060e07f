"""Personen of a case, and how each can be reached safely."""

from __future__ import annotations

from typing import Any, ClassVar
from uuid import UUID

from django.http import Http404
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from cases.access.errors import NotAllowed
from cases.access.rules.categories import Category
from cases.api.fields import CodeField, Computed, Day, Flag, Moment, OptionalText
from cases.api.operations import Operation
from cases.api.resource import CaseResource, record_etag
from cases.api.serializers import In, Out
from cases.casefiles.models import PERSON_ROLE_CHOICES, CaseRole
from cases.casefiles.queries import roles_in
from cases.casefiles.services import set_safe_contact
from cases.persons.models import GENDER_CHOICES, RELATION_CHOICES, Person, SafeContact
from cases.persons.permissions import check_can_set_safe_contact
from cases.persons.queries import relations_among, safe_contact_of
from cases.persons.rules.contact import DUTCH
from cases.persons.services import NewSafeContact
from cases.victims.permissions import may_see_contact
from cases.victims.queries import notices

TAG = "personen"


class Relation(Out):
    """Wat deze persoon is van een ander in de zaak."""

    NAME = "Relatie"

    soort = CodeField(source="kind", choices=RELATION_CHOICES)
    van = serializers.UUIDField(source="other.public_id")
    verbrokenOp = Day(source="ended_on", allow_null=True)


class PersonOut(Out):
    """Een persoon in deze zaak, met wat zij of hij hier is."""

    NAME = "Persoon"

    id = serializers.UUIDField(source="person.public_id")
    rol = CodeField(source="role", choices=PERSON_ROLE_CHOICES)
    voornamen = serializers.CharField(source="person.first_names")
    tussenvoegsel = serializers.CharField(source="person.infix")
    achternaam = serializers.CharField(source="person.last_name")
    geboortedatum = Day(source="person.birth_date", allow_null=True)
    geslacht = CodeField(source="person.gender", choices=GENDER_CHOICES)
    bsn = serializers.CharField(source="person.bsn")
    relaties = Computed("relations_of", Relation(many=True))

    def relations_of(self, role: CaseRole) -> Any:
        """The relations to others whom the actor may know."""
        rows = [row for row in self.context["relations"] if row.person_id == role.person_id]
        return Relation(rows, many=True).data


class Persons(CaseResource):
    """De personen in de zaak die uw organisatie mag kennen."""

    operations: ClassVar = {
        "get": Operation(
            id="personenLijst", summary="Personen in de zaak", tag=TAG, answer=PersonOut, listed=True
        )
    }

    def get(self, request: Request, zaak: UUID) -> Response:
        """Everybody in the case, by what the actor may know."""
        roles = roles_in(self.access)
        hidden = CaseRole.objects.filter(case=self.case).count() - len(roles)
        ids = [role.person_id for role in roles]
        self.trail.shows(persons=ids, categories={category_of(role) for role in roles})
        context = {**self.shared, "relations": relations_among(ids)}
        return self.listed(PersonOut(roles, many=True, context=context).data, held_back=hidden)


def category_of(role: CaseRole) -> Category:
    """Under which category a person is shown: a child has one of its own."""
    return Category.CHILDREN if role.role == "child" else Category.IDENTITY


class SafeContactOut(Out):
    """Hoe iemand veilig te bereiken is. Zonder vastlegging is er geen enkel contact."""

    NAME = "VeiligContact"

    telefoon = serializers.CharField(source="phone")
    telefoonVeilig = Flag(source="phone_safe")
    bellenVanaf = serializers.TimeField(source="hours_from", allow_null=True)
    bellenTot = serializers.TimeField(source="hours_until", allow_null=True)
    voicemailMag = Flag(source="voicemail_allowed")
    email = serializers.CharField()
    emailVeilig = Flag(source="email_safe")
    taal = serializers.CharField(source="language")
    letOp = serializers.CharField(source="note")
    organisatie = serializers.UUIDField(source="organisation.public_id", allow_null=True)
    geldigVanaf = Moment(source="valid_from", allow_null=True)


class SafeContactIn(In):
    """Nieuwe afspraken over veilig contact; de vorige blijven bewaard."""

    NAME = "VeiligContactNieuw"

    telefoon = OptionalText(source="phone", longest=20)
    telefoonVeilig = Flag(source="phone_safe", required=False, default=False)
    bellenVanaf = serializers.TimeField(source="hours_from", required=False, allow_null=True, default=None)
    bellenTot = serializers.TimeField(source="hours_until", required=False, allow_null=True, default=None)
    voicemailMag = Flag(source="voicemail_allowed", required=False, default=False)
    email = OptionalText(longest=254)
    emailVeilig = Flag(source="email_safe", required=False, default=False)
    taal = OptionalText(source="language", longest=40, default=DUTCH)
    letOp = OptionalText(source="note", longest=300)


class SafeContacts(CaseResource):
    """Veilig contact van een persoon: alleen voor wie het moet weten.

    Wijzigen vervangt de lopende afspraken door een nieuwe versie; wie de oude versie had, krijgt 412.
    """

    may: ClassVar = {"put": check_can_set_safe_contact}
    operations: ClassVar = {
        "get": Operation(
            id="veiligContactOpvragen", summary="Veilig contact", tag=TAG, answer=SafeContactOut, etag=True
        ),
        "put": Operation(
            id="veiligContactVastleggen",
            summary="Veilig contact vastleggen",
            tag=TAG,
            body=SafeContactIn,
            answer=SafeContactOut,
            matches=True,
            etag=True,
        ),
    }

    def get(self, request: Request, zaak: UUID, persoon: UUID) -> Response:
        """The instructions that hold now."""
        person = self._person(persoon)
        contact = safe_contact_of(person)
        if contact is None:
            self.trail.shows(persons=[person.pk])
            return Response(_nobody_said(), headers={"ETag": contact_etag(None)})
        if not self._sees(person, contact):
            raise NotAllowed("Hoe deze persoon te bereiken is, is niet voor uw organisatie.")
        self.trail.shows(persons=[person.pk], categories=[Category.CONTACT])
        return Response(SafeContactOut(contact).data, headers={"ETag": contact_etag(contact)})

    def put(self, request: Request, zaak: UUID, persoon: UUID) -> Response:
        """Replace them by a new version."""
        person = self._person(persoon)
        self.lock()
        self.must_match(contact_etag(safe_contact_of(person)))
        saved = set_safe_contact(
            case=self.case,
            person=person,
            contact=NewSafeContact(**self.read(SafeContactIn)),
            actor=self.actor,
            at=self.at,
        )
        self.trail.shows(persons=[person.pk], categories=[Category.CONTACT])
        return Response(SafeContactOut(saved).data, headers={"ETag": contact_etag(saved)})

    def _person(self, public_id: UUID) -> Person:
        for role in roles_in(self.access):
            if role.person.public_id == public_id:
                return role.person
        raise Http404

    def _sees(self, person: Person, contact: SafeContact) -> bool:
        informs = any(
            view.mine and view.open and view.notice.victim_id == person.pk for view in notices(self.access)
        )
        return may_see_contact(self.access, contact, informs=informs)


def contact_etag(contact: SafeContact | None) -> str:
    """The version of the instructions; that there are none is a version too."""
    return record_etag("contact", contact.public_id if contact else "")


def _nobody_said() -> dict[str, Any]:
    """Nobody recorded anything: no channel is safe."""
    return {
        "telefoon": "",
        "telefoonVeilig": False,
        "bellenVanaf": None,
        "bellenTot": None,
        "voicemailMag": False,
        "email": "",
        "emailVeilig": False,
        "taal": "",
        "letOp": "",
        "organisatie": None,
        "geldigVanaf": None,
    }
