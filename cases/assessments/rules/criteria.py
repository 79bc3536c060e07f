"""The ten criteria of acute unsafety (process "Gezamenlijke aanpak HG met VT en ZSM", annex II)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from cases.assessments.rules.answers import Presence
from cases.offences.rules.charge import Charge, LegalAnswer
from cases.offences.rules.charges import is_eight_year

EIGHT_YEAR_OFFENCE: Final = 1
FIREARM: Final = 2
INJURY_OR_STRANGULATION: Final = 3
PREGNANCY: Final = 4
SEXUAL_ABUSE: Final = 5
WITHHOLDING_CARE: Final = 6
INTIMATE_TERROR_OR_SEPARATION: Final = 7
ANNOUNCED_VIOLENCE: Final = 8
FEARED_UNWANTED_CONTACT: Final = 9
BROKEN_CONDITIONS: Final = 10


@dataclass(frozen=True, slots=True)
class Criterion:
    """One criterion: number, short Dutch label, full Dutch description."""

    code: int
    label: str
    description: str


CRITERIA: Final[tuple[Criterion, ...]] = (
    Criterion(
        EIGHT_YEAR_OFFENCE,
        "8-jaarsfeit",
        "Vermoeden van een strafbaar feit met een maximumstraf van 8 jaar of meer.",
    ),
    Criterion(FIREARM, "Vuurwapen", "Gebruik of bezit van een vuurwapen."),
    Criterion(
        INJURY_OR_STRANGULATION,
        "Letsel of verwurging",
        "Geweld: letsel toebrengen of veroorzaken, of (een poging tot) verwurging.",
    ),
    Criterion(
        PREGNANCY,
        "Geweld tijdens zwangerschap",
        "Geweld, of dreigen met geweld, tijdens de zwangerschap van het slachtoffer.",
    ),
    Criterion(SEXUAL_ABUSE, "Seksueel misbruik", "Seksueel misbruik, of een vermoeden daarvan."),
    Criterion(
        WITHHOLDING_CARE,
        "Onthouden van zorg",
        "Onthouden van zorg aan een kind of volwassene, waardoor de lichamelijke gezondheid acuut wordt "
        "bedreigd: geen voedsel, geen medische zorg, geen verzorging.",
    ),
    Criterion(
        INTIMATE_TERROR_OR_SEPARATION,
        "Intieme terreur of net verbroken relatie",
        "Intieme terreur (een patroon van controle, intimidatie of dreiging, met of zonder lichamelijk "
        "geweld of isolatie), of geweld rond een relatie die hoogstens twee weken geleden is verbroken.",
    ),
    Criterion(
        ANNOUNCED_VIOLENCE,
        "Aangekondigd of gedreigd geweld",
        "Aankondigen van of dreigen met geweld, vrouwelijke genitale verminking, doden of vrijheidsbeneming.",
    ),
    Criterion(
        FEARED_UNWANTED_CONTACT,
        "Herhaald ongewenst contact met grote vrees",
        "Een patroon van herhaald ongewenst contact, waarbij het slachtoffer zegt erg bang te zijn dat de "
        "(ex-)partner ernstig letsel zal toebrengen of zal doden.",
    ),
    Criterion(
        BROKEN_CONDITIONS,
        "Voorwaarden of afspraken geschonden",
        "Eerder opgelegde veiligheidsvoorwaarden of gemaakte veiligheidsafspraken zijn geschonden.",
    ),
)

CRITERION_BY_CODE: Final[dict[int, Criterion]] = {criterion.code: criterion for criterion in CRITERIA}


@dataclass(frozen=True, slots=True)
class Prefill:
    """A suggested answer to a criterion with its Dutch grounds; the assessor may change it."""

    presence: Presence
    grounds: tuple[str, ...]


def prefill_eight_year(charges: tuple[Charge, ...]) -> Prefill:
    """Suggest the answer to criterion 1 from the charges.

    Where the law is unsure (art. 304, attempt), or no charge is recorded, the answer stays unknown.
    """
    finding = is_eight_year(charges)
    presence = {
        LegalAnswer.YES: Presence.PRESENT,
        LegalAnswer.NO: Presence.ABSENT,
        LegalAnswer.UNKNOWN: Presence.UNKNOWN,
    }[finding.answer]
    return Prefill(presence, finding.basis)
