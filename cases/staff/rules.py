"""What an account must be like: the name, the roles that go together, the validity of a certificate; pure."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from cases.organisations.rules import (
    CASEWORK_ROLES,
    ORGANISATION_LABELS,
    ROLE_LABELS,
    CertificateKind,
    OrganisationKind,
    Role,
    role_fits,
)

LONGEST_NAME: Final = 120
LONGEST_NOTE: Final = 300
_USERNAME: Final = re.compile(r"[a-z0-9](?:[a-z0-9._-]{1,78})[a-z0-9]")

# So long a link to choose a password works; sooner it was used or a newer one was sent.
LINK_HOLDS: Final = timedelta(hours=72)

# A training is taken again after some years; nothing longer than this is believed.
LONGEST_CERTIFICATE: Final = timedelta(days=10 * 366)

# Only these tasks ask for a certificate, so only there one is kept (domain guide, section 3).
CERTIFICATES_OF: Final[dict[OrganisationKind, tuple[CertificateKind, ...]]] = {
    OrganisationKind.POLITIE: (CertificateKind.SASH,),
}

# What a role opens, in the words of who gives it.
ROLE_MEANINGS: Final[dict[Role, str]] = {
    Role.CASE_HANDLER: "behandelt zaken van de organisatie",
    Role.HOVJ: "neemt beslissingen bij aanhouding en inverzekeringstelling",
    Role.PROSECUTOR: "neemt elke beslissing van het OM",
    Role.ASSISTANT_PROSECUTOR: "neemt beslissingen binnen het mandaat",
    Role.PROSECUTOR_CLERK: "bereidt beslissingen voor",
    Role.ZSM_COORDINATOR: "leidt de ZSM-tafel en bewaakt de termijnen van alle partners",
    Role.CHAIR: "zit het Actieoverleg voor",
    Role.TEAM_LEAD: "verdeelt zaken, krijgt zaken van wie vertrekt en hoort alarmen",
    Role.FUNCTIONAL_ADMINISTRATOR: "beheert medewerkers en instellingen; opent daarmee geen zaken",
    Role.PRIVACY_OFFICER: "beoordeelt het logboek en de verstrekkingentabel; opent daarmee geen zaken",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """What is filled in for a member of staff."""

    display_name: str
    email: str
    roles: frozenset[Role]


def roles_for(kind: OrganisationKind) -> tuple[Role, ...]:
    """The roles that somebody of an organisation of this kind can hold, in the order of the law."""
    return tuple(role for role in Role if role_fits(role, kind))


def normal_username(typed: str) -> str:
    """A user name as it is kept: without regard to case."""
    return typed.strip().lower()


def username_problems(username: str) -> list[str]:
    """What is wrong with a user name, which somebody will type several times a day."""
    if _USERNAME.fullmatch(username):
        return []
    return ["Gebruik 3 tot 80 kleine letters, cijfers, punten of streepjes, zonder spaties."]


def account_problems(account: Account, kind: OrganisationKind) -> dict[str, list[str]]:
    """What is wrong, per field of `Account`.

    Who gives rights does not judge how they were used (NEN 7510, separation of duties).
    """
    problems: dict[str, list[str]] = {}
    if not account.display_name.strip():
        problems["display_name"] = ["Vul de naam in zoals collega's haar of hem kennen."]
    elif len(account.display_name.strip()) > LONGEST_NAME:
        problems["display_name"] = [f"Gebruik ten hoogste {LONGEST_NAME} tekens."]
    if "@" not in account.email.strip().strip("@"):
        problems["email"] = ["Vul het e-mailadres van het werk in."]
    if said := role_problems(account.roles, kind):
        problems["roles"] = said
    return problems


def role_problems(roles: Collection[Role], kind: OrganisationKind) -> list[str]:
    """What is wrong with this set of roles in an organisation of this kind."""
    if not roles:
        return ["Kies ten minste één rol. Zonder rol kan niemand iets; laat wie weggaat vertrekken."]
    problems = [
        f"De rol '{ROLE_LABELS[role]}' bestaat niet bij {ORGANISATION_LABELS[kind]}."
        for role in Role
        if role in roles and not role_fits(role, kind)
    ]
    if {Role.FUNCTIONAL_ADMINISTRATOR, Role.PRIVACY_OFFICER} <= set(roles):
        problems.append("Wie rechten geeft, beoordeelt niet ook het logboek: kies één van beide.")
    return problems


def stops_casework(before: Collection[Role], after: Collection[Role]) -> bool:
    """Whether somebody who worked on cases no longer does."""
    return not CASEWORK_ROLES.isdisjoint(before) and CASEWORK_ROLES.isdisjoint(after)


@dataclass(frozen=True, slots=True, kw_only=True)
class Training:
    """A certificate as it is filled in: the first and the last day on which it holds; no last day: on."""

    kind: CertificateKind
    first_day: date
    last_day: date | None


def training_problems(training: Training, kind: OrganisationKind, today: date) -> dict[str, list[str]]:
    """What is wrong, per field of `Training`."""
    problems: dict[str, list[str]] = {}
    if training.kind not in CERTIFICATES_OF.get(kind, ()):
        problems["kind"] = [f"Bij {ORGANISATION_LABELS[kind]} vraagt geen taak om dit certificaat."]
    if training.first_day > today:
        problems["first_day"] = ["De training is gevolgd: deze dag ligt niet in de toekomst."]
    if training.last_day is not None:
        if training.last_day < training.first_day:
            problems["last_day"] = ["De laatste dag ligt voor de eerste."]
        elif training.last_day - training.first_day > LONGEST_CERTIFICATE:
            problems["last_day"] = ["Zo lang is geen certificaat geldig: ten hoogste tien jaar."]
    return problems
