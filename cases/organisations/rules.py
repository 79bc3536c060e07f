"""Kinds of organisation and roles of their staff (domain guide, section 3)."""

from __future__ import annotations

from enum import StrEnum
from typing import Final


class OrganisationKind(StrEnum):
    """The kinds of organisation that can take part in a case; each has its own task by law."""

    POLITIE = "politie"
    VT = "vt"
    OM = "om"
    RECLASSERING = "3ro"
    RVDK = "rvdk"
    SHN = "shn"
    HALT = "halt"
    LOKAAL = "lokaal"
    ZVH = "zvh"
    LEC_EGG = "lec-egg"
    GEMEENTE = "gemeente"
    GI = "gi"
    JR = "jr"
    OPVANG = "opvang"
    EXPERT = "expert"


ORGANISATION_LABELS: Final[dict[OrganisationKind, str]] = {
    OrganisationKind.POLITIE: "Politie",
    OrganisationKind.VT: "Veilig Thuis",
    OrganisationKind.OM: "Openbaar Ministerie",
    OrganisationKind.RECLASSERING: "Reclassering",
    OrganisationKind.RVDK: "Raad voor de Kinderbescherming",
    OrganisationKind.SHN: "Slachtofferhulp Nederland",
    OrganisationKind.HALT: "Halt",
    OrganisationKind.LOKAAL: "Lokaal team",
    OrganisationKind.ZVH: "Zorg- en Veiligheidshuis",
    OrganisationKind.LEC_EGG: "LEC EGG",
    OrganisationKind.GEMEENTE: "Gemeente",
    OrganisationKind.GI: "Gecertificeerde instelling",
    OrganisationKind.JR: "Jeugdreclassering",
    OrganisationKind.OPVANG: "Vrouwenopvang",
    OrganisationKind.EXPERT: "Deskundige",
}

ORGANISATION_ABBREVIATIONS: Final[dict[OrganisationKind, str]] = {
    OrganisationKind.POLITIE: "POL",
    OrganisationKind.VT: "VT",
    OrganisationKind.OM: "OM",
    OrganisationKind.RECLASSERING: "3RO",
    OrganisationKind.RVDK: "RvdK",
    OrganisationKind.SHN: "SHN",
    OrganisationKind.HALT: "Halt",
    OrganisationKind.LOKAAL: "LT",
    OrganisationKind.ZVH: "ZVH",
    OrganisationKind.LEC_EGG: "EGG",
    OrganisationKind.GEMEENTE: "Gem",
    OrganisationKind.GI: "GI",
    OrganisationKind.JR: "JR",
    OrganisationKind.OPVANG: "Opv",
    OrganisationKind.EXPERT: "Desk",
}


class Role(StrEnum):
    """What a user may be inside her or his organisation; a user can hold several roles."""

    CASE_HANDLER = "case_handler"
    HOVJ = "hovj"
    PROSECUTOR = "prosecutor"
    ASSISTANT_PROSECUTOR = "assistant_prosecutor"
    PROSECUTOR_CLERK = "prosecutor_clerk"
    ZSM_COORDINATOR = "zsm_coordinator"
    CHAIR = "chair"
    TEAM_LEAD = "team_lead"
    FUNCTIONAL_ADMINISTRATOR = "functional_administrator"
    PRIVACY_OFFICER = "privacy_officer"


ROLE_LABELS: Final[dict[Role, str]] = {
    Role.CASE_HANDLER: "behandelaar",
    Role.HOVJ: "hulpofficier van justitie",
    Role.PROSECUTOR: "officier van justitie",
    Role.ASSISTANT_PROSECUTOR: "assistent-officier",
    Role.PROSECUTOR_CLERK: "parketsecretaris",
    Role.ZSM_COORDINATOR: "ketenprocescoördinator (KPC)",
    Role.CHAIR: "voorzitter",
    Role.TEAM_LEAD: "teamleider",
    Role.FUNCTIONAL_ADMINISTRATOR: "functioneel beheerder",
    Role.PRIVACY_OFFICER: "privacyfunctionaris",
}


class CertificateKind(StrEnum):
    """A training that some task asks for besides the organisation and the role."""

    SASH = "sash"


CERTIFICATE_LABELS: Final[dict[CertificateKind, str]] = {
    CertificateKind.SASH: "SASH-training",
}

# Which kind of organisation a role can belong to; None means every kind (domain guide, section 2 and 3).
ROLE_BELONGS_TO: Final[dict[Role, frozenset[OrganisationKind] | None]] = {
    Role.CASE_HANDLER: None,
    Role.HOVJ: frozenset({OrganisationKind.POLITIE}),
    Role.PROSECUTOR: frozenset({OrganisationKind.OM}),
    Role.ASSISTANT_PROSECUTOR: frozenset({OrganisationKind.OM}),
    Role.PROSECUTOR_CLERK: frozenset({OrganisationKind.OM}),
    Role.ZSM_COORDINATOR: frozenset({OrganisationKind.OM, OrganisationKind.POLITIE}),
    Role.CHAIR: frozenset({OrganisationKind.VT}),
    Role.TEAM_LEAD: None,
    Role.FUNCTIONAL_ADMINISTRATOR: None,
    Role.PRIVACY_OFFICER: None,
}


def role_fits(role: Role, kind: OrganisationKind) -> bool:
    """Tell whether a user of an organisation of this kind can hold the role."""
    kinds = ROLE_BELONGS_TO[role]
    return kinds is None or kind in kinds


# Roles that do the daily work on cases; administrators and privacy officers do not open cases by their role.
CASEWORK_ROLES: Final[frozenset[Role]] = frozenset(Role) - {
    Role.FUNCTIONAL_ADMINISTRATOR,
    Role.PRIVACY_OFFICER,
}


class Scope(StrEnum):
    """What a partner system may do through REST, within what its organisation and the named user may."""

    READ = "lezen"
    WRITE = "schrijven"


SCOPE_LABELS: Final[dict[Scope, str]] = {
    Scope.READ: "gegevens opvragen",
    Scope.WRITE: "gegevens vastleggen namens een medewerker",
}


class DutyKind(StrEnum):
    """On which ground a user acts for a Veilig Thuis that does not employ her or him."""

    ZSM = "zsm"
    CRISIS = "crisis"


DUTY_LABELS: Final[dict[DutyKind, str]] = {
    DutyKind.ZSM: "dienst op ZSM",
    DutyKind.CRISIS: "mandaat van de crisisdienst",
}


class AccountStep(StrEnum):
    """A step in the life of the account of a member of staff."""

    JOINED = "joined"
    INVITED = "invited"
    CHANGED = "changed"
    CERTIFIED = "certified"
    RELEASED = "released"
    LEFT = "left"
    ARRIVED = "arrived"
    RETURNED = "returned"


ACCOUNT_STEP_LABELS: Final[dict[AccountStep, str]] = {
    AccountStep.JOINED: "in dienst gekomen",
    AccountStep.INVITED: "toegangslink gestuurd",
    AccountStep.CHANGED: "gegevens of rollen gewijzigd",
    AccountStep.CERTIFIED: "certificaat vastgelegd",
    AccountStep.RELEASED: "vertrokken naar een andere organisatie",
    AccountStep.LEFT: "vertrokken",
    AccountStep.ARRIVED: "overgekomen van een andere organisatie",
    AccountStep.RETURNED: "teruggekomen",
}
