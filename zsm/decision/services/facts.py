"""Writing what OM states: suspicion, evidence and serious objections; every statement is a new version."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from cases.access.actor import Actor
from cases.access.errors import Conflict, InvalidInput
from cases.access.rules.categories import Category
from cases.access.writing import one_write
from cases.casefiles.models import Case
from cases.casefiles.rules.owed import owed_on
from cases.casefiles.services import lock_case, mark_for_task, record_event
from cases.organisations.rules import OrganisationKind
from cases.plans.queries import partner
from cases.terms.queries import open_terms_of
from cases.terms.rules.kinds import TermKind
from cases.terms.rules.owed import OwedEvent
from cases.terms.services import cancel_if_open, meet_if_open, start_term
from zsm.decision.models import ProsecutionFacts
from zsm.decision.permissions import check_can_state_facts
from zsm.decision.queries import case_facts, current_facts, on_the_table
from zsm.decision.rules.facts import ANSWER_LABELS, EVIDENCE_LABELS, Answer, CaseFacts, Custody, Evidence
from zsm.decision.rules.suspicion import all_stated, fact_errors

LONGEST_EXPLANATION: Final = 4000
SHARING_PURPOSE: Final = "Veiligheidsbeoordeling, voorwaarden en advies voor de beslissing"
# To whom OM can open its investigation for their task (tables, section 5).
SHARED_WITH: Final = (OrganisationKind.VT, OrganisationKind.RECLASSERING, OrganisationKind.RVDK)


@dataclass(frozen=True, slots=True, kw_only=True)
class NewFacts:
    """The facts as OM states them. `share_with`: partners who may see OM's investigation for their task.

    `seen_version`: the version that stood on the screen (0: none); None: not checked.
    """

    suspicion: Answer
    evidence: Evidence
    serious_objections: Answer
    suspicion_ground: str = ""
    criminal_measures_needed: Answer = Answer.UNKNOWN
    explanation: str = ""
    share_with: frozenset[OrganisationKind] = frozenset()
    seen_version: int | None = None


@one_write
def state_facts(*, case: Case, facts: NewFacts, actor: Actor, at: datetime) -> ProsecutionFacts:
    """Record a new version of suspicion, evidence and serious objections (domain guide, section 4).

    Meets what OM owes once all three are known, and makes the advice owed when there is suspicion. Raises
    NotAllowed, Conflict when somebody stated them meanwhile, InvalidInput per field of `NewFacts`.
    """
    case = lock_case(case.pk)
    check_can_state_facts(actor, case.pk)
    last = current_facts(case)
    _check_seen(last, facts.seen_version)
    _check(facts)
    saved = ProsecutionFacts.objects.create(
        case=case,
        version=last.version + 1 if last else 1,
        suspicion=facts.suspicion.value,
        suspicion_ground=facts.suspicion_ground.strip(),
        evidence=facts.evidence.value,
        serious_objections=facts.serious_objections.value,
        criminal_measures_needed=facts.criminal_measures_needed.value,
        explanation=facts.explanation.strip(),
        organisation_id=actor.organisation_id,
        recorded_by_id=actor.user_id,
        recorded_at=at,
    )
    if facts.share_with:
        mark_for_task(
            case=case,
            category=Category.INVESTIGATION,
            recipients=[kind for kind in SHARED_WITH if kind in facts.share_with],
            purpose=SHARING_PURPOSE,
            actor=actor,
            at=at,
        )
    event = record_event(
        case=case,
        kind="prosecution_facts_stated",
        category=Category.INVESTIGATION,
        summary=_summary(facts),
        actor=actor,
        at=at,
        subject=saved,
    )
    if all_stated(suspicion=facts.suspicion, evidence=facts.evidence, objections=facts.serious_objections):
        meet_if_open(case=case, kind=TermKind.PROSECUTION_FACTS, event=event, actor=actor, at=at)
    _owe_advice(case, facts.suspicion, actor=actor, at=at)
    return saved


def _check_seen(last: ProsecutionFacts | None, seen: int | None) -> None:
    if seen is None or seen == (last.version if last else 0):
        return
    who = f"{last.recorded_by.display_name} " if last else "Iemand anders "
    raise Conflict(f"{who}heeft de feiten intussen vastgelegd. Kijk ze na en leg ze zo nodig opnieuw vast.")


def _check(facts: NewFacts) -> None:
    errors = fact_errors(
        suspicion=facts.suspicion,
        ground=facts.suspicion_ground,
        evidence=facts.evidence,
        objections=facts.serious_objections,
    )
    if len(facts.explanation) > LONGEST_EXPLANATION:
        errors["explanation"] = [f"Gebruik ten hoogste {LONGEST_EXPLANATION} tekens."]
    if errors:
        raise InvalidInput(errors)


def _summary(facts: NewFacts) -> str:
    return (
        f"Het OM stelt vast: verdenking {ANSWER_LABELS[facts.suspicion]}, "
        f"bewijs {EVIDENCE_LABELS[facts.evidence]}, "
        f"ernstige bezwaren {ANSWER_LABELS[facts.serious_objections]}."
    )


def _owe_advice(case: Case, suspicion: Answer, *, actor: Actor, at: datetime) -> None:
    """Suspicion of an adult makes the advice owed; without suspicion nobody advises (tables, section 3)."""
    if suspicion is Answer.NO:
        reason = "Het OM ziet geen verdenking."
        cancel_if_open(case=case, kind=TermKind.ADVICE, reason=reason, actor=actor, at=at)
        return
    table = on_the_table(case)
    facts = case_facts(case, at, table=table)
    family = case.hg_label != "no" or facts.stalking
    if suspicion is not Answer.YES or facts.minor is not Answer.NO or not family:
        return
    if open_terms_of(case, TermKind.ADVICE).exists():
        return
    reference = table.first_decision.due_at if table.first_decision else None
    for owed in owed_on(_advice_event(facts), reference=reference):
        organisation = partner(case, owed.organisation) if owed.organisation else None
        if organisation is not None:
            start_term(
                case=case,
                kind=owed.kind,
                organisation=organisation,
                parameters=owed.parameters,
                actor=actor,
                at=at,
            )


def _advice_event(facts: CaseFacts) -> OwedEvent:
    held = facts.custody is Custody.HELD
    return OwedEvent.ADULT_SUSPICION_HELD if held else OwedEvent.ADULT_SUSPICION_HEARD
