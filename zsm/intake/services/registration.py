"""An intake that is being registered: what each step of it needs to know."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from cases.access.actor import Actor
from cases.casefiles.models import Case
from cases.casefiles.rules.participation import Capacity
from cases.offences.rules.charge import Charge
from cases.organisations.models import Organisation
from cases.organisations.rules import OrganisationKind
from cases.persons.models import Person
from zsm.intake.services.arrest import Intake

Partners = Mapping[tuple[OrganisationKind, Capacity], Organisation]


@dataclass(frozen=True, slots=True, kw_only=True)
class Registration:
    """The opened case with its partners, and its persons by place ("suspect", "victim", "child-0")."""

    case: Case
    intake: Intake
    charges: Sequence[Charge]
    people: Mapping[str, Person]
    partners: Partners
    actor: Actor
    at: datetime

    def partner(self, kind: OrganisationKind, capacity: Capacity = Capacity.NONE) -> Organisation:
        """The organisation of a kind that takes part; KeyError when none does."""
        return self.partners[kind, capacity]
