"""Cases at the table, as facts: starting points in which a test of the decision rules changes one thing."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from hypothesis import strategies as st

from cases.organisations.rules import OrganisationKind
from zsm.decision.rules.draft import INFORMERS, DecisionDraft
from zsm.decision.rules.facts import (
    Answer,
    CaseFacts,
    Custody,
    Discounted,
    Evidence,
    Uncovered,
    Unsafety,
    WayToSafety,
)
from zsm.decision.rules.kinds import DecisionKind

YES, NO, UNKNOWN = Answer.YES, Answer.NO, Answer.UNKNOWN

NOTHING_KNOWN: Final = CaseFacts()

# The stalking case: an adult held for an offence that allows remand, two children, nothing judged yet.
ARRESTED: Final = CaseFacts(
    custody=Custody.HELD,
    remand_allowed=YES,
    minor=NO,
    children=YES,
    stalking=True,
    prosecution_complaint=YES,
    prosecution_complaint_required=True,
    first_decision_open=True,
)
STATED: Final = replace(ARRESTED, suspicion=YES, evidence=Evidence.SUFFICIENT, serious_objections=YES)
# Veilig Thuis found acute and structural unsafety; no measure keeps the suspect away from anybody.
ACUTE: Final = replace(
    STATED,
    acute=Unsafety.YES,
    structural=Unsafety.YES,
    unsafe_persons=("de ex-partner", "het oudste kind"),
    uncovered=(Uncovered("de ex-partner"), Uncovered("het oudste kind")),
    discounted=(Discounted("Het gebiedsverbod is geschonden. Het OM beoordeelt dit.", OrganisationKind.OM),),
)
COVERED: Final = replace(ACUTE, uncovered=(), discounted=())
# Acute, but too little for the criminal process: rows 5 and 6.
ACUTE_WITHOUT_CASE: Final = replace(ACUTE, evidence=Evidence.INVESTIGABLE, serious_objections=NO)
SAFE: Final = replace(
    STATED, acute=Unsafety.NO, structural=Unsafety.NO, stalking=False, prosecution_complaint_required=False
)
STRUCTURAL: Final = replace(SAFE, structural=Unsafety.YES)


def draft(kind: DecisionKind, informer: OrganisationKind | None = OrganisationKind.VT) -> DecisionDraft:
    """Make a decision of a kind of which somebody is named to inform the victim."""
    return DecisionDraft(kind=kind, informer=informer)


KINDS: Final = st.sampled_from(DecisionKind)
_ANSWERS: Final = st.sampled_from(Answer)
_PEOPLE: Final = ("de ex-partner", "het oudste kind", "de moeder")


@st.composite
def any_facts(draw: st.DrawFn) -> CaseFacts:
    """Any combination of facts, also those that no real case shows."""
    unsafe = tuple(draw(st.lists(st.sampled_from(_PEOPLE), unique=True)))
    uncovered = tuple(draw(st.lists(st.sampled_from(unsafe), unique=True))) if unsafe else ()
    network = draw(st.booleans())
    return CaseFacts(
        suspicion=draw(_ANSWERS),
        acute=draw(st.sampled_from(Unsafety)),
        acute_out_of_date=draw(st.booleans()),
        structural=draw(st.sampled_from(Unsafety)),
        structural_out_of_date=draw(st.booleans()),
        evidence=draw(st.sampled_from(Evidence)),
        serious_objections=draw(_ANSWERS),
        custody=draw(st.sampled_from(Custody)),
        remand_allowed=draw(_ANSWERS),
        minor=draw(_ANSWERS),
        children=draw(_ANSWERS),
        stalking=draw(st.booleans()),
        prosecution_complaint=draw(_ANSWERS),
        prosecution_complaint_required=draw(st.booleans()),
        victim_wants_prosecution=draw(_ANSWERS),
        criminal_measures_needed=draw(_ANSWERS),
        vt_told=draw(st.booleans()),
        ways_to_safety=draw(st.frozensets(st.sampled_from(WayToSafety))),
        unsafe_persons=unsafe,
        uncovered=tuple(Uncovered(person, network=network) for person in uncovered),
        plan_lifts_acute=draw(st.booleans()),
        sight_lifts_acute=draw(st.booleans()),
        advice_from=draw(
            st.frozensets(st.sampled_from((OrganisationKind.RECLASSERING, OrganisationKind.RVDK)))
        ),
        em_considered=draw(st.booleans()),
        dut_considered=draw(st.booleans()),
        first_decision_open=draw(st.booleans()),
        first_decision_late=draw(st.booleans()),
        new_fact_recorded=draw(st.booleans()),
    )


@st.composite
def any_draft(draw: st.DrawFn) -> DecisionDraft:
    """A decision of any kind, with or without the things that a prosecutor adds."""
    return DecisionDraft(
        kind=draw(KINDS),
        informer=draw(st.none() | st.sampled_from(INFORMERS)),
        overrun_reason=draw(st.sampled_from(("", "Tolk kwam te laat."))),
    )
