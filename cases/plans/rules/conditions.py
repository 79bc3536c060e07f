"""Patterns for safety conditions: editable text with default supervisor, reporter and consequence.

Veilig Thuis starts from a pattern and changes every word of it; nothing here decides anything
(domain guide, section 6; process "Gezamenlijke aanpak", annex VII).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from cases.organisations.rules import OrganisationKind
from cases.plans.rules.measure import Part

BOUND: Final = "[wie]"
PROTECTED: Final = "[beschermde]"
PLACE: Final = "[adres of gebied]"


class ConditionLevel(StrEnum):
    """A floor demand when unsafety is acute, or an additional one when it is structural."""

    FLOOR = "floor"
    ADDITIONAL = "additional"


CONDITION_LEVEL_LABELS: Final[dict[ConditionLevel, str]] = {
    ConditionLevel.FLOOR: "bodemeis",
    ConditionLevel.ADDITIONAL: "aanvullende voorwaarde",
}

ARREST: Final = "De politie houdt aan als dat kan en meldt het aan het OM; Veilig Thuis beoordeelt opnieuw."
REASSESS: Final = (
    "Veilig Thuis beoordeelt de veiligheid opnieuw en overlegt dezelfde dag met de politie en het OM."
)
PROTECT_CHILDREN: Final = (
    "Veilig Thuis overlegt dezelfde dag met de Raad over een kinderbeschermingsmaatregel."
)


@dataclass(frozen=True, slots=True)
class ConditionPattern:
    """A text with placeholders and the default answers to who supervises, who reports and what follows.

    `supporting_parts` are the parts of a legal measure that prop the condition up.
    """

    code: str
    level: ConditionLevel
    title: str
    text: str
    supervisor: OrganisationKind
    reporter: OrganisationKind
    reports_to: OrganisationKind
    consequence: str
    supporting_parts: tuple[Part, ...] = ()


FLOOR, ADDITIONAL = ConditionLevel.FLOOR, ConditionLevel.ADDITIONAL
POLITIE, VT, RVDK = OrganisationKind.POLITIE, OrganisationKind.VT, OrganisationKind.RVDK
OM, RECLASSERING = OrganisationKind.OM, OrganisationKind.RECLASSERING

CONDITION_PATTERNS: Final[tuple[ConditionPattern, ...]] = (
    ConditionPattern(
        "no_contact",
        FLOOR,
        "Geen contact",
        f"{BOUND} heeft geen contact met {PROTECTED}: niet in persoon, telefonisch, online of via anderen.",
        POLITIE,
        POLITIE,
        OM,
        ARREST,
        (Part.CONTACT_BAN,),
    ),
    ConditionPattern(
        "stay_away",
        FLOOR,
        "Wegblijven bij woning, werk en school",
        f"{BOUND} komt niet bij {PLACE}, waar {PROTECTED} woont, werkt of naar school gaat.",
        POLITIE,
        POLITIE,
        OM,
        ARREST,
        (Part.AREA_BAN, Part.LOCATION_BAN),
    ),
    ConditionPattern(
        "leave_home",
        FLOOR,
        "Niet in het gezin verblijven",
        f"{BOUND} verblijft niet in de woning van {PROTECTED} en slaapt op een ander, bekend adres.",
        POLITIE,
        VT,
        OM,
        REASSESS,
        (Part.LOCATION_BAN, Part.CONTACT_BAN),
    ),
    ConditionPattern(
        "daily_sight",
        FLOOR,
        "Dagelijks zicht door derden",
        f"Iemand buiten het gezin ziet of spreekt {PROTECTED} elke dag en weet wat te doen bij gevaar.",
        VT,
        VT,
        POLITIE,
        REASSESS,
    ),
    ConditionPattern(
        "children_not_alone",
        FLOOR,
        "Kinderen niet alleen",
        f"{BOUND} is niet zonder toezicht samen met {PROTECTED}.",
        VT,
        VT,
        RVDK,
        PROTECT_CHILDREN,
        (Part.CONTACT_BAN,),
    ),
    ConditionPattern(
        "weapons",
        FLOOR,
        "Geen wapens",
        f"{BOUND} levert wapens in bij de politie en heeft geen wapens in bezit of binnen bereik.",
        POLITIE,
        POLITIE,
        OM,
        ARREST,
    ),
    ConditionPattern(
        "care",
        FLOOR,
        "Noodzakelijke zorg",
        f"{PROTECTED} krijgt vandaag eten, verzorging en medische zorg; een arts ziet {PROTECTED}.",
        VT,
        VT,
        RVDK,
        PROTECT_CHILDREN,
    ),
    ConditionPattern(
        "safe_place",
        FLOOR,
        "Veilige plek",
        f"{PROTECTED} verblijft op een veilige plek die {BOUND} niet kent.",
        VT,
        VT,
        POLITIE,
        REASSESS,
    ),
    ConditionPattern(
        "network",
        FLOOR,
        "Netwerk op afstand",
        f"{BOUND} uit het netwerk van de verdachte zoekt {PROTECTED} niet op en oefent geen druk uit.",
        POLITIE,
        POLITIE,
        OM,
        REASSESS,
    ),
    ConditionPattern(
        "no_substances",
        ADDITIONAL,
        "Niet thuis onder invloed",
        f"{BOUND} is niet thuis bij {PROTECTED} na gebruik van alcohol of drugs.",
        VT,
        VT,
        POLITIE,
        REASSESS,
        (Part.SUBSTANCE_BAN,),
    ),
    ConditionPattern(
        "accept_help",
        ADDITIONAL,
        "Hulp aanvaarden",
        f"{BOUND} meldt zich bij de hulpverlening en werkt mee aan de begeleiding of behandeling.",
        RECLASSERING,
        RECLASSERING,
        OM,
        REASSESS,
        (Part.GUIDANCE, Part.TREATMENT, Part.TRAINING),
    ),
    ConditionPattern(
        "handover_children",
        ADDITIONAL,
        "Kinderen overdragen via een ander",
        f"Een derde haalt en brengt de kinderen; {BOUND} en {PROTECTED} ontmoeten elkaar niet.",
        VT,
        VT,
        RVDK,
        PROTECT_CHILDREN,
    ),
)

PATTERN_BY_CODE: Final[dict[str, ConditionPattern]] = {
    pattern.code: pattern for pattern in CONDITION_PATTERNS
}


def condition_text(
    pattern: ConditionPattern, *, bound: str = "", protected: str = "", place: str = ""
) -> str:
    """The text of a pattern with names filled in; a placeholder without a name stays visible to be edited."""
    filled = pattern.text
    for placeholder, name in ((BOUND, bound), (PROTECTED, protected), (PLACE, place)):
        if name:
            filled = filled.replace(placeholder, name)
    return filled
