"""Gezagsdragers: a parent or guardian of a minor, added in a running case."""

from __future__ import annotations

from typing import Any, ClassVar
from uuid import UUID

from rest_framework.request import Request
from rest_framework.response import Response

from cases.api.operations import Operation
from cases.api.resource import CaseResource, Created
from zsm.api.intake import involved
from zsm.api.intake_bodies import GuardianIn
from zsm.intake.permissions import check_can_name_guardian
from zsm.intake.services import InvolvedGuardian, add_guardian
from zsm.intake.services.guardians import PLACE


class Guardians(CaseResource):
    """Een ouder of voogd die na de intake bekend wordt, en met wie een kind wordt geïnformeerd.

    Wie misschien al bekend is, wordt eerst door een mens bevestigd of afgewezen, zoals bij de intake: zonder
    antwoord volgt 400 met de plaats `/bekend`. De personen staan bij `personen`.
    """

    may: ClassVar = {"post": check_can_name_guardian}
    operations: ClassVar = {
        "post": Operation(
            id="gezagsdragerVastleggen",
            summary="Ouder of voogd vastleggen",
            tag="personen",
            body=GuardianIn,
            creates=True,
        )
    }

    def post(self, request: Request, zaak: UUID) -> Response:
        """Record one."""
        return self.create(GuardianIn, self._add)

    def pointer(self, key: str) -> str:
        """The body holds one person only."""
        return super().pointer(key.removeprefix(f"{PLACE}."))

    def _add(self, values: dict[str, Any]) -> Created:
        guardian = InvolvedGuardian(**{**involved(values, {}), "carried": None})
        saved = add_guardian(case=self.case, guardian=guardian, actor=self.actor, at=self.at)
        self.trail.shows(persons=[saved.pk])
        return Created(saved.public_id, self.below("personen"))
