"""What a person may be told of who looked at her or his data (AVG art. 15; domain guide, section 11).

From an allow-list: day, organisation, function, what was done. No names of staff (the right does not hold
them), no free text, no other person. Who looked can itself give away where somebody is safe: a suspect is
told by name only of organisations that he meets in the case anyway (UAVG art. 41, protection of others).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, time
from enum import StrEnum
from typing import Final

from cases.access.rules.actions import LogAction
from cases.organisations.rules import ROLE_LABELS, OrganisationKind, Role

NAMED_TO_SUSPECT: Final = frozenset(
    {
        OrganisationKind.POLITIE,
        OrganisationKind.OM,
        OrganisationKind.RECLASSERING,
        OrganisationKind.RVDK,
        OrganisationKind.VT,
        OrganisationKind.HALT,
        OrganisationKind.GI,
        OrganisationKind.JR,
    }
)
UNNAMED: Final = "een andere organisatie die in de zaak samenwerkt"
SYSTEM: Final = "geautomatiseerd"

# Only these are looks at somebody's data.
TOLD: Final[dict[LogAction, str]] = {
    LogAction.READ: "ingezien",
    LogAction.SEARCH: "gezocht",
    LogAction.WRITE: "iets vastgelegd",
    LogAction.EXPORT: "in een document gezet",
    LogAction.PRINT: "afgedrukt",
}


class IdentifiedBy(StrEnum):
    """How it was established that the one who asks is the person."""

    PASSPORT = "passport"
    CARD = "card"
    LICENCE = "licence"
    REPRESENTATIVE = "representative"


IDENTIFIED_LABELS: Final[dict[IdentifiedBy, str]] = {
    IdentifiedBy.PASSPORT: "paspoort",
    IdentifiedBy.CARD: "identiteitskaart",
    IdentifiedBy.LICENCE: "rijbewijs",
    IdentifiedBy.REPRESENTATIVE: "machtiging van een advocaat of wettelijk vertegenwoordiger",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """One row of the log about the person, at a Dutch day and time."""

    day: date
    clock: time
    organisation: str
    kind: OrganisationKind
    roles: tuple[str, ...]
    action: str


@dataclass(frozen=True, slots=True)
class Told:
    """The looks of one day by one function of one organisation, as one line."""

    day: date
    organisation: str
    function: str
    done: str
    times: int
    first: time
    last: time


def told_of(looks: Iterable[Look], *, suspect: bool) -> tuple[Told, ...]:
    """The lines of the overview, newest day first; looks alike on one day are one line."""
    found: dict[tuple[date, str, str, str], list[time]] = {}
    for look in looks:
        if look.action not in frozenset(TOLD):
            continue
        named = not suspect or look.kind in NAMED_TO_SUSPECT
        function = _function(look.roles) if named else ""
        key = (
            look.day,
            look.organisation if named else UNNAMED,
            function,
            TOLD[LogAction(look.action)],
        )
        found.setdefault(key, []).append(look.clock)
    lines = [Told(*key, len(clocks), min(clocks), max(clocks)) for key, clocks in found.items()]
    return tuple(
        sorted(lines, key=lambda line: (-line.day.toordinal(), line.organisation, line.function, line.done))
    )


def _function(roles: tuple[str, ...]) -> str:
    known = frozenset(Role)
    return ", ".join(ROLE_LABELS[Role(role)] for role in roles if role in known) or SYSTEM
