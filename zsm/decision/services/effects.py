"""What a decision sets in motion: measures, custody, terms, notices, the state of the case, messages."""

from __future__ import annotations

from contextlib import suppress
from datetime import date, datetime

from cases.access.actor import Actor
from cases.access.errors import InvalidInput
from cases.casefiles.models import Case, CaseEvent
from cases.casefiles.rules.states import CaseState, NoTransition, next_state
from cases.organisations.models import Organisation
from cases.organisations.rules import OrganisationKind
from cases.plans.queries import has_ended, partner
from cases.terms.queries import open_terms_of
from cases.terms.rules.kinds import TermKind
from cases.terms.services import cancel_if_open, meet_if_open, start_term
from cases.victims.rules.letter import BAN_TOPICS
from cases.victims.rules.notices import Topic
from cases.victims.services import require_notices
from zsm.decision.models import Decision
from zsm.decision.queries import Preview
from zsm.decision.rules.act import STARTED_ELSEWHERE, Act, ends_criminal_track, field_key, state_event
from zsm.decision.rules.announcement import parameters_of, told_to_victim, topics_for_victim
from zsm.decision.rules.consequences import RELEASED_REASON, Outcome, TermStart
from zsm.decision.rules.facts import Custody
from zsm.decision.rules.kinds import DecisionKind
from zsm.decision.services.alerts import alert_override, tell_partners
from zsm.decision.services.measures import record_ordered_measures
from zsm.decision.services.release import note_release
from zsm.decision.services.requests import owe_for_plan_date, owe_routing
from zsm.intake.services import change_custody


def carry_out(
    decision: Decision,
    act: Act,
    found: Preview,
    *,
    informer: Organisation | None,
    event: CaseEvent,
    actor: Actor,
    at: datetime,
) -> None:
    """Do everything that the rules say that the act causes, inside the transaction of the decision."""
    case = decision.case
    record_ordered_measures(case, act, actor=actor, at=at)
    _end_terms(case, act, found, event=event, actor=actor, at=at)
    if found.effects.custody is Custody.RELEASED and found.facts.custody is Custody.HELD:
        _release(case, act, actor=actor, at=at)
        note_release(decision, released_at=act.release_at(at), told=sorted(act.told), actor=actor, at=at)
    for start in found.effects.starts:
        if start.kind not in STARTED_ELSEWHERE:
            _start_term(decision, start, actor=actor, at=at)
    if informer is not None:
        require_notices(
            case=case,
            about=told_to_victim(act, found.facts),
            topics=(*topics_for_victim(act, found.facts), *_bans_in_force(found, at)),
            subject=decision,
            informer=informer,
            actor=actor,
            at=at,
        )
    _move_on(case, act, at)
    _ask_partners(decision, act, found, actor=actor, at=at)
    tell_partners(decision, found.effects.told, at)
    if found.effects.alerted:
        alert_override(case, decision, found.effects.alerted, at)


def _ask_partners(decision: Decision, act: Act, found: Preview, *, actor: Actor, at: datetime) -> None:
    """What has to be there on a plan date, and the answer of who receives a routed case."""
    for order in act.orders:
        day = order.values.get("plan_date")
        if order.kind is DecisionKind.PLAN_DATE and isinstance(day, date):
            needed = order.values.get("needed_by_then")
            codes = tuple(map(str, needed)) if isinstance(needed, tuple | list) else ()
            owe_for_plan_date(decision, codes, found.facts, day, actor=actor, at=at)
        if order.kind is DecisionKind.ROUTING:
            owe_routing(decision, actor=actor, at=at)


def _bans_in_force(found: Preview, at: datetime) -> tuple[Topic, ...]:
    """Bans that protect already: what they mean is told again, on the phone and in writing."""
    running = (row for row in found.table.measures if not has_ended(row, at))
    parts = dict.fromkeys(part for row in running for part in row.parts if part in BAN_TOPICS)
    return tuple(Topic(part) for part in parts)


def _end_terms(case: Case, act: Act, found: Preview, *, event: CaseEvent, actor: Actor, at: datetime) -> None:
    for end in found.effects.ends:
        if end.outcome is Outcome.CANCELLED:
            cancel_if_open(case=case, kind=end.kind, reason=end.reason, event=event, actor=actor, at=at)
        else:
            reason = end.reason or act.late_reason
            meet_if_open(case=case, kind=end.kind, late_reason=reason, event=event, actor=actor, at=at)


def _release(case: Case, act: Act, *, actor: Actor, at: datetime) -> None:
    """Custody ends with the release, which puts the assessment of a held suspect out of date."""
    field = next(
        (field_key(order.kind, "released_at") for order in act.orders if "released_at" in order.values), ""
    )
    try:
        change_custody(case=case, status=Custody.RELEASED.value, since=act.release_at(at), actor=actor, at=at)
    except InvalidInput as refusal:
        messages = [text for texts in refusal.errors.values() for text in texts]
        raise InvalidInput({field: messages}) from refusal
    for kind in (TermKind.REMAND, TermKind.DETENTION):
        cancel_if_open(case=case, kind=kind, reason=RELEASED_REASON, actor=actor, at=at)


def _start_term(decision: Decision, start: TermStart, *, actor: Actor, at: datetime) -> None:
    """Start a term that the act causes; one that runs already and may run once is left as it is."""
    case = decision.case
    owner = _owner(case, start.organisation, actor)
    if owner is None or start.starts_at is None:
        return
    if start.once and open_terms_of(case, start.kind).exists():
        return
    start_term(
        case=case,
        kind=start.kind,
        organisation=owner,
        start=start.starts_at,
        parameters=parameters_of(start),
        subject=decision,
        actor=actor,
        at=at,
    )


def _owner(case: Case, kind: OrganisationKind | None, actor: Actor) -> Organisation | None:
    """The organisation of a kind in this case; for OM the one that decides."""
    if kind is None or kind is OrganisationKind.OM:
        return Organisation.objects.get(pk=actor.organisation_id)
    return partner(case, kind)


def _move_on(case: Case, act: Act, at: datetime) -> None:
    """Bring the case to the state that the act means (tables, section 2); it stays where nothing moves it."""
    changes: dict[str, object] = {}
    event = state_event(act.kinds)
    if event is not None:
        # A case that waits already goes on waiting.
        with suppress(NoTransition):
            changes["state"] = next_state(CaseState(case.state), event).value
    if ends_criminal_track(act.kinds):
        changes["criminal_ended_at"] = at
    if changes:
        Case.objects.filter(pk=case.pk).update(**changes)
