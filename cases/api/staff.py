"""Who is asking: the own organisation with its staff, so that a system can name who acts."""

from __future__ import annotations

from typing import ClassVar

from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from cases.api.operations import Operation
from cases.api.resource import Resource
from cases.api.serializers import Out
from cases.organisations.models import User
from cases.organisations.queries import staff_of
from cases.organisations.rules import ROLE_LABELS

ROLE_HELP = "; ".join(f"`{role.value}`: {label}" for role, label in ROLE_LABELS.items())


class Member(Out):
    """Een medewerker van uw organisatie; het kenmerk hoort in `Namens`."""

    NAME = "Medewerker"

    id = serializers.UUIDField(source="public_id")
    naam = serializers.CharField(source="display_name")
    rollen = serializers.ListField(source="roles", child=serializers.CharField(), help_text=ROLE_HELP)


class Staff(Resource):
    """De medewerkers van uw eigen organisatie."""

    operations: ClassVar = {
        "get": Operation(
            id="gebruikersLijst",
            summary="Medewerkers van uw organisatie",
            tag="gebruikers",
            answer=Member,
            listed=True,
        )
    }

    def get(self, request: Request) -> Response:
        """Everybody who works here."""
        rows: list[User] = list(staff_of(self.actor.organisation_id))
        return self.listed(Member(rows, many=True).data)
