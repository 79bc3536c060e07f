"""What a measure asks of who is bound by it, in words to her or him (domain guide, section 6)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from cases.organisations.rules import OrganisationKind
from cases.plans.rules.measure import MeasureKind, Part

_DUTIES: Final[dict[Part, str]] = {
    Part.CONTACT_BAN: (
        "U mag op geen enkele manier contact zoeken met {persons}. Niet bellen, appen, mailen of schrijven, "
        "niet via sociale media en niet via anderen."
    ),
    Part.AREA_BAN: "U mag niet komen in dit gebied: {area}",
    Part.LOCATION_BAN: "U mag niet komen op deze plek: {area}",
    Part.LOCATION_ORDER: "U moet op de opgelegde tijden zijn op de plek die u is opgelegd.",
    Part.DUTY_TO_REPORT: "U moet zich melden op de plaats en de momenten die u zijn opgelegd.",
    Part.GUIDANCE: "U moet meewerken aan begeleiding door hulpverlening.",
    Part.ANIMALS: "U moet zich houden aan de aanwijzing over dieren.",
    Part.DAMAGES: "U moet de schade vergoeden zoals is opgelegd.",
    Part.REPAIR: "U moet de schade herstellen zoals is opgelegd.",
    Part.DEPOSIT: "U moet een waarborgsom storten zoals is opgelegd.",
    Part.FUND: "U moet een bedrag storten zoals is opgelegd.",
    Part.SUBSTANCE_BAN: "U mag geen drugs of alcohol gebruiken, zoals is opgelegd.",
    Part.ADMISSION: "U moet zich laten opnemen in de zorginstelling die u is genoemd.",
    Part.TREATMENT: "U moet zich laten behandelen.",
    Part.SUPPORTED_HOUSING: "U moet begeleid wonen.",
    Part.TRAINING: "U moet een training over uw gedrag volgen.",
    Part.OTHER: "U moet zich houden aan de andere voorwaarde die u is opgelegd.",
}
AREA_PARTS: Final = frozenset({Part.AREA_BAN, Part.LOCATION_BAN})

# Organisations whose name tells nothing about where somebody protected is or who asked for help.
NAMEABLE_SUPERVISORS: Final = frozenset(
    {OrganisationKind.POLITIE, OrganisationKind.OM, OrganisationKind.RECLASSERING, OrganisationKind.JR}
)

_CONSEQUENCES: Final[dict[MeasureKind, str]] = {
    MeasureKind.BEHAVIOURAL_ORDER: (
        "Houdt u zich hier niet aan, dan kunt u worden aangehouden en vervolgd (art. 184 en 184a Sr)."
    ),
    MeasureKind.TEMPORARY_RESTRAINING_ORDER: (
        "Houdt u zich hier niet aan, dan kunt u worden aangehouden en vervolgd "
        "(art. 11 Wet tijdelijk huisverbod)."
    ),
    MeasureKind.SUSPENSION_OF_REMAND: (
        "Houdt u zich hier niet aan, dan kan de rechter de schorsing opheffen en gaat u weer vast."
    ),
    MeasureKind.CONDITIONAL_DISMISSAL: "Houdt u zich hier niet aan, dan kan het OM u alsnog vervolgen.",
}
_USUAL_CONSEQUENCE: Final = "Houdt u zich hier niet aan, dan beoordeelt het Openbaar Ministerie wat er volgt."


def duties(parts: Iterable[Part], *, area: str, persons: str) -> tuple[str, ...]:
    """What each part asks, in the order of the catalogue. `area`: in the words agreed for who is bound."""
    chosen = set(parts)
    return tuple(
        _DUTIES[part].format(area=area, persons=persons or "de mensen die in het besluit staan")
        for part in Part
        if part in chosen
    )


def needs_area_wording(parts: Iterable[Part]) -> bool:
    """Whether an area has to be said in words to who is bound."""
    return bool(AREA_PARTS & set(parts))


def consequence_of(kind: MeasureKind) -> str:
    """What follows when the measure is broken."""
    return _CONSEQUENCES.get(kind, _USUAL_CONSEQUENCE)
