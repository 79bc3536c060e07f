"""The states of a case and the events that move it (tables, section 2)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from cases.organisations.rules import ORGANISATION_LABELS, OrganisationKind, Role


class CaseState(StrEnum):
    """Where a case is."""

    REPORTED = "reported"
    PREPARING = "preparing"
    AT_ZSM = "at_zsm"
    AWAITING = "awaiting"
    AFTER_ZSM = "after_zsm"
    MONITORING = "monitoring"
    CLOSED = "closed"


STATE_LABELS: Final[dict[CaseState, str]] = {
    CaseState.REPORTED: "gemeld",
    CaseState.PREPARING: "in voorbereiding",
    CaseState.AT_ZSM: "op ZSM",
    CaseState.AWAITING: "in afwachting",
    CaseState.AFTER_ZSM: "na ZSM",
    CaseState.MONITORING: "monitoring",
    CaseState.CLOSED: "gesloten",
}

STATE_TEXTS: Final[dict[CaseState, str]] = {
    CaseState.REPORTED: "Er is een melding bij Veilig Thuis, zonder verdachte.",
    CaseState.PREPARING: "Actieoverleg of opsporingsonderzoek loopt.",
    CaseState.AT_ZSM: "De verdachte is opgehouden of gehoord.",
    CaseState.AWAITING: "Wacht op plandatum, spreekuur, rechter-commissaris of zitting.",
    CaseState.AFTER_ZSM: "De eindbeslissing is genomen; het plan wordt uitgevoerd.",
    CaseState.MONITORING: "Het lokale team volgt het plan.",
    CaseState.CLOSED: "Strafspoor en zorgspoor zijn beëindigd.",
}


class StateEvent(StrEnum):
    """What moves a case from one state to another."""

    REPORT_RECEIVED = "report_received"
    PREPARATION_STARTED = "preparation_started"
    SUSPECT_AT_ZSM = "suspect_at_zsm"
    DECISION_AWAITED = "decision_awaited"
    FINAL_DECISION = "final_decision"
    HANDOVER_ACCEPTED = "handover_accepted"
    BOTH_TRACKS_ENDED = "both_tracks_ended"


STATE_EVENT_LABELS: Final[dict[StateEvent, str]] = {
    StateEvent.REPORT_RECEIVED: "melding ontvangen",
    StateEvent.PREPARATION_STARTED: "Actieoverleg of onderzoek gestart",
    StateEvent.SUSPECT_AT_ZSM: "verdachte opgehouden of gehoord",
    StateEvent.DECISION_AWAITED: "eindbeslissing uitgesteld of zaak aangebracht",
    StateEvent.FINAL_DECISION: "eindbeslissing genomen",
    StateEvent.HANDOVER_ACCEPTED: "overdracht aanvaard",
    StateEvent.BOTH_TRACKS_ENDED: "strafspoor en zorgspoor beëindigd",
}


@dataclass(frozen=True, slots=True)
class Transition:
    """One row: from a state (None: no case yet) by an event to a state.

    `by` is the kind of organisation that makes it happen with the role that its user needs (None: any role of
    casework), `guard` the Dutch condition, `audit_event` the kind of the case event, `notifies` who is told.
    """

    source: CaseState | None
    event: StateEvent
    target: CaseState
    by: tuple[tuple[OrganisationKind, Role | None], ...]
    audit_event: str
    guard: str = ""
    notifies: tuple[OrganisationKind, ...] = ()


POLITIE, VT, OM = OrganisationKind.POLITIE, OrganisationKind.VT, OrganisationKind.OM
LOKAAL = OrganisationKind.LOKAAL
PROSECUTOR: Final = ((OM, Role.PROSECUTOR),)
ANY_POLICE: Final = ((POLITIE, None),)
VT_OR_POLICE: Final = ((VT, None), (POLITIE, None))

# Where a suspect can come (back) to ZSM from; a closed case is thereby reopened.
BEFORE_ZSM: Final = (
    None,
    CaseState.REPORTED,
    CaseState.PREPARING,
    CaseState.AWAITING,
    CaseState.AFTER_ZSM,
    CaseState.MONITORING,
)
TRACKS_ENDED_GUARD: Final = (
    "Geen lopende termijn, maatregel zonder eigenaar of open actie; overdracht aanvaard of gemotiveerd."
)


def _to_zsm(source: CaseState | None) -> Transition:
    return Transition(
        source,
        StateEvent.SUSPECT_AT_ZSM,
        CaseState.AT_ZSM,
        ANY_POLICE,
        "case_at_zsm",
        "De verdachte is vast of gehoord.",
        (VT, OM),
    )


def _closing(source: CaseState) -> Transition:
    return Transition(
        source,
        StateEvent.BOTH_TRACKS_ENDED,
        CaseState.CLOSED,
        ((VT, None), (OM, Role.PROSECUTOR)),
        "case_closed",
        TRACKS_ENDED_GUARD,
        (POLITIE, VT, OM),
    )


TRANSITIONS: Final[tuple[Transition, ...]] = (
    Transition(
        None, StateEvent.REPORT_RECEIVED, CaseState.REPORTED, VT_OR_POLICE, "case_reported", notifies=(VT,)
    ),
    Transition(
        CaseState.REPORTED,
        StateEvent.PREPARATION_STARTED,
        CaseState.PREPARING,
        VT_OR_POLICE,
        "case_preparing",
        notifies=(VT, POLITIE, OM),
    ),
    *(_to_zsm(source) for source in BEFORE_ZSM),
    Transition(
        CaseState.AT_ZSM,
        StateEvent.DECISION_AWAITED,
        CaseState.AWAITING,
        PROSECUTOR,
        "case_awaiting",
        "Plandatum, spreekuur, voorgeleiding, dagvaarding of doorzending is vastgelegd.",
        (VT, POLITIE),
    ),
    *(
        Transition(
            source,
            StateEvent.FINAL_DECISION,
            CaseState.AFTER_ZSM,
            PROSECUTOR,
            "case_after_zsm",
            "De eindbeslissing is vastgelegd.",
            (VT, POLITIE),
        )
        for source in (CaseState.AT_ZSM, CaseState.AWAITING)
    ),
    # Without a suspect the report alone is handed over.
    *(
        Transition(
            source,
            StateEvent.HANDOVER_ACCEPTED,
            CaseState.MONITORING,
            ((LOKAAL, None),),
            "case_monitoring",
            "Veilig Thuis heeft beoordeling, voorwaarden en maatregelen overgedragen.",
            (VT,),
        )
        for source in (CaseState.REPORTED, CaseState.AFTER_ZSM)
    ),
    *(
        _closing(source)
        for source in (CaseState.REPORTED, CaseState.PREPARING, CaseState.AFTER_ZSM, CaseState.MONITORING)
    ),
    # Reopening: the new fact decides to which state the case returns.
    Transition(
        CaseState.CLOSED,
        StateEvent.REPORT_RECEIVED,
        CaseState.REPORTED,
        VT_OR_POLICE,
        "case_reopened",
        notifies=(VT,),
    ),
    Transition(
        CaseState.CLOSED,
        StateEvent.PREPARATION_STARTED,
        CaseState.PREPARING,
        VT_OR_POLICE,
        "case_reopened",
        notifies=(VT, POLITIE, OM),
    ),
    Transition(
        CaseState.CLOSED,
        StateEvent.SUSPECT_AT_ZSM,
        CaseState.AT_ZSM,
        ANY_POLICE,
        "case_reopened",
        "De verdachte is vast of gehoord.",
        (VT, OM),
    ),
    Transition(
        CaseState.CLOSED,
        StateEvent.DECISION_AWAITED,
        CaseState.AWAITING,
        PROSECUTOR,
        "case_reopened",
        "Zitting of uitkomst van de rechter is vastgelegd.",
        (VT, POLITIE),
    ),
)

_BY_SOURCE: Final = {(row.source, row.event): row for row in TRANSITIONS}


class NoTransition(ValueError):
    """The event cannot happen to a case in this state."""


def transition(state: CaseState | None, event: StateEvent) -> Transition:
    """The row for an event in a state; `state` None before the case exists. Raises NoTransition."""
    try:
        return _BY_SOURCE[state, event]
    except KeyError:
        where = "nog niet geopend" if state is None else STATE_LABELS[state]
        raise NoTransition(f"Een zaak die {where} is, kent niet: {STATE_EVENT_LABELS[event]}.") from None


def next_state(state: CaseState | None, event: StateEvent) -> CaseState:
    """The state after an event. Raises NoTransition when the event cannot happen in this state."""
    return transition(state, event).target


def events_in(state: CaseState | None) -> tuple[StateEvent, ...]:
    """The events that can happen to a case in a state."""
    return tuple(row.event for row in TRANSITIONS if row.source == state)


def diagram() -> str:
    """The states and transitions as a Mermaid diagram, for the documentation."""
    lines = ["stateDiagram-v2"]
    lines += [f"    {state.value}: {label}" for state, label in STATE_LABELS.items()]
    for row in TRANSITIONS:
        source = "[*]" if row.source is None else row.source.value
        by = ", ".join(ORGANISATION_LABELS[kind] for kind, _ in row.by)
        lines.append(f"    {source} --> {row.target.value}: {STATE_EVENT_LABELS[row.event]} ({by})")
    return "\n".join(lines) + "\n"
