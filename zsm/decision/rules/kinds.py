"""The kinds of decision on ZSM and what each of them is (domain guide, section 7; tables, section 4)."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from cases.organisations.rules import Role


class DecisionKind(StrEnum):
    """Every decision that the Public Prosecution Service can take on a case at ZSM."""

    HOLD_CUSTODY = "hold_custody"
    BRING_BEFORE_RC = "bring_before_rc"
    RELEASE_WITHOUT_MEASURES = "release_without_measures"
    RELEASE_WITH_MEASURES = "release_with_measures"
    BEHAVIOURAL_ORDER = "behavioural_order"
    SUMMONS = "summons"
    SUMMONS_WITH_RC = "summons_with_rc"
    PENAL_ORDER = "penal_order"
    OM_HEARING = "om_hearing"
    CONDITIONAL_DISMISSAL = "conditional_dismissal"
    DISMISSAL_01 = "dismissal_01"
    DISMISSAL_02 = "dismissal_02"
    DISMISSAL_POLICY = "dismissal_policy"
    HALT = "halt"
    ROUTING = "routing"
    PLAN_DATE = "plan_date"
    ON_HOLD = "on_hold"


class DecisionStage(StrEnum):
    """Where in the criminal process a decision stands."""

    FIRST = "first"
    ORDER = "order"
    FINAL = "final"
    PROCESS = "process"


DECISION_LABELS: Final[dict[DecisionKind, str]] = {
    DecisionKind.HOLD_CUSTODY: "Inverzekeringstelling (IVS)",
    DecisionKind.BRING_BEFORE_RC: "Voorgeleiding aan de rechter-commissaris",
    DecisionKind.RELEASE_WITHOUT_MEASURES: "Invrijheidstelling zonder maatregelen",
    DecisionKind.RELEASE_WITH_MEASURES: "Invrijheidstelling met maatregelen",
    DecisionKind.BEHAVIOURAL_ORDER: "Gedragsaanwijzing (art. 509hh Sv)",
    DecisionKind.SUMMONS: "Dagvaarding",
    DecisionKind.SUMMONS_WITH_RC: "Dagvaarding met voorgeleiding aan de rechter-commissaris",
    DecisionKind.PENAL_ORDER: "Strafbeschikking",
    DecisionKind.OM_HEARING: "Oproep voor een OM-zitting",
    DecisionKind.CONDITIONAL_DISMISSAL: "Voorwaardelijk sepot",
    DecisionKind.DISMISSAL_01: "Sepot 01 (ten onrechte als verdachte vermeld)",
    DecisionKind.DISMISSAL_02: "Sepot 02 (onvoldoende bewijs)",
    DecisionKind.DISMISSAL_POLICY: "Beleidssepot",
    DecisionKind.HALT: "Verwijzing naar Halt",
    DecisionKind.ROUTING: "Routering naar een andere afdeling van het OM",
    DecisionKind.PLAN_DATE: "Plandatum",
    DecisionKind.ON_HOLD: "On hold voor het HG-spreekuur",
}

STAGE_LABELS: Final[dict[DecisionStage, str]] = {
    DecisionStage.FIRST: "Eerste beslissing",
    DecisionStage.ORDER: "Bevel",
    DecisionStage.FINAL: "Afdoening",
    DecisionStage.PROCESS: "Voortgang",
}

_K = DecisionKind

HOLD: Final = frozenset({_K.HOLD_CUSTODY, _K.BRING_BEFORE_RC})
RELEASE: Final = frozenset({_K.RELEASE_WITHOUT_MEASURES, _K.RELEASE_WITH_MEASURES})
DISMISSAL: Final = frozenset(
    {_K.CONDITIONAL_DISMISSAL, _K.DISMISSAL_01, _K.DISMISSAL_02, _K.DISMISSAL_POLICY}
)
PROSECUTION: Final = frozenset({_K.SUMMONS, _K.SUMMONS_WITH_RC, _K.PENAL_ORDER, _K.OM_HEARING})
FIRST: Final = HOLD | RELEASE
FINAL: Final = PROSECUTION | DISMISSAL | {_K.HALT}
PROCESS: Final = frozenset({_K.ROUTING, _K.PLAN_DATE, _K.ON_HOLD})

# Bringing before the RC: on its own, or together with the summons (domain guide, section 7).
BEFORE_RC: Final = frozenset({_K.BRING_BEFORE_RC, _K.SUMMONS_WITH_RC})

# These take away the ground for holding a suspect: on a held suspect they are a release as well, with its
# guards. On hold belongs here because the spreekuur works with a released suspect only (domain guide,
# section 9). A summons, penal order or OM hearing leaves custody as it is: release stays a decision of its
# own.
ENDS_CUSTODY: Final = RELEASE | DISMISSAL | {_K.HALT, _K.ON_HOLD}

# "Ends with release or police custody" (legal facts, section 1, art. 56a Sv).
ENDS_FIRST_DECISION_TERM: Final = HOLD | BEFORE_RC | ENDS_CUSTODY

# Guard 6: hold, release, plan date, on hold, routing and final decisions, and every imposed measure.
INFORMS_VICTIM: Final = frozenset(DecisionKind)

# Prosecution only on a klacht: what guard 9 stops. The OM hearing is there to impose a penal order, so it
# counts.
NEEDS_PROSECUTION_COMPLAINT: Final = PROSECUTION

# Taking or restoring liberty and orders that restrict it stay with the prosecutor in person (choice); the
# rest can be mandated to the staff that domain guide section 2 names.
NEVER_MANDATED: Final = FIRST | {_K.SUMMONS_WITH_RC, _K.BEHAVIOURAL_ORDER}
MANDATED_ROLES: Final = frozenset({Role.ASSISTANT_PROSECUTOR, Role.PROSECUTOR_CLERK})


def stage(kind: DecisionKind) -> DecisionStage:
    """Tell whether a decision is a first one, an order, a final one or about the process (section 7)."""
    if kind in FIRST:
        return DecisionStage.FIRST
    if kind in FINAL:
        return DecisionStage.FINAL
    if kind in PROCESS:
        return DecisionStage.PROCESS
    return DecisionStage.ORDER


def may_take(kind: DecisionKind, *, roles: frozenset[Role], mandated: bool) -> bool:
    """Tell whether somebody with these roles may take the decision.

    `mandated`: an assistant prosecutor or clerk holds a mandate of the prosecutor. "Only an OM prosecutor
    decides"; assistant prosecutors and clerks "decide only when mandated" (domain guide, sections 2 and 3).
    """
    if Role.PROSECUTOR in roles:
        return True
    return mandated and kind not in NEVER_MANDATED and bool(roles & MANDATED_ROLES)


def may_override(roles: frozenset[Role]) -> bool:
    """Tell whether somebody with these roles may override a guard: the prosecutor only (section 7)."""
    return Role.PROSECUTOR in roles


def decisions_in(decision_stage: DecisionStage) -> tuple[DecisionKind, ...]:
    """List the kinds of one stage, in the order in which they are offered."""
    return tuple(kind for kind in DecisionKind if stage(kind) is decision_stage)
