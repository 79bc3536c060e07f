"""What can happen with a measure after it was imposed, and which organisation may record that."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from cases.organisations.rules import OrganisationKind, Role
from cases.plans.rules.measure import Authority, Measure


class Change(StrEnum):
    """A change of a measure; the last two say what was done before its end."""

    EXTENDED = "extended"
    ENDED = "ended"
    SUSPENDED = "suspended"
    RESUMED = "resumed"
    END_JUDGED = "end_judged"
    END_TOLD = "end_told"


CHANGE_LABELS: Final[dict[Change, str]] = {
    Change.EXTENDED: "verlengd",
    Change.ENDED: "beëindigd",
    Change.SUSPENDED: "geschorst",
    Change.RESUMED: "weer van kracht",
    Change.END_JUDGED: "veiligheid beoordeeld voor het einde",
    Change.END_TOLD: "einde aan het slachtoffer te vertellen",
}

_RECORDERS: Final[dict[Authority, frozenset[OrganisationKind]]] = {
    Authority.ANYONE: frozenset({OrganisationKind.POLITIE}),
    Authority.HOVJ: frozenset({OrganisationKind.POLITIE}),
    Authority.PROSECUTOR: frozenset({OrganisationKind.OM}),
    Authority.EXAMINING_MAGISTRATE: frozenset({OrganisationKind.OM}),
    Authority.COURT: frozenset({OrganisationKind.OM}),
    Authority.JUVENILE_COURT: frozenset({OrganisationKind.RVDK}),
    # The mayor is no user everywhere: police brings the order into the case.
    Authority.MAYOR: frozenset({OrganisationKind.GEMEENTE, OrganisationKind.POLITIE}),
}


def recorders(row: Measure) -> frozenset[OrganisationKind]:
    """The kinds of organisation that may record an order about this measure for who gives it by law."""
    return frozenset(kind for authority in row.imposed_by for kind in _RECORDERS[authority])


def needed_role(row: Measure, kind: OrganisationKind) -> Role | None:
    """The role that the order asks: what a prosecutor gives by law, only a prosecutor changes."""
    gives_it = Authority.PROSECUTOR in row.imposed_by
    return Role.PROSECUTOR if gives_it and kind is OrganisationKind.OM else None


# Who can be asked to inform the victim (domain guide, section 8).
INFORMERS: Final = frozenset(
    {
        OrganisationKind.OM,
        OrganisationKind.VT,
        OrganisationKind.POLITIE,
        OrganisationKind.SHN,
        OrganisationKind.RECLASSERING,
        OrganisationKind.RVDK,
    }
)
