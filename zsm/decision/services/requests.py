"""What partners ask of each other with a decision: what a plan date needs, and a routing to be accepted."""

from __future__ import annotations

from datetime import date, datetime
from typing import Final
from uuid import UUID

from cases.access.actor import Actor
from cases.access.errors import Conflict, InvalidInput, NotAllowed
from cases.access.permissions import check_casework, check_level
from cases.access.rules.categories import Category
from cases.access.rules.levels import Level
from cases.access.writing import one_write
from cases.casefiles.models import Case
from cases.casefiles.services import appoint_lead, lock_case, record_event
from cases.organisations.models import User
from cases.organisations.rules import OrganisationKind
from cases.plans.queries import partner
from cases.terms.models import Term
from cases.terms.queries import open_terms_of
from cases.terms.rules.calendar import day_ends
from cases.terms.rules.kinds import TermKind
from cases.terms.rules.parameters import Parameters
from cases.terms.rules.vocabulary import Situation
from cases.terms.services import meet_if_open, meet_term, start_term
from zsm.decision.models import Decision, RoutingAnswer
from zsm.decision.permissions import check_can_decide
from zsm.decision.queries import routing_to_answer
from zsm.decision.rules.choices import PreparedBy
from zsm.decision.rules.facts import CaseFacts
from zsm.investigation.queries import running_plan
from zsm.investigation.services import choose_investigation

LONGEST_REASON: Final = 500
FOR_PLAN_DATE: Final = "Wat er op de plandatum moet zijn, zoals het besluit zegt."
_OWED_AS: Final[dict[PreparedBy, TermKind]] = {
    PreparedBy.ADVICE: TermKind.ADVICE,
    PreparedBy.INVESTIGATION: TermKind.INVESTIGATION_PLAN,
    PreparedBy.WISHES: TermKind.WISHES,
    PreparedBy.CIVIL_TRIAGE: TermKind.CIVIL_TRIAGE,
    PreparedBy.ASSESSMENT: TermKind.PARTNER_REQUEST,
    PreparedBy.SAFETY_PLAN: TermKind.PARTNER_REQUEST,
}


def owe_for_plan_date(
    decision: Decision, needed: tuple[str, ...], facts: CaseFacts, day: date, *, actor: Actor, at: datetime
) -> None:
    """What must be there on the plan date is owed by its supplier on that day, unless it is owed already."""
    suppliers = {
        PreparedBy.ADVICE: facts.adviser or OrganisationKind.RECLASSERING,
        PreparedBy.INVESTIGATION: OrganisationKind.POLITIE,
        PreparedBy.WISHES: OrganisationKind.SHN,
        PreparedBy.CIVIL_TRIAGE: OrganisationKind.RVDK,
        PreparedBy.ASSESSMENT: OrganisationKind.VT,
        PreparedBy.SAFETY_PLAN: OrganisationKind.VT,
    }
    known = {need.value: need for need in PreparedBy}
    for need in (known[code] for code in needed if code in known):
        kind, organisation = _OWED_AS[need], partner(decision.case, suppliers[need])
        if organisation is None or _is_owed(decision.case, kind):
            continue
        if need is PreparedBy.INVESTIGATION:
            choose_investigation(
                case=decision.case, question=FOR_PLAN_DATE, wanted_on=day, actor=actor, at=at
            )
            continue
        start_term(
            case=decision.case,
            kind=kind,
            organisation=organisation,
            subject=decision,
            parameters=_by(kind, day),
            actor=actor,
            at=at,
        )


def _by(kind: TermKind, day: date) -> Parameters:
    """By the end of the plan date; the wishes count back from a moment instead of an agreed day."""
    if kind is TermKind.WISHES:
        return Parameters(situation=Situation.HELD, reference=day_ends(day))
    return Parameters(on=day)


def _is_owed(case: Case, kind: TermKind) -> bool:
    if kind is TermKind.PARTNER_REQUEST:
        return False
    if kind is TermKind.INVESTIGATION_PLAN and running_plan(case) is not None:
        return True
    return open_terms_of(case, kind).exists()


def owe_routing(decision: Decision, *, actor: Actor, at: datetime) -> None:
    """The receiving department owes an answer; until then the case stays with who sent it."""
    start_term(
        case=decision.case,
        kind=TermKind.PARTNER_REQUEST,
        organisation=decision.organisation,
        subject=decision,
        parameters=Parameters(),
        actor=actor,
        at=at,
    )


@one_write
def answer_routing(
    *, case: Case, accepted: bool, reason: str, actor: Actor, at: datetime, decision: UUID | None = None
) -> RoutingAnswer:
    """The receiving prosecutor takes the case over, or sends it back with the reason (tables, section 4).

    Who accepts becomes the lead of OM at that moment, so that there is no gap. `decision`: the routing that
    stood on the screen (None: the open one). Raises NotAllowed for who is no prosecutor or sent it, Conflict
    when there is nothing to answer, InvalidInput when it goes back without a reason.
    """
    check_can_decide(actor, case.pk)
    case = lock_case(case.pk)
    routing = routing_to_answer(case)
    if routing is None or (decision is not None and routing.public_id != decision):
        raise Conflict("Er is geen routering die op antwoord wacht.")
    if routing.decided_by_id == actor.user_id:
        raise NotAllowed("Wie de zaak doorstuurt, aanvaardt haar niet zelf.")
    if not accepted and not reason.strip():
        raise InvalidInput({"reason": ["Geef de reden waarom de zaak teruggaat."]})
    if len(reason) > LONGEST_REASON:
        raise InvalidInput({"reason": [f"Gebruik ten hoogste {LONGEST_REASON} tekens."]})
    saved = RoutingAnswer.objects.create(
        decision=routing,
        accepted=accepted,
        reason=reason.strip(),
        answered_at=at,
        answered_by_id=actor.user_id,
        organisation_id=actor.organisation_id,
    )
    words = "aanvaard" if accepted else "teruggestuurd"
    event = record_event(
        case=case,
        kind="routing_accepted" if accepted else "routing_returned",
        category=Category.DECISION,
        summary=f"De routering binnen het OM is {words}.",
        actor=actor,
        at=at,
        subject=saved,
    )
    if accepted:
        appoint_lead(case=case, user=User.objects.get(pk=actor.user_id), actor=actor, at=at)
    meet_if_open(case=case, kind=TermKind.PARTNER_REQUEST, subject=routing, event=event, actor=actor, at=at)
    return saved


@one_write
def fulfil_request(*, term: Term, note: str, actor: Actor, at: datetime, late_reason: str = "") -> Term:
    """The asked organisation says that what was asked is there (a safety plan on the plan date).

    Raises NotAllowed for another organisation, Conflict when it was done, InvalidInput without a note, or
    when it is late without a reason.
    """
    check_casework(actor)
    if term.organisation_id != actor.organisation_id:
        raise NotAllowed("Dit verzoek is aan een andere organisatie gedaan.")
    check_level(actor, term.case_id, Level.CONTRIBUTE)
    case = lock_case(term.case_id)
    if not note.strip() or len(note) > LONGEST_REASON:
        raise InvalidInput({"note": [f"Schrijf in ten hoogste {LONGEST_REASON} tekens wat er klaar is."]})
    event = record_event(
        case=case,
        kind="request_fulfilled",
        category=Category.PLAN,
        summary=f"Verzoek klaar: {note.strip()}"[:500],
        actor=actor,
        at=at,
        subject=term,
    )
    return meet_term(term=term, late_reason=late_reason, event=event, actor=actor, at=at)
