"""The facts that can be missing, each in one Dutch sentence with who supplies it (interface, principle 5)."""

from __future__ import annotations

from typing import Final

from cases.access.rules.refusal import Missing
from cases.organisations.rules import OrganisationKind
from zsm.decision.rules.facts import CaseFacts, Unsafety

SUSPICION: Final = Missing(
    "suspicion", "Niet vastgelegd of er een redelijk vermoeden is. Het OM legt dit vast.", OrganisationKind.OM
)
EVIDENCE: Final = Missing(
    "evidence", "Het bewijs is nog niet beoordeeld. Het OM legt dit vast.", OrganisationKind.OM
)
OBJECTIONS: Final = Missing(
    "serious_objections",
    "Niet vastgelegd of er ernstige bezwaren zijn. Het OM legt dit vast.",
    OrganisationKind.OM,
)
CUSTODY: Final = Missing(
    "custody", "Niet vastgelegd of de verdachte vastzit. De politie legt dit vast.", OrganisationKind.POLITIE
)
REMAND: Final = Missing(
    "remand_allowed",
    "Niet bekend of het feit voorlopige hechtenis toelaat. De politie legt de feiten vast.",
    OrganisationKind.POLITIE,
)
AGE: Final = Missing(
    "minor",
    "De leeftijd van de verdachte op de dag van het feit is niet bekend. De politie levert dit aan.",
    OrganisationKind.POLITIE,
)
WISHES: Final = Missing(
    "victim_wants_prosecution",
    "Niet bekend of het slachtoffer vervolging wil. Slachtofferhulp vraagt dit.",
    OrganisationKind.SHN,
)
MEASURES_NEEDED: Final = Missing(
    "criminal_measures_needed",
    "Niet vastgelegd of strafrechtelijke maatregelen nodig zijn. Het OM legt dit vast.",
    OrganisationKind.OM,
)
NEW_FACT: Final = Missing(
    "new_fact",
    "Opnieuw aanhouden vraagt een nieuw feit; de onveiligheid telt als nieuw feit. De politie legt dit vast.",
    OrganisationKind.POLITIE,
)
INFORMER_3RO_STALKING: Final = Missing(
    "informer_3ro_stalking",
    "De reclassering heeft bij stalking nooit contact met het slachtoffer. Het OM wijst een ander aan.",
    OrganisationKind.OM,
)

_PART_A: Final[dict[Unsafety, str]] = {
    Unsafety.MISSING: "Onderdeel A ontbreekt. Veilig Thuis levert dit aan.",
    Unsafety.NOT_YET_KNOWN: "Onderdeel A is nog niet beslist. Veilig Thuis beslist dit.",
}
_PART_B: Final[dict[Unsafety, str]] = {
    Unsafety.MISSING: "Onderdeel B ontbreekt. Veilig Thuis levert dit aan.",
    Unsafety.NOT_YET_KNOWN: "Onderdeel B is nog niet beslist. Veilig Thuis beslist dit.",
}


def part_a(facts: CaseFacts) -> Missing:
    """Say what is the matter with part A: missing, undecided, or no longer up to date."""
    text = _PART_A.get(facts.acute, "Onderdeel A is niet meer actueel. Veilig Thuis beoordeelt dit opnieuw.")
    return Missing("part_a", text, OrganisationKind.VT)


def part_b(facts: CaseFacts) -> Missing:
    """Say what is the matter with part B: missing, undecided, or no longer up to date."""
    text = _PART_B.get(
        facts.structural, "Onderdeel B is niet meer actueel. Veilig Thuis beoordeelt dit opnieuw."
    )
    return Missing("part_b", text, OrganisationKind.VT)


_ADVISERS: Final[dict[OrganisationKind | None, str]] = {
    OrganisationKind.RECLASSERING: "De reclassering levert dit aan.",
    OrganisationKind.RVDK: "De Raad voor de Kinderbescherming levert dit aan.",
    None: "De reclassering (meerderjarig) of de Raad voor de Kinderbescherming (minderjarig) levert dit aan.",
}


def advice(facts: CaseFacts) -> Missing:
    """Say whose advice is missing: 3RO's for an adult, RvdK's for a minor (domain guide, section 8)."""
    adviser = facts.adviser
    text = f"Het advies ontbreekt. {_ADVISERS[adviser]} Neem tot die tijd een plandatum."
    return Missing("advice", text, adviser)
