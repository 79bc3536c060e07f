"""Information categories (domain guide, section 11; tables, section 5)."""

from __future__ import annotations

from enum import StrEnum
from typing import Final


class Category(StrEnum):
    """What kind of information a field, a section or an event gives away about a person or case."""

    TECHNICAL = "technical"
    THAT = "that"
    IDENTITY = "identity"
    CONTACT = "contact"
    PROTECTED_ADDRESS = "protected_address"
    REPORT = "report"
    INCIDENTS = "incidents"
    INVESTIGATION = "investigation"
    JUDICIAL = "judicial"
    ASSESSMENT_CONCLUSION = "assessment_conclusion"
    ASSESSMENT_GROUNDS = "assessment_grounds"
    MEDICAL = "medical"
    PLAN = "plan"
    ADVICE = "advice"
    WISHES = "wishes"
    DECISION = "decision"
    CHILDREN = "children"
    SCREENINGS = "screenings"


CATEGORY_LABELS: Final[dict[Category, str]] = {
    Category.TECHNICAL: "geen informatie over personen",
    Category.THAT: "dat-informatie",
    Category.IDENTITY: "identiteit en rol in de zaak",
    Category.CONTACT: "contactgegevens",
    Category.PROTECTED_ADDRESS: "beschermd adres",
    Category.REPORT: "inhoud van de melding",
    Category.INCIDENTS: "onveilige gebeurtenissen met bron",
    Category.INVESTIGATION: "opsporing en bewijs",
    Category.JUDICIAL: "justitiële documentatie",
    Category.ASSESSMENT_CONCLUSION: "conclusie veiligheidsbeoordeling",
    Category.ASSESSMENT_GROUNDS: "onderbouwing veiligheidsbeoordeling",
    Category.MEDICAL: "medisch en psychiatrisch",
    Category.PLAN: "voorwaarden en veiligheidsplan",
    Category.ADVICE: "advies",
    Category.WISHES: "wensen van het slachtoffer",
    Category.DECISION: "beslissing en maatregelen",
    Category.CHILDREN: "kinderen",
    Category.SCREENINGS: "screeningen",
}
