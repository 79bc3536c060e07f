"""Why a victim is told something, and who may not be the one to tell (domain guide, section 8)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any, Final

from cases.access.rules.refusal import Missing
from cases.organisations.rules import OrganisationKind
from cases.persons.rules.age import AGE_OF_MAJORITY, age_on

# Below this age a child is told through its guardian; from it on in person, with the guardian (choice).
TOLD_IN_PERSON_FROM: Final = 12


class Purpose(StrEnum):
    """Why the victim is told: a decision or measure, or a release to come."""

    DECISION = "decision"
    RELEASE = "release"


PURPOSE_LABELS: Final[dict[Purpose, str]] = {
    Purpose.DECISION: "beslissing of maatregel",
    Purpose.RELEASE: "voor de vrijlating",
}

NEVER_3RO: Final = Missing(
    "informer_3ro_stalking",
    "De reclassering heeft bij stalking nooit contact met het slachtoffer. Het OM wijst een ander aan.",
    OrganisationKind.OM,
)
NEVER_VIA_SUSPECT: Final = "Het slachtoffer wordt nooit via de verdachte geïnformeerd."
VIA_GUARDIAN: Final = "Een kind onder de 12 jaar wordt via de ouder of voogd geïnformeerd."


@dataclass(frozen=True, slots=True)
class Topic:
    """What a notice is about, by a code of the fixed texts, with the day that belongs to it, if any."""

    code: str
    day: date | None = None

    def plain(self) -> dict[str, Any]:
        """As it is kept with a notice."""
        return {"code": self.code, "day": self.day.isoformat() if self.day else None}

    @classmethod
    def read(cls, kept: dict[str, Any]) -> Topic:
        """A topic as it was kept."""
        return cls(kept["code"], date.fromisoformat(kept["day"]) if kept["day"] else None)


def informer_refusal(*, informer: OrganisationKind, stalking: bool) -> tuple[Missing, ...]:
    """What forbids an organisation to inform: 3RO has no contact with a victim of stalking, ever."""
    return (NEVER_3RO,) if stalking and informer is OrganisationKind.RECLASSERING else ()


def is_told_through_guardian(birth_date: date | None, on: date) -> bool:
    """Whether a victim is too young to be told her- or himself; an unknown age is taken for an adult's."""
    return birth_date is not None and age_on(birth_date, on) < TOLD_IN_PERSON_FROM


def is_told_with_guardian(birth_date: date | None, on: date) -> bool:
    """Whether the guardian is told too: of every minor."""
    return birth_date is not None and age_on(birth_date, on) < AGE_OF_MAJORITY
