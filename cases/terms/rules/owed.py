"""Event → who owes what → met by (tables, section 3), as data that the services of the concepts read."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from cases.organisations.rules import OrganisationKind
from cases.terms.rules.kinds import TermKind
from cases.terms.rules.vocabulary import Situation


class OwedEvent(StrEnum):
    """What happens in a case and makes somebody owe something."""

    SUSPECT_HELD = "suspect_held"
    HELD_IN_HG_CASE = "held_in_hg_case"
    HEARD_IN_HG_CASE = "heard_in_hg_case"
    STALKING_HELD = "stalking_held"
    STALKING_HEARD = "stalking_heard"
    REPORT_RECEIVED = "report_received"
    ACUTE_REPORT_RECEIVED = "acute_report_received"
    ADULT_SUSPICION_HELD = "adult_suspicion_held"
    ADULT_SUSPICION_HEARD = "adult_suspicion_heard"
    MINOR_HELD = "minor_held"
    MINOR_HEARD = "minor_heard"
    CHILDREN_HELD = "children_held"
    CHILDREN_HEARD = "children_heard"
    INVESTIGATION_CHOSEN = "investigation_chosen"
    DECISION_OR_MEASURE = "decision_or_measure"
    ORDER_GIVEN = "order_given"
    MEASURE_STARTED = "measure_started"
    BREACH = "breach"
    BREACH_TOLD = "breach_told"
    HEARD_AFTER_REPORT = "heard_after_report"
    HG_LABEL_PROPOSED = "hg_label_proposed"
    JUDGE_AGAIN = "judge_again"
    JUDGE_AGAIN_ACUTE = "judge_again_acute"
    FINAL_DECISION = "final_decision"
    REPORT_OUTCOME = "report_outcome"
    GUARD_OVERRIDDEN = "guard_overridden"


@dataclass(frozen=True, slots=True)
class Obligation:
    """One organisation owes one thing; `organisation` None is the organisation named with the event."""

    kind: TermKind
    organisation: OrganisationKind | None
    met_by: str
    situation: Situation = Situation.STANDARD


_POLICE: Final = OrganisationKind.POLITIE
_VT: Final = OrganisationKind.VT
_OM: Final = OrganisationKind.OM
_3RO: Final = OrganisationKind.RECLASSERING
_RVDK: Final = OrganisationKind.RVDK
_SHN: Final = OrganisationKind.SHN
_HELD: Final = Situation.HELD
_ACUTE: Final = Situation.ACUTE

ADVICE_IN: Final = "advies ingediend"
THAT_RECORD: Final = "dat is vastgelegd"

OBLIGATIONS: Final[dict[OwedEvent, tuple[Obligation, ...]]] = {
    OwedEvent.SUSPECT_HELD: (
        Obligation(TermKind.FIRST_DECISION, _OM, "eerste beslissing genomen"),
        Obligation(TermKind.PROSECUTION_FACTS, _OM, "feiten vastgelegd", _HELD),
    ),
    OwedEvent.HELD_IN_HG_CASE: (
        Obligation(TermKind.REPORT_TO_VT, _POLICE, "melding gedaan", _HELD),
        Obligation(TermKind.CHILD_CHECK, _POLICE, THAT_RECORD, _HELD),
        Obligation(TermKind.IB_OF_VICTIM, _POLICE, THAT_RECORD, _HELD),
        Obligation(TermKind.HUISVERBOD_CHECK, _POLICE, THAT_RECORD, _HELD),
        Obligation(TermKind.KNOWN_ANSWER, _VT, "antwoord gegeven", _HELD),
        Obligation(TermKind.PART_A, _VT, "onderdeel A afgerond", _HELD),
        Obligation(TermKind.WISHES, _SHN, "wensen of belpogingen vastgelegd", _HELD),
    ),
    OwedEvent.HEARD_IN_HG_CASE: (
        Obligation(TermKind.REPORT_TO_VT, _POLICE, "melding gedaan"),
        Obligation(TermKind.CHILD_CHECK, _POLICE, THAT_RECORD),
        Obligation(TermKind.IB_OF_VICTIM, _POLICE, THAT_RECORD),
        Obligation(TermKind.HUISVERBOD_CHECK, _POLICE, THAT_RECORD),
        Obligation(TermKind.PROSECUTION_FACTS, _OM, "feiten vastgelegd"),
        Obligation(TermKind.WISHES, _SHN, "wensen of belpogingen vastgelegd"),
    ),
    OwedEvent.STALKING_HELD: (
        Obligation(TermKind.SASH, _POLICE, "SASH ingediend", _HELD),
        Obligation(TermKind.KLACHT_ASKED, _POLICE, "klacht ja of nee vastgelegd", _HELD),
    ),
    OwedEvent.STALKING_HEARD: (
        Obligation(TermKind.SASH, _POLICE, "SASH ingediend"),
        Obligation(TermKind.KLACHT_ASKED, _POLICE, "klacht ja of nee vastgelegd"),
    ),
    OwedEvent.REPORT_RECEIVED: (Obligation(TermKind.VT_ASSESSMENT, _VT, "beoordeling afgerond"),),
    OwedEvent.ACUTE_REPORT_RECEIVED: (
        Obligation(TermKind.VT_ASSESSMENT, _VT, "beoordeling afgerond", _ACUTE),
    ),
    OwedEvent.ADULT_SUSPICION_HELD: (Obligation(TermKind.ADVICE, _3RO, ADVICE_IN, _HELD),),
    OwedEvent.ADULT_SUSPICION_HEARD: (Obligation(TermKind.ADVICE, _3RO, ADVICE_IN),),
    OwedEvent.MINOR_HELD: (Obligation(TermKind.ADVICE, _RVDK, ADVICE_IN, _HELD),),
    OwedEvent.MINOR_HEARD: (Obligation(TermKind.ADVICE, _RVDK, ADVICE_IN),),
    OwedEvent.CHILDREN_HELD: (Obligation(TermKind.CIVIL_TRIAGE, _RVDK, "triage vastgelegd", _HELD),),
    OwedEvent.CHILDREN_HEARD: (Obligation(TermKind.CIVIL_TRIAGE, _RVDK, "triage vastgelegd"),),
    OwedEvent.INVESTIGATION_CHOSEN: (
        Obligation(TermKind.INVESTIGATION_PLAN, _POLICE, "opsporingsplan goedgekeurd"),
    ),
    OwedEvent.DECISION_OR_MEASURE: (Obligation(TermKind.INFORM_VICTIM, None, "slachtoffer geïnformeerd"),),
    OwedEvent.ORDER_GIVEN: (
        Obligation(TermKind.SERVE_MEASURE, None, "uitgereikt"),
        Obligation(TermKind.REGISTER_MEASURE, _POLICE, "geregistreerd"),
    ),
    OwedEvent.MEASURE_STARTED: (
        Obligation(TermKind.MEASURE_ENDS, _VT, "veiligheid opnieuw beoordeeld"),
        Obligation(TermKind.MEASURE_ENDS, None, "veiligheid opnieuw beoordeeld"),
        Obligation(TermKind.TELL_MEASURE_ENDS, None, "slachtoffer geïnformeerd"),
    ),
    OwedEvent.BREACH: (Obligation(TermKind.TELL_BREACH, _POLICE, "gemeld aan het OM"),),
    OwedEvent.BREACH_TOLD: (Obligation(TermKind.JUDGE_BREACH, _OM, "overtreding beoordeeld"),),
    OwedEvent.HEARD_AFTER_REPORT: (Obligation(TermKind.ASSESSMENT_OUTCOME, _VT, "uitkomst gegeven"),),
    OwedEvent.HG_LABEL_PROPOSED: (
        Obligation(TermKind.JUDGE_HG_LABEL, _POLICE, "label aanvaard of afgewezen"),
    ),
    OwedEvent.JUDGE_AGAIN: (Obligation(TermKind.REASSESS, _VT, "nieuwe versie van de beoordeling"),),
    OwedEvent.JUDGE_AGAIN_ACUTE: (
        Obligation(TermKind.REASSESS, _VT, "nieuwe versie van de beoordeling", _ACUTE),
    ),
    OwedEvent.FINAL_DECISION: (Obligation(TermKind.HANDOVER, _VT, "overdracht aanvaard"),),
    OwedEvent.REPORT_OUTCOME: (Obligation(TermKind.FEEDBACK_TO_REPORTER, _VT, "terugkoppeling verzonden"),),
    OwedEvent.GUARD_OVERRIDDEN: (
        Obligation(TermKind.SAME_DAY_SAFETY, _VT, "actie vastgelegd"),
        Obligation(TermKind.SAME_DAY_SAFETY, _POLICE, "actie vastgelegd"),
    ),
}


def owed_after(event: OwedEvent) -> tuple[Obligation, ...]:
    """What is owed, and by which kind of organisation, after an event."""
    return OBLIGATIONS[event]
