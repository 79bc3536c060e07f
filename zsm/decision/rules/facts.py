"""The facts of a case that the flowchart and the guards look at (domain guide, sections 4 and 7).

Everything starts as unknown, empty or not done: a fact that nobody stated never looks like "no".
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from cases.organisations.rules import OrganisationKind


class Answer(StrEnum):
    """A fact with three values; unknown is a state of its own."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


class Unsafety(StrEnum):
    """What Veilig Thuis concluded in part A (acute) or part B (structural), or that nothing was concluded."""

    YES = "yes"
    NO = "no"
    NOT_YET_KNOWN = "not_yet_known"
    MISSING = "missing"


class Evidence(StrEnum):
    """The prosecutor's judgement of the evidence (domain guide, section 4, step 3)."""

    SUFFICIENT = "sufficient"
    INVESTIGABLE = "investigable"
    INSUFFICIENT = "insufficient"
    UNKNOWN = "unknown"


class Custody(StrEnum):
    """Where the suspect is: held, heard without arrest, released pending the decision, or not recorded."""

    HELD = "held"
    HEARD = "heard"
    RELEASED = "released"
    UNKNOWN = "unknown"


class WayToSafety(StrEnum):
    """A way to safety outside criminal law that was recorded before a release (guard 2)."""

    HUISVERBOD_ASSESSMENT = "huisverbod_assessment"
    VT_PLAN_WITH_POLICE = "vt_plan_with_police"


ANSWER_LABELS: Final[dict[Answer, str]] = {
    Answer.YES: "ja",
    Answer.NO: "nee",
    Answer.UNKNOWN: "onbekend",
}
UNSAFETY_LABELS: Final[dict[Unsafety, str]] = {
    Unsafety.YES: "ja",
    Unsafety.NO: "nee",
    Unsafety.NOT_YET_KNOWN: "nog niet bekend",
    Unsafety.MISSING: "ontbreekt",
}
EVIDENCE_LABELS: Final[dict[Evidence, str]] = {
    Evidence.SUFFICIENT: "voldoende",
    Evidence.INVESTIGABLE: "onvoldoende, onderzoek mogelijk",
    Evidence.INSUFFICIENT: "definitief onvoldoende",
    Evidence.UNKNOWN: "onbekend",
}
CUSTODY_LABELS: Final[dict[Custody, str]] = {
    Custody.HELD: "vast",
    Custody.HEARD: "gehoord zonder aanhouding",
    Custody.RELEASED: "in vrijheid in afwachting van de beslissing",
    Custody.UNKNOWN: "onbekend",
}
WAY_TO_SAFETY_LABELS: Final[dict[WayToSafety, str]] = {
    WayToSafety.HUISVERBOD_ASSESSMENT: "huisverbod beoordeeld (RiHG)",
    WayToSafety.VT_PLAN_WITH_POLICE: "veiligheidsplan van Veilig Thuis met de politie",
}


@dataclass(frozen=True, slots=True)
class Uncovered:
    """A person whom no measure in force keeps apart from somebody who threatens her or him.

    `person` and `threat` are the labels that the reader may see (name or role). `network`: the threat comes
    from a member of the network, whom a measure against the suspect does not stop (domain guide, section
    5).
    """

    person: str
    threat: str = "de verdachte"
    network: bool = False


@dataclass(frozen=True, slots=True)
class Discounted:
    """Why a measure on the case gives no protection at the moment of release, and who can mend that."""

    reason: str
    supplier: OrganisationKind


@dataclass(frozen=True, slots=True)
class CaseFacts:
    """What is known about one case at the moment of the decision.

    `unsafe_persons` are the labels of everybody whom Veilig Thuis marked unsafe; `uncovered` those of them
    who stay within reach of a threat from the moment of release on, `discounted` the measures that do not
    count (both from `protection.py`). `plan_lifts_acute` and `sight_lifts_acute`: Veilig Thuis
    recorded that acuteness is lifted by a plan, by sight of third parties.
    `prosecution_complaint_required`: a charge on the table may be prosecuted only on a klacht according to
    the offence catalogue in force (285b Sr). `advice_from`: who handed in an advice; `em_considered`,
    `dut_considered`: the 3RO advice holds its reasoned consideration of electronic monitoring, of
    immediately enforceable supervision. `criminal_measures_needed`: criminal-law measures are needed to
    support the safety conditions (row 8). `first_decision_open`: the first-decision term still runs;
    `first_decision_late`: its due moment has passed. `new_fact_recorded`: a new fact for a second arrest is
    on record.
    """

    suspicion: Answer = Answer.UNKNOWN
    acute: Unsafety = Unsafety.MISSING
    acute_out_of_date: bool = False
    structural: Unsafety = Unsafety.MISSING
    structural_out_of_date: bool = False
    evidence: Evidence = Evidence.UNKNOWN
    serious_objections: Answer = Answer.UNKNOWN
    custody: Custody = Custody.UNKNOWN
    remand_allowed: Answer = Answer.UNKNOWN
    minor: Answer = Answer.UNKNOWN
    children: Answer = Answer.UNKNOWN
    stalking: bool = False
    prosecution_complaint: Answer = Answer.UNKNOWN
    prosecution_complaint_required: bool = False
    victim_wants_prosecution: Answer = Answer.UNKNOWN
    criminal_measures_needed: Answer = Answer.UNKNOWN
    vt_told: bool = False
    ways_to_safety: frozenset[WayToSafety] = frozenset()
    unsafe_persons: tuple[str, ...] = ()
    uncovered: tuple[Uncovered, ...] = ()
    discounted: tuple[Discounted, ...] = ()
    plan_lifts_acute: bool = False
    sight_lifts_acute: bool = False
    advice_from: frozenset[OrganisationKind] = frozenset()
    em_considered: bool = False
    dut_considered: bool = False
    first_decision_open: bool = False
    first_decision_late: bool = False
    new_fact_recorded: bool = False

    @property
    def acute_now(self) -> Answer:
        """Acute unsafety by an assessment that still holds; out of date counts as unknown."""
        return _standing(self.acute, self.acute_out_of_date)

    @property
    def structural_now(self) -> Answer:
        """Structural unsafety by an assessment that still holds; out of date counts as unknown."""
        return _standing(self.structural, self.structural_out_of_date)

    @property
    def part_a_present(self) -> bool:
        """Part A is concluded with yes or no and still holds (domain guide, sections 4 and 5)."""
        return self.acute_now is not Answer.UNKNOWN

    @property
    def acuteness_lifted(self) -> bool:
        """Veilig Thuis recorded a plan **and** sight by third parties (guard 1)."""
        return self.plan_lifts_acute and self.sight_lifts_acute

    @property
    def proof(self) -> Evidence:
        """The evidence; without any suspicion there is none to weigh, so unknown reads as insufficient."""
        if self.suspicion is Answer.NO and self.evidence is Evidence.UNKNOWN:
            return Evidence.INSUFFICIENT
        return self.evidence

    @property
    def unsafe(self) -> Answer:
        """Acute or structural unsafety; an outdated "yes" stays yes, an outdated "no" is unknown."""
        if Unsafety.YES in (self.acute, self.structural):
            return Answer.YES
        if self.acute_now is Answer.NO and self.structural_now is Answer.NO:
            return Answer.NO
        return Answer.UNKNOWN

    @property
    def objections(self) -> Answer:
        """Serious objections; without any suspicion there can be none, so then unknown reads as no."""
        if self.suspicion is Answer.NO and self.serious_objections is Answer.UNKNOWN:
            return Answer.NO
        return self.serious_objections

    @property
    def adviser(self) -> OrganisationKind | None:
        """Who advises: 3RO for an adult, RvdK for a minor, nobody yet when the age is unknown (section 8)."""
        if self.minor is Answer.UNKNOWN:
            return None
        return OrganisationKind.RVDK if self.minor is Answer.YES else OrganisationKind.RECLASSERING


def _standing(conclusion: Unsafety, out_of_date: bool) -> Answer:
    if out_of_date or conclusion in (Unsafety.NOT_YET_KNOWN, Unsafety.MISSING):
        return Answer.UNKNOWN
    return Answer.YES if conclusion is Unsafety.YES else Answer.NO
