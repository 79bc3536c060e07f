"""Rules of the intake: what the victim is to the suspect, which family system, when the clock starts."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from cases.offences.rules.relation import RELATION_LABELS, Relation
from cases.terms.rules.vocabulary import StartEvent


class VictimIs(StrEnum):
    """What the victim is to the suspect, as police asks it: precise enough for art. 304 and 316 Sr."""

    FORMER_PARTNER = "former_partner"
    SPOUSE = "spouse"
    SEPARATED_SPOUSE = "separated_spouse"
    LIFE_COMPANION = "life_companion"
    MOTHER = "mother"
    LEGAL_FATHER = "legal_father"
    CHILD = "child"
    CHILD_IN_AUTHORITY = "child_in_authority"
    CHILD_IN_HOUSEHOLD = "child_in_household"
    ENTRUSTED_MINOR = "entrusted_minor"
    SIBLING = "sibling"
    OTHER_RELATIVE = "other_relative"
    HOUSEMATE = "housemate"
    OTHER = "other"


# Per answer: the kind of relation in the family system, and what the law calls it.
RELATIONS: Final[dict[VictimIs, tuple[str, Relation]]] = {
    VictimIs.FORMER_PARTNER: ("ex_partner", Relation.FORMER_PARTNER),
    VictimIs.SPOUSE: ("partner", Relation.SPOUSE),
    VictimIs.SEPARATED_SPOUSE: ("ex_partner", Relation.SEPARATED_SPOUSE),
    VictimIs.LIFE_COMPANION: ("partner", Relation.LIFE_COMPANION),
    VictimIs.MOTHER: ("parent", Relation.MOTHER),
    VictimIs.LEGAL_FATHER: ("parent", Relation.LEGAL_FATHER),
    VictimIs.CHILD: ("child", Relation.CHILD),
    VictimIs.CHILD_IN_AUTHORITY: ("child", Relation.CHILD_IN_AUTHORITY),
    VictimIs.CHILD_IN_HOUSEHOLD: ("child", Relation.CHILD_IN_HOUSEHOLD),
    VictimIs.ENTRUSTED_MINOR: ("other", Relation.ENTRUSTED_MINOR),
    VictimIs.SIBLING: ("sibling", Relation.CLOSE_RELATIVE),
    VictimIs.OTHER_RELATIVE: ("other", Relation.CLOSE_RELATIVE),
    VictimIs.HOUSEMATE: ("household", Relation.OTHER),
    VictimIs.OTHER: ("other", Relation.OTHER),
}

_OWN_WORDS: Final[dict[VictimIs, str]] = {
    VictimIs.SIBLING: "broer of zus",
    VictimIs.OTHER_RELATIVE: RELATION_LABELS[Relation.CLOSE_RELATIVE],
    VictimIs.HOUSEMATE: "huisgenoot, geen familie",
    VictimIs.OTHER: "iemand anders",
}

VICTIM_IS_LABELS: Final[dict[VictimIs, str]] = {
    answer: _OWN_WORDS.get(answer, RELATION_LABELS[RELATIONS[answer][1]]) for answer in VictimIs
}

# A relationship that can have been broken off.
BROKEN_OFF: Final = frozenset({VictimIs.FORMER_PARTNER, VictimIs.SEPARATED_SPOUSE})


class ChildOf(StrEnum):
    """Whose child it is."""

    BOTH = "both"
    VICTIM = "victim"
    SUSPECT = "suspect"
    NEITHER = "neither"


CHILD_OF_LABELS: Final[dict[ChildOf, str]] = {
    ChildOf.BOTH: "van beiden",
    ChildOf.VICTIM: "van het slachtoffer",
    ChildOf.SUSPECT: "van de verdachte",
    ChildOf.NEITHER: "woont in, kind van een ander",
}


class GuardianIs(StrEnum):
    """What somebody with authority over a minor is to her or him."""

    PARENT = "parent"
    GUARDIAN = "guardian"


GUARDIAN_IS_LABELS: Final[dict[GuardianIs, str]] = {
    GuardianIs.PARENT: "ouder",
    GuardianIs.GUARDIAN: "voogd",
}


class GuardianOf(StrEnum):
    """Over whom somebody has authority: a minor suspect, a minor victim, or both."""

    SUSPECT = "suspect"
    VICTIM = "victim"
    BOTH = "both"


GUARDIAN_OF_LABELS: Final[dict[GuardianOf, str]] = {
    GuardianOf.SUSPECT: "de verdachte",
    GuardianOf.VICTIM: "het slachtoffer",
    GuardianOf.BOTH: "de verdachte en het slachtoffer",
}
# Whose guardian somebody is, by place in the intake.
WARDS: Final[dict[GuardianOf, tuple[str, ...]]] = {
    GuardianOf.SUSPECT: ("suspect",),
    GuardianOf.VICTIM: ("victim",),
    GuardianOf.BOTH: ("suspect", "victim"),
}

# A victim who is this to the suspect is a parent already.
VICTIM_IS_PARENT: Final = frozenset({VictimIs.MOTHER, VictimIs.LEGAL_FATHER})


class Met(StrEnum):
    """How police met the suspect: the first choice of the intake."""

    ARRESTED = "arrested"
    SUMMONED = "summoned"
    BY_CHANCE = "by_chance"


MET_LABELS: Final[dict[Met, str]] = {
    Met.ARRESTED: "Aangehouden (vast)",
    Met.SUMMONED: "Ontboden voor verhoor (niet-vast)",
    Met.BY_CHANCE: "Bij toeval aangetroffen en gehoord (niet-vast)",
}


SUSPECT: Final = "suspect"
VICTIM: Final = "victim"


@dataclass(frozen=True, slots=True)
class Confirmed:
    """A recorded person of a family system was confirmed to be the one in this place of the intake.

    `slot`: "suspect", "victim", "child-0" and so on.
    """

    slot: str
    family: int
    same_family: bool


def family_of_case(confirmed: Iterable[Confirmed]) -> int | None:
    """The family system that a new case joins by the persons confirmed by hand; None: a new one.

    A new incident joins the file of its family (domain guide, section 1), but never by itself: the user says
    that the case is about that family, or suspect and victim are both confirmed in it. Raises ValueError with
    a Dutch message when more than one family is named.
    """
    rows = list(confirmed)
    named = {row.family for row in rows if row.same_family}
    if not named:
        suspect, victim = ({row.family for row in rows if row.slot == slot} for slot in (SUSPECT, VICTIM))
        named = suspect & victim
    if len(named) > 1:
        raise ValueError("U wijst meer dan één gezin aan. Kies het gezin waar deze zaak over gaat.")
    return next(iter(named), None)


@dataclass(frozen=True, slots=True)
class ClockStart:
    """When the term of the first decision begins, and by which event."""

    at: datetime
    event: StartEvent


def clock_start(setting: StartEvent, *, arrived_at: datetime, order_at: datetime | None) -> ClockStart:
    """The start of the term of the first decision (art. 56a Sv), as the ZSM location has set it.

    Without a recorded order the arrival counts: the careful reading (legal facts, section 1).
    """
    if setting is StartEvent.ORDER and order_at is not None:
        return ClockStart(order_at, StartEvent.ORDER)
    return ClockStart(arrived_at, StartEvent.ARRIVAL)
