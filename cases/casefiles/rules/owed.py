"""What the facts of a case make its organisations owe, and by when (tables, section 3).

The rows themselves (event, organisation, way of counting, met by) stand with the terms; here the facts of the
case choose the rows and give them the moment to count back from.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from cases.casefiles.rules.participation import Capacity
from cases.organisations.rules import OrganisationKind
from cases.terms.rules.computation import due_moment
from cases.terms.rules.kinds import TermKind
from cases.terms.rules.owed import Obligation, OwedEvent, owed_after
from cases.terms.rules.parameters import Parameters
from cases.terms.rules.vocabulary import Situation, StartEvent

# Lengths that no source gives: they were chosen for this application and an administrator can change them.
CHOSEN: Final[frozenset[tuple[TermKind, Situation]]] = frozenset(
    {
        (TermKind.SASH, Situation.HELD),
        (TermKind.KLACHT_ASKED, Situation.HELD),
        (TermKind.KNOWN_ANSWER, Situation.HELD),
        (TermKind.PART_A, Situation.HELD),
        (TermKind.ADVICE, Situation.HELD),
        (TermKind.INFORM_VICTIM, Situation.STANDARD),
        (TermKind.HANDOVER, Situation.STANDARD),
    }
)
CHOSEN_TEXT: Final = "gekozen voor deze toepassing, aan te passen door de beheerder"

# The RvdK owes in the hat of the task.
_CAPACITY_OF: Final[dict[tuple[OrganisationKind, TermKind], Capacity]] = {
    (OrganisationKind.RVDK, TermKind.ADVICE): Capacity.PENAL,
    (OrganisationKind.RVDK, TermKind.CIVIL_TRIAGE): Capacity.CIVIL,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class OwedFacts:
    """The facts of a case that decide what is owed around the first decision.

    `held` and `heard` exclude each other; neither means that the suspect was not yet spoken to.
    `suspect_minor` is about the day of the offence (None: not known), `victim_minor` too (False when not
    known); `children` are others than the victim. `suspicion` is what OM stated (None: not yet). For a held
    suspect: `first_decision_hours` (9 or 6), what started them, and when they are over. For a heard one:
    `inserted_at` is when the case is put on ZSM (None: not yet known), `reported_before` that Veilig Thuis
    had a report already.
    """

    held: bool = False
    heard: bool = False
    hg_label: bool = False
    stalking: bool = False
    children: bool = False
    victim_minor: bool = False
    suspect_minor: bool | None = None
    suspicion: bool | None = None
    first_decision_hours: int | None = None
    start_event: StartEvent | None = None
    first_decision_due_at: datetime | None = None
    inserted_at: datetime | None = None
    reported_before: bool = False


@dataclass(frozen=True, slots=True)
class Owed:
    """One organisation owes one thing.

    `organisation` None is the organisation named with the event. `parameters` is what the term is computed
    with: situation, hours, the moment to count back from. `is_chosen` marks a length that no source gives.
    """

    event: OwedEvent
    kind: TermKind
    organisation: OrganisationKind | None
    capacity: Capacity
    met_by: str
    parameters: Parameters
    is_chosen: bool

    def due_at(self, event_at: datetime) -> datetime | None:
        """The due moment in UTC for an event at this moment; None: owed, no moment.

        A moment counted back from the first decision never lies before the event itself.
        """
        return due_moment(self.kind, event_at, parameters=self.parameters).due_at


def owed_events(facts: OwedFacts) -> tuple[OwedEvent, ...]:
    """The rows of the table that the facts amount to. Raises ValueError when both held and heard."""
    if facts.held and facts.heard:
        raise ValueError("Een verdachte is opgehouden of gehoord, niet allebei.")
    if not facts.held and not facts.heard:
        return ()
    family = facts.hg_label or facts.stalking
    adult_suspicion = family and facts.suspect_minor is False and facts.suspicion is True
    happened = (
        (True, OwedEvent.SUSPECT_HELD, None),
        (family, OwedEvent.HELD_IN_HG_CASE, OwedEvent.HEARD_IN_HG_CASE),
        (facts.stalking, OwedEvent.STALKING_HELD, OwedEvent.STALKING_HEARD),
        (adult_suspicion, OwedEvent.ADULT_SUSPICION_HELD, OwedEvent.ADULT_SUSPICION_HEARD),
        (facts.suspect_minor is True, OwedEvent.MINOR_HELD, OwedEvent.MINOR_HEARD),
        (facts.children or facts.victim_minor, OwedEvent.CHILDREN_HELD, OwedEvent.CHILDREN_HEARD),
        (family and facts.reported_before, None, OwedEvent.HEARD_AFTER_REPORT),
    )
    events = ((held if facts.held else heard) for is_so, held, heard in happened if is_so)
    return tuple(event for event in events if event is not None)


def owed(facts: OwedFacts) -> tuple[Owed, ...]:
    """Everything that is owed around the first decision by the facts of a case."""
    return tuple(
        _owed(event, row, _parameters(row, facts))
        for event in owed_events(facts)
        for row in owed_after(event)
    )


def owed_on(event: OwedEvent, *, reference: datetime | None = None) -> tuple[Owed, ...]:
    """What one event makes organisations owe; `reference`: the moment to count back from, if needed."""
    return tuple(
        _owed(event, row, Parameters(situation=row.situation, reference=reference))
        for row in owed_after(event)
    )


def _parameters(row: Obligation, facts: OwedFacts) -> Parameters:
    if row.kind is TermKind.FIRST_DECISION:
        return Parameters(
            situation=row.situation, hours=facts.first_decision_hours, start_event=facts.start_event
        )
    reference = facts.inserted_at if facts.heard else facts.first_decision_due_at
    return Parameters(situation=row.situation, reference=reference)


def _owed(event: OwedEvent, row: Obligation, parameters: Parameters) -> Owed:
    capacity = Capacity.NONE
    if row.organisation is not None:
        capacity = _CAPACITY_OF.get((row.organisation, row.kind), Capacity.NONE)
    return Owed(
        event=event,
        kind=row.kind,
        organisation=row.organisation,
        capacity=capacity,
        met_by=row.met_by,
        parameters=parameters,
        is_chosen=(row.kind, row.situation) in CHOSEN,
    )
