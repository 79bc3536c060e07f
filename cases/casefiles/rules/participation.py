"""Who takes part in a case, at which level, from which event (tables, section 1)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from cases.access.rules.levels import Level
from cases.access.rules.refusal import Missing
from cases.organisations.rules import OrganisationKind

TABLE_START: Final = date(2024, 7, 1)
DAYS_TO_READ_AFTER_CLOSING: Final = 30


class JoiningEvent(StrEnum):
    """What makes organisations take part."""

    SUSPECT_REGISTERED = "suspect_registered"
    HG_OR_STALKING = "hg_or_stalking"
    HG_OR_STALKING_ADULT = "hg_or_stalking_adult"
    HG_OR_STALKING_MINOR = "hg_or_stalking_minor"
    MINOR_SUSPECT = "minor_suspect"
    CHILD_IN_SYSTEM = "child_in_system"
    MINOR_VICTIM = "minor_victim"
    MINOR_LIGHT_OFFENCE = "minor_light_offence"
    REPORT_WITHOUT_SUSPECT = "report_without_suspect"
    MEETING_AGENDA = "meeting_agenda"
    ASKED_BY_VT = "asked_by_vt"
    HANDOVER_ACCEPTED = "handover_accepted"


JOINING_TEXTS: Final[dict[JoiningEvent, str]] = {
    JoiningEvent.SUSPECT_REGISTERED: "De politie heeft een verdachte geregistreerd.",
    JoiningEvent.HG_OR_STALKING: "Huiselijk geweld of stalking.",
    JoiningEvent.HG_OR_STALKING_ADULT: "Huiselijk geweld of stalking, meerderjarige verdachte.",
    JoiningEvent.HG_OR_STALKING_MINOR: "Huiselijk geweld of stalking, minderjarige verdachte.",
    JoiningEvent.MINOR_SUSPECT: "Minderjarige verdachte: de Raad adviseert altijd.",
    JoiningEvent.CHILD_IN_SYSTEM: "Er is een kind in het gezinssysteem.",
    JoiningEvent.MINOR_VICTIM: "Het slachtoffer is minderjarig.",
    JoiningEvent.MINOR_LIGHT_OFFENCE: "Minderjarige verdachte van een licht feit.",
    JoiningEvent.REPORT_WITHOUT_SUSPECT: "Melding bij Veilig Thuis zonder verdachte.",
    JoiningEvent.MEETING_AGENDA: "De zaak staat op de agenda van het Actieoverleg.",
    JoiningEvent.ASKED_BY_VT: "Veilig Thuis heeft de organisatie gevraagd.",
    JoiningEvent.HANDOVER_ACCEPTED: "Het lokale team heeft de overdracht aanvaard.",
}


class Capacity(StrEnum):
    """In which capacity an organisation takes part; the RvdK wears two hats, in two participations."""

    NONE = ""
    PENAL = "penal"
    CIVIL = "civil"


CAPACITY_LABELS: Final[dict[Capacity, str]] = {
    Capacity.NONE: "",
    Capacity.PENAL: "strafrechtelijk",
    Capacity.CIVIL: "civiel",
}


class Routing(StrEnum):
    """By what the organisation of a kind is found; NAMED: somebody names it."""

    OFFENCE_PLACE = "offence_place"
    VICTIM_MUNICIPALITY = "victim_municipality"
    NAMED = "named"


@dataclass(frozen=True, slots=True)
class Joins:
    """One organisation takes part. `until` says in Dutch when that ends by itself, empty when it does not.

    `valid_to` is the first day on which the row no longer applies.
    """

    event: JoiningEvent
    kind: OrganisationKind
    level: Level
    capacity: Capacity
    routing: Routing
    until: str = ""
    version: int = 1
    valid_from: date = TABLE_START
    valid_to: date | None = None

    @property
    def ground(self) -> str:
        """The rule by which the organisation takes part, in Dutch."""
        return JOINING_TEXTS[self.event]

    def in_force(self, on: date) -> bool:
        """Whether the row applies on the day."""
        return self.valid_from <= on and (self.valid_to is None or on < self.valid_to)


E, K, C = JoiningEvent, OrganisationKind, Capacity
THAT, VIEW, CONTRIBUTE, DECIDE = Level.THAT, Level.VIEW, Level.CONTRIBUTE, Level.DECIDE
PLACE, VICTIM, NAMED = Routing.OFFENCE_PLACE, Routing.VICTIM_MUNICIPALITY, Routing.NAMED
UNTIL_MEETING_CLOSED: Final = "tot het overleg is gesloten; daarna per actie"
UNTIL_END_DATE: Final = "tot de vastgelegde einddatum"

JOINING_TABLE: Final[tuple[Joins, ...]] = (
    Joins(E.SUSPECT_REGISTERED, K.POLITIE, DECIDE, C.NONE, PLACE),
    Joins(E.SUSPECT_REGISTERED, K.OM, DECIDE, C.NONE, PLACE),
    Joins(E.HG_OR_STALKING, K.VT, CONTRIBUTE, C.NONE, VICTIM),
    Joins(E.HG_OR_STALKING, K.SHN, CONTRIBUTE, C.NONE, PLACE),
    Joins(E.HG_OR_STALKING_ADULT, K.RECLASSERING, CONTRIBUTE, C.NONE, PLACE),
    Joins(E.HG_OR_STALKING_MINOR, K.RVDK, CONTRIBUTE, C.PENAL, VICTIM),
    # Advice of the Raad is owed in every case of a minor (domain guide, sections 4 and 8), label or not.
    Joins(E.MINOR_SUSPECT, K.RVDK, CONTRIBUTE, C.PENAL, VICTIM),
    Joins(E.CHILD_IN_SYSTEM, K.RVDK, CONTRIBUTE, C.CIVIL, VICTIM),
    # A child that is the victim itself is a child of the case too, also when there is no other.
    Joins(E.MINOR_VICTIM, K.RVDK, CONTRIBUTE, C.CIVIL, VICTIM),
    Joins(E.MINOR_LIGHT_OFFENCE, K.HALT, VIEW, C.NONE, PLACE),
    Joins(E.REPORT_WITHOUT_SUSPECT, K.VT, DECIDE, C.NONE, VICTIM),
    Joins(E.MEETING_AGENDA, K.VT, VIEW, C.NONE, NAMED, UNTIL_MEETING_CLOSED),
    Joins(E.MEETING_AGENDA, K.POLITIE, VIEW, C.NONE, NAMED, UNTIL_MEETING_CLOSED),
    Joins(E.MEETING_AGENDA, K.OM, VIEW, C.NONE, NAMED, UNTIL_MEETING_CLOSED),
    Joins(E.MEETING_AGENDA, K.RECLASSERING, VIEW, C.NONE, NAMED, UNTIL_MEETING_CLOSED),
    Joins(E.MEETING_AGENDA, K.RVDK, VIEW, C.NONE, NAMED, UNTIL_MEETING_CLOSED),
    # Whoever is asked gets at most this; the one who asks may also give that-information only.
    Joins(E.ASKED_BY_VT, K.VT, VIEW, C.NONE, NAMED, UNTIL_END_DATE),
    Joins(E.ASKED_BY_VT, K.EXPERT, VIEW, C.NONE, NAMED, UNTIL_END_DATE),
    Joins(E.ASKED_BY_VT, K.LEC_EGG, VIEW, C.NONE, NAMED, UNTIL_END_DATE),
    Joins(E.ASKED_BY_VT, K.OPVANG, VIEW, C.NONE, NAMED, UNTIL_END_DATE),
    Joins(E.HANDOVER_ACCEPTED, K.LOKAAL, CONTRIBUTE, C.NONE, VICTIM),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ParticipationFacts:
    """What decides who takes part.

    `suspect_minor` is about the day of the offence (None: not known), `victim_minor` too (False when her or
    his age is not known); `children` are others than the victim. `light_offence` says that Halt may come in
    view; `report_received` that Veilig Thuis has a report.
    """

    suspect_registered: bool
    suspect_minor: bool | None = None
    hg_label: bool = False
    stalking: bool = False
    children: bool = False
    victim_minor: bool = False
    light_offence: bool = False
    report_received: bool = False
    handover_accepted: bool = False


def joining_events(facts: ParticipationFacts) -> tuple[JoiningEvent, ...]:
    """The events of the table that the facts amount to."""
    family = facts.hg_label or facts.stalking
    suspect = facts.suspect_registered
    happened = {
        JoiningEvent.SUSPECT_REGISTERED: suspect,
        JoiningEvent.HG_OR_STALKING: family,
        JoiningEvent.HG_OR_STALKING_ADULT: family and suspect and facts.suspect_minor is False,
        JoiningEvent.HG_OR_STALKING_MINOR: family and suspect and facts.suspect_minor is True,
        JoiningEvent.MINOR_SUSPECT: suspect and facts.suspect_minor is True,
        JoiningEvent.CHILD_IN_SYSTEM: facts.children,
        JoiningEvent.MINOR_VICTIM: facts.victim_minor,
        JoiningEvent.MINOR_LIGHT_OFFENCE: suspect and facts.suspect_minor is True and facts.light_offence,
        JoiningEvent.REPORT_WITHOUT_SUSPECT: facts.report_received and not suspect,
        JoiningEvent.HANDOVER_ACCEPTED: facts.handover_accepted,
    }
    return tuple(event for event, is_so in happened.items() if is_so)


def joins_on(event: JoiningEvent, on: date) -> tuple[Joins, ...]:
    """The rows of the table for one event as they apply on a day."""
    return tuple(row for row in JOINING_TABLE if row.event is event and row.in_force(on))


def participants(facts: ParticipationFacts, on: date) -> tuple[Joins, ...]:
    """Who takes part by the facts on a day: one row per kind and capacity, the highest level wins.

    Meeting and requests of Veilig Thuis are not facts of the case; their rows come from `joins_on`.
    """
    rows = (row for event in joining_events(facts) for row in joins_on(event, on))
    return _highest(rows)


def _highest(rows: Iterable[Joins]) -> tuple[Joins, ...]:
    best: dict[tuple[OrganisationKind, Capacity], Joins] = {}
    for row in rows:
        key = (row.kind, row.capacity)
        if key not in best or row.level > best[key].level:
            best[key] = row
    return tuple(best.values())


def participation_missing(facts: ParticipationFacts) -> tuple[Missing, ...]:
    """What must be known before everybody who belongs in the case can take part."""
    if not (facts.suspect_registered and facts.suspect_minor is None):
        return ()
    text = "Leg de geboortedatum van de verdachte vast: die bepaalt of de reclassering of de Raad meedoet."
    return (Missing("suspect_birth_date", text, OrganisationKind.POLITIE),)


def level_after_closing(level: Level, kind: OrganisationKind, days_closed: int) -> Level | None:
    """The level at which an organisation still takes part so many days after the case was closed.

    Reading ends after 30 days, then only that-information is left; for the ZVH the case is shielded at once
    (None).
    """
    if kind is OrganisationKind.ZVH:
        return None
    return level if days_closed < DAYS_TO_READ_AFTER_CLOSING else min(level, Level.THAT)
