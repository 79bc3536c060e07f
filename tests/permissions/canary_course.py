"""What follows the decision in the canary case: the judge, an escape, a routing, the investigation plan."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import UUID

from cases.access.wall import acting_as
from cases.casefiles.models import Case
from cases.organisations.rules import OrganisationKind
from tests.factories.cast import Cast
from zsm.decision.models import Decision, Escape, JudicialOutcome, OtherDetention, Release, RoutingAnswer
from zsm.decision.rules.court import CourtOutcome
from zsm.decision.rules.standstill import OtherTitle
from zsm.decision.services import (
    NewJudicialOutcome,
    NewOtherDetention,
    record_caught,
    record_escape,
    record_judicial_outcome,
    record_other_detention,
)
from zsm.investigation.models import InvestigationItem, InvestigationPlan
from zsm.investigation.rules import ItemState, NewItem
from zsm.investigation.services import approve_plan, choose_investigation, finish_item, write_plan

K = OrganisationKind
Word = Callable[..., str]


def follow(cast: Cast, case: Case, word: Word, at: datetime) -> UUID:
    """Remand, an escape and a detention elsewhere that ended, a plan half done; answers its open act."""
    informer = cast.organisation(K.SHN)
    om, police = cast.actor("om"), cast.actor("politie")
    with acting_as(om):
        outcome = NewJudicialOutcome(
            outcome=CourtOutcome.REMAND_ORDERED,
            decided_at=at,
            informer=informer,
            content=word(JudicialOutcome, "content", K.OM),
        )
        record_judicial_outcome(case=case, new=outcome, actor=om, at=at)
        question = word(InvestigationPlan, "question", K.OM)
        plan = choose_investigation(case=case, question=question, wanted_on=None, actor=om, at=at)
    with acting_as(police):
        away, back = at + timedelta(minutes=1), at + timedelta(minutes=2)
        note = word(Escape, "note", K.POLITIE)
        record_escape(case=case, escaped_at=away, informer=informer, note=note, actor=police, at=away)
        record_caught(case=case, caught_at=back, actor=police, at=back)
        elsewhere = NewOtherDetention(
            title=OtherTitle.SUBSTITUTE, since=away, until=back, note=word(OtherDetention, "note", K.POLITIE)
        )
        record_other_detention(case=case, new=elsewhere, actor=police, at=back)
        acts = [
            NewItem(word(InvestigationItem, "text", K.POLITIE), word(InvestigationItem, "who", K.POLITIE))
            for _ in range(2)
        ]
        write_plan(plan=plan, items=acts, actor=police, at=back)
    with acting_as(om):
        approve_plan(plan=plan, remark=word(InvestigationPlan, "answer", K.OM), actor=om, at=back)
    with acting_as(police):
        first, second = InvestigationItem.objects.filter(plan=plan).order_by("pk")
        result = word(InvestigationItem, "result", K.POLITIE)
        finish_item(item=first, state=ItemState.NOT_POSSIBLE, result=result, actor=police, at=back)
    return second.public_id


def leave_words(case: Case, word: Word, at: datetime) -> None:
    """What only the tables hold: a note with the release, and a routing that came back; past the wall."""
    Release.objects.filter(case=case).update(note=word(Release, "note", K.OM))
    decision = Decision.objects.filter(case=case).order_by("pk")[0]
    RoutingAnswer.objects.create(
        decision=decision,
        accepted=False,
        reason=word(RoutingAnswer, "reason", K.OM),
        answered_at=at,
        answered_by_id=decision.decided_by_id,
        organisation_id=decision.organisation_id,
    )
