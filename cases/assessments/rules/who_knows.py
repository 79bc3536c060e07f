"""Who at the table could know what Veilig Thuis does not know yet (interface brief, part A)."""

from __future__ import annotations

from typing import Final

from cases.assessments.rules.criteria import (
    ANNOUNCED_VIOLENCE,
    BROKEN_CONDITIONS,
    EIGHT_YEAR_OFFENCE,
    FEARED_UNWANTED_CONTACT,
    FIREARM,
    INJURY_OR_STRANGULATION,
    INTIMATE_TERROR_OR_SEPARATION,
    PREGNANCY,
    SEXUAL_ABUSE,
    WITHHOLDING_CARE,
)
from cases.organisations.rules import OrganisationKind

POLITIE, OM, RVDK = OrganisationKind.POLITIE, OrganisationKind.OM, OrganisationKind.RVDK
SHN, RECLASSERING = OrganisationKind.SHN, OrganisationKind.RECLASSERING

# From each organisation's task (domain guide, section 3): police investigates, OM qualifies the offence, the
# Raad knows the children, 3RO supervises conditions, SHN speaks the victim (and tells with her consent).
WHO_COULD_KNOW: Final[dict[int, tuple[OrganisationKind, ...]]] = {
    EIGHT_YEAR_OFFENCE: (OM, POLITIE),
    FIREARM: (POLITIE,),
    INJURY_OR_STRANGULATION: (POLITIE,),
    PREGNANCY: (POLITIE, SHN),
    SEXUAL_ABUSE: (POLITIE, RVDK),
    WITHHOLDING_CARE: (POLITIE, RVDK),
    INTIMATE_TERROR_OR_SEPARATION: (POLITIE, SHN),
    ANNOUNCED_VIOLENCE: (POLITIE, SHN),
    FEARED_UNWANTED_CONTACT: (POLITIE, SHN),
    BROKEN_CONDITIONS: (POLITIE, RECLASSERING),
}
WHO_COULD_KNOW_ACCESS: Final = (POLITIE,)
WHO_COULD_KNOW_SIGHT: Final = (POLITIE, SHN)

# Per category of harmful events (part B), by its code.
WHO_COULD_KNOW_HARM: Final[dict[str, tuple[OrganisationKind, ...]]] = {
    "physical": (POLITIE,),
    "psychological": (POLITIE, SHN),
    "sexual": (POLITIE, RVDK),
    "neglect": (RVDK, POLITIE),
    "special": (POLITIE,),
}
