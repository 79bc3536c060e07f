"""What can be chosen in the fields of a decision, with Dutch labels and the legal source."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Final, TypeVar

from cases.organisations.rules import ORGANISATION_LABELS, OrganisationKind
from cases.plans.rules.catalogue import ORDER_GROUND_LABELS, OrderGround, measure_version
from cases.plans.rules.measure import EDITION, PART_LABELS, MeasureKind, Part
from zsm.decision.rules.draft import INFORMERS

Choices = tuple[tuple[str, str], ...]
Code = TypeVar("Code", bound=StrEnum)


class CustodyGround(StrEnum):
    """The interest of the investigation that police custody serves (art. 57 lid 1 Sv)."""

    AWAIT_ASSESSMENT = "await_assessment"
    INVESTIGATION = "investigation"
    SERVE_NOTICES = "serve_notices"


class RemandGround(StrEnum):
    """The grounds on which the RC is asked for remand (art. 67a lid 1 and 2 Sv)."""

    FLIGHT = "flight"
    SHOCKED_LEGAL_ORDER = "shocked_legal_order"
    DANGER_TO_PERSONS = "danger_to_persons"
    SIX_YEAR_OFFENCE = "six_year_offence"
    REPETITION = "repetition"
    SPEEDY_TRIAL = "speedy_trial"
    TRUTH_FINDING = "truth_finding"


class Sanction(StrEnum):
    """What a penal order can impose (art. 257a lid 2 and 3 Sv)."""

    FINE = "fine"
    COMMUNITY_SERVICE = "community_service"
    DAMAGES = "damages"
    INSTRUCTIONS = "instructions"


class Consent(StrEnum):
    """Whether the suspect agreed with the penal order (art. 257c lid 1 Sv)."""

    GIVEN = "given"
    REFUSED = "refused"
    NOT_NEEDED = "not_needed"


class PolicyGround(StrEnum):
    """The groups of policy grounds for a dismissal (Aanwijzing sepot en gebruik sepotgronden 2022A004)."""

    OTHER_ACTION = "other_action"
    LEGAL_ORDER = "legal_order"
    OFFENCE = "offence"
    SUSPECT = "suspect"
    RELATION = "relation"


class PreparedBy(StrEnum):
    """What has to be there on the plan date."""

    ADVICE = "advice"
    INVESTIGATION = "investigation"
    ASSESSMENT = "assessment"
    SAFETY_PLAN = "safety_plan"
    WISHES = "wishes"
    CIVIL_TRIAGE = "civil_triage"


CUSTODY_GROUND_LABELS: Final[dict[CustodyGround, str]] = {
    CustodyGround.AWAIT_ASSESSMENT: "wachten op de veiligheidsbeoordeling van Veilig Thuis",
    CustodyGround.INVESTIGATION: "nader onderzoek, verhoor of confrontatie",
    CustodyGround.SERVE_NOTICES: "mededelingen over de strafzaak in persoon uitreiken",
}
REMAND_GROUND_LABELS: Final[dict[RemandGround, str]] = {
    RemandGround.FLIGHT: "ernstig gevaar voor vlucht (67a lid 1 onder a)",
    RemandGround.DANGER_TO_PERSONS: "gevaar voor gezondheid of veiligheid van personen (67a lid 2 onder 2°)",
    RemandGround.SIX_YEAR_OFFENCE: "vrees voor een misdrijf met zes jaar of meer (67a lid 2 onder 2°)",
    RemandGround.SHOCKED_LEGAL_ORDER: "twaalfjaarsfeit en ernstig geschokte rechtsorde (67a lid 2 onder 1°)",
    RemandGround.REPETITION: "herhaling binnen vijf jaar na een veroordeling (67a lid 2 onder 3°)",
    RemandGround.SPEEDY_TRIAL: "snelle berechting van geweld op een openbare plaats (67a lid 2 onder 4°)",
    RemandGround.TRUTH_FINDING: "aan de dag brengen van de waarheid (67a lid 2 onder 5°)",
}
SANCTION_LABELS: Final[dict[Sanction, str]] = {
    Sanction.FINE: "geldboete",
    Sanction.COMMUNITY_SERVICE: "taakstraf",
    Sanction.DAMAGES: "schadevergoeding aan het slachtoffer",
    Sanction.INSTRUCTIONS: "aanwijzingen over het gedrag",
}
CONSENT_LABELS: Final[dict[Consent, str]] = {
    Consent.GIVEN: "gehoord en bereid",
    Consent.REFUSED: "gehoord en niet bereid",
    Consent.NOT_NEEDED: "niet nodig (alleen geldboete of schadevergoeding)",
}
POLICY_GROUND_LABELS: Final[dict[PolicyGround, str]] = {
    PolicyGround.OTHER_ACTION: "maatregelen van anderen dan het OM",
    PolicyGround.LEGAL_ORDER: "algemene rechtsorde",
    PolicyGround.OFFENCE: "het gepleegde feit",
    PolicyGround.SUSPECT: "de persoon van de verdachte",
    PolicyGround.RELATION: "de verhouding tussen verdachte en benadeelde",
}
PREPARED_LABELS: Final[dict[PreparedBy, str]] = {
    PreparedBy.ADVICE: "advies van reclassering of RvdK",
    PreparedBy.INVESTIGATION: "uitkomst van het onderzoeksplan",
    PreparedBy.ASSESSMENT: "veiligheidsbeoordeling",
    PreparedBy.SAFETY_PLAN: "veiligheidsplan",
    PreparedBy.WISHES: "wensen van het slachtoffer",
    PreparedBy.CIVIL_TRIAGE: "triage voor de kinderen",
}

COURTS: Final[Choices] = (
    ("single_judge", "politierechter"),
    ("full_bench", "meervoudige kamer"),
    ("juvenile_judge", "kinderrechter"),
    ("subdistrict_judge", "kantonrechter"),
)
REPORTERS: Final[Choices] = (
    (OrganisationKind.RECLASSERING.value, "reclassering"),
    (OrganisationKind.RVDK.value, "Raad voor de Kinderbescherming"),
    (OrganisationKind.EXPERT.value, "NIFP of andere deskundige"),
)
HALT_KINDS: Final[Choices] = (
    ("conversation_and_task", "gesprekken en leeropdracht"),
    ("amends", "excuus of herstel van de schade"),
    ("both", "gesprekken, leeropdracht en herstel"),
)
DEPARTMENTS: Final[Choices] = (
    ("investigation", "afdeling onderzoeken"),
    ("interventions", "afdeling interventies"),
    ("other", "andere afdeling of ander parket"),
)
NOTICES: Final[Choices] = tuple(
    (kind.value, ORGANISATION_LABELS[kind])
    for kind in (OrganisationKind.VT, OrganisationKind.POLITIE, OrganisationKind.SHN)
)
WHO_INFORMS: Final[Choices] = tuple((kind.value, ORGANISATION_LABELS[kind]) for kind in INFORMERS)
ORDER_GROUNDS: Final[Choices] = tuple(
    (ground.value, f"{ground.value}. {ORDER_GROUND_LABELS[ground]}") for ground in OrderGround
)


def labelled(labels: Mapping[Code, str]) -> Choices:
    """Turn a table of labels into choices, in its own order."""
    return tuple((value.value, label) for value, label in labels.items())


def parts_of(kind: MeasureKind) -> Choices:
    """The parts that an order of this kind may combine, from the measure catalogue."""
    allowed = measure_version(kind, EDITION).parts
    return tuple((part.value, PART_LABELS[part]) for part in Part if part in allowed)
