"""The nine guards of domain guide section 7, each a pure function that returns everything that is missing.

A guard answers None when it does not apply and an empty tuple when all is in order. What is not known is
refused wherever a known answer could refuse: an unknown fact never lets through what a stated one would
stop, except that a missing part A by itself stops a release only under guard 3.
"""

from __future__ import annotations

from collections.abc import Iterator

from cases.access.rules.refusal import Missing
from cases.organisations.rules import OrganisationKind
from zsm.advice.rules.advice import missing_considerations
from zsm.decision.rules import kinds, shortages
from zsm.decision.rules.conditions import is_release
from zsm.decision.rules.draft import INFORMERS, DecisionDraft
from zsm.decision.rules.facts import (
    Answer,
    CaseFacts,
    Custody,
    Evidence,
    Unsafety,
    WayToSafety,
)
from zsm.decision.rules.kinds import DecisionKind

Findings = tuple[Missing, ...] | None


def _liable(facts: CaseFacts) -> Answer:
    """Sufficient evidence or serious objections: the half of guard 1 that the prosecutor states."""
    if facts.proof is Evidence.SUFFICIENT or facts.objections is Answer.YES:
        return Answer.YES
    if facts.proof is Evidence.UNKNOWN or facts.objections is Answer.UNKNOWN:
        return Answer.UNKNOWN
    return Answer.NO


def _unstated(facts: CaseFacts) -> Iterator[Missing]:
    if facts.proof is Evidence.UNKNOWN:
        yield shortages.EVIDENCE
    if facts.objections is Answer.UNKNOWN:
        yield shortages.OBJECTIONS


def _not_lifted(facts: CaseFacts) -> Missing:
    plan = None if facts.plan_lifts_acute else "een plan"
    sight = None if facts.sight_lifts_acute else "zicht door derden"
    lacking = " en ".join(part for part in (plan, sight) if part)
    text = f"Of: Veilig Thuis legt vast dat de acute onveiligheid is opgeheven; daarvoor ontbreekt {lacking}."
    return Missing("acuteness_lifted", text, OrganisationKind.VT)


def _gaps(facts: CaseFacts) -> Iterator[Missing]:
    """Everything that keeps the measures from removing access to every person marked unsafe."""
    if not facts.unsafe_persons:
        text = "Niet vastgelegd wie onveilig is. Veilig Thuis legt dit vast."
        yield Missing("unsafe_persons", text, OrganisationKind.VT)
    for gap in facts.uncovered:
        if gap.network:
            text = (
                f"{gap.threat} (netwerk) heeft toegang tot {gap.person}; een maatregel tegen de verdachte "
                "helpt daar niet tegen. Veilig Thuis regelt bescherming met de politie."
            )
            yield Missing("uncovered_network", text, OrganisationKind.VT)
        else:
            text = (
                f"Geen maatregel in werking houdt {gap.threat} weg bij {gap.person}. "
                "Het OM legt een maatregel op die dat doet."
            )
            yield Missing("uncovered", text, OrganisationKind.OM)
    if facts.uncovered:
        for measure in facts.discounted:
            yield Missing("measure_does_not_count", measure.reason, measure.supplier)


def guard_release_while_acute(facts: CaseFacts, draft: DecisionDraft) -> Findings:
    """Guard 1: no release while acute with enough evidence or serious objections, unless all are covered.

    Covered by measures served on the suspect (when, by whom) that are in force from the release on and
    together remove access to every person marked unsafe; a duty to report alone and a breached measure that
    was not judged and assessed again do not count. Or: Veilig Thuis recorded that acuteness is lifted (plan
    and sight).
    """
    if not is_release(draft.kind, facts) or facts.acute is not Unsafety.YES or _liable(facts) is Answer.NO:
        return None
    gaps = () if facts.acuteness_lifted else tuple(_gaps(facts))
    if not gaps:
        return ()
    unstated = tuple(_unstated(facts)) if _liable(facts) is Answer.UNKNOWN else ()
    return (*unstated, *gaps, _not_lifted(facts))


def guard_way_to_safety(facts: CaseFacts, draft: DecisionDraft) -> Findings:
    """Guard 2: acute and guard 1 does not apply (rows 5, 6): VT is told and a way to safety is recorded.

    A temporary restraining order exists for adults only, so its assessment is no way to safety for a minor
    suspect.
    """
    acute = facts.acute is Unsafety.YES and not facts.acuteness_lifted
    if not is_release(draft.kind, facts) or not acute or _liable(facts) is Answer.YES:
        return None
    missing: list[Missing] = []
    if not facts.vt_told:
        text = "Veilig Thuis weet nog niet van de vrijlating. Het OM licht Veilig Thuis in."
        missing.append(Missing("vt_told", text, OrganisationKind.OM))
    ways = facts.ways_to_safety
    if facts.minor is Answer.YES:
        ways = ways - {WayToSafety.HUISVERBOD_ASSESSMENT}
    if not ways:
        other = "" if facts.minor is Answer.YES else "de beoordeling van een huisverbod of "
        text = f"Er ligt geen weg naar veiligheid vast: {other}een plan van Veilig Thuis met de politie."
        missing.append(Missing("way_to_safety", text, OrganisationKind.VT))
    return tuple(missing)


def guard_await_part_a(facts: CaseFacts, draft: DecisionDraft) -> Findings:
    """Guard 3: held, remand possible, serious objections and no part A: no release; custody to await it.

    Where one of these is a stated "no" the release is not blocked and Veilig Thuis gets a same-day task.
    """
    if not is_release(draft.kind, facts) or facts.custody is not Custody.HELD:
        return None
    if facts.part_a_present:
        return ()
    if Answer.NO in (facts.remand_allowed, facts.objections):
        return None
    missing = [shortages.part_a(facts)]
    if facts.remand_allowed is Answer.UNKNOWN:
        missing.append(shortages.REMAND)
    if facts.objections is Answer.UNKNOWN:
        missing.append(shortages.OBJECTIONS)
    return tuple(missing)


def guard_advice(facts: CaseFacts, draft: DecisionDraft) -> Findings:
    """Guard 4: no final decision without advice: RvdK for a minor, 3RO when unsafe with enough evidence."""
    if draft.kind not in kinds.FINAL:
        return None
    if facts.adviser is None:
        return (shortages.AGE, shortages.advice(facts))
    if facts.adviser in facts.advice_from:
        return ()
    if facts.adviser is OrganisationKind.RVDK:
        return (shortages.advice(facts),)
    return _adult_advice(facts)


def _adult_advice(facts: CaseFacts) -> Findings:
    if facts.proof not in (Evidence.SUFFICIENT, Evidence.UNKNOWN) or facts.unsafe is Answer.NO:
        return None
    missing = [shortages.advice(facts)]
    if facts.proof is Evidence.UNKNOWN:
        missing.append(shortages.EVIDENCE)
    if facts.unsafe is Answer.UNKNOWN:
        if facts.acute_now is Answer.UNKNOWN:
            missing.append(shortages.part_a(facts))
        if facts.structural_now is Answer.UNKNOWN:
            missing.append(shortages.part_b(facts))
    return tuple(missing)


def guard_advice_considerations(facts: CaseFacts, draft: DecisionDraft) -> Findings:
    """Guard 5: a 3RO advice in a stalking case counts only with its EM and DUT considerations.

    The hand-in of the advice checks the same rule; here it keeps a final decision from resting on one
    without.
    """
    rests_on_advice = draft.kind in kinds.FINAL and OrganisationKind.RECLASSERING in facts.advice_from
    if not rests_on_advice or not facts.stalking:
        return None
    return missing_considerations(
        stalking=facts.stalking, em_considered=facts.em_considered, dut_considered=facts.dut_considered
    )


def guard_inform_victim(facts: CaseFacts, draft: DecisionDraft) -> Findings:
    """Guard 6: every decision names who informs the victim; never 3RO in a stalking case."""
    if draft.informer is None:
        text = "Niet vastgelegd wie het slachtoffer informeert. Het OM wijst een organisatie aan."
        return (Missing("informer", text, OrganisationKind.OM),)
    if facts.stalking and draft.informer is OrganisationKind.RECLASSERING:
        return (shortages.INFORMER_3RO_STALKING,)
    if draft.informer not in INFORMERS:
        text = "Deze organisatie informeert geen slachtoffers over besluiten. Het OM wijst een andere aan."
        return (Missing("informer_unsuitable", text, OrganisationKind.OM),)
    return ()


def guard_late_first_decision(facts: CaseFacts, draft: DecisionDraft) -> Findings:
    """Guard 7: a first decision after its term needs the reason of the overrun."""
    if draft.kind not in kinds.ENDS_FIRST_DECISION_TERM or not facts.first_decision_open:
        return None
    if not facts.first_decision_late or draft.overrun_reason.strip():
        return ()
    text = "De eerste beslissing is te laat: de reden van de overschrijding ontbreekt. Het OM geeft die."
    return (Missing("overrun_reason", text, OrganisationKind.OM),)


def guard_behavioural_order(facts: CaseFacts, draft: DecisionDraft) -> Findings:
    """Guard 8: a 509hh order needs serious objections and one of its grounds (art. 509hh lid 1 Sv)."""
    if draft.kind is not DecisionKind.BEHAVIOURAL_ORDER:
        return None
    missing: list[Missing] = []
    if facts.objections is Answer.UNKNOWN:
        missing.append(shortages.OBJECTIONS)
    elif facts.objections is Answer.NO:
        text = "Zonder ernstige bezwaren kan geen gedragsaanwijzing worden gegeven (art. 509hh lid 1 Sv)."
        missing.append(Missing("no_serious_objections", text, OrganisationKind.OM))
    if not draft.order_grounds:
        text = "De grond van de gedragsaanwijzing ontbreekt (art. 509hh lid 1 Sv). Het OM legt die vast."
        missing.append(Missing("order_ground", text, OrganisationKind.OM))
    return tuple(missing)


def guard_prosecution_complaint(facts: CaseFacts, draft: DecisionDraft) -> Findings:
    """Guard 9: stalking without klacht: no summons and no penal order (art. 285b lid 2 Sr)."""
    if draft.kind not in kinds.NEEDS_PROSECUTION_COMPLAINT or not facts.prosecution_complaint_required:
        return None
    if facts.prosecution_complaint is Answer.YES:
        return ()
    if facts.prosecution_complaint is Answer.NO:
        text = "Er is geen klacht; zonder klacht geen vervolging hiervoor. De politie neemt de klacht op."
    else:
        text = "Niet bekend of er een klacht is. De politie vraagt dit en legt het vast."
    return (Missing("prosecution_complaint", text, OrganisationKind.POLITIE),)
