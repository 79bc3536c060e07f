"""The words of the measure catalogue: kinds, parts, authorities, and what one row says."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from cases.organisations.rules import OrganisationKind, Role
from cases.terms.rules.vocabulary import Length

# The edition in which the rows were read from the law: 1 July 2026.
EDITION: Final = "2026-07"
CATALOGUE_START: Final = date(2024, 7, 1)
SOURCE: Final = "geconsolideerde wettekst per 1 juli 2026"
MONTHS_PER_YEAR: Final = 12


class MeasureKind(StrEnum):
    """Every measure and power of the catalogue (offences and measures by law, section 2)."""

    ARREST_RED_HANDED = "arrest_red_handed"
    ARREST_OTHERWISE = "arrest_otherwise"
    HELD_FOR_QUESTIONING = "held_for_questioning"
    HELD_FOR_IDENTIFICATION = "held_for_identification"
    POLICE_CUSTODY = "police_custody"
    BEFORE_RC = "before_rc"
    REMAND = "remand"
    DETENTION = "detention"
    SUSPENSION_OF_REMAND = "suspension_of_remand"
    BEHAVIOURAL_ORDER = "behavioural_order"
    LIBERTY_RESTRICTING = "liberty_restricting"
    BEHAVIOUR_INFLUENCING = "behaviour_influencing"
    CONDITIONAL_SENTENCE = "conditional_sentence"
    IMMEDIATELY_ENFORCEABLE = "immediately_enforceable"
    JUVENILE_CONDITIONAL_SENTENCE = "juvenile_conditional_sentence"
    JUVENILE_LIBERTY_RESTRICTING = "juvenile_liberty_restricting"
    CONDITIONAL_DISMISSAL = "conditional_dismissal"
    PENAL_ORDER = "penal_order"
    TEMPORARY_RESTRAINING_ORDER = "temporary_restraining_order"
    PROVISIONAL_SUPERVISION_ORDER = "provisional_supervision_order"
    SUPERVISION_ORDER = "supervision_order"
    OUT_OF_HOME_PLACEMENT = "out_of_home_placement"


class Frame(StrEnum):
    """The part of the law that carries a measure (domain guide, section 6)."""

    CRIMINAL = "criminal"
    ADMINISTRATIVE = "administrative"
    CIVIL = "civil"


FRAME_LABELS: Final[dict[Frame, str]] = {
    Frame.CRIMINAL: "strafrecht",
    Frame.ADMINISTRATIVE: "bestuursrecht",
    Frame.CIVIL: "civiel recht",
}


class Part(StrEnum):
    """What a measure can consist of."""

    AREA_BAN = "area_ban"
    CONTACT_BAN = "contact_ban"
    LOCATION_BAN = "location_ban"
    LOCATION_ORDER = "location_order"
    DUTY_TO_REPORT = "duty_to_report"
    GUIDANCE = "guidance"
    ANIMALS = "animals"
    DAMAGES = "damages"
    REPAIR = "repair"
    DEPOSIT = "deposit"
    FUND = "fund"
    SUBSTANCE_BAN = "substance_ban"
    ADMISSION = "admission"
    TREATMENT = "treatment"
    SUPPORTED_HOUSING = "supported_housing"
    TRAINING = "training"
    OTHER = "other"


PART_LABELS: Final[dict[Part, str]] = {
    Part.AREA_BAN: "gebiedsverbod",
    Part.CONTACT_BAN: "contactverbod",
    Part.LOCATION_BAN: "locatieverbod",
    Part.LOCATION_ORDER: "locatiegebod",
    Part.DUTY_TO_REPORT: "meldplicht",
    Part.GUIDANCE: "begeleiding door hulpverlening",
    Part.ANIMALS: "aanwijzing over dieren",
    Part.DAMAGES: "schadevergoeding",
    Part.REPAIR: "schadeherstel",
    Part.DEPOSIT: "waarborgsom",
    Part.FUND: "storting in het schadefonds of aan een instelling",
    Part.SUBSTANCE_BAN: "drugs- of alcoholverbod",
    Part.ADMISSION: "opname in een zorginstelling",
    Part.TREATMENT: "behandeling",
    Part.SUPPORTED_HOUSING: "begeleid wonen of maatschappelijke opvang",
    Part.TRAINING: "gedragsinterventie",
    Part.OTHER: "andere voorwaarde over het gedrag",
}

# Only these keep a person away from whom they protect; a duty to report alone does not (guard 1).
ACCESS_REMOVING_PARTS: Final = frozenset({Part.AREA_BAN, Part.CONTACT_BAN, Part.LOCATION_BAN})

# Art. 14c lid 2 Sr, numbers 1-14.
SPECIAL_CONDITIONS: Final[dict[int, Part]] = {
    1: Part.DAMAGES,
    2: Part.REPAIR,
    3: Part.DEPOSIT,
    4: Part.FUND,
    5: Part.CONTACT_BAN,
    6: Part.LOCATION_BAN,
    7: Part.LOCATION_ORDER,
    8: Part.DUTY_TO_REPORT,
    9: Part.SUBSTANCE_BAN,
    10: Part.ADMISSION,
    11: Part.TREATMENT,
    12: Part.SUPPORTED_HOUSING,
    13: Part.TRAINING,
    14: Part.OTHER,
}


class ConditionGroup(StrEnum):
    """The three groups of special conditions (process "Gezamenlijke aanpak", annex VIII)."""

    RESTORING = "restoring"
    RESTRICTING_LIBERTY = "restricting_liberty"
    CHANGING_BEHAVIOUR = "changing_behaviour"


CONDITION_GROUP_LABELS: Final[dict[ConditionGroup, str]] = {
    ConditionGroup.RESTORING: "herstellend",
    ConditionGroup.RESTRICTING_LIBERTY: "vrijheidsbeperkend",
    ConditionGroup.CHANGING_BEHAVIOUR: "gedragsveranderend",
}

PART_GROUPS: Final[dict[ConditionGroup, tuple[Part, ...]]] = {
    ConditionGroup.RESTORING: (Part.DAMAGES, Part.REPAIR, Part.DEPOSIT, Part.FUND),
    ConditionGroup.RESTRICTING_LIBERTY: (
        Part.CONTACT_BAN,
        Part.LOCATION_BAN,
        Part.LOCATION_ORDER,
        Part.DUTY_TO_REPORT,
    ),
    ConditionGroup.CHANGING_BEHAVIOUR: (
        Part.SUBSTANCE_BAN,
        Part.ADMISSION,
        Part.TREATMENT,
        Part.SUPPORTED_HOUSING,
        Part.TRAINING,
        Part.OTHER,
    ),
}


class Authority(StrEnum):
    """Who can impose a measure by law."""

    ANYONE = "anyone"
    HOVJ = "hovj"
    PROSECUTOR = "prosecutor"
    EXAMINING_MAGISTRATE = "examining_magistrate"
    COURT = "court"
    JUVENILE_COURT = "juvenile_court"
    MAYOR = "mayor"


AUTHORITY_LABELS: Final[dict[Authority, str]] = {
    Authority.ANYONE: "iedereen",
    Authority.HOVJ: "hulpofficier van justitie",
    Authority.PROSECUTOR: "officier van justitie",
    Authority.EXAMINING_MAGISTRATE: "rechter-commissaris",
    Authority.COURT: "rechter",
    Authority.JUVENILE_COURT: "kinderrechter",
    Authority.MAYOR: "burgemeester",
}

# Who stands for the authority in the case; judges are no participants: OM or RvdK records for them.
AUTHORITY_IN_CASE: Final[dict[Authority, tuple[OrganisationKind, Role | None]]] = {
    Authority.ANYONE: (OrganisationKind.POLITIE, None),
    Authority.HOVJ: (OrganisationKind.POLITIE, Role.HOVJ),
    Authority.PROSECUTOR: (OrganisationKind.OM, Role.PROSECUTOR),
    Authority.EXAMINING_MAGISTRATE: (OrganisationKind.OM, None),
    Authority.COURT: (OrganisationKind.OM, None),
    Authority.JUVENILE_COURT: (OrganisationKind.RVDK, None),
    Authority.MAYOR: (OrganisationKind.GEMEENTE, None),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """One row of the measure catalogue, in one version.

    `maximum` is the longest that one order can last and `total` with all extensions (None: no fixed length);
    `extension` says in Dutch how it is extended. `parts` is what the order may consist of and combine,
    `implied_parts` what it holds by law. `detains` says that the person is held. `valid_to` is the first day
    on which the row no longer applies; `to_confirm` is what a jurist still has to say.
    """

    kind: MeasureKind
    label: str
    frame: Frame
    basis: str
    imposed_by: tuple[Authority, ...]
    maximum: Length | None = None
    total: Length | None = None
    extension: str = ""
    parts: frozenset[Part] = frozenset()
    implied_parts: frozenset[Part] = frozenset()
    detains: bool = False
    electronic_monitoring: bool = False
    needs_serving: bool = False
    needs_registration: bool = False
    remand_offences_only: bool = False
    adults_only: bool = False
    minors_only: bool = False
    notes: str = ""
    to_confirm: str = ""
    version: str = EDITION
    valid_from: date = CATALOGUE_START
    valid_to: date | None = None
    source: str = SOURCE

    @property
    def maximum_text(self) -> str:
        """The longest duration in Dutch, empty when the law gives none."""
        if self.maximum is None:
            return ""
        years, months = divmod(self.maximum.months, MONTHS_PER_YEAR)
        return f"{years} jaar" if years and not months else self.maximum.text

    @property
    def removes_access(self) -> bool:
        """Whether the measure keeps the person away from others whatever parts were chosen."""
        return self.detains or bool(self.implied_parts & ACCESS_REMOVING_PARTS)

    def in_force(self, on: date) -> bool:
        """Whether this version is the law on the day."""
        return self.valid_from <= on and (self.valid_to is None or on < self.valid_to)
