"""Who may act for a Veilig Thuis that does not employ her or him, and for how long at most."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from cases.organisations.rules import CASEWORK_ROLES, DutyKind, OrganisationKind, Role

# A roster at ZSM is made by the week: who stays longer works there and gets an account of her or his own.
# A crisis service stands in at nights and weekends the whole year; once a month somebody looks whether each
# mandate is still needed. Both are choices made here, not lengths that a law gives.
LONGEST: Final[dict[DutyKind, timedelta]] = {
    DutyKind.ZSM: timedelta(days=7),
    DutyKind.CRISIS: timedelta(days=31),
}

# A roster is made this long ahead at most, so that nothing lies waiting for somebody who left.
AHEAD: Final = timedelta(days=60)

# A moment is typed by the minute, and filling in the form takes a few.
TYPED_LATE: Final = timedelta(minutes=30)

# Where the staff of a kind of duty works. Crisis services belong to municipalities, youth-care institutions
# and local care providers; the partners of criminal law never act for Veilig Thuis.
EMPLOYERS: Final[dict[DutyKind, frozenset[OrganisationKind]]] = {
    DutyKind.ZSM: frozenset({OrganisationKind.VT}),
    DutyKind.CRISIS: frozenset({OrganisationKind.GEMEENTE, OrganisationKind.GI, OrganisationKind.LOKAAL}),
}

# Whose staff can be given a duty at all.
CAN_STAND_IN: Final[frozenset[OrganisationKind]] = frozenset().union(*EMPLOYERS.values())

# Who stands in does the work on cases and leads nobody: no rights of a team lead, also not for one.
ACTING_ROLES: Final[frozenset[Role]] = frozenset({Role.CASE_HANDLER})


@dataclass(frozen=True, slots=True)
class WantedDuty:
    """What is asked for: who (with employer and roles), for whom, on which ground, from when until when."""

    kind: DutyKind
    employer: OrganisationKind
    roles: Collection[Role]
    is_active: bool
    works_here: bool
    starts_at: datetime
    ends_at: datetime


def problems_of(wanted: WantedDuty, at: datetime) -> dict[str, list[str]]:
    """Everything that is wrong with it, per field of the form; empty when it can be given."""
    problems: dict[str, list[str]] = {}

    def wrong(field: str, text: str) -> None:
        problems.setdefault(field, []).append(text)

    if wanted.works_here:
        wrong("user", "Deze medewerker werkt al bij uw eigen organisatie.")
    elif not wanted.is_active or CASEWORK_ROLES.isdisjoint(wanted.roles):
        wrong("user", "Kies een medewerker die zaken behandelt.")
    elif wanted.employer not in EMPLOYERS[wanted.kind]:
        wrong("kind", WRONG_EMPLOYER[wanted.kind])
    if wanted.starts_at < at - TYPED_LATE:
        wrong("starts_at", "De dienst kan niet in het verleden beginnen.")
    elif wanted.starts_at > at + AHEAD:
        wrong("starts_at", f"De dienst begint ten hoogste {AHEAD.days} dagen vooruit.")
    if wanted.ends_at <= max(wanted.starts_at, at):
        wrong("ends_at", "Het einde ligt na het begin en na nu.")
    elif wanted.ends_at - wanted.starts_at > LONGEST[wanted.kind]:
        wrong("ends_at", f"Deze dienst duurt ten hoogste {LONGEST[wanted.kind].days} dagen.")
    return problems


WRONG_EMPLOYER: Final[dict[DutyKind, str]] = {
    DutyKind.ZSM: "Dienst op ZSM is voor medewerkers van een andere Veilig Thuis-organisatie.",
    DutyKind.CRISIS: "Een mandaat is voor medewerkers van een crisisdienst: gemeente, gecertificeerde "
    "instelling of lokaal team.",
}
