"""The facts of one case, gathered from every concept, for the flowchart and the guards."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from cases.assessments.models import AssessedThreat, Incident, SafetyAssessment
from cases.assessments.queries import PART_A, PART_B, current
from cases.casefiles.models import Case, CaseRole
from cases.offences.models import Charge, ProsecutionComplaint
from cases.offences.queries import as_rule, charges_of, complaint_of
from cases.offences.rules.charges import allows_remand, charges_needing_klacht, has_stalking
from cases.organisations.rules import OrganisationKind
from cases.persons.rules.age import is_minor_on
from cases.plans.models import SafetyCondition, SafetyMeasure
from cases.plans.queries import AMSTERDAM, holds, in_force_for_rules, recorded_measures
from cases.plans.rules.measure import MeasureKind
from cases.terms.models import Term
from cases.terms.queries import open_terms_of
from cases.terms.rules.kinds import TermKind
from cases.victims.models import VictimWishes
from cases.victims.queries import wishes_by_victim
from cases.victims.rules.calls import YesNoUnknown
from cases.victims.rules.wishes import prosecution_of_all
from zsm.advice.models import Advice, CivilTriage
from zsm.advice.queries import advice_handed_in, current_triage
from zsm.consultation.models import Contribution
from zsm.consultation.queries import latest_contributions
from zsm.decision.models import ProsecutionFacts
from zsm.decision.rules.facts import Answer, CaseFacts, Evidence, Unsafety, WayToSafety
from zsm.decision.rules.facts import Custody as CustodyFact
from zsm.decision.rules.protection import Protection, RecordedMeasure, Threat, protection
from zsm.intake.models import ChildCheck, Custody
from zsm.intake.queries import child_check_of, children_among, current_custody

ROLE_NAMES: Final = {
    "suspect": "de verdachte",
    "victim": "het slachtoffer",
    "child": "een kind",
    "witness": "een getuige",
    "network": "iemand uit het netwerk",
}


@dataclass(frozen=True, slots=True)
class OnTheTable:
    """Every record that the decision looks at, as it stands now; None and empty: not there."""

    case: Case
    stated: ProsecutionFacts | None
    part_a: SafetyAssessment | None
    part_b: SafetyAssessment | None
    custody: Custody | None
    charges: tuple[Charge, ...]
    complaint: ProsecutionComplaint | None
    child_check: ChildCheck | None
    measures: tuple[SafetyMeasure, ...]
    conditions: tuple[SafetyCondition, ...]
    roles: tuple[CaseRole, ...]
    first_decision: Term | None
    advices: Mapping[OrganisationKind, Advice]
    triage: CivilTriage | None
    contributions: tuple[Contribution, ...]
    wishes: tuple[VictimWishes, ...] = ()

    @property
    def suspect(self) -> CaseRole | None:
        """The suspect of the case."""
        return next((role for role in self.roles if role.role == "suspect"), None)


def current_facts(case: Case) -> ProsecutionFacts | None:
    """The last version of what OM stated; None when it stated nothing yet."""
    return (
        ProsecutionFacts.objects.filter(case=case)
        .select_related("organisation", "recorded_by")
        .order_by("-version")
        .first()
    )


def on_the_table(case: Case) -> OnTheTable:
    """Gather every record that the decision looks at."""
    conditions = SafetyCondition.objects.filter(case=case, withdrawn_at__isnull=True)
    return OnTheTable(
        case=case,
        stated=current_facts(case),
        part_a=current(case, PART_A),
        part_b=current(case, PART_B),
        custody=current_custody(case),
        charges=tuple(charges_of(case)),
        complaint=complaint_of(case),
        child_check=child_check_of(case),
        measures=tuple(recorded_measures(case)),
        conditions=tuple(conditions.select_related("organisation", "supervisor").order_by("starts_on", "pk")),
        roles=tuple(CaseRole.objects.filter(case=case).select_related("person").order_by("pk")),
        first_decision=open_terms_of(case, TermKind.FIRST_DECISION).first(),
        advices=advice_handed_in(case),
        triage=current_triage(case),
        contributions=tuple(latest_contributions(case)),
        wishes=tuple(wishes_by_victim(case).values()),
    )


def case_facts(
    case: Case,
    at: datetime,
    *,
    table: OnTheTable | None = None,
    release_at: datetime | None = None,
    told: Collection[OrganisationKind] = (),
    names: Mapping[int, str] | None = None,
) -> CaseFacts:
    """The facts of the case at a moment, as the flowchart and the guards read them.

    `release_at`: the moment from which measures have to protect (default `at`). `told`: who was told of a
    release beforehand. `names`: how persons are named to the reader, by primary key; without it only by role.
    """
    rows = table or on_the_table(case)
    charges = [as_rule(charge) for charge in rows.charges]
    guarded = _protection(rows, release_at or at, names or {})
    stated = rows.stated
    weighed = rows.advices.get(OrganisationKind.RECLASSERING)
    return CaseFacts(
        suspicion=Answer(stated.suspicion) if stated else Answer.UNKNOWN,
        evidence=Evidence(stated.evidence) if stated else Evidence.UNKNOWN,
        serious_objections=Answer(stated.serious_objections) if stated else Answer.UNKNOWN,
        criminal_measures_needed=Answer(stated.criminal_measures_needed) if stated else Answer.UNKNOWN,
        acute=_unsafety(rows.part_a),
        acute_out_of_date=rows.part_a is not None and rows.part_a.outdated_at is not None,
        structural=_unsafety(rows.part_b),
        structural_out_of_date=rows.part_b is not None and rows.part_b.outdated_at is not None,
        custody=CustodyFact(rows.custody.status) if rows.custody else CustodyFact.UNKNOWN,
        remand_allowed=_answer(allows_remand(charges)) if charges else Answer.UNKNOWN,
        minor=_minor(rows),
        children=_children(rows),
        stalking=has_stalking(charges),
        prosecution_complaint=Answer(rows.complaint.answer) if rows.complaint else Answer.UNKNOWN,
        prosecution_complaint_required=bool(charges_needing_klacht(charges)),
        victim_wants_prosecution=_wants_prosecution(rows),
        vt_told=OrganisationKind.VT in told,
        ways_to_safety=_ways_to_safety(rows, at),
        unsafe_persons=guarded.unsafe_persons,
        uncovered=guarded.uncovered,
        discounted=guarded.discounted,
        plan_lifts_acute=_lifted(rows.part_a) and bool(rows.part_a and rows.part_a.lifted_plan),
        sight_lifts_acute=_lifted(rows.part_a) and bool(rows.part_a and rows.part_a.lifted_sight),
        advice_from=frozenset(rows.advices),
        em_considered=weighed is not None and bool(weighed.em and weighed.em_reason),
        dut_considered=weighed is not None and bool(weighed.dut and weighed.dut_reason),
        first_decision_open=rows.first_decision is not None,
        first_decision_late=rows.first_decision is not None and rows.first_decision.is_late(at),
        new_fact_recorded=_new_fact(rows),
    )


def _answer(holds_true: bool) -> Answer:
    return Answer.YES if holds_true else Answer.NO


def _unsafety(assessment: SafetyAssessment | None) -> Unsafety:
    return Unsafety(assessment.conclusion) if assessment else Unsafety.MISSING


def _lifted(assessment: SafetyAssessment | None) -> bool:
    """Lifting holds as long as the assessment that says so does."""
    return assessment is not None and assessment.acuteness_lifted and assessment.outdated_at is None


def _minor(rows: OnTheTable) -> Answer:
    """Under 18 on the day of any offence: then the rules for minors apply (domain guide, section 8)."""
    born = rows.suspect.person.birth_date if rows.suspect else None
    if born is None or not rows.charges:
        return Answer.UNKNOWN
    return _answer(any(is_minor_on(born, charge.committed_on) for charge in rows.charges))


def _wants_prosecution(rows: OnTheTable) -> Answer:
    """By the last wishes of every victim; who was not spoken to yet is unknown."""
    said = {row.victim_id: YesNoUnknown(row.prosecution) for row in rows.wishes}
    victims = [role.person_id for role in rows.roles if role.role == "victim"]
    return Answer(prosecution_of_all([said.get(key, YesNoUnknown.UNKNOWN) for key in victims]).value)


def _children(rows: OnTheTable) -> Answer:
    if children_among(rows.case, rows.roles, rows.charges):
        return Answer.YES
    if rows.child_check is None:
        return Answer.UNKNOWN
    return _answer(rows.child_check.result == "children")


def _ways_to_safety(rows: OnTheTable, at: datetime) -> frozenset[WayToSafety]:
    """What is on record as a way out outside criminal law (guard 2).

    A temporary restraining order was assessed before it was imposed; a plan of Veilig Thuis with police is a
    condition of Veilig Thuis that police supervises.
    """
    ways = set()
    if any(
        measure.kind == MeasureKind.TEMPORARY_RESTRAINING_ORDER.value
        and (measure.ends_at is None or measure.ends_at > at)
        for measure in rows.measures
    ):
        ways.add(WayToSafety.HUISVERBOD_ASSESSMENT)
    today = at.astimezone(AMSTERDAM).date()
    if any(
        holds(condition, today) and condition.supervisor.kind == OrganisationKind.POLITIE.value
        for condition in rows.conditions
    ):
        ways.add(WayToSafety.VT_PLAN_WITH_POLICE)
    return frozenset(ways)


def _new_fact(rows: OnTheTable) -> bool:
    """A new fact since the suspect is not held; the unsafety counts as one (domain guide, section 4)."""
    custody = rows.custody
    if custody is None or custody.status == CustodyFact.HELD.value:
        return False
    part_a = rows.part_a
    if (
        part_a is not None
        and part_a.conclusion == Unsafety.YES.value
        and part_a.concluded_at > custody.starts_at
    ):
        return True
    events = Incident.objects.filter(case=rows.case, error_reason="")
    return events.filter(recorded_at__gt=custody.starts_at).exists()


def _protection(rows: OnTheTable, release_at: datetime, names: Mapping[int, str]) -> Protection:
    """Who stays within reach of whom from the release on, by the measures that count then."""
    labels = {role.person_id: names.get(role.person_id, ROLE_NAMES[role.role]) for role in rows.roles}
    unsafe = tuple(row.person_id for row in rows.part_a.unsafe_persons.all()) if rows.part_a else ()
    records = [
        RecordedMeasure(
            measure=in_force_for_rules(measure, rows.part_a),
            served_by=measure.served_by,
            breach_judged=all(breach.judged_at is not None for breach in measure.breaches.all()),
        )
        for measure in rows.measures
    ]
    threats = [
        Threat(role.person_id, labels[role.person_id], unsafe, network=role.role == "network")
        for role in rows.roles
        if role.role == "suspect" or (role.role == "network" and _has_access(rows.part_a, role.person_id))
    ]
    return protection(records, threats, labels, release_at)


def _has_access(part_a: SafetyAssessment | None, person_id: int) -> bool:
    """Whether a member of the network can reach the victim; not known counts as yes.

    For the suspect it is not asked: whatever was recorded while held, the release changes it.
    """
    threats: list[AssessedThreat] = list(part_a.threats.all()) if part_a else []
    return any(row.person_id == person_id and row.access != Answer.NO.value for row in threats)
